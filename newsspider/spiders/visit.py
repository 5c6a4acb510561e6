"""What a run does at one site: its pages in line, its sources, and its budget."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from newsspider.sitelist import Listed

_MEGABYTE: Final = 1_000_000


@dataclass(slots=True)
class Visit:
    """What a run does at one site."""

    listed: Listed
    started: float
    waiting: deque[str] = field(default_factory=deque)
    """URLs of pages to be asked for."""
    known: set[str] = field(default_factory=set)
    """What was ever put there: nothing is asked for twice in a run."""
    out: int = 0
    """Requests for pages that Scrapy holds."""
    asked: int = 0
    fetched_bytes: int = 0
    answering: dict[str, bool] = field(default_factory=dict)
    """The sources of the site file: whether the last poll of each had an answer."""

    def has_room(self, now: float) -> bool:
        """Tell whether the budget of this run allows another page."""
        return (
            self.asked < self.listed.pages
            and self.fetched_bytes < self.listed.megabytes * _MEGABYTE
            and now - self.started < self.listed.minutes * 60
        )
