"""The page cut into blocks in document order, with the facts that tell story from furniture."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from pipelines.extract.sheet import Sheet
from pipelines.extract.tree import BLOCKS
from pipelines.record import BlockKind
from pipelines.text import is_unspaced, key

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG: Final = ("b", "strong", "em", "i", "u")
_LEAVES: Final = _HEADINGS | {"p", "li", "dd", "dt", "blockquote", "pre", "table"}
_ENDS: Final = re.compile(r"[.!?…:;\"'”’»)\]。！？」』）]\s*$")
_LINE: Final = (25, 16)
"""Characters of a line of a story, in spaced scripts and in others."""
_CELL: Final = 300
"""A table cell with more text than this makes the table a layout, not data."""
_SENTENCES: Final = 80
"""Characters of lines that one `br` makes paragraphs of: shorter ones are verses and addresses."""
_EMPHASIS: Final = 0.9
"""Share of a block in bold or italics from which all of it counts as such."""
_ITEM: Final = (4, 60)
"""Paragraphs of so many characters in a list item that make the list a layout of the page."""


@dataclass(slots=True)
class Block:
    """One block of the page."""

    text: str
    kind: BlockKind
    level: int | None
    element: int
    """The element whose line this is: for bare text the block around it."""
    home: int
    """The element that this block is a child of; bare text between blocks belongs to the element around it."""
    order: int
    """Number among the blocks of the page."""
    at: int
    """Where its text begins in the text of the page."""
    linked: int = 0
    """Characters inside links."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """(text, address) of its links."""
    emphasis: bool = False
    group: int = 0
    """Number of the list, table or quote it belongs to; 0 for none."""
    _key: str | None = None

    @property
    def key(self) -> str:
        """The block's letters and digits, for comparing."""
        if self._key is None:
            self._key = key(self.text)
        return self._key

    @property
    def is_line(self) -> bool:
        """Whether there is text enough for a line of a story: a label has less."""
        size = len(self.text)
        return size >= _LINE[0] or (size >= _LINE[1] and is_unspaced(self.text))

    @property
    def link_share(self) -> float:
        """Share of characters inside links, 0 to 1."""
        return min(1.0, self.linked / len(self.text)) if self.text else 0.0


class Cutter:
    """Cuts what nobody has claimed below an element into blocks."""

    def __init__(self, sheet: Sheet) -> None:
        """Prepare for the blocks of one page."""
        self._sheet = sheet
        self._blocks: list[Block] = []
        self._groups = 0
        away = sheet.away
        # what ends a stretch of text: a block, a player
        self._stops = [
            e
            for tag in (*BLOCKS & sheet.by_tag.keys(), *_PLAYERS & sheet.by_tag.keys())
            for e in sheet.by_tag[tag]
            if not away[e] or e in sheet.claims
        ]
        self._stops.sort()
        links = [
            e
            for e in sheet.by_tag.get("a", ())
            if not away[e] and (target := sheet.attributes[e].get("href")) and target[0] != "#"
        ]
        # a link to a place on the same page, or none at all, is an anchor
        self._links = [(sheet.at[e], sheet.to[e], e) for e in links]
        self._strong = _union(sorted((sheet.at[e], sheet.to[e]) for e in sheet.of(*_STRONG) if not away[e]))

    def cut(self, element: int) -> list[Block]:
        """Return the blocks below `element` in document order."""
        self._block(element, "paragraph", None, 0)
        return self._blocks

    def _block(self, element: int, kind: BlockKind, level: int | None, group: int) -> None:
        sheet = self._sheet
        tag = sheet.tag[element]
        if tag in _HEADINGS:
            kind, level = "heading", int(tag[1])
        elif tag in {"ul", "ol", "dl"}:
            self._groups += 1
            group = self._groups
        elif tag in {"li", "dd", "dt"}:
            # a list that only lays out the page holds whole stories in its items
            kind, level = ("paragraph" if self._is_layout(element) else "list_item"), None
        elif tag == "blockquote":
            self._groups += 1
            kind, level, group = "quote", None, self._groups
        elif (tag == "table" and self._table(element)) or tag in _PLAYERS:
            return
        stops, end, at = self._stops, sheet.end, sheet.at
        last, place = end[element], at[element]
        number = bisect_right(stops, element)
        while number < len(stops) and (stop := stops[number]) < last:
            if at[stop] > place:
                self._run(element, place, at[stop], kind, level, group)
            place = max(place, sheet.to[stop])
            if not sheet.away[stop]:
                self._block(stop, kind, level, group)
            number = bisect_left(stops, end[stop], number)
        if sheet.to[element] > place:
            self._run(element, place, sheet.to[element], kind, level, group)

    def _run(self, element: int, start: int, stop: int, kind: BlockKind, level: int | None, group: int) -> None:
        """Add the paragraphs of a stretch of text."""
        sheet = self._sheet
        text = sheet.text
        while start < stop and text[start] in " \n":
            start += 1
        while start < stop and text[stop - 1] in " \n":
            stop -= 1
        if start >= stop:
            return
        cuts = self._cuts(element, start, stop)
        if cuts:
            raw, place = [], start
            for first, last in cuts:
                raw.append(text[place:first])
                place = last
            raw.append(text[place:stop])
            whole = "".join(raw)
        else:
            whole = text[start:stop]
        at = start
        for part in _paragraphs(whole):
            found = part if not cuts else part[:20]
            begin = text.find(found[: found.find("\n")] if "\n" in found else found, at, stop) if at > start else start
            begin = begin if begin >= 0 else at
            until = begin + len(part) if not cuts else stop
            self._add(element, part, begin, until, kind, level, group)
            at = until if not cuts else at

    def _add(
        self, element: int, part: str, start: int, stop: int, kind: BlockKind, level: int | None, group: int
    ) -> None:
        sheet = self._sheet
        line = " ".join(part.split()) if "\n" in part or "  " in part else part.strip()
        if not line:
            return
        linked, links = self._linked(start, stop)
        up = sheet.up[element]
        home = up if sheet.tag[element] in _LEAVES and up >= 0 else element
        emphasis = bool(self._strong) and self._emphasised(start, stop) >= _EMPHASIS * len(line)
        self._blocks.append(
            Block(line, kind, level, element, home, len(self._blocks), start, linked, links, emphasis, group)
        )

    def _cuts(self, element: int, start: int, stop: int) -> list[tuple[int, int]]:
        return [c for c in self._sheet.cuts(element) if c[0] < stop and c[1] > start]

    def _linked(self, start: int, stop: int) -> tuple[int, list[tuple[str, str]]]:
        links, sheet = self._links, self._sheet
        number = bisect_left(links, (start, 0, 0))
        while number and links[number - 1][1] > start:
            number -= 1
        linked, found = 0, []
        while number < len(links) and links[number][0] < stop:
            first, last, element = links[number]
            if last > start:
                words = sheet.text[max(first, start) : min(last, stop)]
                words = " ".join(words.split()) if "\n" in words else words.strip()
                linked += len(words)
                if words:
                    found.append((words, sheet.attributes[element]["href"]))
            number += 1
        return linked, found

    def _emphasised(self, start: int, stop: int) -> int:
        strong = self._strong
        number = max(0, bisect_left(strong, (start, 0)) - 1)
        size = 0
        while number < len(strong) and strong[number][0] < stop:
            size += max(0, min(strong[number][1], stop) - max(strong[number][0], start))
            number += 1
        return size

    def _is_layout(self, item: int) -> bool:
        long = 0
        for paragraph in self._sheet.below(item, "p"):
            long += self._sheet.size(paragraph) >= _ITEM[1]
            if long >= _ITEM[0]:
                return True
        return False

    def _table(self, table: int) -> bool:
        """Add a data table as one block; return False for a layout table, which is cut like any other element."""
        sheet = self._sheet
        rows: list[str] = []
        for row in sheet.below(table, "tr"):
            cells = [sheet.shown(c) for c in sheet.children(row) if sheet.tag[c] in {"td", "th"} and not sheet.away[c]]
            if any(len(c) > _CELL for c in cells):
                return False
            line = " | ".join(c for c in cells if c)
            if line:
                rows.append(line)
        if not rows or (len(rows) == 1 and " | " not in rows[0]) or sheet.has(table, "h1"):
            return False
        self._groups += 1
        links = [(sheet.shown(a), sheet.get(a, "href") or "") for a in sheet.below(table, "a")]
        self._blocks.append(
            Block(
                "\n".join(rows),
                "table",
                None,
                table,
                max(0, sheet.up[table]),
                len(self._blocks),
                sheet.start(table),
                sum(len(t) for t, _ in links),
                links,
                group=self._groups,
            )
        )
        return True


_PLAYERS: Final = frozenset(("video", "iframe"))


def _union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches of text, given in order, without those inside others."""
    found: list[tuple[int, int]] = []
    for start, stop in spans:
        if not found or start >= found[-1][1]:
            found.append((start, stop))
        elif stop > found[-1][1]:
            found[-1] = (found[-1][0], stop)
    return found


def _paragraphs(raw: str) -> list[str]:
    """Split a stretch of text at empty lines, and at single breaks between two stretches of whole sentences."""
    if "\n" not in raw:
        return [raw]
    chunks: list[str] = []
    for part in _GAP.split(raw):
        pieces = [x for x in map(str.strip, part.split("\n")) if x]
        if len(pieces) > 1 and all(len(x) > _SENTENCES and _ENDS.search(x) for x in pieces):
            chunks.extend(pieces)
        elif pieces:
            chunks.append(part.strip())
    return chunks


_GAP: Final = re.compile(r"\n(?: ?\n)+")
