"""A record as IPTC ninjs 3 (`news-conventions` E.5); it has no dateline: `located` is the first place."""

from __future__ import annotations

from typing import Any, Final

from newsspider.mappings.newsarticle import bare
from newsspider.mappings.zyte import writers
from pipelines.record import Article, Image

STANDARD: Final = {"name": "ninjs", "version": "3.0", "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"}


def article(record: Article) -> dict[str, Any]:
    """Return the object; keys without a value are left out."""
    line, wrote, text = record.dateline, writers(record), record.body.text
    people = [
        {"name": a.name, "rel": "author" if a in wrote else a.role, "uri": a.url}
        for a in record.authors
        if a.name and a.type != "organization"
    ]
    sources = [a.name for a in record.authors if a.name and a.type == "organization"]
    sources += line.agencies if line else ()
    sources += [record.republished_from.name] if record.republished_from else []
    return dict(
        bare(
            {
                "uri": record.url or record.id,
                "type": "text",
                "standard": STANDARD,
                "altIds": [{"role": "canonical", "value": record.canonical_url}] if record.canonical_url else [],
                "language": record.language,
                "headlines": _headlines(record),
                "descriptions": [{"role": "summary", "value": record.description}] if record.description else [],
                "firstCreated": _instant(record.date_published),
                "versionCreated": _instant(record.date_modified or record.date_published),
                "by": record.byline_raw,
                "people": people,
                "infoSources": [{"name": name} for name in dict.fromkeys(sources)],
                "located": line.places[0].name if line and line.places else None,
                "places": [{"name": p.name} for p in line.places] if line else [],
                "bodies": [{"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}],
                "associations": [_picture(n, i) for n, i in enumerate(record.images)],
                "subjects": [{"name": record.section}] if record.section else [],
                "genres": [{"name": record.genre}] if record.genre else [],
                "copyrightNotice": record.copyright_notice,
            }
        )
    )


def _headlines(record: Article) -> list[dict[str, Any]]:
    pairs = (("main", record.headline), ("subheadline", record.alternative_headline))
    return [{"role": role, "value": value} for role, value in pairs if value]


def _instant(stamp: str | None) -> str | None:
    """Return a time as ninjs wants it; a day alone is no time, and an unknown offset is none either."""
    if stamp is None or "T" not in stamp or not (stamp.endswith("Z") or stamp[-6] in "+-"):
        return None
    return stamp


def _picture(number: int, picture: Image) -> dict[str, Any]:
    credit = picture.credit
    return {
        "name": "main" if picture.is_main else f"picture{number}",
        "type": "picture",
        "uri": picture.url,
        "descriptions": [{"role": "caption", "value": picture.caption}] if picture.caption else [],
        "by": credit.raw if credit else None,
        "people": [{"name": c.name, "rel": c.role} for c in credit.creators] if credit else [],
        "infoSources": [{"name": a} for a in credit.agencies] if credit else [],
        "contentCreated": picture.date_taken,
        "usageTerms": picture.usage_terms,
    }
