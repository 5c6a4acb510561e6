"""The tables behind `places`: folded names, the gazetteer by bisection, cities that stand alone, regions.

The gazetteer (`data/places.tsv`, GeoNames CC-BY; `data/territories.tsv`, CLDR) is one sorted text, never split.
Stand-alone cities, regions and fixed nulls are tables in `data/places.toml`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from pipelines.rules import DATA, read_toml
from pipelines.text import clean


def fold_place(name: str) -> str:
    """Return a place name for comparing: case, accents, points and hyphens folded, other scripts kept.

    >>> fold_place("PORT-AU-PRINCE"), fold_place("São Paulo"), fold_place("St. Paul")
    ('port au prince', 'sao paulo', 'st paul')
    """
    text = unicodedata.normalize("NFKD", clean(name).replace("İ", "i").casefold())
    # casefold again: a letter of mathematics is a capital only now
    flat = "".join(c for c in text.casefold() if not unicodedata.combining(c) or "\u3099" <= c <= "\u309a")
    return " ".join(unicodedata.normalize("NFC", flat).translate(_SAME).split())


_SAME: Final = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "ı": "i",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        # Arabic and Persian write the same letter with two codes
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": "",
        "\u200c": "",
        **dict.fromkeys("-·・‐‑", " "),
        **dict.fromkeys(".'’ʼ‘`׳", ""),
    }
)


@cache
def table() -> bytes:
    """Return the gazetteer as it is stored."""
    return (DATA / "places.tsv").read_bytes()


def line_of(name: str) -> bytes:
    """Return what the table says of a name, b"" when it has no such line: bisection over the bytes, never split."""
    data, wanted = table(), name.encode() + b"\t"
    low, high = 0, len(data)
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", middle)
        if data[start:end] < wanted:
            low = end + 1
        else:
            high = start
    return data[low + len(wanted) : data.find(b"\n", low)] if data.startswith(wanted, low) else b""


@cache
def territories() -> dict[str, str]:
    """Return folded name -> country code."""
    text = (DATA / "territories.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.split("\n") if line)


@cache
def tables() -> dict[str, Any]:
    """Return the tables of `places.toml`."""
    return read_toml("places.toml")


@cache
def standalone() -> dict[str, tuple[str | None, str | None]]:
    """Return folded name -> (country, region) of capitals, cities that stand alone, and fixed nulls."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for country, names in tables()["standalone"].items():
        for name in names:
            found[fold_place(name)] = (country, None)
    for entry in tables()["fixed"]:
        for name in entry["names"]:
            found[fold_place(name)] = (entry.get("country"), entry.get("region"))
    return found


@cache
def regions() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return folded name or code -> (region in English, country) of each region that bears it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for country, table in tables()["regions"].items():
        for name, forms in table.items():
            for form in dict.fromkeys((name, *forms)):
                found.setdefault(region_key(form), []).append((name, country))
    return {form: tuple(dict.fromkeys(regions)) for form, regions in found.items()}


def region_key(text: str) -> str:
    """Return what a region is looked up by: a code as printed, or the folded name."""
    code = text.replace(".", "").replace(" ", "")
    # postal codes are codes only as printed: "or" and "in" are words
    return code if code.isupper() and len(code) == 2 else fold_place(text)


@lru_cache(maxsize=20_000)
def entries(folded: str) -> tuple[tuple[str, str, int], ...]:
    """Return (country, P or A, thousands of people) of the places of a name."""
    found = (entry.split(",") for entry in line_of(folded).decode().split())
    return tuple((country, kind, int(thousands)) for country, kind, thousands in found)
