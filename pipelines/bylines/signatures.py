"""Names that stand alone beside a story or at its ends, for templates that mark no byline (`news-conventions` A.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from pipelines import agencies, names, places
from pipelines.bylines.cutting import Piece, pieces
from pipelines.bylines.endings import cut_ending
from pipelines.bylines.forms import signed
from pipelines.bylines.grammar import read_byline, reader_for
from pipelines.bylines.kinds import Reader, singular
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.levels import names_outlet, outlet_keys
from pipelines.bylines.reading import BylineReading
from pipelines.draft import Draft, Found, Line
from pipelines.lexicon import Token, tokens
from pipelines.record import Author, Dropped
from pipelines.replacing import replace
from pipelines.text import clean, has_digit, has_hangul, is_cased, is_unspaced, key

_LONGEST: Final = 80
_LONGEST_CREDIT: Final = 240  # letters of a line that a label opens: "Additional reporting by ..."
_HEAD: Final = 4  # lines from the top of a body that may be its signature, decks before it
_TAIL: Final = 2
_STOP: Final = re.compile(r"[.!?…:。！？]$")
_DASHES: Final = frozenset("–—-")
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


def lone_bylines(draft: Draft) -> list[tuple[Found, BylineReading]]:
    """Return the lines beside the story that are nothing but names beside a date, agencies, or a labelled credit."""
    if not (draft.signatures or draft.dated or draft.beside):
        return []
    told, publishers = _told(draft), _publishers(draft)
    out: list[tuple[Found, BylineReading]] = []
    for found, sure in (
        *((f, True) for f in draft.signatures),
        *((f, True) for f in draft.dated),
        *((f, _says_so(f)) for f in draft.beside),
    ):
        reading = read_signature(found.raw, draft.language, publishers, told, sure=sure)
        if reading is not None:
            out.append((found, reading))
    return out


def _says_so(found: Found) -> bool:
    """Tell whether a line is known for a signature by the dash before it or the page that it leads to."""
    return found.raw[:1] in _DASHES or (" " in found.raw and leads_to_profile(found))


def leads_to_profile(found: Found) -> bool:
    """Tell whether a line is one link whose address ends with the line's own words, as pages about writers do.

    >>> leads_to_profile(Found("Åsa Lind", "html", "/html/body/a", (("Åsa Lind", "/av/asa-lind"),)))
    True
    """
    if len(found.links) != 1:
        return False
    text, address = found.links[0]
    name = address.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
    return text == found.raw and key(unquote(name)) == key(text)


def stage(draft: Draft) -> Draft:
    """Take lines that are only names off the ends of the body, to `signatures`."""
    lines = list(draft.lines)
    last = cut_ending(lines[-1], draft.language) if lines else None
    if last is not None:
        lines[-1], signature, behind = last
        rest = (Dropped(behind, "byline", "tail"),) if behind else ()
        found = (signature.found(from_text=draft.from_text),)
        draft = replace(draft, lines=tuple(lines), signatures=found, dropped=draft.dropped + rest)
    may = [i for i, line in enumerate(lines) if _may_sign(line)]
    ends = [i for i in may if i < _HEAD or i >= max(_HEAD, len(lines) - _TAIL)]
    if len(lines) < _HEAD or not ends:
        return draft
    told = _told(draft)
    head = [i for i in ends if i < _HEAD and _signs(lines[i], draft, told)][:1]
    taken = head + [i for i in ends if i >= _HEAD and _signs(lines[i], draft, told)][-1:]
    if not taken or any(_signs(lines[i], draft, told) for i in may if i not in taken):
        return draft  # readers' letters are signed one by one
    gone = [lines[i] for i in taken]
    return replace(
        draft,
        lines=tuple(line for i, line in enumerate(lines) if i not in taken),
        signatures=draft.signatures + tuple(g.found(from_text=draft.from_text) for g in gone),
        dropped=draft.dropped + tuple(Dropped(lines[i].text, "byline", "head" if i in head else "tail") for i in taken),
    )


def _may_sign(line: Line) -> bool:
    return (
        line.kind == "paragraph" and 1 < len(line.text) <= _LONGEST and not line.group and not _STOP.search(line.text)
    )


def _signs(line: Line, draft: Draft, told: Told) -> bool:
    sure = (line.emphasis and line.link_share == 0) or line.text[:1] in _DASHES
    return read_signature(line.text, draft.language, _publishers(draft), told, sure=sure) is not None


def _publishers(draft: Draft) -> list[str]:
    return [p for p in (draft.publisher.name, *draft.publisher_aliases) if p]


def _told(draft: Draft) -> Told:
    parts = (draft.headline, draft.standfirst, draft.section, *draft.keywords)
    story = tuple(line.text for line in draft.lines if len(line.text) > _LONGEST)
    return Told(tuple(p for p in parts if p), story)


def read_signature(
    text: str, tag: str | None, publishers: Sequence[str], told: Told | None = None, *, sure: bool = False
) -> BylineReading | None:
    """Return the reading of a short line that holds names and nothing else, or None.

    Agencies, initials beside them, labelled credits and job titles speak for themselves; people's names alone do so
    only where the place of the line says what they are (`sure`).
    """
    flat = clean(text)
    r = reader_for(tag)
    if not 1 < len(flat) <= _LONGEST_CREDIT:
        return None
    if len(flat) > _LONGEST:
        return _credit(flat, tag, tokens(flat, r.lexicon))
    if _STOP.search(flat) and not flat.endswith((".)", "）")):
        return None
    if not sure and flat.isascii() and r.lexicon.knows_none(flat) and not _names_outlet(flat, publishers):
        return None  # at most a name, which needs a place that says so
    bare = _bare(flat)
    line = tokens(bare, r.lexicon)
    label = line[0].opens("sources") if line else 0
    if label and label < len(line):
        bare, line = bare[line[label].start :], line[label:]
        canonical = agencies.agency(bare, tag)
        if canonical:
            return BylineReading(True, (Author(canonical, "organization", "source"),))
    hands = signed(bare, r) if agencies.agency(bare, tag) is None else None
    if hands is not None:
        return BylineReading(True, tuple(_without(hands[0], publishers)))
    if has_hangul(bare) or is_unspaced(bare):
        return _eastern(bare, tag, told or Told(), sure=sure)
    if line and line[0].value("roles") not in {"", "author"} and line[0].opens("roles") < len(line):
        return _credit(bare, tag, line)
    if r.is_job(Piece("", line, bare)):
        return BylineReading(True, (Author(None, job_title=singular(bare)),))
    prefix = prefix_end(line, 0)
    if prefix or has_digit(bare):
        reading = _with_time(bare, tag, told or Told(), prefixed=bool(prefix))
        if reading is not None:
            return reading
    parties = _parties(pieces(line[prefix:], bare, r.lexicon), r, publishers)
    people = [a for a in parties if a.type == "person"]
    if not parties or (people and not (sure or prefix or len(people) < len(parties))):
        return None
    return None if any((told or Told()).holds(a.name or "") for a in people) else BylineReading(True, tuple(parties))


def _credit(text: str, tag: str | None, line: Sequence[Token]) -> BylineReading | None:
    """Return the reading of a line that the label of a role opens."""
    if not line or line[0].value("roles") in {"", "author"}:
        return None
    reading = read_byline(text, tag, position="trailing")
    return reading if reading.is_byline and all(a.role != "author" for a in reading.authors) else None


_NOISE: Final = frozenset(("date", "reading_time", "ui_text", "section", "genre"))


def _with_time(text: str, tag: str | None, told: Told, *, prefixed: bool) -> BylineReading | None:
    """Return the reading of names with a byline prefix or a time: "By Jo Reyes, 3 May", "3 May - Jo Reyes"."""
    reading = read_byline(text, tag)
    if not reading.is_byline or any(r.reason not in _NOISE for r in reading.rejected):
        return None
    if not prefixed and all(r.reason != "date" for r in reading.rejected):
        return None
    people = [a for a in reading.authors if a.type == "person"]
    known = all(a.name and (" " in a.name or not is_cased(a.name)) and not told.holds(a.name) for a in people)
    return reading if people and known else None


def _names_outlet(text: str, publishers: Sequence[str]) -> bool:
    letters = key(text)
    return any(p in letters for p in outlet_keys(tuple(publishers)))


def _eastern(bare: str, tag: str | None, told: Told, *, sure: bool) -> BylineReading | None:
    """Return the reading of a line in an East Asian script: a title, label or agency says what the names are."""
    reading = read_byline(bare, tag)
    if not reading.is_byline or reading.rejected:
        return None
    said = all(a.job_title or a.role != "author" or agencies.agency(a.name or "") for a in reading.authors)
    people = [a for a in reading.authors if a.type == "person"]
    known = all(key(a.name or "") not in told.letters and len(a.name or "") > 2 for a in people)
    return reading if said or (sure and known and people) else None


_SIGNS: Final = frozenset(("", ",", "/", "|", "·", ";", "&"))
"""What may stand between the names of a line that holds nothing else."""


def _parties(parts: Sequence[Piece], r: Reader, publishers: Sequence[str]) -> list[Author]:
    """Return the parties of a line of names, or [] when a part of it is anything else."""
    found = [_party(p, r, publishers) for p in parts[:8]]
    if not found or None in found or any(p.sign not in _SIGNS for p in parts):
        return []
    # "OUTLET / Other Outlet": what follows the outlet's own name behind a slash is no person
    if len(found) > 1 and parts[1].sign == "/" and names_outlet(parts[0].text, publishers):
        found[1:] = [a and replace(a, type="organization", role="source") for a in found[1:]]
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
    if known or any(t.kinds.keys() & _NOT_IN_NAMES for t in line) or not names.is_person_name(part, r.tag):
        return None
    return Author(names.restore_case(part, r.tag))


def _bare(text: str) -> str:
    text = text.strip(" —–-|")
    return text[1:-1].strip() if len(text) > 2 and text[0] + text[-1] in _BRACKETS else text


def _without(authors: Iterable[Author], publishers: Sequence[str]) -> list[Author]:
    """Return the parties, the outlet's own domain left out: it signs beside its agencies ("example.de, abc/dpa")."""
    return [a for a in authors if a.alternate_name or not names_outlet(a.name or "", publishers)]
