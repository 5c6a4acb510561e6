"""What comes out of one paragraph start."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines import places
from pipelines.record import DatelineParty, Place


@dataclass(frozen=True, slots=True)
class DatelineReading:
    """One paragraph, read for a dateline; for "no" only `body` and `reason` are filled."""

    is_dateline: bool
    body: str
    """The story: `text[body_start:]`, or the text as it came; before `start` where a bracket signs its end."""
    raw: str | None = None
    start: int = 0
    end: int = 0
    body_start: int = 0
    label: str | None = None
    places: tuple[Place, ...] = ()
    date: str | None = None
    agencies: tuple[str, ...] = ()
    byline: tuple[DatelineParty, ...] = ()
    reason: str | None = None


def refused(text: str, reason: str) -> DatelineReading:
    """Return the reading of a text that has no dateline."""
    return DatelineReading(False, text, reason=reason)


def built(
    text: str,
    start: int,
    end: int,
    found: tuple[Place, ...],
    date: str | None,
    sources: tuple[str, ...],
    byline: tuple[DatelineParty, ...],
    label: str | None = None,
) -> DatelineReading:
    """Return the reading of a dateline at [start, end), blanks at its end left out."""
    end = start + len(text[start:end].rstrip())
    body_start = end + len(text[end:]) - len(text[end:].lstrip())
    raw, body = text[start:end], text[body_start:]
    return DatelineReading(True, body, raw, start, end, body_start, label, found, date, sources, byline)


def place_of(name: str, tag: str | None) -> Place:
    """Return a place as printed in a script without capitals."""
    match = places.place(name, tag)
    return Place(name, match.region if match else None, match.country if match else None)
