"""Lines that print the day of a story: "21. Januar 2022 | Natur", "Published: May 3, 2024", "(18.01.2018) The port".

A newsroom sets the day apart from everything else: it stands between signs or at the ends of a short line, with a label
of few words and perhaps its time. A day inside a sentence is what the sentence tells of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from pipelines import almanac
from pipelines.rules import languages_for
from pipelines.text import fold, has_digit, is_unspaced

_LONGEST: Final = 160
"""Characters of a line that may set a day apart: longer ones are sentences."""
_SHORT: Final = 70
"""Characters of a line in which a comma is sign enough."""
_SIGN: Final = re.compile(r"[|•·;()\[\]/\n【】（）]|\s[-–—]\s|^[-–—]|[-–—]$")
_CLOSED: Final = re.compile(r"\s?[|•·)\]:】）]|\s?[-–—]\s")
_COMMA: Final = re.compile(r"[,،、]\s?")
_STOP: Final = re.compile(r"[.!?。！？।]$")
_AROUND: Final = 5
"""Words of a short line around a day that stands between commas: "Datum: 22.12.2012, Rubrik: USA"."""
_WORDS: Final = 4
"""Words of a label before a day: "This story is from", "Letzte Aktualisierung am"."""
_BEHIND: Final = 3
"""Words after a day and its time: "Uhr", "IST Share", "by"."""
_OPENING: Final = 60
"""Characters at the head of a paragraph in which the day that opens it ends."""


class Day(NamedTuple):
    """A day that a line prints apart: its words in the line, and what its label says."""

    start: int
    end: int
    changed: bool
    """The label tells of a change."""
    labelled: bool
    """A word for publishing or changing stands before it."""
    alone: bool
    """The line is nothing but the day and its time."""
    timed: bool = False
    """A time of day follows."""


def days(line: str, tag: str | None) -> Iterator[Day]:
    """Yield the days that a line sets apart, in order; offsets are code points of the line.

    >>> [line[d.start : d.end] for line in ["21. Januar 2022 | Natur"] for d in days(line, "de")]
    ['21. Januar 2022']
    >>> list(days("The strike began on May 3, 2024, and the port has been closed since", "en"))
    []
    """
    if len(line) > _LONGEST or not has_digit(line):
        return
    found = [d for d in almanac.find_dates(line, tag) if d.year and d.month and d.day] or almanac.short_dates(line, tag)
    for number, date in enumerate(found):
        first = found[number - 1].end if number else 0
        last = found[number + 1].start if number + 1 < len(found) else len(line)
        before, behind = line[first : date.start], line[date.end : last]
        if behind[:1] == "T" and before[-1:].strip() == "":
            continue  # a stamp for machines that is broken: its day is no more sure than the rest
        day = _apart(line, before, behind, tag)
        if day is not None:
            time = _time(behind)
            yield Day(date.start, date.end + len(time), *day, timed=bool(time))


def opening(text: str, tag: str | None) -> Day | None:
    """Return the day that opens a paragraph and is closed off by a sign, else None: "27.1.2022 - At the harbour"."""
    head = text[: _OPENING + 2]
    for date in almanac.find_dates(head, tag)[:1]:
        before = _SIGN.split(head[: date.start])[-1]
        closed = _CLOSED.match(head, date.end) if date.end <= _OPENING else None
        if closed and date.year and date.month and date.day and len(before.split()) < _WORDS and "," not in before:
            return Day(date.start, date.end, _tells(before, _changes(tag)), bool(before.strip()), alone=False)
    return None


def _apart(line: str, before: str, behind: str, tag: str | None) -> tuple[bool, bool, bool] | None:
    """Return (changed, labelled, alone) for a day between two stretches of a line, None where it is told of."""
    near, sealed = _SIGN.split(before)[-1], bool(_SIGN.search(before))
    rest = behind[len(_time(behind)) :]
    after = _SIGN.split(rest)[0]
    closed = sealed and len(after) < len(rest)
    around = _size(_words(before, tag)) + _size(_words(rest, tag))
    if not closed and len(line) <= _SHORT and around <= _AROUND and not _STOP.search(line.rstrip()):
        near, after = _COMMA.split(near)[-1], _COMMA.split(after)[0]
    label, tail = _words(near, tag), _words(after, tag)
    labelled = _tells(near, _labels(tag))
    if not before.strip() and len(rest) < len(behind):
        return False, False, not around  # a day and its time that open a line are a stamp, whatever follows
    if _size(label) > (_WORDS if labelled or sealed else _AROUND) or _size(tail) > _BEHIND:
        return None
    changed = _tells(near, _changes(tag))
    if _STOP.search(line.rstrip()) and not (labelled or changed or sealed):
        return None
    alone = not around
    return changed, changed or labelled, alone


def _time(behind: str) -> str:
    """Return the time of day and its zone that follow a day, "" where there is none."""
    found = _CLOCK.match(behind)
    return found.group() if found else ""


_CLOCK: Final = re.compile(
    r"[\s,|•·–—-]{0,3}(?:[^\W\d]{1,3}\s)?\d{1,2}\s?[:.hH時时點点]\s?\d{2}(?::\d{2})?(?:\s?[apAP]\.?[mM]\b\.?)?"
    r"(?:\s?(?:(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5}|Uhr|[+-]\d{2}:?\d{2}))?(?![\w+])"
)


def _words(text: str, tag: str | None) -> list[str]:
    """Return the words of a stretch beside a day, weekdays and joining words aside."""
    joints = _joints(tag)
    words = (w.strip(" ,.:;|•·()-–—/") for w in text.split())
    return [w for w in words if w and w.casefold() not in joints and not almanac.is_weekday(w, tag)]


def _size(words: list[str]) -> int:
    """Return how many words these are; two letters of a script without blanks count as one."""
    return sum(max(1, len(w) // 2) if is_unspaced(w) else 1 for w in words)


@cache
def _joints(tag: str | None) -> frozenset[str]:
    return frozenset(p.casefold() for lang in languages_for(tag) for g in ("date.at", "date.of") for p in lang[g])


def _tells(before: str, labels: tuple[str, ...]) -> bool:
    """Tell whether a label stands at the end of the words before a day, weekdays and signs aside."""
    return fold(before).rstrip(" :,.").endswith(labels)


@cache
def _changes(tag: str | None) -> tuple[str, ...]:
    """Return the words before the day of a change, folded."""
    return tuple(fold(p).rstrip(" :") for lang in languages_for(tag) for p in lang["line.notice.update_time"])


@cache
def _labels(tag: str | None) -> tuple[str, ...]:
    """Return the words before a day of publication, folded; those of one short word say nothing."""
    given = (fold(p).rstrip(" :") for lang in languages_for(tag) for p in lang["byline.dates"])
    return tuple(p for p in given if len(p) > (1 if is_unspaced(p) else 3)) or ("\0",)
