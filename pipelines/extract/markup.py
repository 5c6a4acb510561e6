"""The words of templates: which class and id names mark a caption, a byline, furniture."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from pipelines.extract.sheet import Sheet
from pipelines.extract.template import words
from pipelines.rules import read_toml

_GROUPS: Final = (
    "byline", "byline_source", "caption", "credit_line", "headline_marks", "paywall", "picture", "standfirst",
    "standfirst_weak", "time",
)  # fmt: skip
"""Groups of `data/markup.toml` that are looked for in the whole page."""


@cache
def names(group: str) -> frozenset[str]:
    """Return the tokens of a group of `data/markup.toml`."""
    return frozenset(_table()[group]["phrases"])


def names_in_order(group: str) -> list[str]:
    """Return the names of a group as the file orders them: most telling first."""
    return _table()[group]["phrases"]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return read_toml("markup.toml")


def marked(sheet: Sheet, element: int, group: str) -> bool:
    """Tell whether class, id or role of `element` holds a token of `group`."""
    return not names(group).isdisjoint(sheet.words(element))


def named(sheet: Sheet, group: str) -> list[int]:
    """Return the elements whose names hold a token of `group`, in document order."""
    groups = sheet.groups
    if not groups:
        groups.update((group, []) for group in _GROUPS)
        for element, value in enumerate(sheet.names):
            if value:
                for found in _groups_of(value):
                    groups[found].append(element)
    return groups[group]


@lru_cache(maxsize=10_000)  # a page repeats its values, and a site its pages
def _groups_of(value: str) -> frozenset[str]:
    return frozenset().union(*map(_groups_of_name, value[:900].split()))


@lru_cache(maxsize=60_000)
def _groups_of_name(name: str) -> frozenset[str]:
    mine = words(name)
    return _NONE if mine.isdisjoint(_words()) else frozenset(g for g in _GROUPS if not mine.isdisjoint(names(g)))


_NONE: Final[frozenset[str]] = frozenset()


@cache
def _words() -> frozenset[str]:
    return frozenset().union(*map(names, _GROUPS))
