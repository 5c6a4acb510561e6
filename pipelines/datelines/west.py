"""Datelines of spaced scripts: find the terminator, read the head before it, accept or refuse (B.1, B.6, B.7)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import agencies, almanac, limits, names, places
from pipelines.datelines.head import Head, _phrases, opening_correspondent, read_head
from pipelines.datelines.reading import DatelineReading, refused
from pipelines.record import DatelineParty
from pipelines.rules import languages_for
from pipelines.text import is_caps, is_cased

_TERMINATORS: Final = re.compile(
    r"\.-|\s?--+|\s[-–]\s|\s?—|\s–|―|\s\||\s?:(?=\s|[^\s/\d])|(?<=\w)-\s|(?<=[)\]])\s?[-–]|\.(?=\s)|\s="
    r"|(?<=[)）])(?=\s|[^\s\W])|/\.?(?=\s)"
)
_MORE: Final = re.compile(r"\s*(?:[-–—―(/]|\d)")
_LABEL: Final = re.compile(r"^([^\W\d_][\w’'& -]{1,24}?)(?:\s(\d{1,2}))?\s*(:|\s[-–—|]\s|\s\|)\s*")
_CAPS_RUN: Final = re.compile(r"(?<![\w'’])[^\W\d_a-z]{2,}(?=[\s,/(])")
_OPENERS: Final = "\"'“”„‚‘’«»(¿¡[‹›「『…—–"


def read_west(text: str, tag: str | None, published: str | None, style: str | None) -> DatelineReading:
    """Return the reading of a paragraph in a spaced script."""
    label, at = _label(text, tag)
    if at is None:
        return refused(text, "label")
    byline: tuple[DatelineParty, ...] = ()
    start = at
    opening = opening_correspondent(text[at:], tag)
    if opening is not None:
        start, byline = at + opening[0], (opening[1],)
    else:
        leading = _leading_byline(text[at : at + limits.MAX_DATELINE], tag)
        if leading is not None:
            start, byline = at + leading[0], (DatelineParty(leading[1]),)
    found = _scan(text, start, tag, published, style, correspondent=bool(byline) and byline[0].name is None)
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
    known = {p for p in _phrases(tag, "dateline.labels")}
    low = printed.casefold()
    if low not in known and not any(low.startswith(k + " ") for k in ("dear", "update", "wrapup")):
        return None, 0
    label = f"{printed} {found.group(2)}" if found.group(2) else printed
    rest = text[found.end() :]
    if not rest[:1].isupper() and not rest[:1] == "(":
        return label, None
    # a real dateline after a label has a source: "EXCLUSIVE - Minister to step down" has none
    window = rest[: limits.MAX_DATELINE]
    if not any(sign in window for sign in ("(", "/")):
        return label, None
    return label, found.end()


def _leading_byline(window: str, tag: str | None) -> tuple[int, str] | None:
    """Return (length, name) of "By Jane Roe" before a place in capitals."""
    prefixes = {p.casefold() for lang in languages_for(tag) for p in lang["byline.prefixes"] if " " not in p}
    first, _, rest = window.partition(" ")
    if first.casefold().strip(":") not in prefixes and first.casefold() not in prefixes:
        return None
    run = _CAPS_RUN.search(rest)
    if run is None or run.start() == 0:
        return None
    name = rest[: run.start()].strip(" ,")
    if not names.is_person_name(name, tag) or is_caps(name):
        return None
    return len(first) + 1 + run.start(), name


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
        head_text = window[: found.start()]
        if sign.startswith("/"):
            head_text = window[: found.start() + 1]
        if head_text.count("(") != head_text.count(")"):
            continue
        head = read_head(head_text, tag, published)
        if head is None:
            if best is not None:
                break
            continue
        end = start + found.end()
        if found.group().endswith(" "):
            end -= 1
        if (sign in {".", "/", "--"} and not head.listed and _MORE.match(text, end)) or (
            sign == "/" and _MORE.match(text, end)
        ):
            continue  # "Minn. —", "Nov. 20", "/PRNewswire/ --", "NEW YORK--(BUSINESS WIRE)--": the head goes on
        verdict = _accept(text, start, end, head, sign, tag, style, correspondent=correspondent)
        if verdict is None:
            longer = _longer(text, start, end, head, tag, published)
            best = longer or (end, head)
            if head.places or not head.listed:
                break
            continue
        reason = verdict
        if verdict in {"lowercase_continuation", "range"} and best is None:
            return verdict
    return best if best is not None else reason


def _longer(
    text: str, start: int, end: int, head: Head, tag: str | None, published: str | None
) -> tuple[int, Head] | None:
    """Extend over what may follow a first terminator: a source ("- РИА Новости."), or place and date after "(ANSA) -"."""
    rest = text[end:]
    lead = len(rest) - len(rest.lstrip())
    body = rest.lstrip()
    if not head.source:
        found = re.match(r"([^.:|–—-]{2,30}?)(\.(?=\s)|\s?:|\s[-–—|])", body)
        if found:
            name = agencies.agency(found.group(1), tag)
            if name and agencies.kind(name) == "agency":
                stop = end + lead + found.end()
                if _continues(text[stop:]):
                    return stop, Head(head.places, head.date, head.has_date, (name,), head.byline, True, True, True)
    if head.listed and not head.places:
        for found in re.finditer(r"\s[-–]\s|\s?—|--|\.-", body[: limits.MAX_DATELINE]):
            inner = read_head(body[: found.start()], tag, published)
            if inner is not None and inner.places and inner.resolved and inner.has_date and not inner.source:
                stop = end + lead + found.end() - (1 if found.group().endswith(" ") else 0)
                if _continues(text[stop:]):
                    return stop, Head(inner.places, inner.date, True, head.agencies, head.byline, True, True, True)
            break
    return None


def _continues(rest: str) -> bool:
    """Tell whether a sentence starts here: a capital, a digit, a quote or a bracket, in cased scripts (B.6-4)."""
    body = rest.lstrip()
    if not body:
        return True
    first = body[0]
    return not is_cased(first) or first.isupper() or first.isdigit() or first in _OPENERS


def _accept(
    text: str, start: int, end: int, head: Head, sign: str, tag: str | None, style: str | None, *, correspondent: bool
) -> str | None:
    """Return why a head with this terminator is refused (B.6), None when it is a dateline."""
    rest = text[end:]
    if not _continues(rest):
        return "lowercase_continuation"
    if not head.places:
        if not head.listed:
            return "not_a_place"
        if head.has_date or sign not in {".", ""} or text[start : start + 1] == "(":
            return None if sign != "." or head.has_date else "no_terminator"
        return "no_terminator"
    if head.source:
        if head.listed:
            return None if sign != "" or text[end - 1 : end] == ")" else "no_terminator"
        if sign in {"", "."}:
            return "no_terminator"
        return None if head.resolved or is_caps(text[start : text.find("(", start)]) else "not_a_source"
    if sign == "":
        return "no_terminator"
    if head.correspondent or correspondent:
        return None if head.resolved else "not_a_place"
    if sign in {"/", "/."}:
        return "no_terminator"
    if sign == ".":
        if head.has_date and head.resolved:
            return "no_terminator"
        if style == "city-period" or (head.resolved and len(head.places) > 1):
            return None
        return None if _city_period(head, text[start:end], tag) else "no_terminator"
    if not head.resolved and not (style == "caps-dash" and is_caps(text[start:end])):
        return "not_a_place"
    if head.has_date:
        return None
    if any(_may_be_acronym(p.name, text[start:end], tag) for p in head.places):
        return "not_a_place"
    return _bare(text, start, end, head, sign, tag)


_SENTENCE: Final = 60
"""Code points of what follows a place in mixed case and a colon: less may be a headline or a title."""


def _is_certain(name: str, tag: str | None) -> bool:
    match = places.place(name, tag)
    return match is not None and match.basis in {"standalone", "gazetteer"}


def _city_period(head: Head, printed: str, tag: str | None) -> bool:
    """Tell whether one city and a full stop is the style of German regional papers: certain, and no noun besides (B.8)."""
    styled = {p for lang in languages_for(tag)[:1] for p in lang["dateline.city_period"]}
    nouns = {p.casefold() for lang in languages_for(tag)[:1] for p in lang["dateline.nouns"]}
    name = head.places[0].name
    return bool(styled) and printed.strip(" .") == name and name.casefold() not in nouns and _is_certain(name, tag)


def _may_be_acronym(name: str, printed: str, tag: str | None) -> bool:
    """Tell whether a short word in capitals may be an organisation: a small place of that name is no evidence."""
    match = places.place(name, tag)
    short = name.isalpha() and len(name) <= 5 and is_caps(printed.split("/", maxsplit=1)[0].strip(" .:–—-"))
    return short and match is not None and match.basis == "known" and places.people(name) < _LARGE


_LARGE: Final = 100
"""Thousands of people that make a short name in capitals a place rather than an acronym."""


def _bare(text: str, start: int, end: int, head: Head, sign: str, tag: str | None) -> str | None:
    """Judge a head of places alone: what follows must be a sentence, not the second end of a range or a label's tail."""
    rest = text[end:].lstrip()
    printed = text[start:end]
    caps = is_caps(printed) or not is_cased(printed)
    words = rest.split()
    if not words:
        return None
    if not caps and sign in {"-", "–"}:
        for count in (3, 2, 1):
            if (
                places.is_place(" ".join(words[:count]).strip(".,:;"), tag)
                and len(words) > count
                and words[count][:1].islower()
            ):
                return "range"
    if sign == ":":
        # a sentence follows a place in Indian and African style; a title or a speech does not
        if len(words) < 4 or not (
            caps or (len(rest) > _SENTENCE and all(_is_certain(p.name, tag) for p in head.places))
        ):
            return "speaker"
        if rest.rstrip()[-1:] not in ".!?”\"'’…»)" and len(rest) < 60:
            return "speaker"
        if len(head.places) == 1 and not places.place(head.places[0].name, tag):
            return "speaker"
    if sign == "|" and not caps:
        return "label"
    if almanac.is_weekday(head.places[0].name, tag):
        return "not_a_place"
    return None
