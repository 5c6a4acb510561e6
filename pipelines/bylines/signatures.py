"""Names that stand alone beside a story or at its ends, for templates that mark no byline (`news-conventions` A.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.forms import signed
from pipelines.bylines.grammar import read_byline
from pipelines.bylines.pieces import singular
from pipelines.bylines.reading import BylineReading
from pipelines.bylines.words import Words, role_of, words_for
from pipelines.draft import Draft, Found, Line
from pipelines.record import Author, Dropped
from pipelines.text import clean, has_hangul, is_unspaced, key

_LONGEST: Final = 80
_ENDS: Final = 2  # lines from each end of a body that may be its signature
_CUT: Final = re.compile(r"\s*[/,，、|·•;]\s*")
_STOP: Final = re.compile(r"[.!?…:。！？]$")
_BRACKETS: Final = ("()", "（）", "[]", "【】")


def lone_bylines(found: Iterable[Found], draft: Draft) -> list[tuple[Found, BylineReading]]:
    """Return the lines beside the story that are nothing but names, agencies, or a labelled credit."""
    told = _told(draft)
    read = ((f, read_signature(f.raw, draft.language, _publishers(draft), told)) for f in found)
    return [(f, r) for f, r in read if r is not None]


def stage(draft: Draft) -> Draft:
    """Take lines that are only names off the ends of the body, to `signatures`."""
    lines = list(draft.lines)
    if len(lines) < _ENDS + 1:
        return draft
    told = _told(draft)
    at = [*range(_ENDS), *range(len(lines) - _ENDS, len(lines))]
    taken = [i for i in dict.fromkeys(at) if _is_signature(lines[i], draft, told)]
    if not taken:
        return draft
    gone = [lines[i] for i in taken]
    return replace(
        draft,
        lines=tuple(line for i, line in enumerate(lines) if i not in taken),
        signatures=tuple(g.found(from_text=draft.from_text) for g in gone),
        dropped=draft.dropped + tuple(Dropped(lines[i].text, "byline", "head" if i < _ENDS else "tail") for i in taken),
    )


def _is_signature(line: Line, draft: Draft, told: str) -> bool:
    if line.kind not in {"paragraph", "list_item"} or len(line.text) > _LONGEST:
        return False
    return read_signature(line.text, draft.language, _publishers(draft), told) is not None


def _publishers(draft: Draft) -> list[str]:
    return [p for p in (draft.publisher.name, *draft.publisher_aliases) if p]


def _told(draft: Draft) -> str:
    """Return the letters of all that the page says besides bylines: who is named there is a subject, not the writer."""
    parts = [draft.headline, draft.standfirst, draft.section, *draft.keywords]
    parts += [line.text for line in draft.lines if len(line.text) > _LONGEST]
    return key(" ".join(p for p in parts if p))


def read_signature(text: str, tag: str | None, publishers: Sequence[str], told: str = "") -> BylineReading | None:
    """Return the reading of a short line that holds names and nothing else, or None.

    `told` holds the letters (`text.key`) of headline, topics and story: a name that is in there is no signature.
    """
    flat = clean(text)
    if not 1 < len(flat) <= _LONGEST or (_STOP.search(flat) and not flat.endswith((".)", "）"))):
        return None
    words = words_for(tag)
    bare = _bare(flat)
    label = words.sources.match(bare) if words.sources is not None else None
    if label:
        bare = bare[label.end() :]
    hands = signed(bare, words)
    if hands is not None:
        return BylineReading(True, tuple(_without(hands[0], publishers)))
    role = words.roles.match(bare)
    if role is not None and role_of(words, role.group()) != "author" and bare[role.end() :].strip():
        reading = read_byline(bare, tag, position="trailing")
        return reading if reading.is_byline and all(a.role != "author" for a in reading.authors) else None
    if _is_job(bare, words):
        return BylineReading(True, (Author(None, job_title=singular(bare)),))
    parts = [p for part in _CUT.split(bare) for p in words.joiners.split(part) if p.strip()]
    found = [_party(p.strip(), words, publishers) for p in parts[:8]]
    if not found or not all(found) or all(a is _PLACE for a in found):
        return None
    parties = [a for a in found if a is not None and a is not _PLACE]
    if any(a.type == "person" and key(a.name or "") in told for a in parties) or parties[0] is not found[0]:
        return None
    where = next((p.strip() for p, a in zip(parts, found, strict=False) if a is _PLACE), None)
    if where and parties[-1].type == "person":
        parties[-1] = replace(parties[-1], location=places.restore_place_case(where, tag))
    return BylineReading(True, tuple(parties))


def _is_job(text: str, words: Words) -> bool:
    """Tell whether a line is nothing but a job title."""
    low = [w.casefold() for w in text.split()]
    return 0 < len(low) <= 4 and low[-1] in words.titles and all(w in words.titles | words.title_heads for w in low)


_PLACE: Final = Author(None, "organization", "source")


def _party(part: str, words: Words, publishers: Sequence[str]) -> Author | None:
    """Return the person, agency or outlet that a part names, `_PLACE` for a place, None for anything else."""
    canonical = agencies.agency(part, words.tag)
    if canonical:
        return Author(canonical, "organization")
    if any(key(part) == key(p) for p in publishers):
        return Author(part, "organization")
    if places.is_place(part, words.tag):
        return _PLACE
    if not _is_name(part, words):
        return None
    return Author(names.restore_case(part, words.tag))


def _is_name(part: str, words: Words) -> bool:
    """Tell whether a part is a person's name beyond doubt: no title, section, desk or outlet, no Han or kana phrase."""
    if not names.is_person_name(part, words.tag) or agencies.is_outlet_like(part, words.tag):
        return False
    if is_unspaced(part):
        surnamed = not words.surnames or part[0] in words.surnames
        return 3 <= len(part) <= (3 if words.surnames else 5) and surnamed
    if has_hangul(part):
        return False
    low = {w.casefold().strip(".,") for w in part.split()}
    if part.split(maxsplit=1)[0].casefold() in words.articles:
        return False
    known = words.titles | words.outlet_words | words.sections | words.generic | words.title_heads
    return len(part.split()) <= 4 and not low & known and not any(g.casefold() in low for g in words.genres)


def _bare(text: str) -> str:
    text = text.strip(" —–-|")
    return text[1:-1].strip() if len(text) > 2 and text[0] + text[-1] in _BRACKETS else text


def _without(authors: Iterable[Author], publishers: Sequence[str]) -> list[Author]:
    """Return the parties, the outlet's own domain left out: it signs beside its agencies ("example.de, abc/dpa")."""
    return [a for a in authors if a.alternate_name or not any(key(a.name or "") == key(p) for p in publishers)]
