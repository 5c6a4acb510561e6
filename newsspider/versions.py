"""What changed in an article that was fetched again: a line of `versions.jsonl` beside the new record."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, Final

from pipelines.record import Article

_FIELDS: Final = ("headline", "byline", "body", "date_modified", "standfirst", "corrections")


def story_of(article: Article) -> dict[str, Any]:
    """Return the facts of a record that tell two versions of a story apart."""
    return {
        "id": article.id,
        "retrieved_at": article.retrieved_at,
        "source": [article.source.path, article.source.offset],
        "headline": article.headline,
        "standfirst": article.alternative_headline,
        "byline": article.byline_raw,
        "date_modified": article.date_modified,
        "corrections": [c.text for c in article.corrections],
        "body": [_short(p) for p in article.body.paragraphs],
    }


def change(before: dict[str, Any], after: dict[str, Any], url: str | None) -> dict[str, Any] | None:
    """Return what changed between two versions of a story, None where a reader would see no difference.

    `silent` is true for a change of headline, byline or body under an unchanged time of modification.
    """
    changed = [name for name in _FIELDS if before.get(name) != after[name]]
    if not changed or changed == ["date_modified"]:
        return None
    old, new = Counter(before.get("body", ())), Counter(after["body"])
    return {
        "id": after["id"],
        "url": url,
        "retrieved_at": after["retrieved_at"],
        "source": after["source"],
        "before": {"retrieved_at": before.get("retrieved_at"), "source": before.get("source")},
        "changed": changed,
        "silent": before.get("date_modified") == after["date_modified"],
        "headline": [before.get("headline"), after["headline"]] if "headline" in changed else None,
        "byline": [before.get("byline"), after["byline"]] if "byline" in changed else None,
        "paragraphs": {"added": (new - old).total(), "removed": (old - new).total()},
    }


def _short(paragraph: str) -> str:
    return hashlib.sha256(paragraph.encode("utf-8", "replace")).hexdigest()[:12]
