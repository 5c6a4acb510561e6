"""Names that wait for the title or label that says whose they are, as in Korean bylines (A.2)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

from pipelines import agencies, places
from pipelines.bylines.scripts import Words
from pipelines.bylines.units import Unit
from pipelines.record import Author, Role


@dataclass(slots=True)
class Waiting:
    """A byline read unit by unit: "순천 구현수 기자", "글 이름 / 사진 이름", "서울=이름 기자"."""

    words: Words
    authors: list[Author] = field(default_factory=list)
    unknown: int = 0
    role: Role | None = None
    title: str | None = None
    """A title that stands before its names."""
    texts: list[str] = field(default_factory=list)

    def read(self, found: list[Unit]) -> None:
        """Read all units."""
        for unit in found:
            role = unit.role(self.words.script.label)
            at = next((i for i, t in enumerate(unit.tokens) if "titles" in t.kinds), None)
            if role is not None:
                if self.texts or self.role is None:
                    self._close()
                    self.role = cast("Role", role)  # "글·사진": the first mark says what the names did
            elif at is None or at + 1 < len(unit.tokens):
                self.texts.append(unit.text)
            else:
                self._titled(unit.text[: len(unit.text) - len(unit.tokens[at].text)], unit.tokens[at].text)
        self._close()

    def _is_name(self, text: str) -> bool:
        return self.words.name(text, labelled=False, placed=False) is not None

    def _titled(self, before: str, title: str) -> None:
        """Give the waiting names their title; what stands beside them is their place, desk or outlet."""
        self.texts += [before] if before else []
        found = [i for i, text in enumerate(self.texts) if self._is_name(text)]
        if found:
            places_of = {i for i in found[:-1] if places.is_place(self.texts[i], self.words.tag)}
            named = [self.texts[i] for i in found if i not in places_of]
            self._add(named, title, [t for i, t in enumerate(self.texts) if i not in found or i in places_of])
            self.texts = []
        elif self.texts:
            self.unknown += 1
        else:
            self.title = title  # "기자 김민수"

    def _add(self, found: list[str], title: str | None, beside: list[str]) -> None:
        words = self.words
        where = outlet = desk = None
        reports = title is not None and title.casefold() in words.lexicon.of("reporters")
        for text in beside:
            canonical = agencies.agency(text, words.tag)
            if canonical or words.ends_outlet(text):
                outlet = canonical or text
            elif words.is_desk(text):
                desk = text
            elif places.is_place(text, words.tag) or (reports and outlet is None):
                where = f"{where}, {text}" if where else text
            else:
                outlet = outlet or text
        role = self.role or "author"
        self.authors += [
            Author(n, role=role, job_title=title, location=where, affiliation=outlet, bureau=desk) for n in found
        ]

    def _close(self) -> None:
        """Read what still waits when no title follows: names that a label announces, agencies, a place of the names."""
        waiting, self.texts = self.texts, []
        announced = self.role is not None or self.title is not None
        found = [t for t in waiting if self._is_name(t)]
        if found and (announced or (len(found) == len(waiting) and not self.authors)):
            self._add(found, self.title, [t for t in waiting if t not in found])
            self.title = None
            return
        for text in waiting:
            canonical = agencies.agency(text, self.words.tag)
            generic = "generic" in self.words.lexicon.kinds_of(text.casefold())
            if not self.authors and (canonical or generic):
                role: Role = "source" if self.role == "source" else "author"
                self.authors.append(Author(canonical or text, "organization", role, generic=not canonical))
            elif self.authors and (canonical or places.is_place(text, self.words.tag)):
                last = self.authors[-1]
                where = last.location or (None if canonical else text)
                self.authors[-1] = replace(last, location=where, affiliation=last.affiliation or canonical)
            else:
                self.unknown += 1
