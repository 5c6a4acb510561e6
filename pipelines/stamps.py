"""Dates and times as pages write them for machines and people, read into RFC 3339 with offset honesty."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from pipelines.record import OffsetBasis

_ISO: Final = re.compile(
    r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:(?:T|\s*,?\s+|\s?-\s?)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?(?:\s*\[[A-Za-z/_]{1,40}\])?$",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"^(\d{10})(\d{3})?$")
_RFC822: Final = re.compile(r"^(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EARLIEST: Final = 1900


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that was read: `value` is RFC 3339 (a day, a local time, or an instant)."""

    value: str
    offset: OffsetBasis
    minutes: int | None
    moment: dt.datetime
    """For comparing: local times without offset count as UTC."""

    @property
    def precision(self) -> int:
        """Return 0 for a day, 1 for a local time, 2 for an instant."""
        return 0 if len(self.value) == 10 else 2 if self.minutes is not None else 1


def read_date(raw: str, tag: str | None = None, zone: str | None = None) -> Stamp | None:
    """Return a stamp for a machine-readable or printed date, or None.

    `zone` is the site's IANA time zone, used only where no offset is stated.

    >>> read_date("2018-05-25T14:02:11+0900").value
    '2018-05-25T14:02:11+09:00'
    >>> read_date("2024-02-30T10:00Z") is None
    True
    """
    text = raw.strip()[:200]
    found = _ISO.match(text)
    if found:
        return _from_parts(found, zone)
    epoch = _EPOCH.match(text)
    if epoch:
        moment = dt.datetime.fromtimestamp(int(epoch[1]), tz=dt.UTC)
        return Stamp(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "stated", 0, moment) if moment.year >= 1990 else None
    if _RFC822.match(text):
        try:
            return _stamp(parsedate_to_datetime(text), zone)
        except (ValueError, TypeError):
            return None
    return _printed(text, tag, zone)


def _from_parts(found: re.Match[str], zone: str | None) -> Stamp | None:
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if int(year) < _EARLIEST:
            return None
        if hour is None:
            return Stamp(date.isoformat(), "unknown", None, dt.datetime.combine(date, dt.time(), dt.UTC))
        sixty = second == "60"
        time = dt.time(int(hour), int(minute), 59 if sixty else int(second or 0))
        moment = dt.datetime.combine(date, time, _zone(offset))
    except ValueError:
        return None
    return _stamp(moment, zone)


def _zone(offset: str | None) -> dt.tzinfo | None:
    if offset is None:
        return None
    if offset.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    digits = offset[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(offset)
    delta = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-delta if offset[0] == "-" else delta)


def _stamp(moment: dt.datetime, zone: str | None) -> Stamp:
    basis: OffsetBasis = "stated"
    if moment.tzinfo is None:
        if zone is None:
            return Stamp(moment.strftime("%Y-%m-%dT%H:%M:%S"), "unknown", None, moment.replace(tzinfo=dt.UTC))
        moment = moment.replace(tzinfo=ZoneInfo(zone))
        basis = "site"
    offset = moment.utcoffset() or dt.timedelta()
    value = moment.replace(microsecond=0).isoformat()
    return Stamp(value.replace("+00:00", "Z"), basis, int(offset.total_seconds() // 60), moment)


_FIRST_DIGIT: Final = re.compile(r"\d")
_SECOND: Final = re.compile(r"\s[-–—|•·]\s|\(|;")


def _from_digit(text: str) -> str:
    found = _FIRST_DIGIT.search(text)
    return text[found.start() :] if found else text


_AMBIGUOUS: Final = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|1[0-2])[/.-]\d{4}(?!\d)")
_CLOCK: Final = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m\b|\d\s?(?:Uhr|時|点|시)", re.IGNORECASE)


def is_ambiguous(raw: str, tag: str | None) -> bool:
    """Tell whether a numeric date is two days and nothing tells which: 03/04/2024 in English of no known country."""
    plain = (tag or "en").lower() == "en"
    return plain and _AMBIGUOUS.search(raw[:200]) is not None


def _printed(text: str, tag: str | None, zone: str | None) -> Stamp | None:
    """Read a date printed for people; the year must stand in it, since the clock is no input."""
    if not _YEAR.search(text) or len(text) > 100 or not any(c.isdigit() for c in text):
        return None
    import dateparser

    primary = (tag or "en").split("-")[0]
    order = "MDY" if (tag or "en").lower() == "en-us" else "DMY"
    if is_ambiguous(text, tag):
        return None
    settings = {
        "STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": order, "RETURN_AS_TIMEZONE_AWARE": False,
        "RELATIVE_BASE": dt.datetime(2000, 1, 1, tzinfo=dt.UTC), "REQUIRE_PARTS": ["day", "month", "year"],
    }  # fmt: skip
    languages = [primary] if primary == "en" else [primary, "en"]
    moment = None
    # a label before the date ("Published on ...") and a second date after it are cut away in turn
    for piece in dict.fromkeys((text, _from_digit(text), _from_digit(_SECOND.split(text)[0]))):
        if not _YEAR.search(piece):
            continue
        try:
            moment = dateparser.parse(piece, languages=languages, settings=settings)
        except (ValueError, OverflowError):
            continue
        if moment is not None:
            text = piece
            break
    if moment is None or moment.year < _EARLIEST:
        return None
    if not _CLOCK.search(text):
        return Stamp(
            moment.date().isoformat(),
            "unknown",
            None,
            moment.replace(tzinfo=dt.UTC, hour=0, minute=0, second=0),
        )
    return _stamp(moment, zone)
