"""One image element: its best address among lazy, responsive and plain ones, its size, its alternative text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from pipelines.draft import Figure
from pipelines.extract.markup import names
from pipelines.extract.sheet import Sheet
from pipelines.text import clean

_LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-hi-res-src", "data-image",
    "data-url",
    "data-img-url",
    "data-full", "data-large", "data-zoom-src", "src",
)  # fmt: skip
_SETS: Final = ("data-srcset", "data-lazy-srcset", "srcset")
_WIDTH: Final = re.compile(r"^(\d{1,5})(?:px)?$")


def picture(sheet: Sheet, image: int, base: str | None) -> Figure | None:
    """Return what an image element says, its address from the widest source, or None without any address."""
    url: str | None = None
    given = sheet.attributes[image]
    for name in _LAZY:
        value = given.get(name)
        url = address(value, base) if value else None
        if url:
            break
    parent = sheet.up[image]
    width = _pixels(given.get("width"))
    widest = _widest(given, base)
    if sheet.tag[parent] == "picture":
        for source in sheet.below(parent, "source"):
            candidate = _widest(sheet.attributes[source], base)
            if candidate and (not widest or candidate[0] > widest[0]):
                widest = candidate
    if widest and (not url or widest[0] > (width or 0)):
        url = widest[1]
    if url is None:
        return None
    return Figure(
        url=url,
        width=width,
        height=_pixels(given.get("height")),
        alt=clean(given.get("alt") or "") or None,
        title=clean(given.get("data-caption") or "") or None,
    )


def _widest(given: Mapping[str, str], base: str | None) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for name in _SETS:
        value = given.get(name)
        if not value:
            continue
        for part in re.split(r",\s+", value[:20_000]):
            words = part.split()
            size = int(words[1][:-1]) if len(words) > 1 and words[1][:-1].isdigit() else 1
            if words and (best is None or size > best[0]):
                url = address(words[0], base)
                if url:
                    best = (size, url)
    return best


def noscript_url(sheet: Sheet, frame: int, base: str | None) -> str | None:
    """Return the address in the `noscript` copy that lazy loading leaves beside a placeholder."""
    for element in sheet.below(frame, "noscript"):
        found = re.search(r"""src\s*=\s*["']([^"'\s]{1,2000})""", sheet.printed(element)[:5_000])
        if found:
            return address(found[1], base)
    return None


_PART: Final = r'[!"$-:<->@-Z\\^-~]'
_COMPLETE: Final = re.compile(rf"https?://[A-Za-z0-9.-]+(?:/{_PART}*)?(?:\?{_PART}+)?")
"""An address with nothing that joining it to the page's would change."""


def address(value: str | None, base: str | None) -> str | None:
    """Return an attribute as an absolute http address, or None for data and script addresses."""
    if not value:
        return None
    value = value.strip()
    if not value or len(value) > 2_000 or value.startswith(("data:", "blob:", "javascript:", "#", "about:")):
        return None
    if _COMPLETE.fullmatch(value):
        return value
    try:
        url = urljoin(base, value) if base else value
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) or not base else None


def _pixels(value: str | None) -> int | None:
    found = _WIDTH.match((value or "").strip())
    return int(found[1]) or None if found else None


def is_large(sheet: Sheet, image: int) -> bool:
    """Tell whether a bare picture may be of the story: icons, portraits and counters are small or say so."""
    given = sheet.attributes[image]
    width, height = _pixels(given.get("width")), _pixels(given.get("height"))
    if (width is not None and width < _LEAST[0]) or (height is not None and height < _LEAST[1]):
        return False
    return names("small_picture").isdisjoint(sheet.words(image))


_LEAST: Final = (200, 120)
"""Pixels of width and height of a picture that tells something."""
