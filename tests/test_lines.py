"""Line rules: nothing is lost, nothing is changed, the same twice, and hostile lines stay cheap."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.boilerplate import bios, cues, grammar, notices, prompts, read_line, signoffs, stage
from pipelines.boilerplate.words import flatten, tokens, words_for
from pipelines.draft import Draft, Line
from pipelines.record import Source
from pipelines.rules import known_languages
from pipelines.text import fold

_PAGE = Draft(url=None, retrieved_at=None, source=Source("file", None, None, "0"), language="en")
_STORY = "The ferry crew voted for the new contract on Tuesday, and the harbour office said boats would leave again. "
_SAYINGS = (
    _STORY * 3, _STORY, "READ MORE: Ferry strike enters its third week", "Follow us on Facebook", "(AFP)", "Related",
    "Correction", "An earlier version of this story named the wrong pier.", "Mara Dunn is a reporter for the Herald.",
    "© 2023 Lowland Media", "Photo: Mara Dunn", "Update 14:02", "Subscribe now", "* * *", "More to follow", "Mara Dunn",
    "Translated by Petra Lund", "This article first appeared in The Delta Review.", "Email mara@herald.example",
)  # fmt: skip
_LINES = st.lists(
    st.builds(
        Line,
        st.one_of(st.sampled_from(_SAYINGS), st.text(min_size=1, max_size=60).filter(str.strip)),
        kind=st.sampled_from(["paragraph", "heading", "list_item"]),
        link_share=st.sampled_from([0.0, 0.5, 1.0]),
        group=st.sampled_from([0, 0, 1]),
    ),
    max_size=14,
)
_UNMEASURED = 0.02  # seconds: the clock of a busy machine says nothing about less
_PIECES = (
    "(", "By ", " ", ", ", "Updated at ", "@a ", "Ann is a ", "a.", "©", ": ", "a@b.", "https://", "|", "Photo: A ",
    "follow our app ", "J. ", "/AFP", "said, ", "読む", "UPDATE 1: ",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_LINES)
def test_no_line_is_lost_and_none_is_changed(lines: list[Line]) -> None:
    """Every line is kept as it was, dropped, or captured whole; a label may be captured with the line it labels."""
    done = stage(_draft(lines))
    kept = [line.text for line in done.lines]
    given_lines = [line.text for line in lines]
    rest = iter(given_lines)
    assert all(text in rest for text in kept), "kept lines are the given ones, in their order"
    captured = [
        *(found.raw for found in done.trailing), *(e.raw for _, e in done.evidence), done.date_modified_raw or "",
    ]  # fmt: skip
    gone = {*kept, *(d.text for d in done.dropped)}
    for text in given_lines:
        assert text in gone or any(text.strip() in c or c in text for c in captured if c) or _is_label(text)


def _draft(lines: list[Line]) -> Draft:
    return replace(_PAGE, headline="Ferries", lines=tuple(lines))


def _is_label(text: str) -> bool:
    return grammar.is_notice_label(text, "en")


@settings(max_examples=100, deadline=None)
@given(_LINES)
def test_reading_twice_takes_nothing_more_from_a_story(lines: list[Line]) -> None:
    """Lines with their neighbours gone may read as a tail; paragraphs of a story never do."""
    once = stage(_draft(lines))
    twice = stage(_draft(list(once.lines)))
    story = [line.text for line in once.lines if line.text.startswith(_STORY[:40]) and line.link_share < 0.9]
    assert [line.text for line in twice.lines if line.text.startswith(_STORY[:40]) and line.link_share < 0.9] == story


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.sampled_from(sorted(known_languages())), st.sampled_from(["head", "body", "tail"]))
def test_any_text_has_one_reading(text: str, tag: str, position: str) -> None:
    first = read_line(text, tag, position=position)
    assert first.action in {"drop", "capture", "keep"}
    assert read_line(text, tag, position=position) == first


@pytest.mark.parametrize("tag", sorted(known_languages()))
def test_a_paragraph_of_the_story_stays_in_every_language(tag: str) -> None:
    for position in ("head", "body", "tail"):
        assert read_line(_STORY * 3, tag, position=position).action == "keep"


@pytest.mark.parametrize(
    "table", sorted((Path(__file__).parent / "examples" / "line").glob("*.jsonl")), ids=lambda p: p.stem
)
def test_the_quick_look_misses_nothing(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without a cue reads the same where every rule is asked: the first look only saves time."""
    rows = [json.loads(line) for line in table.read_text("utf-8").splitlines()]
    lines = [(row["input"], place) for row in rows for place in ("head", "body", "tail")]
    quick = [read_line(text, table.stem, position=place) for text, place in lines]
    monkeypatch.setattr(grammar, "may_matter", lambda *_: True)
    assert quick == [read_line(text, table.stem, position=place) for text, place in lines]


def _functions() -> list[Any]:
    lists = words_for("en")
    names = ("Mara Dunn", "Ivo Pell")

    def on_flat(call: Callable[[str, str], object]) -> Callable[[str], object]:
        return lambda text: call(text, flatten(text))

    def finds(pattern: re.Pattern[str]) -> Callable[[str], object]:
        return lambda text: list(pattern.finditer(text))

    calls: dict[str, Callable[[str], object]] = {
        "read_line": lambda text: read_line(text, "en", position="tail", authors=names),
        "read_line_ja": lambda text: read_line(text, "ja", position="tail"),
        "read_notice": on_flat(
            lambda core, flat: notices.read_notice(core, flat, "en", lists, authors=names, credits=None)
        ),
        "read_bio": lambda text: bios.read_bio(text, fold(text), lists, "tail", names),
        "read_contact": on_flat(lambda core, flat: bios.read_contact(core, flat, lists, names)),
        "read_prompt": on_flat(lambda core, flat: prompts.read_prompt(core, flat, lists, "tail", ("Herald",))),
        "read_menu": lambda text: prompts.read_menu(flatten(text), lists),
        "is_signoff": lambda text: signoffs.is_signoff(text, text, fold(text), "en", lists, names),
        "is_image_credit": lambda text: signoffs.is_image_credit(text, fold(text), "en", lists),
        "may_matter": lambda text: cues.may_matter(text, fold(text), "en", "tail"),
        "tokens": lambda text: tokens.__wrapped__(flatten(text)),
        "stage": lambda text: stage(_draft([Line(text), Line(_STORY), Line(text)])),
    }
    for module in (bios, cues, grammar, notices, prompts, signoffs):
        for name, pattern in vars(module).items():
            if isinstance(pattern, re.Pattern):
                calls[f"{module.__name__.rpartition('.')[2]}.{name}"] = finds(pattern)
    return [pytest.param(call, id=name) for name, call in sorted(calls.items())]


@pytest.mark.parametrize("call", _functions())
def test_time_grows_with_length_and_no_faster(call: Callable[[str], object]) -> None:
    """From 1 KB to 16 KB the exponent is at most 1.3; what takes less than 20 milliseconds is not measured."""
    worst = 0.0
    for piece in _PIECES:
        small, large = (_seconds(call, piece * (size // len(piece))) for size in (1_024, 16_384))
        if large > _UNMEASURED:
            worst = max(worst, math.log(large / max(small, _UNMEASURED / 16**1.3)) / math.log(16))
    assert worst <= 1.3


def _seconds(call: Callable[[str], object], text: str) -> float:
    best = math.inf
    for _ in range(4):
        begun = time.process_time()
        call(text)
        best = min(best, time.process_time() - begun)
        if best < _UNMEASURED:
            break
    return best
