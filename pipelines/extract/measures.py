"""How much text, linked text and story text elements hold, of what nobody has claimed: sums over the page's text."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import Final

from pipelines.extract.sheet import Sheet

STORY_PARAGRAPH: Final = 60
"""Characters of a paragraph that reads as story: shorter ones are labels as often as not."""
_LINKED: Final = 0.4
"""Share of a paragraph inside links from which it is a list of them."""


class Measures:
    """Characters below the elements of a page, as they stood when it was measured."""

    def __init__(self, sheet: Sheet) -> None:
        """Measure what is not claimed."""
        self._sheet = sheet
        away = sheet.away
        self._cuts = _Sums(_unread(sheet))
        links: list[tuple[int, int]] = []
        self._links: list[int] = []
        for link in sheet.of("a"):
            if not away[link] and "href" in sheet.attributes[link]:
                self._links.append(link)
                at, to = sheet.at[link], sheet.to[link]
                if to > at and (not links or at >= links[-1][1]):
                    links.append((at, to))
        self._linked = _Sums(links)
        stories: list[tuple[int, int]] = []
        self._paragraphs: list[int] = []
        for paragraph in sheet.of("p"):
            if not away[paragraph] and sheet.to[paragraph] - sheet.at[paragraph] >= STORY_PARAGRAPH:
                size = self.text(paragraph)
                if size >= STORY_PARAGRAPH and self.linked(paragraph) < _LINKED * size:
                    stories.append((sheet.at[paragraph], sheet.to[paragraph]))
                    self._paragraphs.append(paragraph)
        self._story = _Sums(stories)
        """(number of the first element behind, characters) of the story paragraphs."""

    def text(self, element: int) -> int:
        """Return the characters of an element, line breaks aside."""
        at, to = self._sheet.at[element], self._sheet.to[element]
        return to - at - self._cuts.within(at, to)

    def linked(self, element: int) -> int:
        """Return its characters inside links."""
        at, to = self._sheet.at[element], self._sheet.to[element]
        return self._linked.within(at, to)

    def story(self, element: int) -> int:
        """Return its characters in paragraphs of at least STORY_PARAGRAPH with under 40 % of them linked."""
        at, to = self._sheet.at[element], self._sheet.to[element]
        return self._story.within(at, to)

    def links(self, element: int) -> int:
        """Return the number of its links."""
        return bisect_left(self._links, self._sheet.end[element]) - bisect_left(self._links, element)

    def paragraphs(self) -> list[int]:
        """Return the story paragraphs of the page."""
        return self._paragraphs


def _unread(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the stretches of a page's text that are claimed, and its line breaks outside them."""
    text, place = sheet.text, 0
    found: list[tuple[int, int]] = []
    for start, stop in (*sheet.cuts(0), (len(text), len(text))):
        turn = text.find("\n", place, start)
        while turn >= 0:
            found.append((turn, turn + 1))
            turn = text.find("\n", turn + 1, start)
        if stop > start:
            found.append((start, stop))
        place = max(place, stop)
    return found


class _Sums:
    """Lengths of stretches of text, in order and apart, summed up to each."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in spans]
        self._sums = [0, *accumulate(stop - start for start, stop in spans)]

    def within(self, at: int, to: int) -> int:
        """Return the characters of the stretches that begin inside [at, to)."""
        starts = self._starts
        first = bisect_left(starts, at)
        return self._sums[bisect_left(starts, to, first)] - self._sums[first]
