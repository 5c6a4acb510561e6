"""Bylines in Japanese: titles, desks and places before or behind names, marks of who did what, brackets (A.2, A.12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, limits, names, places
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.record import Author, Role

Read = tuple[list[Author], list[RejectedText], int]

_FRAME: Final = " \u3000（(【[〔［］〕)）】]。."
# The middle dot and the double hyphen divide names and hold the parts of one foreign name together.
_CUT: Final = re.compile(r"((?<![\u30a0-\u30ff])[・＝=]|[・＝=](?![\u30a0-\u30ff])|[、，,;；：:●/／|｜]|\s+)")
_BRACKET: Final = re.compile(r"[（(]([^（()）]{1,30})[)）]")
_KANA: Final = re.compile(r"^[\u3041-\u30ff・ \u3000ー]+$")
_KATAKANA: Final = re.compile(r"^[\u30a0-\u30ff]+$")
_HALF: Final = re.compile(r"^[\u3400-\u9fff々\u3041-\u309f]{1,3}$")
_GAPS: Final = re.compile(r"[ \u3000]+")
_LATIN_GAP: Final = re.compile(r"(?<=[A-Za-z.]) (?=[A-Z])")
_JOIN: Final = "\ue001"
# Characters of a name in kanji; what is longer holds more than a name.
_LONGEST_NAME: Final = 5
_LATIN: Final = re.compile(r"^[A-Za-z][\w .'-]{1,40}$")


def read_japanese(text: str, words: Words) -> Read:
    """Return (authors, rejected, unexplained pieces) of "【ソウル＝名前】", "文：名前", "名前（社会部）"."""
    framed = text.lstrip().startswith("【")
    bare = text.strip(" \u3000")
    prefix = words.prefixes.match(bare)
    if prefix and prefix.group()[:1].isascii() and prefix.group().strip()[:1].isalpha():
        bare = bare[prefix.end() :]
    bare = bare.strip(_FRAME) if bare[:1] in _FRAME or bare.count("（") != bare.count("）") else bare.rstrip("。. ")
    line = _Line(words, framed)
    tokens = _tokens(bare, line)
    plain = [t for _, t in tokens]
    line.suffixed = (
        len(plain) > 1 and line.name(plain[0]) is not None and plain[0] not in words.marks and plain[1] in words.marks
    )
    for number, (sign, token) in enumerate(tokens):
        line.after = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        line.take(token, sign)
    line.close()
    return line.authors, line.rejected, line.unknown


def _tokens(text: str, line: _Line) -> list[tuple[str, str]]:
    """Return (sign before, token); a name in two halves is one token, brackets are tokens with the sign "("."""
    out: list[tuple[str, str]] = []
    cursor = 0
    for bracket in _BRACKET.finditer(text):
        out += _plain(text[cursor : bracket.start()], line)
        out.append(("(", bracket.group(1)))
        cursor = bracket.end()
    return (out + _plain(text[cursor:], line))[: limits.MAX_PIECES]


def _plain(text: str, line: _Line) -> list[tuple[str, str]]:
    parts = _CUT.split(line.joined(_LATIN_GAP.sub(_JOIN, text)))
    pairs = ((parts[i - 1].strip() or " " if i else "", parts[i]) for i in range(0, len(parts), 2))
    return [(sign, t) for sign, t in ((s, p.replace(_JOIN, " ").strip(_FRAME)) for s, p in pairs) if t]


@dataclass(slots=True)
class _Line:
    """A Japanese byline read token by token."""

    words: Words
    framed: bool
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)
    unknown: int = 0
    role: Role = "author"
    labelled: bool = False
    marked: bool = False
    """True right behind a mark, before its first name."""
    suffixed: bool = False
    title: str | None = None
    desk: str | None = None
    place: str | None = None
    outlet: str | None = None
    since: int = 0
    after: str = ""
    """Sign behind the token that is read."""

    def joined(self, text: str) -> str:
        """Return the text with names printed in two halves in one piece; a title, desk or mark is no half."""
        out: list[str] = []
        open_half = False
        for part in _GAPS.split(text):
            left = _CUT.split(out[-1])[-1] if out else ""
            if open_half and left and _HALF.match(part) and not (self._is_word(left) or self._is_word(part)):
                whole = len(left) > 2 < len(part)
                out[-1] = f"{out[-1]}{' ' if whole else _JOIN}{part}"
                open_half = whole
                continue
            out.append(part)
            open_half = bool(_HALF.match(_CUT.split(part)[-1]))
        return " ".join(out)

    def _is_word(self, text: str) -> bool:
        words = self.words
        return (
            text in words.marks
            or text in words.titles
            or self._is_desk(text)
            or bool(words.roles.match(text + "："))
            or (len(text) > 2 and places.is_place(text, words.tag))
        )

    def take(self, token: str, sign: str) -> None:
        """Read one token by what it is; a bracket holds a reading of the name or its details."""
        if sign == "(" and self.authors:
            if not _KANA.match(token) or len(token) < 4 or self._is_job(token):
                self._detail(token)
            return
        role = self._mark(token)
        if role is not None:
            self._marked(role)
        elif not (self._suffixed_role(token) or self._job(token, sign) or self._place(token, sign)):
            self._party(token)

    def _mark(self, token: str) -> Role | None:
        words = self.words
        if token in words.marks:
            return words.marks[token]
        known = words.roles.fullmatch(token + "：") if self.after in {"：", ":", "／", "/", "●", "＝", "="} else None
        return role_of(words, known.group()) if known else None

    def _marked(self, role: Role) -> None:
        if self.suffixed:
            for i in range(self.since, len(self.authors)):
                self.authors[i] = replace(self.authors[i], role=role)
            self.since = len(self.authors)
        elif not self.marked:
            self.role, self.labelled, self.marked, self.since = role, True, True, len(self.authors)
            self.title = self.desk = self.place = self.outlet = None

    def _suffixed_role(self, token: str) -> bool:
        for mark, role in self.words.suffix_roles.items():
            name = self.name(token.removesuffix(mark).strip()) if token.endswith(mark) else None
            if name is not None and len(token) > len(mark) + 1:
                self._add(name, role)
                return True
        return False

    def _job(self, token: str, sign: str) -> bool:
        """Read a title or desk: of the name before it, or of the names behind it."""
        if self._is_job(token):
            if self.authors and (sign in {"/", "／", "、"} or (sign == " " and not self.after)):
                self._fill(job_title=token)
            else:
                self.title = token
            return True
        if self._is_desk(token):
            if self.authors and not self.after:
                self._fill(bureau=token)
            else:
                self.desk = token
            return True
        for title in self.words.han_titles:
            name = self.name(token.removesuffix(title)) if token.endswith(title) and token != title else None
            if name is not None:
                self.title = title
                self._add(name, self.role)
                self.title = None
                return True
        return False

    def _is_job(self, token: str) -> bool:
        return token in self.words.titles or any(token.endswith(t) for t in self.words.job_endings)

    def _is_desk(self, token: str) -> bool:
        return any(token.endswith(b) and len(token) > len(b) - 1 for b in self.words.bureaus if not b.isascii())

    def _place(self, token: str, sign: str) -> bool:
        tag = self.words.tag
        if self.after in {"＝", "=", "・"} and (places.is_place(token, tag) or (self.framed and self.after in "＝=")):
            self.place = token
            return True
        if sign in {"＝", "="} and self.authors and places.is_place(token, tag):
            self._fill(location=token)
            return True
        if self.framed and (cut := self._place_before(token)):
            rest = token[cut:]
            agency = agencies.agency(rest, tag)
            if agency:
                self.authors.append(Author(agency, "organization"))
            else:
                self.place = token[:cut]
                self._add(rest, self.role)
                self.place = None
            return True
        return False

    def _place_before(self, token: str) -> int:
        """Return where a name or agency begins behind a place without delimiter; surnames that are places wait."""
        tag = self.words.tag
        cut = places.longest_place_prefix(token, tag)
        rest = token[cut:]
        if cut and agencies.agency(rest, tag):
            return cut
        sure = bool(_KATAKANA.match(token[:cut])) or len(token) > _LONGEST_NAME
        return cut if cut and sure and len(rest) > 1 and names.is_person_name(rest, tag) else 0

    def _party(self, token: str) -> None:
        words = self.words
        canonical = agencies.agencies_in(token, words.tag)
        if canonical and self.authors and self.authors[-1].type == "person" and not self.marked:
            self._fill(affiliation=canonical[0])
        elif canonical:
            self.authors += [Author(c, "organization", self.role) for c in canonical]
        elif token in words.generic or any(token.endswith(g) for g in words.generic if not g.isascii()):
            if any(a.type == "person" for a in self.authors):
                self._fill(affiliation=token)
            else:
                self.authors.append(Author(token, "organization", self.role, generic=True))
        elif (name := self.name(token)) is not None:
            self._add(name, self.role)
        elif self._is_outlet(token) and self.authors:
            self._fill(affiliation=token)
        elif self._is_outlet(token) and not self.outlet:
            self.outlet = token
        else:
            self.unknown += 1

    def _add(self, name: str, role: Role) -> None:
        self.authors.append(
            Author(
                name, role=role, job_title=self.title, bureau=self.desk, location=self.place, affiliation=self.outlet
            )
        )
        self.marked = False
        self.place = None

    def _fill(self, **values: str) -> None:
        """Give a detail to the names since the last label or detail (A.3)."""
        for i in range(self.since, len(self.authors)):
            mine = {k: v for k, v in values.items() if getattr(self.authors[i], k) is None}
            if self.authors[i].type == "person":
                self.authors[i] = replace(self.authors[i], **mine)  # type: ignore[arg-type]

    def _detail(self, token: str) -> None:
        """Read a bracket behind a name: desk, title, place, or outlet."""
        last = len(self.authors) - 1
        keep, self.since = self.since, last
        if self._is_desk(token):
            self._fill(bureau=token)
        elif self._is_job(token):
            self._fill(job_title=token)
        elif places.is_place(token, self.words.tag):
            self._fill(location=token)
        elif agencies.agency(token, self.words.tag) or self._is_outlet(token):
            self._fill(affiliation=agencies.agency(token, self.words.tag) or token)
        else:
            self.unknown += 1
        self.since = keep

    def close(self) -> None:
        """Add an outlet that stands without names."""
        if self.outlet is not None and not self.authors:
            self.authors.append(Author(self.outlet, "organization", self.role))

    def _is_outlet(self, text: str) -> bool:
        words = self.words
        endings = words.outlet_endings
        return (bool(endings) and len(text) > 2 and text.endswith(endings)) or (
            bool(_LATIN.match(text)) and (not self.authors or " " not in text)
        )

    def name(self, text: str) -> str | None:
        """Return the person's name that a token is, or None for words of the trade, places and phrases."""
        words = self.words
        if not names.is_person_name(text, words.tag) or text in words.marks or text in words.titles:
            return None
        if text in words.not_names or any(text.endswith(e) for e in words.not_name_endings):
            return None
        if _LATIN.match(text):
            return None if agencies.is_outlet_like(text, words.tag) else text
        if self._is_desk(text) or self._is_job(text) or self._is_outlet(text) or text in words.sections:
            return None
        short = len(text) < 3 and not (self.labelled or self.title or self.place or self.framed)
        if short or (len(text) > 2 and places.is_place(text, words.tag) and not self.labelled):
            return None
        return text
