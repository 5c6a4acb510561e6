"""trafilatura's answer, as a vote on each block of ours.

It reads what furniture and figures left of the page. Its own text is not used: blocks keep their markup, and with it
what tells a heading, a list or a quote.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Final

from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipelines.extract.measures import STORY_PARAGRAPH
from pipelines.extract.segments import Segment
from pipelines.extract.tree import GONE, Element
from pipelines.text import key

_SHORT: Final = 500
"""Characters of trafilatura's fast answer under which its full cascade is asked."""
_SHARE: Final = 0.5
"""Or the share of the page's story paragraphs under which it is."""


def vote(root: Element, segments: list[Segment]) -> set[int]:
    """Return the orders of the segments that trafilatura keeps; asks the fast mode first, the full one in doubt."""
    story = [s for s in segments if len(s.text) >= STORY_PARAGRAPH and s.link_share < 0.4]
    paragraphs = sum(len(s.text) for s in story)
    answer = _ask(_around(root, story) if story else root, fast=True)
    kept = _match(answer, segments)
    size = sum(len(segments[i].text) for i in kept)
    if size < _SHORT or size < _SHARE * paragraphs:
        full = _match(_ask(root, fast=False), segments)
        if sum(len(segments[i].text) for i in full) > size:
            kept = full
    return kept


def _around(root: Element, story: list[Segment]) -> Element:
    """Return a page with nothing but the smallest element that holds all paragraphs of `story`, and those around it.

    Most of what trafilatura's searches would go through is outside; the elements around keep their names, which it
    reads.
    """
    first, *others = [s.element for s in story]
    chain = [*reversed(list(first.iterancestors())), first]
    shared = len(chain)
    homes = dict.fromkeys(e.getparent() for e in others if e is not first)  # most are children of one
    for home in homes:
        above = {home, *home.iterancestors()}
        while chain[shared - 1] not in above:
            shared -= 1
    page = deepcopy(chain[shared - 1])
    page.tail = None
    for element in reversed(chain[: shared - 1]):
        try:
            outer = element.makeelement(element.tag, dict(element.attrib))
        except ValueError:  # the parser takes names that cannot be given
            return root
        outer.append(page)
        page = outer
    return page


def _ask(root: Element, *, fast: bool) -> list[str]:
    # it works on a copy of its own, and takes from that what is detached
    document = bare_extraction(root, prune_xpath=_DETACHED, options=_options(fast=fast))
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return [
        "".join(e.itertext())
        for e in document.body.iter("p", "head", "item", "quote", "cell", "ab", "code", "hi")
        if e.tag != "hi" or e.getparent().tag == "body"
    ] or [document.raw_text or ""]


_DETACHED: Final = f"//*[@{GONE}]"


@cache
def _options(*, fast: bool) -> Extractor:
    # the format for which it does not print its tree as text, since the tree is what is read
    return Extractor(output_format="txt", fast=fast, comments=False, formatting=False)


def _match(answer: list[str], segments: list[Segment]) -> set[int]:
    lines = [k for k in (key(t) for t in answer) if k]
    exact, whole = set(lines), "\x00".join(lines)
    kept: set[int] = set()
    for segment in segments:
        mine = segment.key
        if not mine:
            continue
        if (
            mine in exact
            or (segment.is_line and mine in whole)
            or (segment.kind == "table" and _table_kept(segment, exact))
        ):
            kept.add(segment.order)
    return kept


def _table_kept(segment: Segment, exact: set[str]) -> bool:
    cells = [key(c) for row in segment.text.split("\n") for c in row.split(" | ")]
    return bool(cells) and sum(c in exact for c in cells) >= 0.6 * len(cells)
