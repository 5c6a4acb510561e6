"""What a run did, counted by site: the numbers of the closing table, of run.json and of the alarm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from statistics import median
from typing import Any, Final

from pipelines.ledger import coverage
from pipelines.record import Article, Rejection

COUNTED: Final = (
    "discovered", "new", "updated", "unchanged", "seen", "robots", "failed", "postponed", "pages", "records",
    "rejections",
)  # fmt: skip
_FAILED: Final = frozenset(
    {"bad_http", "timeout", "rate_limited", "redirect_loop", "bad_redirect", "private_address", "truncated"}
)
_NAMED: Final = 20
"""Sources of a site that are named when they cannot be read: more say nothing new."""


@dataclass(slots=True)
class Tally:
    """The numbers of one site, or of all."""

    counts: Counter[str] = field(default_factory=Counter)
    """By the names in COUNTED."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejections by reason."""
    filled: Counter[str] = field(default_factory=Counter)
    """Records by field that is not empty."""
    lengths: list[int] = field(default_factory=list)
    """Characters of each record's body."""
    newest: str | None = None
    """The newest publication time of a record."""
    sources: Counter[str] = field(default_factory=Counter)
    """Polls of feeds, sitemaps and section pages by what came of them: changed, unchanged, failed, robots."""
    unread: dict[str, str] = field(default_factory=dict)
    """Sources that could not be read, and why."""
    answering: dict[str, bool] = field(default_factory=dict)
    """The sources of the site file: whether the last poll of each had an answer."""

    def add(self, item: Article | Rejection) -> None:
        """Count a line."""
        self.counts["pages"] += 1
        if isinstance(item, Article):
            self.counts["records"] += 1
            self.filled.update(coverage(item))
            self.lengths.append(len(item.body.text))
            if item.date_published and (self.newest is None or item.date_published > self.newest):
                self.newest = item.date_published
            return
        self.counts["rejections"] += 1
        self.reasons[item.reason] += 1
        if item.reason == "not_modified":
            self.counts["unchanged"] += 1
        elif item.reason == "robots":
            self.counts["robots"] += 1
        elif item.reason in _FAILED:
            self.counts["failed"] += 1

    def merge(self, other: Tally) -> None:
        """Add the numbers of another tally."""
        self.counts.update(other.counts)
        self.reasons.update(other.reasons)
        self.filled.update(other.filled)
        self.lengths += other.lengths
        self.newest = max(filter(None, (self.newest, other.newest)), default=None)
        self.sources.update(other.sources)

    def facts(self) -> dict[str, Any]:
        """Return the numbers as JSON holds them: shares of records for the fields, the median length of a body."""
        records = self.counts["records"]
        return {
            **{name: self.counts[name] for name in COUNTED},
            "rejections_by_reason": dict(sorted(self.reasons.items(), key=lambda p: (-p[1], p[0]))),
            "field_coverage": {k: round(v / records, 4) for k, v in sorted(self.filled.items())} if records else {},
            "median_length": int(median(self.lengths)) if self.lengths else None,
            "newest": self.newest,
            "sources": dict(sorted(self.sources.items())),
            "unread": dict(islice(self.unread.items(), _NAMED)),
            "silent": 0 if any(self.answering.values()) else len(self.answering),
        }
