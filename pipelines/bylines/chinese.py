"""Bylines in Chinese: words that say who did what stand before or behind names, mostly without blanks (A.2, A.12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, limits, names, places
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.record import Author, Role

_FRAME: Final = " （(【[〔〕）)】]。."
_CUT: Final = re.compile(r"[、，,;；/／|｜\s]")
_LABEL: Final = re.compile(r"^([\u3400-\u9fff]{1,8})[：:](.*)$")
_WIRE: Final = re.compile(r"\d{1,2}日[电電讯訊]$")
_HAN: Final = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff]{2,4}$")
_TOWN: Final = re.compile(r"^[\u3400-\u9fff]{2,3}$")
_OUTLET: Final = re.compile(r"^[\u3400-\u9fffA-Za-z0-9]{2,8}$")
_SPACED: Final = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff])[ \u3000]([\u3400-\u9fff])(?![\u3400-\u9fff])")

Read = tuple[list[Author], list[RejectedText], int]


def read_chinese(text: str, words: Words) -> Read:
    """Return (authors, rejected, unexplained pieces) of "本报记者 X 上海报道", "文/X 图/Y", "責編：X、Y"."""
    bare = _SPACED.sub(r"\1\2", text.strip(_FRAME))
    tokens = [t for t in (p.strip(_FRAME) for p in _CUT.split(bare)) if t][: limits.MAX_PIECES]
    line = _Line(words)
    line.suffixed = bool(tokens) and line.name(tokens[0]) is not None and any(t in words.marks for t in tokens[1:])
    for token in tokens:
        line.take(token)
    if line.filed and line.glued is not None:
        line.authors = [replace(a, job_title=a.job_title or line.glued) for a in line.authors]
    return line.authors, line.rejected, line.unknown


@dataclass(slots=True)
class _Line:
    """A Chinese byline read token by token; a role, title or outlet holds for the names behind it."""

    words: Words
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)
    unknown: int = 0
    role: Role = "author"
    title: str | None = None
    outlet: str | None = None
    post: str | None = None
    """Where the reporters of that title are posted."""
    labelled: bool = False
    """True behind a label with a colon: a name there needs no known surname."""
    suffixed: bool = False
    """True where marks stand behind names."""
    source: bool = False
    filed: bool = False
    glued: str | None = None
    """The title that was written to its name."""
    since: int = 0

    def take(self, token: str) -> None:
        """Read one token: a labelled part, a mark, a place of filing, a titled name, an organisation or a name."""
        label = _LABEL.match(token)
        if label and self._open(label.group(1)):
            if label.group(2):
                self._party(label.group(2))
        elif token in self.words.marks:
            self._mark(token)
        elif not (self._filed(token) or self._titled(token)):
            self._party(token)

    def _open(self, label: str) -> bool:
        """Begin the names behind a label; unknown labels of people's work are a contributor's (A.4)."""
        self.title = self.outlet = self.post = None
        self.source = label + "：" in self.words.source_labels
        self.labelled, self.since = True, len(self.authors)
        if self.source or label in self.words.titles:
            self.role = "author"
            return True
        if label in self.words.marks:
            self.role = self.words.marks[label]
            return True
        known = self.words.roles.match(label + "：")
        if known:
            self.role = role_of(self.words, known.group())
            return True
        if self.words.prefixes.match(label + "："):
            self.role = "author"
            return True
        self.labelled = False
        return False

    def _mark(self, mark: str) -> None:
        role = self.words.marks[mark]
        if self.suffixed or (mark in {"摄", "攝"} and len(self.authors) > self.since):
            for i in range(self.since, len(self.authors)):
                self.authors[i] = replace(self.authors[i], role=role)
            self.since = len(self.authors)
        else:
            self.role, self.title, self.outlet, self.labelled = role, None, None, True
            self.since = len(self.authors)

    def _filed(self, token: str) -> bool:
        """Read "花蓮報導" and "综合报道": where the reporters since the last label filed from."""
        phrase = next((p for p in self.words.filed if token.endswith(p)), None)
        if phrase is None or not self.authors:
            return False
        place = token[: -len(phrase)]
        if place and not (places.is_place(place, self.words.tag) or _TOWN.match(place)):
            return False
        self.filed = True
        if place:
            for i in range(self.since, len(self.authors)):
                if self.authors[i].type == "person":
                    self.authors[i] = replace(self.authors[i], location=place)
        return True

    def _titled(self, token: str) -> bool:
        """Read "南方日报记者", "新华社记者李强", "中央社記者陳大文台北3日電"."""
        for title in self.words.han_titles:
            at = token.find(title)
            if at < 0:
                continue
            before, after = token[:at], token[at + len(title) :]
            before, post = self._post(before)
            outlet = agencies.agency(before, self.words.tag)
            if before and before not in self.words.own and outlet is None:
                if not _OUTLET.match(before) or self.name(before) is not None:
                    return self._titled_behind(token, title)
                outlet = before
            name, where = self._name_and_place(after)
            if after and name is None:
                return False
            self.since, self.outlet, self.role, self.labelled = len(self.authors), outlet, "author", False
            job = _without(title, self.words.own)
            self.title = None if after else job
            self.post = post
            if after:
                self.glued = job
                self.authors.append(Author(name, role="author", affiliation=outlet, location=where or post))
            return True
        return False

    def _post(self, before: str) -> tuple[str, str | None]:
        """Return (outlet, place) of "本报驻东京"."""
        for sign in self.words.posted:
            outlet, found, place = before.partition(sign)
            if found and places.is_place(place, self.words.tag):
                return outlet, place
        return before, None

    def _titled_behind(self, token: str, title: str) -> bool:
        """Read "李强记者": the title behind its name."""
        name = self.name(token.removesuffix(title)) if token.endswith(title) else None
        if name is None:
            return False
        self.authors.append(Author(name, role=self.role, job_title=title))
        return True

    def _name_and_place(self, text: str) -> tuple[str | None, str | None]:
        text = _WIRE.sub("", text)
        name = self.name(text)
        if name is not None and not (len(text) > 3 and places.is_place(text[-2:], self.words.tag)):
            return name, None
        for cut in (3, 2, 4):
            if places.is_place(text[cut:], self.words.tag) and self.name(text[:cut]) is not None:
                return text[:cut], text[cut:]
        return name, None

    def _party(self, token: str) -> None:
        words = self.words
        canonical = agencies.agency(token, words.tag)
        if canonical or self.source:
            role: Role = "source" if self.source else self.role
            self.authors.append(Author(canonical or token, "organization", role))
        elif token in words.generic or any(token.endswith(b) for b in words.bureaus if not b.isascii()):
            self.authors.append(Author(token, "organization", self.role, generic=True))
        elif (name := self.name(token.removesuffix("摄").removesuffix("攝"))) is not None:
            role = "photographer" if token.endswith(("摄", "攝")) else self.role
            self.authors.append(
                Author(name, role=role, job_title=self.title, affiliation=self.outlet, location=self.post)
            )
        elif self.authors and agencies.is_outlet_like(token, words.tag):
            for i in range(self.since, len(self.authors)):
                self.authors[i] = replace(self.authors[i], affiliation=self.authors[i].affiliation or token)
        else:
            self.unknown += 1

    def name(self, text: str) -> str | None:
        """Return the person's name that a token is: a known surname and one or two characters, or a foreign name."""
        tag = self.words.tag
        if not names.is_person_name(text, tag) or text in self.words.marks or text in self.words.han_titles:
            return None
        if not _HAN.match(text):
            return text if not re.match(r"^[\u3400-\u9fff]+$", text) else None
        if self.labelled:
            return text
        if text[:2] in self.words.surnames and len(text) > 2:
            return text
        return text if text[0] in self.words.surnames and len(text) <= 3 else None


def _without(title: str, own: frozenset[str]) -> str:
    """Return the title without "this paper's" before it."""
    return next((title.removeprefix(o) for o in own if title.startswith(o) and len(title) > len(o)), title)
