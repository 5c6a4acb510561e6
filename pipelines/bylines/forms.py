"""Bylines whose form is a whole line: contributors' and author notes, own correspondents, initials beside agencies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.outlets import is_org_name
from pipelines.bylines.parties import read_parties
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.record import Author
from pipelines.text import is_caps

Read = tuple[list[Author], list[RejectedText], int]

_BIO: Final = re.compile(
    r"^(.{3,60}?),?\s+(?:is|was)\s+(?:an?|the)\s+(.{3,80}?)(?:\s+(?:at|for|with|of)\s+(.{2,60}?))?\.?$"
)
_SENTENCES: Final = re.compile(r"(?<=[^\W\d_]{2}[.;])\s+(?=[^\W\d_a-z])")
_SIGNED_CUT: Final = re.compile(r"(?<!\s)\s*[,/]\s*")
_INITIALS: Final = re.compile(r"^[a-zäöüß]{2,4}$")
_SITE: Final = re.compile(r"^[\w-]{2,40}(?:\.[A-Za-z]{2,6}){1,2}$")


def whole(text: str, words: Words, position: str) -> Read | None:
    """Read the forms whose label covers the whole string: "X contributed", author notes, "X skrifar", "Theo X"."""
    noted = _contributors(text, words)
    if noted is not None:
        return noted
    if position == "trailing":
        bio = _bio(text, words)
        if bio:
            return [bio], [], 0
    reports = words.reports.match(text) if words.reports is not None else None
    if reports and places.is_place(reports.group(1), words.tag):
        people, rejected, strange = read_parties(text[reports.end() :], "author", words, prefixed=True)
        where = places.restore_place_case(reports.group(1), words.tag)
        return [replace(a, location=where) for a in people], rejected, strange
    writes = words.writes.search(text) if words.writes is not None else None
    if writes:
        return read_parties(text[: writes.start()] + text[writes.end() :], "author", words, prefixed=True)
    named = words.sources.match(text) if words.sources is not None else None
    rest = text[named.end() :].strip(" .") if named else ""
    if rest and (hands := signed(rest, words)) is not None:
        return hands
    if rest and (is_org_name(rest, words) or agencies.agency(rest, words.tag)):
        return _source(rest, words)
    source = next((p for p in words.source_prefixes if text.startswith(p + " ")), None)
    if source:
        return _source(text[len(source) :].strip(" ."), words)
    return signed(text, words)


def _contributors(text: str, words: Words) -> Read | None:
    """Read "NAMES contributed to this report"; where a surname reported from is a note on a name above (A.9)."""
    if words.contributed is None or not (words.contributed.search(text) or _reported(text, words)):
        return None
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    read = False
    for sentence in _SENTENCES.split(text):
        if _reported(sentence, words):
            rejected.append(RejectedText(sentence, "note"))
            continue
        found = words.contributed.search(sentence)
        if found is None or found.start() <= 3:
            unknown += not read
            continue
        people, refused, strange = read_parties(sentence[: found.start()], "contributor", words, prefixed=True)
        authors, rejected, unknown, read = [*authors, *people], [*rejected, *refused], unknown + strange, True
    if not read and not rejected:
        return None
    return (authors, rejected, unknown) if authors else ([], [], 1)


def _reported(sentence: str, words: Words) -> bool:
    """Tell whether a sentence says where somebody named above, by surname, reported from."""
    found = words.reported_from.search(sentence) if words.reported_from is not None else None
    return bool(found and " " not in sentence[: found.start()].strip())


def _source(text: str, words: Words) -> Read:
    """Return the suppliers that a source label names, one or several."""
    authors: list[Author] = []
    for name in (p.strip() for p in text.split(",")):
        canonical = agencies.agency(name, words.tag)
        title = all(w[:1].isupper() or w[:1].isdigit() for w in name.split())
        if not canonical and not (title and 0 < len(name.split()) <= 4):
            return [], [], 1
        authors.append(Author(canonical or name, "organization", "source"))
    return authors, [], 0


def signed(text: str, words: Words) -> Read | None:
    """Read staff initials beside agencies and outlets: "abc/dpa", "red, ORF.at/Agenturen" (A.7).

    The agency is the source of what the initials edited; a line without initials and without a staff word is read
    elsewhere.
    """
    parts = _SIGNED_CUT.split(text.strip(" .()"))
    if not 2 <= len(parts) <= 5:
        return None
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    hand = supplied = False
    for part in parts:
        canonical = agencies.agency(part, words.tag)
        if canonical:
            authors.append(Author(canonical, "organization", "source"))
            supplied = True
        elif part.casefold() in words.unnamed:
            authors.append(Author(part, "organization", "source", generic=True))
            supplied = True
        elif part.casefold() in words.role_words:
            rejected.append(RejectedText(part, "role_word"))
            hand = True
        elif _INITIALS.match(part):
            authors.append(Author(None, alternate_name=part))
            hand = True
        elif _SITE.match(part):
            authors.append(Author(part, "organization"))
        else:
            return None
    return (authors, rejected, 0) if hand and supplied else None


def our_correspondent(text: str, our: re.Match[str], words: Words) -> Author | None:
    """Read "De notre correspondante à Rome, Valérie Segond" and unnamed correspondents (A.11)."""
    said = our.group().split()
    at = next((i for i, p in enumerate(said) if _is_title(p, words)), None)
    title = said[at] if at is not None else None
    if at is not None and at + 1 < len(said) and said[at + 1].casefold() in words.title_tails:
        title = f"{title} {said[at + 1]}"
    if title is not None and is_caps(title):
        title = title.lower()
    rest = text[our.end() :].strip(" ,–-:")
    tail, _, behind = rest.partition(" ")
    if title is not None and tail.casefold() in words.title_tails:
        title, rest = f"{title} {tail}", behind
    if words.places_in is not None and (inside := words.places_in.match(" " + rest)):
        rest = (" " + rest)[inside.end() :]
    name, where = _name_and_place(rest, words)
    if name is None and where is None:
        return None
    bare, honorific = names.strip_honorifics(name, words.tag) if name else (None, None)
    return Author(
        names.restore_case(bare, words.tag) if bare else None,
        job_title=title,
        location=places.restore_place_case(where, words.tag) if where else None,
        honorific_prefix=honorific,
    )


def _is_title(word: str, words: Words) -> bool:
    low = word.casefold()
    return low in words.titles or low.removesuffix("en") in words.titles


def _name_and_place(rest: str, words: Words) -> tuple[str | None, str | None]:
    """Return (name, place) of "Rome, Valérie Segond", "Marco Bassi, Londra", "a Bruxelles Giulia Ferri", "New York"."""
    tag = words.tag
    if rest and places.is_place(rest, tag):
        return None, rest
    first, _, second = (p.strip() for p in rest.partition(","))
    for name, where in ((second, first), (first, second)):
        if name and where and names.is_person_name(name, tag) and (name == second or places.is_place(where, tag)):
            return name, where
    parts = rest.split()
    for cut in range(min(3, len(parts) - 2), 0, -1):
        head, tail = " ".join(parts[:cut]), " ".join(parts[cut:])
        if places.is_place(head, tag) and names.is_person_name(tail, tag):
            return tail, head
    return (rest, None) if names.is_person_name(rest, tag) else (None, None)


def _bio(text: str, words: Words) -> Author | None:
    """Read "NAME is a TITLE at OUTLET", the pattern of author notes (D.3-3)."""
    found = _BIO.match(text)
    if not found:
        return None
    bare, prefix = names.strip_honorifics(found.group(1).strip(" ,"), words.tag)
    name, suffix = names.strip_suffixes(bare, words.tag)
    if not names.is_person_name(name, words.tag):
        return None
    outlet = found.group(3)
    return Author(
        names.restore_case(name, words.tag),
        job_title=found.group(2),
        affiliation=agencies.agency(outlet, words.tag) or outlet if outlet else None,
        honorific_prefix=prefix,
        honorific_suffix=suffix,
    )
