"""Common given names: what tells a person's name alone on a line from a heading or a button."""

from __future__ import annotations

from functools import cache
from typing import Final

from pipelines.names import PARTICLES
from pipelines.rules import language

_WORDS: Final = 4  # words of a name that stands alone


def opens_with_given(text: str) -> bool:
    """Tell whether a text of two to four capitalised words begins with a common given name.

    >>> opens_with_given("Åsa Lind"), opens_with_given("Harbour Office"), opens_with_given("Ana said")
    (True, False, False)
    """
    words = text.split()
    known = 2 <= len(words) <= _WORDS and words[0].casefold() in _given()
    return known and all(w[:1].isupper() or w in PARTICLES for w in words)


@cache
def _given() -> frozenset[str]:
    return frozenset(n.casefold() for n in language("mul")["names.given"])
