"""From the text after a prefix or label to parties with their details (A.3, A.5, A.7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.gathering import Gathering, outlet_name, person, place_piece
from pipelines.bylines.pieces import Piece, classify, split_glued
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.record import Author, Role

_HARD: Final = re.compile(r"\s*(\n|\||•|·|●)\s*|\s+([–—-])\s+|\s*(/)\s*|\s*(,)\s*|\s*([;])\s*")
_BRACKET: Final = re.compile(r"\(([^()]{1,80})\)")
_POSSESSIVE: Final = re.compile(r"^(.{2,40}?)(?:['’]s|(?<=s)['’])\s+(?=[^\W\d_a-z])")
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.)\s*")
_CHANNEL: Final = re.compile(
    r"\s+(?:on|via|auf|sur|su|en)\s+(?:Unsplash|Instagram|Facebook|X|Twitter|TikTok|Pexels)\b", re.IGNORECASE
)
_STRAY: Final = re.compile(r"\s\d{1,2}(?=\s*(?:,|$|&))")


def read_parties(
    text: str, role: Role, words: Words, *, prefixed: bool, affiliation: str | None = None
) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected pieces, number of pieces that nothing explains)."""
    text = _STRAY.sub("", _ELLIPSIS.sub("", _CHANNEL.sub("", text)))
    gathering = Gathering(words, role, affiliation=affiliation)
    text, special = _special(text, words)
    separator = ""
    in_place: str | None = None
    for sign, cut in _split(text, words):
        piece = cut.strip(" .,;:") if not keeps_point(cut) else cut.strip(" ,;:")
        if not piece:
            separator = sign or separator
            continue
        if in_place is not None and sign == "," and places.region(piece, words.tag) and gathering.authors:
            _extend_location(gathering, piece)
            in_place = None
            continue
        in_place = _take(gathering, piece, sign, prefixed=prefixed)
        separator = sign
    del separator
    if special is not None and gathering.authors:
        gathering.since = 0
        gathering.detail(affiliation=special, engagement="special")
    if affiliation is not None:
        gathering.since = 0
        gathering.detail(affiliation=affiliation)
    return gathering.authors, gathering.rejected, gathering.unknown


def keeps_point(piece: str) -> bool:
    """Tell whether the point at the end belongs to the last word: an initial, Jr., M.D."""
    return bool(re.search(r"(?:\b[^\W\d_]|Jr|Sr|Esq|Inc|Corp|[A-Za-z]\.[A-Za-z])\.$", piece.strip()))


def _special(text: str, words: Words) -> tuple[str, str | None]:
    """Return (text before "Special to X", X) (A.5 engagement)."""
    if words.special is None:
        return text, None
    found = words.special.search(text)
    if found is None or found.start() == 0:
        return text, None
    outlet = text[found.end() :].strip(" .,|")
    if not outlet or len(outlet.split()) > 6 or "\n" in outlet or not outlet[:1].isupper():
        return text, None
    return text[: found.start()], outlet_name(outlet, words)


def _split(text: str, words: Words) -> list[tuple[str, str]]:
    """Return (separator before, piece) in order; brackets become pieces of their own with the separator "("."""
    out: list[tuple[str, str]] = []
    cursor = 0
    for bracket in _BRACKET.finditer(text):
        out += _split_plain(text[cursor : bracket.start()], words)
        out.append(("(", bracket.group(1)))
        cursor = bracket.end()
    out += _split_plain(text[cursor:], words)
    return out


def _split_plain(text: str, words: Words) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    if not text.strip():
        return out
    sign, cursor = "", 0
    for found in _HARD.finditer(text):
        out += _split_joined(sign, text[cursor : found.start()], words)
        sign = next(g for g in found.groups() if g is not None)
        cursor = found.end()
    out += _split_joined(sign, text[cursor:], words)
    return out


def _split_joined(sign: str, text: str, words: Words) -> list[tuple[str, str]]:
    """Split at joiners that are words ("and", "und") and at "with"."""
    out: list[tuple[str, str]] = []
    chunks = re.split(words.joiners, f" {text} ")
    for number, chunk in enumerate(chunks):
        here = sign if number == 0 else "&"
        if words.withs is not None:
            parts = words.withs.split(f" {chunk}")
            for index, part in enumerate(parts):
                out.append((here if index == 0 else "with", part.strip()))
        else:
            out.append((here, chunk.strip()))
    return out


def _take(g: Gathering, piece: str, sign: str, *, prefixed: bool) -> str | None:
    """Add one piece; return its location when it ends in one that a region may follow."""
    words = g.words
    first = not g.authors
    own = _POSSESSIVE.match(piece)
    if own and (
        agencies.agency(own.group(1), words.tag)
        or classify(own.group(1), words, first=True, prefixed=False).kind == "outlet"
    ):
        before = len(g.authors)
        place = _take(g, piece[own.end() :], sign, prefixed=prefixed)
        outlet = agencies.agency(own.group(1), words.tag) or own.group(1)
        for i in range(before, len(g.authors)):
            g.authors[i] = replace(g.authors[i], affiliation=outlet)
        g.affiliation = outlet
        return place
    writer = _writer_of(piece, words)
    if writer:
        g.affiliation, piece = writer
    place = None
    if words.places_in is not None and classify(piece, words, first=first, prefixed=prefixed).kind != "title":
        found = words.places_in.search(" " + piece)
        if found:
            tail = (" " + piece)[found.end() :].strip(" .")
            head = (" " + piece)[: found.start()].strip(" ,")
            if tail and (head == "" or names.is_person_name(head, words.tag) or " " in head):
                place, piece = tail, head
    if piece:
        _party(g, piece, sign, prefixed=prefixed)
    if place is not None:
        if any(a.type == "person" for a in g.authors):
            g.detail(location=places.restore_place_case(place, words.tag))
            g.since = len(g.authors)
            return place
        g.unknown += 1
    return None


def _writer_of(piece: str, words: Words) -> tuple[str, str] | None:
    """Return (agency, rest) of "Associated Press writers Rahim Faizi"."""
    parts = piece.split()
    for cut in range(1, min(5, len(parts) - 1)):
        if parts[cut].casefold() in words.writers_of and parts[cut].islower():
            outlet = agencies.agency(" ".join(parts[:cut]), words.tag)
            if outlet:
                return outlet, " ".join(parts[cut + 1 :])
    return None


def _extend_location(g: Gathering, area: str) -> None:
    last = g.authors[-1].location
    for i, author in enumerate(g.authors):
        if author.location == last and last:
            g.authors[i] = replace(author, location=f"{last}, {area.strip(' .')}")


def _party(g: Gathering, piece: str, sign: str, *, prefixed: bool) -> None:
    words, first = g.words, not g.authors
    if sign == "(" and not first:
        _bracketed(g, piece)
        return
    bare, honorific = names.strip_honorifics(piece, words.tag)
    kind = classify(bare, words, first=first, prefixed=prefixed)
    if kind.kind in {"person", "unknown", "single", "outlet"} or (kind.kind == "title" and sign != ","):
        glued = split_glued(bare, words)
        if len(glued) > 1:
            for number, part in enumerate(glued):
                _party(g, part, sign if number == 0 else "\n", prefixed=prefixed)
            return
    if kind.kind == "title" and first:
        kind = Piece("unknown", bare)
    place_piece(g, kind, sign, honorific, prefixed=prefixed)


def _bracketed(g: Gathering, piece: str) -> None:
    words = g.words
    for part in piece.split(","):
        kind = classify(part, words, first=False, prefixed=False)
        if kind.kind == "initials" or re.fullmatch(r"[a-zäöüA-Z]{2,4}", part.strip()):
            g.detail(last_only=True, alternate_name=part.strip())
        elif kind.kind == "bureau":
            g.detail(last_only=True, bureau=kind.text)
        elif kind.kind == "title":
            g.detail(last_only=True, job_title=kind.text, location=kind.extra)
        elif kind.kind == "agency":
            g.detail(last_only=True, affiliation=kind.extra)
        elif kind.kind == "place" or (kind.kind == "single" and part.strip()[:1].isupper()):
            g.detail(last_only=True, location=kind.text)
        elif kind.kind in {"person", "unknown"} and part.strip():
            found = words.withs.match(" " + part.strip()) if words.withs is not None else None
            if found:
                g.add(person((" " + part.strip())[found.end() :].strip(), "contributor", g))
            elif kind.kind == "person":
                g.detail(last_only=True, alternate_name=None)
                g.unknown += 1
            else:
                g.unknown += 1
    g.since = len(g.authors)
