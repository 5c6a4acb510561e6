"""The story's blocks as lines, each with how it stands among the others: its home, its style, what was left out."""

from __future__ import annotations

from collections import Counter

from pipelines.draft import Line, Standing
from pipelines.extract import opening
from pipelines.extract.blocks import Block
from pipelines.extract.sheet import Sheet


def lines(sheet: Sheet, blocks: list[Block], kept: set[int]) -> tuple[Line, ...]:
    """Return the blocks of a story as lines; `kept` are the orders that were voted for."""
    homes: Counter[int] = Counter()
    styles: Counter[tuple[str, str]] = Counter()
    for block in blocks:
        homes[block.home] += len(block.text)
        styles[opening.shape(sheet, block)] += len(block.text)
    whole = max(1, homes.total())
    found: list[Line] = []
    before = blocks[0].order - 1 if blocks else 0
    for block in blocks:
        standing = Standing(
            home=homes[block.home] / whole,
            style=styles[opening.shape(sheet, block)] / whole,
            gap=max(0, block.order - before - 1),
            voted=block.order in kept,
        )
        before = block.order
        found.append(_line(sheet, block, standing))
    return tuple(found)


def _line(sheet: Sheet, block: Block, standing: Standing) -> Line:
    return Line(
        block.text,
        block.kind,
        block.level,
        sheet.path(block.element),
        round(block.link_share, 3),
        tuple(block.links[:50]),
        block.emphasis,
        block.group,
        sheet.offset(block.element, block.at),
        standing,
    )
