"""What of two texts is the same: their overlapping runs of words, or of characters where words are not spaced."""

from __future__ import annotations

from typing import Final

from pipelines.text import fold, is_unspaced

_WORDS: Final = 4
"""Words of a run: three are a phrase that anybody uses, five break at every second edit."""
_CHARACTERS: Final = 7
"""Characters of a run in Chinese, Japanese or Thai, about four words."""
FEWEST: Final = 25
"""Runs that a text must have: of a shorter one nothing can be said."""


def shingles(text: str) -> frozenset[str]:
    """Return the runs of a text, numbers as they are: they tell one match report from the next."""
    folded = fold(text)
    if is_unspaced(folded):
        plain = "".join(c for c in folded if c.isalnum())
        return frozenset(plain[i : i + _CHARACTERS] for i in range(len(plain) - _CHARACTERS + 1))
    words = ["".join(c for c in w if c.isalnum()) for w in folded.split()]
    words = [w for w in words if w]
    return frozenset(" ".join(words[i : i + _WORDS]) for i in range(len(words) - _WORDS + 1))


def is_copy(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shorter text that stands in the longer one, 0 where they are two stories.

    A copy may be cut, get another lead or paragraphs of its own: at least half of the shorter text is the other's, and
    the two agree on a quarter of all that they say, so that a quotation or a background box makes no copy.
    """
    least = min(len(one), len(other))
    if least < FEWEST:
        return 0.0
    shared = len(one & other)
    inside, whole = shared / least, shared / (len(one) + len(other) - shared)
    return inside if inside >= INSIDE and whole >= WHOLE else 0.0


INSIDE: Final = 0.5
WHOLE: Final = 0.25
