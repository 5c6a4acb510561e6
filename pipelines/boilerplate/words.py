"""The line phrases of a language, compiled once and lazily."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from pipelines.rules import language
from pipelines.text import fold, key

_NUMBER: Final = re.compile(r"\d+(?:[.,:]\d+)*")
_TOKEN: Final = re.compile(r"\w+")
_WITHIN: Final = ("corrected", "updated", "editorial", "funding", "syndication", "translation_of", "copyright")
_AROUND: Final = 20  # characters of punctuation around a whole line
_EDGE: Final = " .:!?…,;→>»\"'|-*"


def flatten(text: str) -> str:
    """Return `text` folded, with every number as `#`: the form that phrases are written in."""
    return numbered(fold(text))


def numbered(low: str) -> str:
    """Return a folded line with every number as `#`."""
    if not low.isascii():
        return _NUMBER.sub("#", low)
    for digit in "0123456789":
        if digit in low:
            return _NUMBER.sub("#", low)
    return low


def bare(flat: str) -> str:
    """Return a flattened line without the punctuation at its edges."""
    return flat.strip(_EDGE)


@lru_cache(maxsize=8)
def keys_of(names: tuple[str, ...]) -> str:
    """Return the keys of names, a line each: those of a page's authors are asked for at each of its lines."""
    return "\n".join(key(name) for name in names)


@lru_cache(maxsize=4)
def tokens(flat: str) -> frozenset[str]:
    """Return the words of a flattened line."""
    return frozenset(_TOKEN.findall(flat))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to be found inside a line; most lines are told apart by their words alone."""

    plain: tuple[str, ...]
    """Phrases without a whole word of their own: stems, and scripts without blanks."""
    keyed: MappingProxyType[str, tuple[str, ...]]
    """The longest whole word of a phrase -> the phrases that hold it."""

    def found_in(self, flat: str) -> str | None:
        """Return a phrase that stands in a flattened line, else None."""
        for phrase in self.plain:
            if phrase in flat:
                return phrase
        for word in tokens(flat) & self.keyed.keys():
            for phrase in self.keyed[word]:
                if phrase in flat:
                    return phrase
        return None


def _phrases(given: Iterable[str]) -> Phrases:
    plain: list[str] = []
    keyed: dict[str, list[str]] = {}
    for phrase in given:
        whole = [m.group(0) for m in _TOKEN.finditer(phrase) if m.start() > 0 and m.end() < len(phrase)]
        # a phrase may begin or end inside a word of the line: only what stands between its blanks is a whole word
        inner = max(whole, key=len, default="")
        if inner and inner[0] < "⺀":
            keyed.setdefault(inner, []).append(phrase)
        else:
            plain.append(phrase)
    return Phrases(tuple(plain), MappingProxyType({k: tuple(v) for k, v in keyed.items()}))


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases of one language by the way they match."""

    exact: MappingProxyType[str, str]
    """Whole line -> category."""
    longest: int
    """Characters of the longest whole line and of the punctuation around it."""
    labels: MappingProxyType[str, str]
    """Before a colon -> category."""
    starts: MappingProxyType[str, tuple[tuple[str, str], ...]]
    """First two letters -> (phrase, category)."""
    within: MappingProxyType[str, Phrases]
    """Group -> phrases that stand anywhere in a line; `contains` holds those of furniture."""
    contains: MappingProxyType[str, str]
    """Phrase anywhere in a line of furniture -> category."""
    outlets: tuple[tuple[str, str, str], ...]
    """(before, after, category) around the publisher's name."""
    tails: tuple[tuple[str, str], ...]
    """(phrase, category) that begins a line below the story."""
    prompts: MappingProxyType[str, tuple[str, ...]]
    """Imperatives (`verbs`, `ends`), words for the house (`own`), and what a reader is asked to take, by category."""
    groups: MappingProxyType[str, tuple[str, ...]]
    tongues: MappingProxyType[str, str]
    """Names of languages -> BCP 47."""


@cache
def words(tag: str) -> Words:
    """Return the compiled phrases of one language; an unknown tag gives empty ones."""
    source = language(tag)
    starts: dict[str, list[tuple[str, str]]] = {}
    contains: dict[str, str] = {}
    exact: dict[str, str] = {}
    labels: dict[str, str] = {}
    outlets: list[tuple[str, str, str]] = []
    for category, phrases in source.groups("line.exact"):
        exact.update((bare(fold(p)), category) for p in phrases)
    for category, phrases in source.groups("line.labels"):
        labels.update((bare(fold(p)), category) for p in phrases)
    for category, phrases in source.groups("line.starts"):
        for phrase in phrases:
            flat = fold(phrase)
            starts.setdefault(flat[:2], []).append((flat, category))
    for category, phrases in source.groups("line.contains"):
        contains.update((fold(p), category) for p in phrases)
    for category, phrases in source.groups("line.outlet"):
        for phrase in phrases:
            before, _, after = phrase.casefold().partition("{publisher}")
            outlets.append((before.strip(), after.strip(), category))
    groups = {name: tuple(fold(p) for p in phrases) for name, phrases in source.groups("line.notice")}
    return Words(
        MappingProxyType(exact),
        max(map(len, exact), default=0) + _AROUND,
        MappingProxyType(labels),
        MappingProxyType({k: tuple(v) for k, v in starts.items()}),
        MappingProxyType({g: _phrases(groups.get(g, ())) for g in _WITHIN} | {"contains": _phrases(contains)}),
        MappingProxyType(contains),
        tuple(outlets),
        tuple((fold(p), category) for category, phrases in source.groups("line.tail") for p in phrases),
        MappingProxyType({name: tuple(fold(p) for p in ps) for name, ps in source.groups("line.prompt")}),
        MappingProxyType(groups),
        MappingProxyType({fold(k): v for k, v in source.table("line.tongues").items()}),
    )


@cache
def words_for(tag: str | None) -> tuple[Words, ...]:
    """Return the page language's phrases, then the English ones that pages everywhere carry."""
    primary = language(tag).tag
    return (words(primary),) if primary == "en" else (words(primary), words("en"))
