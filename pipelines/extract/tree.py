"""The element tree: parsed once, walked with plain functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from lxml import etree, html
from lxml.cssselect import CSSSelector

from pipelines import limits
from pipelines.extract.hollow import hollow
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
    "script", "style", "template", "svg", "math", "canvas", "iframe", "object", "embed", "applet", "map", "input",
    "select", "textarea", "datalist", "link", "meta", "base", "title", "param", "source", "track", "frame", "frameset",
)  # fmt: skip
"""Elements whose text nobody reads on the page."""


class _Remembering(html.HtmlElement):  # type: ignore[misc]  # lxml has no types
    """An element that remembers the words of its template names for as long as somebody holds it."""

    __slots__ = ("words",)


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
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=_Remembering))
    return parser


def parse(text: str) -> tuple[Element, Reason | None]:
    """Return (root element `html`, None), or (None, why the page cannot be used).

    Where the parser stopped at its depth limit, it tries once more with a huge tree.
    """
    data = hollow(text.encode("utf-8", "replace"))
    try:
        root = html.document_fromstring(data, parser=_parser(huge=False))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, "not_html"
    depth, count, widest = measure(root)
    if depth >= _DEEP:
        try:
            root = html.document_fromstring(data, parser=_parser(huge=True))
        except (etree.ParserError, etree.XMLSyntaxError):
            return None, "too_deep"
        depth, count, widest = measure(root)
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
_COUNT: Final = etree.XPath("count(//*)")
_IS_DEEP: Final = etree.XPath("boolean(" + "/*" * _DEEP + ")")
_IS_WIDE: Final = etree.XPath(f"boolean(//*[*[{limits.MAX_CHILDREN}]/following-sibling::*])")


def _is_odd(root: Element) -> bool:
    """Tell whether a page needs a closer look: the parser's own code answers for most."""
    return bool(_IS_DEEP(root) or _IS_WIDE(root))


def measure(root: Element) -> tuple[int, int, int]:
    """Return (depth, number of elements, most inline children of one element), below the limits as bounds only."""
    if not _is_odd(root):
        return _DEEP - 1, int(_COUNT(root)), limits.MAX_CHILDREN
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


GONE: Final = "data-newsspider-gone"
"""Attribute that marks an element as detached: the tree stays whole, so that its XPaths stay those of the page."""


def detach(element: Element, reason: str) -> None:
    """Mark `element` as taken out of the body, with the reason."""
    if element.get(GONE) is None:
        element.set(GONE, reason)


def is_gone(element: Element) -> bool:
    """Tell whether `element` or one of its ancestors is detached."""
    node: Element | None = element
    while node is not None:
        if node.get(GONE) is not None:
            return True
        node = node.getparent()
    return False


def raw_text(element: Element) -> str:
    """Return the text of `element` that is not detached, with a space wherever a block or a line break stands."""
    parts: list[str] = []
    _collect(element, parts, gone=False)
    return "".join(parts)


def printed_text(element: Element) -> str:
    """Return the text of `element` as a reader of the page has it, what is detached included; offsets count in it."""
    parts: list[str] = []
    _collect(element, parts, gone=True)
    return clean("".join(parts))


def _collect(element: Element, parts: list[str], *, gone: bool) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and (gone or child.get(GONE) is None):
            if tag == "br":
                parts.append("\n")
            elif tag not in _UNSEEN_SET:
                block = tag in BLOCKS
                if block:
                    parts.append("\n")
                _collect(child, parts, gone=gone)
                if block:
                    parts.append("\n")
        if child.tail:
            parts.append(child.tail)


_UNSEEN_SET: Final = frozenset(UNSEEN)


def text_of(element: Element) -> str:
    """Return the visible text of `element` as one line, cleaned."""
    return clean(raw_text(element))


def is_longer(element: Element, limit: int) -> bool:
    """Tell whether the visible text of `element` has more than `limit` characters; reads little more than that.

    The same as `len(text_of(element)) > limit`, for elements that may hold half the page.
    """
    parts: list[str] = []
    size, enough = 0, limit
    for part in pieces(element):
        parts.append(part)
        size += len(part)
        if size > enough:
            if len(clean("".join(parts))) > limit:
                return True
            enough = 2 * size  # white space: looked at again when there is as much more
    return len(clean("".join(parts))) > limit


def pieces(element: Element) -> Iterator[str]:
    """Yield what `raw_text` joins."""
    if element.text:
        yield element.text
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and child.get(GONE) is None:
            if tag == "br":
                yield "\n"
            elif tag not in _UNSEEN_SET:
                if tag in BLOCKS:
                    yield "\n"
                    yield from pieces(child)
                    yield "\n"
                else:
                    yield from pieces(child)
        if child.tail:
            yield child.tail


def lines_of(element: Element) -> list[str]:
    """Return the visible text of `element`, one string a block or line break, cleaned, empty ones left out."""
    return [x for x in (clean(part) for part in raw_text(element).split("\n")) if x]


_HASH: Final = re.compile(r"(?<=__)(?=[A-Za-z]{0,5}[0-9]|[A-Za-z]{1,5}[A-Z])[0-9A-Za-z]{5,6}(?![0-9A-Za-z])")
"""The hash that CSS modules set behind a name (`name__yFuoP`): its letters are no words."""
_SPLIT: Final = re.compile(r"[^0-9a-z]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=10_000)  # a page repeats its whole values, and a site its pages
def words_of(value: str) -> frozenset[str]:
    """Return the words of several names."""
    given = split(value)
    return words(given[0]) if len(given) == 1 else _NONE.union(*map(words, given))


def split(value: str) -> list[str]:
    """Return the single names of a value, those of a value that is no list of names left out."""
    return value[:900].split()


@lru_cache(maxsize=60_000)  # template names repeat from page to page; bounded, since some hold a hash
def words(name: str) -> frozenset[str]:
    """Return the words of one template name, and its neighbours joined."""
    if "__" in name:
        name = _HASH.sub("-", name)
    if not name.islower():
        name = _CAMEL.sub("-", name).lower()
    if name.isalnum() and name.isascii():
        return frozenset((name,))
    parts = [p for p in _SPLIT.split(name) if p]
    return frozenset((*parts, *(a + b for a, b in pairwise(parts))))


_NONE: Final[frozenset[str]] = frozenset()
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MARKS: Final = frozenset(
    (
        "class",
        "id",
        "data-testid",
        "data-component",
        "data-type",
        "itemprop",
        "role",
        "data-module",
        "data-qa",
    )
)


def tokens(element: Element) -> frozenset[str]:
    """Return the words in class, id and the like: single ones, and neighbours joined ("read-more" gives readmore)."""
    try:
        found: frozenset[str] = element.words
    except AttributeError:  # nobody has asked yet
        found = element.words = words_of(names_of(element, element.keys()))
    return found


def names_of(element: Element, given: list[str]) -> str:
    """Return the names that a template gives an element with the attributes `given`, with blanks between them."""
    tag = element.tag
    naming = _naming(tuple(given)) if given else ()
    if tag in _HEADINGS and "id" in naming:
        # the id of a heading is its own text, made into a link target: words of the story, not of the template
        naming = tuple(name for name in naming if name != "id")
    if "-" in tag:
        return " ".join((*map(element.get, naming), tag))
    if len(naming) == 1:
        return element.get(naming[0])  # type: ignore[no-any-return]  # lxml has no types
    return " ".join(map(element.get, naming)) if naming else ""


@lru_cache(maxsize=10_000)  # a page gives its elements few sets of attributes
def _naming(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the attributes that hold names."""
    return tuple(name for name in given if name in _MARKS or (name[:5] == "data-" and name[-5:] == "-name"))


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: Element, selector: str | None) -> list[Element]:
    """Return the elements that a CSS selector (checked when the site file was loaded) matches, in document order."""
    return list(_compiled(selector)(root)) if selector else []


def path_of(element: Element) -> str:
    """Return the XPath of `element` in the page."""
    return str(element.getroottree().getpath(element))


def hidden(element: Element) -> bool:
    """Tell whether the element says of itself that it is not shown."""
    return element.get("aria-hidden") == "true" or not shown(element)


def shown(element: Element) -> bool:
    """Tell whether the element is to be seen: neither `hidden` nor styled away."""
    if element.get("hidden") is not None:
        return False
    style = element.get("style")
    if style:
        squeezed = style.replace(" ", "").lower()
        return "display:none" not in squeezed and "visibility:hidden" not in squeezed
    return True
