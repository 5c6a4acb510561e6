"""A byline string before it is read: entities, markup, and what templates glued together."""

from __future__ import annotations

import html
import re
from typing import Final

from pipelines.bylines.kinds import Reader
from pipelines.names import PARTICLES
from pipelines.text import clean, has_digit

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_LANGUAGE: Final = re.compile(
    r"\b(Translated|original reporting),?\s+(?:and adapted\s+)?(?:from|in)\s+(?:the\s+)?[A-Z]\w+,?\s+(by\b)",
    re.IGNORECASE,
)
# a time that markup glued to what stands before it: "Updated20:49", "May 3, 20229:30 AM", "Jo Reyes22 Sep"
_GLUED_CLOCK: Final = re.compile(
    r"(?<=[a-z])(?=\d{1,2}[:.]\d{2})|(?<=\b20\d\d)(?=\d{1,2}:\d{2}|[A-ZÀ-ÖØ-Þ])|(?<=[a-z]{3})(?=\d{1,2}\s[A-Z][a-z]{2})"
)
_GLUED_LABEL: Final = re.compile(r"(?<=[^\W\d_A-Z])[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]{2,15}:")
_INNER_CAPITAL: Final = re.compile(r"[^\W\d_A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ]")
_LOW_INITIAL: Final = re.compile(r"(?<!\w)[^\W\d_]\. ?[^\W\d_]{2,20}")
_INITIALS: Final = re.compile(r"((?:[^\W\d_]\. ?){1,3})([^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2})")
_PARTS: Final = re.compile(r"(\s{0,4}[/;,]\s{0,4})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NOTE: Final = re.compile(r"(\b[^\W\d_]{1,20} [^\W\d_]{2,20})\d{1,2}(?=\s?(?:[,;&]|$))")


def prepared(raw: str, r: Reader) -> str:
    """Return a string with its entities and tags read, and a gap where a time, note or label was glued to a name."""
    text = html.unescape(raw).replace("&nbsp", " ")
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = "\n".join(line for line in (clean(part) for part in text.split("\n")) if line)
    if has_digit(text):
        text = _NOTE.sub(r"\1", _GLUED_CLOCK.sub(" ", text))
    if "rom" in text or " in " in text:
        text = _LANGUAGE.sub(r"\1 \2", text)
    if _LOW_INITIAL.search(text):
        text = "".join(map(_capitalised, _PARTS.split(text)))
    if _INNER_CAPITAL.search(text):
        text = _WORD.sub(lambda m: _apart(m.group(), r), text)
    return _unglued(text, r)


def _capitalised(part: str) -> str:
    """Return initials and a surname in lower case as they are written elsewhere: "j. da silva"."""
    found = _INITIALS.fullmatch(part)
    if found is None or found[2] != found[2].lower() or (found[1].islower() and found[1].count(".") > 1):
        return part  # "e.g." is no initial
    words = found[2].split(" ")
    if sum(w not in PARTICLES for w in words) > 1:
        return part
    return found[1].upper() + " ".join(w if w in PARTICLES else w.capitalize() for w in words)


def _apart(word: str, r: Reader) -> str:
    """Return a word with a blank behind the byline prefix that markup glued to it: "vonKatrin"."""
    at = r.glued_prefix(word)
    return f"{word[:at]} {word[at:]}" if 0 < at < len(word) else word


def _unglued(text: str, r: Reader) -> str:
    """Return a text with a line break before each label that markup glued to the word before it."""
    if ":" not in text or _GLUED_LABEL.search(text) is None:
        return text
    labels = r.lexicon.of("sources") | r.lexicon.of("prefixes") | r.lexicon.of("roles")
    return _GLUED_LABEL.sub(
        lambda m: "\n" + m.group() if m.group().casefold() in labels else m.group(),
        text,
    )
