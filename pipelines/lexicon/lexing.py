"""Where words, numbers, addresses and signs stand: the same for lines of all scripts and the phrases of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from pipelines.text import fold_clean

Kinds = Mapping[str, str]
"""Group of a word (`titles`, `roles`, `agency`) to its value: the role, the canonical name, or nothing."""

# Vowel signs and points are no letters to `\w`: without them no word in Devanagari or Thai is one.
_M: Final = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962-\u0963"
    r"\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0b82\u0bbe-\u0bcd\u0c00-\u0d4d\u0dca-\u0ddf\u0e31-\u0e4e\u200c\u200d"
)
_JOINT: Final = (
    r"(?:['’ʼ´`.-]|(?<=[lL])·(?=[lL])|(?<=[\u0590-\u05ff])[\"״](?=[\u0590-\u05ff])"
    r"|(?<=[\u30a1-\u30fa\u30fc])[・＝=·](?=[\u30a1-\u30fa\u30fc]))"
)
_ADDRESS: Final = (
    r"(?P<url>https?://\S+)|"
    r"(?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})|(?P<handle>(?<![\w@])@[A-Za-z0-9_]{2,30}(?![\w@.]))|"
)
_REST: Final = (
    r"(?P<own>(?<=\w)['’]s(?!\w))"
    rf"|(?P<word>(?:\d{{1,3}}(?=[^\W\d_]))?[^\W\d_][\w{_M}]*(?:{_JOINT}(?!s(?!\w))[\w{_M}]+)*(?:\.(?![.\w]))?)"
    r"|(?P<number>\d+(?:[.,:/-]\d+)*)"
    r"|(?P<break>\n)|(?P<sign>--+|\.\.\.|[^\w\s])"
)
_PLAIN: Final = re.compile(_REST)
_WITH_ADDRESSES: Final = re.compile(_ADDRESS + _REST)
_NONE: Final[Kinds] = MappingProxyType({})


def _no_kinds() -> Kinds:
    return _NONE


@dataclass(slots=True, eq=False)
class Token:
    """A word, number, address or sign of a line: its span, its folded form, and what the lexicon knows it to be."""

    text: str
    low: str
    start: int
    end: int
    form: str
    """word, number, sign, break, own (a possessive), email, handle, url."""
    space: bool
    """True where a blank stands before it."""
    kinds: Kinds = field(default_factory=_no_kinds)
    phrases: tuple[tuple[int, Kinds], ...] = ()
    """Phrases of several tokens that begin here: (tokens, kinds), longest first."""

    def opens(self, kind: str) -> int:
        """Return how many tokens the longest phrase of a kind has that begins here; 0 for none."""
        if self.phrases:
            for count, kinds in self.phrases:
                if kind in kinds:
                    return count
        return 1 if kind in self.kinds else 0

    def value(self, kind: str) -> str:
        """Return the value of the longest phrase of a kind that begins here."""
        return next((kinds[kind] for _, kinds in self.phrases if kind in kinds), self.kinds.get(kind, ""))


def low(text: str) -> str:
    """Return the folded form of a word or sign: case, widths, quotes, dashes, and the point of an abbreviation.

    >>> low("Dr."), low("M.D."), low("／")
    ('dr', 'm.d', '/')
    """
    folded = text.lower() if text.isascii() else fold_clean(text)
    return folded.rstrip(".") or folded


def lex(text: str) -> list[Token]:
    """Return the tokens of a line in print order; blanks are no tokens.

    >>> [t.low for t in lex("Text/Foto: Dr. Ana O’Dea, CNN’s")]
    ['text', '/', 'foto', ':', 'dr', 'ana', "o'dea", ',', 'cnn', "'s"]
    """
    pattern = _WITH_ADDRESSES if "@" in text or "://" in text else _PLAIN
    out: list[Token] = []
    last = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        word = found.group()
        out.append(Token(word, low(word), start, end, found.lastgroup or "sign", start > last))
        last = end
    return out
