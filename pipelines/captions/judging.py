"""The judge of credit lines, and where in a caption string one may begin: after sentences, before names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import agencies, names
from pipelines.captions.credits import CreditReading, read_credit
from pipelines.captions.words import Words
from pipelines.text import key

SENTENCE_END: Final = re.compile(r"(?:[.!?…।۔؟](?:[\"'”’»)\]]{0,2})|[。！？](?:[」』）]?)) ?(?=\S)")
CLOSED: Final = '.!?…。！？।۔؟)]）】»”"’|–—-;·•'
"""What stands right before a credit that follows without a colon."""
EDGE: Final = " \t|/–—-:·•,;"


_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Cut:
    """A caption and its credit line."""

    caption: str
    credit: CreditReading


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads candidates for a credit line of one page."""

    words: Words
    publishers: frozenset[str] = frozenset()

    def read(self, text: str, *, labelled: bool) -> CreditReading | None:
        """Return the credit that the text is, or None."""
        return read_credit(text, self.words, labelled=labelled, publishers=self.publishers)

    def sure(self, text: str) -> CreditReading | None:
        """Return the credit that an unmarked text is: names only, with an agency, a handle or a flag among them."""
        if not self.may_be_sure(text):
            return None
        found = self.read(text, labelled=False)
        return found if found and found.certain else None

    def may_be_sure(self, text: str) -> bool:
        """Tell at little cost whether an unmarked text may be a credit: it holds a source's first word."""
        words = self.words
        if words.sources.admits(text) or (words.makers and not text.isascii()):
            return True
        low = text.casefold()
        for phrase in words.ai:
            if phrase in low:
                return True
        if not self.publishers:
            return False
        folded = key(text)
        return any(p in folded for p in self.publishers)


def sentence_ends(text: str, words: Words) -> list[int]:
    """Return where sentences begin after the first: abbreviations and initials end none."""
    out = []
    for found in SENTENCE_END.finditer(text):
        if found.group()[-1:] != " " and found.group()[0] not in "。！？":
            continue
        last = text[: found.start()].rsplit(" ", 1)[-1].rsplit("/", 1)[-1]
        if found.group()[0] == "." and (last.casefold() in words.abbreviations or _INITIALS.fullmatch(last)):
            continue
        out.append(found.end())
    return out


def name_at_end(text: str, words: Words, *, after_sentence: bool = False) -> int | None:
    """Return where a person's name at the end of a text begins: after a sentence or a digit, else after a low word."""
    shift = max(0, len(text) - 120)
    places = list(re.finditer(r"\S+", text[shift:]))
    for count in (4, 3, 2):
        if len(places) < count:
            continue
        start = shift + places[-count].start()
        if not names.is_person_name(text[start:], words.tag):
            continue
        before = text[:start].rstrip()
        if not before or before[-1] in '.!?…。»”")' or before[-1].isdigit():
            return start
        if not after_sentence and (before[-1] in ",;:" or before.rsplit(" ", 1)[-1][:1].islower()):
            return start
    return None


def agency_at_end(text: str, words: Words) -> int | None:
    """Return where a listed agency at the end of a text begins: "... del Grupo EFE" before "/ J.J. Roe"."""
    places = list(re.finditer(r"\S+", text[-60:]))
    for count in (3, 2, 1):
        if len(places) > count:
            start = len(text) - len(text[-60:]) + places[-count].start()
            if agencies.agency(text[start:], words.tag):
                return start
    return None
