"""The story among the blocks of the page.

trafilatura reads what furniture and figures left; its answer is a vote on each block of ours, beside JSON-LD
`articleBody`. The element with the best balance of wanted and unwanted text is the story's; inside it, from the first
wanted block to the last, lost paragraphs, headings and list items come back in document order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trafilatura import bare_extraction

from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.segments import Segment
from pipelines.extract.tree import Element, remaining
from pipelines.text import key

_SHORT: Final = 500
"""Characters of trafilatura's fast answer under which its full cascade is asked."""
_SHARE: Final = 0.5
"""Or the share of the page's story paragraphs under which it is."""


@dataclass(frozen=True, slots=True)
class Story:
    """The chosen blocks and the element that holds them."""

    segments: list[Segment]
    container: Element | None


def vote(root: Element, segments: list[Segment]) -> set[int]:
    """Return the orders of the segments that trafilatura keeps; asks the fast mode first, the full one when in doubt."""
    tree = remaining(root)
    paragraphs = sum(len(s.text) for s in segments if len(s.text) >= STORY_PARAGRAPH and s.link_share < 0.4)
    answer = _ask(tree, fast=True)
    kept = _match(answer, segments)
    size = sum(len(segments[i].text) for i in kept)
    if size < _SHORT or size < _SHARE * paragraphs:
        full = _match(_ask(remaining(root), fast=False), segments)
        if sum(len(segments[i].text) for i in full) > size:
            kept = full
    return kept


def _ask(tree: Element, *, fast: bool) -> list[str]:
    document = bare_extraction(
        tree, fast=fast, include_comments=False, include_tables=True, include_images=False, with_metadata=False, deduplicate=False
    )
    if document is None or document.body is None:
        return []
    return ["".join(e.itertext()) for e in document.body.iter("p", "head", "item", "quote", "cell", "ab", "code", "hi") if e.tag != "hi" or e.getparent().tag == "body"] or [document.text or ""]


def _match(answer: list[str], segments: list[Segment]) -> set[int]:
    lines = [k for k in (key(t) for t in answer) if k]
    exact, whole = set(lines), "\x00".join(lines)
    kept: set[int] = set()
    for segment in segments:
        mine = key(segment.text)
        if not mine:
            continue
        if mine in exact or (len(mine) >= 25 and mine in whole) or (segment.kind == "table" and _table_kept(segment, exact)):
            kept.add(segment.order)
    return kept


def _table_kept(segment: Segment, exact: set[str]) -> bool:
    cells = [key(c) for row in segment.text.split("\n") for c in row.split(" | ")]
    return bool(cells) and sum(c in exact for c in cells) >= 0.6 * len(cells)


def choose(segments: list[Segment], kept: set[int], article_body: str | None, headline: int) -> Story:
    """Return the story among `segments`.

    `kept` are trafilatura's votes, `article_body` is JSON-LD's text, `headline` the order of the first segment after the
    headline (0 when unknown).
    """
    said = _said(segments, article_body)
    wanted = kept | said
    if not wanted:
        return Story([], None)
    container = _container(segments, wanted)
    inside = [s for s in segments if container is None or _below(s.element, container)]
    marks = [s.order for s in inside if s.order in wanted and _solid(s)]
    if not marks:
        marks = [s.order for s in inside if s.order in wanted]
    if not marks:
        return Story([], None)
    first, last = marks[0], marks[-1]
    parents = {id(s.element.getparent()) for s in inside if s.order in wanted and _solid(s)}
    chosen: list[Segment] = []
    for segment in segments:
        order = segment.order
        mine = container is None or _below(segment.element, container)
        if mine and first <= order <= last:
            if order in wanted or _belongs(segment, parents, said=bool(said)):
                chosen.append(segment)
        elif mine and (order in wanted or (_solid(segment) and id(segment.element.getparent()) in parents and segment.link_share < 0.3)):
            chosen.append(segment)
        elif not mine and order in wanted and headline <= order < first and _solid(segment):
            # an opening paragraph in an element of its own
            chosen.append(segment)
    return Story(chosen, container)


def _said(segments: list[Segment], article_body: str | None) -> set[int]:
    if not article_body or len(article_body) < 200:
        return set()
    whole = key(article_body)
    return {s.order for s in segments if len(k := key(s.text)) >= 25 and k in whole}


def _solid(segment: Segment) -> bool:
    return segment.kind in {"paragraph", "quote"} and len(segment.text) >= 40 and segment.link_share < 0.5


def _belongs(segment: Segment, parents: set[int], *, said: bool) -> bool:
    """Tell whether a block that nobody voted for, between two that were, is story."""
    if segment.link_share > 0.5:
        return False
    if segment.kind == "heading":
        return True
    beside = id(segment.element.getparent()) in parents
    if segment.kind == "list_item":
        return len(segment.text) > 20 and segment.link_share < 0.3 and not said
    if segment.kind == "table":
        return False
    return beside and (len(segment.text) >= 25 or segment.emphasis)


def _container(segments: list[Segment], wanted: set[int]) -> Element | None:
    """Return the element with the best balance: wanted text counts, unwanted text below it counts against it."""
    balance: dict[Element, float] = {}
    total = 0
    for segment in segments:
        size = len(segment.text)
        good = segment.order in wanted
        total += size if good else 0
        value = size if good else -0.6 * size
        node: Element | None = segment.element
        while node is not None:
            balance[node] = balance.get(node, 0.0) + value
            node = node.getparent()
    if not balance:
        return None
    top = max(balance.values())
    if top <= 0:
        return None
    # the deepest element of those that are as good as the best
    best = [e for e, v in balance.items() if v >= top - 1e-9]
    return max(best, key=lambda e: sum(1 for _ in e.iterancestors()))


def _below(element: Element, container: Element) -> bool:
    node: Element | None = element
    while node is not None:
        if node is container:
            return True
        node = node.getparent()
    return False
