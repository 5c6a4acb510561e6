"""The story among the blocks of the page.

trafilatura votes on each block, and so does JSON-LD `articleBody`. The element with the best balance of wanted and
unwanted text is the story's; inside it, from the first wanted block to the last, lost paragraphs, headings and list
items come back in document order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipelines.extract import copies, opening
from pipelines.extract.boxes import same_name, with_facts, without_link_lists, without_service
from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.segments import Segment
from pipelines.extract.tree import Element
from pipelines.text import key


@dataclass(frozen=True, slots=True)
class Story:
    """The chosen blocks, the element that holds them, and the visible standfirst that stood before them."""

    segments: list[Segment]
    container: Element | None
    standfirst: Segment | None = None


def choose(
    segments: list[Segment],
    kept: set[int],
    article_body: str | None,
    headline: int,
    repeats: frozenset[str] = frozenset(),
) -> Story:
    """Return the story among `segments`.

    `kept` are trafilatura's votes, `article_body` is JSON-LD's text, `headline` the order of the first segment after
    the headline (0 when unknown), `repeats` the folded headline candidates.
    """
    said = _said(segments, article_body)
    # nobody has voted: the paragraphs themselves do, the densest element wins below
    wanted = kept | said or {s.order for s in segments if len(s.text) >= STORY_PARAGRAPH and s.link_share < 0.4}
    wanted = wanted - {s.order for s in segments if _is_bar(s)}
    if not wanted:
        return Story([], None)
    solid = [s for s in segments if _solid(s) and len(s.text) >= STORY_PARAGRAPH]
    # votes for less than half of what reads as story are weak: the rest is not held against an element, and comes along
    doubt = 2 * sum(len(s.text) for s in solid if s.order in wanted) < sum(len(s.text) for s in solid)
    container = _container(segments, wanted, doubt=False)
    if doubt and not _covers(container, segments, wanted):
        container = _container(segments, wanted, doubt=True)
    fellows = _fellows(container, solid) if doubt else set()
    if fellows:
        wanted |= fellows
        container = _container(segments, wanted, doubt=False)
    elif doubt:
        wanted = wanted | {s.order for s in solid if container is None or _below(s.element, container)}
    inside = [s for s in segments if container is None or _below(s.element, container)]
    marks = [s.order for s in inside if s.order in wanted and _solid(s)]
    if not marks:
        marks = [s.order for s in inside if s.order in wanted]
    if not marks:
        return Story([], None)
    first, last = marks[0], marks[-1]
    story = [s for s in inside if s.order in wanted and _solid(s)]
    parents = {s.home for s in story}
    shapes = _own_shapes(story)
    chosen: list[Segment] = []
    for index, segment in enumerate(segments):
        order = segment.order
        mine = container is None or _below(segment.element, container)
        if mine and first <= order <= last:
            after = segments[index + 1] if index + 1 < len(segments) else None
            if order in wanted or _belongs(segment, after, wanted, parents) or _looks_story(segment, shapes):
                chosen.append(segment)
        elif mine and (
            order in wanted
            or (_solid(segment) and segment.link_share < 0.3 and segment.home in parents)
            or (_solid(segment) and _looks_story(segment, shapes))
        ):
            chosen.append(segment)
        elif not mine and order in wanted and headline <= order < first and _solid(segment):
            # an opening paragraph in an element of its own
            chosen.append(segment)
    below = _mostly_after(chosen, headline)
    chosen = [s for s in chosen if s.order >= headline or not below]
    chosen, deck = opening.opening(chosen, repeats)
    chosen = without_service(copies.without_pulled(copies.once(chosen)), segments, said)
    chosen = without_link_lists(chosen, said)
    chosen = with_facts(chosen, segments, {s.order for s in inside})
    while len(chosen) > 1 and chosen[-1].kind == "heading":
        # a heading opens something; with nothing below it, it opened what was detached
        chosen.pop()
    voted = [s for s in segments if s.order in kept]
    if 2 * _size(chosen) < _size(voted):
        # the votes lie scattered over the page: a list, a course, a form; then they are the best there is
        return Story(voted, None)
    return Story(chosen, container, deck)


def _size(segments: Iterable[Segment]) -> int:
    return sum(len(s.text) for s in segments)


def _mostly_after(chosen: list[Segment], headline: int) -> bool:
    """Tell whether the story stands below the headline; then what stands above it is furniture."""
    after = sum(len(s.text) for s in chosen if s.order >= headline)
    return after > 0.7 * sum(len(s.text) for s in chosen)


def _said(segments: list[Segment], article_body: str | None) -> set[int]:
    if not article_body or len(article_body) < 200:
        return set()
    whole = key(article_body)
    return {s.order for s in segments if s.is_line and s.key in whole}


def _is_bar(segment: Segment) -> bool:
    """Tell whether a line is a row of links: sections, tools, topics."""
    return (
        segment.kind == "paragraph"
        and len(segment.links) > 1
        and segment.link_share > 0.7
        and len(segment.text) <= _BAR
        and segment.text[-1] not in ".!?…。"
    )


_BAR: Final = 200
"""Characters of a row of links."""


def _solid(segment: Segment) -> bool:
    return segment.kind in {"paragraph", "quote"} and len(segment.text) >= 40 and segment.link_share < 0.5


def _own_shapes(story: list[Segment]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Return what the story's blocks and their homes are called, where that is said at least three times."""
    found = Counter((opening.shape(s), _home_shape(s)) for s in story)
    return {shape for shape, times in found.items() if times >= 3 and (shape[0][1] or shape[1][1])}


def _home_shape(segment: Segment) -> tuple[str, str]:
    return segment.home.tag, segment.home.get("class") or ""


def _looks_story(segment: Segment, shapes: set[tuple[tuple[str, str], tuple[str, str]]]) -> bool:
    """Tell whether a block is called as the story's blocks are, in a home that is called as theirs."""
    if segment.link_share >= 0.3:
        return False
    mine, home = opening.shape(segment), _home_shape(segment)
    return any((mine == s or segment.kind == "heading") and same_name(home, h) for s, h in shapes)


def _belongs(segment: Segment, after: Segment | None, wanted: set[int], parents: set[Element]) -> bool:
    """Tell whether a block that nobody voted for, between two that were, is story."""
    if segment.link_share > 0.5:
        return False
    beside = segment.home in parents or segment.element.getparent() in parents
    if segment.kind == "heading":
        return beside or (after is not None and after.order in wanted)
    if segment.kind == "list_item":
        return segment.home.getparent() in parents and segment.link_share < 0.3
    if segment.kind == "table":
        return False
    return beside and (segment.is_line or segment.emphasis)


def _container(segments: list[Segment], wanted: set[int], *, doubt: bool) -> Element | None:
    """Return the element with the best balance: wanted text counts, unwanted text below it counts against it."""
    balance: dict[Element, float] = {}
    for segment in segments:
        size = len(segment.text)
        value = size if segment.order in wanted else _against(segment, doubt=doubt) * size
        node: Element = segment.element
        if node.tag in _LEAVES and node.getparent() is not None:
            node = node.getparent()
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


def _fellows(container: Element | None, solid: list[Segment]) -> set[int]:
    """Return the story blocks outside the container whose parents look like those inside, if they are the larger part.

    Some templates give each stretch of a story a wrapper of its own; then trafilatura keeps only one of them.
    """
    if container is None:
        return set()
    inside = [s for s in solid if _below(s.element, container)]
    shapes = Counter(_parent_shape(s) for s in inside)
    usual = shapes.most_common(1)[0][0] if shapes else ("", "")
    if not usual[1] or shapes[usual] < 3:
        return set()
    fellows = [s for s in solid if _parent_shape(s) == usual and not _below(s.element, container)]
    return {s.order for s in fellows} if _size(fellows) >= _size(inside) else set()


def _parent_shape(segment: Segment) -> tuple[str, str]:
    parent = segment.element.getparent()
    return (parent.tag, parent.get("class") or "") if parent is not None else ("", "")


def _covers(container: Element | None, segments: list[Segment], wanted: set[int]) -> bool:
    """Tell whether most of the wanted text stands below the container."""
    voted = [s for s in segments if s.order in wanted]
    inside = sum(len(s.text) for s in voted if container is not None and _below(s.element, container))
    return inside >= 0.7 * sum(len(s.text) for s in voted)


_LEAVES: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote", "pre"))


def _against(segment: Segment, *, doubt: bool) -> float:
    """Return how much an unwanted character counts against the element that holds it."""
    if segment.link_share > 0.5:
        return -1.0
    if _solid(segment) and len(segment.text) >= STORY_PARAGRAPH:
        return 0.2 if doubt else -0.15
    return -0.3 if doubt else -0.6


def _below(element: Element, container: Element) -> bool:
    node: Element | None = element
    while node is not None:
        if node is container:
            return True
        node = node.getparent()
    return False
