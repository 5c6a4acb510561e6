"""From the text after a prefix or label to parties with their details (A.3, A.5, A.7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, limits, names, places
from pipelines.bylines.cuts import pieces_of
from pipelines.bylines.gathering import Gathering, place_piece
from pipelines.bylines.glue import split_glued, title_before_name
from pipelines.bylines.noise import TAIL
from pipelines.bylines.outlets import is_bio, outlet_name
from pipelines.bylines.pieces import Piece, classify, is_field
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.record import Author, Role

_CODE: Final = re.compile(r"^(?:[a-zäöü]{2,4}|[A-ZÄÖÜ]{2,4})$")
_POSSESSIVE: Final = re.compile(r"^(.{2,40}?)(?:['’]s|(?<=s)['’])\s+(?=[^\W\d_a-z])")
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.)\s*")
# what may follow a date, a reading time, or the last linked name
_DETAILS: Final = frozenset(("title", "agency", "bureau", "degree", "unnamed", "place", "outlet"))
_WORD: Final = 3  # letters before a full stop that is no initial's
_HEADLINE_WORDS: Final = 6  # a line of more words below the names is no detail: other stories follow
_CHANNEL: Final = re.compile(
    r"(?<!\s)\s+(?:on|via|auf|sur|su|en)\s+(?:Unsplash|Instagram|Facebook|X|Twitter|TikTok|Pexels)\b", re.IGNORECASE
)
# numbers that refer to notes: "Jo Reyes 1, Ana Silva2"
_STRAY: Final = re.compile(r"(?:\s|(?<=[^\W\d_]{2}[a-z]))\d{1,2}(?=[\s;]*(?:,|;|$|&))")


def read_parties(
    text: str, role: Role, words: Words, *, prefixed: bool, low: int = 0, caps: bool = False
) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces); `low` is how many words may make a name in lower case."""
    text = _placed(text, words)
    text = _STRAY.sub("", _ELLIPSIS.sub("", _CHANNEL.sub("", text)))
    g = Gathering(words, role, low=low, caps=caps)
    text, special = _special(text, words)
    text = _others(text, g)
    in_place: str | None = None
    for sign, cut in pieces_of(text, words)[: limits.MAX_PIECES]:
        if g.authors and sign == TAIL:
            g.after = True
        if g.authors and sign in {"\n", TAIL} and (_is_headline(cut, words) or is_bio(cut, words)):
            g.rejected.append(RejectedText(cut.strip(), "note" if is_bio(cut, words) else "headline"))
            break
        piece = cut.strip(" .,;:") if not keeps_point(cut) else cut.strip(" ,;:")
        if not piece:
            continue
        if in_place is not None and sign == "," and places.region(piece, words.tag) and g.authors:
            _extend_location(g, piece)
            in_place = None
            continue
        in_place = _take(g, piece, sign, prefixed=prefixed)
        if prefixed and not sign and not g.authors and g.unknown:
            g.unknown += 1  # what the prefix introduces is no party: a headline
    if special is not None and g.authors:
        g.since = 0
        g.detail(affiliation=special, engagement="special")
    return g.authors, g.rejected, g.unknown


def _placed(text: str, words: Words) -> str:
    """Return "Jo Pérez. Madrid" with a sign that cuts: a place behind a full stop is where the person wrote."""
    head, stop, tail = text.rpartition(". ")
    if not stop or len(head.split()[-1:][0] if head.split() else "") < _WORD or not places.is_place(tail, words.tag):
        return text
    return f"{head} | {tail}"


def _is_headline(text: str, words: Words) -> bool:
    parts = text.split()
    return len(parts) > _HEADLINE_WORDS and parts[-1].casefold() not in words.titles


def _others(text: str, g: Gathering) -> str:
    """Take "and others", "u.a." off the end (A.8)."""
    bare = text.rstrip(" .")
    if not bare.casefold().endswith(g.words.tail_ends):
        return text
    for phrase in g.words.tails:
        head = bare[: -len(phrase.rstrip("."))]
        if bare.casefold().endswith(phrase.casefold().rstrip(".")) and head[-1:] in {" ", ","} and head.strip(" ,"):
            g.rejected.append(RejectedText(text[len(head) :].strip(), "unnamed_others"))
            return head.rstrip(" ,")
    return text


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
    outlet = text[found.end() :].strip(f" .,|{TAIL}")
    article, _, rest = outlet.partition(" ")
    if article in words.articles and rest:
        outlet = rest  # "the Herald"; a capital article is part of the name
    if not outlet or len(outlet.split()) > 6 or "\n" in outlet or not outlet[:1].isupper():
        return text, None
    return text[: found.start()], outlet_name(outlet, words)


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
    of = words.of.search(piece) if words.of is not None else None
    if of and names.is_person_name(piece[: of.start()], words.tag):
        _party(g, piece[: of.start()], sign, prefixed=prefixed)
        g.detail(affiliation=outlet_name(piece[of.end() :].strip(), words))
        g.since = len(g.authors)
        return None
    writer = _writer_of(piece, words)
    if writer:
        g.affiliation, piece = writer
    place = None
    if words.places_in is not None and classify(piece, words, first=first, prefixed=prefixed).kind != "title":
        found = words.places_in.search(" " + piece)
        if found:
            tail = (" " + piece)[found.end() :].strip(" .")
            head = (" " + piece)[: found.start()].strip(" ,")
            if tail and prefixed is False and first and places.is_place(head.split()[-1] if head else "", words.tag):
                g.unknown += 1  # "De Paris à Rome"
                return None
            if tail and (head == "" or names.is_person_name(head, words.tag) or " " in head):
                place, piece = tail, head
    if piece:
        _party(g, piece, sign, prefixed=prefixed)
    if place is not None:
        if not g.caps and is_field(place, words) and not places.is_place(place, words.tag):
            g.rejected.append(RejectedText(place, "section"))
            return None
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
    if g.after and kind.kind not in _DETAILS:
        g.rejected.append(RejectedText(piece, "ui_text"))
        return
    if kind.kind in {"person", "unknown", "single", "outlet"} or (kind.kind == "title" and sign != ","):
        glued = split_glued(bare, words)
        if len(glued) > 1:
            for number, (part, titled) in enumerate(glued):
                if titled and number:
                    place_piece(g, classify(part, words, first=False, prefixed=prefixed), "\n", None, prefixed=prefixed)
                else:
                    _party(g, part, sign if number == 0 else "\n", prefixed=prefixed)
            return
    if kind.kind == "title" and (cut := title_before_name(bare, words)):
        detail = classify(bare[:cut].strip(), words, first=False, prefixed=prefixed)
        place_piece(g, detail, sign, None, prefixed=prefixed)
        _party(g, bare[cut:].strip(), "\n", prefixed=prefixed)
        return
    if kind.kind == "person" and first and (cut := title_before_name(bare, words)):
        _party(g, bare[cut:].strip(), sign, prefixed=prefixed)
        g.detail(job_title=bare[:cut].strip())
        return
    if kind.kind == "title" and first:
        kind = Piece("unknown", bare)
    place_piece(g, kind, sign, honorific, prefixed=prefixed)


def _bracketed(g: Gathering, piece: str) -> None:
    words = g.words
    with_ = words.withs.match(f" {piece}") if words.withs is not None else None
    if with_:
        inside, refused, strange = read_parties(f" {piece}"[with_.end() :], "contributor", words, prefixed=True)
        g.authors += inside
        g.rejected += refused
        g.unknown += strange
        g.since = len(g.authors)
        return
    label = words.roles.fullmatch(f"{piece}:") or words.prefixes.match(f"{piece}: X")
    if label:
        if words.roles.fullmatch(f"{piece}:") and g.authors:
            g.authors[-1] = replace(g.authors[-1], role=role_of(words, piece))
        g.since = len(g.authors)
        return
    for part in piece.split(","):
        kind = classify(part, words, first=False, prefixed=False)
        if kind.kind == "agency":
            g.detail(last_only=True, affiliation=kind.extra)
        elif kind.kind == "initials" or _CODE.match(part.strip()):
            g.detail(last_only=True, alternate_name=part.strip())
        elif kind.kind == "bureau":
            g.detail(last_only=True, bureau=kind.text)
        elif kind.kind == "title":
            g.detail(last_only=True, job_title=kind.text, location=kind.extra)
        elif kind.kind == "place":
            g.detail(last_only=True, location=kind.text)
        elif kind.kind in {"person", "unknown"} and part.strip():
            g.unknown += 1
    g.since = len(g.authors)
