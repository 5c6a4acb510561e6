"""The elements of a page by their place and by what its template calls them: one walk, asked by every search."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Final

from lxml import etree

from pipelines.extract.markup import names
from pipelines.extract.tree import Element, tokens

_GROUPS: Final = (
    "byline", "byline_source", "caption", "credit_line", "headline_marks", "paywall", "picture", "standfirst",
    "standfirst_weak", "time",
)  # fmt: skip
"""Groups of `data/markup.toml` that are looked for in the whole page."""


class Index:
    """The elements of a page, numbered in document order and listed by the groups their names belong to."""

    def __init__(self, root: Element) -> None:
        """Give the elements of a page their numbers; names are read when the first search asks for them."""
        # holds every element, and with it what each remembers, to the end of the page
        self.order: dict[Element, int] = {e: i for i, e in enumerate(root.iter())}
        self.root = root

    @cached_property
    def _named(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {group: [] for group in _GROUPS}
        for element in self.order:
            for group in _groups_of(tokens(element)):
                found[group].append(element)
        return found

    @cached_property
    def properties(self) -> list[Element]:
        """The elements with an `itemprop`, in document order."""
        return list(_PROPERTIES(self.root))

    def named(self, group: str) -> list[Element]:
        """Return the elements whose names hold a token of `group`, in document order."""
        return self._named[group]

    def sorted(self, *found: Iterable[Element]) -> list[Element]:
        """Return the elements of several searches once each, in document order."""
        return sorted({e for some in found for e in some}, key=self.order.__getitem__)


_PROPERTIES: Final = etree.XPath("//*[@itemprop]")


@lru_cache(maxsize=10_000)  # elements of one template share their names
def _groups_of(marks: frozenset[str]) -> tuple[str, ...]:
    if marks.isdisjoint(_words()):
        return ()
    return tuple(group for group in _GROUPS if not marks.isdisjoint(names(group)))


@cache
def _words() -> frozenset[str]:
    return frozenset().union(*map(names, _GROUPS))
