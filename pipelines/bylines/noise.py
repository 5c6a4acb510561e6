"""What markup glues to bylines: dates, reading times, buttons, addresses; out before names are looked for (A.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pipelines.bylines.reading import RejectedText
from pipelines.lexicon import Token
from pipelines.text import has_digit

_CLOCK: Final = (
    r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:[aApP]\.?[mM]\.?|Uhr|h)?|\d{1,2}\s?[aApP]\.?[mM]\.?|\d{1,2}\s?[時时點시]\s?\d{1,2}\s?[分분])"
    r"(?:\s?\(?[A-Z]{2,4}(?:[+-]\d{1,2}\)?)?(?![a-z]))?"
)
_MONTH: Final = r"(?<!\w)[^\W\d_][^\s\d,.:|]{1,11}\.?"
_DAY: Final = (
    r"(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}-[^\W\d_]{3,9}-\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?{_MONTH},?\s(?:de\s)?\d{{4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{4}}\.?\s{_MONTH}\s\d{{1,2}}\."
    r"|\d{4}\s?[年.년]\s?\d{1,2}\s?[月.월]\s?\d{1,2}(?:\s?[日일.])?)"
)
_STAMP: Final = re.compile(
    rf"{_DAY}(?:,?\s(?:at\s|um\s|à\s|-\s)?{_CLOCK})?(?:\sPT)?|{_CLOCK}(?:\s[A-Z]{{2,4}})?,\s{_DAY}"
    r"|(?<![\w:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:[aApP]\.?[mM]\.?|Uhr|h))?(?:\s\(?[A-Z]{2,4}(?:[+-]\d{1,2}\)?)?(?!\w))?(?!\w)"
)
_ONLY_CLOCK: Final = re.compile(_CLOCK)
_BARS: Final = frozenset("|·•/")
_EDGE: Final = " ,·|:-–"


@dataclass(slots=True)
class Quiet:
    """A byline's tokens without noise, and the noise; a date or reading time leaves a "gap", the rest a "break"."""

    tokens: list[Token]
    rejected: list[RejectedText] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)


def quiet(text: str, line: list[Token]) -> Quiet:
    """Return the tokens of a line without noise; `rejected` names each piece of noise with its reason."""
    found = Quiet(line)
    for token in found.tokens:
        if token.form == "url":
            token.form = "break"
        elif token.form in {"email", "handle"}:
            (found.emails if token.form == "email" else found.handles).append(token.text)
            token.form = "break"
    if has_digit(text):
        _replace(found, text, _reading_times(found.tokens), "reading_time")
        _replace(found, text, _dates(text, found.tokens), "date")
    _replace(found, text, _buttons(found.tokens), "ui_text")
    return found


def _replace(found: Quiet, text: str, spans: Iterable[tuple[int, int]], reason: str) -> None:
    out: list[Token] = []
    at = 0
    for start, end in spans:
        out += found.tokens[at:start]
        first, last = found.tokens[start].start, found.tokens[end - 1].end
        raw = text[first:last].strip(_EDGE)
        found.rejected.append(RejectedText(raw, reason))
        out.append(Token(raw, "", first, last, "break" if reason == "ui_text" else "gap", space=True))
        at = end
    if at:
        found.tokens = out + found.tokens[at:]


def _reading_times(line: list[Token]) -> Iterable[tuple[int, int]]:
    """Yield "4 min read", "Lesezeit: 3 Min."."""
    at = 0
    while at < len(line):
        count = line[at].opens("reading")
        if not count:
            at += 1
            continue
        start, end = at, at + count
        if start and line[start - 1].form == "number":
            start -= 1
        else:
            number = end + (end < len(line) and line[end].low == ":")
            if number < len(line) and line[number].form == "number":
                unit = number + 1 < len(line) and "ago_units" in line[number + 1].kinds
                end = number + 1 + unit
        yield start, end
        at = end


def _dates(text: str, line: list[Token]) -> list[tuple[int, int]]:
    """Return printed times with their words: "Updated on Monday, 3 May 2024 at 10:20", "7 hours ago"."""
    stamps = [m.span() for m in _STAMP.finditer(text)]
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        end = _time(text, line, at, stamps)
        if end == at:
            lead = line[at].opens("dates")
            after = _behind_label(line, at + lead) if lead else at
            end = _time(text, line, after, stamps, labelled=True) if lead and after < len(line) else at
            end = at if end == after else end
        if end == at:
            at += 1
            continue
        start = at
        if start and "weekday" in line[start - 1].kinds:
            start -= 1
        elif start > 1 and line[start - 1].low == "," and "weekday" in line[start - 2].kinds:
            start -= 2
        if spans and (start <= spans[-1][1] or _joins(line[spans[-1][1] : start])):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        at = end
    return spans


def _behind_label(line: list[Token], at: int) -> int:
    while at < len(line) and (
        line[at].low in ":," or line[at].kinds.keys() & {"dates", "weekday"} or line[at].opens("at")
    ):
        at += max(1, line[at].opens("at"))
    return at


def _time(text: str, line: list[Token], at: int, stamps: list[tuple[int, int]], *, labelled: bool = False) -> int:
    """Return the token behind a stamp, a relative time or a day and month that begins at a token, else `at`."""
    start = line[at].start
    for first, last in stamps:
        if first <= start < last:
            return next((i for i in range(at, len(line)) if line[i].start >= last), len(line))
    number = at + max(0, line[at].opens("ago_before"))
    if number + 1 < len(line) and line[number].form == "number" and line[number].text.isdigit():
        unit = "ago_units" in line[number + 1].kinds
        behind = line[number + 2].opens("ago") if number + 2 < len(line) else 0
        ends = number + 2 == len(line) or line[number + 2].form in {"break", "gap"}
        if unit and (behind or number > at or ends):
            return number + 2 + behind
    if at + 1 < len(line):
        day, month = (line[at], line[at + 1]) if line[at].form == "number" else (line[at + 1], line[at])
        short = day.form == "number" and len(day.text) <= 2 and day.text.isdigit()
        if short and ("month" in month.kinds or (labelled and month.form == "word")) and month is not day:
            return at + 2
    if labelled and (clock := _ONLY_CLOCK.match(text, start)):
        return next((i for i in range(at, len(line)) if line[i].start >= clock.end()), len(line))
    return at


def _joins(between: list[Token]) -> bool:
    """Tell whether what stands between two parts of a time only joins them."""
    return len(between) <= 2 and all(t.low == "," or t.opens("at") for t in between)


def _buttons(line: list[Token]) -> list[tuple[int, int]]:
    """Return the button words at the end of the line or before a break; inside a name they would be part of it.

    A prompt is a button word and the words in lower case behind it: "Email the author".
    """
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        count = line[at].opens("ui")
        if count and not line[at + count - 1].text.endswith("."):
            spans.append((at, at + count))
        at += count or 1
    kept: list[tuple[int, int]] = []
    open_end = len(line)
    for start, end in reversed(spans):
        stop = end
        while stop < open_end and line[stop].form == "word" and line[stop].text.islower() and start:
            stop += 1
        ends = stop == len(line) or stop == open_end or line[stop].form in {"break", "gap"}
        ends = ends or (stop > end and line[stop].text in _BARS)
        if ends and (start or stop == len(line) or line[stop].form == "break"):
            if kept and kept[0][0] == stop and line[stop].text[:1].islower():
                stop = kept.pop(0)[1]  # one prompt: "Click to listen"
            kept.insert(0, (start, stop))
            open_end = start
    return kept
