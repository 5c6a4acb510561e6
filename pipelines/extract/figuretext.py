"""What the elements of a picture's frame say: the caption without buttons, the credit, and what stands beside both."""

from __future__ import annotations

from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.sheet import Sheet
from pipelines.text import clean

_WIDGETS: Final = frozenset(("button", "svg", "script", "style", "noscript", "input", "template", "video", "audio"))
_BLOCKS: Final = frozenset(("p", "div", "br", "li", "figcaption", "dd", "dt", "footer"))
_CREDIT_LIMIT: Final = 300
"""A credit element with more text than this holds a story."""
_BESIDE_LIMIT: Final = 160
"""Longer text beside a caption is no credit."""
_ENDS: Final = (".", "!", "?", "”", "»", ")", "。")


def texts(sheet: Sheet, frame: int, caption: int | None) -> tuple[str | None, str | None, str | None]:
    """Return (caption, credit, what else the frame shows): a credit often has an element without a telling name."""
    found = _credit_elements(sheet, frame, caption)
    credit = " ".join(dict.fromkeys(t for t in map(sheet.shown, found) if t)) or None
    skip = set(found)
    text = clean(_without(sheet, caption, skip)) or None if caption is not None else None
    beside = None
    if caption != frame:
        if caption is not None:
            skip.add(caption)
        rest = clean(_without(sheet, frame, skip))
        beside = rest if 1 < len(rest) <= _BESIDE_LIMIT else None
    return text, credit, beside


def _credit_elements(sheet: Sheet, frame: int, caption: int | None) -> list[int]:
    found: list[int] = []
    places = [*range(frame + 1, sheet.end[frame])]
    if caption is not None and not sheet.holds(frame, caption):
        places += range(caption + 1, sheet.end[caption])
    for element in places:
        marks = sheet.words(element)
        if not marks or element == caption:
            continue
        inside = caption is not None and sheet.holds(caption, element)
        if marks.isdisjoint(names("credit")) and (marks.isdisjoint(names("caption_credit")) or not inside):
            continue
        if caption is not None and sheet.holds(element, caption):
            continue
        if sheet.size(element) < _CREDIT_LIMIT and not any(sheet.holds(other, element) for other in found):
            found.append(element)
    return found


def _without(sheet: Sheet, element: int, skip: set[int]) -> str:
    """Return the text of an element without buttons, hidden parts and `skip`; a sentence end parts neighbours."""
    parts: list[str] = []
    place = sheet.at[element]
    for child in sheet.children(element):
        before = sheet.text[place : sheet.at[child]]
        if before[:1].isupper() and "".join(parts[-1:]).endswith(_ENDS):
            parts.append(" ")
        parts.append(before)
        place = sheet.to[child]
        if child in skip:
            parts.append(" ")
        elif sheet.tag[child] not in _WIDGETS and not _unseen(sheet, child) and place > sheet.at[child]:
            text = _without(sheet, child, skip)
            apart = sheet.tag[child] in _BLOCKS or "".join(parts[-2:]).endswith(_ENDS)
            parts.append(f" {text} " if apart else text)
    after = sheet.text[place : sheet.to[element]]
    if after[:1].isupper() and "".join(parts[-1:]).endswith(_ENDS):
        parts.append(" ")
    parts.append(after)
    return "".join(parts)


def _unseen(sheet: Sheet, element: int) -> bool:
    return sheet.hidden(element) and sheet.get(element, "aria-hidden") is None
