"""Captions under any input: nothing is invented, a caption read again has no credit, time grows as the text does."""

from __future__ import annotations

import importlib
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.captions import merge_texts, read_caption
from pipelines.captions.credits import read_credit
from pipelines.captions.facts import date_taken, positions
from pipelines.captions.phrases import Phrases
from pipelines.captions.stage import picture_key
from pipelines.captions.words import words_for
from pipelines.text import fold, is_unspaced, key

TABLES = Path(__file__).parent / "examples" / "caption"
CASES = [json.loads(x) for t in sorted(TABLES.glob("*.jsonl")) for x in t.read_text(encoding="utf-8").splitlines()]
TAGS = sorted({case["lang"] for case in CASES})
BITS = sorted({w for case in CASES for w in re.findall(r"\S+|\s", case["input"])})
SIGNS = ["(", ")", "/", " / ", " | ", " - ", "©", ": ", ". ", "＝", "（", "）", "[", "]", ", ", "; ", "@"]

texts = st.lists(st.sampled_from(BITS + SIGNS), max_size=30).map(" ".join) | st.text(max_size=120)


@given(texts, st.sampled_from(TAGS))
@settings(max_examples=400, deadline=None)
def test_text_and_credit_are_cut_from_the_input(text: str, tag: str) -> None:
    reading = read_caption(text, tag, container="figcaption")
    whole = fold(text)
    if reading.credit is not None:
        assert fold(reading.credit.raw) in whole
    position = 0
    for sign in fold(reading.text):
        # every sign in order: what was cut out stood between, before or behind them
        position = whole.index(sign, position) + 1


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['lang']}-{c['input'][:30]}")
def test_a_caption_read_again_has_no_credit(case: dict[str, Any]) -> None:
    context = case.get("context") or {}
    first = read_caption(case["input"], case["lang"], published=context.get("published"), container="figcaption")
    again = read_caption(first.text, case["lang"], published=context.get("published"), container="figcaption")
    assert again.credit is None
    assert again.text == first.text


@given(texts, st.sampled_from(TAGS))
@settings(max_examples=200, deadline=None)
def test_a_name_gains_no_letters(text: str, tag: str) -> None:
    credit = read_caption(text, tag, container="figcaption").credit
    for name in [c.name for c in credit.creators] if credit else []:
        assert key(name) in key(credit.raw if credit else "")


PROSE = [c["input"] for c in CASES if c["expect"].get("credit") is None and not is_unspaced(c["input"])]


@given(st.lists(st.sampled_from(PROSE), min_size=2, max_size=4).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_prose_after_prose_is_no_credit(text: str) -> None:
    credit = read_caption(text, "en", container="figcaption").credit
    assert credit is None or not (credit.creators and credit.agencies)


def test_media_options_never_change_the_text() -> None:
    for case in CASES:
        given_ = [read_caption(case["input"], case["lang"], container="figcaption", media=m) for m in ("", "chart")]
        assert given_[0].text == given_[1].text
        assert (given_[0].credit is None) == (given_[1].credit is None)


def test_a_credit_beside_the_caption_never_changes_the_text() -> None:
    for case in CASES:
        alone = merge_texts(case["lang"], figcaption=case["input"])
        beside = merge_texts(case["lang"], figcaption=case["input"], credit_span="Photo: Mira Holt/Reuters")
        if alone.text:
            assert beside.text == alone.text


LONG = [
    "A ferry (Foto: Jan Roe/dpa) ",
    "((((",
    "Photo: ",
    "/ ",
    " via ",
    "A. B. ",
    "©|",
    "写真＝",
    ", left",
    "@a via ",
    "1/1 ",
]


def growth(run: Callable[[str], object], piece: str) -> float:
    """Return the exponent of CPU time over length, 1 KB to 64 KB; under 50 ms the clock is too coarse to tell.

    A bad figure is measured again: on a loaded machine one run may be slow for no reason of ours.
    """
    short, long = ((piece * (size // len(piece) + 1))[:size] for size in (1_000, 64_000))
    found = 0.0
    for _ in range(3):
        slow = cpu_time(run, long)
        found = math.log(slow / cpu_time(run, short), 64) if slow > 0.05 else 0.0
        if found <= GROWTH:
            break
    return found


GROWTH = 1.3


def cpu_time(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return max(time.process_time() - start, 1e-5)


def patterns() -> list[Any]:
    out = []
    for name in (
        "credits",
        "facts",
        "grammar",
        "judging",
        "leaks",
        "parts",
        "phrases",
        "splitting",
        "stage",
        "tails",
        "trimming",
    ):
        module = importlib.import_module(f"pipelines.captions.{name}")
        out += [pytest.param(v, id=f"{name}.{k}") for k, v in vars(module).items() if isinstance(v, re.Pattern)]
    for tag in ("de",):
        words = words_for(tag)
        for field in fields(words):
            value = getattr(words, field.name)
            if isinstance(value, re.Pattern | Phrases):
                out.append(pytest.param(value, id=f"words.{tag}.{field.name}"))
    return out


@pytest.mark.parametrize("pattern", patterns())
def test_every_pattern_is_linear(pattern: re.Pattern[str] | Phrases) -> None:
    for piece in ("a", " ", "A. ", "(", "/ ", "@a via ", "Foto: ", "1", "（"):
        assert growth(lambda text: sum(1 for _ in pattern.finditer(text)), piece) <= GROWTH, piece


@pytest.mark.parametrize("piece", LONG)
def test_every_function_is_linear(piece: str) -> None:
    words = words_for("de")
    assert (
        growth(lambda text: read_caption(text, "de", published="2024-05-01", container="figcaption"), piece) <= GROWTH
    )
    assert growth(lambda text: read_credit(text, words, labelled=True), piece) <= GROWTH
    assert growth(lambda text: positions(text, words), piece) <= GROWTH
    assert growth(lambda text: date_taken(text, words, "2024-05-01"), piece) <= GROWTH
    assert growth(lambda text: picture_key("https://example.test/" + text.replace(" ", "-")), piece) <= GROWTH


def test_what_is_no_address_is_a_key_all_the_same() -> None:
    """Found by `make fuzz`: a page may state a bracket that is no IPv6 address."""
    assert picture_key("https://a.test/[x") == picture_key("https://A.test/[X")
    assert picture_key("https://[a/x.jpg") != picture_key("https://[b/x.jpg")
