"""trafilatura's answer, as a vote on each block of ours.

It reads what furniture and figures left of the page. Its own text is not used: blocks keep their markup, and with it
what tells a heading, a list or a quote.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from lxml import etree
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipelines.extract.blocks import Block
from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.sheet import Sheet
from pipelines.extract.tree import UNSEEN, Element
from pipelines.text import key

_SHORT: Final = 500
"""Characters of trafilatura's fast answer under which its full cascade is asked."""
_MANY: Final = 2_000
"""Lines of a page above which trafilatura's fallbacks are not asked: one looks from each short line at all others."""
_SHARE: Final = 0.5
"""Or the share of the page's story paragraphs under which it is."""


def vote(sheet: Sheet, blocks: list[Block]) -> set[int]:
    """Return the orders of the blocks that trafilatura keeps; asks the fast mode first, the full one in doubt."""
    story = [s for s in blocks if len(s.text) >= STORY_PARAGRAPH and s.link_share < 0.4]
    paragraphs = sum(len(s.text) for s in story)
    answer = _ask(_excerpt(sheet, _around(sheet, story)), fast=True)
    kept = _match(answer, blocks)
    size = sum(len(blocks[i].text) for i in kept)
    if size < _SHORT or size < _SHARE * paragraphs:
        full = _match(_ask(_excerpt(sheet, 0), fast=sheet.text.count("\n") > _MANY), blocks)
        if sum(len(blocks[i].text) for i in full) > size:
            kept = full
    return kept


def _around(sheet: Sheet, story: list[Block]) -> int:
    """Return the smallest element that holds all blocks of `story`; the whole page where there are none."""
    if not story:
        return 0
    first, last = min(s.element for s in story), max(s.element for s in story)
    return next((e for e in (first, *sheet.above(first)) if sheet.holds(e, last)), 0)


def _excerpt(sheet: Sheet, element: int) -> Element:
    """Return an element with what nobody claimed below it, inside the elements around it, as a tree of its own.

    The elements around keep their names, which trafilatura reads. What shows nothing loses what stands below it.
    """
    root = sheet.root.makeelement("html")
    inner = root
    for above in reversed([a for a in sheet.above(element) if a]):
        inner = _copied(sheet, above, inner)
    _Copy(sheet, element, _copied(sheet, element, inner) if element else root).fill()
    return root


def _copied(sheet: Sheet, element: int, above: Element) -> Element:
    """Add an element with its own names below another."""
    given = sheet.attributes[element]
    try:
        return etree.SubElement(above, sheet.tag[element], {n: given[n] for n in _READ if n in given})
    except ValueError:  # the parser takes names that cannot be given
        return etree.SubElement(above, "div")


_LONGEST: Final = 100_000
"""Characters between two tags that trafilatura is shown: the longest paragraph of 601 real pages has 3,900, and its
filters of lines are slow on megabytes."""
_READ: Final = (
    "class",
    "id",
    "href",
    "role",
    "itemprop",
    "data-component",
    "data-testid",
    "style",
    "aria-hidden",
    "rel",
)
"""Attributes that trafilatura's searches read."""
_LEFT: Final = frozenset(UNSEEN) | {"img", "picture", "video", "audio", "noscript"}
_PLAIN: Final = frozenset(
    ("span", "b", "strong", "em", "i", "u", "font", "small", "mark", "time", "abbr", "cite", "bdi")
)
"""Elements inside a line that change nothing for trafilatura where they bear no name."""
_LINES: Final = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt", "blockquote", "a"))
"""Elements whose text is a line. Elsewhere it tells text of its own from text in an element."""


class _Copy:
    """A copy of one element that is being filled with text and elements."""

    def __init__(self, sheet: Sheet, element: int, copy: Element) -> None:
        self._sheet = sheet
        self._element = element
        self._copy = copy
        self._place = sheet.at[element]
        self._last: Element | None = None  # the child whose tail comes next
        self._words: list[str] = []

    def fill(self) -> None:
        """Give the copy the text and the elements of its original."""
        self._walk(self._element)
        self._add(self._sheet.to[self._element])
        self._put()

    def _add(self, stop: int) -> None:
        """Add the text up to a place."""
        if stop <= self._place:
            return
        words = self._sheet.text[self._place : min(stop, self._place + _LONGEST)]
        self._place = stop
        self._words.append(words)

    def _put(self) -> None:
        """Write down the text that was gathered: in front of the first child, or behind the last."""
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        if self._last is None:
            self._copy.text = words
        else:
            self._last.tail = words

    def _walk(self, node: int) -> None:
        sheet = self._sheet
        for child in sheet.children(node):
            self._add(sheet.at[child])
            name, stop = sheet.tag[child], sheet.to[child]
            empty = stop == sheet.at[child]
            if sheet.away[child] or name in _LEFT:
                self._place = max(self._place, stop)
            elif name in _PLAIN and self._copy.tag in _LINES and not sheet.attributes[child]:
                self._walk(child)
                self._add(stop)
            else:
                self._put()
                self._last = _copied(sheet, child, self._copy)
                if not empty:
                    _Copy(sheet, child, self._last).fill()
                self._place = max(self._place, stop)


def _ask(root: Element, *, fast: bool) -> list[str]:
    document = bare_extraction(root, options=_options(fast=fast))
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return [
        "".join(e.itertext())
        for e in document.body.iter("p", "head", "item", "quote", "cell", "ab", "code", "hi")
        if e.tag != "hi" or e.getparent().tag == "body"
    ] or [document.raw_text or ""]


@cache
def _options(*, fast: bool) -> Extractor:
    # the format for which it does not print its tree as text, since the tree is what is read
    return Extractor(output_format="txt", fast=fast, comments=False, formatting=False)


def _match(answer: list[str], blocks: list[Block]) -> set[int]:
    lines = [k for k in (key(t) for t in answer) if k]
    exact, whole = set(lines), "\x00".join(lines)
    kept: set[int] = set()
    for block in blocks:
        mine = block.key
        if not mine:
            continue
        if mine in exact or (block.is_line and mine in whole) or (block.kind == "table" and _table_kept(block, exact)):
            kept.add(block.order)
    return kept


def _table_kept(block: Block, exact: set[str]) -> bool:
    cells = [key(c) for row in block.text.split("\n") for c in row.split(" | ")]
    return bool(cells) and sum(c in exact for c in cells) >= 0.6 * len(cells)
