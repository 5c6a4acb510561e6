"""What a report says of its records: quality, coverage, disagreements, days, the last runs."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pipelines.ledger import coverage
from pipelines.record import Article, Rejection

FIELDS: Final = (
    "headline", "authors", "date_published", "dateline", "alternative_headline", "description", "section", "images",
    "captions", "credits", "language", "publisher",
)  # fmt: skip
"""Columns of the coverage table."""
_SHORT: Final = 400
"""Characters of a body that a reader should look at: the lead of a story, or one that was cut."""
LOWEST: Final = 20
RUNS: Final = 14
"""Runs of a sparkline: as many as the alarm looks back."""


def quality(record: Article) -> tuple[int, list[str]]:
    """Return points from 0 to 100 and what took the others away: gaps and doubts that a machine can see."""
    lost: list[tuple[int, str]] = []
    if not record.headline:
        lost.append((30, "no headline"))
    if not record.date_published:
        lost.append((20, "no date"))
    elif record.date_published_offset == "unknown":
        lost.append((3, "offset unknown"))
    if not record.authors and not record.byline_raw:
        lost.append((10, "no byline"))
    if len(record.body.text) < _SHORT:
        lost.append((20, f"body of {len(record.body.text)} characters"))
    if record.access == "partial":
        lost.append((10, "partial access"))
    if record.decode_errors:
        lost.append((10, f"{record.decode_errors} bytes not decoded"))
    lost += [(5, w) for w in record.warnings]
    lost += [(3, f"refused for {r.field}") for r in record.rejected[:5]]
    doubts = sum(1 for _ in disagreements(record))
    if doubts:
        lost.append((2 * doubts, f"{doubts} disagreements"))
    return max(0, 100 - sum(points for points, _ in lost)), [said for _, said in lost]


def disagreements(record: Article) -> Iterable[dict[str, Any]]:
    """Yield the fields for which sources say different things."""
    for pointer, evidence in record.provenance.items():
        others = [a for a in evidence.alternatives if a.raw]
        if others:
            yield {
                "pointer": pointer,
                "source": evidence.source,
                "raw": evidence.raw,
                "others": [{"source": a.source, "raw": a.raw} for a in others],
            }


class Overview:
    """Numbers of all records and rejections of a report."""

    def __init__(self) -> None:
        self.records = self.rejections = 0
        self._reasons: Counter[str] = Counter()
        self._sites: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._months: Counter[str] = Counter()

    def add(self, item: Article | Rejection) -> None:
        """Count a line."""
        if isinstance(item, Rejection):
            self.rejections += 1
            self._reasons[item.reason] += 1
            return
        self.records += 1
        site = self._sites[item.publisher.domain or "unknown"]
        site["records"] += 1
        site.update(coverage(item))
        if item.date_published:
            self._months[item.date_published[:7]] += 1

    def facts(self, runs: dict[str, list[int]]) -> dict[str, Any]:
        """Return them for the template; `runs` are the records of each site in its last runs."""
        sites = [
            {
                "site": name,
                "records": c["records"],
                "shares": [round(100 * c[f] / c["records"]) for f in FIELDS],
                "runs": runs.get(name, []),
            }
            for name, c in sorted(self._sites.items(), key=lambda p: (-p[1]["records"], p[0]))
        ]
        return {
            "records": self.records,
            "rejections": self.rejections,
            "reasons": sorted(self._reasons.items(), key=lambda p: (-p[1], p[0])),
            "sites": sites,
            "months": sorted(self._months.items()),
            "fields": [f.replace("_", " ") for f in FIELDS],
        }


def last_runs(folder: Path | None) -> dict[str, list[int]]:
    """Return the records of each site in the last runs of a project (`data/runs`), the oldest first."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    paths = sorted(folder.glob("*/run.json"))[-RUNS:] if folder is not None else []
    for path in paths:
        sites = json.loads(path.read_text(encoding="utf-8")).get("sites", {})
        for name, numbers in sites.items():
            found[name].append(int(numbers.get("records", 0)))
    return dict(found)
