"""The elements of a page by their place and by what its template calls them: one walk, asked by every search."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.tree import Element, tokens

_GROUPS: Final = (
    "byline", "byline_source", "caption", "credit_line", "headline_marks", "paywall", "picture", "standfirst",
    "standfirst_weak", "time",
)  # fmt: skip
"""Groups of `data/markup.toml` that are looked for in the whole page."""


class Index:
    """The elements of a page, numbered in document order and listed by the groups their names belong to."""

    def __init__(self, order: dict[Element, int]) -> None:
        """Read the names of every element of `order`, which numbers them in document order."""
        self.order = order
        self._named: dict[str, list[Element]] = {group: [] for group in _GROUPS}
        for element in order:
            for group in _groups_of(tokens(element)):
                self._named[group].append(element)

    def named(self, group: str) -> list[Element]:
        """Return the elements whose names hold a token of `group`, in document order."""
        return self._named[group]

    def sorted(self, *found: Iterable[Element]) -> list[Element]:
        """Return the elements of several searches once each, in document order."""
        return sorted({e for some in found for e in some}, key=self.order.__getitem__)


@lru_cache(maxsize=10_000)  # elements of one template share their names
def _groups_of(marks: frozenset[str]) -> tuple[str, ...]:
    if marks.isdisjoint(_words()):
        return ()
    return tuple(group for group in _GROUPS if not marks.isdisjoint(names(group)))


@cache
def _words() -> frozenset[str]:
    return frozenset().union(*map(names, _GROUPS))
