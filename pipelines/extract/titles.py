"""The headline inside a stated title: the part of it that the page prints as a line of its own.

A title for search engines and tabs holds the headline, sections and the site's name, with any sign between them. No
list of names tells them apart, and none is needed: the page prints its headline once more, above the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pipelines.draft import Found
from pipelines.extract.sheet import Sheet
from pipelines.text import is_unspaced, key

_CUT: Final = re.compile(
    r"\s*[|｜ㅣ_«»‹›·•>]+\s*|\s+[-–—:/]+\s+|\s*::+\s*|[-–—](?=[《【「])|：|(?<=[^\x00-\u02ff])-(?=\S)|\.\s"
)
"""What may stand between headline, section and site."""
_CUTS: Final = 8
"""Cuts of a title that are looked at: sites print four or five."""
_LEAST: Final = (12, 6)
"""Letters and digits of a headline, in spaced scripts and in others: shorter lines are labels and names."""
_LONGEST: Final = 400
_TITLES: Final = 4
"""Stated titles that are looked at."""


def printed_title(sheet: Sheet, stated: Iterable[Found]) -> tuple[int, str] | None:
    """Return (element, words) of the longest part of a stated title that is a line of the page, None where none is."""
    parts = [part for found in islice(stated, _TITLES) for part in _parts(found.raw[:_LONGEST])]
    wanted = {letters for part in parts if len(letters := key(part)) >= _LEAST[is_unspaced(part)]}
    if not wanted:
        return None
    longest, sizes = "", {len(letters) for letters in wanted}
    chosen: tuple[int, str] | None = None
    place = 0
    for line in sheet.text.split("\n"):
        start, place = place, place + len(line) + 1
        text = line.strip()
        if len(text) > _LONGEST or len(text) < min(sizes) or len(text) <= len(longest):
            continue
        letters = key(text)
        if letters in wanted and len(letters) > len(longest):
            element = _line_of(sheet, start + len(line) - len(line.lstrip()), text)
            if element is not None:
                chosen, longest = (element, text), letters
    return chosen


def _parts(title: str) -> Iterator[str]:
    """Yield the title and every stretch of it between two cuts."""
    ends = [(0, 0), *(m.span() for m in islice(_CUT.finditer(title), _CUTS)), (len(title), len(title))]
    for left in range(len(ends) - 1):
        for right in range(left + 1, len(ends)):
            yield title[ends[left][1] : ends[right][0]].strip()


def _line_of(sheet: Sheet, place: int, text: str) -> int | None:
    """Return the highest element that holds a line and nothing else; None in lists of links."""
    element = sheet.holder(place)
    for around in sheet.above(element):
        if sheet.tag[around] in {"html", "body"} or sheet.printed(around) != text:
            break
        element = around
    if any(sheet.tag[a] in {"nav", "footer", "li", "a", "select", "ul"} for a in (element, *sheet.above(element))):
        return None
    return element if sheet.printed(element) == text else None
