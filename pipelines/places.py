"""Places by their printed names: which country, when that is certain, and how a name in capitals is written (B.3, B.4).

The gazetteer (`data/places.tsv`, GeoNames CC-BY; `data/territories.tsv`, CLDR) is one sorted text, searched by
bisection. Stand-alone cities, regions and fixed nulls are tables in `data/places.toml`.
"""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

from pipelines.rules import DATA, read_toml
from pipelines.text import clean, is_caps, is_cased

Basis = Literal["explicit", "standalone", "gazetteer", "known"]
MIN_PEOPLE: Final = 50
"""Thousands of people that a gazetteer match needs before it sets a country (B.4)."""
MIN_RATIO: Final = 5
"""How much larger than the largest match abroad it must be (B.4)."""


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What is known of a place name."""

    country: str | None = None
    region: str | None = None
    basis: Basis = "known"


def fold_place(name: str) -> str:
    """Return a place name for comparing: case, accents, points and hyphens folded, other scripts kept.

    >>> fold_place("PORT-AU-PRINCE"), fold_place("São Paulo"), fold_place("St. Paul")
    ('port au prince', 'sao paulo', 'st paul')
    """
    text = unicodedata.normalize("NFKD", clean(name).replace("İ", "i").casefold())
    flat = "".join(c for c in text if not unicodedata.combining(c) or "\u3099" <= c <= "\u309a")
    flat = unicodedata.normalize("NFC", flat).replace("ß", "ss").replace("ł", "l").replace("ø", "o").replace("ı", "i")
    for sign in "-.·・'’ʼ‘`":
        flat = flat.replace(sign, " " if sign in "-·・" else "")
    return " ".join(flat.split())


@cache
def _lines() -> list[str]:
    return (DATA / "places.tsv").read_text(encoding="utf-8").split("\n")


@cache
def _territories() -> dict[str, str]:
    text = (DATA / "territories.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.split("\n") if line)  # type: ignore[misc]


@cache
def _tables() -> dict[str, Any]:
    return read_toml("places.toml")


@cache
def _standalone() -> dict[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {}
    for country, names in _tables()["standalone"].items():
        for name in names:
            found[fold_place(name)] = (country, None)
    for entry in _tables()["fixed"]:
        for name in entry["names"]:
            found[fold_place(name)] = (entry.get("country"), entry.get("region"))
    return found


@cache
def _regions() -> dict[str, tuple[str | None, str]]:
    found: dict[str, tuple[str | None, str]] = {}
    for country, table in _tables()["regions"].items():
        for name, forms in table.items():
            for form in (name, *forms):
                found.setdefault(_region_key(form), (name, country))
    return found


def _region_key(text: str) -> str:
    flat = fold_place(text)
    # postal codes are codes only as printed: "or" and "in" are words
    return text.strip() if text.strip().isupper() and len(text.strip()) == 2 else flat


@lru_cache(maxsize=20_000)
def _entries(folded: str) -> tuple[tuple[str, str, int], ...]:
    lines = _lines()
    at = bisect.bisect_left(lines, folded + "\t")
    if at < len(lines) and lines[at].startswith(folded + "\t"):
        return tuple((c, k, int(n)) for c, k, n in (e.split(",") for e in lines[at].split("\t")[1].split(" ")))
    return ()


def region(text: str, tag: str | None = None) -> tuple[str | None, str | None] | None:
    """Return (region in English, country) for a state, province or country name or abbreviation, else None.

    >>> region("Wis."), region("Vietnam"), region("SP"), region("Harbour")
    (('Wisconsin', 'US'), (None, 'VN'), ('São Paulo', 'BR'), None)
    """
    name = clean(text).strip(" ,;")
    if not name or len(name) > 40:
        return None
    code = name.replace(".", "") if len(name.replace(".", "")) == 2 and name.replace(".", "").isupper() else None
    regions = _regions()
    found = regions.get(_region_key(name)) or (regions.get(code) if code else None)
    if found:
        return found
    country = country_of(name)
    return (None, country) if country else None


def country_of(text: str) -> str | None:
    """Return the country code of a country's name in any supported language, else None."""
    folded = fold_place(text)
    return _territories().get(folded) or _tables()["countries"].get(folded)


def place(name: str, tag: str | None = None, region_text: str | None = None) -> PlaceMatch | None:
    """Return what is known of a place name, or None when nothing is.

    Basis: explicit (a region is printed), standalone (table, capital, US state, country), gazetteer (large and without
    rival), known (it exists, its country is not certain).

    >>> place("FUKUOKA"), place("Valencia").country, place("Bridge of Sighs Cafe")
    (PlaceMatch(country='JP', region=None, basis='gazetteer'), None, None)
    """
    if region_text is not None:
        found = region(region_text, tag)
        if found:
            return PlaceMatch(found[1], found[0], "explicit")
    folded = fold_place(name)
    if not folded or len(folded) > 60:
        return None
    fixed = _standalone()
    if folded in fixed:
        country, area = fixed[folded]
        return PlaceMatch(country, area, "standalone")
    state = _regions().get(folded)
    if state and len(folded) > 3:
        return PlaceMatch(state[1], state[0] if state[1] == "US" else None, "standalone")
    nation = country_of(name)
    if nation:
        return PlaceMatch(nation, None, "standalone")
    return _gazetteer(folded)


def _gazetteer(folded: str) -> PlaceMatch | None:
    entries = _entries(folded)
    if not entries:
        return None
    primary = [e for e in entries if e[1] == "P"]
    latin = folded.isascii()
    # alternate names in scripts other than Latin are the page's own names; Latin ones may be any language's
    pool = primary or ([e for e in entries if not latin])
    if not pool:
        return PlaceMatch()
    sizes: dict[str, int] = {}
    for country, _, people in pool:
        sizes[country] = max(people, sizes.get(country, 0))
    ranked = sorted(sizes.items(), key=lambda e: -e[1])
    country, people = ranked[0]
    rival = max([n for c, n in ranked[1:]], default=0)
    if people >= MIN_PEOPLE and people >= MIN_RATIO * rival:
        return PlaceMatch(country, None, "gazetteer")
    return PlaceMatch()


def people(name: str) -> int:
    """Return the size of the largest place of that name in thousands, 0 when there is none."""
    return max((n for _, _, n in _entries(fold_place(name))), default=0)


def is_place(name: str, tag: str | None = None) -> bool:
    """Tell whether a name is known as a place: in a table, or a gazetteer name."""
    return place(name, tag) is not None


def longest_place_prefix(text: str, tag: str | None = None) -> int:
    """Return the length of the longest known place at the start of an unspaced text, 0 for none."""
    for length in range(min(len(text), 14), 1, -1):
        if is_place(text[:length], tag):
            return length
    return 0


def restore_place_case(name: str, tag: str | None = None) -> str:
    """Return a place name printed in capitals as it is written elsewhere (B.3, G.3); mixed case is kept.

    >>> restore_place_case("DEIR AL-BALAH"), restore_place_case("LA CROSSE"), restore_place_case("THE HAGUE")
    ('Deir al-Balah', 'La Crosse', 'The Hague')
    """
    if not is_cased(name) or not is_caps(name):
        return name
    low = set(_tables()["case"]["low"])
    keep = set(_tables()["case"]["keep"])
    words = []
    for index, word in enumerate(name.split(" ")):
        parts = []
        for at, part in enumerate(word.split("-")):
            lowered = _lower(part, tag)
            if part.strip(".,") in keep:
                parts.append(part)
            elif lowered in low and (index or at):
                parts.append(lowered)
            else:
                parts.append(_title(lowered, tag))
        words.append("-".join(parts))
    return " ".join(words)


def _lower(text: str, tag: str | None) -> str:
    if (tag or "").split("-")[0] in {"tr", "az"}:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower().replace("i̇", "i")


def _title(word: str, tag: str | None) -> str:
    turkic = (tag or "").split("-")[0] in {"tr", "az"}
    for at, letter in enumerate(word):
        if letter.isalpha():
            first = "İ" if letter == "i" and turkic else letter.upper()
            rest = word[at + 1 :]
            if at + 1 < len(word) and word[at + 1] in "'’" and letter in "dol" and len(rest) > 2:
                rest = rest[0] + rest[1].upper() + rest[2:]
            if rest.startswith("/"):
                rest = "/" + _title(rest[1:], tag)
            return word[:at] + first + rest
    return word


@cache
def slashed_names() -> tuple[str, ...]:
    """Return place names whose slash is part of the name (B.4)."""
    return tuple(_tables()["slashed"]["names"])


def territory(text: str) -> str | None:
    """Return the territory that is a region without a country here (B.4), else None."""
    folded = fold_place(text)
    return next(
        (name for name, forms in _tables()["territories"].items() if folded in {fold_place(f) for f in (name, *forms)}),
        None,
    )
