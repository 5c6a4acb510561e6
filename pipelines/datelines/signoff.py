"""Datelines at the end: the bracket or line in which writers sign with the place they wrote from (B.2, B.8)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import almanac, names, places
from pipelines.datelines.japanese import read_suffix
from pipelines.datelines.reading import DatelineReading, built, place_of
from pipelines.record import DatelineParty, Place
from pipelines.rules import language, languages_for
from pipelines.text import has_hangul

_BRACKET: Final = re.compile(r"\(([^()]{5,200})\)\s?$")
_KOREAN: Final = re.compile(r"^\s?([\uac00-\ud7af][\uac00-\ud7af,·/ ]{3,60}?)(?=\s?(?:[\w.+-]{1,64}@|$))")
_LOOK: Final = 220
"""Code points at the end that may hold such a bracket."""


def read_signoff(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the dateline that ends the last paragraph, else None; a bracket inside a paragraph stays in the text."""
    if (tag or "").startswith("ja"):
        return read_suffix(text, tag, published)
    at = max(0, len(text) - _LOOK)
    found = _BRACKET.search(text[at:])
    if found is None or not at + found.start():
        return None
    party, cities = [], []
    date = None
    for part in (p.strip() for p in found.group(1).split(",")):
        days = almanac.find_dates(part, tag)
        if days and days[0].end - days[0].start >= len(part) - 1:
            date = almanac.resolve(days[0], published)
            continue
        name, place = _from(part, tag)
        if not names.is_person_name(name, tag):
            return None
        cities += [place] if place else []
        party.append(DatelineParty(name, place.name if place else None))
    if not cities or date is None:
        return None
    start, end = at + found.start(), at + found.end()
    raw = text[start:end].rstrip()
    return DatelineReading(True, text, raw, start, start + len(raw), 0, None, tuple(cities), date, (), tuple(party))


def _from(part: str, tag: str | None) -> tuple[str, Place | None]:
    """Split "Eva Lang aus Wien" into name and place."""
    for word in (w for lang in languages_for(tag) for w in lang["byline.places_in"]):
        name, mark, city = part.partition(f" {word} ")
        if mark and places.is_place(city, tag):
            return name.strip(), place_of(city.strip(), tag)
    return part, None


def read_korean_writer(text: str, tag: str | None) -> DatelineReading | None:
    """Return the dateline of a Korean writer's line that opens with places, else None: 목포, 여수 한지민 기자."""
    found = _KOREAN.match(text) if has_hangul(text[:10]) else None
    words = [w for w in re.split(r"[\s,·/]+", found.group(1)) if w] if found else []
    if found is None or len(words) < 3 or words[-1] not in language("ko")["byline.titles"]:
        return None
    *cities, name, title = words
    if not 2 <= len(name) <= 4 or not all(places.is_place(c, tag) for c in cities):
        return None
    party = (DatelineParty(name, None, title),)
    start, end = found.span(1)
    reading = built(text, start, end, tuple(place_of(c, tag) for c in cities), None, (), party)
    # the line is the writer's alone: an address may stand behind the name, and never the story
    return replace(reading, body="", body_start=len(text))
