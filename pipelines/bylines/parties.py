"""The parties of one stretch of a byline, read from left to right (`news-conventions` A.3, A.5, A.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, cast

from pipelines import names, places
from pipelines.bylines import adding
from pipelines.bylines.cutting import TAIL, Piece, pieces
from pipelines.bylines.gluing import parts_of
from pipelines.bylines.kinds import Reader, singular
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.reading import RejectedText
from pipelines.lexicon import Token
from pipelines.record import Author, Role
from pipelines.text import clean

_COURTESY: Final = re.compile(r"^(?!St)[A-Z][a-z]{1,4}\.$")  # an open class: Hon., Amb., Cmdr.
_CODE: Final = re.compile(r"^(?:[a-zäöü]{2,4}|[A-ZÄÖÜ]{2,4})$")
_AFTER: Final = frozenset(("title", "agency", "bureau", "degree", "unnamed", "place", "outlet"))
"""What may follow a date, a reading time, or the last linked name."""
_PROSE: Final = 3  # words in lower case that make a long line below the names prose
_OTHERS: Final = 5  # tokens of "and others" in its longest form
_HEADLINE: Final = 6  # a line of more words below the names is no detail: other stories follow


@dataclass(slots=True)
class Parties:
    """The parties of one stretch while it is read."""

    reader: Reader
    role: Role
    prefixed: bool
    named: bool = False
    """True behind a word that only ever names a supplier ("Theo X")."""
    low: int = 0
    """Words that a name in lower case may have."""
    caps: bool = False
    """True where the whole line is in capitals."""
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)
    unknown: int = 0
    since: int = 0
    """First author that the next detail applies to."""
    scope: int = 0
    """First author that the latest detail applied to."""
    mixed: bool = False
    """True when a name so far was printed in mixed case."""
    after: bool = False
    """True behind a date or a reading time: only details follow."""
    affiliation: str | None = None
    """An employer that stands before its names."""
    pending: str | None = None
    """A title that stands before its name."""
    ahead: str | None = None
    """A place that stands before its name: "CAIRO - NAME"."""
    area_of: str | None = None
    """The location that a region may follow: "in Springfield, Illinois"."""
    honorific: str | None = None
    """Titles of courtesy before the name that is read."""

    def read(self, line: list[Token], text: str) -> Parties:
        """Read the tokens of a stretch."""
        line = self._without_prose(self._without_others(line, text), text)
        for number, piece in enumerate(pieces(line, text, self.reader.lexicon)):
            if number == 0 and piece.sign == "with" and self.role == "author":
                self.role = "contributor"  # "Avec A et B": all of them helped
            if self.authors and piece.sign == TAIL:
                self.after = True
            if self.authors and piece.sign in {"\n", TAIL} and self._is_over(piece):
                break
            before = self.unknown
            self.take(piece)
            if self.prefixed and number == 0 and not self.authors and self.unknown > before:
                self.unknown += 1  # what the prefix introduces is no party: a headline
        self.unknown += self.ahead is not None
        return self

    def _without_others(self, line: list[Token], text: str) -> list[Token]:
        """Take "and others", "u.a." off the end (A.8)."""
        for at in range(max(1, len(line) - _OTHERS), len(line)):
            if line[at].opens("others") == len(line) - at:
                start = at - 1 if at > 1 and line[at - 1].opens("joiners") else at
                self.rejected.append(RejectedText(text[line[start].start : line[-1].end], "unnamed_others"))
                return line[:start]
        return line

    def _without_prose(self, line: list[Token], text: str) -> list[Token]:
        """Take lines of prose below the first off the end: notes on the author, other stories."""
        breaks = [i for i, t in enumerate(line) if i and t.form in {"break", "gap"}]
        for at, end in pairwise([*breaks, len(line)]):
            low = sum(t.text.islower() and not t.opens("joiners") for t in line[at:end])
            if end - at > _HEADLINE and low >= _PROSE:
                self.rejected.append(RejectedText(text[line[at].end : line[end - 1].end].strip(), "note"))
                return line[:at]
        return line

    def _is_over(self, piece: Piece) -> bool:
        """Tell whether a line below the names is no detail of theirs; it is refused."""
        reason = "note" if self.reader.is_bio(piece) else None
        if reason is None and len(piece.tokens) > _HEADLINE and "titles" not in piece.tokens[-1].kinds:
            reason = "headline"
        if reason:
            self.rejected.append(RejectedText(piece.text, reason))
        return reason is not None

    def people(self) -> bool:
        """Tell whether a person was read."""
        return any(a.type == "person" for a in self.authors)

    def detail(self, *, last_only: bool = False, **values: str | None) -> None:
        """Give a detail to every name since the previous one (A.3), or to the last alone."""
        if not last_only and self.since >= len(self.authors):
            start = self.scope  # a second detail right after the first is of the same names
        else:
            start = len(self.authors) - 1 if last_only else self.since
            self.scope = start
        for i in range(max(0, start), len(self.authors)):
            if self.authors[i].type == "person":
                mine = {k: v for k, v in values.items() if getattr(self.authors[i], k) in (None, ())}
                self.authors[i] = replace(self.authors[i], **mine)  # type: ignore[arg-type]

    def close(self, **values: str | None) -> None:
        """Give a detail to the names since the previous one, which ends them."""
        self.detail(**values)  # type: ignore[arg-type]
        self.since = len(self.authors)

    def located(self, text: str) -> None:
        """Give a place to the names before it, or to the one organisation: "AGENCY, CITY"."""
        where = places.restore_place_case(text, self.reader.tag)
        if self.people():
            self.close(location=where)
            self.area_of = self.authors[-1].location
        elif self.authors:
            self.authors[-1] = replace(self.authors[-1], location=where)
        else:
            self.unknown += 1

    def person(self, text: str, role: Role) -> Author:
        """Return a person with honorifics split off and case restored."""
        tag = self.reader.tag
        bare, prefix = names.strip_honorifics(text, tag)
        name, suffix = names.strip_suffixes(bare, tag)
        title, self.pending = self.pending, None
        where, self.ahead = self.ahead, None
        return Author(
            names.restore_case(clean(name), tag),
            "person",
            role,
            job_title=title,
            affiliation=self.affiliation,
            location=where,
            honorific_prefix=self.honorific or prefix,
            honorific_suffix=suffix,
        )

    def take(self, piece: Piece) -> None:
        """Add one piece, its inner parts first."""
        area, self.area_of = self.area_of, None
        if area is not None and piece.sign == "," and places.region(piece.text, self.reader.tag):
            for i, author in enumerate(self.authors):
                if author.location == area:
                    self.authors[i] = replace(author, location=f"{area}, {piece.text}")
            return
        if piece.sign.startswith("(") and (self.authors or len(piece.sign) > 1):
            self._bracketed(piece)
            return
        if piece.is_all("prefixes") and piece.tokens[0].low not in names.PARTICLES:
            return
        start = prefix_end(piece.tokens, 0)
        inside = self.authors or self.prefixed or piece.sign == "("
        if 0 < start < len(piece.tokens) and inside and piece.tokens[start].text[:1].isupper():
            piece = piece.part(start)  # "By A and by B"
        for part, where in parts_of(piece, self.reader, first=not self.authors):
            match where:
                case "place":
                    self._written_in(part.text)
                case "employer":
                    self.affiliation = self.reader.agency(part) or self.reader.outlet(part.text)
                case "job":
                    self.pending = singular(part.text)
                case _:
                    self._party(part)

    def _party(self, piece: Piece) -> None:
        """Add a piece that holds one thing."""
        r = self.reader
        if piece.sign == "special":
            self.since = 0
            article = "articles" in piece.tokens[0].kinds and piece.tokens[0].text.islower()
            self.detail(affiliation=r.outlet(piece.part(int(article)).text), engagement="special")
            return
        bare, self.honorific = names.strip_honorifics(piece.text, r.tag)
        title = piece.tokens[0].text
        if self.honorific is None and len(piece.tokens) > 2 and _COURTESY.match(title) and not piece.tokens[0].kinds:
            bare, self.honorific = piece.part(1).text, title
        if self.honorific:
            count = len(piece.tokens)
            while count > 1 and len(piece.part(-count).text) > len(bare):
                count -= 1
            piece = piece.part(-count)
        kind = r.kind(piece, first=not self.authors, prefixed=self.prefixed)
        if self.after and kind not in _AFTER and not (kind == "person" and not self.people()):
            self.rejected.append(RejectedText(piece.text, "ui_text"))
        else:
            adding.ADD[kind](self, piece)

    def _written_in(self, text: str) -> None:
        if not self.caps and self.reader.is_field(text) and not places.is_place(text, self.reader.tag):
            self.rejected.append(RejectedText(text, "section"))
        else:
            self.located(text)

    def _bracketed(self, piece: Piece) -> None:
        """Read a bracket behind a name: who helped, what it did, or a detail of the last name."""
        r, first, text = self.reader, piece.tokens[0], piece.text
        source = first.opens("sources") or first.opens("source_prefixes")
        if source or piece.sign == "(with":
            sub = Parties(r, "source" if source else "contributor", prefixed=True, named=True)
            sub.read(piece.tokens[source:], piece.line)
            self.authors += sub.authors
            self.unknown += sub.unknown
        elif not self.authors:  # a bracket behind nothing tells of nobody
            self.unknown += 1
        elif first.opens("roles") == len(piece.tokens):
            self.authors[-1] = replace(self.authors[-1], role=cast("Role", first.value("roles")))
        else:
            kind = r.kind(piece, first=False, prefixed=False)
            title = self.authors[-1].job_title
            if title and r.is_section(text):
                self.authors[-1] = replace(self.authors[-1], job_title=f"{title} ({text})")
            elif kind == "initials" or (_CODE.match(text) and kind != "agency"):
                self.detail(last_only=True, alternate_name=text)
            elif kind == "title":
                for part, where in parts_of(piece, r, first=False):
                    key = "location" if where == "place" else "job_title"
                    self.detail(last_only=True, **{key: singular(part.text)})
            elif kind in _BRACKETS:
                value = r.agency(piece) or (r.outlet(text) if kind == "outlet" else text)
                self.detail(last_only=True, **{_BRACKETS[kind]: value})
            elif (count := first.opens("places_in")) and count < len(piece.tokens):
                self.detail(last_only=True, location=piece.part(count).text)
            elif kind in {"person", "unknown"}:
                self.unknown += 1
        self.since = len(self.authors)


_BRACKETS: Final = {
    "agency": "affiliation", "outlet": "affiliation", "bureau": "bureau", "generic": "bureau", "place": "location",
}  # fmt: skip
"""The detail that a bracket of a kind gives the name before it."""
