"""The head of a western dateline, between its start and its terminator: places, date, source (B.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import agencies, almanac, places
from pipelines.datelines.placelist import read_places
from pipelines.datelines.sources import Source, head_source, read_source, tail_source
from pipelines.datelines.words import phrases
from pipelines.record import DatelineParty, Place

_GROUPS: Final = (
    re.compile(r"--\(([^()]{2,60})\)$"),
    re.compile(r"\s?,?\s?[(（\[]([^()（）\[\]]{2,60})[)）\]]\s?$"),
    re.compile(r"\s?/([^/]{2,60})/\s?$"),
)
_DAY_ONLY: Final = re.compile(r"[,\s]\s?(\d{1,2})\s?$")
_EDGE: Final = " ,.–—-/"


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
    explicit: bool = False
    """True when a region or country is printed."""
    correspondent: bool = False


def read_head(text: str, tag: str | None, published: str | None) -> Head | None:
    """Return the parts of a head, or None when it is none."""
    groups = _groups(text.strip(" \t,"), tag)
    if groups is None:
        return None
    rest, source, printed = groups
    if source is None:
        rest, source = _bare_source(rest, tag)
    rest, before = _date(rest, tag, source=source is not None)
    printed = before or printed
    date = almanac.resolve(printed, published) if printed else None
    has_date = printed is not None
    given = source or Source()
    rest = rest.strip(_EDGE) if has_date or rest.rstrip().endswith((",", "–", "—", "-")) else rest.strip(" ,")
    if has_date:
        rest = _without_preposition(rest, tag)
    if given.listed and any(rest.casefold().startswith(desk) for desk in phrases(tag, "desks")):
        rest = ""  # "Redacción Internacional, 3 may (EFE)": a desk is no place
    if not rest:
        # a date alone, or a date and a word that is no source, is no dateline (B.5-6)
        return Head((), date, has_date, given.agencies, given.byline, True, True, True) if given.listed else None
    rest, person = _correspondent(rest, tag)
    read = read_places(rest, tag)
    if read is None:
        return None
    found, resolved = read
    return Head(
        found,
        date,
        has_date,
        given.agencies,
        (*given.byline, person) if person else given.byline,
        given.listed,
        source is not None,
        resolved,
        any(p.region for p in found) or "," in rest or "،" in rest or "(" in rest,
        person is not None,
    )


def _groups(rest: str, tag: str | None) -> tuple[str, Source | None, almanac.PrintedDate | None] | None:
    """Take brackets and slashes off the end: a source, a date, or both; None when one holds something else."""
    printed: almanac.PrintedDate | None = None
    for _ in range(2):
        group = next((m for p in _GROUPS if (m := p.search(rest.rstrip(".")))), None)
        if group is None:
            break
        inner, before = group.group(1).strip(), rest[: group.start()]
        inner, date = _split_date(inner, tag)
        printed = date or printed
        if not inner:
            rest = before.strip(" ,")
            continue
        if before.strip() and not agencies.agency(inner, tag) and _is_area(inner, before, tag):
            break  # "Srinagar [India]": a region, which belongs to the place
        source = read_source(inner, tag)
        if source is None or not (before.strip() or source.listed):
            return None
        return before.strip(" ,"), source, printed
    return rest, None, printed


def _is_area(inner: str, before: str, tag: str | None) -> bool:
    """Tell whether brackets hold the region of what stands before them; a code needs a known place: "Boeing (BA)"."""
    if places.region(inner, tag) is None:
        return False
    return len(inner) > 2 or places.is_place(before.strip(" ,").rpartition("/")[2], tag)


def _split_date(inner: str, tag: str | None) -> tuple[str, almanac.PrintedDate | None]:
    """Split a date from what shares its brackets: "Newsfile Corp. - May 1, 2024"."""
    dates = almanac.find_dates(inner, tag)
    if not dates:
        return inner, None
    last = dates[-1]
    return f"{inner[: last.start]} {inner[last.end :]}".strip(" ,-–—/"), last


def _bare_source(text: str, tag: str | None) -> tuple[str, Source | None]:
    """Split a source without brackets off the end or the front of a head."""
    for split in (tail_source, head_source):
        rest, found = split(text, tag)
        if found:
            return rest, Source(found, listed=True)
    return text, None


def _date(text: str, tag: str | None, *, source: bool) -> tuple[str, almanac.PrintedDate | None]:
    """Split the date off the end of a head; a day alone counts only beside a source (Europa Press)."""
    dates = almanac.find_dates(text, tag)
    stripped = text.rstrip(" .,-–—")
    if dates:
        last = dates[-1]
        tail = stripped[last.end :].strip(" ,.")
        bounded = last.start == 0 or text[last.start - 1] in " ,.،"
        if (bounded and len(tail) <= 1) or (tail and almanac.is_weekday(tail, tag)):
            return _without_weekday(text[: last.start], tag), last
    day = _DAY_ONLY.search(stripped) if source else None
    if day and 1 <= int(day.group(1)) <= 31:
        return text[: day.start()], almanac.PrintedDate(day.start(1), day.end(1), day=int(day.group(1)))
    return text, None


def _without_weekday(text: str, tag: str | None) -> str:
    """Cut a weekday off that stands before the date: "Praha, pátek 3. května"."""
    words = text.rstrip(" ,").rsplit(None, 1)
    return words[0] if len(words) == 2 and almanac.is_weekday(words[1], tag) else text


def _without_preposition(text: str, tag: str | None) -> str:
    """Cut "on" and its like off that led to the date: "القاهرة في 3 مايو"."""
    words = text.rsplit(None, 1)
    # in capitals it is a code: "TORONTO, ON"
    led = len(words) == 2 and not (words[1].isupper() and words[0].endswith(",")) and words[1].casefold()
    return words[0].rstrip(" ,") if led and led in phrases(tag, "on") else text


def _correspondent(text: str, tag: str | None) -> tuple[str, DatelineParty | None]:
    """Split an unnamed correspondent off: "Rome, de notre correspondante", "À Rome, notre correspondante"."""
    low = text.casefold()
    for phrase in phrases(tag, "correspondents"):
        if low.endswith(phrase) and len(low) > len(phrase) + 2:
            place = text[: -len(phrase)].strip(" ,")
            for word in phrases(tag, "at"):
                if place.casefold().startswith(word + " "):
                    place = place[len(word) :].strip()
            return place, DatelineParty(None, None, _title(phrase, tag))
    return text, None


def _title(phrase: str, tag: str | None) -> str:
    """Return the title in a correspondent's phrase: its last word, or two where a shorter phrase of two ends it."""
    two = " ".join(phrase.split()[-2:])
    return two if two in phrases(tag, "titles") else phrase.rsplit(maxsplit=1)[-1]


def opening_correspondent(text: str, tag: str | None) -> tuple[int, DatelineParty] | None:
    """Return (length, party) of an unnamed correspondent who opens the text, as Italian papers print it."""
    low = text.casefold()
    for phrase in phrases(tag, "correspondents"):
        if low.startswith(phrase + " ") and len(phrase.split()) > 1:
            return len(phrase) + 1, DatelineParty(None, None, _title(phrase, tag))
    return None
