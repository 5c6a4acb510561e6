"""The head of a western dateline, between its start and its terminator: places, date, source (B.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines import agencies, almanac, names, places
from pipelines.record import DatelineParty, Place
from pipelines.rules import languages_for
from pipelines.text import is_caps, is_cased

_BRACKETED: Final = re.compile(r"\s*,?\s*[(（]([^()（）]{2,60})[)）]\s*$")
_SLASHED: Final = re.compile(r"\s*/([^/]{2,60})/\s*$")
_DASHED_BRACKET: Final = re.compile(r"--\(([A-Z ]{4,30})\)$")
_DAY_ONLY: Final = re.compile(r"[,\s]\s*(\d{1,2})\s*$")
_NAME: Final = re.compile(r"^[^\W\d_][\w'’ʼ.\-·]*(?:\s[^\W\d_]?[\w'’ʼ.\-·]*){0,4}$")
_CALL_LETTERS: Final = re.compile(r"^[KWC][A-Z]{2,3}$")
_CODE: Final = re.compile(r"^[^\W\d_][\w .&’'-]{1,30}$")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the terminator."""

    places: tuple[Place, ...] = ()
    date: str | None = None
    has_date: bool = False
    agencies: tuple[str, ...] = ()
    byline: tuple[DatelineParty, ...] = ()
    listed: bool = False
    """True when a source of the table is named."""
    source: bool = False
    """True when a source stands there, listed or not."""
    resolved: bool = False
    """True when every place is known."""
    correspondent: bool = False


@cache
def _phrases(tag: str | None, group: str) -> tuple[str, ...]:
    found = dict.fromkeys(p.casefold() for lang in languages_for(tag) for p in lang[group])
    return tuple(sorted(found, key=len, reverse=True))


def read_head(text: str, tag: str | None, published: str | None) -> Head | None:
    """Return the parts of a head, or None when it is none."""
    rest = text.strip(" \t,")
    found_agencies: tuple[str, ...] = ()
    byline: tuple[DatelineParty, ...] = ()
    listed = source = False
    date: str | None = None
    has_date = False
    bracket = _DASHED_BRACKET.search(rest) or _BRACKETED.search(rest) or _SLASHED.search(rest.rstrip("."))
    if bracket is not None:
        inner = bracket.group(1).strip()
        before = rest[: bracket.start()]
        inner_dates = almanac.find_dates(inner, tag)
        if inner_dates and inner_dates[0].end - inner_dates[0].start >= len(inner) - 2:
            date, has_date = almanac.resolve(inner_dates[0], published), True
        else:
            read = _source(inner, tag)
            if read is None or (not before.strip() and not read[1]):
                return None
            found_agencies, listed, byline = read
            source = True
        rest = before.strip(" ,")
    else:
        rest, tail = _tail_source(rest, tag)
        if tail:
            found_agencies, listed, source = (tail,), True, True
    rest, printed = _date(rest, tag, source=source)
    if printed is not None:
        date, has_date = almanac.resolve(printed, published), True
    rest = rest.strip(" ,.–—-") if rest.strip().endswith((",", "–", "—", "-")) or has_date else rest.strip(" ,")
    if not rest:
        if not listed:
            return None
        return Head((), date, has_date, found_agencies, byline, listed, source, True)
    rest, person = _correspondent(rest, tag)
    if person is not None:
        byline = (*byline, person)
    read_places = _places(rest, tag)
    if read_places is None:
        return None
    found, resolved = read_places
    return Head(found, date, has_date, found_agencies, byline, listed, source, resolved, person is not None)


def _source(inner: str, tag: str | None) -> tuple[tuple[str, ...], bool, tuple[DatelineParty, ...]] | None:
    """Return (agencies, listed, byline) of what stands in brackets or slashes, None when it is no source (B.6-6)."""
    low = inner.casefold()
    if low in _phrases(tag, "dateline.newsroom"):
        return (), False, ()
    whole = agencies.agencies_in(inner, tag)
    if whole:
        return whole, True, ()
    parts = [p.strip() for p in inner.split("/")]
    known = [agencies.agency(p, tag) for p in parts]
    if len(parts) > 1 and any(known):
        return tuple(k or p for k, p in zip(known, parts, strict=True)), True, ()
    words = inner.split()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            name = agencies.agency(" ".join(words[start:end]), tag)
            if name and words[end:] and names.is_person_name(" ".join(words[end:]), tag):
                title = " ".join(words[:start]) or None
                return (name,), True, (DatelineParty(" ".join(words[end:]), None, title),)
    if any(c.isdigit() for c in inner):
        return None
    if _CALL_LETTERS.match(inner) or (_CODE.match(inner) and len(words) <= 4):
        return (inner,), False, ()
    return None


def _tail_source(text: str, tag: str | None) -> tuple[str, str | None]:
    """Split a listed source off the end: "BERLIN taz", "Москва. 3 мая. INTERFAX.RU" (a place or date stands before it)."""
    words = text.split(" ")
    for count in (1, 2, 3):
        if len(words) > count:
            name = agencies.agency(" ".join(words[-count:]).strip(" .,"), tag)
            if name and agencies.kind(name) in {"agency", "outlet", "broadcaster"}:
                return " ".join(words[:-count]).rstrip(" -–—"), name
    name = agencies.agency(text.strip(" ."), tag)
    if name and agencies.kind(name) in {"agency", "broadcaster", "newswire"}:
        return "", name
    return text, None


def _date(text: str, tag: str | None, *, source: bool) -> tuple[str, almanac.PrintedDate | None]:
    dates = almanac.find_dates(text, tag)
    stripped = text.rstrip(" .,-–—")
    if dates:
        last = dates[-1]
        if last.end >= len(stripped) - 1 and (last.start == 0 or text[last.start - 1] in " ,."):
            return text[: last.start], last
        tail = stripped[last.end :].strip(" ,")
        if almanac.is_weekday(tail, tag):
            return text[: last.start], last
    if source:
        day = _DAY_ONLY.search(stripped)
        if day and 1 <= int(day.group(1)) <= 31:
            return text[: day.start()], almanac.PrintedDate(day.start(1), day.end(1), day=int(day.group(1)))
    return text, None


def _correspondent(text: str, tag: str | None) -> tuple[str, DatelineParty | None]:
    """Split an unnamed correspondent off: "Rome, de notre correspondante", "DALLA NOSTRA CORRISPONDENTE NEW YORK"."""
    low = text.casefold()
    for phrase in _phrases(tag, "dateline.correspondents"):
        if low.endswith(phrase) and len(low) > len(phrase) + 2:
            place = text[: -len(phrase)].strip(" ,")
            for word in _phrases(tag, "dateline.at"):
                if place.casefold().startswith(word + " "):
                    place = place[len(word) :].strip()
            return place, DatelineParty(
                None, None, phrase.split()[-1] if "spécial" not in phrase else " ".join(phrase.split()[-2:])
            )
    return text, None


def opening_correspondent(text: str, tag: str | None) -> tuple[int, DatelineParty] | None:
    """Return (length, party) of an unnamed correspondent who opens the text, as Italian papers print it."""
    low = text.casefold()
    for phrase in _phrases(tag, "dateline.correspondents"):
        if low.startswith(phrase + " ") and len(phrase.split()) > 1:
            return len(phrase) + 1, DatelineParty(None, None, phrase.split()[-1])
    return None


def _places(text: str, tag: str | None) -> tuple[tuple[Place, ...], bool] | None:
    """Return (places, all known), or None when the text is no list of places."""
    if len(text) > 80 or any(c.isdigit() for c in text) or '"' in text or "“" in text or "?" in text:
        return None
    if is_cased(text) and not text[:1].isupper():
        return None
    pieces = _split(text, tag)
    found: list[Place] = []
    resolved = True
    area: str | None = None
    for piece in reversed(pieces):
        read = _one(piece, tag)
        if read is None:
            return None
        place, known, explicit = read
        if explicit:
            area = piece.split(",", 1)[1].strip() if "," in piece else piece.split("،", 1)[1].strip()
        elif area is not None and "/" not in text and place.country != "":
            shared = places.region(area, tag)
            if shared:
                place, known = Place(place.name, shared[0], shared[1]), True
        found.insert(0, place)
        resolved = resolved and known
    return tuple(found), resolved


def _split(text: str, tag: str | None) -> list[str]:
    """Split at slashes, joiners and at commas between places; a comma before a region belongs to its place."""
    slashed = {n.casefold() for n in places.slashed_names()}
    if text.casefold() in slashed:
        return [text]
    joiners = "|".join(re.escape(j) for j in _phrases(tag, "dateline.joiners"))
    chunks = re.split(rf"\s*/\s*|\s+(?:{joiners})\s+" if joiners else r"\s*/\s*", text)
    merged: list[str] = []
    for chunk in chunks:
        if merged and f"{merged[-1]}/{chunk}".casefold() in slashed:
            merged[-1] = f"{merged[-1]}/{chunk}"
        else:
            merged.append(chunk)
    out: list[str] = []
    for chunk in merged:
        parts = [p.strip() for p in re.split("[,،]", chunk) if p.strip()]
        at = 0
        while at < len(parts):
            if (at + 1 < len(parts) and places.region(parts[at + 1], tag) is not None) or (
                at + 1 < len(parts) and _territory(parts[at + 1])
            ):
                out.append(f"{parts[at]}, {parts[at + 1]}")
                at += 2
            else:
                out.append(parts[at])
                at += 1
    return out


def _territory(text: str) -> str | None:
    return places.territory(text)


def _one(piece: str, tag: str | None) -> tuple[Place, bool, bool] | None:
    """Return (place, known, region printed) of "CITY" or "CITY, Region"."""
    name, _, area = piece.partition(", ")
    name = name.strip(" ,")
    for word in _phrases(tag, "dateline.aboard"):
        if name.casefold().startswith(word + " "):
            ship = places.restore_place_case(name[len(word) :].strip(), tag)
            return Place(f"{word} {ship}"), True, False
    if not name or not _NAME.match(name.replace("/", "")) or len(name.split()) > 5:
        return None
    if is_cased(name) and not all(w[:1].isupper() or w.casefold() in _LOW for w in name.replace("/", " ").split()):
        return None
    shown = places.restore_place_case(name, tag)
    if area:
        territory = _territory(area)
        if territory:
            return Place(shown, territory, None), True, True
        match = places.place(name, tag, area)
        if match is None or match.basis != "explicit":
            return None
        return Place(shown, match.region, match.country), True, True
    match = places.place(name, tag)
    if match is None:
        if agencies.agency(name, tag) or (
            is_caps(name) and name.replace(".", "").isupper() and len(name) <= 4 and " " not in name
        ):
            return None
        return Place(shown), False, False
    return (
        Place(
            shown,
            match.region if match.basis == "standalone" and match.region == "District of Columbia" else None,
            match.country,
        ),
        True,
        False,
    )


_LOW: Final = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "of",
        "the",
        "am",
        "an",
        "au",
        "aux",
        "sur",
        "en",
        "al",
        "ul",
        "bin",
        "do",
        "da",
        "dos",
        "das",
        "le",
        "les",
        "du",
        "des",
        "di",
        "upon",
        "on",
        "und",
        "i",
        "y",
        "im",
        "ob",
        "der",
        "den",
        "van",
    ]
)
