"""Datelines of Korean houses: (서울=연합뉴스) 이름 기자 = (B.2)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import agencies, places
from pipelines.datelines.reading import DatelineReading, built, place_of, refused
from pipelines.record import DatelineParty
from pipelines.rules import language

_HEAD: Final = re.compile(r"^\s?[(\[【]([^()\[\]【】=]{1,24})=([^()\[\]【】]{1,20})[)\]】]")
_WRITERS: Final = re.compile(r"\s?([\uac00-\ud7af·, ]{3,60}?)\s?=(?=\s)")
_JOINTS: Final = re.compile(r"[·,\s]+")
_OUTLET: Final = 8
"""Characters of an unlisted outlet's name; a column title is longer."""


def read_korean(text: str, tag: str | None) -> DatelineReading | None:
    """Return the reading of a text that opens with place=agency in brackets (also when refused), else None."""
    found = _HEAD.match(text)
    if found is None:
        return None
    place, outlet = found.group(1).strip(), found.group(2).strip()
    sources = agencies.agencies_in(outlet, tag)
    cities = [p for p in re.split(r"[·,/]", place) if p.strip()]
    known = all(places.is_place(c.strip(), tag) for c in cities)
    if not known and f"{place}=" in language("ko")["caption.labels"]:
        return refused(text, "label")
    writer = _people(outlet) if known and not sources else ()
    writers = _WRITERS.match(text, found.end())
    unlisted = known and (writers is not None or agencies.is_outlet_like(outlet, tag)) and len(outlet) <= _OUTLET
    if not sources and not writer and (not unlisted or " " in outlet):
        return refused(text, "column_head")
    cities, wires = _with_wires(cities, tag)
    end = found.end()
    byline: tuple[DatelineParty, ...] = ()
    if writers:
        byline = _people(writers.group(1))
        end = writers.end() if byline else end
    start = len(text) - len(text.lstrip())
    shown = tuple(place_of(c, tag) for c in cities)
    if writer:
        named = tuple(DatelineParty(w.name, cities[0] if len(cities) == 1 else None, w.job_title) for w in writer)
        return built(text, start, end, shown, None, wires, named)
    return built(text, start, end, shown, None, (*wires, *(sources or (outlet,))), byline)


def _with_wires(cities: list[str], tag: str | None) -> tuple[list[str], tuple[str, ...]]:
    """Split a foreign agency off its place: (모스크바 AP=연합뉴스) is Yonhap's relay of AP."""
    plain, wires = [], []
    for city in cities:
        name, _, wire = city.strip().partition(" ")
        listed = agencies.agency(wire, tag) if wire else None
        plain.append(name if listed else city.strip())
        wires += [listed] if listed else []
    return plain, tuple(wires)


def _people(text: str) -> tuple[DatelineParty, ...]:
    """Return the writers of "김도현 이서윤 특파원"; () when the last word is no journalist's title."""
    words = [w for w in _JOINTS.split(text.strip()) if w]
    if len(words) < 2 or words[-1] not in language("ko")["byline.titles"]:
        return ()
    return tuple(DatelineParty(w, None, words[-1]) for w in words[:-1] if 2 <= len(w) <= 4)
