"""Datelines of Chinese houses: 新华社北京5月3日电（记者…）, 本报讯, （中央社记者…台北3日电）(B.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines import agencies, almanac, places
from pipelines.datelines.reading import DatelineReading, built, place_of
from pipelines.datelines.words import phrases
from pipelines.record import DatelineParty
from pipelines.rules import language

_BRACKETED: Final = re.compile(
    r"^[ 　]?[（(](?P<run>[^\d（）()]{4,30}?)(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<kind>[^\d（）()]{1,8})[)）]"
)
_PERSON: Final = re.compile(r"^[\u3400-\u9fff·]{2,4}$")


@dataclass(frozen=True, slots=True)
class _Forms:
    dated: re.Pattern[str]
    plain: re.Pattern[str]
    own: re.Pattern[str]
    reporter: re.Pattern[str]


@cache
def _forms() -> _Forms:
    """Return the patterns of heads, made from the words for a reporter and the signs of a wire (电, 讯)."""
    words = language("zh")
    reporter = "|".join(re.escape(w) for w in words["dateline.reporters"])
    wire = "".join(words["dateline.wire"])
    people = rf"[（(](?:{reporter})\s?(?P<%s>[^（）()]{{2,40}})[)）]"
    head = r"^[ 　]?据?(?P<head>[^\s\d，。（(：:]{2,%d}?)"
    return _Forms(
        re.compile(
            rf"{head % 14}(?:(?P<month>\d{{1,2}})月)?(?P<day>\d{{1,2}})日\s?(?:{people % 'inner'})?"
            rf"\s?(?:专|專)?[{wire}]"
            rf"(?:\s?{people % 'outer'}|\((?P<bare>[\u3400-\u9fff]{{2,4}})\)|（(?P<wide>[\u3400-\u9fff]{{2,4}})）)?"
        ),
        re.compile(rf"{head % 8}[{wire}](?=[ 　])"),
        re.compile(rf"{head % 4}[{wire}]\s?{people % 'outer'}"),
        re.compile(f"^(?:{reporter})"),
    )


_TAIWAN: Final = re.compile(
    r"^[ 　]?(?:[〔【［\[（(](?P<names>[^〔〕【】（）()\[\]\d]{4,40})[〕】］\])）]"
    r"|(?P<bare>[^\s〔〕【】（）()\[\]\d，。]{6,40})(?=[ 　]))"
)
_SLASH: Final = re.compile("[／/]")


def read_taiwanese(text: str, tag: str | None) -> DatelineReading | None:
    """Return the reading of 〔記者林志明／台北報導〕, else None; 綜合報導 names no place and is none."""
    found = _TAIWAN.match(text)
    inner = (found.group("names") or found.group("bare")) if found else ""
    opening = next((w for w in phrases(tag, "reporters") if inner.startswith(w)), None)
    ending = next((w for w in phrases(tag, "filed") if inner.endswith(w)), None)
    if found is None or opening is None or ending is None:
        return None
    run = inner[len(opening) : -len(ending)].strip(" 　")
    people, slash, city = (part.strip(" 　") for part in _SLASH.sub("/", run).rpartition("/"))
    cuts = (len(people),) if slash else range(2, len(run) - 1)
    for cut in cuts:
        city = city if slash else run[cut:]
        writers = [n for n in re.split(r"[、，,/\s]", people if slash else run[:cut]) if n]
        if places.is_place(city, tag) and writers and all(_PERSON.match(n) for n in writers):
            start = len(text) - len(text.lstrip(" 　"))
            byline = tuple(DatelineParty(n, city) for n in writers)
            return built(text, start, found.end(), (place_of(city, tag),), None, (), byline)
    return None


def read_chinese(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading of a text that opens in one of these forms, else None."""
    start = len(text) - len(text.lstrip(" 　"))
    bracketed = _BRACKETED.match(text)
    if bracketed:
        return _bracketed(text, start, bracketed, tag, published)
    dated = _forms().dated.match(text)
    if dated:
        read = _head(dated.group("head"), tag)
        if read is None:
            return None
        source, place = read
        people = _people(next((dated.group(g) for g in ("outer", "inner", "bare", "wide") if dated.group(g)), ""))
        shown = (place_of(place, tag),) if place else ()
        return built(text, start, dated.end(), shown, _day(dated, published), (source,) if source else (), people)
    own = _forms().own.match(text)
    if own and own.group("head") in phrases(tag, "own"):
        return built(text, start, own.end(), (), None, (), _people(own.group("outer")))
    plain = _forms().plain.match(text)
    source = agencies.agency(plain.group("head"), tag) if plain else None
    return built(text, start, plain.end(), (), None, (source,), ()) if plain and source else None


def _day(found: re.Match[str], published: str | None) -> str | None:
    month = found.group("month")
    printed = almanac.PrintedDate(0, 0, None, int(month) if month else None, int(found.group("day")))
    return almanac.resolve(printed, published)


def _people(text: str) -> tuple[DatelineParty, ...]:
    return tuple(DatelineParty(n) for n in re.split(r"[、，,\s]+", text.strip()) if n)


def _head(head: str, tag: str | None) -> tuple[str | None, str | None] | None:
    """Return (agency, place) of 新华社北京, 本报北京, 中新网, 人民网北京; None when it is neither."""
    own = next((o for o in phrases(tag, "own") if head.startswith(o)), None)
    if own:
        return None, head[len(own) :] or None
    for cut in range(min(len(head), 8), 1, -1):
        source = agencies.agency(head[:cut], tag)
        if source:
            return source, head[cut:] or None
    for cut in range(2, len(head) - 1):
        if agencies.is_outlet_like(head[:cut], tag) and places.is_place(head[cut:], tag):
            return head[:cut], head[cut:]
    return None


def _bracketed(
    text: str, start: int, found: re.Match[str], tag: str | None, published: str | None
) -> DatelineReading | None:
    """Read （中央社记者林志明台北3日电）: names and place stand together, the longest known place ends the run."""
    run, source = found.group("run"), None
    if not set(found.group("kind")) & set(language("zh")["dateline.wire"]):
        return None
    for cut in range(5, 1, -1):
        source = agencies.agency(run[:cut], tag)
        if source:
            run = run[cut:]
            break
    if source is None:
        return None
    named = _forms().reporter.match(run)
    run = run[named.end() :] if named else run
    for cut in range(2 if named else 0, len(run) - 1):
        people = [n for n in re.split("[、，,]", run[:cut]) if n]
        if places.is_place(run[cut:], tag) and all(_PERSON.match(n) for n in people) and (named or not people):
            byline = tuple(DatelineParty(n) for n in people)
            return built(
                text, start, found.end(), (place_of(run[cut:], tag),), _day(found, published), (source,), byline
            )
    return None
