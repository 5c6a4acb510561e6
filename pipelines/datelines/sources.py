"""The source in a dateline: (AP), /TASS/, taz, (dpa/tmn), a named correspondent, an unknown code (B.1, B.6-6, B.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import agencies, names
from pipelines.datelines.words import phrases
from pipelines.record import DatelineParty

_CALL_LETTERS: Final = re.compile(r"^[KWC][A-Z]{2,3}$")
_DOMAIN: Final = re.compile(r"^[A-Za-z][\w-]{1,24}(?:\.[A-Za-z]{2,4}){1,2}$")
_SPEAKING: Final = frozenset({"agency", "outlet", "broadcaster", "newswire"})
"""Kinds of listed organisations that supply text."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who supplied the story."""

    agencies: tuple[str, ...] = ()
    listed: bool = False
    """True when one of them stands in the table."""
    byline: tuple[DatelineParty, ...] = ()


def read_source(inner: str, tag: str | None) -> Source | None:
    """Return what stands in brackets or between slashes, None when it is no source."""
    if inner.casefold() in phrases(tag, "newsroom"):
        return Source()
    whole = agencies.agencies_in(inner, tag)
    if whole:
        return Source(whole, listed=True)
    parts = [p.strip() for p in inner.split("/")]
    known = [agencies.agency(p, tag) for p in parts]
    if len(parts) > 1 and any(known):
        return Source(tuple(k or p for k, p in zip(known, parts, strict=True)), listed=True)
    person = _correspondent(inner.split(), tag)
    if person is not None:
        return person
    if any(c.isdigit() for c in inner) or not _is_code(inner):
        return None
    return Source((inner,))


def _correspondent(words: list[str], tag: str | None) -> Source | None:
    """Read "Корр. ТАСС Иван Петров": a title, a listed agency, a person."""
    last = agencies.agency(words[-1], tag) if len(words) > 1 else None
    if last and all(word.islower() for word in words[:-1]):
        return Source((last,), listed=True)  # "od stálého zpravodaje ČTK"
    for start in range(len(words[:4])):
        for end in range(min(len(words), start + 4), start, -1):
            name = agencies.agency(" ".join(words[start:end]), tag)
            if name and words[end:] and names.is_person_name(" ".join(words[end:]), tag):
                party = DatelineParty(" ".join(words[end:]), None, " ".join(words[:start]) or None)
                return Source((name,), listed=True, byline=(party,))
    return None


def _is_code(text: str) -> bool:
    """Tell whether an unlisted text may be a code, call letters or an outlet's name: few words and signs."""
    if _CALL_LETTERS.match(text):
        return True
    return text[:1].isalpha() and 2 <= len(text) <= 31 and len(text.split()) <= 4 and not set(text) & set('"“”?!:;/|,')


def tail_source(text: str, tag: str | None) -> tuple[str, tuple[str, ...]]:
    """Split a source without brackets off the end: "BERLIN taz", "Москва. 3 мая. INTERFAX.RU"."""
    words = text.split(" ")
    for count in (1, 2, 3):
        if len(words) > count:
            last = " ".join(words[-count:]).strip(" .,")
            found = _speaking(last, tag)
            if not found and words[-count - 1].endswith((",", "/", ".", "-", "–")):
                found = _unlisted(last, tag)
            if found:
                return " ".join(words[:-count]).rstrip(" -–—/"), found
    return text, ()


def head_source(text: str, tag: str | None) -> tuple[str, tuple[str, ...]]:
    """Split a source off the front: "NTB, TROMSØ", "TEMPO.CO, Bandung"; or take the whole text for one."""
    first, comma, rest = text.partition(",")
    found = _speaking(first.strip(" ."), tag) or (_unlisted(first.strip(), tag) if comma else ())
    return (rest.strip(), found) if found else (text, ())


def _speaking(text: str, tag: str | None) -> tuple[str, ...]:
    found = agencies.agencies_in(text, tag)
    return found if all(agencies.kind(name) in _SPEAKING for name in found) else ()


def _unlisted(text: str, tag: str | None) -> tuple[str, ...]:
    """Return an outlet that is known by its form: a web address, or a broadcaster's edition ("CNN Indonesia")."""
    if _DOMAIN.match(text):
        return (text,)
    brand, _, edition = text.partition(" ")
    name = agencies.agency(brand, tag)
    return (text,) if name and agencies.kind(name) == "broadcaster" and edition[:1].isupper() else ()
