"""Lines around a story that print its day, whatever element holds them and whoever claimed it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import Final

from htmldate import find_date

from pipelines import limits
from pipelines.draft import Found
from pipelines.extract.body import Story
from pipelines.extract.sheet import Sheet
from pipelines.extract.tree import Element
from pipelines.published import Day, days, opening
from pipelines.text import has_digit

_HEAD: Final = 2_500
"""Characters between headline and story that are looked through: more is a list of other stories."""
_LINES: Final = 30
"""Lines of it."""
_ABOVE: Final = 160
"""Characters before the headline in which the line right above it ends."""
_BOX: Final = 3
"""Elements around a line above the headline, one of which holds the headline too."""
_TAIL: Final = 600
"""Characters behind the story that are looked through."""
_TAIL_LINES: Final = 8
"""Lines of them: below stand other stories and the house's own notes."""
_FIRST: Final = 3
"""Blocks of the story's head that may be such a line, or open with a day."""
_SHORT: Final = 60
"""Characters of such a line that may hold a name or a place too."""
_LAST: Final = 2
"""Blocks of the story's end that may be such a line themselves."""


def printed(
    sheet: Sheet, story: Story, title: int | None, headline: str | None, tag: str | None
) -> tuple[list[Found], list[Found]]:
    """Return (days of publication, days of change) that lines around the story print, those at its head first.

    Between headline and story a day may stand without a label; right above the headline and below the story it needs
    one, or a line of its own.
    """
    published: list[Found] = []
    modified: list[Found] = []
    if story.blocks:
        for place, line, day in _offered(sheet, story, _heading(sheet, story, title, headline), tag):
            (modified if day.changed else published).append(_found(sheet, place, line, day))
    return published, modified


def _heading(sheet: Sheet, story: Story, title: int | None, headline: str | None) -> tuple[int, int]:
    """Return where the headline begins and ends in the text: its element's first line, or its words before the story.

    Where neither stands on the page, the lines right above the story are taken for the head.
    """
    first = story.blocks[0].at
    if title is not None and sheet.at[title] < first:
        start = sheet.start(title)
        end = sheet.text.find("\n", start, sheet.to[title])
        return start, end if end >= 0 else sheet.to[title]
    start = sheet.text.rfind(headline, max(0, first - _HEAD), first) if headline else -1
    if start < 0:
        start = sheet.text.find("\n", max(0, first - _ABOVE), first)
        return (start, start) if start >= 0 else (first, first)
    return start, start + len(headline or "")


def _offered(sheet: Sheet, story: Story, heading: tuple[int, int], tag: str | None) -> Iterator[tuple[int, str, Day]]:
    first, last = story.blocks[0], story.blocks[-1]
    for place, line in _lines(sheet, heading[1], min(first.at, heading[1] + _HEAD), _LINES):
        found = [*days(line, tag)] or [d for d in (opening(line, tag),) if d]
        yield from ((place, line, d) for d in found)
    for block in story.blocks[:_FIRST]:
        short = len(block.text) <= _SHORT
        yield from ((block.at, block.text, d) for d in days(block.text, tag) if d.labelled or d.alone or short)
    opened = [(b.at, b.text, d) for b in story.blocks if (d := opening(b.text, tag)) is not None]
    # several paragraphs that open with a day are a chronicle
    if len(opened) == 1 and opened[0][0] <= story.blocks[:_FIRST][-1].at:
        yield opened[0]
    for place, line in _lines(sheet, max(0, heading[0] - _ABOVE), heading[0], _LINES)[-1:]:
        beside = _beside(sheet, place, heading[0])
        yield from ((place, line, d) for d in days(line, tag) if d.labelled or d.alone or d.timed or beside)
    ends = [(b.at, b.text) for b in story.blocks[-_LAST:] if b is not first]
    end = last.at + len(last.text)
    below = _lines(sheet, end, end + _TAIL, _TAIL_LINES)
    for number, (place, line) in enumerate([*ends, *below]):
        near = number <= len(ends)
        yield from ((place, line, d) for d in days(line, tag) if d.labelled or (d.alone and near))


def _beside(sheet: Sheet, place: int, heading: int) -> bool:
    """Tell whether a small box holds both a line above the headline and the headline."""
    box = sheet.holder(place)
    for around in islice(sheet.above(box), _BOX):
        if sheet.at[around] <= heading < sheet.to[around]:
            return heading - sheet.at[around] <= _ABOVE
    return False


def _lines(sheet: Sheet, start: int, stop: int, most: int) -> list[tuple[int, str]]:
    """Return (place, text) of the printed lines with a figure in a stretch of the text."""
    found = []
    for line in sheet.text[start:stop].split("\n"):
        text = line.strip()
        if text and has_digit(text):
            found.append((start + len(line) - len(line.lstrip()), text))
        start += len(line) + 1
    return found[-most:] if most == 1 else found[:most]


def _found(sheet: Sheet, place: int, line: str, day: Day) -> Found:
    element = sheet.holder(place + day.start)
    words = line[day.start : day.end]
    return Found(words, "html", sheet.path(element), offset=sheet.offset(element, place + day.start))


def guessed(root: Element, retrieved_at: str | None, *, known: bool) -> Iterator[Found]:
    """Yield the day that htmldate finds on a page that states none: the last resort, labelled as derived.

    It is asked for what templates mark, not for any figure of the page, and never for a day after the retrieval.
    """
    if known:
        return
    latest = (retrieved_at or "")[:10] or f"{limits.LATEST_YEAR}-12-31"
    day = find_date(deepcopy(root), extensive_search=False, original_date=True, max_date=latest)
    if day:
        yield Found(day, "derived", "htmldate")
