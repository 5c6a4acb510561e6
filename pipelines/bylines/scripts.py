"""What the words of East Asian bylines are, and how each language puts them together: a table (A.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from pipelines import agencies, names, places
from pipelines.bylines.kinds import Reader

_HAN: Final = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]{2,4}$")
_ONLY_HAN: Final = re.compile(r"^[\u3400-\u9fff]+$")
_HANGUL: Final = re.compile(r"^[\uac00-\ud7af]{2,4}$")
_LATIN: Final = re.compile(r"^[A-Za-z][\w .'-]{1,40}$")
_PEN_NAME: Final = re.compile(r"^[\u30a1-\u30fa\u30fc]{2,8}$")
_SYLLABLES: Final = 2  # of more, the last may be an outlet's or a university's
_NO_NAMES: Final = frozenset(
    ("marks", "titles", "not_names", "sections", "generic", "filed", "prefixes", "dates", "reading", "ui")
)


@dataclass(frozen=True, slots=True)
class Script:
    """How a language puts its bylines together."""

    label: frozenset[str]
    """Signs behind a word that make it a label."""
    place: frozenset[str]
    """Signs between a place and its names."""
    title: Literal["joined", "last", "always"]
    """Where a title behind a name is that name's: written to it, at the end of the line, or everywhere."""
    halves: bool
    """A name may be printed in two halves."""
    surnames: bool
    """A name without a label needs a known surname."""
    beside: bool
    """An unknown word beside a reporter's name is the place."""


SCRIPTS: Final = {
    "zh": Script(frozenset(":/|"), frozenset(), "joined", halves=False, surnames=True, beside=False),
    "ja": Script(frozenset(":/●=＝"), frozenset("=＝・"), "last", halves=True, surnames=False, beside=False),
    "ko": Script(frozenset(":"), frozenset("="), "always", halves=False, surnames=True, beside=True),
}


class Words:
    """The words of one language and what they can be in a byline of its script."""

    def __init__(self, reader: Reader, script: Script) -> None:
        self.tag = reader.tag
        self.script = script
        self.lexicon = reader.lexicon

    @cached_property
    def _endings(self) -> dict[str, tuple[str, ...]]:
        kinds = ("bureaus", "outlet_endings", "not_name_endings", "job_endings")
        return {k: tuple(w for w in self.lexicon.of(k) if not w.isascii()) for k in kinds}

    def is_desk(self, text: str) -> bool:
        """Tell whether a text ends with the word of a desk; in Korean one syllable is no desk's whole name."""
        more = 1 if self.script.beside else -1
        return any(text.endswith(b) and len(text) > len(b) + more for b in self._endings["bureaus"])

    def is_outlet(self, text: str, *, first: bool = False) -> bool:
        """Tell whether a text is an outlet's name, by its ending or by its Latin letters."""
        if self.script.surnames:
            return agencies.is_outlet_like(text, self.tag)
        return self.ends_outlet(text) or (bool(_LATIN.match(text)) and (first or " " not in text))

    def ends_outlet(self, text: str) -> bool:
        """Tell whether a text ends as outlets' names do."""
        return len(text) > _SYLLABLES and text.endswith(self._endings["outlet_endings"])

    def posted(self, text: str) -> tuple[str, str | None]:
        """Return (outlet, place) of "本报驻东京": where the reporters of that title are posted."""
        for sign in self.lexicon.of("posted"):
            outlet, found, place = text.partition(sign)
            if found and places.is_place(place, self.tag):
                return outlet, place
        return text, None

    def suffix_role(self, word: str) -> str | None:
        """Return the role of a mark that is written to a name: 訳, 著."""
        return self.lexicon.kinds_of(word).get("suffix_roles")

    def name(self, text: str, *, labelled: bool, placed: bool) -> str | None:
        """Return the person's name that a text is, or None for words of the trade, places and phrases.

        `labelled` behind a label, `placed` where something else says that a short name follows.
        """
        if self.lexicon.kinds_of(text.casefold()).keys() & _NO_NAMES:
            return None
        if self.script.beside:
            known = bool(_HANGUL.match(text)) and self._has_surname(text) and agencies.agency(text, self.tag) is None
            return text if known and not self.ends_outlet(text) and not self.is_desk(text) else None
        if labelled and _PEN_NAME.match(text):
            return text
        if not names.is_person_name(text, self.tag):
            return None
        if self.script.surnames:
            if not _HAN.match(text):
                return None if _ONLY_HAN.match(text) else text
            return text if labelled or self._has_surname(text) else None
        if _LATIN.match(text):
            return None if agencies.is_outlet_like(text, self.tag) else text
        if self.is_desk(text) or self.is_outlet(text, first=True):
            return None
        if text.endswith((*self._endings["not_name_endings"], *self._endings["job_endings"])):
            return None
        short = len(text) <= _SYLLABLES and not labelled and not placed
        if short or (len(text) > _SYLLABLES and places.is_place(text, self.tag) and not labelled):
            return None
        return text

    def _has_surname(self, text: str) -> bool:
        known = self.lexicon.of("surnames")
        if self.script.beside:
            return text[:1] in known or text[:2] in known
        return (text[:2] in known and len(text) > _SYLLABLES) or (text[0] in known and len(text) <= _SYLLABLES + 1)


def without_own(title: str, own: frozenset[str]) -> str:
    """Return a title without "this paper's" before it."""
    return next((title.removeprefix(o) for o in own if title.startswith(o) and len(title) > len(o)), title)
