"""Boxes among the story's blocks: what asks the reader to press something is service, what only tells stays.

A box is the largest element beside the story's run of paragraphs that holds none of them. Fact boxes, lists and tables
are such boxes too, so a box goes only for what it holds: a button, a field, a line that is nothing but a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.segments import Segment
from pipelines.extract.tree import GONE, Element

_WHOLE: Final = 0.9
"""Share of a line inside links from which the line is a link."""
_WORDS: Final = 4
"""Characters of a link that asks for something: a footnote's number asks for nothing."""
_INSIDE: Final = 400
"""Characters of story paragraphs (two of them) that save a box between the first and the last paragraph."""
_TAIL: Final = 0.3
"""Share of the story's own text that saves a box below it: a transcript, a second part."""
_RUN: Final = 3
"""Paragraphs that make an element a home of the story; or a fifth of its text."""
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS: Final = frozenset(("ul", "ol", "dl", "li", "blockquote", "table"))


def without_service(chosen: list[Segment], segments: list[Segment], said: set[int]) -> list[Segment]:
    """Return the story's blocks without its service boxes.

    `segments` are all blocks of the page, `said` the orders of those that JSON-LD repeats: they stay.
    """
    homes = _homes(chosen)
    mine = [s for s in chosen if homes.hold(s)]
    if not mine:
        return chosen
    trunk = {a for s in mine for a in (s.element, *s.element.iterancestors())}
    last = mine[-1].order
    whole = sum(len(s.text) for s in mine)
    boxes: dict[Element, list[Segment]] = {}
    for segment in chosen:
        if segment.element not in trunk:
            boxes.setdefault(_box(segment.element, trunk), []).append(segment)
    if not boxes:
        return chosen
    pressed = _pressed(boxes, segments)
    gone: set[int] = set()
    for box, lines in boxes.items():
        size = sum(len(s.text) for s in lines)
        tail = lines[0].order > last
        story = sum(len(s.text) for s in lines if s.kind != "heading" and len(s.text) >= STORY_PARAGRAPH)
        safe = size >= _TAIL * whole or (not tail and story >= _INSIDE) or any(s.order in said for s in lines)
        if not safe and (box in pressed or _has_field(box)):
            gone |= {s.order for s in lines}
    return [s for s in chosen if s.order not in gone]


@dataclass(frozen=True, slots=True)
class _Homes:
    """The elements whose children the story's paragraphs are, and what those are called."""

    elements: set[Element]
    names: set[tuple[str, str]]

    def hold(self, segment: Segment) -> bool:
        """Tell whether a block stands in one, alone or in a list."""
        home, above = segment.home, segment.element.getparent()
        while home.tag in _LISTS and home.getparent() is not None:
            home = home.getparent()
        return home in self.elements or above in self.elements or _name(home) in self.names


def _homes(chosen: Iterable[Segment]) -> _Homes:
    texts: Counter[Element] = Counter()
    counts: Counter[Element] = Counter()
    names: Counter[tuple[str, str]] = Counter()
    for segment in chosen:
        if segment.kind == "paragraph":
            texts[segment.home] += len(segment.text)
            counts[segment.home] += 1
            names[_name(segment.home)] += len(segment.text)
    whole = sum(texts.values())
    return _Homes(
        {h for h, size in texts.items() if counts[h] >= _RUN or 5 * size >= whole},
        {n for n, size in names.items() if n[1] and 5 * size >= whole},
    )


def _name(element: Element) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _box(element: Element, trunk: set[Element]) -> Element:
    node = element
    above = node.getparent()
    while above is not None and above not in trunk:
        node, above = above, above.getparent()
    return node


def _pressed(boxes: Iterable[Element], segments: list[Segment]) -> set[Element]:
    """Return the boxes that hold a line which is nothing but a link."""
    found = set(boxes)
    return {
        a
        for s in segments
        if s.links and s.link_share >= _WHOLE and len(s.text) >= _WORDS
        for a in (s.element, *s.element.iterancestors())
        if a in found
    }


def _has_field(box: Element) -> bool:
    return any(
        e.tag in {"form", "input", "dialog"} or e.get(GONE) == "furniture" or _is_pressable(e) for e in box.iter()
    )


def _is_pressable(element: Element) -> bool:
    """Tell whether an element is worked by a script, other than to unfold what stands below its heading."""
    if element.tag == "a":
        return not (element.get("href") or element.get("name") or element.get("id"))
    if element.tag != "button" and element.get("role") != "button":
        return False
    above = element.getparent()
    return not (
        element.get("aria-expanded")
        or element.get("aria-controls")
        or next(element.iter(*_HEADINGS), None) is not None
        or (above is not None and above.tag in _HEADINGS)
    )
