"""Bylines in Korean: place or outlet, names, and the title that closes them (A.2)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, limits, places
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words
from pipelines.record import Author, Role

_CUT: Final = re.compile(r"[\s/|()\[\]=·,ㆍ・:：<>〈〉【】]+")
_NAME: Final = re.compile(r"^[\uac00-\ud7af]{2,4}$")
_FULL: Final = 2  # syllables; of more, the last may be an outlet's or a university's
_OTHERS: Final = re.compile(r"외\s?\d{1,2}(?:명|인)")
_PARTICLES: Final = re.compile(r"(?:습니다|했다|한다|이다|였다|된다|렸다|있다|없다)\.?$")


def read_korean(text: str, words: Words) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces) of "순천 구현수 기자", "글 이름 / 사진 이름", "서울=이름 기자"."""
    rejected: list[RejectedText] = []
    others = _OTHERS.search(text)
    if others:
        rejected.append(RejectedText(others.group(), "unnamed_others"))
        text = text[: others.start()] + text[others.end() :]
    bare = text.strip(" .=[]()/|,")
    if bare.casefold() in words.generic or "".join(bare.split()) in words.generic:
        return [Author(bare, "organization", generic=True)], rejected, 0
    whole = agencies.agency(bare, words.tag)
    if whole:
        return [Author(whole, "organization")], rejected, 0
    if _PARTICLES.search(bare):
        return [], rejected, 1
    line = _Line(words)
    for token in [t for t in _CUT.split(bare) if t][: limits.MAX_PIECES]:
        line.take(token)
    line.close()
    return line.authors, rejected, line.unknown


class _Line:
    """A Korean byline read token by token: names wait for the title or mark that says whose they are."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.authors: list[Author] = []
        self.waiting: list[str] = []
        self.role: Role | None = None
        self.title: str | None = None
        self.unknown = 0

    def take(self, token: str) -> None:
        """Read one token: a mark, a title, a name with its title, or what waits for one."""
        words = self.words
        mark = words.marks.get(token)
        if mark is not None:
            if self.waiting or self.role is None:
                self.close()
                self.role = mark  # "글·사진": the first mark says what the names did
            return
        title = token if token in words.han_titles or token.casefold() in words.titles else None
        if title is None:
            joined = next((t for t in words.han_titles if token.endswith(t) and self.is_name(token[: -len(t)])), None)
            if joined is None:
                self.waiting.append(token)
                return
            self.waiting.append(token[: -len(joined)])
            title = joined
        if any(self.is_name(w) for w in self.waiting):
            self._titled(title)
        elif not self.waiting:
            self.title = title  # "기자 김민수"
        else:
            self.unknown += 1

    def is_name(self, token: str) -> bool:
        """Tell whether a token is a person's name: a known surname and one to three more syllables."""
        words = self.words
        if not _NAME.match(token) or token in words.not_names or any(token.endswith(b) for b in self._bureaus(token)):
            return False
        if len(token) > _FULL and token.endswith(words.outlet_endings):
            return False
        known = token[0] in words.surnames or token[:2] in words.surnames
        return known and not (token in words.generic or agencies.agency(token, words.tag))

    def _bureaus(self, token: str) -> tuple[str, ...]:
        return tuple(b for b in self.words.bureaus if not b.isascii() and len(token) > len(b) + 1)

    def _titled(self, title: str) -> None:
        """Give the waiting names the title; what stands beside them is their place, desk or outlet."""
        tag = self.words.tag
        last = next(i for i in range(len(self.waiting) - 1, -1, -1) if self.is_name(self.waiting[i]))
        named = [
            i for i, w in enumerate(self.waiting) if self.is_name(w) and (i == last or not places.is_place(w, tag))
        ]
        self._add([self.waiting[i] for i in named], title, [w for i, w in enumerate(self.waiting) if i not in named])
        self.waiting = []

    def _add(self, found: list[str], title: str | None, beside: list[str]) -> None:
        tag = self.words.tag
        where = outlet = desk = None
        for token in beside:
            canonical = agencies.agency(token, tag)
            if canonical or token.endswith(self.words.outlet_endings):
                outlet = canonical or token
            elif any(token.endswith(b) for b in self._bureaus(token)):
                desk = token
            elif places.is_place(token, tag) or (title in self.words.reporters and outlet is None):
                where = f"{where}, {token}" if where else token
            else:
                outlet = outlet or token
        self.authors += [
            Author(n, role=self.role or "author", job_title=title, location=where, affiliation=outlet, bureau=desk)
            for n in found
        ]

    def close(self) -> None:
        """Read what still waits when no title follows: agencies, names that a mark announces, a place of the names."""
        tag, waiting = self.words.tag, self.waiting
        self.waiting = []
        announced = self.role is not None or self.title is not None
        found = [w for w in waiting if self.is_name(w)]
        if found and (announced or len(found) == len(waiting)) and not (self.authors and not announced):
            self._add(found, self.title, [w for w in waiting if w not in found])
            self.title = None
            return
        for token in waiting:
            canonical = agencies.agency(token, tag)
            if canonical and not self.authors:
                self.authors.append(Author(canonical, "organization", "source" if self.role == "source" else "author"))
            elif self.authors and (canonical or places.is_place(token, tag)):
                last = self.authors[-1]
                self.authors[-1] = replace(
                    last,
                    location=last.location or (None if canonical else token),
                    affiliation=last.affiliation or canonical,
                )
            else:
                self.unknown += 1
