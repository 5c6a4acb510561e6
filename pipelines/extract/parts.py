"""Which other pages a page calls parts of the same article: rel=next and prev, canonical, JSON-LD, page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

from pipelines import limits
from pipelines.extract import meta, structured
from pipelines.extract.parsed import tree_of
from pipelines.extract.tree import Element, text_of
from pipelines.page import Page, address

_DIGITS: Final = 2  # of a page number that is a link: "2", "14"


@dataclass(frozen=True, slots=True)
class Stated:
    """Addresses of other parts, as `page.address` makes them comparable."""

    following: frozenset[str] = frozenset()
    """rel=next, JSON-LD hasPart."""
    preceding: frozenset[str] = frozenset()
    """rel=prev, canonical, JSON-LD isPartOf."""
    numbered: frozenset[tuple[int, str]] = frozenset()
    """Links whose text is a page number."""


def stated(page: Page) -> Stated:
    """Return what a page says of its parts; nothing where it cannot be read. Never raises for a bad page."""
    root = tree_of(page)
    if root is None:
        return Stated()
    head = meta.read(root, page.url)
    following, preceding, numbered = set[str](), {address(head.canonical)}, set[tuple[int, str]]()
    for element in root.iter("a", "link"):
        target = _target(element, head.base)
        rel = (element.get("rel") or "").lower().split()
        if "next" in rel:
            following.add(target)
        if "prev" in rel or "previous" in rel:
            preceding.add(target)
        if element.tag == "a" and len(element.text_content()) <= limits.MAX_DETAIL:
            number = text_of(element)
            if number.isdecimal() and len(number) <= _DIGITS:
                numbered.add((int(number), target))
    for _, node in structured.read(root).nodes:
        following.update(map(address, _urls(node.get("hasPart"))))
        preceding.update(map(address, _urls(node.get("isPartOf"))))
    return Stated(frozenset(following - {""}), frozenset(preceding - {""}), frozenset(numbered))


def _target(element: Element, base: str | None) -> str:
    href = (element.get("href") or "").strip()
    try:
        return address(urljoin(base or "", href)) if href else ""
    except ValueError:
        return ""


def _urls(value: Any) -> Iterator[str]:
    """Yield the addresses that a JSON-LD value names."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from (found for name in ("url", "@id") if isinstance(found := one.get(name), str))
