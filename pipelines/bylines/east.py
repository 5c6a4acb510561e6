"""Bylines in Chinese and Japanese: one machine, and a table of how each puts names, titles and places (A.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final, cast

from pipelines import agencies, names, places
from pipelines.bylines.scripts import Script, Words, without_own
from pipelines.bylines.units import Unit
from pipelines.lexicon import Token
from pipelines.record import Author, Role

_KANA: Final = re.compile(r"^[\u3041-\u30ff・ \u3000ー]+$")
_KATAKANA: Final = re.compile(r"^[\u30a0-\u30ff]+$")
_JOINED: Final = frozenset("、/，,・&")
_OPENERS: Final = frozenset(("titles", "prefixes", "marks"))
_READING: Final = 4  # kana of the shortest reading of a name
_LONGEST_NAME: Final = 5  # characters of a name in kanji; what is longer holds more than a name


@dataclass(slots=True)
class EastLine:
    """A byline read unit by unit; a label, title, desk, outlet or place holds for the names behind it."""

    words: Words
    script: Script
    framed: bool
    authors: list[Author] = field(default_factory=list)
    unknown: int = 0
    role: Role = "author"
    labelled: bool = False
    """True behind a label: a name there needs no known surname."""
    marked: bool = False
    """True right behind a mark, before its first name."""
    suffixed: bool = False
    """True where marks stand behind names."""
    title: str | None = None
    desk: str | None = None
    place: str | None = None
    outlet: str | None = None
    since: int = 0
    """First author since the last label or detail."""
    filed: bool = False
    glued: str | None = None
    """The title that was written to its name."""

    def read(self, found: list[Unit]) -> None:
        """Read all units."""
        if len(found) > 1 and "prefixes" in found[0].kinds and not found[0].kinds.keys() & {"marks", "titles"}:
            self.labelled, found = True, found[1:]
        first = found[0] if found else None
        behind = [u for u in found[1:] if "marks" in u.kinds and u.after not in self.script.label]
        named = first is not None and "marks" not in first.kinds and self.name(first.text) is not None
        self.suffixed = named and bool(behind) and (not self.script.halves or behind[0] is found[1])
        over = False
        for unit in found:
            over = self._ends(unit, over=over)
            if not over:
                self.take(unit)
        self.close()
        if self.filed and self.glued is not None:
            self.authors = [replace(a, job_title=a.job_title or self.glued) for a in self.authors]

    def _ends(self, unit: Unit, *, over: bool) -> bool:
        """Tell whether a unit names nobody: a label of something else, what follows it, what stands behind a source."""
        labels = self.script.label
        if unit.role(labels) is not None or any(t.kinds.keys() & _OPENERS for t in unit.tokens):
            return False
        if over or not self.authors:
            return over
        source = self.role == "source" and self.labelled and self.authors[-1].role == "source"
        return unit.after == ":" or (source and unit.sign not in _JOINED)

    def take(self, unit: Unit) -> None:
        """Read one unit by the first rule that explains it."""
        if unit.inside and self.authors and self.script.halves:
            self._detail(unit)
            return
        role = unit.role(self.script.label)
        if role is not None:
            self._marked(unit, cast("Role", role))
            return
        for rule in (self._suffixed, self._filed, self._titled, self._desked, self._placed):
            if rule(unit):
                return
        self._party(unit)

    def _marked(self, unit: Unit, role: Role) -> None:
        """Begin the names behind a label, or give the names before a mark their role."""
        if self.marked and self.script.halves and not self.suffixed:
            return
        if self.suffixed and unit.after not in self.script.label:
            self.authors[self.since :] = [replace(a, role=role) for a in self.authors[self.since :]]
        else:
            self.role, self.labelled, self.marked = role, True, True
            self.title = self.desk = self.place = self.outlet = None
        self.since = len(self.authors)

    def _suffixed(self, unit: Unit) -> bool:
        """Read a name that its role is written to: "佐久間玲奈訳", "王明摄"."""
        # behind a label one character is the last of a name
        for mark in (unit.text[-2:], unit.text[-1:])[: 1 if self.labelled else 2]:
            role = self.words.suffix_role(mark)
            name = self.name(unit.text[: -len(mark)].strip()) if role else None
            if name is not None:
                self._add(name, cast("Role", role))
                return True
        return False

    def _filed(self, unit: Unit) -> bool:
        """Read "花蓮報導" and "综合报道": where the reporters since the last label filed from."""
        if "filed" not in unit.tokens[-1].kinds or not self.authors:
            return False
        place = unit.text[: -len(unit.tokens[-1].text)]
        self.filed = True
        if place:
            self._fill(location=place)
        return True

    def _titled(self, unit: Unit) -> bool:
        """Read a title alone, written to its name, or behind its outlet: "记者", "李强记者", "新华社记者李强"."""
        line = unit.tokens
        at = next((i for i, t in enumerate(line) if "titles" in t.kinds), None)
        if at is None:
            at = len(line) - 1 if "job_endings" in line[-1].kinds else None
        if at is None:
            return False
        title = without_own(line[at].text, self.words.lexicon.of("own"))
        before = "".join(t.text for t in line[:at])
        after = "".join(t.text for t in line[at + 1 :])
        name = self.name(before) if before and not after else None
        if name is not None:
            self._add(name, self.role, title=title)
            return True
        if after:
            return self._titled_ahead(line[:at], after, title)
        if before and self.script.surnames:
            return self._titled_ahead(line[:at], "", title)
        whole = title if not before else unit.text
        last = unit.sign in {"/", "、", "，", ","} or (unit.sign == " " and not unit.after.strip())
        if self.authors and self.script.title == "last" and last:
            self._fill(job_title=whole)
        else:
            self.title, self.outlet, self.since = whole, None, len(self.authors)
            self.role = "author" if self.role == "source" else self.role
        return True

    def _titled_ahead(self, ahead: list[Token], after: str, title: str) -> bool:
        """Read "南方日报记者", "本报驻东京记者", "新华社记者李强", "中央社記者陳大文台北3日電"."""
        before, post = self.words.posted("".join(t.text for t in ahead))
        outlet = self.outlet
        if before and before not in self.words.lexicon.of("own"):
            outlet = agencies.agency(before, self.words.tag)
            if outlet is None and (self.name(before) is not None or len(before) > 2 * _LONGEST_NAME):
                return False
            outlet = outlet or before
        name, where = self._name_and_place(after) if after else (None, None)
        if after and name is None:
            return False
        self.since, self.outlet, self.role, self.labelled = len(self.authors), outlet, "author", False
        self.title, self.place = None if after else title, post
        if after:
            self.glued = title
            self.authors.append(Author(name, role="author", affiliation=outlet, location=where or post))
        return True

    def _name_and_place(self, text: str) -> tuple[str | None, str | None]:
        text = re.split(r"\d", text, maxsplit=1)[0]
        for cut in (3, 2, 4):
            if places.is_place(text[cut:], self.words.tag) and self.name(text[:cut]) is not None:
                return text[:cut], text[cut:]
        return self.name(text), None

    def _desked(self, unit: Unit) -> bool:
        """Read a desk: of the names before it at the end of the line, else of the names behind it."""
        if not self.words.is_desk(unit.text) or self.script.surnames or "generic" in unit.tokens[-1].kinds:
            return False
        if self.authors and not unit.after:
            self._fill(bureau=unit.text)
        else:
            self.desk = unit.text
        return True

    def _placed(self, unit: Unit) -> bool:
        """Read a place before or behind its names: "ソウル＝名前", "名前＝ソウル", "ソウル名前"."""
        tag, text = self.words.tag, unit.text
        known = places.is_place(text, tag)
        if unit.after in self.script.place and (known or (self.framed and unit.after in "＝=")):
            self.place = text
            return True
        if unit.sign in {"＝", "="} and self.authors and known:
            self._fill(location=text)
            return True
        cut = places.longest_place_prefix(text, tag) if self.framed else 0
        rest = text[cut:]
        if not cut:
            return False
        canonical = agencies.agency(rest, tag)
        sure = bool(_KATAKANA.match(text[:cut])) or len(text) > _LONGEST_NAME
        if canonical:
            self.authors.append(Author(canonical, "organization"))
        elif sure and len(rest) > 1 and names.is_person_name(rest, tag):
            self.place = text[:cut]
            self._add(rest, self.role)
        else:
            return False
        return True

    def _party(self, unit: Unit) -> None:
        """Add an agency, a desk, a person or an outlet; else count the unit as unexplained."""
        text, tag = unit.text, self.words.tag
        person = bool(self.authors) and self.authors[-1].type == "person"
        canonical = agencies.agencies_in(text, tag)
        if self.role == "source" and self.labelled:
            self.authors += [Author(c, "organization", "source") for c in canonical or (text,)]
        elif canonical and person and not self.marked and self.script.halves:
            self._fill(affiliation=canonical[0])
        elif canonical:
            self.authors += [Author(c, "organization", self.role) for c in canonical]
        elif "generic" in unit.tokens[-1].kinds or (self.script.surnames and self.words.is_desk(text)):
            if unit.after.strip() and unit.after in self.script.place:
                self.outlet = text  # "編集部・NAME"
            elif any(a.type == "person" for a in self.authors):
                self._fill(affiliation=text)
            else:
                self.authors.append(Author(text, "organization", self.role, generic=True))
        elif self.name(text) is not None:
            self._add(text, self.role)
        elif not self.authors and self.words.ends_outlet(text):
            self.outlet = self.outlet or text
        elif not self.words.is_outlet(text, first=not self.authors) or not (self.authors or self.script.halves):
            self.unknown += 1
        elif self.authors:
            self._fill(affiliation=text)
        else:
            self.outlet = self.outlet or text

    def _add(self, name: str, role: Role, title: str | None = None) -> None:
        job = title or self.title
        self.authors.append(Author(name, "person", role, job, self.outlet, self.desk, self.place))
        self.marked = False
        self.place = self.place if self.script.surnames else None

    def _fill(self, **values: str) -> None:
        """Give a detail to the names since the last label or detail (A.3)."""
        for i in range(self.since, len(self.authors)):
            mine = {k: v for k, v in values.items() if getattr(self.authors[i], k) is None}
            if self.authors[i].type == "person":
                self.authors[i] = replace(self.authors[i], **mine)  # type: ignore[arg-type]

    def _detail(self, unit: Unit) -> None:
        """Read a bracket behind a name: desk, title, its reading in kana, place, or outlet."""
        text, tag = unit.text, self.words.tag
        keep, self.since = self.since, len(self.authors) - 1
        if self.words.is_desk(text):
            self._fill(bureau=text)
        elif unit.tokens[-1].kinds.keys() & {"titles", "job_endings"}:
            self._fill(job_title=text)
        elif places.is_place(text, tag):
            self._fill(location=text)
        elif not (_KANA.match(text) and len(text) >= _READING):
            self._fill(affiliation=agencies.agency(text, tag) or text)
        self.since = keep

    def name(self, text: str) -> str | None:
        """Return the person's name that a text is where the line stands."""
        placed = bool(self.title or self.place or self.framed)
        return self.words.name(text, labelled=self.labelled, placed=placed)

    def close(self) -> None:
        """Add an outlet that stands without names."""
        if self.outlet is not None and not self.authors and self.script.halves:
            self.authors.append(Author(self.outlet, "organization", self.role))
