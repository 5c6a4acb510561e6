"""Where the story begins: what stands above its first paragraph, and which of it is the standfirst."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.segments import Segment
from pipelines.extract.tree import tokens


def opening(chosen: list[Segment], repeats: frozenset[str]) -> tuple[list[Segment], Segment | None]:
    """Return the story without what precedes its first paragraph, and the standfirst.

    Repeated headlines, kickers and key points go. A
    standfirst is set apart by its markup: another element, class or weight than the run of paragraphs that follows.
    """
    usual = _usual_shape(chosen)
    deck: Segment | None = None
    rest = list(chosen)
    while rest:
        first = rest[0]
        same = first.key in repeats
        if same or first.kind == "list_item" or (first.kind == "heading" and len(rest) > 2):
            if not same and first.kind == "heading" and deck is None and len(first.text) >= 40:
                deck = first
            rest.pop(0)
            continue
        if deck is None and len(rest) > 3 and _is_deck(first, usual):
            deck = first
            rest.pop(0)
            continue
        break
    return (rest, deck) if rest else (chosen, None)


def shape(segment: Segment) -> tuple[str, str]:
    """Return tag and class of a block's element."""
    return segment.element.tag, segment.element.get("class") or ""


def _usual_shape(chosen: list[Segment]) -> tuple[tuple[str, str], frozenset[int]] | None:
    """Return the tag and class that most of the story's text bears, and the parents of those blocks."""
    sizes: Counter[tuple[str, str]] = Counter()
    for segment in chosen:
        if segment.kind == "paragraph":
            sizes[shape(segment)] += len(segment.text)
    if not sizes:
        return None
    best = sizes.most_common(1)[0][0]
    return best, frozenset(id(s.element.getparent()) for s in chosen if shape(s) == best)


def _is_deck(segment: Segment, usual: tuple[tuple[str, str], frozenset[int]] | None) -> bool:
    if usual is None or segment.kind != "paragraph" or segment.link_share > 0.5 or not 40 <= len(segment.text) <= 900:
        return False
    same, parents = usual
    marks = tokens(segment.element)
    if len(segment.home) == 1:
        marks |= tokens(segment.home)
    if marks & _FIRST:
        return False
    named = bool(marks & (names("standfirst") | names("standfirst_weak")))
    beside = id(segment.element.getparent()) in parents
    if shape(segment) == same and beside:
        return segment.emphasis and segment.text[-1:] in '.?!…"”»' and named
    if beside:
        return named or segment.emphasis or bool({"bold", "fontbold"} & marks)
    return named or segment.emphasis


_FIRST: Final = frozenset(("first", "initial", "dropcap", "hasdropcap", "firstparagraph", "isfirst"))
