"""What tells one report from the next of its mould: figures and names, each with the words that it stands between.

Market, weather and match reports are written into the same sentences day by day: their words are alike, and what they
report is not. So a word that two texts share says little; a figure says much, where it stands in the same place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipelines.text import is_unspaced, key, narrow

_TOKEN: Final = re.compile(r"\d+(?:[.,'’]\d+)*|[^\W\d_]+|[.!?:;…。！？：“„«「『\"]")
"""A figure with its separators, a word, or what a sentence, a quotation or a score may begin after."""
_AROUND: Final = 2
"""Words on one side that make a place: one is everywhere ("in"), three are broken by every second edit."""
_STEM: Final = 4
"""Letters that tell a name: spellings and cases differ behind them (Zelensky and Zelenskiy, Odessa and Odesa)."""
_LONG: Final = 3
"""Digits of a figure that is the event's own: days, hours, ages and goals have two, and stand in each horoscope."""
_YEARS: Final = (1900, 2100)
"""Figures of four digits that any text may have."""
_KATAKANA: Final = re.compile("[\u30a1-\u30fa\u30fc]{3,}|.", re.DOTALL)
"""A foreign name in Japanese, or else one character: where words are not spaced, each character counts as a word."""
_FIGURE: Final = "#"
_NAME: Final = "@"
_FIRST: Final = "^"
"""First word of a sentence: its capital says nothing, so it is neither a name nor compared."""

Places = Mapping[tuple[str, ...], Counter[str]]
"""What stands in each place of a text; a place is the words around it, with figures and names left open."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many of the things that stand in the same places of two texts are the same."""

    same: int
    compared: int
    own: int = 0
    """How many of the same are figures that another event would hardly have, each counted once."""

    def __add__(self, other: Agreement) -> Agreement:
        """Return both together."""
        return Agreement(self.same + other.same, self.compared + other.compared, self.own + other.own)

    @property
    def differing(self) -> int:
        """Return how many are not the same."""
        return self.compared - self.same

    @property
    def share(self) -> float:
        """Return the share from 0 to 1; 1 where nothing can be compared, for then nothing speaks against it."""
        return self.same / self.compared if self.compared else 1.0


def places(text: str) -> tuple[Places, Places]:
    """Return what stands where in a text: its figures, and its names. Never raises.

    Figures are bare digits: 1,234.5 and 1.234,5 are one. Names are the first letters of words with a capital within a
    sentence, and of words in katakana; a script without capitals has none.
    """
    tokens = list(_tokens(narrow(text)))
    around = ["", "", *(shown for shown, _ in tokens), "", ""]
    figures: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    names: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for at, (shown, value) in enumerate(tokens):
        if value:
            there = figures if shown == _FIGURE else names
            there["behind", *around[at : at + _AROUND]][value] += 1
            there["before", *around[at + _AROUND + 1 : at + 2 * _AROUND + 1]][value] += 1
    return dict(figures), dict(names)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (word as part of a place, value of a figure or name or "") for each word."""
    unspaced = is_unspaced(text)
    for line in text.splitlines():
        opens = True
        for found in _TOKEN.findall(line):
            if found[0].isdigit():
                yield _FIGURE, _bare(found)
            elif not found[0].isalpha():
                opens = True
                continue
            elif unspaced and not found.isascii():
                yield from _characters(found)
            elif found[0].isupper():
                yield (_FIRST, "") if opens else (_NAME, key(found)[:_STEM])
            else:
                yield found, ""
            opens = False


def _bare(figure: str) -> str:
    digits = (c for c in figure if c.isdigit())
    return "".join(digits if figure.isascii() else (str(unicodedata.digit(c)) for c in digits))


def _characters(run: str) -> Iterator[tuple[str, str]]:
    """Yield the characters of unspaced words: of numerals two and more are a figure, one may be part of any word."""
    numerals = ""
    for part in _KATAKANA.findall(run):
        if part.isnumeric():
            numerals += part
            continue
        if numerals:
            yield (_FIGURE, numerals) if len(numerals) > 1 else (numerals, "")
            numerals = ""
        yield (_NAME, part) if len(part) > 1 else (part, "")
    if numerals:
        yield (_FIGURE, numerals) if len(numerals) > 1 else (numerals, "")


def figures_agree(one: Places, other: Places) -> Agreement:
    """Return how many figures of common places are the same, each as often as it stands there, before and behind."""
    same = compared = 0
    own: set[str] = set()
    for place in one.keys() & other.keys():
        mine, theirs = one[place], other[place]
        both = mine & theirs
        same += both.total()
        compared += min(mine.total(), theirs.total())
        own.update(figure for figure in both if _is_own(figure))
    return Agreement(same, compared, len(own))


def _is_own(figure: str) -> bool:
    if len(figure) < _LONG:
        return False
    return not (len(figure) == len(str(_YEARS[0])) and figure.isdecimal() and _YEARS[0] <= int(figure) < _YEARS[1])


def names_agree(one: Places, other: Places) -> Agreement:
    """Return how many names of common places are the same, each name once: a spelling recurs with its name."""
    same: set[str] = set()
    mine_only: set[str] = set()
    theirs_only: set[str] = set()
    for place in one.keys() & other.keys():
        mine, theirs = one[place].keys(), other[place].keys()
        same |= mine & theirs
        mine_only |= mine - theirs
        theirs_only |= theirs - mine
    differing = min(len(mine_only - same), len(theirs_only - same))
    return Agreement(len(same), len(same) + differing)
