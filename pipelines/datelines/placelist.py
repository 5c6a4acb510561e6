"""The places of a dateline: one or several, with their regions, each as it is written elsewhere (B.1, B.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines import agencies, places
from pipelines.datelines.words import phrases
from pipelines.record import Place
from pipelines.text import is_caps, is_cased

_MOST: Final = 80
"""Code points of a list of places: the head may have 90 with date and source (B.6)."""
_WORDS: Final = 5
"""Words of one place name: Rothenburg ob der Tauber, San Miguel de Allende."""
_BRACKETS: Final = re.compile(r"\s?[(\[]([^()\[\]]{2,40})[)\]]")
_COMMA: Final = re.compile("[,،、]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One place as printed: its name and, where one follows, its region or country."""

    name: str
    area: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    place: Place
    known: bool


def read_places(text: str, tag: str | None) -> tuple[tuple[Place, ...], bool] | None:
    """Return (places, all of them known), or None when the text is no list of places.

    A region behind the last of several places holds for those before it, unless they lie elsewhere.
    """
    if len(text) > _MOST or any(c.isdigit() or c in '"“”?!' for c in text):
        return None
    if is_cased(text) and not text[:1].isupper():
        return None
    found: list[_Read] = []
    shared: str | None = None
    for piece in reversed(_split(_BRACKETS.sub(r", \1", text), tag)):
        read = _one(piece, tag)
        if read is None:
            return None
        if piece.area is not None:
            shared = piece.area
        elif shared is not None and "/" not in text:
            read = _share(read, piece.name, shared, tag)
        found.append(read)
    found.reverse()
    return tuple(r.place for r in found), all(r.known for r in found)


def _share(read: _Read, name: str, area: str, tag: str | None) -> _Read:
    found = places.region(area, tag, name)
    if found is None or read.place.country not in {None, found[1]}:
        return read
    return _Read(Place(read.place.name, found[0], found[1]), True)


@cache
def _joiners(tag: str | None) -> re.Pattern[str]:
    words = "|".join(re.escape(j) for j in phrases(tag, "joiners"))
    return re.compile(rf"(?:^|\s)(?:{words})\s" if words else r"(?!)", re.IGNORECASE)


def _split(text: str, tag: str | None) -> list[_Piece]:
    """Split at slashes, commas and joiners; what follows a comma and is a region or country belongs to its place."""
    out: list[_Piece] = []
    for chunk in _unslashed(text):
        mine: list[_Piece] = []
        for part in (p.strip() for p in _COMMA.split(chunk)):
            if not mine or not _is_area(part, tag):
                mine += [_Piece(name.strip()) for name in _joiners(tag).split(part) if name.strip()]
            elif mine[-1].area is None:
                mine[-1] = _Piece(mine[-1].name, part)
            elif not places.country_of(part):  # "Springfield, Ill., USA": the region says the country already
                mine.append(_Piece(part))
        out += mine
    return out


def _unslashed(text: str) -> list[str]:
    """Split at slashes, except where the slash is part of a name (B.4)."""
    ends = text.split("–")
    if len(ends) > 1 and all(places.is_place(e.strip()) for e in ends):
        text = "/".join(ends)  # "LONTOO–PARIISI"
    chunks: list[str] = []
    for chunk in (c.strip() for c in text.split("/")):
        if chunks and f"{chunks[-1]}/{chunk}".casefold() in _slashed():
            chunks[-1] = f"{chunks[-1]}/{chunk}"
        else:
            chunks.append(chunk)
    return chunks


@cache
def _slashed() -> frozenset[str]:
    return frozenset(n.casefold() for n in places.slashed_names())


def _is_area(text: str, tag: str | None) -> bool:
    return places.territory(text) is not None or places.region(text, tag) is not None


def _one(piece: _Piece, tag: str | None) -> _Read | None:
    """Return the place of "CITY" or "CITY, Region"; None when the name has not the form of one."""
    name = piece.name.strip(" ,")
    if name.endswith(".") and len(name) > 4 and places.is_place(name) and name.casefold() not in _slashed():
        name = name.rstrip(".")  # "Bonn. (KNA)"
    ship = _aboard(name, tag)
    if ship is not None:
        return _Read(ship, True)
    if not _is_name(name):
        return None
    shown = places.restore_place_case(name, tag)
    if piece.area:
        territory = places.territory(piece.area)
        if territory:
            return _Read(Place(shown, territory, None), True)
        explicit = places.place(name, tag, piece.area)
        return _Read(Place(shown, explicit.region, explicit.country), True) if explicit else None
    match = places.place(name, tag)
    if match is None:
        short = is_caps(name) and len(name) <= 4 and " " not in name
        return None if short or agencies.agency(name, tag) else _Read(Place(shown), False)
    return _Read(Place(shown, match.region, match.country), True)


def _aboard(name: str, tag: str | None) -> Place | None:
    """Return the ship or aircraft of "aboard the USS Hartwell": a place without a country."""
    for word in phrases(tag, "aboard"):
        if name.casefold().startswith(word + " "):
            return Place(f"{word} {places.restore_place_case(name[len(word) :].strip(), tag)}")
    return None


def _is_name(name: str) -> bool:
    """Tell whether a text has the form of a place name: few words, each with a capital unless it is a small one."""
    words = name.replace("/", " ").split()
    if not words or len(words) > _WORDS or not words[0][0].isalpha():
        return False
    # marks of Indic vowels are no letters to Python: whatever is no sign may stand in a word
    if any(c in "()[]{}<>=+*#@&%$€|\\:;" for c in name):
        return False
    low = places.small_words()
    return not is_cased(name) or all(w[:1].isupper() or not w[:1].isalpha() or w.casefold() in low for w in words)
