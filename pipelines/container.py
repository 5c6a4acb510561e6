"""The element of a site's template that holds its stories, as earlier pages taught it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Container:
    """Where the stories of one template stand, and what has to be as it was for that to be believed."""

    path: str
    """XPath by names alone, never by position; it has to match exactly once."""
    least: float = 0.0
    """Smallest share of the page's paragraph text that it held."""
    kinds: frozenset[str] | None = None
    """Kinds of pages it was learned from; None for any."""
    beside: frozenset[str] | None = None
    """Names of the elements beside it and its ancestors; None for any."""
    holds: tuple[str, ...] = ()
    """Fields of the draft that were filled on all of those pages."""
    kept: frozenset[str] = frozenset()
    """Shapes of blocks that trafilatura kept wherever they stood."""
    left: frozenset[str] = frozenset()
    """Shapes of blocks that it left out wherever they stood."""
    stories: int = 0
    """Pages whose record came out the same from it alone."""
