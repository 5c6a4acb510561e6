"""From the text after a prefix or label to parties with their details (A.3, A.5, A.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.pieces import Piece, classify, singular, split_glued
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.record import Author, Role
from pipelines.text import clean, is_caps, key

_HARD: Final = re.compile(r"\s*(\n|\||•|·|●)\s*|\s+([–—-])\s+|\s*(/)\s*|\s*(,)\s*|\s*([;])\s*")
_BRACKET: Final = re.compile(r"\(([^()]{1,80})\)")
_POSSESSIVE: Final = re.compile(r"^(.{2,40}?)(?:['’]s|(?<=s)['’])\s+(?=[^\W\d_a-z])")
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.)\s*")
_SIGNED: Final = re.compile(r"^([a-zäöü]{2,4})\s+([^\W\d_a-z].{2,40})$")
_CHANNEL: Final = re.compile(
    r"\s+(?:on|via|auf|sur|su|en)\s+(?:Unsplash|Instagram|Facebook|X|Twitter|TikTok|Pexels)\b", re.IGNORECASE
)
_STRAY: Final = re.compile(r"\s\d{1,2}(?=\s*(?:,|$|&))")


@dataclass(slots=True)
class _Gathering:
    words: Words
    role: Role
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)
    since: int = 0
    """First author that the next detail applies to."""
    scope: int = 0
    """First author that the latest detail applied to."""
    unknown: int = 0
    mixed: bool = False
    """True when a name so far was printed in mixed case."""
    affiliation: str | None = None

    def add(self, author: Author) -> None:
        self.authors.append(author)

    def detail(self, last_only: bool = False, **values: object) -> None:
        """Give a detail to every name since the previous one (A.3), or to the last alone."""
        if not last_only and self.since >= len(self.authors):
            start = self.scope  # a second detail right after the first is of the same names
        else:
            start = len(self.authors) - 1 if last_only else self.since
            self.scope = start
        people = [i for i in range(max(0, start), len(self.authors)) if self.authors[i].type == "person"]
        for i in people:
            mine = {k: v for k, v in values.items() if getattr(self.authors[i], k) in (None, ())}
            self.authors[i] = replace(self.authors[i], **mine)  # type: ignore[arg-type]


def read_parties(
    text: str, role: Role, words: Words, *, prefixed: bool, affiliation: str | None = None
) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected pieces, number of pieces that nothing explains)."""
    text = _STRAY.sub("", _ELLIPSIS.sub("", _CHANNEL.sub("", text)))
    gathering = _Gathering(words, role, affiliation=affiliation)
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
    return text[: found.start()], _outlet(outlet, words)


def _outlet(text: str, words: Words) -> str:
    canonical = agencies.agency(text, words.tag)
    if canonical:
        return canonical
    return text[0] + text[1:].lower() if re.match(r"^[\w-]+\.(?:[A-Z]\w+)$", text) else text


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


def _take(g: _Gathering, piece: str, sign: str, *, prefixed: bool) -> str | None:
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


def _extend_location(g: _Gathering, area: str) -> None:
    last = g.authors[-1].location
    for i, author in enumerate(g.authors):
        if author.location == last and last:
            g.authors[i] = replace(author, location=f"{last}, {area.strip(' .')}")


def _party(g: _Gathering, piece: str, sign: str, *, prefixed: bool) -> None:
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
    _place_piece(g, kind, sign, honorific, prefixed=prefixed)


def _bracketed(g: _Gathering, piece: str) -> None:
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
                g.add(_person((" " + part.strip())[found.end() :].strip(), "contributor", g))
            elif kind.kind == "person":
                g.detail(last_only=True, alternate_name=None)
                g.unknown += 1
            else:
                g.unknown += 1
    g.since = len(g.authors)


def _place_piece(g: _Gathering, kind: Piece, sign: str, honorific: str | None, *, prefixed: bool) -> None:
    text, role = kind.text, g.role
    beside = bool(g.authors)
    if kind.kind == "person":
        _person_piece(g, text, sign, honorific)
    elif kind.kind == "agency":
        _agency(g, kind, sign, beside=beside)
    elif kind.kind == "unnamed":
        if sign == "with" and len(g.authors) == 1 and " " not in (g.authors[0].name or " "):
            # one word beside "with agencies" is an outlet, not a person
            g.authors[0] = replace(g.authors[0], type="organization")
        g.add(Author(text, "organization", "source", generic=True))
    elif kind.kind == "generic":
        name = text
        g.add(
            Author(
                _desk_case(name), "organization", role if role != "author" or sign != "with" else "source", generic=True
            )
        )
    elif kind.kind == "degree":
        name, degree = names.strip_suffixes(f"{g.authors[-1].name}, {text}" if beside else text, g.words.tag)
        if beside:
            g.authors[-1] = replace(g.authors[-1], name=name, honorific_suffix=degree or g.authors[-1].honorific_suffix)
    elif kind.kind == "title":
        g.detail(job_title=singular(text), location=kind.extra)
        if sign != "," or kind.extra:
            g.since = len(g.authors)
    elif kind.kind == "bureau":
        g.detail(bureau=text)
        g.since = len(g.authors)
    elif kind.kind == "initials" and g.authors and sign == "/":
        _signed(g, text, None)
    elif kind.kind == "role_word":
        if beside and sign in {",", "\n", "|", "–", "-", "—", "·", "•"}:
            g.detail(job_title=text)
        else:
            g.rejected.append(RejectedText(text, "role_word"))
    elif kind.kind in {"outlet", "place", "single"}:
        _other(g, kind, sign, prefixed=prefixed, honorific=honorific)
    else:
        _unknown(g, kind, sign, prefixed=prefixed)


def _person_piece(g: _Gathering, text: str, sign: str, honorific: str | None) -> None:
    """Add a person; capitals after a comma beside a name in mixed case are that person's outlet."""
    beside = bool(g.authors)
    if sign == "," and is_caps(text) and g.mixed:
        g.detail(affiliation=text)
        g.since = len(g.authors)
        return
    g.mixed = g.mixed or not is_caps(text)
    role = "contributor" if sign == "with" else g.role
    g.add(replace(_person(text, role, g), honorific_prefix=honorific))
    if sign in {"\n", "|"} and beside:
        g.since = len(g.authors) - 1


def _signed(g: _Gathering, initials: str, place: str | None) -> None:
    """Add staff initials after an agency's slash: the agency is then the source (A.7)."""
    g.authors[-1] = replace(
        g.authors[-1], role="source" if g.authors[-1].type == "organization" else g.authors[-1].role
    )
    g.add(Author(None, "person", "author", location=place, alternate_name=initials))


def _agency(g: _Gathering, kind: Piece, sign: str, *, beside: bool) -> None:
    people = [a for a in g.authors if a.type == "person"]
    generic = kind.text.casefold().endswith(" staff")
    if beside and sign in {",", "|", "\n", "/", "–", "-", "—", "·", "•"} and people:
        g.detail(affiliation=kind.extra)
        g.since = len(g.authors)
    elif sign == "with" or g.role == "contributor":
        g.add(Author(kind.extra, "organization", "source", generic=generic))
    else:
        g.add(Author(kind.extra, "organization", g.role, generic=generic))


def _other(g: _Gathering, kind: Piece, sign: str, *, prefixed: bool, honorific: str | None) -> None:
    """Place an outlet, a place or a single capitalised word."""
    text, words = kind.text, g.words
    people = [a for a in g.authors if a.type == "person"]
    detail = sign in {",", "|", "\n", "/", "–", "-", "—", "·", "•"} and bool(people)
    if kind.kind == "outlet":
        outlet = text
        title = _trailing_title(text, words)
        if detail:
            if title:
                outlet = text[: -len(title)].strip()
                g.detail(job_title=singular(title))
            g.detail(affiliation=_outlet(outlet, words) if outlet else None)
            g.since = len(g.authors)
        elif sign == "with" or g.role == "contributor":
            g.add(Author(text, "organization", "source"))
        else:
            g.add(Author(text, "organization", g.role))
    elif detail:
        g.detail(location=places.restore_place_case(text, words.tag))
        g.since = len(g.authors)
    elif g.role == "contributor" and kind.kind == "single" and not g.authors:
        g.add(Author(text, "organization", "source"))
    elif not g.authors and prefixed and kind.kind in {"single", "place"}:
        name = names.restore_case(text, words.tag)
        if kind.text.casefold() in words.role_words or name.casefold() in names._refused(words.tag):  # noqa: SLF001 - one vocabulary
            g.unknown += 1
        else:
            g.add(Author(name, "person", g.role, honorific_prefix=honorific))
    elif (sign == "&" and g.role == "contributor") or (g.role == "contributor" and not g.authors):
        g.add(Author(text, "organization", "source"))
    else:
        g.unknown += 1


def _unknown(g: _Gathering, kind: Piece, sign: str, *, prefixed: bool) -> None:
    text, words = kind.text, g.words
    signed = _SIGNED.match(text)
    if signed and sign == "/" and g.authors:
        _signed(g, signed.group(1), signed.group(2))
        return
    title = _trailing_title(text, words)
    people = any(a.type == "person" for a in g.authors)
    if title and people and sign in {",", "/", "|", "\n", "–", "-"}:
        rest = text[: -len(title)].strip()
        g.detail(job_title=singular(title))
        if rest:
            g.detail(affiliation=_outlet(rest, words))
        g.since = len(g.authors)
        return
    if (
        prefixed
        and not g.authors
        and text.islower()
        and names.is_person_name(names.restore_case(text, words.tag), words.tag)
    ):
        g.add(_person(text, g.role, g))
        return
    if people and is_caps(text) and len(text.split()) <= 4 and sign in {",", "|", "\n"}:
        g.detail(affiliation=text)
        g.since = len(g.authors)
        return
    if text.casefold() in words.genres or text.casefold() in {x.casefold() for x in words.genres}:
        g.rejected.append(RejectedText(text, "genre"))
        return
    if text.casefold() in words.sections:
        g.rejected.append(RejectedText(text, "section"))
        return
    if any(text.casefold().endswith(o.casefold()) for o in words.others):
        g.rejected.append(RejectedText(text, "unnamed_others"))
        return
    g.unknown += 1


def _trailing_title(text: str, words: Words) -> str | None:
    """Return the title words at the end of "Yomiuri Shimbun Staff Writers"."""
    parts = text.split()
    start = len(parts)
    while start > 0:
        low = parts[start - 1].casefold().strip(".,")
        if (
            low in words.titles
            or (low.endswith("s") and low[:-1] in words.titles)
            or (start < len(parts) and low in words.title_heads)
        ):
            start -= 1
        else:
            break
    return " ".join(parts[start:]) if 0 < start < len(parts) else None


def _person(text: str, role: Role, g: _Gathering) -> Author:
    bare, prefix = names.strip_honorifics(text, g.words.tag)
    name, suffix = names.strip_suffixes(bare, g.words.tag)
    return Author(
        names.restore_case(clean(name), g.words.tag),
        "person",
        role,
        affiliation=g.affiliation,
        honorific_prefix=prefix,
        honorific_suffix=suffix,
    )


def _desk_case(name: str) -> str:
    """Return a desk's name, the desk word in capitals restored: "TMZ STAFF" gives "TMZ Staff"."""
    parts = name.split()
    if parts and is_caps(parts[-1]) and len(parts) > 1:
        parts[-1] = parts[-1].title()
    elif len(parts) == 1 and is_caps(name) and len(name) > 4:
        return name.title()
    text = " ".join(parts)
    return text[4:] if key(text).startswith("the") and text[:4].casefold() == "the " else text
