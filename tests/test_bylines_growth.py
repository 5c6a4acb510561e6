"""The byline room on long hostile text: every pattern and public function grows no faster than the text."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import log

import pytest

import pipelines.bylines
import pipelines.lexicon
from pipelines import names
from pipelines.bylines import read_byline, read_sources
from pipelines.bylines.lone import read_signature
from pipelines.draft import AuthorEntry
from pipelines.lexicon import lexicon_for, tokens

# Runs of one sign, of blanks and separators, of names, of titles, of dates, of Han and of what opens a pattern.
SHAPES = (
    "a",
    " ",
    "(",
    "By Jo Reyes, ",
    "Staff Writer ",
    " , | / ",
    "12:30 3 May 2024 ",
    "记者王小明 ",
    "x@y.",
    "By\n",
    "A.B. ",
)
LARGEST = 64_000
FAST = 0.004
"""Seconds for 64 KB below which growth is not measured."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern that a module of the room or of the lexicon compiles."""
    for room in (pipelines.bylines, pipelines.lexicon):
        for info in pkgutil.iter_modules(room.__path__):
            module = importlib.import_module(f"{room.__name__}.{info.name}")
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{info.name}.{name}", value
    yield from ((f"names.{n}", v) for n, v in vars(names).items() if isinstance(v, re.Pattern))


PATTERNS = dict(patterns())
READERS: dict[str, Callable[[str], object]] = {
    "tokens": lambda text: tokens(text, lexicon_for("ja")),
    "byline": partial(read_byline, tag="en"),
    "trailing": partial(read_byline, tag="de", position="trailing"),
    "chinese": partial(read_byline, tag="zh"),
    "signature": lambda text: read_signature(text, "en", ["Harbour Post"], sure=True),
    "sources": lambda text: read_sources([AuthorEntry(text)], [text], [text], [text], "en", "Harbour Post"),
    "person": partial(names.is_person_name, tag="en"),
    "case": names.restore_case,
    "honorifics": partial(names.strip_honorifics, tag="de"),
    "suffixes": partial(names.strip_suffixes, tag="en"),
    "slug": names.from_slug,
    "same": lambda text: names.same_person(text, text[1:]),
    "spelling": lambda text: names.better_spelling(text, text[1:]),
}


def drain(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def seconds(reader: Callable[[str], object], text: str, times: int) -> float:
    best = 9.0
    for _ in range(times):
        start = time.process_time()
        reader(text)
        best = min(best, time.process_time() - start)
    return best


def exponent(reader: Callable[[str], object], shape: str) -> float:
    """Return the growth from 4 KB to 64 KB, 0 for fast ones; a bad figure is measured again."""
    small, large = ((shape * (size // len(shape) + 1))[:size] for size in (LARGEST // 16, LARGEST))
    grown = 0.0
    for times in (1, 3, 5):
        late = seconds(reader, large, times)
        if late <= FAST:
            return 0.0
        grown = log(late / max(seconds(reader, small, 2 * times), 1e-6)) / log(16)
        if grown <= 1.3:
            break
    return grown


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pattern_grows_no_faster_than_the_text(shape: str) -> None:
    slow = {
        name: round(grown, 2) for name, p in PATTERNS.items() if (grown := exponent(partial(drain, p), shape)) > 1.3
    }
    assert slow == {}


@pytest.mark.parametrize("name", READERS)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    slow = {shape: round(grown, 2) for shape in SHAPES if (grown := exponent(READERS[name], shape)) > 1.3}
    assert slow == {}


def test_the_room_has_patterns_to_measure() -> None:
    assert len(PATTERNS) > 40
