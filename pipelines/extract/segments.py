"""The page cut into blocks in document order, with the facts that tell story from furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pipelines.extract.tree import BLOCKS, GONE, UNSEEN, Element, printed_text, text_of, tokens
from pipelines.record import BlockKind
from pipelines.text import clean, is_unspaced, key

_UNSEEN: Final = frozenset(UNSEEN) | {"img", "picture", "video", "audio", "noscript"}
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG: Final = frozenset(("b", "strong", "em", "i", "u"))
_LEAVES: Final = _HEADINGS | {"p", "li", "dd", "dt", "blockquote", "pre", "table"}
_ENDS: Final = re.compile(r"[.!?…:;\"'”’»)\]。！？」』）]\s*$")
_LINE: Final = (25, 16)
"""Characters of a line of a story, in spaced scripts and in others."""
_CELL: Final = 300
"""A table cell with more text than this makes the table a layout, not data."""


@dataclass(slots=True)
class Segment:
    """One block of the page."""

    text: str
    kind: BlockKind
    level: int | None
    element: Element
    """The element whose line this is: for inline runs the block around them."""
    order: int
    linked: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    emphasis: bool = False
    group: int = 0
    offset: int = 0
    """Code points before the block in the text of its element."""
    _key: str | None = None

    @property
    def key(self) -> str:
        """The block's letters and digits, for comparing."""
        if self._key is None:
            self._key = key(self.text)
        return self._key

    @property
    def home(self) -> Element:
        """The element that this block is a child of; bare text between blocks belongs to the element around it."""
        above = self.element.getparent()
        return above if self.element.tag in _LEAVES and above is not None else self.element

    @property
    def is_line(self) -> bool:
        """Whether there is text enough for a line of a story: a label has less."""
        return len(self.text) >= (_LINE[1] if is_unspaced(self.text) else _LINE[0])

    @property
    def link_share(self) -> float:
        """Share of characters inside links, 0 to 1."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0


@dataclass(slots=True)
class _Run:
    """Inline text that is being gathered."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)


class Cutter:
    """Walks a tree once and gathers its segments."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._run = _Run()
        self._groups = 0
        self._target: str | None = None  # of the link around whole blocks that is being walked

    def cut(self, root: Element) -> list[Segment]:
        """Return the segments of `root` in document order."""
        self._block(root, "paragraph", None, 0)
        return self.segments

    def _flush(self, element: Element, kind: BlockKind, level: int | None, group: int) -> None:
        run, self._run = self._run, _Run()
        raw = "".join(run.parts)
        if not raw or raw.isspace():
            return
        for text in _paragraphs(raw):
            if self._target is not None:
                run.linked, run.links = len(text), [(text, self._target)]
            self.segments.append(
                Segment(
                    text,
                    kind,
                    level,
                    element,
                    len(self.segments),
                    run.linked,
                    run.links,
                    run.strong >= 0.9 * len(clean(raw)),
                    group,
                )
            )

    def _block(self, element: Element, kind: BlockKind, level: int | None, group: int) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            kind, level = "heading", int(tag[1])
        elif tag in {"ul", "ol", "dl"}:
            self._groups += 1
            group = self._groups
        elif tag in {"li", "dd", "dt"}:
            # a list that only lays out the page holds whole stories in its items
            kind, level = ("paragraph" if _is_layout(element) else "list_item"), None
        elif tag == "blockquote":
            self._groups += 1
            kind, level, group = "quote", None, self._groups
        elif tag == "table" and self._table(element):
            return
        self._inline(element, kind, level, group, element)
        self._flush(element, kind, level, group)

    def _inline(self, node: Element, kind: BlockKind, level: int | None, group: int, block: Element) -> None:
        run = self._run
        if node.text:
            run.parts.append(_EMPTY_LINE.sub(_BREAK * 2, node.text) if node.tag == "pre" else node.text)
        for child in node:
            tag = child.tag
            if isinstance(tag, str) and child.get(GONE) is None and tag not in _UNSEEN:
                if tag == "br":
                    self._run.parts.append(_BREAK)
                elif tag in BLOCKS:
                    self._flush(block, kind, level, group)
                    self._block(child, kind if kind != "heading" or tag not in _HEADINGS else "heading", level, group)
                elif self._holds_block(child):
                    self._around(child, kind, level, group, block)
                else:
                    self._span(child)
            elif tag in {"video", "iframe"} or (isinstance(tag, str) and child.get(GONE) is not None and tag in BLOCKS):
                # a player between two stretches of text ends the first
                self._flush(block, kind, level, group)
            if child.tail:
                self._run.parts.append(child.tail)

    def _around(self, element: Element, kind: BlockKind, level: int | None, group: int, block: Element) -> None:
        """Walk an inline element that holds blocks; all that a link holds so is linked."""
        target = element.get("href") if element.tag == "a" else None
        if target is None:
            self._inline(element, kind, level, group, block)
            return
        self._flush(block, kind, level, group)
        before, self._target = self._target, target
        self._inline(element, kind, level, group, block)
        self._flush(block, kind, level, group)
        self._target = before

    def _span(self, element: Element) -> None:
        before = len(self._run.parts)
        self._gather(element)
        text = clean("".join(self._run.parts[before:]))
        if not text:
            return
        for link in (element,) if element.tag == "a" else element.iter("a"):
            target = link.get("href")
            # a link to a place on the same page, or none at all, is an anchor
            if target and target[0] != "#":
                words = text if link is element else text_of(link)
                self._run.linked += len(words)
                self._run.links.append((words, target))
        if element.tag in _STRONG or (element.tag in {"span", "a", "font"} and _all_strong(element, text)):
            self._run.strong += len(text)

    def _gather(self, element: Element) -> None:
        parts = self._run.parts
        if element.text:
            parts.append(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.get(GONE) is None and child.tag not in _UNSEEN:
                if child.tag == "br":
                    parts.append(_BREAK)
                else:
                    self._gather(child)
            if child.tail:
                parts.append(child.tail)

    @staticmethod
    def _holds_block(element: Element) -> bool:
        return any(c.tag in BLOCKS for c in element.iterdescendants() if isinstance(c.tag, str))

    def _table(self, table: Element) -> bool:
        """Add a data table as one segment; return False for a layout table, which is walked like any other element."""
        rows: list[str] = []
        for row in table.iter("tr"):
            cells = [text_of(c) for c in row if c.tag in {"td", "th"}]
            if any(len(c) > _CELL for c in cells):
                return False
            line = " | ".join(c for c in cells if c)
            if line:
                rows.append(line)
        if not rows or (len(rows) == 1 and " | " not in rows[0]) or next(table.iter("h1"), None) is not None:
            return False
        self._groups += 1
        links = [(text_of(a), a.get("href") or "") for a in table.iter("a")]
        self.segments.append(
            Segment(
                "\n".join(rows),
                "table",
                None,
                table,
                len(self.segments),
                sum(len(t) for t, _ in links),
                links,
                group=self._groups,
            )
        )
        return True


def place(segments: list[Segment]) -> None:
    """Set the offsets of blocks that share an element, given in document order: bare text between or around others."""
    sharing: dict[Element, list[Segment]] = {}
    for segment in segments:
        sharing.setdefault(segment.element, []).append(segment)
    for element, blocks in sharing.items():
        if len(blocks) > 1 or len(element):
            whole = printed_text(element) if any(c.tag in BLOCKS or c.tag == "br" for c in element) else ""
            at = 0
            for block in blocks:
                at = max(at, whole.find(block.text, at))
                block.offset = at


def _is_layout(item: Element) -> bool:
    long = 0
    for paragraph in item.iter("p"):
        long += len(text_of(paragraph)) >= 60
        if long >= 4:
            return True
    return False


def _all_strong(element: Element, text: str) -> bool:
    return len(element) == 1 and element[0].tag in _STRONG and text_of(element[0]) == text


_BREAK: Final = "\x0b"
"""Stands for `br` while a run is gathered: a vertical tab cannot come out of the parser."""
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n")
_GAP: Final = re.compile(r"\x0b\s*\x0b\s*")


def _paragraphs(raw: str) -> list[str]:
    """Split inline text at two `br`, and at a single one between two stretches of whole sentences."""
    if _BREAK not in raw:
        text = clean(raw)
        return [text] if text else []
    chunks: list[str] = []
    for part in _GAP.split(raw):
        pieces = [x for x in (clean(y) for y in part.split(_BREAK)) if x]
        if len(pieces) > 1 and all(len(x) > 80 and _ENDS.search(x) for x in pieces):
            chunks.extend(pieces)
        elif pieces:
            chunks.append(" ".join(pieces))
    return chunks


def hints_of(element: Element) -> tuple[str, ...]:
    """Return class and id tokens of the element and its three nearest ancestors, sorted."""
    found: set[str] = set()
    node: Element | None = element
    for _ in range(4):
        if node is None or node.tag in {"body", "html"}:
            break
        found |= tokens(node)
        node = node.getparent()
    return tuple(sorted(found))
