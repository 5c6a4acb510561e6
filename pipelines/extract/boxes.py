"""Boxes among the story's blocks: what asks the reader to press something is service, what only tells stays.

A box is the largest element beside the story's run of paragraphs that holds none of them. Fact boxes, lists and tables
are such boxes too, so a box goes only for what it holds: a button, a field, a line that is nothing but a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.segments import Segment
from pipelines.extract.tree import GONE, Element

_WHOLE: Final = 0.9
"""Share of a line inside links from which the line is a link."""
_LINKS: Final = 0.6
"""Share of a list inside links from which it leads elsewhere."""
_WORDS: Final = 4
"""Characters of a link that asks for something: a footnote's number asks for nothing."""
_INSIDE: Final = 400
"""Characters of story paragraphs (two of them) that save a box between the first and the last paragraph."""
_TAIL: Final = 0.5
"""Share of the story's own text that saves a box below it: a transcript, a second part."""
_PITCH: Final = 1_200
"""Characters of whole paragraphs that no pitch below a story has: six of them."""
_LAYOUT: Final = 3
"""Boxes of one name that are a layout of the story: questions, chapters, products."""
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS: Final = frozenset(("ul", "ol", "dl", "li", "blockquote", "table"))


def without_service(chosen: list[Segment], segments: list[Segment], said: set[int]) -> list[Segment]:
    """Return the story's blocks without its service boxes.

    `segments` are all blocks of the page, `said` the orders of those that JSON-LD repeats: they stay.
    """
    homes = _Homes(chosen)
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
    layouts = Counter(_name(box) for box in boxes)
    gone: set[int] = set()
    for box, lines in boxes.items():
        size = sum(len(s.text) for s in lines)
        story = sum(len(s.text) for s in lines if s.kind != "heading" and len(s.text) >= STORY_PARAGRAPH)
        tail = lines[0].order > last
        if 2 * sum(s.linked for s in lines) > size:
            safe = False
        else:
            safe = (
                size >= _TAIL * whole
                or story >= (_PITCH if tail else _INSIDE)
                or layouts[_name(box)] >= _LAYOUT
                or any(s.order in said for s in lines)
            )
        if not safe and (box in pressed or _has_field(box)):
            gone |= {s.order for s in lines}
    return [s for s in chosen if s.order not in gone]


def without_link_lists(chosen: list[Segment], said: set[int]) -> list[Segment]:
    """Return the story's blocks without lists that are links for the most part, and without the headings over them."""
    lists: dict[int, list[int]] = {}
    for index, segment in enumerate(chosen):
        if segment.kind == "list_item" and segment.group:
            lists.setdefault(segment.group, []).append(index)
    gone: set[int] = set()
    for places in lists.values():
        items = [chosen[i] for i in places]
        linked = sum(s.linked for s in items)
        if len(items) < 2 or linked <= _LINKS * sum(len(s.text) for s in items) or any(s.order in said for s in items):
            continue
        gone.update(places)
        before = places[0] - 1
        if before >= 0 and chosen[before].kind == "heading":
            gone.add(before)
    return [s for i, s in enumerate(chosen) if i not in gone]


def with_facts(chosen: list[Segment], segments: list[Segment], inside: set[int]) -> list[Segment]:
    """Return the story's blocks and, in their places, the tables and fact boxes among them that nobody voted for.

    `inside` are the orders of all blocks below the story's element.
    """
    homes = _Homes(chosen)
    mine = [s for s in chosen if homes.hold(s)]
    if len(mine) < 2:
        return chosen
    first, last = mine[0].order, mine[-1].order
    taken = {s.order for s in chosen}
    trunk = {a for s in chosen for a in (s.element, *s.element.iterancestors())}
    boxes: dict[Element, list[Segment]] = {}
    for segment in segments[first:last]:
        if segment.order not in taken and segment.order in inside and segment.element not in trunk:
            box = _box(segment.element, trunk)
            if next(box.iter("aside", "details"), None) is None:
                boxes.setdefault(box, []).append(segment)
    pressed = _pressed(boxes, segments)
    found = [
        s for box, lines in boxes.items() if box not in pressed and _tells(lines) and not _has_field(box) for s in lines
    ]
    return sorted((*chosen, *found), key=lambda s: s.order) if found else chosen


def _tells(lines: list[Segment]) -> bool:
    """Tell whether a box holds facts: a table, or a heading with sentences or a list below it."""
    size = sum(len(s.text) for s in lines)
    if 4 * sum(s.linked for s in lines) > size or any(s.linked == len(s.text) for s in lines):
        return False
    if any(s.kind == "table" and s.text.count("\n") for s in lines):
        return True
    sentences = sum(1 for s in lines if len(s.text) >= _SENTENCE and s.text[-1] in _STOPS)
    return size >= _FACTS and len(lines) > 1 and lines[0].kind == "heading" and sentences > 0


_SENTENCE: Final = 40
_STOPS: Final = ".!?…。"
_FACTS: Final = 80
"""Characters of the smallest fact box: a heading and a sentence."""


class _Homes:
    """The elements whose children the story's paragraphs are: the one with the most text, and its likes."""

    def __init__(self, chosen: Iterable[Segment]) -> None:
        elements: Counter[Element] = Counter()
        names: Counter[_Name] = Counter()
        for segment in chosen:
            if segment.kind == "paragraph":
                elements[segment.home] += len(segment.text)
                names[_name(segment.home)] += len(segment.text)
        self._element = max(elements, key=elements.__getitem__, default=None)
        self._name = max(names, key=names.__getitem__, default=None)
        if self._name is not None and not self._name[0][1]:
            self._name = None

    def hold(self, segment: Segment) -> bool:
        """Tell whether a block stands in one, alone or in a list."""
        home = segment.home
        while home.tag in _LISTS and home.getparent() is not None:
            home = home.getparent()
        return (
            home is self._element
            or segment.element.getparent() is self._element
            or (self._name is not None and all(map(same_name, _name(home), self._name)))
        )


_Name: TypeAlias = tuple[tuple[str, str], tuple[str, str]]


def _name(element: Element) -> _Name:
    """Return tag and class of an element and of the one around it."""
    above = element.getparent()
    return (element.tag, element.get("class") or ""), (
        (above.tag, above.get("class") or "") if above is not None else ("", "")
    )


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two elements, given by tag and class, bear the same tag and more than half the same class names."""
    if one == other or one[0] != other[0]:
        return one == other
    x, y = set(one[1].split()), set(other[1].split())
    return 2 * len(x & y) > len(x | y)


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
