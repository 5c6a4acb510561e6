"""What a page says twice: pull quotes, and paragraphs printed again."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipelines.extract.blocks import Block
from pipelines.extract.markup import names
from pipelines.extract.sheet import Sheet


def once(chosen: list[Block]) -> list[Block]:
    """Return the blocks without second copies of a paragraph: a locked page prints its opening again."""
    sizes: Counter[int] = Counter()
    copies: dict[str, list[Block]] = {}
    for block in chosen:
        sizes[block.home] += len(block.text)
        if len(block.text) >= _COPY:
            copies.setdefault(block.key, []).append(block)
    # the copy among the most text is the story's, the other a pull quote or a locked page's opening
    gone: set[int] = set()
    for same in copies.values():
        kept = max(same, key=lambda x: sizes[x.home])
        gone.update(s.order for s in same if s is not kept)
    return [s for s in chosen if s.order not in gone]


def without_pulled(sheet: Sheet, chosen: list[Block]) -> list[Block]:
    """Return the blocks without pull quotes, which say again what a paragraph says, and without who speaks there."""
    quotes = [s for s in chosen if _PULLED[0] <= len(s.text) <= _PULLED[1] and _is_pulled(sheet, s)]
    if not quotes:
        return chosen
    apart = {s.order for s in quotes}
    whole = "\x00".join(s.key for s in chosen if s.kind == "paragraph" and s.order not in apart)
    pulled = [s for s in quotes if s.key in whole]
    gone = {s.order for s in pulled}
    groups = {s.group for s in pulled if s.kind == "quote"}
    return [s for s in chosen if s.order not in gone and not (s.kind == "quote" and s.group in groups)]


def _is_pulled(sheet: Sheet, block: Block) -> bool:
    around = (block.element, max(0, sheet.up[block.element]))
    return block.kind == "quote" or any(names("pull_quote") & sheet.words(e) for e in around)


_PULLED: Final = (20, 400)
"""Characters of a pull quote."""
_COPY: Final = 80
"""Characters from which a paragraph that stands twice is a copy and no refrain."""
