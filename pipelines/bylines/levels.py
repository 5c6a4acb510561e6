"""One source of a page's authors: what it names, and whether that is more than the outlet (`news-conventions` A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines import agencies
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.record import Author
from pipelines.text import key


@dataclass(slots=True)
class Level:
    """What one source says."""

    name: str
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)

    def people(self, publishers: Sequence[str]) -> list[Author]:
        """Return the parties that are more than the publisher or a desk: only they stop lower levels."""
        return [a for a in self.authors if is_party(a, publishers)]


def is_party(author: Author, publishers: Sequence[str]) -> bool:
    """Tell whether an author is more than the publisher, a desk or a title without a name."""
    if author.name is None and author.alternate_name is None:
        return False
    if author.generic and agencies.agency(author.name or "") is None:
        return False
    return not is_publisher(author, publishers)


def is_publisher(author: Author, publishers: Sequence[str]) -> bool:
    """Tell whether a party is the outlet itself."""
    if author.type != "organization" or not publishers:
        return False
    mine, known = key(author.name or ""), outlet_keys(tuple(publishers))
    return bool(mine) and (mine in known or "the" + mine in known or mine.removeprefix("the") in known)


def is_own_desk(author: Author, publishers: Sequence[str]) -> bool:
    """Tell whether a party is a desk under the outlet's own name: "Harbour Post Staff"."""
    mine = key(author.name or "")
    return author.generic and any(len(p) > 2 and mine.startswith(p) for p in outlet_keys(tuple(publishers)))


@lru_cache(maxsize=64)
def outlet_keys(publishers: tuple[str, ...]) -> frozenset[str]:
    """Return the letters (`text.key`) of an outlet's names."""
    return frozenset(key(p) for p in publishers if p)


def names_outlet(text: str, publishers: Sequence[str]) -> bool:
    """Tell whether a text is one of the outlet's names."""
    return bool(publishers) and key(text) in outlet_keys(tuple(publishers))


def text_level(name: str, readings: Sequence[BylineReading]) -> Level:
    """Return what printed lines say."""
    level = Level(name)
    for reading in readings:
        level.authors += reading.authors
        level.rejected += reading.rejected
    return level
