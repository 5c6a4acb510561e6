"""The elements of a page by their place and by what its template calls them: one walk, asked by every search."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.tree import Element, names_of, split, words

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
    def _read(self) -> tuple[dict[str, list[Element]], list[Element]]:
        return self.read()

    def read(self) -> tuple[dict[str, list[Element]], list[Element]]:
        """Return the elements by the groups their names belong to, and those with a telling attribute."""
        named: dict[str, list[Element]] = {group: [] for group in _GROUPS}
        telling: list[Element] = []
        for element in self.order:
            given = element.keys()
            if given:
                if not _TELLING.isdisjoint(given):
                    telling.append(element)
            elif "-" not in element.tag:
                continue
            value = names_of(element, given)
            if value:
                for group in _groups_of(value):
                    named[group].append(element)
        return named, telling

    def named(self, group: str) -> list[Element]:
        """Return the elements whose names hold a token of `group`, in document order."""
        return self._read[0][group]

    def bearing(self, *attributes: str) -> list[Element]:
        """Return the elements with at least one of some telling attributes, in document order."""
        return [e for e in self._read[1] if any(e.get(name) is not None for name in attributes)]

    def sorted(self, *found: Iterable[Element]) -> list[Element]:
        """Return the elements of several searches once each, in document order."""
        return sorted({e for some in found for e in some}, key=self.order.__getitem__)


_TELLING: Final = frozenset(("itemprop", "rel", "data-caption", "data-sub-html", "data-credit"))
"""Attributes that are looked for in the whole page."""


@lru_cache(maxsize=10_000)  # a page repeats its values, and a site its pages
def _groups_of(value: str) -> frozenset[str]:
    return frozenset().union(*map(_groups_of_name, split(value)))


@lru_cache(maxsize=60_000)
def _groups_of_name(name: str) -> frozenset[str]:
    mine = words(name)
    return _NONE if mine.isdisjoint(_words()) else frozenset(g for g in _GROUPS if not mine.isdisjoint(names(g)))


_NONE: Final[frozenset[str]] = frozenset()


@cache
def _words() -> frozenset[str]:
    return frozenset().union(*map(names, _GROUPS))
