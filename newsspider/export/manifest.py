"""What `dataset.json` says of a data set beside its files: numbers, and words on rights and robots."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from pipelines.record import Article, Rejection

LICENCE_NOTE: Final = (
    "The texts belong to their publishers. newsspider grants no right to them, and states none: ask the publishers, "
    "and see `copyright_notice` and `images[].usage_terms` of each record for what their pages say."
)
ROBOTS_NOTE: Final = (
    "Pages were taken as the run that fetched them did; newsspider's own crawl obeys robots.txt (RFC 9309) unless told "
    "otherwise. Records of pages fetched by others carry no word on that."
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the maker of a data set says of it. Raises ValueError for words that are none."""

    licence: str = LICENCE_NOTE
    """Of the rights to the texts."""
    notes: tuple[str, ...] = ()
    """Anything else: why it was made, what was asked of whom."""

    def __post_init__(self) -> None:
        for name, text in (("licence", self.licence), *(("note", n) for n in self.notes)):
            if not text.strip():
                raise ValueError(f"a {name} without words")

    def facts(self) -> dict[str, Any]:
        """Return them for the manifest."""
        return {"licence": self.licence, "notes": list(self.notes), "robots": ROBOTS_NOTE}


class Counts:
    """The numbers of a data set."""

    def __init__(self) -> None:
        self.records = self.left_out = 0
        self._reasons: Counter[str] = Counter()
        self._sites: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._makers: Counter[str] = Counter()
        self._days: list[str] = []

    def add(self, record: Article) -> None:
        """Count a record that was taken."""
        self.records += 1
        self._sites[record.publisher.domain or ""] += 1
        self._languages[record.language or ""] += 1
        made = record.extractor
        self._makers[f"newsspider {made.newsspider}, trafilatura {made.trafilatura}, rules {made.rules}"] += 1
        if record.date_published:
            day = record.date_published[:10]
            self._days = [min([day, *self._days]), max([day, *self._days])]

    def pass_over(self, rejection: Rejection) -> None:
        """Count a rejection among the lines."""
        self._reasons[rejection.reason] += 1

    def facts(self) -> dict[str, Any]:
        """Return them for the manifest."""
        return {
            "records": self.records,
            "left_out": self.left_out,
            "rejections_passed_over": self._reasons.total(),
            "rejections_by_reason": _sorted(self._reasons),
            "sites": _sorted(self._sites),
            "languages": _sorted(self._languages),
            "published": self._days,
            "made_by": _sorted(self._makers),
        }


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda p: (-p[1], p[0])))
