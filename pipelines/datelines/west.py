"""Datelines of spaced scripts: find the terminator, read the head before it, accept or refuse (B.1, B.6)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from pipelines import agencies, almanac, limits, names
from pipelines.datelines.acceptance import Candidate, continues, refusal
from pipelines.datelines.head import Head, opening_correspondent, read_head
from pipelines.datelines.reading import DatelineReading, refused
from pipelines.datelines.words import phrases
from pipelines.record import DatelineParty
from pipelines.rules import languages_for
from pipelines.text import is_caps, is_cased

_TERMINATORS: Final = re.compile(
    r"\.-(?!-)|\.[–—]|\s?--+|\s_\s|\s[-–]\s|\s?—|\s–|―|\s\||\s?:(?=\s|[^\s/\d])|(?<=\w)-\s|(?<=[)\]])\s?[-–]|[.।](?=\s)|\s="
    r"|(?<=[)）])(?=\s|[^\s\W])|/\.?(?=\s)"
)
_DASHES: Final = re.compile(r"\s[-–]\s|\s?—|--|\.-")
_MORE: Final = re.compile(r"\s?(?:[-–—―(/|]|\d)")
_NEXT: Final = re.compile(r"([^:|–—]{2,30}?)(\.(?=\s)|\s?:|\s[-–—|]|—|--|-(?=\s))")
_LABEL: Final = re.compile(r"^([^\W\d_][\w’'& -]{1,24}?)(?:\s(\d{1,2}))?\s?(:|\s[-–—|]\s|\s\|)\s?")
_LOW_WORDS: Final = 7
"""Words in lower case that a head may hold: small words of a name, months, a correspondent. More are a sentence."""
_CAPS_RUN: Final = re.compile(r"(?<![\w'’])[^\W\d_a-z]{2,}(?=[\s,/(])")


def read_west(text: str, tag: str | None, published: str | None, style: str | None) -> DatelineReading:
    """Return the reading of a paragraph in a spaced script."""
    label, at = _label(text, tag)
    if at is None:
        return refused(text, "label")
    byline: tuple[DatelineParty, ...] = ()
    start = at
    opening = opening_correspondent(text[at : at + limits.MAX_DATELINE], tag)
    leading = None if opening else _leading_byline(text[at : at + limits.MAX_DATELINE], tag)
    if opening is not None:
        start, byline = at + opening[0], (opening[1],)
    elif leading is not None:
        start, byline = at + leading[0], leading[1]
    found = _scan(text, start, tag, published, style, correspondent=opening is not None)
    if isinstance(found, str):
        return refused(text, found)
    end, head = found
    body_start = end + len(text[end:]) - len(text[end:].lstrip())
    return DatelineReading(
        True,
        text[body_start:],
        text[start:end],
        start,
        end,
        body_start,
        label,
        head.places,
        head.date,
        head.agencies,
        (*byline, *head.byline),
    )


def _label(text: str, tag: str | None) -> tuple[str | None, int | None]:
    """Return (label, where the rest starts); (.., None) when the text opens with a label and no dateline follows."""
    found = _LABEL.match(text)
    if found is None:
        return None, 0
    printed = found.group(1).strip()
    known = phrases(tag, "labels")
    low = printed.casefold()
    if low not in known and not any(low.startswith(k + " ") for k in ("dear", "update", "wrapup")):
        return None, 0
    label = f"{printed} {found.group(2)}" if found.group(2) else printed
    rest = text[found.end() :]
    # a real dateline after a label has a source: "EXCLUSIVE - Minister to step down" has none
    sourced = any(sign in rest[: limits.MAX_DATELINE] for sign in ("(", "/"))
    return label, found.end() if sourced and continues(rest) else None


def _leading_byline(window: str, tag: str | None) -> tuple[int, tuple[DatelineParty, ...]] | None:
    """Return (length, writers) of "By Jane Roe and Tom Lee" before a place in capitals."""
    prefixes = _prefixes(tag)
    first, _, rest = window.partition(" ")
    if first.casefold().strip(":") not in prefixes and first.casefold() not in prefixes:
        return None
    run = _CAPS_RUN.search(rest)
    if run is None or run.start() == 0:
        return None
    people = [p for p in _joiners(tag).split(rest[: run.start()].strip(" ,")) if p]
    if any(not names.is_person_name(p, tag) or is_caps(p) for p in people):
        return None
    return len(first) + 1 + run.start(), tuple(DatelineParty(p) for p in people)


@cache
def _prefixes(tag: str | None) -> frozenset[str]:
    """Return the words of one word that open a byline, folded."""
    return frozenset(p.casefold() for lang in languages_for(tag) for p in lang["byline.prefixes"] if " " not in p)


@cache
def _joiners(tag: str | None) -> re.Pattern[str]:
    words = "|".join(re.escape(j) for j in phrases(tag, "joiners"))
    return re.compile(rf",\s(?:(?:{words})\s)?|\s(?:{words})\s" if words else r",\s", re.IGNORECASE)


def _scan(
    text: str, start: int, tag: str | None, published: str | None, style: str | None, *, correspondent: bool
) -> tuple[int, Head] | str:
    """Try each terminator in turn; return (end, head) of the longest good one, or why there is none."""
    window = text[start : start + limits.MAX_DATELINE + 4]
    reason = "no_terminator"
    best: tuple[int, Head] | None = None
    for found in _TERMINATORS.finditer(window):
        if found.start() == 0 or found.end() > limits.MAX_DATELINE:
            continue
        sign = found.group().strip()
        head_text = window[: found.start() + sign.startswith("/")]
        if head_text.count("(") != head_text.count(")"):
            continue
        if sum(word[0].islower() for word in head_text.split()) > _LOW_WORDS:
            break
        head = read_head(head_text, tag, published)
        if head is None:
            if best is not None:
                break
            continue
        end = start + found.end() - found.group().endswith(" ")
        if _goes_on(text, end, sign, head, tag):
            continue
        candidate = Candidate(text, start, end, head, sign, tag, style, correspondent or head.correspondent)
        verdict = refusal(candidate)
        if verdict is None:
            best = _longer(candidate, published) or (end, head)
            if sign != "." and (head.places or not head.listed):
                break  # after a full stop the head may go on: "KYIV. Nov 3 (Interfax-Ukraine) –"
            continue
        if verdict in {"lowercase_continuation", "range"} and best is None:
            return verdict
        reason = verdict
    return best if best is not None else reason


def _goes_on(text: str, end: int, sign: str, head: Head, tag: str | None) -> bool:
    """Tell whether the head runs on past this sign: "Minn. —", "/PRNewswire/ --", "/ ACCESSWIRE / May 2, 2024 /"."""
    if sign == "/":
        after = text[end : end + 30]
        dates = almanac.find_dates(after, tag)
        return bool(_MORE.match(text, end)) or bool(dates and not after[: dates[0].start].strip() and "/" in after)
    return sign in {".", "--"} and not head.listed and bool(_MORE.match(text, end))


def _longer(candidate: Candidate, published: str | None) -> tuple[int, Head] | None:
    """Extend over what may follow a first terminator: a source or a date between dashes, or places after "(ANSA) -"."""
    if candidate.head.listed and not candidate.head.places:
        return _places_behind(candidate, published)
    text, tag = candidate.text, candidate.tag
    best: tuple[int, Head] | None = None
    end, head = candidate.end, candidate.head
    for _ in range(2):
        lead = end + len(text[end:]) - len(text[end:].lstrip())
        found = _NEXT.match(text[lead : candidate.start + limits.MAX_DATELINE])
        grown = _with(head, found.group(1).strip(), tag, published) if found else None
        if found is None or grown is None:
            break
        end, head = lead + found.end() - found.group().endswith(" "), grown
        if continues(text[end:]):
            best = end, head
    return best


def _with(head: Head, piece: str, tag: str | None, published: str | None) -> Head | None:
    """Return the head with a source ("- РИА Новости.") or a day ("– May 3, 2024 –") that follows it, else None."""
    name = agencies.agency(piece.strip("()[]/ "), tag)
    if name and not head.source and agencies.kind(name) in {"agency", "newswire"}:
        return replace(head, agencies=(name,), listed=True, source=True)
    dates = almanac.find_dates(piece, tag)
    if dates and not head.has_date and dates[0].day and dates[0].end - dates[0].start >= len(piece) - 1:
        return replace(head, date=almanac.resolve(dates[0], published), has_date=True)
    return None


def _places_behind(candidate: Candidate, published: str | None) -> tuple[int, Head] | None:
    """Return (end, head) of "(ANSA) - VENEZIA, 03 MAG -": the source stands first."""
    text, end = candidate.text, candidate.end
    lead = end + len(text[end:]) - len(text[end:].lstrip())
    body = text[lead : candidate.start + limits.MAX_DATELINE]
    dash = _DASHES.search(body)
    inner = read_head(body[: dash.start()], candidate.tag, published) if dash else None
    if dash is None or inner is None or not inner.places or not inner.has_date or inner.source:
        return None
    printed, stop = body[: dash.start()], lead + dash.end() - dash.group().endswith(" ")
    certain = inner.resolved or not is_cased(printed) or is_caps(printed)
    if not certain or not continues(text[stop:]):
        return None
    return stop, replace(candidate.head, places=inner.places, date=inner.date, has_date=True)
