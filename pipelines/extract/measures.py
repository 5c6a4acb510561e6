"""How much text, linked text and story text each element holds: one walk, read by furniture and body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipelines.extract.tree import GONE, UNSEEN, Element

_UNSEEN: Final = frozenset(UNSEEN)
STORY_PARAGRAPH: Final = 60
"""Characters of a paragraph that reads as story: shorter ones are labels as often as not."""


@dataclass(slots=True)
class Measure:
    """Characters below one element."""

    text: int = 0
    linked: int = 0
    story: int = 0
    """In paragraphs of at least STORY_PARAGRAPH characters with under 40 % of them linked."""
    links: int = 0


def measure(root: Element) -> dict[Element, Measure]:
    """Return the measures of every element that is not detached."""
    measures: dict[Element, Measure] = {}
    _walk(root, measures)
    return measures


def _walk(root: Element, measures: dict[Element, Measure]) -> None:
    stack: list[Measure] = [Measure()]
    skip: Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                stack[-1].text += len((element.tail or "").strip())
            continue
        if event == "start":
            if element.tag in _UNSEEN or element.get(GONE) is not None:
                skip = element
                continue
            stack.append(Measure(text=len((element.text or "").strip())))
            continue
        mine = stack.pop()
        if element.tag == "a" and element.get("href") is not None:
            mine.linked = mine.text
            mine.links += 1
        if element.tag == "p" and mine.text >= STORY_PARAGRAPH and mine.linked < 0.4 * mine.text:
            mine.story = mine.text
        measures[element] = mine
        above = stack[-1]
        above.text += mine.text + len((element.tail or "").strip())
        above.linked += mine.linked
        above.story += mine.story
        above.links += mine.links
