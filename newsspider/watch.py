"""When a run or a site is not as it was: the alarm for redesigns, walls and feeds that moved, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any, Final

from newsspider.tally import COUNTED

_EXPECTED: Final = 10
"""Records that a site must usually give before half of them is news."""
_ENOUGH: Final = 5
"""Pages or records before a share says anything; a day with fewer is judged together with those before it."""
_DAYS: Final = 7
"""Days that are judged together at most."""
_ALL: Final = 3
"""Pages of such a stretch that are an alarm where each of them was refused."""
DAY: Final = 86_400.0
KEPT: Final = 15 * DAY
"""How far back what is usual is looked for: two weeks, and the day that is judged."""
STRETCH: Final = DAY / 4
"""Runs that stand together as one in the state: a timer of five minutes makes 72, and four a day tell enough."""
_EARLY: Final = 7_200.0
"""Seconds that a daily timer may be early before its run counts to the day before."""
_RUNS: Final = 3
"""Earlier days with runs before there is a usual."""
_POINTS: Final = 0.30
_SHARE: Final = 0.20
_STALE_HOURS: Final = 48.0
_UNCOUNTED: Final = frozenset({"not_modified"})
"""Reasons that say nothing bad about a site."""


def alarms(now: Mapping[str, Any], before: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with a site: its facts of the last day beside those of the days before (`by_day`).

    The rules: no source answered; records under half of the median; a field's share down by 30 points; bodies half as
    long; one reason on over a fifth of the pages, or on all of a few; nothing newer than 48 hours where that was usual.
    """
    found = [_silence(now)] if now.get("silent") else []
    newest = together(now, before[0])["newest_hours"] if before else None
    usual = median(b.get("records", 0) for b in before) if before else 0
    if len(before) >= _RUNS and usual >= _EXPECTED and now["records"] < usual / 2:
        found.append(f"{now['records']} records, usually {usual:.0f}")
    now, before = _enough(now, before)
    busy = [b for b in before if b.get("records")]
    if len(busy) >= _RUNS and now["records"] >= _ENOUGH:
        for name in sorted({n for b in busy for n in b.get("field_coverage", {})}):
            was = median(b.get("field_coverage", {}).get(name, 0.0) for b in busy)
            share = now["field_coverage"].get(name, 0.0)
            if was - share >= _POINTS:
                found.append(f"{name.replace('_', ' ')} in {share:.0%} of records, usually {was:.0%}")
        long = median(b["median_length"] for b in busy if b.get("median_length"))
        if now["median_length"] and now["median_length"] <= long / 2:
            found.append(f"bodies of {now['median_length']} characters, usually {long:.0f}")
    if now["pages"] >= _ENOUGH or _is_shut(now):
        for reason, number in now["rejections_by_reason"].items():
            share = number / now["pages"]
            if reason not in _UNCOUNTED and share > _SHARE and share > _usual_share(before, reason) + _SHARE / 2:
                found.append(f"{share:.0%} of pages rejected: {reason}")
    ages = [b["newest_hours"] for b in busy if b.get("newest_hours") is not None]
    age = now.get("newest_hours") or newest or 0
    if len(ages) >= _RUNS and median(ages) <= _STALE_HOURS and age > _STALE_HOURS:
        found.append(f"the newest story is {age:.0f} hours old")
    return found


def _silence(now: Mapping[str, Any]) -> str:
    why = next((f": {url}: {said}" for url, said in now.get("unread", {}).items()), ", as in the run before")
    return f"no source answered ({now['silent']} of {now['silent']}){why}"


def _is_shut(now: Mapping[str, Any]) -> bool:
    """Tell whether every one of a few pages was refused."""
    bad = sum(n for reason, n in now["rejections_by_reason"].items() if reason not in _UNCOUNTED)
    return bool(now["pages"] >= _ALL and bad == now["pages"])


def by_day(
    now: Mapping[str, Any], rows: Sequence[tuple[float, Mapping[str, Any]]], started: float
) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """Return the facts of the day that ends with this run, and of the days before it that had runs, the newest first.

    `rows` are (begin, facts) of earlier runs, the newest first. Days are counted back from now, not from midnight.
    """
    days: dict[int, Mapping[str, Any]] = {0: now}
    for begun, facts in rows:
        day = int((started - begun + _EARLY) // DAY)
        days[day] = together(days[day], facts) if day in days else facts
    return days.pop(0), list(days.values())


def _enough(
    now: Mapping[str, Any], before: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    """Return the facts of this day together with those of the days before it that make it enough, and the others."""
    earlier = list(before)
    while earlier and now["pages"] < _ENOUGH and now.get("at", 0.0) - earlier[0].get("at", 0.0) < _DAYS * DAY:
        now = together(now, earlier.pop(0))
    return now, earlier


def together(now: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts of two runs as those of one, which ended when the later one, `now`, did."""
    records, others = now["records"], other.get("records", 0)
    counts = Counter(now["rejections_by_reason"]) + Counter(other.get("rejections_by_reason", {}))
    coverage = {
        name: (now["field_coverage"].get(name, 0.0) * records + other.get("field_coverage", {}).get(name, 0.0) * others)
        / (records + others)
        for name in ({*now["field_coverage"], *other.get("field_coverage", {})} if records + others else ())
    }
    lengths = [(x, n) for x, n in ((now["median_length"], records), (other.get("median_length"), others)) if x and n]
    age, older = now.get("newest_hours"), other.get("newest_hours")
    if older is not None:
        older += (now.get("at", 0.0) - other.get("at", now.get("at", 0.0))) / 3_600
        age = older if age is None else min(age, older)
    return {
        **now,
        **{name: now.get(name, 0) + other.get(name, 0) for name in COUNTED},
        "rejections_by_reason": dict(counts),
        "field_coverage": coverage,
        "median_length": int(sum(x * n for x, n in lengths) / sum(n for _, n in lengths)) if lengths else None,
        "newest_hours": age,
    }


def _usual_share(before: Sequence[Mapping[str, Any]], reason: str) -> float:
    shares = [b["rejections_by_reason"].get(reason, 0) / b["pages"] for b in before if b.get("pages")]
    return median(shares) if len(shares) >= _RUNS else 0.0


def exit_code(facts: Mapping[str, Any], *, signal: int | None, failure: int | None) -> int:
    """Return the exit code of a run from its facts (`run.json`); `failure` is that of an output that failed."""
    if failure is not None:
        return failure
    totals = facts["totals"]
    if facts["lost"] or facts["came"] != totals["pages"]:
        return 130 if signal == 2 else 143 if signal else 3
    if signal is not None:
        return 128 + signal
    if not str(facts["reason"]).startswith(("finished", "closespider", "shutdown", "nothing")):
        return 1
    answered = facts["sources"].get("changed", 0) + facts["sources"].get("unchanged", 0)
    tried = sum(facts["sources"].values()) + totals["pages"] + totals["postponed"]
    if tried and not answered and totals["robots"] + totals["failed"] >= totals["pages"]:
        return 7
    return 6 if is_degraded(facts["day"], facts["alarms"].values()) else 0


def is_degraded(totals: Mapping[str, Any], alarms: Iterable[list[str]]) -> bool:
    """Tell whether a site is below its floor, or over a fifth of all pages of a day were rejected."""
    bad = totals["rejections"] - totals["unchanged"] - totals["robots"]
    return any(alarms) or (totals["pages"] >= _ENOUGH and bad / totals["pages"] > _SHARE)
