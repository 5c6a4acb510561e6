"""What markup glues to bylines: dates, reading times, buttons, addresses; taken out before names are looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import almanac
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.text import has_digit

GAP: Final = " \n "
TAIL: Final = "\ue000"
"""Stands where a date or a reading time was: what follows it is the tail of the byline (A.1), no further party."""
_TAIL_GAP: Final = f" {TAIL} "
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE: Final = re.compile(r"(?<![\w@])@[A-Za-z0-9_]{2,30}(?![\w@.])")
_CLOCK: Final = (
    r"(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:[aApP]\.?[mM]\.?|Uhr|h)?|\d{1,2}\s?[aApP]\.?[mM]\.?|\d{1,2}\s?[時时點시]\s?\d{1,2}\s?[分분])"
    r"(?:\s?\(?[A-Z]{2,4}(?:[+-]\d{1,2}\)?)?(?![a-z]))?"
)
_MONTH: Final = r"(?<!\w)[^\W\d_][^\s\d,.:|]{1,11}\.?"
_DAY: Final = (
    r"(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:Z|[+-]\d{2}:?\d{2})?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s(?:de\s)?{_MONTH},?\s(?:de\s)?\d{{4}}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{4}}\.?\s{_MONTH}\s\d{{1,2}}\."
    r"|\d{4}\s?[年.년]\s?\d{1,2}\s?[月.월]\s?\d{1,2}(?:\s?[日일.])?)"
)
_STAMP: Final = re.compile(
    rf"{_DAY}(?:,?\s(?:at\s|um\s|à\s|-\s)?{_CLOCK})?(?:\sPT)?|{_CLOCK}(?:\s[A-Z]{{2,4}})?,\s{_DAY}"
)
_SHORT_DATE: Final = re.compile(rf"{_MONTH}\s\d{{1,2}}(?!\d)")
_GAP: Final = 12  # letters of what joins a date and a clock time
_READING: Final = re.compile(r"\d{1,3}[\s-]?$")
_TIME: Final = re.compile(
    r"(?<![\w:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:[aApP]\.?[mM]\.?|Uhr|h))?(?:\s\(?[A-Z]{2,4}(?:[+-]\d{1,2}\)?)?(?!\w))?(?!\w)"
)
_ONLY_CLOCK: Final = re.compile(rf"\s{{0,3}},?\s{{0,3}}{_CLOCK}")


@dataclass(frozen=True, slots=True)
class Quiet:
    """A byline without noise, and the noise."""

    text: str
    rejected: tuple[RejectedText, ...]
    emails: tuple[str, ...]
    handles: tuple[str, ...]
    positions: tuple[tuple[int, str], ...] = ()


def quiet(text: str, words: Words) -> Quiet:
    """Return `text` with noise replaced by line breaks; `rejected` names each piece with its reason (A.8)."""
    rejected: list[RejectedText] = []
    emails = [m.group() for m in _EMAIL.finditer(text)]
    if emails:
        text = _EMAIL.sub(GAP, text)
    handles = [m.group() for m in _HANDLE.finditer(text)]
    if handles:
        text = _HANDLE.sub(GAP, text)
    if words.reading is not None and has_digit(text):
        text = _reading_times(text, words, rejected)
    if has_digit(text):
        text = _dates(text, words, rejected)
    text = _buttons(text, words, rejected)
    return Quiet(text, tuple(rejected), tuple(emails), tuple(handles))


def _dates(text: str, words: Words, rejected: list[RejectedText]) -> str:
    spans: list[tuple[int, int]] = [m.span() for m in _STAMP.finditer(text)]
    spans = [(_with_weekday(text, start, words), _with_clock(text, end, words)) for start, end in spans]
    if words.ago is not None:
        spans += [m.span() for m in words.ago.finditer(text)]
    if words.dates is not None:
        for found in words.dates.finditer(text):
            start, end = found.span()
            rest = text[end:]
            lead = len(rest) - len(rest.lstrip(" :"))
            if rest[lead:].split(" ", 1)[0].casefold() in words.at:
                lead += len(rest[lead:].split(" ", 1)[0]) + 1
            for pattern in (_STAMP, _ONLY_CLOCK, words.ago, _SHORT_DATE):
                after = pattern.match(rest, lead) if pattern is not None else None
                if after and after.end() > lead:
                    spans.append((start, end + after.end()))
                    break
    spans += [m.span() for m in _TIME.finditer(text)]
    pieces: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if pieces and (start <= pieces[-1][1] + 1 or _joined(text[pieces[-1][1] : start], words)):
            pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
        else:
            pieces.append((start, end))
    for start, end in reversed(pieces):
        after = _ONLY_CLOCK.match(text, end)
        if after and text[end : end + 1] == ",":
            rejected.insert(0, RejectedText(text[start:end].strip(" ,"), "date"))
            text = text[:start] + _TAIL_GAP + text[after.end() :]
            continue
        rejected.insert(0, RejectedText(text[start:end].strip(" ,·|-"), "date"))
        text = text[:start] + _TAIL_GAP + text[end:]
    return text


def _with_clock(text: str, end: int, words: Words) -> int:
    """Return where a date ends when a joining word and a clock time follow: "3. mai 2024 kl. 10.20"."""
    joining, _, rest = text[end : end + 2 * _GAP].strip(" ,").partition(" ")
    clock = _ONLY_CLOCK.match(rest) if joining.casefold() in words.at else None
    return text.find(rest, end) + clock.end() if clock else end


def _joined(gap: str, words: Words) -> bool:
    """Tell whether what stands between two parts of a time only joins them: "3 May 2024 at 10:20"."""
    return len(gap) < _GAP and gap.strip(" ,·|-–").casefold() in words.at


def _with_weekday(text: str, start: int, words: Words) -> int:
    """Return where a date begins when the word before it is a weekday."""
    before = text[:start].rstrip(" ,")
    word = before.split()[-1] if before.strip() else ""
    return len(before) - len(word) if word and almanac.is_weekday(word, words.tag) else start


def _reading_times(text: str, words: Words, rejected: list[RejectedText]) -> str:
    assert words.reading is not None
    for found in list(words.reading.finditer(text))[::-1]:
        start, end = found.span()
        number = _READING.search(text[:start])
        after = re.match(r"[\s:]{0,3}\d{1,3}(?:\s\w{3,8}\.?)?", text[end:])
        if number:
            start = number.start()
        elif after:
            end += after.end()
        rejected.append(RejectedText(text[start:end].strip(), "reading_time"))
        text = text[:start] + _TAIL_GAP + text[end:]
    return text


def _buttons(text: str, words: Words, rejected: list[RejectedText]) -> str:
    """Take out button words that stand at the end or between breaks; inside a name they would be part of it."""
    if words.ui is None:
        return text
    found: list[RejectedText] = []
    for match in list(words.ui.finditer(text))[::-1]:
        start, end = match.span()
        after = text[end:].strip()
        before = text[:start].strip()
        if (not after or text[end:].lstrip(" ")[:1] in {"\n", TAIL} or _is_all_ui(after, words)) and (
            before or not after or text[end:].lstrip(" ")[:1] == "\n"
        ):
            found.insert(0, RejectedText(match.group().strip(), "ui_text"))
            text = text[:start] + GAP + text[end:]
    rejected.extend(found)
    return text


def _is_all_ui(text: str, words: Words) -> bool:
    assert words.ui is not None
    return not words.ui.sub("", text).strip(f" \n·|•{TAIL}")
