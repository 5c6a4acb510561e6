"""How much text, linked text and story text each element holds: one walk, read by furniture and body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
    if root.tag not in _UNSEEN and root.get(GONE) is None:
        _walk(root, measures)
    return measures


def _walk(element: Element, measures: dict[Element, Measure]) -> Measure:
    own = element.text
    text = len(own.strip()) if own else 0
    linked = story = links = 0
    for child in element:
        if child.tag not in _UNSEEN and child.get(GONE) is None:
            inner = _walk(child, measures)
            text += inner.text
            linked += inner.linked
            story += inner.story
            links += inner.links
        tail = child.tail
        if tail:
            text += len(tail.strip())
    tag = element.tag
    if tag == "a" and element.get("href") is not None:
        linked = text
        links += 1
    elif tag == "p" and text >= STORY_PARAGRAPH and linked < 0.4 * text:
        story = text
    mine = measures[element] = Measure(text, linked, story, links)
    return mine
