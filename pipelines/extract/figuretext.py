"""What the elements of a picture's frame say: the caption without buttons, the credit, and what stands beside both."""

from __future__ import annotations

from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.tree import Element, hidden, text_of, tokens
from pipelines.text import clean

_WIDGETS: Final = frozenset(("button", "svg", "script", "style", "noscript", "input", "template", "video", "audio"))
_BLOCKS: Final = frozenset(("p", "div", "br", "li", "figcaption", "dd", "dt", "footer"))
_CREDIT_LIMIT: Final = 300
"""A credit element with more text than this holds a story."""
_BESIDE_LIMIT: Final = 160
"""Longer text beside a caption is no credit."""
_ENDS: Final = (".", "!", "?", "”", "»", ")", "。")


def texts(frame: Element, caption: Element | None) -> tuple[str | None, str | None, str | None]:
    """Return (caption, credit, what else the frame shows): a credit often has an element without a telling name."""
    credits_found = _credit_elements(frame, caption)
    credit = " ".join(dict.fromkeys(t for t in (text_of(e) for e in credits_found) if t)) or None
    skip = set(credits_found)
    text = clean(_without(caption, skip)) or None if caption is not None else None
    beside = None
    if caption is not frame:
        if caption is not None:
            skip.add(caption)
        rest = clean(_without(frame, skip))
        beside = rest if 1 < len(rest) <= _BESIDE_LIMIT else None
    return text, credit, beside


def _credit_elements(frame: Element, caption: Element | None) -> list[Element]:
    found: list[Element] = []
    for element in (*frame.iter(), *(caption.iter() if caption is not None and not _within(caption, [frame]) else ())):
        if not isinstance(element.tag, str) or element is frame or element is caption:
            continue
        marks = tokens(element)
        if marks.isdisjoint(names("credit")) and (
            marks.isdisjoint(names("caption_credit")) or caption is None or caption not in element.iterancestors()
        ):
            continue
        holds_caption = caption is not None and caption in element.iter()
        if not holds_caption and len(text_of(element)) < _CREDIT_LIMIT and not _within(element, found):
            found.append(element)
    return found


def _within(element: Element, others: list[Element]) -> bool:
    return any(o in element.iterancestors() for o in others)


def _without(element: Element, skip: set[Element]) -> str:
    """Return the text of an element without buttons, hidden parts and `skip`; a sentence end parts neighbours."""
    parts = [element.text or ""]
    for child in element:
        if child in skip:
            parts.append(" ")
        elif isinstance(child.tag, str) and child.tag not in _WIDGETS and not _unseen(child):
            text = _without(child, skip)
            apart = child.tag in _BLOCKS or "".join(parts[-2:]).endswith(_ENDS)
            parts.append(f" {text} " if apart else text)
        tail = child.tail or ""
        if tail[:1].isupper() and "".join(parts[-1:]).endswith(_ENDS):
            parts.append(" ")
        parts.append(tail)
    return "".join(parts)


def _unseen(element: Element) -> bool:
    return hidden(element) and element.get("aria-hidden") is None
