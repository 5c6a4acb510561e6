"""A record as IPTC ninjs 3 (`news-conventions` E.5); it has no dateline: `located` is the first place."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from newsspider.mappings.newsarticle import bare
from newsspider.mappings.zyte import writers
from pipelines.record import Article, Image

_KEPT: Final = "%!#$&'()*+,/:;=?@~"
"""Signs that stay as they are in a URI (RFC 3986): its delimiters, and what is escaped already. Brackets are for hosts
that are numbers, and stand in queries where they may not."""
_BODY: Final = {"role": "main", "contentType": "text/plain"}
STANDARD: Final = {"name": "ninjs", "version": "3.0", "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"}


def article(record: Article) -> dict[str, Any]:
    """Return the object; keys without a value are left out."""
    line, wrote, text = record.dateline, writers(record), record.body.text
    uri = _uri(record.url) or record.id
    people = [
        {"name": a.name, "rel": "author" if a in wrote else a.role, "uri": _uri(a.url, uri)}
        for a in record.authors
        if a.name and a.type != "organization"
    ]
    sources = [a.name for a in record.authors if a.name and a.type == "organization"]
    sources += line.agencies if line else ()
    sources += [record.republished_from.name] if record.republished_from else []
    return dict(
        bare(
            {
                "uri": uri,
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
                "bodies": [{**_BODY, "charCount": len(text), "value": text}] if text else [],
                "associations": [_picture(n, i, uri) for n, i in enumerate(record.images)],
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
    """Return a time as the schema wants it; a day alone is no time, and an unknown offset is none either."""
    if stamp is None or "T" not in stamp or not (stamp.endswith("Z") or stamp[-6] in "+-"):
        return None
    return stamp


def _uri(address: str | None, story: str = "") -> str | None:
    """Return an address as the schema's `uri`: whole, blanks and letters beyond ASCII escaped; None for what is none.

    >>> _uri("/Brücke 1.jpg?w=1%20", "https://news.test/story")
    'https://news.test/Br%C3%BCcke%201.jpg?w=1%20'
    """
    try:
        whole = urljoin(story, address or "")
        return quote(whole, safe=_KEPT) if address and urlsplit(whole).scheme else None
    except ValueError:  # no host where one must be
        return None


def _picture(number: int, picture: Image, story: str) -> dict[str, Any]:
    """Return a picture as an association; one without an address of its own is named by its story's and its number."""
    credit = picture.credit
    return {
        "name": "main" if picture.is_main else f"picture{number}",
        "type": "picture",
        "uri": _uri(picture.url, story) or f"{urldefrag(story).url}#picture{number}",
        "descriptions": [{"role": "caption", "value": picture.caption}] if picture.caption else [],
        "by": credit.raw if credit else None,
        "people": [{"name": c.name, "rel": c.role} for c in credit.creators] if credit else [],
        "infoSources": [{"name": a} for a in credit.agencies] if credit else [],
        # a caption states a day, and ninjs has no place for a day without its time
        "contentCreated": _instant(picture.date_taken),
        "usageTerms": picture.usage_terms,
    }
