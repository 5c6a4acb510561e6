"""The dateline stage: cut the dateline off the first paragraph and say where it stood."""

from __future__ import annotations

from dataclasses import replace

from pipelines.datelines.grammar import read_dateline
from pipelines.datelines.japanese import read_suffix
from pipelines.datelines.reading import DatelineReading
from pipelines.draft import Draft, Line
from pipelines.record import Dateline, Evidence

_SHORT = 40
"""Code points of a first paragraph that may be a dateline on a line of its own (B.1)."""


def stage(draft: Draft) -> Draft:
    """Fill `dateline` from the first paragraph and take it out of the body."""
    index = next((i for i, line in enumerate(draft.lines) if line.kind == "paragraph"), None)
    if index is None or index > 1:
        return draft
    line = draft.lines[index]
    lines = list(draft.lines)
    reading = _read(line.text, draft)
    if not reading.is_dateline and len(line.text) < _SHORT and index + 1 < len(lines):
        joined = f"{line.text} {lines[index + 1].text}"
        reading = _read(joined, draft)
        if not reading.is_dateline or reading.body_start < len(line.text):
            return _suffix(draft)
        line = replace(line, text=joined, links=(), link_share=0.0)
        lines[index : index + 2] = [line]
    elif reading.is_dateline and not reading.body.strip() and index + 1 < len(lines):
        joined = f"{line.text} {lines[index + 1].text}"
        longer = _read(joined, draft)
        reading = longer if longer.is_dateline else reading
        if longer.is_dateline:
            line = replace(line, text=joined)
            lines[index : index + 2] = [line]
    if not reading.is_dateline:
        return _suffix(draft)
    lines[index] = replace(line, text=reading.body)
    return replace(
        draft,
        lines=tuple(x for x in lines if x.text),
        dateline=_record(reading, index),
        evidence=(*draft.evidence, ("/dateline", _evidence(draft, line, reading))),
    )


def _suffix(draft: Draft) -> Draft:
    """Look at the end of the last paragraph, where Japanese papers put place and writer."""
    index = len(draft.lines) - 1
    line = draft.lines[index]
    reading = (
        read_suffix(line.text, draft.language, draft.date_published)
        if (draft.language or "").startswith("ja")
        else None
    )
    if reading is None:
        return draft
    lines = (*draft.lines[:index], replace(line, text=reading.body)) if reading.body else draft.lines[:index]
    evidence = (*draft.evidence, ("/dateline", _evidence(draft, line, reading)))
    return replace(draft, lines=lines, dateline=_record(reading, index), evidence=evidence)


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
