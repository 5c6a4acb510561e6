"""Boxes among the story's blocks: what asks the reader to press something is service, what only tells stays.

A box is the largest element beside the story's run of paragraphs that holds none of them. Fact boxes, lists and tables
are such boxes too, so a box goes only for what it holds: a button, a field, a line that is nothing but a link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeAlias

from pipelines.extract.blocks import Block
from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.sheet import Sheet

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


def without_service(sheet: Sheet, chosen: list[Block], blocks: list[Block], said: set[int]) -> list[Block]:
    """Return the story's blocks without its service boxes.

    `blocks` are all blocks of the page, `said` the orders of those that JSON-LD repeats: they stay.
    """
    homes = _Homes(sheet, chosen)
    mine = [s for s in chosen if homes.hold(s)]
    if not mine:
        return chosen
    trunk = _trunk(sheet, mine)
    last = mine[-1].order
    whole = sum(len(s.text) for s in mine)
    boxes: dict[int, list[Block]] = {}
    for block in chosen:
        if block.element not in trunk:
            boxes.setdefault(_box(sheet, block.element, trunk), []).append(block)
    if not boxes:
        return chosen
    pressed = _pressed(sheet, boxes, blocks)
    layouts = Counter(_name(sheet, box) for box in boxes)
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
                or layouts[_name(sheet, box)] >= _LAYOUT
                or any(s.order in said for s in lines)
            )
        if not safe and (box in pressed or _has_field(sheet, box)):
            gone |= {s.order for s in lines}
    return [s for s in chosen if s.order not in gone]


def without_link_lists(chosen: list[Block], said: set[int]) -> list[Block]:
    """Return the story's blocks without lists that are links for the most part, and without the headings over them."""
    lists: dict[int, list[int]] = {}
    for index, block in enumerate(chosen):
        if block.kind == "list_item" and block.group:
            lists.setdefault(block.group, []).append(index)
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


def with_facts(sheet: Sheet, chosen: list[Block], blocks: list[Block], inside: set[int]) -> list[Block]:
    """Return the story's blocks and, in their places, the tables and fact boxes among them that nobody voted for.

    `inside` are the orders of all blocks below the story's element.
    """
    homes = _Homes(sheet, chosen)
    mine = [s for s in chosen if homes.hold(s)]
    if len(mine) < 2:
        return chosen
    first, last = mine[0].order, mine[-1].order
    taken = {s.order for s in chosen}
    trunk = _trunk(sheet, chosen)
    boxes: dict[int, list[Block]] = {}
    for block in blocks[first:last]:
        if block.order not in taken and block.order in inside and block.element not in trunk:
            box = _box(sheet, block.element, trunk)
            if sheet.tag[box] not in {"aside", "details"} and not sheet.has(box, "aside", "details"):
                boxes.setdefault(box, []).append(block)
    pressed = _pressed(sheet, boxes, blocks)
    found = [
        s
        for box, lines in boxes.items()
        if box not in pressed and _tells(lines) and not _has_field(sheet, box)
        for s in lines
    ]
    return sorted((*chosen, *found), key=lambda s: s.order) if found else chosen


def _tells(lines: list[Block]) -> bool:
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

    def __init__(self, sheet: Sheet, chosen: Iterable[Block]) -> None:
        self._sheet = sheet
        elements: Counter[int] = Counter()
        names: Counter[_Name] = Counter()
        for block in chosen:
            if block.kind == "paragraph":
                elements[block.home] += len(block.text)
                names[_name(sheet, block.home)] += len(block.text)
        self._element = max(elements, key=elements.__getitem__, default=None)
        self._name = max(names, key=names.__getitem__, default=None)
        if self._name is not None and not self._name[0][1]:
            self._name = None

    def hold(self, block: Block) -> bool:
        """Tell whether a block stands in one, alone or in a list."""
        sheet, home = self._sheet, block.home
        while sheet.tag[home] in _LISTS:
            home = sheet.up[home]
        return (
            home == self._element
            or sheet.up[block.element] == self._element
            or (self._name is not None and all(map(same_name, _name(sheet, home), self._name)))
        )


_Name: TypeAlias = tuple[tuple[str, str], tuple[str, str]]


def _name(sheet: Sheet, element: int) -> _Name:
    """Return tag and class of an element and of the one around it."""
    above = sheet.up[element]
    mine = sheet.tag[element], sheet.class_of(element)
    return mine, (sheet.tag[above], sheet.class_of(above)) if above >= 0 else ("", "")


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two elements, given by tag and class, bear the same tag and more than half the same class names."""
    if one == other or one[0] != other[0]:
        return one == other
    x, y = set(one[1].split()), set(other[1].split())
    return 2 * len(x & y) > len(x | y)


def _trunk(sheet: Sheet, blocks: Iterable[Block]) -> set[int]:
    """Return the elements of blocks and all around them."""
    found: set[int] = set()
    for block in blocks:
        node = block.element
        while node >= 0 and node not in found:
            found.add(node)
            node = sheet.up[node]
    return found


def _box(sheet: Sheet, element: int, trunk: set[int]) -> int:
    node = element
    above = sheet.up[node]
    while above >= 0 and above not in trunk:
        node, above = above, sheet.up[above]
    return node


def _pressed(sheet: Sheet, boxes: Iterable[int], blocks: list[Block]) -> set[int]:
    """Return the boxes that hold a line which is nothing but a link."""
    links = [s.element for s in blocks if s.links and s.link_share >= _WHOLE and len(s.text) >= _WORDS]
    return {box for box in boxes if any(sheet.holds(box, link) for link in links)}


def _has_field(sheet: Sheet, box: int) -> bool:
    if sheet.tag[box] in _FIELDS or sheet.has(box, *_FIELDS):
        return True
    inside = range(box, sheet.end[box])
    return any(sheet.claims.get(e) == "furniture" or _is_pressable(sheet, e) for e in inside)


_FIELDS: Final = ("form", "input", "dialog")


def _is_pressable(sheet: Sheet, element: int) -> bool:
    """Tell whether an element is worked by a script, other than to unfold what stands below its heading."""
    given = sheet.attributes[element]
    if sheet.tag[element] == "a":
        return not (given.get("href") or given.get("name") or given.get("id"))
    if sheet.tag[element] != "button" and given.get("role") != "button":
        return False
    return not (
        given.get("aria-expanded")
        or given.get("aria-controls")
        or sheet.has(element, *_HEADINGS)
        or sheet.tag[sheet.up[element]] in _HEADINGS
    )
