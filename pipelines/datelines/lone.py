"""A dateline in an element of its own, without a sentence behind it: "AUBURN, Wash. —", "Ankara", "Chemnitz." (B.1)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipelines import agencies, limits, places
from pipelines.datelines.head import read_head
from pipelines.datelines.reading import DatelineReading, built
from pipelines.datelines.words import phrases

_ENDS: Final = " .:|=-–—―•·"
_DASHES: Final = "-–—―|:"
_INITIALS: Final = re.compile(r"^([a-zäöü]{2,3}) (?=[A-ZÄÖÜ])")
"""The sign of a writer before the place, as German business papers print it."""


def read_lone(text: str, tag: str | None, published: str | None = None, *, near: bool = True) -> DatelineReading | None:
    """Return the reading of a short text that is nothing but a dateline, else None.

    A place must be beyond doubt, or stand with a region, a listed agency or a dash; a country alone is a section. What
    does not stand `near` the story needs the agency or the dash: menus and tags name cities too.

    >>> read_lone("AUBURN, Wash. —", "en").places[0].region, read_lone("World", "en")
    ('Washington', None)
    """
    bare = text.strip()
    if len(bare) > limits.MAX_DATELINE or not (near or bare[-1:] in _DASHES or agencies.may_name_one(bare)):
        return None
    initials = _INITIALS.match(bare)
    skipped = initials.end() if initials and near and initials.group(1) not in _leading(tag) else 0
    head = read_head(bare[skipped:].rstrip(_ENDS), tag, published)
    if head is None or not head.places or not head.resolved or head.byline:
        return None
    if any(_is_area(p.name, tag) or len(p.name) < 3 for p in head.places):
        return None
    marked = bare[-1:] in _DASHES or head.listed
    certain = head.explicit or all(_is_city(p.name, tag) for p in head.places)
    if not marked and not (near and certain):
        return None
    start = len(text) - len(text.lstrip()) + skipped
    return built(text, start, len(text.rstrip()), head.places, head.date, head.agencies, head.byline)


@cache
def _leading(tag: str | None) -> frozenset[str]:
    """Return the small words that may stand before a place in a phrase: "aus Wien" is no sign-off."""
    return places.small_words() | frozenset(phrases(tag, "at")) | frozenset(phrases(tag, "on"))


def _is_area(name: str, tag: str | None) -> bool:
    """Tell whether a name is a country's, a state's or an agency's, which menus and kickers print too."""
    return places.region(name, tag) is not None or agencies.agency(name, tag) is not None


def _is_city(name: str, tag: str | None) -> bool:
    match = places.place(name, tag)
    return match is not None and match.basis in {"standalone", "gazetteer"}
