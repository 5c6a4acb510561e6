"""The element tree: parsed once, walked with plain functions."""

from __future__ import annotations

from functools import cache
from typing import Final, TypeAlias

from lxml import etree, html
from lxml.cssselect import CSSSelector

from pipelines import limits
from pipelines.record import Reason
from pipelines.text import clean

Element: TypeAlias = html.HtmlElement

BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "amp-img",
        "amp-carousel",
    ]
)
"""Elements that begin and end a line."""

UNSEEN: Final = (
    "script", "style", "template", "svg", "math", "canvas", "iframe", "object", "applet", "map", "select", "textarea",
    "datalist", "title", "frameset",
)  # fmt: skip
"""Elements whose text nobody reads on the page. Those that hold nothing by definition (`source`, `input`) are not among
them: the parser leaves some of them open, and what then stands inside them belongs to the page."""


def _parser(*, huge: bool) -> etree.HTMLParser:
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=huge,
        no_network=True,
    )
    # the lookup in C: lxml.html's own is called thousands of times a page from Python
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


def parse(text: str) -> tuple[Element, Reason | None]:
    """Return (root element `html`, None), or (None, why the page cannot be used).

    Where the parser stopped at its depth limit, it tries once more with a huge tree.
    """
    data = text.encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=_parser(huge=False))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, "not_html"
    tags = data.count(b"<")
    depth, count, widest = measure(root, tags)
    if depth >= _DEEP:
        try:
            root = html.document_fromstring(data, parser=_parser(huge=True))
        except (etree.ParserError, etree.XMLSyntaxError):
            return None, "too_deep"
        depth, count, widest = measure(root, tags)
        if depth > limits.MAX_DEPTH:
            return None, "too_deep"
    if count > limits.MAX_ELEMENTS or widest > limits.MAX_CHILDREN:
        return None, "too_complex"
    if root.tag != "html":
        shell = root.makeelement("html")
        shell.append(root)
        root = shell
    return root, None


_DEEP: Final = 250
"""Levels near the parser's own limit."""
_IS_DEEP: Final = etree.XPath("boolean(" + "/*" * _DEEP + ")")


def measure(root: Element, tags: int) -> tuple[int, int, int]:
    """Return (depth, number of elements, most inline children of one element), below the limits as bounds only.

    `tags` is a number that no page with so many signs of tags has more elements than.
    """
    if tags <= limits.MAX_CHILDREN and not _IS_DEEP(root):
        return _DEEP - 1, tags, tags
    depth = count = widest = 0
    level = [root]
    while level:
        depth += 1
        count += len(level)
        below: list[Element] = []
        for element in level:
            children = list(element)
            size = len(children)
            if size > widest and size > limits.MAX_CHILDREN:
                size = sum(child.tag not in BLOCKS for child in children)
            if size > widest:
                widest = size
            below += children
        level = below
    return depth, count, widest


def text_of(element: Element) -> str:
    """Return what a reader of the page has of an element, as one line."""
    parts: list[str] = []
    _collect(element, parts)
    return clean("".join(parts))


def _collect(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            gap = "\n" if tag == "br" or tag in BLOCKS else ""
            parts.append(gap)
            if tag not in _UNSEEN:
                _collect(child, parts)
            parts.append(gap)
        if child.tail:
            parts.append(child.tail)


_UNSEEN: Final = frozenset(UNSEEN)


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: Element, selector: str | None) -> list[Element]:
    """Return the elements that a CSS selector (checked when the site file was loaded) matches, in document order."""
    return list(_compiled(selector)(root)) if selector else []


def path_of(element: Element) -> str:
    """Return the XPath of `element` in the page."""
    return str(element.getroottree().getpath(element))
