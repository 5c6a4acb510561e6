"""One paragraph to its dateline, or the reason why it has none (`news-conventions` B)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipelines import limits
from pipelines.datelines.chinese import read_chinese, read_taiwanese
from pipelines.datelines.japanese import read_japanese
from pipelines.datelines.korean import read_korean
from pipelines.datelines.reading import DatelineReading, refused
from pipelines.datelines.west import read_west
from pipelines.text import has_hangul, is_unspaced, narrow

_LOOK: Final = 40
"""Code points at the start that tell the script of a paragraph."""
_BRACKETS: Final = "【([（［〔"


def read_dateline(
    text: str, tag: str | None = None, *, published: str | None = None, style: str | None = None
) -> DatelineReading:
    """Return the dateline at the start of a paragraph.

    `published` is the publication date (ISO) that a year or month is inferred from; `style` a house style declared in a
    site file (caps-dash, city-period). Offsets are code points of `text`; `body` is `text[body_start:]`.

    >>> r = read_dateline("TUNIS/THE HAGUE, May 4 (Reuters) - A dam broke.", "en", published="2024-05-04")
    >>> [p.name for p in r.places], r.date, r.agencies, r.body
    (['Tunis', 'The Hague'], '2024-05-04', ('Reuters',), 'A dam broke.')
    """
    if len(text) < 4:
        return refused(text, "too_short")
    unspaced = is_unspaced(text[:_LOOK])
    if unspaced or text.lstrip(" 　")[:1] in _BRACKETS:
        east = _east(text, tag, published)
        if east is not None:
            return east
    return refused(text, "no_terminator") if unspaced else read_west(text, tag, published, style)


def _east(text: str, tag: str | None, published: str | None) -> DatelineReading | None:
    """Return the reading in one of the East Asian forms; signs are made narrow for matching, results are as printed."""
    window = text[: 2 * limits.MAX_DATELINE_BRACKETS]
    if has_hangul(window[:_LOOK]):
        reading = read_korean(narrow(window), tag)
    else:
        reading = (
            read_taiwanese(window, tag) or read_japanese(window, tag, published) or read_chinese(window, tag, published)
        )
    if reading is None:
        return None
    if not reading.is_dateline:
        return refused(text, reading.reason or "label")
    return replace(reading, raw=text[reading.start : reading.end], body=text[reading.body_start :])
