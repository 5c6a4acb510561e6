"""What a piece of each kind adds to the parties of a byline (`news-conventions` A.3, A.5, A.7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipelines import agencies, names, places
from pipelines.bylines.cutting import Piece
from pipelines.bylines.kinds import singular
from pipelines.bylines.reading import RejectedText
from pipelines.record import Author, Role
from pipelines.text import is_caps, is_cased

if TYPE_CHECKING:
    from pipelines.bylines.parties import Parties

_SIGNED: Final = re.compile(r"^([a-zäöüß]{2,4})(?:\s+([^\W\d_a-z].{2,40}))?$")
_VOWEL: Final = re.compile(r"[AEIOUYÀ-ÖØ-Ý]|[^\x00-\u024f]")
_ACRONYM: Final = 5  # letters of an acronym: longer words in capitals are names
_OUTLET: Final = 4  # words of an outlet's name in capitals
_NO_NAMES: Final = frozenset(
    ("not_names", "titles", "generic", "unnamed", "ui", "dates", "verbs", "sections", "outlet_words")
)


def _person(p: Parties, piece: Piece) -> None:
    """Add a person; where the names before have their outlet behind a comma, so has the last."""
    text = piece.text
    if p.role == "source":
        p.authors.append(Author(p.reader.outlet(text), "organization", "source"))
        return
    capitals = piece.sign in {",", "\n", "|"} and p.mixed and is_caps(text) and " " not in text
    first = piece.tokens[0].text
    # an acronym before words in mixed case is an organisation's beside names in mixed case
    capitals = capitals or (
        piece.sign == "," and p.mixed and 1 < len(first) < _ACRONYM and is_caps(first) and not is_caps(text)
    )
    alike = piece.sign == "," and p.since == len(p.authors) - 1 and any(a.affiliation for a in p.authors[:-1])
    if p.authors and (capitals or alike):
        p.close(affiliation=text)
        return
    p.mixed = p.mixed or not is_caps(text)
    # capitals behind two words in mixed case are where they wrote: "Jo Antunes SANTOS"
    cut = next((i for i, t in enumerate(piece.tokens) if i > 1 and is_caps(t.text) and len(t.text) > 2), 0)
    where = piece.part(cut).text if cut and is_caps(piece.part(cut).text) else ""
    if where and places.is_place(where, p.reader.tag) and not is_caps(piece.part(0, cut).text):
        text, p.ahead = piece.part(0, cut).text, places.restore_place_case(where, p.reader.tag)
    p.authors.append(p.person(text, "contributor" if piece.sign == "with" else p.role))
    if piece.sign in {"\n", "|"}:
        p.since = len(p.authors) - 1


def _agency(p: Parties, piece: Piece) -> None:
    name = p.reader.agency(piece) or piece.text
    if piece.detail and p.people():
        p.close(affiliation=name)
        return
    last = p.authors[-1] if p.authors else None
    # behind a desk or an outlet and a slash stands who supplied the text: "Redaktion / APA"
    behind = (
        piece.sign == "/"
        and last is not None
        and last.type == "organization"
        and (last.generic or agencies.agency(last.name or "") is None)
    )
    role: Role = "source" if piece.sign == "with" or p.role == "contributor" or behind else p.role
    p.authors.append(Author(name, "organization", role, generic=names.is_staff(piece.text)))


def _unnamed(p: Parties, piece: Piece) -> None:
    """Add agencies without names; one word beside "with agencies" is an outlet, not a person."""
    if piece.sign == "with" and len(p.authors) == 1 and " " not in (p.authors[0].name or " "):
        p.authors[0] = replace(p.authors[0], type="organization")
    p.authors.append(Author(piece.text, "organization", "source", generic=True))


def _generic(p: Parties, piece: Piece) -> None:
    """Add a desk, its word in capitals restored: "KXQ STAFF" gives "KXQ Staff"."""
    role: Role = "source" if p.role == "author" and piece.sign == "with" else p.role
    line, name = piece.tokens, piece.text
    if piece.detail and p.people() and not piece.is_all("generic") and "outlet_words" in line[-1].kinds:
        p.close(affiliation=name)  # "NAME, Harbor News Service"
        return
    if is_caps(name) and piece.is_all("generic") and len(name) >= _ACRONYM:
        name = name.title()
    elif len(line) > 1:
        if "indefinite" in line[0].kinds or line[0].low == "the":
            name = piece.part(1).text
        head, _, last = name.rpartition(" ")
        if head and is_caps(last) and "generic" in line[-1].kinds:
            name = f"{head} {last.title()}"
    p.authors.append(Author(name, "organization", role, generic=True))


def _degree(p: Parties, piece: Piece) -> None:
    last = p.authors[-1]
    name, degree = names.strip_suffixes(f"{last.name}, {piece.text}", p.reader.tag)
    p.authors[-1] = replace(last, name=name, honorific_suffix=degree or last.honorific_suffix)


def _title(p: Parties, piece: Piece) -> None:
    """Add a job title, the outlet before it apart: "Harbor Times Staff Writer"."""
    outlet = _leading_outlet(p, piece)
    if outlet:
        p.detail(affiliation=p.reader.outlet(piece.part(0, outlet).text))
    p.detail(job_title=singular(piece.part(outlet).text))
    if piece.sign != ",":
        p.since = len(p.authors)


def _leading_outlet(p: Parties, piece: Piece) -> int:
    """Return how many tokens of a title are the outlet before it."""
    line, r = piece.tokens, p.reader
    for cut in range(1, len(line)):
        head = piece.part(0, cut)
        if r.agency(head) or (r.is_org(head) and not r.is_title(head)):
            titled = all(t.kinds.keys() & {"titles", "title_heads", "title_tails"} for t in line[cut:])
            return cut if titled and "title_heads" not in line[0].kinds else 0
    return 0


def _bureau(p: Parties, piece: Piece) -> None:
    if p.people():
        p.close(bureau=piece.text)
    else:
        _generic(p, piece)


def _role_word(p: Parties, piece: Piece) -> None:
    if not (p.people() and piece.detail):  # beside a name "Author" is no job
        p.rejected.append(RejectedText(piece.text, "role_word"))


def _outlet(p: Parties, piece: Piece) -> None:
    text = piece.text
    if not (piece.detail and p.people()):
        role: Role = "source" if piece.sign == "with" or p.role == "contributor" else p.role
        p.authors.append(Author(p.reader.outlet(text), "organization", role))
        return
    p.close(affiliation=p.reader.outlet(text))


def _place(p: Parties, piece: Piece) -> None:
    if (piece.detail or piece.sign == ".") and p.authors:
        p.located(p.reader.place(piece.text) or piece.text)
    else:
        _lone(p, piece)


def _single(p: Parties, piece: Piece) -> None:
    """Place one capitalised word: beside a person a place (A.11) or a word of the page, else a party."""
    text, r = piece.text, p.reader
    where = piece.sign == "," and not r.is_field(text) and (not is_caps(text) or (p.caps and len(text) > _ACRONYM))
    if not (piece.detail and p.people()):
        _lone(p, piece)
    elif where or places.is_place(text, r.tag):
        p.located(text)
    elif piece.sign == "," and is_caps(text) and not r.is_section(text) and p.authors[-1].honorific_suffix is None:
        p.close(affiliation=text)  # "NAME, WXYZ"; behind a degree it is one more
    else:
        p.rejected.append(RejectedText(text, "section" if r.is_field(text) else "ui_text"))
        p.since = len(p.authors)


def _lone(p: Parties, piece: Piece) -> None:
    """Add one word without anybody beside it: a person behind a prefix, an organisation behind "with"."""
    text, tag = piece.text, p.reader.tag
    if "channels" in piece.tokens[0].kinds:
        p.rejected.append(RejectedText(text, "ui_text"))
        return
    acronym = is_caps(text) and len(text) <= _ACRONYM and not (p.caps and _VOWEL.search(text))
    if p.role == "source" and not p.named:
        p.unknown += 1  # "Source: Python" names no supplier that anything else knows
    elif p.role == "source" or (p.role == "contributor" and (not p.authors or piece.sign == "&")):
        p.authors.append(Author(text, "organization", "source"))
    elif p.authors:
        p.unknown += 1
    elif not p.prefixed:
        if p.ahead is None and places.is_place(text, tag):
            p.ahead = places.restore_place_case(text, tag)
        else:
            p.unknown += 1
    elif acronym and p.role == "author":
        p.authors.append(Author(text, "organization", p.role))
    elif acronym:
        p.authors.append(Author(None, role=p.role, alternate_name=text))  # "oprac. JN"
    elif (
        piece.tokens[0].kinds.keys() & {"role_words", "not_names"}
        or (text.islower() and not p.low)
        or (not is_cased(text) and places.is_place(text, tag))
    ):
        p.unknown += 1
    else:
        p.authors.append(p.person(text, p.role))


def _unknown(p: Parties, piece: Piece) -> None:
    """Read what no rule names: initials, alone or with a place, a name in lower case, capitals; else count it."""
    text = piece.text
    signed = _SIGNED.match(text) if piece.sign == "/" and p.authors else None
    if signed:
        last = p.authors[-1]  # the agency is the source of what the initials edited (A.7)
        p.authors[-1] = replace(last, role="source" if last.type == "organization" else last.role)
        p.authors.append(Author(None, location=signed.group(2), alternate_name=signed.group(1)))
    elif _is_low_name(p, piece):
        p.authors.append(p.person(text, p.role))
    elif p.people() and is_caps(text) and len(piece.tokens) <= _OUTLET and piece.sign in {",", "|", "\n"}:
        p.close(affiliation=text)
    else:
        p.unknown += 1


def _is_low_name(p: Parties, piece: Piece) -> bool:
    text, line = piece.text, piece.tokens
    if not (p.prefixed and not p.authors and text == text.lower() and is_cased(text) and len(line) <= p.low):
        return False
    tag = p.reader.tag
    return not any(t.kinds.keys() & _NO_NAMES for t in line) and names.is_person_name(
        names.restore_case(text, tag), tag
    )


ADD: Final[dict[str, Callable[[Parties, Piece], None]]] = {
    "person": _person,
    "agency": _agency,
    "unnamed": _unnamed,
    "generic": _generic,
    "degree": _degree,
    "title": _title,
    "bureau": _bureau,
    "initials": _unknown,
    "role_word": _role_word,
    "outlet": _outlet,
    "place": _place,
    "single": _single,
    "unknown": _unknown,
}
"""What each kind of piece adds."""
