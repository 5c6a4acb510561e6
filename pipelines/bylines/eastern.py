"""A byline in Han, kana or Hangul: which machine reads it (`news-conventions` A.2)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines.bylines.east import EastLine
from pipelines.bylines.kinds import Reader
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.scripts import SCRIPTS, Words
from pipelines.bylines.units import units
from pipelines.bylines.waiting import Waiting
from pipelines.lexicon import Token
from pipelines.record import Author
from pipelines.text import has_hangul

Read = tuple[list[Author], list[RejectedText], int]
"""Authors, refused strings, and how many units no rule explains."""

_EAST: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_OTHERS: Final = re.compile(r"외\s?\d{1,2}(?:명|인)")


def read_east(line: list[Token], text: str, r: Reader) -> Read | None:
    """Return (authors, rejected, unexplained units) of a byline in Han, kana or Hangul, else None."""
    printed = text[line[0].start : line[-1].end]
    if printed.isascii():
        return None
    hangul = has_hangul(printed)
    if not hangul and _EAST.search(printed) is None:
        return None
    script = SCRIPTS["ko" if hangul else "zh" if (r.tag or "").startswith("zh") else "ja"]
    rejected: list[RejectedText] = []
    if others := _OTHERS.search(printed) if hangul else None:
        rejected.append(RejectedText(others.group(), "unnamed_others"))
        start, end = others.start() + line[0].start, others.end() + line[0].start
        line = [t for t in line if t.end <= start or t.start >= end]
    helped = next((i for i, t in enumerate(line) if i and t.opens("contributed")), 0)
    line = line[: helped or len(line)]
    start = prefix_end(line, 0) if line[0].text.isascii() and line[0].text.isalpha() else 0
    line = line[start:]
    words = Words(r, script)
    machine = (
        Waiting(words)
        if hangul
        else EastLine(words, script, framed=printed.lstrip().startswith("【"), labelled=bool(start))
    )
    found = units(line, halves=script.halves)
    if len(found) > 1 and "".join(u.text for u in found).casefold() in r.lexicon.of("generic"):
        return [Author(printed.strip(), "organization", generic=True)], rejected, 0
    machine.read(found)
    named = [replace(a, role="contributor") for a in machine.authors] if helped else machine.authors
    return named, rejected, machine.unknown
