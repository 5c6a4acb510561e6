"""One walk over a line: each token gets the kinds of its word and the phrases that begin at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipelines import agencies
from pipelines.lexicon.lexing import Kinds, Token, lex
from pipelines.lexicon.words import Lexicon
from pipelines.text import has_hangul

_UNSPACED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that are written without blanks: Thai, Lao, Burmese, Khmer, kana, Han."""


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a line with what each of them is; a run without blanks is cut at the words it is known by.

    >>> from pipelines.lexicon.words import lexicon_for
    >>> [t.text for t in tokens("新华社记者李强", lexicon_for("zh"))]
    ['新华社', '记者', '李强']
    """
    found = lex(text)
    if not text.isascii():
        found = [part for token in found for part in _parts(token, lexicon)]
    known = lexicon.phrases
    for at, token in enumerate(found):
        rows = known.get(token.low)
        if rows is None or len(rows[-1][0]) > 1:
            token.kinds = lexicon.kinds_of(token.low)
        if rows is None:
            continue
        phrases: list[tuple[int, Kinds]] = []
        for words, kinds in rows:
            count = len(words)
            if count > 1 and (len(found) < at + count or any(found[at + i].low != words[i] for i in range(1, count))):
                continue
            printed = text[token.start : found[at + count - 1].end] if "agency" in kinds else ""
            told = _agency(printed, kinds, lexicon.tag) if printed else kinds
            if count == 1:
                token.kinds = told
            elif told:
                phrases.append((count, told))
        token.phrases = tuple(phrases)
    return found


def _agency(text: str, kinds: Kinds, tag: str) -> Kinds:
    """Return the kinds with the agency's canonical name, or without it: short codes count only as printed."""
    canonical = agencies.agency(text, tag)
    rest = {kind: value for kind, value in kinds.items() if kind != "agency"}
    return {**rest, "agency": canonical} if canonical else rest


def _parts(token: Token, lexicon: Lexicon) -> Iterator[Token]:
    """Yield the known words of a run that is written without blanks, and what stands between them.

    A word of one character counts only as the whole run: inside names it is a syllable.
    """
    text = token.text
    hangul = has_hangul(text)
    if token.form != "word" or token.low in lexicon.phrases or not (hangul or _UNSPACED.search(text)):
        yield token
        return
    known = lexicon.glued
    start, at = 0, 0
    while at < len(text):
        word = next((w for w in known.get(text[at], ()) if len(w) > 1 and text.startswith(w, at)), None)
        # words of spaced scripts are cut off only at the end of a run
        if word is None or (hangul and at + len(word) < len(text)):
            at += 1
            continue
        if start < at:
            yield _cut(token, start, at)
        yield _cut(token, at, at + len(word))
        start = at = at + len(word)
    if start < len(text):
        yield _cut(token, start, len(text))


def _cut(token: Token, start: int, end: int) -> Token:
    text = token.text[start:end]
    return Token(text, text.casefold(), token.start + start, token.start + end, "word", token.space and start == 0)
