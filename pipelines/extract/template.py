"""What a template calls an element: the attributes that hold names, and the words in them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from pipelines.rules import read_toml

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MARKS: Final = frozenset(
    ("class", "id", "data-testid", "data-component", "data-type", "itemprop", "role", "data-module", "data-qa")
)
"""Attributes that hold names which a template gives."""
_HASH: Final = re.compile(r"(?<=__)(?=[A-Za-z]{0,5}[0-9]|[A-Za-z]{1,5}[A-Z])[0-9A-Za-z]{5,6}(?![0-9A-Za-z])")
"""The hash that CSS modules set behind a name (`name__yFuoP`): its letters are no words."""
_STATES: Final = frozenset(("has", "hasnt", "with", "without", "no"))
"""First words of names that tell a state of an element and not what it is."""
_SPLIT: Final = re.compile(r"[^0-9a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TELLING: Final = frozenset(("itemprop", "rel", "data-caption", "data-sub-html", "data-credit"))
"""Attributes that are looked for in the whole page."""


@lru_cache(maxsize=20_000)  # a page gives its elements few sets of attributes
def naming_of(tag: str, given: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the attributes that hold names, and those that are looked for."""
    naming = tuple(name for name in given if name in _MARKS or (name[:5] == "data-" and name[-5:] == "-name"))
    if tag in _HEADINGS:
        # the id of a heading is its own text, made into a link target: words of the story, not of the template
        naming = tuple(name for name in naming if name != "id")
    return naming, tuple(name for name in given if name in _TELLING)


NONE: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=10_000)  # a page repeats its whole values, and a site its pages
def words_of(value: str) -> frozenset[str]:
    """Return the words of several names."""
    given = value[:900].split()
    return words(given[0]) if len(given) == 1 else NONE.union(*map(words, given))


@lru_cache(maxsize=60_000)  # template names repeat from page to page; bounded, since some hold a hash
def words(name: str) -> frozenset[str]:
    """Return the words of one template name, and its neighbours joined."""
    if "__" in name:
        name = _HASH.sub("-", name)
    if not name.islower():
        name = _CAMEL.sub("-", name).lower()
    if name.isalnum() and name.isascii():
        return frozenset((name,))
    parts = [p for p in _SPLIT.split(name) if p]
    if parts and parts[0] in _STATES:
        return frozenset(("".join(parts),))  # "has-social", "no-comments" say what stands inside, or that it does not
    return frozenset((*parts, *(a + b for a, b in pairwise(parts))))


@cache
def drop_caps() -> frozenset[str]:
    """Return the names of the large letter that opens a story."""
    return frozenset(read_toml("markup.toml")["drop_cap"]["phrases"])
