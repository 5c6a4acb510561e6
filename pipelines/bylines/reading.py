"""What comes out of one byline string."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.record import Author


@dataclass(frozen=True, slots=True)
class RejectedText:
    """A piece of a byline that is no party, and why (A.8)."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class BylineReading:
    """One byline string, read."""

    is_byline: bool
    authors: tuple[Author, ...] = ()
    rejected: tuple[RejectedText, ...] = ()
    reason: str | None = None
    """Why it is no byline."""
