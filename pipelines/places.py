"""Places by their names: which country, when that is certain, and how a name in capitals is written (B.3, B.4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pipelines import gazetteer, limits
from pipelines.gazetteer import fold_place
from pipelines.text import clean, is_caps, is_cased

Basis = Literal["explicit", "standalone", "gazetteer", "known"]
MIN_PEOPLE: Final = 50
"""Thousands of people that a gazetteer match needs before it sets a country (B.4)."""
_TURKIC: Final = frozenset({"tr", "az"})
"""Languages that write i with and without a dot as two letters."""
MIN_RATIO: Final = 5
"""How much larger than the largest match abroad it must be (B.4)."""


_LONGEST: Final = 120
"""Code points of a name with its blanks: the longest names of towns have 60."""


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What is known of a place name."""

    country: str | None = None
    region: str | None = None
    basis: Basis = "known"


def region(text: str, tag: str | None = None, city: str | None = None) -> tuple[str | None, str | None] | None:
    """Return (region in English, country) for a state, province or country name or abbreviation, else None.

    Where several bear the name (Georgia, PR, SC), the one that has the city wins, then the page language's own.

    >>> region("Wis."), region("Vietnam"), region("SP"), region("Harbour")
    (('Wisconsin', 'US'), (None, 'VN'), ('São Paulo', 'BR'), None)
    >>> region("Georgia", city="Tbilisi"), region("PR", "pt", "Londrina")
    ((None, 'GE'), ('Paraná', 'BR'))
    """
    name = clean(text).strip(" ,;")
    if not name or len(name) > 40:
        return None
    found: list[tuple[str | None, str | None]] = list(gazetteer.regions().get(gazetteer.region_key(name)) or ())
    country = country_of(name)
    if country:
        found.append((None, country))
    if len(found) < 2:
        return found[0] if found else None
    homes = {c for c, kind, _ in gazetteer.entries(fold_place(city)) if kind == "P"} if city else set()
    fitting = [f for f in found if f[1] in homes] or found
    own = gazetteer.tables()["home"].get((tag or "en").split("-")[0], ())
    return next((f for f in fitting if f[1] in own), fitting[0])


def country_of(text: str) -> str | None:
    """Return the country code of a country's name in any supported language, else None."""
    folded = fold_place(text)
    return gazetteer.territories().get(folded) or gazetteer.tables()["countries"].get(folded)


def place(name: str, tag: str | None = None, region_text: str | None = None) -> PlaceMatch | None:
    """Return what is known of a place name, or None when nothing is.

    Basis: explicit (a region is printed), standalone (table, capital, US state, country), gazetteer (large and without
    rival), known (it exists, its country is not certain).

    >>> place("FUKUOKA"), place("Valencia").country, place("Bridge of Sighs Cafe")
    (PlaceMatch(country='JP', region=None, basis='gazetteer'), None, None)
    """
    if len(name) > _LONGEST:
        return None
    if region_text is not None:
        found = region(region_text, tag, name)
        if found:
            # "Washington, EUA": the country alone leaves the fixed region standing
            country, area = gazetteer.standalone().get(fold_place(name), (None, None))
            return PlaceMatch(found[1], found[0] or (area if country == found[1] else None), "explicit")
    folded = fold_place(name)
    if not folded or len(folded) > 60:
        return None
    fixed = gazetteer.standalone()
    if folded in fixed:
        country, area = fixed[folded]
        return PlaceMatch(country, area, "standalone")
    return _area(name, folded) or _gazetteer(folded)


def _area(name: str, folded: str) -> PlaceMatch | None:
    """Return the match of a state, province or country that is named as the place itself."""
    nation = country_of(name)
    states = gazetteer.regions().get(folded, ()) if len(folded) > 3 else ()
    countries = {c for _, c in states} | ({nation} if nation else set())
    if not countries:
        return None
    if len(countries) > 1:
        return PlaceMatch()  # Georgia, Punjab
    if nation or "US" in countries or not gazetteer.entries(folded):
        return PlaceMatch(countries.pop(), None, "standalone")
    return None  # Córdoba is a city before it is a province


def _gazetteer(folded: str) -> PlaceMatch | None:
    entries = gazetteer.entries(folded)
    # St. is Saint; when the two spellings lead to two countries, neither is certain
    saint = gazetteer.entries("saint" + folded[2:]) if folded.startswith("st ") else ()
    if not entries and not saint:
        return None
    # alternate names in scripts other than Latin are the page's own names; Latin ones may be any language's
    forms = [e if folded.isascii() else e or s for e, s in ((_primary(x), x) for x in (entries, saint) if x)]
    countries = {_certain(form) for form in forms}
    country = countries.pop() if len(countries) == 1 else None
    return PlaceMatch(country, None, "gazetteer") if country else PlaceMatch()


def _primary(entries: tuple[tuple[str, str, int], ...]) -> tuple[tuple[str, str, int], ...]:
    return tuple(e for e in entries if e[1] == "P")


def _certain(entries: tuple[tuple[str, str, int], ...]) -> str | None:
    """Return the country whose place is large and has no rival abroad (B.4), else None."""
    sizes: dict[str, int] = {}
    for country, _, people in entries:
        sizes[country] = max(people, sizes.get(country, 0))
    ranked = sorted(sizes.items(), key=lambda e: -e[1])
    if not ranked or ranked[0][1] < MIN_PEOPLE:
        return None
    rival = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= MIN_RATIO * rival else None


def is_area(name: str) -> bool:
    """Tell whether a name is a country's or a province's and no city's: where things happen, not where one files from.

    A US state may stand as the place of filing (B.4).

    >>> is_area("Iran"), is_area("Singapore"), is_area("Texas"), is_area("Puebla")
    (True, False, False, False)
    """
    folded = fold_place(name)
    if folded in gazetteer.standalone():
        return False
    regions = gazetteer.regions().get(folded, ())
    return country_of(name) is not None or bool(
        regions and not gazetteer.entries(folded) and "US" not in {c for _, c in regions}
    )


def people(name: str, *, primary: bool = False) -> int:
    """Return the size of the largest place of that name in thousands, 0 when there is none.

    With `primary`, alternate names in Latin letters do not count.
    """
    folded = fold_place(name)
    strict = primary and folded.isascii()
    return max((n for _, kind, n in gazetteer.entries(folded) if kind == "P" or not strict), default=0)


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
    if len(name) > limits.MAX_DATELINE or not is_cased(name) or not is_caps(name):
        return name
    if (tag or "").split("-")[0] in _TURKIC and (place(name, tag) or PlaceMatch()).country not in {None, "TR", "AZ"}:
        tag = None  # a foreign name keeps its own i: WASHINGTON is Washington on a Turkish page
    written = _written().get(fold_place(name))
    if written:
        return written
    low = small_words()
    keep = set(gazetteer.tables()["case"]["keep"])
    words = []
    for index, word in enumerate(name.split(" ")):
        parts = []
        for at, part in enumerate(word.split("-")):
            lowered = _lower(part, tag)
            if part.strip(".,") in keep or "." in part[1:-1]:
                parts.append(part)
            elif lowered in low and (index or at):
                parts.append(lowered)
            elif lowered.startswith(("d'", "d’")) and (index or at):
                parts.append(lowered[:2] + _title(lowered[2:], tag))  # Coeur d'Alene
            else:
                parts.append(_title(lowered, tag))
        words.append("-".join(parts))
    return " ".join(words)


@cache
def _written() -> dict[str, str]:
    """Return names whose capitals lose their accents, as they are written in lower case (Greek)."""
    return {fold_place(name): name for name in gazetteer.tables()["case"]["written"]}


@cache
def small_words() -> frozenset[str]:
    """Return the words that stay low inside a place name (G.3)."""
    return frozenset(gazetteer.tables()["case"]["low"])


def _lower(text: str, tag: str | None) -> str:
    if (tag or "").split("-")[0] in _TURKIC:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower().replace("i̇", "i")


def _title(word: str, tag: str | None) -> str:
    turkic = (tag or "").split("-")[0] in _TURKIC
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
    return tuple(gazetteer.tables()["slashed"]["names"])


def territory(text: str) -> str | None:
    """Return the territory that is a region without a country here (B.4), else None."""
    return _territory_forms().get(fold_place(text))


@cache
def _territory_forms() -> dict[str, str]:
    return {fold_place(f): name for name, forms in gazetteer.tables()["territories"].items() for f in (name, *forms)}
