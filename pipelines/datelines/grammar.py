"""One paragraph to its dateline, or the reason why it has none (`news-conventions` B)."""

from __future__ import annotations

from pipelines.datelines.east import read_east
from pipelines.datelines.reading import DatelineReading, refused
from pipelines.datelines.west import read_west
from pipelines.text import is_unspaced, narrow


def read_dateline(
    text: str, tag: str | None = None, *, published: str | None = None, style: str | None = None
) -> DatelineReading:
    """Return the dateline at the start of a paragraph.

    `published` is the publication date (ISO) that a year or month is inferred from; `style` a house style declared in a
    site file (caps-dash, city-period). Offsets are code points of `text`; `body` is `text[body_start:]`.

    >>> r = read_dateline("BEIRUT/THE HAGUE, March 7 (Reuters) - A tank fired.", "en", published="2024-03-07")
    >>> [p.name for p in r.places], r.date, r.agencies, r.body
    (['Beirut', 'The Hague'], '2024-03-07', ('Reuters',), 'A tank fired.')
    """
    if len(text) < 4:
        return refused(text, "too_short")
    first = text.lstrip(" 　")[:1]
    if first in "【([（" or is_unspaced(text[:40]):
        east = read_east(narrow_equals(text), tag, published)
        if east is not None:
            return _as_printed(east, text)
        if is_unspaced(text[:40]):
            return refused(text, "no_terminator")
    return read_west(text, tag, published, style)


def narrow_equals(text: str) -> str:
    """Return `text` with full-width signs made narrow where the Korean pattern needs them; one for one."""
    return text if "【" in text[:3] else narrow(text[:200]) + text[200:] if text[:1] in "（［" else text


def _as_printed(reading: DatelineReading, text: str) -> DatelineReading:
    if not reading.is_dateline:
        return refused(text, reading.reason or "label")
    from dataclasses import replace

    return replace(reading, raw=text[reading.start : reading.end], body=text[reading.body_start :])
