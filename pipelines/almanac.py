"""Dates printed inside text: months by language, orders, East Asian forms, and the year that is not printed (B.5)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pipelines import limits
from pipelines.rules import by_language, language, languages_for
from pipelines.text import narrow

_EAST: Final = (
    r"(?:(?P<era>%s)\s?(?P<eray>\d{1,2}|元)年|(?P<min>1\d{2})年(?=\d{1,2}月)|(?P<y>\d{4})\s?[年년]\s?)?"
    r"(?:(?P<m>\d{1,2})\s?[月월]\s?)?(?P<d>\d{1,2})\s?[日일](?![本銀報経経])"
    r"|(?P<y2>\d{4})\s?[年년]\s?(?:(?P<m2>\d{1,2})\s?[月월])?"
)
_ISO: Final = re.compile(r"(?<![\d./-])(\d{4})([-./])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d/-])")
_DOTTED: Final = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_LIMIT: Final = 4_000
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: parts that are not printed are None; offsets are half-open code points."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class _Months:
    numbers: dict[str, int]
    openings: frozenset[str]
    """The first two letters of each name, folded: most words of a text begin no month, and a look-up is cheap."""
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    year_month_day: re.Pattern[str]


@by_language
def _months(tag: str | None) -> _Months:
    numbers: dict[str, int] = {}
    forms: set[str] = set()
    for lang in languages_for(tag):
        for name, number in lang.table("almanac.months").items():
            # capitals often drop their accents: FEVRIER, ΜΑΙΟΥ
            for form in (unicodedata.normalize("NFC", name), _without(name, _ACUTE), _without(name, _MARKS)):
                numbers.setdefault(_folded(form), int(number))
                forms.add(form)
    names = "|".join(re.escape(n) for n in sorted(forms, key=len, reverse=True)) or r"(?!)"
    endings = "|".join(re.escape(e) for lang in languages_for(tag) for e in lang["date.ordinals"])
    of, to = (_words(tag, group) for group in ("date.of", "date.year"))
    name = rf"(?<!\w)(?P<m>{names})(?!\w)\.?"
    day = rf"(?<![\d.,:])(?P<d>\d{{1,2}})(?:{endings}|[ºª°])?\.?"
    year = r"(?P<y>\d{4})(?!\d)"
    of = rf"\s{{0,2}}(?:{of}|-)?"
    flags = re.IGNORECASE
    return _Months(
        numbers,
        frozenset(_folded(n)[:2] for n in forms),
        re.compile(rf"(?:{day},?\s?{of})?{name}(?:,?\s?(?:{to}|-)?{year})?", flags),
        re.compile(rf"{name}\s(?P<d>\d{{1,2}})(?:{endings})?(?![\d:])(?:,?\s{year})?", flags),
        re.compile(rf"(?<!\d){year}[.,]?\s{name}\s(?P<d>\d{{1,2}})\.?(?!\d)", flags),
    )


def _words(tag: str | None, group: str) -> str:
    """Return a pattern of the words of a group, each with the blank that follows it ("d’" has none)."""
    words = sorted({w for lang in languages_for(tag) for w in lang[group]}, key=len, reverse=True)
    return "|".join(re.escape(w) + ("" if w[-1] in "'’" else r"\s") for w in words) or r"(?!)"


def find_dates(text: str, tag: str | None = None) -> tuple[PrintedDate, ...]:
    """Return the dates printed in `text`, in order; a month alone counts only beside a day or a year.

    >>> [(d.year, d.month, d.day) for d in find_dates("on May 14, 2018, and 3 June", "en")]
    [(2018, 5, 14), (None, 6, 3)]
    """
    text = narrow(text[:_LIMIT])
    return () if _DIGIT.search(text) is None else _found(text, tag)


@lru_cache(maxsize=16)  # who asks whether a line holds a date reads it next
def _found(text: str, tag: str | None) -> tuple[PrintedDate, ...]:
    found = [PrintedDate(m.start(), m.end(), int(m[1]), int(m[3]), int(m[4])) for m in _ISO.finditer(text)]
    found += [_day_first(m) for m in _DOTTED.finditer(text)]
    if (tag or "en").split("-")[0] != "en":
        # day first everywhere but in English, where 03/04/2024 may be two days
        found += [_day_first(m) for m in _SLASHED.finditer(text)]
    if not text.isascii() and re.search("[年月日년월일]", text):
        found += _east(text)
    table = _months(tag)
    if not any(_folded(word[:3])[:2] in table.openings for word in _WORD.findall(text)):
        return _disjoint(found)
    for pattern in (table.year_month_day, table.month_day, table.day_month):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            day = int(groups["d"]) if groups.get("d") else None
            year = int(groups["y"]) if groups.get("y") else None
            if day is None and year is None:
                continue
            found.append(PrintedDate(match.start(), match.end(), year, table.numbers[_folded(groups["m"])], day))
    return _disjoint(found)


_SHORT: Final = re.compile(r"(?<![\d./:-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d./-]|:\d)")
_YEAR_FIRST: Final = frozenset(("ko", "ja", "zh", "hu", "lt"))
"""Languages whose figures run from the year to the day."""


def short_dates(text: str, tag: str | None = None) -> list[PrintedDate]:
    """Return the dates in figures that prose leaves open: "23.09.22", and in English "3/27/2016", which 12 settles.

    For lines that set a date apart alone: in prose such figures are results and versions.
    """
    primary = (tag or "en").split("-")[0]
    found = []
    for match in _SHORT.finditer(narrow(text[:_LIMIT])):
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        year, day = (first, last) if primary in _YEAR_FIRST and last < 100 else (last, first)
        month = second
        if primary == "en" and match[2] != ".":
            if (day > 12) == (month > 12) and day != month:
                continue
            day, month = (month, day) if month > 12 else (day, month)
        if year < 100:
            year += 2000 if year <= limits.LATEST_YEAR % 100 else 1900
        date = PrintedDate(match.start(), match.end(), year, month, day)
        if _possible(date):
            found.append(date)
    return found


def _day_first(found: re.Match[str]) -> PrintedDate:
    """Return the date of day, month and year in figures; 12.18.2024 can only be the American order."""
    day, month = int(found[1]), int(found[2])
    if month > 12 >= day:
        day, month = month, day
    return PrintedDate(found.start(), found.end(), int(found[3]), month, day)


def _folded(name: str) -> str:
    """Return a month name for comparing; dotted and dotless i are one letter, as in MAYIS and Mayıs."""
    return unicodedata.normalize("NFC", name.casefold()).replace("i̇", "i").replace("ı", "i")


_ACUTE: Final = frozenset("\u0301")
_MARKS: Final = frozenset(chr(code) for code in range(0x0300, 0x0370))


def _without(name: str, marks: frozenset[str]) -> str:
    if name.lower() == name.upper():
        return name
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if c not in marks)
    return unicodedata.normalize("NFC", bare)


@cache
def _eras() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the eras of Japan and Taiwan with the year before their first, and the pattern of East Asian dates."""
    eras = {name: year for tag in ("ja", "zh") for name, year in language(tag).table("almanac.eras").items()}
    return eras, re.compile(_EAST % "|".join(map(re.escape, eras)))


def _east(text: str) -> list[PrintedDate]:
    found = []
    eras, pattern = _eras()
    for match in pattern.finditer(text):
        g = match.groupdict()
        year = g["y"] or g["y2"]
        number: int | None = int(year) if year else None
        if g["era"]:
            number = int(eras[g["era"]]) + (1 if g["eray"] == "元" else int(g["eray"]))
        elif g["min"]:
            number = 1911 + int(g["min"])
        month = g["m"] or g["m2"]
        day = int(g["d"]) if g["d"] else None
        if number is None and month is None and day is None:
            continue
        found.append(PrintedDate(match.start(), match.end(), number, int(month) if month else None, day))
    return found


def _disjoint(found: list[PrintedDate]) -> tuple[PrintedDate, ...]:
    """Return the fullest of overlapping dates, in text order."""
    kept: list[PrintedDate] = []
    for date in sorted(found, key=lambda d: (-sum(p is not None for p in (d.year, d.month, d.day)), d.start)):
        if all(date.end <= k.start or date.start >= k.end for k in kept) and _possible(date):
            kept.append(date)
    return tuple(sorted(kept, key=lambda d: d.start))


def _possible(date: PrintedDate) -> bool:
    if date.month is not None and not 1 <= date.month <= 12:
        return False
    return date.day is None or 1 <= date.day <= 31


def resolve(printed: PrintedDate, published: str | None) -> str | None:
    """Return the ISO day of a printed date, the year and month inferred from the publication day (B.5), or None.

    >>> resolve(PrintedDate(0, 6, None, 12, 31), "2024-01-01"), resolve(PrintedDate(0, 2, None, None, 30), "2024-05-01")
    ('2023-12-31', '2024-04-30')
    """
    if printed.day is None:
        return None
    if printed.year is not None and printed.month is not None:
        return _iso(printed.year, printed.month, printed.day)
    day = _day(published)
    if day is None:
        return None
    latest = day + dt.timedelta(days=2)
    if printed.month is not None:
        candidates = [_date(y, printed.month, printed.day) for y in (day.year - 1, day.year, day.year + 1)]
        fitting = [c for c in candidates if c is not None and c <= latest]
        best = min(fitting, key=lambda c: abs((c - day).days), default=None)
        return best.isoformat() if best else None
    same = _date(day.year, day.month, printed.day)
    if same is not None and same <= latest:
        return same.isoformat()
    before = day.replace(day=1) - dt.timedelta(days=1)
    return _iso(before.year, before.month, printed.day)


def _day(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _iso(year: int, month: int, day: int) -> str | None:
    found = _date(year, month, day)
    return found.isoformat() if found else None


def month_at(text: str, tag: str | None = None) -> int | None:
    """Return the number of the month that `text` names, else None."""
    return _months(tag).numbers.get(_folded(text).strip(". "))


_CLOCK: Final = re.compile(
    r"(?<!\d)\d{1,2}(?:[:.h時时시]\s?\d{2}(?:[:.]\d{2})?|\s?(?=[ap]\.?m\b))\s?(?:[ap]\.?m\.?|uhr|分|분)?", re.IGNORECASE
)
_ZONE: Final = re.compile(r"[A-Z]{1,4}T?|[+-]\d{2}:?\d{2}|GMT|UTC")


def is_stamp(text: str, tag: str | None = None) -> bool:
    """Tell whether a short text is a date with its time and zone, and nothing else: a time of publication.

    >>> is_stamp("Jan 05, 2024, 08:00 ET", "en"), is_stamp("May 3 was wet", "en")
    (True, False)
    """
    dates = find_dates(text[:120], tag)
    if len(dates) != 1 or len(text) > 120 or dates[0].day is None:
        return False
    rest = _CLOCK.sub(" ", f"{text[: dates[0].start]} {text[dates[0].end :]}")
    words = [w.strip(" ,.;|•·()-–—/") for w in rest.split()]
    joints = {p for lang in languages_for(tag) for p in lang["date.at"]}
    return all(not w or _ZONE.fullmatch(w) or is_weekday(w, tag) or w.casefold() in joints for w in words)


def is_weekday(text: str, tag: str | None = None) -> bool:
    """Tell whether `text` names a weekday."""
    low = text.casefold().strip(" .,")
    return any(low in lang["almanac.weekdays"] for lang in languages_for(tag))
