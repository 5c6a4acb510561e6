"""Where signs, brackets and joining words cut the parties of a byline (`news-conventions` A.3)."""

from __future__ import annotations

import re
from typing import Final

from pipelines.bylines.noise import TAIL
from pipelines.bylines.words import Words
from pipelines.text import is_cased

# Blanks around a separator are stripped from the pieces, so that no pattern looks at a run of blanks twice.
_HARD: Final = re.compile(rf"(\n|\||•|·|●|{TAIL})|(?<=\s)([–—-])(?=\s)|(/)|([,،，])|([;؛])")
_SIGNS: Final = {"،": ",", "，": ",", "؛": ";"}
_BRACKET: Final = re.compile(r"\(([^()]{1,80})\)")


def pieces_of(text: str, words: Words) -> list[tuple[str, str]]:
    """Return (separator before, piece) in order; brackets become pieces of their own with the separator "("."""
    out: list[tuple[str, str]] = []
    cursor = 0
    for bracket in _BRACKET.finditer(text):
        out += _split_plain(text[cursor : bracket.start()], words)
        out.append(("(", bracket.group(1)))
        cursor = bracket.end()
    out += _split_plain(text[cursor:], words)
    return out


def _split_plain(text: str, words: Words) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    if not text.strip():
        return out
    sign, cursor = "", 0
    for found in _HARD.finditer(text):
        out += _split_joined(sign, text[cursor : found.start()], words, first=not out)
        sign = _SIGNS.get(found.group(), found.group())
        cursor = found.end()
    out += _split_joined(sign, text[cursor:], words, first=not out)
    return out


def _is_long_title(text: str, words: Words) -> bool:
    """Tell whether a joiner stands inside one job title: "Senior Life and Style Editor"."""
    parts = [p.casefold() for p in text.split()]
    last = parts[-1].strip(".,") if parts else ""
    return 2 < len(parts) <= 9 and last in words.titles and parts[0].strip("-") in words.title_heads | words.titles


def _split_joined(sign: str, text: str, words: Words, *, first: bool) -> list[tuple[str, str]]:
    """Split at joiners that are words ("and", "und") and at "with"."""
    out: list[tuple[str, str]] = []
    if not first and _is_long_title(text, words):
        return [(sign, text.strip())]
    text = _detached(text, words)
    chunks = re.split(words.joiners, f" {text} ")
    for number, chunk in enumerate(chunks):
        here = sign if number == 0 else "&"
        if words.withs is not None:
            parts = words.withs.split(f" {chunk}")
            for index, part in enumerate(parts):
                out.append((here if index == 0 else "with", part.strip()))
        else:
            out.append((here, chunk.strip()))
    return out


def _detached(text: str, words: Words) -> str:
    """Set a joiner that is written to the next word apart (Arabic waw, Hebrew vav); some names begin with it."""
    if not words.attached or is_cased(text):
        return text
    parts = text.split()
    for joiner in words.attached:
        for i in range(2, len(parts) - 1):
            word = parts[i]
            if word.startswith(joiner) and len(word) > len(joiner) + 1 and word not in words.attached_names:
                return f"{' '.join(parts[:i])} ; {word[len(joiner) :]} {' '.join(parts[i + 1 :])}"
    return text
