"""The dateline stage: cut the dateline off the first paragraph and say where it stood (B.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipelines import almanac
from pipelines.datelines.grammar import read_dateline
from pipelines.datelines.lone import read_lone
from pipelines.datelines.reading import DatelineReading
from pipelines.datelines.signoff import read_korean_writer, read_signoff
from pipelines.draft import Draft, Found, Line
from pipelines.record import Dateline, Dropped, Evidence
from pipelines.replacing import replace

_SHORT: Final = 40
"""Code points of a first paragraph that may be a dateline on a line of its own (B.1)."""
_STANDFIRST: Final = 600
"""Code points of a paragraph that may be a standfirst before the one with the dateline."""
_LOOK: Final = 12
"""Later paragraphs that are looked at for place kickers, as a roundup has them."""


_NEAR: Final = 4
"""Levels between a common ancestor and the first paragraph: wrappers that templates put around a text."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A dateline found: the body without it, and the line it stood in."""

    lines: tuple[Line, ...]
    index: int
    line: Line
    reading: DatelineReading


def stage(draft: Draft) -> Draft:
    """Fill `dateline` and take it out of the body; times of publication before it go as well."""
    draft = _without_stamps(draft)
    cut = next(_cuts(draft), None)
    if cut is None:
        return _apart(draft)
    return replace(
        draft,
        lines=tuple(line for line in cut.lines if line.text),
        dateline=_record(cut.reading, cut.index),
        evidence=(*draft.evidence, ("/dateline", _evidence(draft, cut.line, cut.reading))),
    )


def _cuts(draft: Draft) -> Iterator[_Cut]:
    """Yield the datelines of the first paragraph, of the one behind a standfirst, and at the end."""
    lines = draft.lines
    index = next((i for i, line in enumerate(lines[:2]) if line.kind == "paragraph"), None)
    if index is not None:
        yield from _at(draft, index)
        if index + 1 < len(lines) and lines[index + 1].kind == "paragraph":
            # where a summary stood before the first paragraph
            yield from (cut for cut in _at(draft, index + 1) if not _is_roundup(draft, index))
    if lines:
        last = lines[-1]
        reading = read_signoff(last.text, draft.language, draft.date_published)
        if reading is not None:
            yield _Cut((*lines[:-1], replace(last, text=reading.body)), len(lines) - 1, last, reading)


def _at(draft: Draft, index: int) -> Iterator[_Cut]:
    """Yield the dateline of one paragraph, or of a line of its own joined with the next one."""
    lines, line = draft.lines, draft.lines[index]
    reading = _read(line.text, draft)
    if reading.is_dateline and reading.body.strip():
        yield _Cut((*lines[:index], replace(line, text=reading.body), *lines[index + 1 :]), index, line, reading)
        return
    if index + 1 < len(lines) and (reading.is_dateline or len(line.text) < _SHORT):
        joined = replace(line, text=f"{line.text} {lines[index + 1].text}", links=(), link_share=0.0)
        longer = _read(joined.text, draft)
        if longer.is_dateline and longer.body_start >= len(line.text):
            rest = replace(lines[index + 1], text=longer.body)
            yield _Cut((*lines[:index], rest, *lines[index + 2 :]), index, joined, longer)
            return
    lone = reading if reading.is_dateline else read_lone(line.text, draft.language, draft.date_published)
    if lone is not None and index + 1 < len(lines) and line.link_share < 0.5:
        yield _Cut((*lines[:index], *lines[index + 1 :]), index, line, lone)


def _is_roundup(draft: Draft, index: int) -> bool:
    """Tell whether the paragraph is no summary: too long, or places open the paragraphs below as well."""
    if len(draft.lines[index].text) > _STANDFIRST:
        return True
    later = (line for line in draft.lines[index + 2 : index + 2 + _LOOK] if line.kind == "paragraph")
    return any(_read(line.text, draft).is_dateline for line in later)


def _apart(draft: Draft) -> Draft:
    """Look for a dateline in an element of its own beside the story, which is no part of the body."""
    first = draft.lines[0].locator if draft.lines else ""
    for found, reading in _beside(draft, first):
        line = Line(found.raw, locator=found.locator)
        evidence = (*draft.evidence, ("/dateline", _evidence(draft, line, reading)))
        return replace(draft, dateline=_record(reading, 0), evidence=evidence)
    return draft


def _beside(draft: Draft, first: str) -> Iterator[tuple[Found, DatelineReading]]:
    for found in draft.beside:
        if not found.links and len(found.raw) <= 2 * _SHORT:
            near = _adjoins(found.locator, first)
            reading = read_lone(found.raw, draft.language, draft.date_published, near=near)
            if reading is not None:
                yield found, reading
    if (draft.language or "").startswith("ko"):
        for found in (*draft.bylines, *draft.bylines_away):
            reading = read_korean_writer(found.raw, draft.language)
            if reading is not None:
                yield found, reading


def _adjoins(path: str, first: str) -> bool:
    """Tell whether an element holds the story's first paragraph, or stands with a near ancestor of it."""
    parent = path.rpartition("/")[0]
    return bool(parent) and (
        first.startswith(path + "/") or (first.startswith(parent + "/") and first[len(parent) :].count("/") <= _NEAR)
    )


def _without_stamps(draft: Draft) -> Draft:
    """Take lines that hold the time of publication and nothing else out of the head: "Jan 05, 2024, 08:00 ET"."""
    gone: list[Dropped] = []
    for line in draft.lines[:2]:
        if line.kind != "paragraph" or len(line.text) >= _SHORT or not almanac.is_stamp(line.text, draft.language):
            break
        gone.append(Dropped(line.text, "timestamp", "head"))
    return replace(draft, lines=draft.lines[len(gone) :], dropped=(*draft.dropped, *gone)) if gone else draft


def _read(text: str, draft: Draft) -> DatelineReading:
    return read_dateline(text, draft.language, published=draft.date_published, style=draft.dateline_style)


def _record(reading: DatelineReading, index: int) -> Dateline:
    return Dateline(
        reading.raw or "",
        index,
        reading.start,
        reading.end,
        reading.body_start,
        reading.label,
        reading.places,
        reading.date,
        reading.agencies,
        reading.byline,
    )


def _evidence(draft: Draft, line: Line, reading: DatelineReading) -> Evidence:
    source = reading.agencies[0].lower().replace(" ", "-") if reading.agencies else "place"
    return Evidence(
        "text" if draft.from_text else "html",
        reading.raw,
        line.locator,
        f"B.2-{source}",
        (),
        line.offset + reading.start,
        line.offset + reading.end,
    )
