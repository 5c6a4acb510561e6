"""Datelines of Chinese, Japanese and Korean houses: brackets, 电, ＝ (B.1, B.2, B.8)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, almanac, limits, names, places
from pipelines.datelines.head import _phrases
from pipelines.datelines.reading import DatelineReading, refused
from pipelines.record import DatelineParty, Place

_JA: Final = re.compile(r"^[\s　]*【([^【】]{2,140})】")
_KO: Final = re.compile(
    r"^\s*[(\[]([^()\[\]=]{1,20})=([^()\[\]]{1,20})[)\]]\s*(?:((?:[\uac00-\ud7af]{2,4}[·,\s]*){1,4}?)\s?([\uac00-\ud7af]{2,6}))?\s*(=)?"
)
_ZH: Final = re.compile(
    r"^[\s　]*(据)?([^\s\d，。（(：:]{2,12}?)(\d{1,2})月(\d{1,2})日\s?(?:[（(]记者(?P<inner>[^（）()]{2,30})[)）])?\s?(电|電|讯|訊)\s?(?:[（(](?:记者|記者)\s?(?P<names>[^（）()]{2,40})[)）])?"
)
_ZH_PLAIN: Final = re.compile(r"^[\s　]*(据)?([^\s\d，。（(：:]{2,8}?)(电|電|讯|訊)(?=[\s　])")
_PERSON: Final = re.compile(r"^[\u3400-\u9fff々ヶ\u3040-\u30ff]{2,7}$")


def read_east(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading when the text opens in one of these forms (also when it is refused), else None."""
    found = _JA.match(text)
    if found:
        return _japanese(text, found, tag, published)
    korean = _KO.match(text)
    if korean and ("=" in text[:60]):
        return _korean(text, korean, tag)
    return _chinese(text, tag, published)


def read_suffix(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading of a Japanese place and byline bracket at the end of the last paragraph, else None."""
    at = text.rfind("【")
    if at <= 0 or not text.rstrip().endswith("】"):
        return None
    inner = read_east(text[at:], tag, published)
    if inner is None or not inner.is_dateline or not (inner.byline or inner.agencies):
        return None
    return replace(
        inner, start=at, end=at + inner.end, body_start=0, raw=text[at : at + inner.end], body=text[:at].rstrip()
    )


def _build(
    text: str,
    start: int,
    end: int,
    found: tuple[Place, ...],
    date: str | None,
    sources: tuple[str, ...],
    byline: tuple[DatelineParty, ...],
) -> DatelineReading:
    body_start = end + len(text[end:]) - len(text[end:].lstrip())
    return DatelineReading(
        True, text[body_start:], text[start:end], start, end, body_start, None, found, date, sources, byline
    )


def _place(name: str, tag: str | None) -> Place:
    match = places.place(name, tag)
    return Place(name, match.region if match else None, match.country if match else None)


def _japanese(text: str, found: re.Match[str], tag: str | None, published: str | None) -> DatelineReading:
    inner = found.group(1).strip()
    if inner.casefold() in _phrases(tag, "dateline.labels") or len(found.group()) > limits.MAX_DATELINE_BRACKETS:
        return refused(text, "label")
    start = found.end() - len(found.group().lstrip(" 　"))
    known: list[Place] = []
    byline: list[DatelineParty] = []
    sources: list[str] = []
    date: str | None = None
    for number, part in enumerate(p for p in re.split("[、，,]", inner) if p):
        days = almanac.find_dates(part, tag)
        if days and days[0].end - days[0].start >= len(part) - 1:
            date = almanac.resolve(days[0], published)
            continue
        read = _ja_part(part, tag)
        if read is None:
            if number == 0:
                return refused(text, "label")
            if known and _PERSON.match(part):
                byline.append(DatelineParty(part, known[-1].name))
                continue
            return refused(text, "label")
        place, person, source = read
        if place is not None:
            known.append(_place(place, tag))
        if person:
            byline.append(DatelineParty(person, place))
        sources += source
    if not known and not sources:
        return refused(text, "not_a_place")
    return _build(text, start, found.end(), tuple(known), date, tuple(sources), tuple(byline))


def _ja_part(part: str, tag: str | None) -> tuple[str | None, str | None, tuple[str, ...]] | None:
    """Return (place, person, agencies) of 場所＝名前, 場所・名前, 場所通信社 or 場所名前."""
    for sign in ("＝", "=", "・"):
        head, mark, tail = part.partition(sign)
        if mark and tail:
            if not places.is_place(head, tag) and sign == "・":
                continue
            source = agencies.agencies_in(tail, tag)
            if source:
                return head, None, source
            person = tail.removesuffix("記者").removesuffix("特派員").strip()
            if _PERSON.match(person) or names.is_person_name(person, tag):
                return head, person, ()
            return None
    length = places.longest_place_prefix(part, tag) if not part.isascii() else 0
    if not length:
        return None
    rest = part[length:].strip()
    if not rest:
        return part, None, ()
    source = agencies.agencies_in(rest, tag)
    if source:
        return part[:length], None, source
    rest = rest.removesuffix("記者").removesuffix("特派員")
    if 2 <= len(rest) <= 6 and _PERSON.match(rest):
        return part[:length], rest, ()
    return None


def _korean(text: str, found: re.Match[str], tag: str | None) -> DatelineReading:
    place, outlet = found.group(1).strip(), found.group(2).strip()
    source = agencies.agencies_in(outlet, tag)
    if not source and (not places.is_place(place, tag) or " " in outlet or len(outlet) > 8):
        return refused(text, "column_head")
    title = found.group(4)
    titles = {t for lang in ("ko",) for t in _titles(lang)}
    byline: tuple[DatelineParty, ...] = ()
    end = found.end() if found.group(5) else found.start(3) if found.group(3) else found.end()
    if found.group(3) and title in titles and found.group(5):
        people = [p for p in re.split(r"[·,\s]+", found.group(3)) if p]
        byline = tuple(DatelineParty(p, None, title) for p in people)
    elif found.group(3):
        end = text.rfind("]", 0, found.start(3)) + 1 or text.rfind(")", 0, found.start(3)) + 1
    while end and text[end - 1] == " ":
        end -= 1
    start = len(text) - len(text.lstrip())
    places_found = tuple(_place(p, tag) for p in re.split(r"[·,/]", place) if p)
    return _build(text, start, end, places_found, None, source or (outlet,), byline)


def _titles(tag: str) -> tuple[str, ...]:
    from pipelines.rules import language

    return language(tag)["byline.titles"]


def _chinese(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    found = _ZH.match(text)
    if found is None:
        plain = _ZH_PLAIN.match(text)
        if plain is None:
            return None
        source = agencies.agency(plain.group(2), tag)
        if source is None:
            return None
        start = plain.start() + len(plain.group()) - len(plain.group().lstrip(" 　"))
        return _build(text, start, plain.end(), (), None, (source,), ())
    head = found.group(2)
    source, place = _zh_head(head, tag)
    if source is None and place is None and head not in _phrases(tag, "dateline.own"):
        return None
    date = almanac.resolve(almanac.PrintedDate(0, 0, None, int(found.group(3)), int(found.group(4))), published)
    people = found.group("names") or found.group("inner") or ""
    byline = tuple(DatelineParty(n) for n in re.split(r"[、，, ]+", people.strip()) if n)
    start = len(text) - len(text.lstrip(" 　"))
    end = found.end() - (len(found.group()) - len(found.group().rstrip(" 　")))
    return _build(text, start, end, (_place(place, tag),) if place else (), date, (source,) if source else (), byline)


def _zh_head(head: str, tag: str | None) -> tuple[str | None, str | None]:
    """Return (agency, place) of 新华社北京, 本报北京, 中新网."""
    own = next((o for o in _phrases(tag, "dateline.own") if head.startswith(o)), None)
    if own:
        rest = head[len(own) :]
        return None, rest or None
    for cut in range(min(len(head), 6), 1, -1):
        source = agencies.agency(head[:cut], tag)
        if source:
            return source, head[cut:] or None
    return None, None
