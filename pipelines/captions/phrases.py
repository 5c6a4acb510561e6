"""Groups of phrases, searched only where a word of theirs stands: most groups stand in no given string."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pipelines.text import is_unspaced

_RECENT: Final = 8
_OPENING: Final = 40
_WORD: Final = re.compile(r"\w+")


def lowered(text: str) -> str:
    """Return a text in low letters, one for one, as patterns that ignore case compare them: İ and ı are i."""
    return text.lower() if text.isascii() else text.replace("İ", "i").lower().replace("ı", "i")


@dataclass(slots=True)
class Heads:
    """A word or sign of every phrase of one language, each with the bits of its groups."""

    words: dict[str, int] = field(default_factory=dict)
    signs: dict[str, int] = field(default_factory=dict)
    """First characters of phrases that begin with no word of their own: "©", and phrases written without blanks."""
    groups: int = 0
    recent: dict[str, int] = field(default_factory=dict)
    """The last few texts and their bits: a text is asked for one group after the other."""
    opened: dict[str, int] = field(default_factory=dict)
    """The same for the bits of their first words."""

    def register(self, phrases: Iterable[str], *, first: bool) -> int:
        """Return the bit of a new group; `first` takes the first word of a phrase, else the longest stands for it."""
        bit = 1 << self.groups
        self.groups += 1
        for phrase in sorted(phrases, key=len):
            text = lowered(phrase.strip())
            words = _WORD.findall(text) if _WORD.match(text) and not is_unspaced(text) else []
            if not first and any(self.words.get(w, 0) & bit for w in words):
                continue  # "The AP" is found as "AP"
            table = self.words if words else self.signs
            head = text[:1] if not words else words[0] if first else max(reversed(words), key=len)
            table[head] = table.get(head, 0) | bit
        return bit

    def bits(self, text: str) -> int:
        """Return the bits of the groups whose phrases may stand in a text."""
        known = self.recent.get(text)
        if known is not None:
            return known
        low = lowered(text)
        bits = 0
        words = self.words
        for word in set(_WORD.findall(low)):
            bits |= words.get(word, 0)
        for sign in self.signs.keys() & set(low):
            bits |= self.signs[sign]
        if len(self.recent) >= _RECENT:
            self.recent.clear()
        self.recent[text] = bits
        return bits

    def opening(self, text: str) -> int:
        """Return the bits of the groups of which a phrase may open the text."""
        start = text[:_OPENING]
        known = self.opened.get(start)
        if known is not None:
            return known
        low = lowered(start.lstrip())
        word = _WORD.match(low)
        bits = (self.words.get(word.group(), 0) if word else 0) | self.signs.get(low[:1], 0)
        if len(self.opened) >= _RECENT:
            self.opened.clear()
        self.opened[start] = bits
        return bits

    def places(self, text: str, bit: int) -> list[int]:
        """Return where phrases of a group may begin, in order."""
        low, words, signs = lowered(text), self.words, self.signs
        found = [m.start() for m in _WORD.finditer(low) if words.get(m.group(), 0) & bit]
        if any(signs[s] & bit for s in signs.keys() & set(low)):
            found += [i for i, sign in enumerate(low) if signs.get(sign, 0) & bit]
            found.sort()
        return found


@dataclass(frozen=True)
class Phrases:
    """One group's pattern; it has the methods of `re.Pattern` and runs only where a phrase of it may stand."""

    make: Callable[[], re.Pattern[str]]
    heads: Heads
    bit: int
    leading: bool = False
    """The pattern begins with the phrase itself, so that it needs to be tried at first words alone."""
    anchored: bool = False
    """The pattern finds the phrase at the beginning of a text only."""
    behind: frozenset[str] = frozenset()
    """Where the pattern asks for a sign before the phrase, a blank between or none: those signs."""
    closing: tuple[str, ...] = ()
    """Where a phrase must end the text: the last words of the phrases, in low letters."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first admits it: most groups of most languages are never run."""
        return self.make()

    def admits(self, text: str) -> bool:
        """Tell whether a word of the group stands in the text."""
        return bool(self.heads.bits(text) & self.bit)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at `start`."""
        if start == 0 and (self.leading or self.anchored):
            return self.pattern.match(text) if self.heads.opening(text) & self.bit else None
        return self.pattern.match(text, start) if self.admits(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match the whole text."""
        return self.pattern.fullmatch(text) if self.admits(text) else None

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first match from `start` on."""
        if not self.admits(text):
            return None
        return next(self._found(text, start), None) if self.leading else self.pattern.search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in order, none within another."""
        if not self.admits(text):
            return iter(())
        return self._found(text, 0) if self.leading else self.pattern.finditer(text)

    def _found(self, text: str, start: int) -> Iterator[re.Match[str]]:
        for place in self.heads.places(text, self.bit):
            found = self.pattern.match(text, place) if place >= start else None
            if found:
                start = found.end()
                yield found

    def sub(self, new: str, text: str) -> str:
        """Return the text with every match replaced."""
        if not self.admits(text) or (self.behind and not self._signed(text)):
            return text
        if self.closing and not lowered(text).rstrip().endswith(self.closing):
            return text
        return self.pattern.sub(new, text)

    def _signed(self, text: str) -> bool:
        """Tell whether one of the signs stands before a place where a phrase may begin."""
        return any(text[:place].rstrip()[-1:] in self.behind for place in self.heads.places(text, self.bit))

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """Return the text cut at every match."""
        return self.pattern.split(text, maxsplit) if self.admits(text) else [text]
