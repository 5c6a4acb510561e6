"""What comes out of one paragraph start."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.record import DatelineParty, Place


@dataclass(frozen=True, slots=True)
class DatelineReading:
    """One paragraph, read for a dateline; for "no" only `body` and `reason` are filled."""

    is_dateline: bool
    body: str
    """The story: `text[body_start:]`, or the text as it came."""
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
