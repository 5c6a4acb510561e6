"""Where the story begins: what stands above its first paragraph, and which of it is the standfirst."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

from pipelines.extract.blocks import Block
from pipelines.extract.markup import names
from pipelines.extract.sheet import Sheet


def opening(sheet: Sheet, chosen: list[Block], repeats: frozenset[str]) -> tuple[list[Block], Block | None]:
    """Return the story without what precedes its first paragraph, and the standfirst.

    Repeated headlines, kickers and key points go. A
    standfirst is set apart by its markup: another element, class or weight than the run of paragraphs that follows.
    """
    usual = _usual_shape(sheet, chosen)
    deck: Block | None = None
    rest = list(chosen)
    while rest:
        first = rest[0]
        same = first.key in repeats
        if same or first.kind == "list_item" or (first.kind == "heading" and len(rest) > 2):
            if not same and first.kind == "heading" and deck is None and len(first.text) >= 40:
                deck = first
            rest.pop(0)
            continue
        if deck is None and len(rest) > 3 and _is_deck(sheet, first, usual):
            deck = first
            rest.pop(0)
            continue
        break
    return (rest, deck) if rest else (chosen, None)


def shape(sheet: Sheet, block: Block) -> tuple[str, str]:
    """Return tag and class of a block's element."""
    return sheet.tag[block.element], sheet.class_of(block.element)


def _usual_shape(sheet: Sheet, chosen: list[Block]) -> tuple[tuple[str, str], frozenset[int]] | None:
    """Return the tag and class that most of the story's text bears, and the parents of those blocks."""
    sizes: Counter[tuple[str, str]] = Counter()
    for block in chosen:
        if block.kind == "paragraph":
            sizes[shape(sheet, block)] += len(block.text)
    if not sizes:
        return None
    best = sizes.most_common(1)[0][0]
    return best, frozenset(sheet.up[s.element] for s in chosen if shape(sheet, s) == best)


def _is_deck(sheet: Sheet, block: Block, usual: tuple[tuple[str, str], frozenset[int]] | None) -> bool:
    if usual is None or block.kind != "paragraph" or block.link_share > 0.5 or not 40 <= len(block.text) <= 900:
        return False
    same, parents = usual
    marks = sheet.words(block.element)
    if sum(1 for _ in islice(sheet.children(block.home), 2)) == 1:
        marks |= sheet.words(block.home)
    if marks & _FIRST:
        return False
    named = bool(marks & (names("standfirst") | names("standfirst_weak")))
    beside = sheet.up[block.element] in parents
    if shape(sheet, block) == same and beside:
        return block.emphasis and block.text[-1:] in '.?!…"”»' and named
    if beside:
        return named or block.emphasis or bool({"bold", "fontbold"} & marks)
    return named or block.emphasis


_FIRST: Final = frozenset(("first", "initial", "dropcap", "hasdropcap", "firstparagraph", "isfirst"))
