"""A record as schema.org NewsArticle in JSON-LD (`news-conventions` E.5)."""

from __future__ import annotations

from typing import Any, Final

from newsspider.mappings.zyte import writers
from pipelines.record import Article, Author, Image

_EDITORS: Final = ("editor",)
_CORRECTION: Final = "CorrectionComment"


def article(record: Article) -> dict[str, Any]:
    """Return the object; keys without a value are left out."""
    line = record.dateline
    named = [a for a in record.authors if a.name]
    wrote = writers(record)
    others = [a for a in named if a not in wrote and a.role not in ("editor", "translator")]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": record.id,
        "url": record.url,
        "mainEntityOfPage": record.canonical_url,
        "headline": record.headline,
        "alternativeHeadline": record.alternative_headline,
        "description": record.description,
        "inLanguage": record.language,
        "datePublished": record.date_published,
        "dateModified": record.date_modified,
        "author": [party(a) for a in wrote],
        "contributor": [party(a) for a in others],
        "editor": [party(a) for a in named if a.role in _EDITORS],
        "translator": [party(a) for a in named if a.role == "translator"],
        "dateline": line.raw if line else None,
        "locationCreated": [_place(p.name, p.region, p.country) for p in line.places] if line else None,
        "sourceOrganization": [_organization(a) for a in line.agencies] if line else None,
        "articleBody": record.body.text,
        "image": [image(i) for i in record.images],
        "articleSection": record.section,
        "keywords": list(record.keywords),
        "publisher": _publisher(record),
        "isAccessibleForFree": {"full": True, "partial": False}.get(record.access),
        "copyrightNotice": record.copyright_notice,
        "translationOfWork": _translation(record),
        "isBasedOn": {"@type": "CreativeWork", "name": record.republished_from.name, "url": record.republished_from.url}
        if record.republished_from
        else None,
        "correction": [{"@type": _CORRECTION, "text": c.text, "datePublished": c.date} for c in record.corrections],
        "backstory": "\n".join(n.text for n in record.editor_notes) or None,
    }
    return dict(bare(found))


def party(author: Author) -> dict[str, Any]:
    """Return an author as Person or Organization."""
    return {
        "@type": "Organization" if author.type == "organization" else "Person",
        "name": author.name,
        "jobTitle": author.job_title,
        "affiliation": _organization(author.affiliation) if author.affiliation else None,
        "email": author.email,
        "url": author.url,
        "honorificPrefix": author.honorific_prefix,
        "honorificSuffix": author.honorific_suffix,
        "alternateName": author.alternate_name,
    }


def image(picture: Image) -> dict[str, Any]:
    """Return a picture as ImageObject."""
    credit = picture.credit
    return {
        "@type": "ImageObject",
        "contentUrl": picture.url,
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption,
        "creditText": credit.raw if credit else None,
        "creator": [{"@type": "Person", "name": c.name} for c in credit.creators] if credit else None,
        "provider": [_organization(a) for a in credit.agencies] if credit else None,
        "dateCreated": picture.date_taken,
        "usageInfo": picture.usage_terms,
        "digitalSourceType": "TrainedAlgorithmicMediaDigitalSource" if credit and credit.ai_generated else None,
    }


def bare(value: Any) -> Any:
    """Return a value without the keys that say nothing, at every level."""
    if isinstance(value, dict):
        inner = {key: bare(v) for key, v in value.items()}
        return {k: v for k, v in inner.items() if v is not None and v not in ([], {}, "")}
    if isinstance(value, list | tuple):
        return [bare(v) for v in value]
    return value


def _organization(name: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": name}


def _place(name: str, region: str | None, country: str | None) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressRegion": region, "addressCountry": country}
    return {"@type": "Place", "name": name, "address": address if region or country else None}


def _publisher(record: Article) -> dict[str, Any] | None:
    if record.publisher.name is None and record.publisher.domain is None:
        return None
    url = f"https://{record.publisher.domain}" if record.publisher.domain else None
    return {"@type": "Organization", "name": record.publisher.name, "url": url}


def _translation(record: Article) -> dict[str, Any] | None:
    if record.translation_of is None:
        return None
    told = record.translation_of
    return {"@type": "CreativeWork", "inLanguage": told.language, "headline": told.headline, "url": told.url}
