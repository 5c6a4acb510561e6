"""The learned container: what of a page goes through the expensive passes, where the site's earlier pages taught it.

The rest is emptied and keeps its places, so that every XPath stays that of the page. Any doubt leaves the page whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any, Final

from lxml import etree

from pipelines.container import Container
from pipelines.draft import Draft
from pipelines.extract import meta, statements, structured
from pipelines.extract.blocks import Block
from pipelines.extract.parsed import tree_of
from pipelines.extract.sheet import Sheet
from pipelines.extract.tree import Element, text_of
from pipelines.page import Page

SHORTEST: Final = 300
"""Characters of a story that is believed to be whole; shorter ones are read from the whole page."""
_SHARE: Final = 0.6
"""Part of the smallest share of the page's paragraphs that the container has to hold: stories are of many lengths."""
_NEWS: Final = 40
"""Characters of paragraphs that make an unknown element beside the container worth reading."""

_PARAGRAPHS: Final = etree.XPath("descendant-or-self::p//text()", smart_strings=False)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one page shows of a container."""

    share: float
    kind: str
    beside: frozenset[str]


def kind_of(graph: structured.Graph, head: meta.Meta, node: tuple[str, structured.Node] | None) -> str:
    """Return what kind of page this is by its own words: its type, and whether it is free."""
    return f"{statements.page_type(node, graph, head)} {statements.free(node)}"


def enter(root: Element, kind: str, containers: Iterable[Container]) -> Container | None:
    """Empty all of the page but its head and the container that fits; return that, None where none fits.

    The tree is changed only where one fits.
    """
    for container in containers:
        element = only(root, container.path)
        if element is not None and _fits(root, element, kind, container):
            for other in _others(root, element):
                other.clear()
            return container
    return None


def doubtful(draft: Draft, container: Container) -> bool:
    """Tell whether what was read from the container alone lacks what its stories have."""
    if not draft.headline or sum(len(line.text) for line in draft.lines) < SHORTEST:
        return True
    return not all(getattr(draft, name) for name in container.holds) or not draft.lines[0].locator.startswith("/")


def votes(sheet: Sheet, blocks: list[Block], container: Container | None) -> set[int] | None:
    """Return the orders of the blocks that trafilatura would keep; None where a shape is new or could be either."""
    if container is None or not container.kept:
        return None
    kept: set[int] = set()
    for block in blocks:
        if block.key:
            mine = shape(sheet, block)
            if mine in container.kept:
                kept.add(block.order)
            elif mine not in container.left:
                return None
    return kept


def shape(sheet: Sheet, block: Block) -> str:
    """Return what a template makes of a block: its kind, its names and its home's, its size and links in outline."""
    element, home = block.element, block.home
    names = f"{sheet.tag[element]} {_class(sheet, element)}"
    if home != element:
        names = f"{sheet.tag[home]} {_class(sheet, home)} > {names}"
    return f"{block.kind} {block.is_line:d}{block.link_share > _LINKED:d} {names}"


_LINKED: Final = 0.5
"""Share of link text from which trafilatura may take a block for a list of links."""


def _class(sheet: Sheet, element: int) -> str:
    return " ".join(_stable(sheet.class_of(element)))


def only(root: Element, path: str) -> Element | None:
    """Return the one element in the body that a path matches, None where it is none or several."""
    found = _compiled(path)(root)
    return found[0] if len(found) == 1 and found[0].tag != "body" else None


@lru_cache(maxsize=1_000)
def _compiled(path: str) -> Any:
    return etree.XPath(path)


def _fits(root: Element, element: Element, kind: str, container: Container) -> bool:
    if container.kinds is not None and kind not in container.kinds:
        return False
    if container.least and _share(root, element) < _SHARE * container.least:
        return False
    known = container.beside
    return known is None or not any(name_of(o) not in known and _is_news(o) for o in _others(root, element))


def _share(root: Element, element: Element) -> float:
    whole = _size(root)
    return _size(element) / whole if whole else 0.0


def _size(element: Element) -> int:
    return sum(map(len, _PARAGRAPHS(element)))


def _others(root: Element, element: Element) -> Iterator[Element]:
    """Yield what stands beside an element and its ancestors in the body."""
    body, node = root.find("body"), element
    while node is not body:
        above = node.getparent()
        for other in above:
            if other is not node:
                yield other
        node = above


def _is_news(element: Element) -> bool:
    """Tell whether an element that no earlier page had may say something of the story."""
    if element.tag in {"script", "style", "noscript", "template"}:
        return False
    return next(element.iter("h1", "time", "figcaption"), None) is not None or _size(element) > _NEWS


# --- learning -------------------------------------------------------------------------------------------------------


def sight(page: Page, path: str) -> Sight | None:
    """Return what a page shows of the container at a path, None where it has none."""
    root = tree_of(page)
    element = only(root, path) if root is not None else None
    if root is None or element is None:
        return None
    graph, head = structured.read(root), meta.read(root, page.url)
    node = structured.article_node(graph, page.url or head.canonical, first_heading(root))
    return Sight(
        _share(root, element), kind_of(graph, head, node), frozenset(name_of(o) for o in _others(root, element))
    )


def first_heading(root: Element) -> str | None:
    """Return the first main heading of a page: what its own words about its story are compared with."""
    return next((text_of(h) for tag in ("h1", "h2") for h in root.iter(tag)), None)


def candidates(page: Page, locators: Iterable[str]) -> list[str]:
    """Return the paths of the elements that hold all these places of a page, the smallest first."""
    split = [one.split("/") for one in locators if one.startswith("/html/body/")]
    root = tree_of(page)
    if not split or root is None:
        return []
    common = [names[0] for names in takewhile(lambda n: len(set(n)) == 1, zip(*split, strict=False))]
    found: list[Element] = root.xpath("/".join(common) or "/html")
    paths: list[str] = []
    node = found[0] if found else None
    while node is not None and node.tag not in {"body", "html"}:
        path = path_by_names(root, node)
        if path is not None:
            paths.append(path)
        node = node.getparent()
    return paths


def path_by_names(root: Element, element: Element) -> str | None:
    """Return an XPath that finds an element alone by what its template calls it, None where it has no such name."""
    tests = list(_tests(element))
    for test in (*tests, "".join(tests)):
        path = f"//body//{element.tag}{test}"
        if only(root, path) is element:
            return path
    for above in element.iterancestors():
        if above.tag == "body":
            break
        for outer in _tests(above):
            for test in (*tests, ""):
                path = f"//body//{above.tag}{outer}//{element.tag}{test}"
                if only(root, path) is element:
                    return path
    return None


def name_of(element: Element) -> str:
    """Return what a template calls an element, without numbers."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return f"{element.tag} {' '.join(sorted(set(_stable(names))))}"


_NAMES: Final = (
    "id",
    "itemprop",
    "data-testid",
    "data-component",
    "data-component-name",
    "data-module",
    "data-qa",
    "role",
)


def _tests(element: Element) -> Iterator[str]:
    """Yield XPath predicates by the names that a template gives an element, most telling first."""
    for attribute in _NAMES:
        value = element.get(attribute)
        if value and _stable(value) == [value]:
            yield f'[@{attribute}="{value}"]'
    names = _stable(element.get("class") or "")
    if names:
        yield "".join(f'[contains(concat(" ",normalize-space(@class)," ")," {name} ")]' for name in names)
    if element.tag in {"article", "main"}:
        yield ""


def _stable(value: str) -> list[str]:
    """Return the names of a value that a build or a story does not change: no digits, no hashes."""
    return [name for name in value[:900].split() if _STABLE.fullmatch(name)]


_STABLE: Final = re.compile(r"[A-Za-z][a-z]{1,30}(?:[-_:]{1,2}[A-Za-z]?[a-z]{1,30}|[A-Z][a-z]{1,30}){0,8}")
"""Words, joined by signs or by capitals: `story-body`, `ArticleBody`, `c-article__content`."""
