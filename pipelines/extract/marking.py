"""A page made safe to look at, with the places marked from which a record was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree, html

from pipelines.extract.parsed import tree_of
from pipelines.extract.tree import BLOCKS, Element, text_of
from pipelines.page import Page
from pipelines.text import clean, key

_GONE: Final = (
    "script", "style", "link", "meta", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "svg",
    "math", "template", "noscript", "input", "select", "textarea", "source", "track", "audio", "video", "canvas", "map",
    "title",
)  # fmt: skip
_KEPT: Final = frozenset(("lang", "dir", "colspan", "rowspan", "data-p", "data-drop", "data-b", "tabindex"))
_IN_LAYOUTS: Final = ("p", "div", "h1", "h2", "ul")
_LONGEST: Final = 400_000
"""Characters of a page in a report: what is behind them is cut off, with a word on it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: the pointer of the field, an XPath, and a span of the element's text or None."""

    pointer: str
    locator: str
    start: int | None
    end: int | None


def marked(page: Page, places: Iterable[Place], blocks: Iterable[str], dropped: Iterable[str]) -> str | None:
    """Return the page's body as inert HTML, or None where it cannot be read.

    Nothing in it runs, loads or leads anywhere. `data-p` names the pointers that stand in an element, `data-b` the
    number of the block of the body that it is, `data-drop` that it was left out.
    """
    root = tree_of(page)
    if root is None:
        return None
    for place in places:
        _mark(root, place)
    _mark_lines(root, blocks, dropped)
    body = root.find("body")
    _disarm(body)
    shown = "".join([html.tostring(child, encoding="unicode") for child in body])
    shown = (_escaped(body.text) if body.text else "") + shown
    return shown if len(shown) <= _LONGEST else shown[: shown.rfind("<", 0, _LONGEST)]


def _mark(root: Element, place: Place) -> None:
    try:
        found = root.xpath(place.locator)
    except etree.XPathError:
        return
    if not found or isinstance(found[0], str):
        return
    element = found[0]
    if place.start is not None and place.end is not None:
        words = text_of(element)[place.start : place.end]
        if words and _wrap(element, words, place.pointer):
            return
    _add(element, place.pointer)


def _add(element: Element, pointer: str) -> None:
    there = element.get("data-p")
    element.set("data-p", f"{there} {pointer}" if there else pointer)


def _wrap(element: Element, words: str, pointer: str) -> bool:
    """Put the first text that holds `words` into an element of its own."""
    for node in element.iter():
        if not isinstance(node.tag, str):
            continue
        for where in ("text", "tail"):
            text = getattr(node, where) if node is not element or where == "text" else None
            at = text.find(words) if text else -1
            if text is None or at < 0:
                continue
            if where == "text" and text == words and node.tag == "mark":
                _add(node, pointer)
                return True
            mark = node.makeelement("mark", {"data-p": pointer})
            mark.text, mark.tail = words, text[at + len(words) :]
            if where == "text":
                node.text = text[:at]
                node.insert(0, mark)
            else:
                node.tail = text[:at]
                above = node.getparent()
                above.insert(above.index(node) + 1, mark)
            return True
    return False


def _mark_lines(root: Element, blocks: Iterable[str], dropped: Iterable[str]) -> None:
    story = {k: n for n, text in enumerate(blocks) if (k := key(text))}
    gone = {k for text in dropped if (k := key(text))}
    for element in root.iter():
        if element.tag not in BLOCKS or len(element) > 60 or element.tag in ("html", "body"):
            continue
        mine = key("".join(element.itertext())) if len(element) < 30 else ""
        for mark in element.iterchildren("mark"):
            if "/dateline" in mark.get("data-p", "").split():
                mine = mine.removeprefix(key("".join(mark.itertext())))  # the body begins behind it
        if mine in story:
            element.set("data-b", str(story.pop(mine)))
        elif mine in gone:
            element.set("data-drop", "1")


def _disarm(body: Element) -> None:
    """Take out of a tree all that runs, loads or leads elsewhere; a picture leaves its alternative text."""
    etree.strip_elements(body, etree.Comment, etree.ProcessingInstruction, *_GONE, with_tail=False)
    for table in list(body.iter("table")):
        if next(table.iter(*_IN_LAYOUTS), None) is not None:  # a table that only lays out the page
            for element in list(table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th")):
                element.tag = "div"
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("img", "amp-img", "picture"):
            element.text = clean(element.get("alt") or "") or "picture"
            element.tag = "span"
            element.set("data-b", element.get("data-b") or "picture")
        elif element.tag in ("form", "button", "a", "dialog") or not element.tag.isalnum():
            element.tag = "span" if element.tag in ("a", "button") else "div"
        for name in list(element.attrib):
            if name not in _KEPT:
                del element.attrib[name]
        if element.get("data-p"):
            element.set("tabindex", "0")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
