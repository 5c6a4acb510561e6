"""The parts of one piece that no sign divides: employer, title, name, place (`news-conventions` A.3, "none")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from pipelines import names, places
from pipelines.bylines.cutting import Piece
from pipelines.bylines.kinds import Reader
from pipelines.lexicon import Token
from pipelines.text import is_caps

Where = Literal["party", "place", "employer", "job"]
_LONGEST: Final = 40  # tokens of a piece that is looked into
_TITLED: Final = 5  # words of a name, an outlet and a title
_NAME: Final = 4  # words of a name behind a title


def parts_of(piece: Piece, r: Reader, *, first: bool) -> Iterator[tuple[Piece, Where]]:
    """Yield the parts of a piece in the order in which they are read, each with what it does.

    "employer" and "job" stand before their name, a "place" belongs to the names before it.
    """
    if len(piece.tokens) > _LONGEST or piece.is_all("agency") or piece.is_all("generic") or piece.is_all("titles"):
        yield piece, "party"
        return
    owner = _owner(piece, r)
    if owner:
        head, rest = owner
        yield head, "employer"
        yield from parts_of(rest, r, first=first)
        return
    at = _place_start(piece, r)
    if at is not None:
        count, rest = piece.tokens[at].opens("places_in"), piece.part(0, at)
        if rest.tokens:
            yield from parts_of(rest, r, first=first)
        where, behind = _place_end(piece.part(at + count), r)
        yield where, "place"
        if behind.tokens:
            yield from parts_of(behind, r, first=False)
        return
    yield from _glued(piece, r, first=first)


def _owner(piece: Piece, r: Reader) -> tuple[Piece, Piece] | None:
    """Return (employer, rest) of "CNN's Rita Kosta", "Fox News' Carl Fenner", "Associated Press writers Jo Reyes"."""
    line = piece.tokens
    for at in range(1, min(6, len(line) - 1)):
        token = line[at]
        owned = token.form == "own" or (token.low == "'" and line[at - 1].low.endswith("s"))
        if owned and line[at + 1].text[:1].isupper():
            head = piece.part(0, at)
            # an outlet in one word has no name's shape; a person owns no person
            one = at == 1 and line[0].text[:1].isupper() and not line[0].kinds and len(line) > 3
            known = r.agency(head) or r.kind(head, first=True, prefixed=False) == "outlet" or one
            return (head, piece.part(at + 1, sign=piece.sign)) if known else None
        count = token.opens("writers_of")
        if count and at + count < len(line):
            head = piece.part(0, at)
            rest = piece.part(at + count)
            outlet = token.text.islower() and (r.is_org(head) or "outlet_words" in line[at - 1].kinds)
            if (outlet or r.agency(head)) and names.is_person_name(rest.text.split(" in ")[0], r.tag):
                return head, rest
    return None


def _place_start(piece: Piece, r: Reader) -> int | None:
    """Return the token of "in" before the place where somebody wrote; the place has a capital."""
    line = piece.tokens
    for at, token in enumerate(line):
        count = token.opens("places_in")
        if not count or at + count >= len(line):
            continue
        follows = line[at + count].text
        if "prefixes" in token.kinds and not places.is_place(piece.part(at + count).text, r.tag):
            continue  # "from" opens a place only where one follows
        if follows[:1].islower() or not follows[:1].isalpha() or (at == 0 and not piece.detail):
            continue
        head = piece.part(0, at)
        if at and line[0].low in names.PARTICLES and places.is_place(line[at - 1].text, r.tag):
            return None  # "De Paris à Rome"
        if at and not (
            names.is_person_name(head.text, r.tag)
            or len(head.tokens) > 1
            or r.agency(head)
            or "titles" in head.tokens[-1].kinds
        ):
            continue
        return at
    return None


def _place_end(piece: Piece, r: Reader) -> tuple[Piece, Piece]:
    """Return (place, what is glued behind it): a title cuts behind the longest known place."""
    line = piece.tokens
    if any("titles" in t.kinds for t in line[1:]):
        for cut in range(len(line) - 1, 0, -1):
            if places.is_place(piece.part(0, cut).text, r.tag):
                return piece.part(0, cut), piece.part(cut, sign="\n")
    return piece, piece.part(len(line))


def _glued(piece: Piece, r: Reader, *, first: bool) -> Iterator[tuple[Piece, Where]]:
    """Yield names and titles that markup glued: "Nora Blyth News Reporter Sam Orwin"."""
    line = piece.tokens
    if len(line) < 3 or not any(t.kinds or t.phrases or t.text.islower() for t in line):
        yield piece, "party"
        return
    kind = r.kind(piece, first=first, prefixed=False)
    if kind == "generic" and len(line) >= _TITLED and "titles" in line[-1].kinds and _is_plain(line[:2], r):
        yield piece.part(0, 2), "party"  # "Jo Reyes Gazette Staff Writer"
        yield piece.part(2, sign="\n"), "party"
        return
    known = len(line) < 4 or "bureaus" not in line[-1].kinds or line[0].kinds or line[1].kinds
    if kind == "generic" and not known and _is_name(line[:2], r):
        yield piece.part(0, 2), "party"  # "Jo Reyes City Bureau"
        yield piece.part(2, sign="\n"), "party"
        return
    if kind in {"agency", "unnamed", "generic", "degree", "bureau"}:
        yield piece, "party"
        return
    ahead = _title_ahead(line, r, piece)
    if ahead:
        rest = piece.part(ahead, sign="\n" if not first else piece.sign)
        if first:
            yield piece.part(0, ahead), "job"
            yield rest, "party"
        else:
            yield piece.part(0, ahead), "party"
            yield from _glued(rest, r, first=False)
        return
    if kind == "title" and (piece.sign == "," or "title_heads" in line[0].kinds):
        yield piece, "party"
        return
    for cut in range(2, len(line)):
        tail = piece.part(cut, sign="\n")
        if len(line) - cut <= 4 and line[cut].opens("agency") == len(line) - cut and _is_name(line[:cut], r):
            yield piece.part(0, cut), "party"
            yield tail, "party"
            return
    span = _title_span(piece, r)
    if piece.sign == "/" and span is not None and span[0] > 2 and span[1] == len(line):
        yield piece, "party"  # behind a slash stands what the name before it does
        return
    if span is None or not names.is_person_name(piece.part(0, span[0]).text, r.tag):
        yield piece, "party"
        return
    start, end = span
    yield piece.part(0, start), "party"
    yield piece.part(start, end, sign="\n"), "party"
    if end < len(line):
        yield from parts_of(piece.part(end, sign="\n"), r, first=False)


def _is_plain(line: list[Token], r: Reader) -> bool:
    """Tell whether tokens are a name of which the lexicon knows no word."""
    return _is_name(line, r) and not any(t.kinds for t in line)


def _is_name(line: list[Token], r: Reader) -> bool:
    return names.is_name_words([t.text for t in line], r.tag)


def _title_ahead(line: list[Token], r: Reader, piece: Piece) -> int:
    """Return where a name begins behind a title: "political reporter Jo Reyes", "Journalist Journalist Jo Reyes"."""
    end = 0
    while end < len(line) and line[end].kinds.keys() & {"titles", "title_heads"}:
        end += 1
    if end == 0 and line[0].text.islower():
        # an open class: low words before a title's noun are its modifiers ("courts correspondent Elsie Marden")
        while end < min(3, len(line)) and line[end].text.islower() and "titles" not in line[end].kinds:
            end += 1
        if end < len(line) and "titles" in line[end].kinds:
            end += 1
    rest = piece.part(end)
    if not 0 < end <= _NAME or not 2 <= len(rest.tokens) <= _NAME or "titles" not in line[end - 1].kinds:
        return 0
    known = places.is_place(rest.text, r.tag) or r.is_title(rest)
    return end if r.is_person(rest) and not known else 0


def _title_span(piece: Piece, r: Reader) -> tuple[int, int] | None:
    """Return where the first title or bureau begins and ends behind a name."""
    line = piece.tokens
    at = next((i for i, t in enumerate(line) if i >= 1 and t.kinds.keys() & {"titles", "bureaus"}), None)
    if at is None:
        return None
    if "bureaus" in line[at].kinds and "titles" not in line[at].kinds:
        return (2, at + 1) if at >= 2 else None  # "Jo Reyes City Bureau"
    start, end = at, at + 1
    while start > 1 and line[start - 1].kinds.keys() & {"title_heads", "titles"}:
        start -= 1
    while end < len(line) and line[end].kinds.keys() & {"titles", "title_tails"}:
        end += 1
    while start > 2 and line[start - 1].text[:1].isupper() and places.is_place(line[start - 1].text, r.tag):
        start -= 1  # "Jo Reyes Washington correspondent"
    rank = next((i for i in range(2, start) if "title_heads" in line[i].kinds), None)
    if rank is not None and names.is_person_name(piece.part(0, rank).text, r.tag):
        start = rank  # "Deputy Content Hub Director": a title from its first rank word on
    elif start == at and start > 2 and line[at].text.islower() and not is_caps(piece.text):
        start = 2 if _is_name(line[:2], r) and line[1].low not in names.PARTICLES else start
        # a title in sentence case begins with its capital: "Jo Reyes Courts reporter"
    return start, end
