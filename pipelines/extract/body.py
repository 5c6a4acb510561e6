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
from pipelines.extract.blocks import Block
from pipelines.extract.boxes import same_name, with_facts, without_link_lists, without_service
from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.sheet import Sheet
from pipelines.text import key


@dataclass(frozen=True, slots=True)
class Story:
    """The chosen blocks, the element that holds them, and the visible standfirst that stood before them."""

    blocks: list[Block]
    container: int | None
    standfirst: Block | None = None


def choose(
    sheet: Sheet,
    blocks: list[Block],
    kept: set[int],
    article_body: str | None,
    headline: int,
    repeats: frozenset[str] = frozenset(),
) -> Story:
    """Return the story among `blocks`.

    `kept` are trafilatura's votes, `article_body` is JSON-LD's text, `headline` the order of the first block after
    the headline (0 when unknown), `repeats` the folded headline candidates.
    """
    said = _said(blocks, article_body)
    # nobody has voted: the paragraphs themselves do, the densest element wins below
    wanted = kept | said or {s.order for s in blocks if len(s.text) >= STORY_PARAGRAPH and s.link_share < 0.4}
    wanted = wanted - {s.order for s in blocks if _is_bar(s)}
    if not wanted:
        return Story([], None)
    solid = [s for s in blocks if _solid(s) and len(s.text) >= STORY_PARAGRAPH]
    # votes for less than half of what reads as story are weak: the rest is not held against an element, and comes along
    doubt = 2 * sum(len(s.text) for s in solid if s.order in wanted) < sum(len(s.text) for s in solid)
    container = _container(sheet, blocks, wanted, doubt=False)
    if doubt and not _covers(sheet, container, blocks, wanted):
        container = _container(sheet, blocks, wanted, doubt=True)
    fellows = _fellows(sheet, container, solid) if doubt else set()
    if fellows:
        wanted |= fellows
        container = _container(sheet, blocks, wanted, doubt=False)
    elif doubt:
        wanted = wanted | {s.order for s in solid if container is None or sheet.holds(container, s.element)}
    inside = [s for s in blocks if container is None or sheet.holds(container, s.element)]
    marks = [s.order for s in inside if s.order in wanted and _solid(s)]
    if not marks:
        marks = [s.order for s in inside if s.order in wanted]
    if not marks:
        return Story([], None)
    first, last = marks[0], marks[-1]
    story = [s for s in inside if s.order in wanted and _solid(s)]
    parents = {s.home for s in story}
    shapes = _own_shapes(sheet, story)
    styles = {opening.shape(sheet, s) for s in story}
    chosen: list[Block] = []
    for index, block in enumerate(blocks):
        order = block.order
        mine = container is None or sheet.holds(container, block.element)
        if mine and first <= order <= last:
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            if (
                order in wanted
                or _belongs(sheet, block, after, wanted, parents, styles)
                or _looks_story(sheet, block, shapes)
            ):
                chosen.append(block)
        elif mine and (
            order in wanted
            or (_solid(block) and block.link_share < 0.3 and block.home in parents)
            or (_solid(block) and _looks_story(sheet, block, shapes))
        ):
            chosen.append(block)
        elif not mine and order in wanted and headline <= order < first and _solid(block):
            # an opening paragraph in an element of its own
            chosen.append(block)
    below = _mostly_after(chosen, headline)
    chosen = [s for s in chosen if s.order >= headline or not below]
    chosen, deck = opening.opening(sheet, chosen, repeats)
    chosen = without_service(sheet, copies.without_pulled(sheet, copies.once(chosen)), blocks, said)
    chosen = without_link_lists(chosen, said)
    chosen = with_facts(sheet, chosen, blocks, {s.order for s in inside})
    while len(chosen) > 1 and chosen[-1].kind == "heading":
        # a heading opens something; with nothing below it, it opened what was detached
        chosen.pop()
    voted = [s for s in blocks if s.order in kept]
    if 2 * _size(chosen) < _size(voted):
        # the votes lie scattered over the page: a list, a course, a form; then they are the best there is
        return Story(voted, None)
    return Story(chosen, container, deck)


def _size(blocks: Iterable[Block]) -> int:
    return sum(len(s.text) for s in blocks)


def _mostly_after(chosen: list[Block], headline: int) -> bool:
    """Tell whether the story stands below the headline; then what stands above it is furniture."""
    after = sum(len(s.text) for s in chosen if s.order >= headline)
    return after > 0.7 * sum(len(s.text) for s in chosen)


def _said(blocks: list[Block], article_body: str | None) -> set[int]:
    if not article_body or len(article_body) < 200:
        return set()
    whole = key(article_body)
    return {s.order for s in blocks if s.is_line and s.key in whole}


def _is_bar(block: Block) -> bool:
    """Tell whether a line is a row of links: sections, tools, topics."""
    return (
        block.kind == "paragraph"
        and len(block.links) > 1
        and block.link_share > 0.7
        and len(block.text) <= _BAR
        and block.text[-1] not in ".!?…。"
    )


_BAR: Final = 200
"""Characters of a row of links."""


def _solid(block: Block) -> bool:
    return block.kind in {"paragraph", "quote"} and len(block.text) >= 40 and block.link_share < 0.5


def _own_shapes(sheet: Sheet, story: list[Block]) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    """Return what the story's blocks and their homes are called, where that is said at least three times."""
    found = Counter((opening.shape(sheet, s), _home_shape(sheet, s)) for s in story)
    return {shape for shape, times in found.items() if times >= _STYLE and (shape[0][1] or shape[1][1])}


def _home_shape(sheet: Sheet, block: Block) -> tuple[str, str]:
    return sheet.tag[block.home], sheet.class_of(block.home)


def _looks_story(sheet: Sheet, block: Block, shapes: set[tuple[tuple[str, str], tuple[str, str]]]) -> bool:
    """Tell whether a block is called as the story's blocks are, in a home that is called as theirs."""
    if block.link_share >= 0.3:
        return False
    mine, home = opening.shape(sheet, block), _home_shape(sheet, block)
    return any((mine == s or block.kind == "heading") and same_name(home, h) for s, h in shapes)


def _belongs(
    sheet: Sheet,
    block: Block,
    after: Block | None,
    wanted: set[int],
    parents: set[int],
    styles: set[tuple[str, str]],
) -> bool:
    """Tell whether a block that nobody voted for, between two that were, is story."""
    if block.link_share > 0.5:
        return False
    beside = block.home in parents or sheet.up[block.element] in parents
    if block.kind == "heading":
        return beside or (after is not None and after.order in wanted)
    if block.kind == "list_item":
        return sheet.up[block.home] in parents and block.link_share < 0.3
    if block.kind == "table":
        return False
    plain = sheet.tag[block.element] == "p" and not block.links and opening.shape(sheet, block) in styles
    return beside and (block.is_line or block.emphasis or plain)


def _container(sheet: Sheet, blocks: list[Block], wanted: set[int], *, doubt: bool) -> int | None:
    """Return the element with the best balance: wanted text counts, unwanted text below it counts against it."""
    balance: dict[int, float] = {}
    up = sheet.up
    for block in blocks:
        size = len(block.text)
        value = size if block.order in wanted else _against(block, doubt=doubt) * size
        node = block.element
        if sheet.tag[node] in _LEAVES:
            node = up[node]
        balance[node] = balance.get(node, 0.0) + value
    # what lies deeper has a higher number: one pass from the last to the first hands each sum up
    for node in range(max(balance, default=0), 0, -1):
        if node in balance and up[node] >= 0:
            balance[up[node]] = balance.get(up[node], 0.0) + balance[node]
    if not balance:
        return None
    top = max(balance.values())
    if top <= 0:
        return None
    # the deepest element of those that are as good as the best
    best = [e for e, v in balance.items() if v >= top - 1e-9]
    return max(best, key=lambda e: (sum(1 for _ in sheet.above(e)), -e))


def _fellows(sheet: Sheet, container: int | None, solid: list[Block]) -> set[int]:
    """Return the story blocks outside the container whose parents look like those inside, if they are the larger part.

    Some templates give each stretch of a story a wrapper of its own; then trafilatura keeps only one of them.
    """
    if container is None:
        return set()

    def parent(block: Block) -> tuple[str, str]:
        above = max(0, sheet.up[block.element])
        return sheet.tag[above], sheet.class_of(above)

    inside = [s for s in solid if sheet.holds(container, s.element)]
    shapes = Counter(map(parent, inside))
    usual = shapes.most_common(1)[0][0] if shapes else ("", "")
    if not usual[1] or shapes[usual] < _STYLE:
        return set()
    fellows = [s for s in solid if parent(s) == usual and not sheet.holds(container, s.element)]
    return {s.order for s in fellows} if _size(fellows) >= _size(inside) else set()


_STYLE: Final = 3
"""Blocks of one name that make it a style of the story."""


def _covers(sheet: Sheet, container: int | None, blocks: list[Block], wanted: set[int]) -> bool:
    """Tell whether most of the wanted text stands below the container."""
    voted = [s for s in blocks if s.order in wanted]
    inside = sum(len(s.text) for s in voted if container is not None and sheet.holds(container, s.element))
    return inside >= 0.7 * sum(len(s.text) for s in voted)


_LEAVES: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "blockquote", "pre"))


def _against(block: Block, *, doubt: bool) -> float:
    """Return how much an unwanted character counts against the element that holds it."""
    if block.link_share > 0.5:
        return -1.0
    if _solid(block) and len(block.text) >= STORY_PARAGRAPH:
        return 0.2 if doubt else -0.15
    return -0.3 if doubt else -0.6
