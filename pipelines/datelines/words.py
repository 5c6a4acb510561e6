"""The words of datelines, by language: labels, joiners, correspondents, newsroom codes."""

from __future__ import annotations

from functools import cache

from pipelines.rules import languages_for


@cache
def phrases(tag: str | None, group: str) -> tuple[str, ...]:
    """Return the folded phrases of `dateline.<group>` in the page's language and English, longest first."""
    found = dict.fromkeys(p.casefold() for lang in languages_for(tag) for p in lang[f"dateline.{group}"])
    return tuple(sorted(found, key=len, reverse=True))


@cache
def own_phrases(tag: str | None, group: str) -> frozenset[str]:
    """Return the folded phrases of `dateline.<group>` in the page's language alone."""
    return frozenset(p.casefold() for lang in languages_for(tag)[:1] for p in lang[f"dateline.{group}"])
