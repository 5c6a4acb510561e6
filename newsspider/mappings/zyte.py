"""A record as a zyte-common-items `Article`: what that has no field for (dateline, captions, roles) is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from pipelines.record import Article, Author

_WRITERS: Final = ("author", "original_author")
_OTHERS: Final = ("contributor", "reporter", "writer")
"""Stand in where a page names no author."""


def article(record: Article) -> dict[str, Any]:
    """Return the item as `zyte_common_items.Article.from_dict` reads it; keys without a value are left out."""
    images = [{"url": image.url} for image in record.images if image.url]
    section = [{"name": record.section}] if record.section else None
    found = {
        "url": record.url,
        "canonicalUrl": record.canonical_url,
        "headline": record.headline,
        "description": record.description,
        "datePublished": _instant(record.date_published, record.date_published_offset),
        "datePublishedRaw": record.date_published_raw,
        "dateModified": _instant(record.date_modified, record.date_modified_offset),
        "dateModifiedRaw": record.date_modified_raw,
        "authors": [_author(a, record.byline_raw) for a in writers(record)] or None,
        "breadcrumbs": section,
        "inLanguage": record.language.partition("-")[0] if record.language else None,
        "images": images or None,
        "mainImage": images[0] if images else None,
        "articleBody": record.body.text or None,
        "metadata": {"dateDownloaded": record.retrieved_at} if record.retrieved_at else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def writers(record: Article) -> list[Author]:
    """Return who wrote the story: authors, else contributors, reporters and writers (E.5)."""
    named = [a for a in record.authors if a.name]
    return [a for a in named if a.role in _WRITERS] or [a for a in named if a.role in _OTHERS]


def _author(author: Author, byline: str | None) -> dict[str, Any]:
    found = {"name": author.name, "nameRaw": byline, "email": author.email, "url": author.url}
    return {key: value for key, value in found.items() if value is not None}


def _instant(stamp: str | None, offset: str | None) -> str | None:
    """Return a time in UTC, as that item wants it; None where the offset is unknown, for it would be a guess."""
    if stamp is None or "T" not in stamp or offset not in ("stated", "site"):
        return None
    return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
