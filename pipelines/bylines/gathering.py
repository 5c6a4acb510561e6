"""What one classified piece adds to the parties read so far (A.3, A.5, A.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.outlets import outlet_name
from pipelines.bylines.pieces import Piece, is_field, leading_outlet, singular, trailing_title
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.record import Author, Role
from pipelines.text import clean, is_caps

_SIGNED: Final = re.compile(r"^([a-zäöü]{2,4})\s+([^\W\d_a-z].{2,40})$")

# Letters of an acronym: longer words in capitals are names.
_ACRONYM: Final = 5
_VOWEL: Final = re.compile(r"[AEIOUYÀ-ÖØ-Ý]|[^\x00-\u024f]")


@dataclass(slots=True)
class Gathering:
    """The parties of one stretch of a byline while it is read from left to right."""

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
    low: int = 0
    """Words that a name in lower case may have."""
    caps: bool = False
    """True where the whole line is in capitals."""
    after: bool = False
    """True behind a date or a reading time: only details follow."""

    def add(self, author: Author) -> None:
        """Append a party."""
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

    def acronym(self, text: str) -> bool:
        """Tell whether one word in capitals is an acronym: capitals in a line of mixed case, or no vowel."""
        if not is_caps(text) or len(text) > _ACRONYM:
            return False
        return not self.caps or not _VOWEL.search(text)


def place_piece(g: Gathering, kind: Piece, sign: str, honorific: str | None, *, prefixed: bool) -> None:
    """Add one piece as party, detail or refusal, by its kind and the separator before it."""
    text = kind.text
    match kind.kind:
        case "person":
            _person_piece(g, text, sign, honorific)
        case "agency":
            _agency(g, kind, sign, beside=bool(g.authors))
        case "unnamed":
            _unnamed(g, text, sign)
        case "generic":
            role: Role = "source" if g.role == "author" and sign == "with" else g.role
            g.add(Author(_desk_case(text, g.words), "organization", role, generic=True))
        case "degree":
            _degree(g, text)
        case "title":
            _title(g, kind, sign)
        case "bureau":
            g.detail(bureau=text)
            g.since = len(g.authors)
        case "initials" if g.authors and sign == "/":
            _signed(g, text, None)
        case "role_word":
            _role_word(g, text, sign)
        case "outlet" | "place" | "single":
            _other(g, kind, sign, prefixed=prefixed, honorific=honorific)
        case _:
            _unknown(g, kind, sign, prefixed=prefixed)


def _unnamed(g: Gathering, text: str, sign: str) -> None:
    """Add agencies without names; one word beside "with agencies" is an outlet, not a person."""
    if sign == "with" and len(g.authors) == 1 and " " not in (g.authors[0].name or " "):
        g.authors[0] = replace(g.authors[0], type="organization")
    g.add(Author(text, "organization", "source", generic=True))


def _degree(g: Gathering, text: str) -> None:
    if not g.authors:
        return
    last = g.authors[-1]
    name, degree = names.strip_suffixes(f"{last.name}, {text}", g.words.tag)
    g.authors[-1] = replace(last, name=name, honorific_suffix=degree or last.honorific_suffix)


def _title(g: Gathering, kind: Piece, sign: str) -> None:
    text = kind.text
    outlet = leading_outlet(text, g.words)
    if outlet and g.authors:
        text = text[len(outlet) :].strip()
        g.detail(affiliation=outlet_name(outlet, g.words), job_title=singular(text), location=kind.extra)
    g.detail(job_title=singular(text), location=kind.extra)
    if sign != "," or kind.extra:
        g.since = len(g.authors)


def _role_word(g: Gathering, text: str, sign: str) -> None:
    if g.authors and sign in {",", "\n", "|", "–", "-", "—", "·", "•"}:
        if text.casefold() in g.words.titles:
            g.detail(job_title=text)  # "Author" is no job
    else:
        g.rejected.append(RejectedText(text, "role_word"))


def _person_piece(g: Gathering, text: str, sign: str, honorific: str | None) -> None:
    """Add a person; capitals after a comma beside a name in mixed case are that person's outlet."""
    beside = bool(g.authors)
    if sign in {",", "\n", "|"} and beside and is_caps(text) and g.mixed:
        g.detail(affiliation=text)
        g.since = len(g.authors)
        return
    g.mixed = g.mixed or not is_caps(text)
    role: Role = "contributor" if sign == "with" else g.role
    name, where = _place_in_caps(text, g.words)
    g.add(replace(person(name, role, g), honorific_prefix=honorific, location=where))
    if sign in {"\n", "|"} and beside:
        g.since = len(g.authors) - 1


def _place_in_caps(text: str, words: Words) -> tuple[str, str | None]:
    """Return (name, place) of "Rafael Antunes SANTOS": capitals behind two words in mixed case."""
    parts = text.split()
    cut = next((i for i, p in enumerate(parts) if is_caps(p) and len(p) > 2), len(parts))
    rest = " ".join(parts[cut:])
    if cut < 2 or cut == len(parts) or not is_caps(rest) or not places.is_place(rest, words.tag):
        return text, None
    return " ".join(parts[:cut]), places.restore_place_case(rest, words.tag)


def _signed(g: Gathering, initials: str, place: str | None) -> None:
    """Add staff initials after an agency's slash: the agency is then the source (A.7)."""
    g.authors[-1] = replace(
        g.authors[-1], role="source" if g.authors[-1].type == "organization" else g.authors[-1].role
    )
    g.add(Author(None, "person", "author", location=place, alternate_name=initials))


def _agency(g: Gathering, kind: Piece, sign: str, *, beside: bool) -> None:
    people = [a for a in g.authors if a.type == "person"]
    generic = names.is_staff(kind.text)
    if beside and sign in {",", "|", "\n", "/", "–", "-", "—", "·", "•"} and people:
        g.detail(affiliation=kind.extra)
        g.since = len(g.authors)
    elif sign == "with" or g.role == "contributor" or (sign == "/" and _behind_outlet(g)):
        g.add(Author(kind.extra, "organization", "source", generic=generic))
    else:
        g.add(Author(kind.extra, "organization", g.role, generic=generic))


def _behind_outlet(g: Gathering) -> bool:
    """Tell whether a slash follows a desk or an outlet: the agency behind it supplied the text ("Redaktion / APA")."""
    last = g.authors[-1] if g.authors else None
    return last is not None and last.type == "organization" and (last.generic or not agencies.agency(last.name or ""))


def _other(g: Gathering, kind: Piece, sign: str, *, prefixed: bool, honorific: str | None) -> None:
    """Place an outlet, a place or a single capitalised word."""
    text, words = kind.text, g.words
    people = [a for a in g.authors if a.type == "person"]
    detail = sign in {",", "|", "\n", "/", "–", "-", "—", "·", "•"} and bool(people)
    if kind.kind == "outlet":
        outlet = text
        title = trailing_title(text, words)
        if detail:
            if title:
                outlet = text[: -len(title)].strip()
                g.detail(job_title=singular(title))
            g.detail(affiliation=outlet_name(outlet, words) if outlet else None)
            g.since = len(g.authors)
        elif sign == "with" or g.role == "contributor":
            g.add(Author(text, "organization", "source"))
        else:
            g.add(Author(text, "organization", g.role))
    elif detail and kind.kind == "single" and not _is_where(g, text, sign):
        g.rejected.append(RejectedText(text, "section" if is_field(text, words) else "ui_text"))
        g.since = len(g.authors)
    elif detail:
        g.detail(location=places.restore_place_case(text, words.tag))
        g.since = len(g.authors)
    elif g.role == "contributor" and kind.kind == "single" and not g.authors:
        g.add(Author(text, "organization", "source"))
    elif not g.authors and prefixed and kind.kind in {"single", "place"}:
        if g.acronym(text) and g.role not in {"author", "contributor", "source"}:
            g.add(Author(None, role=g.role, alternate_name=text))  # "oprac. JN"
            return
        if g.acronym(text):
            g.add(Author(text, "organization", g.role))
            return
        name = names.restore_case(text, words.tag)
        if kind.text.casefold() in words.role_words or name.casefold() in names._refused(words.tag):  # noqa: SLF001 - one vocabulary
            g.unknown += 1
        else:
            g.add(Author(name, "person", g.role, honorific_prefix=honorific))
    elif (sign == "&" and g.role == "contributor") or (g.role == "contributor" and not g.authors):
        g.add(Author(text, "organization", "source"))
    else:
        g.unknown += 1


def _is_where(g: Gathering, text: str, sign: str) -> bool:
    """Tell whether one word beside a person is a place: by the gazetteer, or behind a comma as no given name (A.11)."""
    if places.is_place(text, g.words.tag):
        return True
    return sign == "," and not is_field(text, g.words) and (g.caps or not is_caps(text))


def _unknown(g: Gathering, kind: Piece, sign: str, *, prefixed: bool) -> None:
    text, words = kind.text, g.words
    signed = _SIGNED.match(text)
    if signed and sign == "/" and g.authors:
        _signed(g, signed.group(1), signed.group(2))
        return
    title = trailing_title(text, words)
    people = any(a.type == "person" for a in g.authors)
    if title and people and sign in {",", "/", "|", "\n", "–", "-"}:
        rest = text[: -len(title)].strip()
        g.detail(job_title=singular(title))
        if rest:
            g.detail(affiliation=outlet_name(rest, words))
        g.since = len(g.authors)
        return
    if (
        prefixed
        and not g.authors
        and text == text.lower()
        and len(text.split()) <= g.low
        and words.not_names.isdisjoint(text.split())
        and names.is_person_name(names.restore_case(text, words.tag), words.tag)
    ):
        g.add(person(text, g.role, g))
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


def person(text: str, role: Role, g: Gathering) -> Author:
    """Return a person with honorifics split off and case restored."""
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


def _desk_case(name: str, words: Words) -> str:
    """Return a desk's name, the desk word in capitals restored: "TMZ STAFF" gives "TMZ Staff"."""
    parts = name.split()
    if parts and is_caps(parts[-1]) and len(parts) > 1 and parts[-1].casefold() in words.generic:
        parts[-1] = parts[-1].title()
    elif len(parts) == 1 and is_caps(name) and len(name) > 4:
        return name.title()
    if len(parts) > 1 and parts[0].casefold() in words.indefinite | {"the"}:
        parts = parts[1:]
    return " ".join(parts)
