"""Bylines whose form is a whole line: contributors' and author notes, own correspondents, initials beside agencies."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.cutting import Piece, trimmed
from pipelines.bylines.kinds import Reader
from pipelines.bylines.parties import Parties
from pipelines.bylines.reading import RejectedText
from pipelines.lexicon import Token, tokens
from pipelines.record import Author
from pipelines.text import is_caps

Read = tuple[list[Author], list[RejectedText], int]
"""Authors, refused strings, and how many pieces no rule explains."""

_BIO: Final = re.compile(
    r"^(.{3,60}?),?\s+(?:is|was)\s+(?:an?|the)\s+(.{3,80}?)(?:\s+(?:at|for|with|of)\s+(.{2,60}?))?\.?$"
)
_SIGNED_CUT: Final = re.compile(r"(?<!\s)\s*[,/]\s*")
_INITIALS: Final = re.compile(r"^[a-zäöüß]{2,4}$")
_SITE: Final = re.compile(r"^[\w-]{2,40}(?:\.[A-Za-z]{2,6}){1,2}$")


def whole(line: list[Token], text: str, r: Reader, position: str) -> Read | None:
    """Read the forms whose label covers the whole line: "X contributed", author notes, "Aus X berichtet"."""
    noted = _contributors(line, text, r)
    if noted is not None:
        return noted
    printed = text[line[0].start : line[-1].end] if line else ""
    if position == "trailing" and (bio := _bio(printed, r)):
        return [bio], [], 0
    if line and line[0].opens("places_from"):
        start = line[0].opens("places_from")
        verb = next((i for i in range(start, min(start + 6, len(line))) if line[i].opens("reports")), 0)
        where = Piece("", line[start:verb], text).text
        if verb and places.is_place(where, r.tag):
            found = Parties(r, "author", prefixed=True).read(line[verb + line[verb].opens("reports") :], text)
            where = places.restore_place_case(where, r.tag)
            return [replace(a, location=where) for a in found.authors], found.rejected, found.unknown
    at = next((i for i, t in enumerate(line) if i > 1 and t.opens("writes")), 0)
    if at:
        people = Parties(r, "author", prefixed=True).read(line[:at] + line[at + line[at].opens("writes") :], text)
        return people.authors, people.rejected, people.unknown
    label = line[0].opens("sources") or line[0].opens("source_prefixes") if line else 0
    if label:
        rest = trimmed(line[label:])
        hands = signed(Piece("", rest, text).text, r) if rest else None
        if hands is not None:
            return hands
        if line[0].opens("source_prefixes"):
            found = Parties(r, "source", prefixed=True, named=True).read(rest, text)
            return found.authors, found.rejected, found.unknown
    return signed(printed, r)


def _contributors(line: list[Token], text: str, r: Reader) -> Read | None:
    """Read "NAMES contributed to this report"; where a surname reported from is a note on a name above (A.9)."""
    if not any(t.opens("contributed") or t.opens("reported_from") for t in line):
        return None
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown, start = 0, 0
    read = False
    for end in [i + 1 for i, t in enumerate(line) if t.text.endswith(".") and len(t.low) > 2] + [len(line)]:
        sentence = line[start:end]
        start = max(start, end)
        at = next((i for i, t in enumerate(sentence) if t.opens("contributed")), 0)
        noted = next((i for i, t in enumerate(sentence) if t.opens("reported_from")), 0)
        if noted == 1:
            rejected.append(RejectedText(Piece("", sentence, text).text + ".", "note"))
        elif at or noted:
            before = trimmed(sentence[: at or noted])
            found = Parties(r, "contributor" if at else "reporter", prefixed=True)
            if noted and not at:
                before = [*before, *sentence[noted + 1 :]]
            found.read(before, text)
            authors += found.authors
            rejected += found.rejected
            unknown, read = unknown + found.unknown, True
        elif sentence:
            unknown += not read
    return (authors, rejected, unknown) if authors else ([], [], 1)


def signed(text: str, r: Reader) -> Read | None:
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
        canonical = agencies.agency(part, r.tag)
        if canonical:
            authors.append(Author(canonical, "organization", "source"))
            supplied = True
        elif part.casefold() in r.lexicon.of("unnamed"):
            authors.append(Author(part, "organization", "source", generic=True))
            supplied = True
        elif part.casefold() in r.lexicon.of("role_words"):
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


def our_correspondent(line: list[Token], text: str, r: Reader) -> Read | None:
    """Read "De notre correspondante à Oslo, Odile Marchand" and unnamed correspondents (A.11)."""
    count = line[0].opens("our")
    at = next((i for i in range(count) if _is_title(line[i], r)), None)
    if at is None:
        return None
    end = count
    while end < len(line) and ("title_tails" in line[end].kinds or line[end].opens("places_in")):
        end += 1
    stop = next((i for i in range(at + 1, end) if "title_tails" not in line[i].kinds), end)
    title = Piece("", line[at:stop], text).text
    title = title.lower() if is_caps(title) else title
    rest = trimmed(line[end:])
    for cut in range(min(_PLACE, len(rest)), 0, -1):
        printed = Piece("", rest[:cut], text).text
        if not places.is_place(printed, r.tag):
            continue
        where = places.restore_place_case(printed, r.tag)
        if cut == len(rest):
            return [Author(None, job_title=title, location=where)], [], 0
        found = Parties(r, "author", prefixed=True, pending=title, ahead=where).read(trimmed(rest[cut:]), text)
        if found.people() and not found.unknown and " " in (found.authors[0].name or ""):
            return found.authors, found.rejected, 0
    found = Parties(r, "author", prefixed=True, pending=title).read(rest, text)
    return (found.authors, found.rejected, 0) if found.people() and not found.unknown else None


_PLACE: Final = 4  # tokens of a place before its correspondent


def _is_title(token: Token, r: Reader) -> bool:
    return "titles" in token.kinds or "titles" in r.lexicon.kinds_of(token.low.removesuffix("en"))


def _bio(text: str, r: Reader) -> Author | None:
    """Read "NAME is a TITLE at OUTLET", the pattern of author notes (D.3-3)."""
    found = _BIO.match(text)
    if not found:
        return None
    bare, prefix = names.strip_honorifics(found.group(1).strip(" ,"), r.tag)
    name, suffix = names.strip_suffixes(bare, r.tag)
    if not names.is_person_name(name, r.tag):
        return None
    outlet = found.group(3)
    return Author(
        names.restore_case(name, r.tag),
        job_title=found.group(2),
        affiliation=r.outlet(outlet) if outlet else None,
        honorific_prefix=prefix,
        honorific_suffix=suffix,
    )


def piece_of(text: str, r: Reader) -> Piece:
    """Return a string as one piece, for rules that look at a whole line."""
    return Piece("", trimmed(tokens(text, r.lexicon)), text)
