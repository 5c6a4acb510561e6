"""Published and modified: instants with their offset where it is stated, and never one that is invented.

Candidates come in order of trust: JSON-LD, microdata, meta, visible time, lines that print a day, bylines, the URL, and
last what htmldate finds. The first that reads as a real date not after `retrieved_at` wins; one that says the same day
more precisely replaces it. A time without offset stays without.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Final

from pipelines import almanac, limits
from pipelines.draft import Draft, Found
from pipelines.record import Alternative, Evidence, Refused
from pipelines.replacing import replace
from pipelines.rules import languages_for
from pipelines.stamps import Stamp, is_ambiguous, read_date
from pipelines.text import fold

_LINE: Final = 80
"""Characters of a line beside the story that may tell when it was published."""
_LABEL: Final = 30
"""Characters before the date in it: "Veröffentlicht am Freitag, "."""
_BYLINES: Final = 3
"""Bylines that are looked through for a date: what comes after them are other people's."""
_LONGEST: Final = 400
"""Characters of a byline in which a date is looked for; what is longer is a biography."""
_TIME: Final = 24
"""Characters after a date that may hold its time: ", 18:20 CET", " um 14:05 Uhr"."""
_SLACK: Final = dt.timedelta(hours=26)
"""How far a stamp may lie after `retrieved_at`: a local time without offset may be a day ahead, clocks differ."""


_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""What programs write for a date they do not have."""
_LATEST: Final = dt.datetime(limits.LATEST_YEAR + 1, 1, 1, tzinfo=dt.UTC)


def _limit(retrieved_at: str | None) -> dt.datetime:
    stamp = read_date(retrieved_at) if retrieved_at else None
    return min(stamp.moment + _SLACK, _LATEST) if stamp else _LATEST


def choose(
    candidates: Iterable[Found], tag: str | None, zone: str | None, limit: dt.datetime | None
) -> tuple[Stamp | None, Found | None, list[Found], list[tuple[Found, str]]]:
    """Return (stamp, its candidate, those that disagree, those refused with a reason)."""
    best: tuple[Stamp, Found] | None = None
    rivals: list[Found] = []
    refused: list[tuple[Found, str]] = []
    for found in candidates:
        machine = found.source != "derived" and found.raw[:4].isdigit()
        if best is not None and best[0].precision == 2 and found.source in {"html", "derived"} and not machine:
            continue  # only a stamp for machines tells the seconds too
        stamp = read_date(found.raw, tag, zone)
        if stamp is None:
            if best is None and found.source != "html":
                refused.append((found, "ambiguous" if is_ambiguous(found.raw, tag) else "date"))
            continue
        if stamp.moment > (limit or _LATEST) or stamp.moment == _EPOCH:
            refused.append((found, "epoch" if stamp.moment == _EPOCH else "after_retrieval"))
            continue
        if best is None or (stamp.precision == 2 and best[0].moment == stamp.moment.replace(second=0) != stamp.moment):
            best = (stamp, found)
        elif (
            stamp.precision > best[0].precision
            and abs(stamp.moment - best[0].moment) < dt.timedelta(hours=38)
            and found.source != "derived"
        ):
            rivals.append(best[1])
            best = (stamp, found)
        elif stamp.moment != best[0].moment and stamp.precision >= best[0].precision:
            rivals.append(found)
    return (best[0], best[1], rivals, refused) if best else (None, None, rivals, refused)


def _in_bylines(draft: Draft) -> tuple[list[Found], list[Found]]:
    """Return (dates of publication, dates of change) that the bylines print: "By Ana Silva | Updated May 3, 2024"."""
    published: list[Found] = []
    modified: list[Found] = []
    for byline in (*draft.bylines, *draft.bylines_away)[:_BYLINES]:
        raw = byline.raw[:_LONGEST]
        dates = [d for d in almanac.find_dates(raw, draft.language) if d.year and d.month and d.day]
        ends = (*(d.start for d in dates[1:]), len(raw))
        for date, end in zip(dates, ends, strict=False):
            words = raw[date.start : min(end, date.end + _TIME)].rstrip()
            home = modified if _says_updated(raw[: date.start], draft.language) else published
            home.append(Found(words, byline.source, byline.locator, offset=byline.offset + date.start))
    return published, modified


def _says_updated(before: str, tag: str | None) -> bool:
    """Tell whether the words before a date call it the day of a change."""
    return fold(before[-_LABEL:]).rstrip(" :").endswith(_changes(tag))


@cache
def _changes(tag: str | None) -> tuple[str, ...]:
    """Return the words before the time of a change, folded."""
    return tuple(fold(p).rstrip(" :") for lang in languages_for(tag) for p in lang["line.notice.update_time"])


def stage(draft: Draft) -> Draft:
    """Fill `date_published` and `date_modified` with raw strings, offsets and evidence."""
    limit = _limit(draft.retrieved_at)
    named = [f for f in draft.published if f.source != "derived"]
    printed, changes = _in_bylines(draft)
    offered = (*named, *printed, *(f for f in draft.published if f.source == "derived"))
    published, found, rivals, refused = choose(offered, draft.language, draft.time_zone, limit)
    modified, changed, _, worse = choose((*draft.modified, *changes), draft.language, draft.time_zone, limit)
    warnings = list(draft.warnings)
    evidence = list(draft.evidence)
    rejected = list(draft.rejected)
    rejected.extend(Refused("date_published", f.raw, reason) for f, reason in refused)
    rejected.extend(Refused("date_modified", f.raw, reason) for f, reason in worse)
    if published is None:
        warnings.append("date_published_missing")
    elif published.offset == "unknown" and published.precision:
        warnings.append("date_published_offset_unknown")
    for pointer, stamp, source, others in (
        ("/date_published", published, found, rivals),
        ("/date_modified", modified, changed, []),
    ):
        if stamp is not None and source is not None:
            evidence.append(
                (
                    pointer,
                    Evidence(
                        source.source,
                        source.raw,
                        source.locator,
                        "dates",
                        tuple(Alternative(o.source, o.raw) for o in others[:5]),
                    ),
                )
            )
            if source.locator == "url":
                warnings.append("date_from_url")
    if (
        published
        and modified
        and modified.moment < published.moment
        and published.precision == modified.precision == 2
        and (published.moment - modified.moment > dt.timedelta(minutes=10))
    ):
        warnings.append("dates_inconsistent")
    return replace(
        draft,
        date_published=published.value if published else None,
        date_published_raw=found.raw if found else (refused[0][0].raw if refused else None),
        date_published_offset=published.offset if published and published.precision else None,
        date_published_utc_offset_minutes=published.minutes if published else None,
        date_modified=modified.value if modified else None,
        date_modified_raw=changed.raw if changed else None,
        date_modified_offset=modified.offset if modified and modified.precision else None,
        date_modified_utc_offset_minutes=modified.minutes if modified else None,
        evidence=tuple(evidence),
        rejected=tuple(rejected),
        warnings=tuple(warnings),
    )
