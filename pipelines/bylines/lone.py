"""A short line that is nothing but names: agencies, initials, credits, people where its place says so (A.7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.cutting import Piece, pieces
from pipelines.bylines.forms import signed
from pipelines.bylines.grammar import read_byline, reader_for
from pipelines.bylines.kinds import Reader, singular
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.levels import names_outlet, outlet_keys
from pipelines.bylines.reading import BylineReading
from pipelines.given import opens_with_given
from pipelines.lexicon import Token, tokens
from pipelines.record import Author
from pipelines.replacing import replace
from pipelines.text import clean, has_digit, has_hangul, is_caps, is_cased, is_unspaced, key

LONGEST: Final = 80
_LONGEST_CREDIT: Final = 240  # letters of a line that a label opens: "Additional reporting by ..."
_MOST: Final = 0.75  # share of a line's letters that its names and its time have
STOP: Final = re.compile(r"[.!?…:。！？]$")
_BRACKETS: Final = ("()", "（）", "[]", "【】")


@dataclass(frozen=True)
class Told:
    """What the page says besides bylines: who is named there is a subject, not the writer."""

    parts: tuple[str, ...] = ()
    """Headline and topics."""
    story: tuple[str, ...] = ()

    @cached_property
    def letters(self) -> str:
        """The letters (`text.key`) of headline, topics and story; most pages never need them."""
        return key(" ".join((*self.parts, *self.story)))

    @cached_property
    def words(self) -> frozenset[str]:
        """Words that the story writes in lower case: they are no names."""
        return frozenset(w for text in self.story for w in text.split() if w.islower())

    def holds(self, name: str) -> bool:
        """Tell whether a name is told of, or is made of the story's own words."""
        # as it is printed costs a look, the letters of a whole story a walk
        if any(name in text for text in (*self.parts, *self.story)) or key(name) in self.letters:
            return True
        low = [w.casefold() for w in name.split()]
        found = [w for w in low if len(w) > 2 and w not in names.PARTICLES and any(w in text for text in self.story)]
        return any(w in self.words for w in found)


def read_signature(
    text: str, tag: str | None, publishers: Sequence[str], told: Told | None = None, *, sure: bool = False
) -> BylineReading | None:
    """Return the reading of a short line that holds names and nothing else, or None.

    Agencies, initials beside them, labelled credits and job titles speak for themselves; people's names alone do so
    only where the place of the line says what they are (`sure`).
    """
    flat = _once(clean(text))
    if not 1 < len(flat) <= _LONGEST_CREDIT:
        return None
    r = reader_for(tag)
    line = tokens(flat, r.lexicon)
    if len(flat) > LONGEST:
        return _credit(flat, tag, line)
    source = line[0].opens("sources") if line else 0
    if STOP.search(flat) and not flat.endswith((".)", "）")) and not (source > 1 and flat.endswith(".")):
        return None
    plain = flat.isascii() and not has_digit(flat) and r.lexicon.knows_none(flat)
    if plain and not sure and not _names_outlet(flat, publishers):
        return None  # at most a name, which needs a place that says so
    bare = _bare(flat)
    line = tokens(bare, r.lexicon)
    if not line:
        return None
    if source and source < len(line) and line[0].opens("sources"):
        bare, line = bare[line[source].start :], line[source:]
        canonical = agencies.agency(bare, tag)
        if canonical:
            return BylineReading(True, (Author(canonical, "organization", "source"),))
        if source > 1 and ":" not in flat:
            return _supplier(bare, tag)
    return _labelled(flat, bare, line, r, publishers) or _names(bare, line, r, publishers, told or Told(), sure=sure)


def _once(text: str) -> str:
    """Return a line that a template prints twice in a row once: "AGENCY AGENCY"."""
    half, rest = text[: len(text) // 2].rstrip(), text[len(text) // 2 :].lstrip()
    return half if half == rest and len(text) > 2 * len(half) > 2 else text


def _supplier(text: str, tag: str | None) -> BylineReading | None:
    """Return the reading of what stands behind the words of a supplier: organisations alone."""
    reading = read_byline(text.rstrip("."), tag)
    if not reading.authors or any(a.type == "person" for a in reading.authors):
        return None
    return replace(reading, authors=tuple(replace(a, role="source") for a in reading.authors))


def _labelled(flat: str, bare: str, line: list[Token], r: Reader, publishers: Sequence[str]) -> BylineReading | None:
    """Return the reading of initials beside agencies, of a credit with its label, or of a job title."""
    hands = signed(bare, r) if agencies.agency(bare, r.tag) is None else None
    if hands is not None:
        return BylineReading(True, tuple(_without(hands[0], publishers)))
    if has_hangul(bare) or is_unspaced(bare) or not line:
        return None
    helped = bare != flat and line[0].opens("withs") > 0
    if helped or (line[0].value("roles") not in {"", "author"} and line[0].opens("roles") < len(line)):
        return _credit(bare, r.tag, line)
    if r.is_job(Piece("", line, bare)):
        return BylineReading(True, (Author(None, job_title=singular(bare)),))
    return None


def _names(
    bare: str, line: list[Token], r: Reader, publishers: Sequence[str], told: Told, *, sure: bool
) -> BylineReading | None:
    """Return the reading of a line of names, people among them only where a prefix, a time or its place says so."""
    if has_hangul(bare) or is_unspaced(bare):
        return _eastern(bare, r.tag, told, sure=sure)
    # "From Halden" tells where from as often as who
    prefix = 0 if line[0].kinds.keys() & {"places_in", "places_from"} else prefix_end(line, 0)
    if prefix and line[0].low not in names.PARTICLES:
        told = Told()  # behind the word of a byline stands its writer, a columnist in the headline too
    if prefix or has_digit(bare):
        reading = _with_time(bare, r.tag, told, prefixed=bool(prefix))
        if reading is not None:
            return reading
    desk = Piece("", line[prefix:], bare)
    if (
        sure
        and len(desk.tokens) > 2
        and places.is_place(desk.tokens[-1].text, r.tag)
        and r.is_generic(desk.part(0, -1))
    ):
        where = places.restore_place_case(desk.tokens[-1].text, r.tag)
        return BylineReading(True, (Author(desk.part(0, -1).text, "organization", location=where, generic=True),))
    if sure and desk.tokens and r.is_generic(desk):
        return BylineReading(True, (Author(desk.text, "organization", generic=True),))
    parties = _parties(pieces(line[prefix:], bare, r.lexicon), r, publishers)
    people = [a for a in parties if a.type == "person"]
    if not parties and sure and not prefix:
        return _titled(bare, r.tag, told)
    if not parties or (people and not (sure or prefix or len(people) < len(parties))):
        return None
    return None if any(told.holds(a.name or "") for a in people) else BylineReading(True, tuple(parties))


def _credit(text: str, tag: str | None, line: Sequence[Token]) -> BylineReading | None:
    """Return the reading of a line that the label of a role opens."""
    if not line or (line[0].value("roles") in {"", "author"} and not line[0].opens("withs")):
        return None
    reading = read_byline(text, tag, position="trailing")
    return reading if reading.is_byline and all(a.role != "author" for a in reading.authors) else None


_NOISE: Final = frozenset(("date", "reading_time", "ui_text", "section", "genre"))


def _with_time(text: str, tag: str | None, told: Told, *, prefixed: bool) -> BylineReading | None:
    """Return the reading of names with a byline prefix or a time: "By Jo Reyes, 3 May", "3 May - Jo Reyes"."""
    reading = read_byline(text, tag)
    if not reading.is_byline or any(r.reason not in _NOISE for r in reading.rejected):
        return None
    if not prefixed and (all(r.reason != "date" for r in reading.rejected) or not _covers(reading, text)):
        return None
    people = [a for a in reading.authors if a.type == "person"]
    known = all(a.name and (" " in a.name or not is_cased(a.name)) and not told.holds(a.name) for a in people)
    if not prefixed and any(not _looks_named(a.name or "", text, tag) for a in people):
        return None
    sure = people or all(a.generic or agencies.agency(a.name or "", tag) for a in reading.authors)
    return reading if sure and known else None


_NOUNS: Final = frozenset(("de", "lb"))
"""Languages that write all nouns with a capital: two of them look like a name."""


def _looks_named(name: str, line: str, tag: str | None) -> bool:
    """Tell whether a name beside a time has more of a name than capitals: a common given name, or mixed case."""
    if opens_with_given(name) or not is_cased(name):
        return True
    behind = line[line.casefold().find(name.casefold()) + len(name) :].lstrip()[:1]
    return not is_caps(line) and name in line and behind != ":" and (tag or "").split("-")[0] not in _NOUNS


def _titled(text: str, tag: str | None, told: Told) -> BylineReading | None:
    """Return the reading of people with their job titles."""
    reading = read_byline(text, tag)
    known = all(a.type == "person" and a.name and a.job_title and not told.holds(a.name) for a in reading.authors)
    return reading if reading.authors and known and not reading.rejected else None


def _covers(reading: BylineReading, text: str) -> bool:
    """Tell whether what was read is most of a line: a headline beside a date ends in what could be a name, too."""
    read = sum(len(r.raw) for r in reading.rejected)
    for a in reading.authors:
        read += sum(len(v) for v in (a.name, a.job_title, a.affiliation, a.location, a.honorific_prefix) if v)
    return read >= _MOST * len(text.replace(" ", ""))


def _names_outlet(text: str, publishers: Sequence[str]) -> bool:
    letters = key(text)
    return any(p in letters for p in outlet_keys(tuple(publishers)))


def _eastern(bare: str, tag: str | None, told: Told, *, sure: bool) -> BylineReading | None:
    """Return the reading of a line in an East Asian script: a title, label or agency says what the names are."""
    reading = read_byline(bare, tag)
    if not reading.is_byline or any(r.reason not in _NOISE for r in reading.rejected):
        return None
    line = tokens(bare, reader_for(tag).lexicon)
    opened = prefix_end(line, 0) > (len(line[0].text) == 1)
    dated = any(x.reason == "date" for x in reading.rejected) and any(t.opens("prefixes") > 1 for t in line)
    said = (
        opened
        or dated
        or all(a.job_title or a.role != "author" or agencies.agency(a.name or "") for a in reading.authors)
    )
    people = [a for a in reading.authors if a.type == "person"]
    known = all(key(a.name or "") not in told.letters and len(a.name or "") > 2 for a in people)
    return reading if said or (sure and known and people) else None


_SIGNS: Final = frozenset(("", ",", "/", "|", "·", ";", "&"))
"""What may stand between the names of a line that holds nothing else."""


def _parties(parts: Sequence[Piece], r: Reader, publishers: Sequence[str]) -> list[Author]:
    """Return the parties of a line of names, or [] when a part of it is anything else."""
    found = [_party(p, r, publishers) for p in parts[:8]]
    if not found or any(p.sign not in _SIGNS for p in parts):
        return []
    # "OUTLET / Other Outlet": what follows the outlet's own name behind a slash is no person
    if len(found) > 1 and parts[1].sign == "/" and names_outlet(parts[0].text, publishers):
        found[1:] = [Author(p.text, "organization", "source") for p in parts[1:8] if p.text[:1].isupper()]
    if None in found:
        return []
    parties = [a for a in found if a is not None and a is not _PLACE]
    if not parties or found[0] is _PLACE:
        return []
    where = next((p.text for p, a in zip(parts, found, strict=False) if a is _PLACE), None)
    if where and parties[-1].type == "person":
        parties[-1] = replace(parties[-1], location=places.restore_place_case(where, r.tag))
    return parties


_LONGEST_PARTY: Final = 60
_LONGEST_NAME: Final = 4
_PLACE: Final = Author(None, "organization", "source")
_NOT_IN_NAMES: Final = frozenset(("titles", "outlet_words", "sections", "generic", "title_heads", "genres"))


def _party(piece: Piece, r: Reader, publishers: Sequence[str]) -> Author | None:
    """Return the person, agency or outlet that a part names, `_PLACE` for a place, None for anything else."""
    part = piece.text
    if len(part) > _LONGEST_PARTY:
        return None
    canonical = agencies.agency(part, r.tag)
    if canonical:
        return Author(canonical, "organization")
    if names_outlet(part, publishers):
        return Author(part, "organization")
    if places.is_place(part, r.tag):
        return _PLACE
    line = piece.tokens
    # a person's name beyond doubt: no title, section, desk or outlet
    known = len(line) > _LONGEST_NAME or "articles" in line[0].kinds or agencies.is_outlet_like(part, r.tag)
    if known or any(t.kinds.keys() & _NOT_IN_NAMES for t in line) or not r.is_person(piece):
        return None
    return Author(names.restore_case(part, r.tag))


def _bare(text: str) -> str:
    text = text.strip(" —–-|")
    return text[1:-1].strip() if len(text) > 2 and text[0] + text[-1] in _BRACKETS else text


def _without(authors: Iterable[Author], publishers: Sequence[str]) -> list[Author]:
    """Return the parties, the outlet's own domain left out: it signs beside its agencies ("example.de, abc/dpa")."""
    return [a for a in authors if a.alternate_name or not names_outlet(a.name or "", publishers)]
