"""One image element: its best address among lazy, responsive and plain ones, its size, its alternative text."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from pipelines.draft import Figure
from pipelines.extract.markup import names
from pipelines.extract.tree import Element, raw_text, tokens
from pipelines.text import clean

_LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-full-src", "data-hi-res-src", "data-image",
    "data-url",
    "data-img-url",
    "data-full", "data-large", "data-zoom-src", "src",
)  # fmt: skip
_SETS: Final = ("data-srcset", "data-lazy-srcset", "srcset")
_WIDTH: Final = re.compile(r"^(\d{1,5})(?:px)?$")


def picture(image: Element, base: str | None) -> Figure | None:
    """Return what an image element says, its address from the widest source, or None without any address."""
    url: str | None = None
    for name in _LAZY:
        value = image.get(name)
        url = address(value, base) if value else None
        if url:
            break
    parent = image.getparent()
    width = _pixels(image.get("width"))
    widest = _widest(image, base)
    if parent is not None and parent.tag == "picture":
        for source in parent.iter("source"):
            candidate = _widest(source, base)
            if candidate and (not widest or candidate[0] > widest[0]):
                widest = candidate
    if widest and (not url or widest[0] > (width or 0)):
        url = widest[1]
    if url is None:
        return None
    return Figure(
        url=url,
        width=width,
        height=_pixels(image.get("height")),
        alt=clean(image.get("alt") or "") or None,
        title=clean(image.get("data-caption") or image.get("title") or "") or None,
    )


def _widest(element: Element, base: str | None) -> tuple[int, str] | None:
    best: tuple[int, str] | None = None
    for name in _SETS:
        value = element.get(name)
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


def noscript_url(frame: Element, base: str | None) -> str | None:
    """Return the address in the `noscript` copy that lazy loading leaves beside a placeholder."""
    for element in frame.iter("noscript"):
        found = re.search(r"""src\s*=\s*["']([^"'\s]{1,2000})""", raw_text(element)[:5_000])
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


def is_large(image: Element) -> bool:
    """Tell whether a bare picture may be of the story: icons, portraits and counters are small or say so."""
    width, height = _pixels(image.get("width")), _pixels(image.get("height"))
    if (width is not None and width < 200) or (height is not None and height < 120):
        return False
    words = tokens(image)
    return not words & names("small_picture")
