"""Dates and times as pages write them for machines and people, read into RFC 3339 with offset honesty."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from pipelines import almanac
from pipelines.record import OffsetBasis
from pipelines.rules import language, languages_for
from pipelines.text import narrow

_ISO: Final = re.compile(
    r"^(\d{4})(?:[-/.]?(\d{2})[-/.]?(\d{2})|[-/.](\d{1,2})[-/.](\d{1,2}))"
    r"(?:(?:T|\s*,?\s+|\s?-\s?)(\d{1,2}):?(\d{2})(?::?(\d{1,2})(?:[.,]\d{1,9})?)?\s?"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?(?:\s*\[[A-Za-z/_]{1,40}\])?$",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"^(\d{10})(\d{3})?$")
_RFC822: Final = re.compile(r"^(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}(?!.{1,12}[A-Z][+-])")
_CTIME: Final = re.compile(
    r"^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (?:[A-Z]{1,4}T? )?(\d{4})$"
)
"""What C and Java programs print; an abbreviated zone is no offset."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_EARLIEST: Final = 1900
_LONGEST: Final = 160
"""Characters of a time element that is read as a printed date."""
_FIRST_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d+")


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
        with contextlib.suppress(ValueError, TypeError):  # "3 Mei 2024 14:05" only looks like one
            return _stamp(parsedate_to_datetime(text), zone)
    ctime = _CTIME.match(text)
    if ctime:
        with contextlib.suppress(ValueError):
            day = f"{ctime[2]} {ctime[1]} {ctime[4]} {ctime[3]}"
            return _stamp(dt.datetime.strptime(day, "%d %b %Y %H:%M:%S"), zone)  # noqa: DTZ007 (no offset is stated)
    return _printed(text, tag, zone)


def _from_parts(found: re.Match[str], zone: str | None) -> Stamp | None:
    year, month, day, m, d, hour, minute, second, offset = found.groups()
    month, day = month or m, day or d
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


_AMBIGUOUS: Final = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[/.-](0?[1-9]|1[0-2])[/.-]\d{4}(?!\d)")


def is_ambiguous(raw: str, tag: str | None) -> bool:
    """Tell whether a numeric date is two days and nothing tells which: 03/04/2024 in English of no known country."""
    found = _AMBIGUOUS.search(raw[:200]) if (tag or "en").lower() == "en" else None
    return found is not None and int(found[1]) != int(found[2])


_CLOCK: Final = re.compile(
    r"(?<![\d.:])(\d{1,2})\s?(?:[:.hH]\s?(\d{2})(?:[:.](\d{2}))?|[時时시点點](?:\s?(\d{1,2})\s?[分분])?|(?=[ap]\.?\s?m\b))"
    r"(?![\d:])"
)
_ZONE: Final = re.compile(r"\b(?:UTC|GMT)(?:\s?([+-]\d{1,2})(?::?(\d{2}))?)?(?![\w+-])|(?<=\d)Z\b")
_SIGN: Final = re.compile(r"[|•·;]")
_REACH: Final = 24
"""Code points between a date and its time: "am 3. Mai 2024 um 14:05", "오후 2:05"."""


def _printed(text: str, tag: str | None, zone: str | None) -> Stamp | None:
    """Read a date printed for people; the year must stand in it, since the clock is no input."""
    if len(text) > _LONGEST or is_ambiguous(text, tag):
        return None
    dates = [d for d in almanac.find_dates(text, tag) if d.year and d.month and d.day] or almanac.short_dates(text, tag)
    if dates:
        # of two dates, "Published ... | Updated ...", each has what stands on its side of the sign
        sign = _SIGN.search(text, dates[0].end) if len(dates) > 1 else None
        after = min(sign.start() if sign else len(text), dates[1].start) if len(dates) > 1 else len(text)
        return _dated(text, dates[0], after, tag, zone)
    # a day and a year are two numbers at least
    return _guessed(text, tag or "en") if _YEAR.search(text) and len(_NUMBER.findall(text)) > 1 else None


def _dated(text: str, date: almanac.PrintedDate, after: int, tag: str | None, zone: str | None) -> Stamp | None:
    """Return the stamp of a date found in a text, with the time that stands beside it."""
    try:
        day = dt.datetime(date.year or 0, date.month or 0, date.day or 0, tzinfo=dt.UTC)
    except ValueError:
        return None
    if day.year < _EARLIEST:
        return None
    behind, before = narrow(text[date.end : after]), narrow(text[: date.start])
    found = _CLOCK.search(behind, 0, _REACH + 8)
    around = behind if found else before
    found = found or next(iter(list(_CLOCK.finditer(before, max(0, len(before) - _REACH)))[-1:]), None)
    time = _time(found, around, tag) if found else None
    if found is None or time is None:
        return Stamp(day.date().isoformat(), "unknown", None, day)
    moment = dt.datetime.combine(day.date(), time, _stated(around[found.start() :]) or _named(around, found))
    return _stamp(moment, zone)


def _time(found: re.Match[str], text: str, tag: str | None) -> dt.time | None:
    """Return the time of day, twelve hours later where the sign of the afternoon stands beside it."""
    hour, minute, second = int(found[1]), int(found[2] or found[4] or 0), int(found[3] or 0)
    near = f"{text[max(0, found.start() - 8) : found.start()]} {text[found.end() : found.end() + 6]}".casefold()
    for half, shift in (("almanac.pm", 12), ("almanac.am", 0)):
        if hour <= 12 and any(_holds(near, sign) for lang in languages_for(tag) for sign in lang[half]):
            hour = hour % 12 + shift
            break
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        return None


def _holds(text: str, sign: str) -> bool:
    at = text.find(sign)
    before, behind = text[at - 1 : at], text[at + len(sign) : at + len(sign) + 1]
    return at >= 0 and not (sign.isascii() and ((before.isascii() and before.isalpha()) or behind.isalpha()))


def _stated(text: str) -> dt.tzinfo | None:
    """Return the offset that stands behind a time as UTC, GMT+7, GMT+0800 or Z."""
    found = _ZONE.search(text, 0, _REACH)
    if found is None:
        return None
    hours, minutes = int(found[1] or 0), int(found[2] or 0)
    if abs(hours) > 14 or minutes > 59:
        return None
    return dt.timezone(dt.timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes))


def _named(text: str, clock: re.Match[str]) -> dt.tzinfo | None:
    """Return the offset of the zone whose abbreviation stands beside a time; one with several meanings is none."""
    near = text[max(0, clock.start() - _BEFORE) : clock.start()] + text[clock.end() : clock.end() + _REACH]
    zones = language("mul").table("almanac.zones")
    minutes = next((zones[word] for word in _CAPITALS.findall(near) if word in zones), None)
    return None if minutes is None else dt.timezone(dt.timedelta(minutes=int(minutes)))


_CAPITALS: Final = re.compile(r"(?<![^\W\d])[^\W\d_a-z]{3,5}(?![^\W\d])")
_BEFORE: Final = 6
"""Code points before a time in which its zone may stand: 北京时间."""


def _guessed(text: str, tag: str) -> Stamp | None:
    """Read what the almanac does not know, in figures and in languages without a file, with dateparser: days only."""
    import dateparser

    primary, order = tag.split("-", maxsplit=1)[0], "MDY" if tag.lower() == "en-us" else "DMY"
    settings = {
        "STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": order, "RETURN_AS_TIMEZONE_AWARE": False,
        "RELATIVE_BASE": dt.datetime(2000, 1, 1, tzinfo=dt.UTC), "REQUIRE_PARTS": ["day", "month", "year"],
    }  # fmt: skip
    digit = _FIRST_DIGIT.search(text)
    for piece in dict.fromkeys((text, text[digit.start() :] if digit else text)):
        try:
            moment = dateparser.parse(piece, languages=list(dict.fromkeys((primary, "en"))), settings=settings)
        except (ValueError, OverflowError):
            continue
        if moment is not None and moment.year >= _EARLIEST:
            if _CLOCK.search(piece) is None:
                day = moment.replace(tzinfo=dt.UTC, hour=0, minute=0, second=0)
                return Stamp(moment.date().isoformat(), "unknown", None, day)
            return _stamp(moment.replace(tzinfo=None), None)
    return None
