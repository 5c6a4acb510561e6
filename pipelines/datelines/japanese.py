"""Datelines of Japanese houses: 【ソウル＝名前】, 【ワシントン共同】, ［東京　２日　ロイター］ (B.2, B.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, almanac, limits, names, places
from pipelines.datelines.reading import DatelineReading, built, place_of, refused
from pipelines.datelines.words import phrases
from pipelines.record import DatelineParty, Place
from pipelines.rules import language
from pipelines.text import narrow

_BRACKET: Final = re.compile(r"^[ 　]?【([^【】]{2,140})】")
_WIRE: Final = re.compile(r"^[ 　]?[\[［]([^\[\]［］]{4,60})[\]］](?:[ 　]?[-－―—–](?=[ 　]))?")
_BEHIND: Final = re.compile(r"^[ 　]?([^\s　（()）、。]{2,14})?[（(]([^（()）]{2,20})[)）][ 　]?")
_PERSON: Final = re.compile(r"^[\u3400-\u9fff々ヶ\u3040-\u30ff]{2,7}$")
_PART: Final = re.compile("[、，,]")
_SIGNS: Final = ("＝", "=", "・")


@dataclass(slots=True)
class _Parts:
    """What the parts of a bracket gave so far."""

    places: list[Place] = field(default_factory=list)
    byline: list[DatelineParty] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    date: str | None = None


def read_japanese(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading of a text that opens with a bracket (also when refused), else None."""
    found = _BRACKET.match(text)
    if found is None:
        wire = _WIRE.match(text)
        return _wire(text, wire, tag, published) if wire else _behind(text, tag)
    inner = found.group(1).strip()
    if inner.casefold() in phrases(tag, "labels") or len(found.group()) > limits.MAX_DATELINE_BRACKETS:
        return refused(text, "label")
    start = len(text) - len(text.lstrip(" 　"))
    whole = agencies.agencies_in(inner, tag)
    if whole:
        return built(text, start, found.end(), (), None, whole, ())
    parts = _Parts()
    for part in (p.strip() for p in _PART.split(inner)):
        if part and not _add(parts, part, tag, published):
            return refused(text, "label")
    if not parts.places and not parts.sources:
        return refused(text, "not_a_place")
    return built(text, start, found.end(), tuple(parts.places), parts.date, tuple(parts.sources), tuple(parts.byline))


def read_suffix(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading of a place and byline bracket that ends the last paragraph, else None."""
    at = text.rfind("【")
    if at <= 0 or not text.rstrip().endswith("】"):
        return None
    inner = read_japanese(text[at:], tag, published)
    if inner is None or not inner.is_dateline or not (inner.byline or inner.agencies):
        return None
    return replace(
        inner, start=at, end=at + inner.end, body_start=0, raw=text[at : at + inner.end], body=text[:at].rstrip()
    )


def _wire(text: str, found: re.Match[str], tag: str | None, published: str | None) -> DatelineReading | None:
    """Read ［ワシントン　３日　ロイター］: place, day and a listed agency between blanks."""
    words = narrow(found.group(1)).split()
    sources = agencies.agencies_in(words[-1], tag) if len(words) > 1 else ()
    if not sources:
        return None
    days = almanac.find_dates(words[-2], tag)
    cities = [c for w in words[: -2 if days else -1] for c in re.split("[/・]", w)]
    if not days and not all(places.is_place(c, tag) for c in cities):
        return None
    date = almanac.resolve(days[0], published) if days else None
    start = len(text) - len(text.lstrip(" 　"))
    return built(text, start, found.end(), tuple(place_of(c, tag) for c in cities), date, sources, ())


def _behind(text: str, tag: str | None) -> DatelineReading | None:
    """Read ロンドン（CNN）: a known place, or none, and a listed agency in brackets behind it."""
    found = _BEHIND.match(text) if (tag or "").startswith(("ja", "zh")) else None
    sources = agencies.agencies_in(found.group(2), tag) if found else ()
    if found is None or not sources or not (not found.group(1) or places.is_place(found.group(1), tag)):
        return None
    cities = (place_of(found.group(1), tag),) if found.group(1) else ()
    start = len(text) - len(text.lstrip(" 　"))
    return built(text, start, found.end(), cities, None, sources, ())


def _add(parts: _Parts, part: str, tag: str | None, published: str | None) -> bool:
    """Add one part of a bracket; False when it is none of place, person, agency or day."""
    days = almanac.find_dates(part, tag)
    if days:
        parts.date = almanac.resolve(days[0], published)
        part = f"{part[: days[0].start]}{part[days[0].end :]}".strip(" 　")
    wires = agencies.agencies_in(part, tag) if part else ()
    if wires or not part:
        parts.sources += wires
        return True
    read = _part(part, tag)
    if read is None:
        if not parts.places or not _PERSON.match(part):
            return False
        # a second writer at the same place
        parts.byline.append(DatelineParty(part, parts.places[-1].name))
        return True
    place, person, sources = read
    if place is not None:
        parts.places.append(place_of(place, tag))
    if person:
        parts.byline.append(DatelineParty(person, place))
    parts.sources += sources
    return True


def _part(part: str, tag: str | None) -> tuple[str | None, str | None, tuple[str, ...]] | None:
    """Return (place, person, agencies) of 場所＝名前, 場所・名前, 場所通信社 or 場所名前."""
    for sign in _SIGNS:
        head, mark, tail = part.partition(sign)
        if not mark or not tail or (sign == "・" and not places.is_place(head, tag)):
            continue
        source = agencies.agencies_in(tail, tag)
        if source:
            return head, None, source
        person = _bare_name(tail)
        if person.endswith(language("ja")["byline.bureaus"]):
            return head, None, ()
        return (
            (head, person, ())
            if _is_writer(person, tag) or (not _PERSON.match(person) and names.is_person_name(person, tag))
            else None
        )
    length = 0 if part.isascii() else places.longest_place_prefix(part, tag)
    if not length:
        return None
    rest = part[length:].strip()
    source = agencies.agencies_in(rest, tag) if rest else ()
    if source or not rest:
        return part[:length].strip(), None, source
    rest = _bare_name(rest)
    return (part[:length], rest, ()) if 2 <= len(rest) <= 6 and _is_writer(rest, tag) else None


def _is_writer(text: str, tag: str | None) -> bool:
    """Tell whether a text may be a writer's name: few characters, and no event or institution (東京五輪)."""
    ends = language("ja")["dateline.not_names"]
    return bool(_PERSON.match(text)) and (tag or "ja").startswith("ja") and not text.endswith(ends)


def _bare_name(text: str) -> str:
    """Return a name without the title behind it: 記者, 特派員."""
    titles = sorted((t for t in language("ja")["byline.titles"] if text.endswith(t)), key=len)
    return text.removesuffix(titles[-1]).strip() if titles else text.strip()
