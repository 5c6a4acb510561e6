"""One source of a page's authors: what it names, and whether that is more than the outlet (`news-conventions` A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
        return [
            a
            for a in self.authors
            if not is_publisher(a, publishers) and not (a.generic and agencies.agency(a.name or "") is None)
        ]


def is_publisher(author: Author, publishers: Sequence[str]) -> bool:
    """Tell whether a party is the outlet itself."""
    mine = key(author.name or "")
    return (
        author.type == "organization"
        and bool(mine)
        and any(mine == key(p) or key(p) == "the" + mine or mine == "the" + key(p) for p in publishers if p)
    )


def text_level(name: str, readings: Sequence[BylineReading]) -> Level:
    """Return what printed lines say."""
    level = Level(name)
    for reading in readings:
        level.authors += reading.authors
        level.rejected += reading.rejected
    return level
