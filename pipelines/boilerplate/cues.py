"""The quick look: may a line be more than story? Most lines are long prose, told by their first word and a few others.

Every phrase of a language is asked for at most once, and only where its first word or a whole word inside it stands in
the line; a line without any cue is kept without a look at the rules themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipelines.agencies import agency
from pipelines.boilerplate.words import Words, bare, words_for
from pipelines.rules import by_language

_FIRST: Final = re.compile(r"\w+")
_SIGNS: Final = ("©", "ⓒ", "℗", "(c)", "<copyright", "copyright")
_FURNITURE: Final = 330  # characters of a line of furniture
_RARE: Final = 4  # letters up to which a word stands in every other line
_NOTE: Final = 400  # characters of a note that is no correction
_NOTICE: Final = 600  # characters of a notice without a label
_SENTENCES: Final = 160  # characters of a prompt of several sentences
_LIBRARY: Final = 40  # characters of a line that is the name of a picture library
_BEGINNING: Final = (
    "correction", "clarification", "update", "retraction", "editors_note", "updated_whole", "credit_starts",
    "translated_by", "republished", "update_time", "sign_off", "sign_off_whole", "image_credit",
)  # fmt: skip
_LONGEST: Final = ("corrected", "updated")
_LONG: Final = ("corrected", "updated", "editorial", "funding", "syndication", "republished")
_SHORT: Final = ("translation_of", "copyright", "original_by")


@dataclass(frozen=True, slots=True)
class Cues:
    """What tells, for one page language and English, that a line may be more than story."""

    words: dict[str, tuple[str, ...]]
    """First word -> the phrases that begin with it."""
    stems: dict[str, tuple[str, ...]]
    """First two characters -> the phrases whose first word may go on."""
    inner: dict[str, tuple[str, ...]]
    """A whole word of a phrase -> the phrases that hold it, anywhere in a line."""
    plain: tuple[str, ...]
    """Phrases without such a word."""
    late: tuple[tuple[str, tuple[str, ...]], ...]
    """The same for notices, which run longer than furniture: (word, phrases that hold it)."""
    latest: tuple[tuple[str, tuple[str, ...]], ...]
    """The same for corrections, which run longer still."""
    ends: tuple[str, ...]
    """Phrases that end a line."""
    longest: int
    """Characters of the longest line that is a phrase as a whole."""

    def begin(self, low: str) -> bool:
        """Tell whether a folded line begins with a phrase."""
        end, at = low.find(" "), 0
        word = low if end < 0 else low[:end]
        if not word.isalnum():
            found = _FIRST.search(low)
            if found is None:
                return True
            word, at = found.group(0), found.start()
        if (phrases := self.words.get(word)) is not None and low.startswith(phrases, at):
            return True
        stems = self.stems
        if (phrases := stems.get(word[:2])) is not None and low.startswith(phrases, at):
            return True
        return (phrases := stems.get(word[0])) is not None and low.startswith(phrases, at)

    def inside(self, low: str) -> bool:
        """Tell whether a phrase may stand anywhere in a folded line."""
        if len(low) > _FURNITURE:
            for word, phrases in self.late if len(low) <= _NOTE else self.latest:
                if word in low:
                    for phrase in phrases:
                        if phrase in low:
                            return True
            return False
        for word in self.inner.keys() & low.split():
            for phrase in self.inner[word]:
                if phrase in low:
                    return True
        return bool(self.plain) and any(phrase in low for phrase in self.plain)


def may_matter(core: str, low: str, tag: str | None, position: str) -> bool:
    """Tell whether any cue of furniture or of a notice stands in a line; `low` is it folded."""
    cues = cues_for(tag)
    size = len(low)
    if cues.begin(low) or low.startswith(_SIGNS) or bare(low).endswith(cues.ends):
        return True
    if size <= _NOTICE and ("@" in low or cues.inside(low)):
        return True
    if size <= _SENTENCES:
        if "? " in low or "! " in low:
            return True
        if size <= _LIBRARY and agency(core, tag) is not None:
            return True
    return position == "tail" and ("http" in low or "www." in low)


@by_language
def cues_for(tag: str | None) -> Cues:
    """Return the cues of a page language and of English."""
    lists = words_for(tag)
    words: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for phrase in {p for one in lists for p in _beginnings(one)}:
        start = _FIRST.search(phrase)
        if start is None:
            continue
        word, rest = start.group(0), phrase[start.start() :].partition("#")[0].rstrip()
        if start.end() < len(phrase):
            words.setdefault(word, set()).add(rest)
        else:
            stems.setdefault(word[:2], set()).add(rest)
    inner: dict[str, set[str]] = {}
    plain: set[str] = set()
    for phrase in {p for one in lists for p in _insides(one)}:
        word = _whole(phrase)
        if word:
            inner.setdefault(word, set()).add(max(phrase.split("#"), key=len))
        else:
            plain.add(max(phrase.split("#"), key=len))
    long = {p for one in lists for name in _LONG for p in one.groups.get(name, ())}
    longest = {p for one in lists for name in _LONGEST for p in one.groups.get(name, ())}
    ends = {p for one in lists for p in (*one.groups.get("credit_ends", ()), *one.prompts.get("ends", ()))}
    ends |= {after for one in lists for before, after, _ in one.outlets if not before}
    return Cues(
        {k: tuple(sorted(v)) for k, v in words.items()},
        {k: tuple(sorted(v)) for k, v in stems.items()},
        {k: tuple(sorted(v)) for k, v in inner.items()},
        tuple(sorted(plain)),
        _by_word(long),
        _by_word(longest),
        tuple(sorted(ends)),
        max(one.longest for one in lists),
    )


def _by_word(phrases: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    # a line has its numbers still: of a phrase with a number the longest piece stands in it
    pieces = {max(phrase.split("#"), key=len).strip() for phrase in phrases}
    return tuple((word, tuple(sorted(p for p in pieces if word in p))) for word in _cover(pieces))


def _cover(phrases: set[str]) -> list[str]:
    """Return few words of which every phrase holds one; a phrase without a whole word stands for itself."""
    left = {phrase: _wholes(phrase) or [phrase] for phrase in phrases}
    chosen: list[str] = []
    while left:
        count = Counter(word for words in left.values() for word in words if len(word) > _RARE)
        word = min(count, key=lambda w: (-count[w], w)) if count else min(left)
        chosen.append(word)
        left = {phrase: words for phrase, words in left.items() if word not in phrase}
    return chosen


def _beginnings(one: Words) -> Iterable[str]:
    yield from one.labels
    yield from (phrase for group in one.starts.values() for phrase, _ in group)
    yield from (phrase for phrase, _ in one.tails)
    yield from (before for before, _, _ in one.outlets)
    for name in ("calls", "verbs"):
        yield from one.prompts.get(name, ())
    for name in _BEGINNING:
        yield from one.groups.get(name, ())


def _insides(one: Words) -> Iterable[str]:
    yield from one.contains
    for name in (*_LONG, *_SHORT):
        yield from one.groups.get(name, ())


def _whole(phrase: str) -> str:
    """Return the longest word of a phrase that a line must hold whole, "" where there is none."""
    return max(_wholes(phrase), key=len, default="")


def _wholes(phrase: str) -> list[str]:
    """Return the words that a line must hold whole to hold a phrase.

    What stands between blanks is whole. A first word is, too, in scripts whose words take nothing in front.
    """
    parts = phrase.split(" ")
    inner = [p for p in parts[1:-1] if p[-1:].isalpha()]
    if not inner and len(parts) > 1 and parts[0][-1:].isalpha() and parts[0] < "\u0590":
        return parts[:1]
    return inner
