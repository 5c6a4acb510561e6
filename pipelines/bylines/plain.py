"""Bylines that are a name and nothing else, read without the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.bylines.reading import BylineReading
from pipelines.bylines.words import Words
from pipelines.record import Author
from pipelines.text import clean


def read_plain(text: str, links: Sequence[str], words: Words) -> BylineReading | None:
    """Return the reading of a name alone or behind a one-word prefix, as most bylines are; None sends it the long way.

    Two to four capitalised words of which no byline phrase of the language holds one: no other rule can touch them.
    """
    if len(text) > _PLAIN or len(links) > 1:
        return None
    parts = text.split()
    if len(parts) > 2 and parts[0].casefold() in words.openers:
        text = text[len(parts[0]) + 1 :]
        parts = parts[1:]
    if not 2 <= len(parts) <= 4 or not all(_plain_word(p, words) for p in parts):
        return None
    name = " ".join(parts)
    if "\n" in text or (links and clean(links[0]) != name):
        return None
    return BylineReading(True, (Author(name),))


_PLAIN: Final = 60
_PLAIN_WORD: Final = 20


def _plain_word(word: str, words: Words) -> bool:
    low = word.casefold()
    return (
        1 < len(word) <= _PLAIN_WORD
        and word.isalpha()
        and word[0].isupper()
        and not word.isupper()
        and max(word) < _LATIN_END
        and low not in words.known
        and low[:-1] not in words.known
        and not low.endswith(words.endings)
    )


_LATIN_END: Final = "\u0250"
