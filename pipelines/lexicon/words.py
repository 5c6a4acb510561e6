"""The words of a language, of English and of all languages, by the phrases they begin (`data/languages/*.toml`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from pipelines import agencies
from pipelines.lexicon.lexing import Kinds, lex, low
from pipelines.rules import Language, by_language, language, languages_for
from pipelines.text import has_hangul, is_unspaced

Row = tuple[tuple[str, ...], Kinds]
"""A phrase as its folded words, and its kinds."""

_NESTED: Final = ("roles", "marks", "suffix_roles")
"""Groups whose last part is the value of their words: `byline.roles.editor`."""
_OUTSIDE: Final = {
    "caption.outlet_endings": "outlet",
    "caption.institutions": "institution",
    "almanac.weekdays": "weekday",
    "almanac.months": "month",
}
"""Groups of other rooms that lines of names need as well, and the kind they give."""
_LONG_ENDING: Final = 7  # letters of a title in a word of its own kind, or of a desk, that may end a compound
_COMPOUND: Final = 10  # letters of the shortest compound that ends with a title
_HYPHENED: Final = 4  # letters of the shortest title beside a hyphen: "Editor-at-large"
_BLANKS: Final = str.maketrans(dict.fromkeys("-/|()[],:;&+", " "))
_SIGNS: Final = " .,:;()'*|"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that a line of one language may hold; made once for a language."""

    tag: str
    phrases: Mapping[str, tuple[Row, ...]]
    """First folded word to the phrases that it begins, longest first."""
    glued: Mapping[str, tuple[str, ...]]
    """Words of scripts without blanks by their first character, longest first."""
    endings: tuple[tuple[str, str], ...]
    """(ending, kind) where words are compounds: Lokalredaktion, Wirtschaftsredakteurin."""
    groups: Mapping[str, frozenset[str]]
    """The folded phrases of each kind."""
    words: frozenset[str]
    """The folded words of all phrases: a word that is none of them is known to nobody."""

    def of(self, kind: str) -> frozenset[str]:
        """Return the folded phrases of a kind."""
        return self.groups.get(kind, frozenset())

    def kinds_of(self, word: str) -> Kinds:
        """Return what a folded word is by itself, by its plural, or by how it ends."""
        found = self.phrases.get(word)
        if found is not None and len(found[-1][0]) == 1:
            return found[-1][1]
        if word.endswith("s") and "titles" in self._alone(word[:-1]):
            return _PLURAL
        if "-" in word and any(len(p) > _HYPHENED and "titles" in self._alone(p) for p in word.split("-")):
            return _TITLE
        if len(word) > _COMPOUND:
            return {kind: "" for ending, kind in self.endings if word.endswith(ending)} or _NONE
        return _NONE

    def knows_none(self, text: str) -> bool:
        """Tell whether a text holds no word of any phrase or agency."""
        parts = low(text).translate(_BLANKS).split()
        return self.words.isdisjoint(parts) and self.words.isdisjoint(p.strip(_SIGNS) for p in parts)

    def _alone(self, word: str) -> Kinds:
        found = self.phrases.get(word)
        return found[-1][1] if found is not None and len(found[-1][0]) == 1 else _NONE


_NONE: Final[Kinds] = MappingProxyType({})
_TITLE: Final[Kinds] = MappingProxyType({"titles": ""})
_PLURAL: Final[Kinds] = MappingProxyType({"titles": "plural"})


def _entries(lang: Language) -> Iterator[tuple[str, str, str]]:
    """Yield (phrase, kind, value) of a language."""
    for group, phrases in lang.phrases.items():
        room, _, rest = group.partition(".")
        kind, _, value = rest.partition(".")
        if room == "byline":
            for phrase in phrases:
                yield phrase, kind, value if kind in _NESTED else ""
        elif group in _OUTSIDE:
            for phrase in (*phrases, *lang.table(group)):
                yield phrase, _OUTSIDE[group], ""


class _Collection:
    """The phrases of some languages while a lexicon is made."""

    def __init__(self) -> None:
        self.kinds: dict[tuple[str, ...], dict[str, str]] = {}
        self.groups: dict[str, set[str]] = {}
        self.glued: set[str] = set()

    def add(self, entries: Iterable[tuple[str, str, str]]) -> _Collection:
        """Add phrases; the first language that gives a phrase a value keeps it."""
        for phrase, kind, value in entries:
            words = tuple(t.low for t in lex(phrase))
            if not words:
                continue
            self.kinds.setdefault(words, {}).setdefault(kind, value)
            self.groups.setdefault(kind, set()).add(phrase.casefold())
            if len(words) == 1 and not phrase.isascii() and (is_unspaced(phrase) or has_hangul(phrase)):
                self.glued.add(words[0])
        return self


@cache
def _shared() -> Lexicon:
    """Return what every language has: English words, those of all languages, and the agencies."""
    found = _Collection()
    for lang in languages_for("en"):
        found.add(_entries(lang))
    found.add((form, "agency", "") for form in agencies.forms())
    return _made("en", found, None)


@by_language
def lexicon_for(tag: str | None) -> Lexicon:
    """Return the lexicon of a page's language: its own words, the English ones, and those of all languages."""
    shared = _shared()
    own = language(tag)
    return shared if own.tag == "en" else _made(own.tag, _Collection().add(_entries(own)), shared)


def _made(tag: str, found: _Collection, base: Lexicon | None) -> Lexicon:
    phrases = dict(base.phrases) if base else {}
    rows: dict[str, dict[tuple[str, ...], Kinds]] = {}
    for words, kinds in found.kinds.items():
        mine = rows.get(words[0])
        if mine is None:
            mine = rows[words[0]] = dict(phrases.get(words[0], ()))
        mine[words] = {**mine.get(words, _NONE), **kinds}
    for first, mine in rows.items():
        phrases[first] = tuple(sorted(mine.items(), key=lambda row: -len(row[0])))
    groups = dict(base.groups) if base else {}
    for kind, members in found.groups.items():
        groups[kind] = groups.get(kind, frozenset()) | members
    glued = dict(base.glued) if base else {}
    for word in found.glued:
        glued[word[0]] = tuple(sorted((*glued.get(word[0], ()), word), key=lambda w: -len(w)))
    known = frozenset(w for words in found.kinds for w in words)
    return Lexicon(tag, phrases, glued, tuple(_endings(groups)), groups, known | (base.words if base else frozenset()))


def _endings(groups: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    compound = groups.get("compound_titles", frozenset())
    for kind in ("titles", "generic", "bureaus"):
        for word in groups.get(kind, ()):
            if len(word) >= _LONG_ENDING and " " not in word and (kind != "titles" or not word.isascii()):
                yield word, kind
    for word in compound:
        yield word, "titles"
