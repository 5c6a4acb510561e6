"""The learned end of a story: what stands below it goes to `dropped`, the story stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines import limits
from pipelines.boilerplate import ending, ending_stage
from pipelines.draft import Draft, Line, Standing
from pipelines.record import Source
from pipelines.rules import read_toml
from pipelines.text import weight

_STORY = (
    "The harbour board of Tolvik approved the new breakwater on Tuesday after eleven hours in the old customs hall.",
    "Engineers had warned that the wall of 1931 would not outlive another winter of storms like the last one.",
    "“Nobody here wants to see the boats leave,” said the chair, “but nobody wants to pay for the stones either.”",
    "Work on the breakwater begins in April, and the board expects the first half to stand before the autumn.",
)
_OWN = Standing(1.0, 1.0, 0, voted=True)
_ODD = Standing(0.05, 0.05, 2, voted=False)
_PAGE = Draft(url=None, retrieved_at=None, source=Source("file", None, None, "0"), language="en")


def page(*below: Line) -> Draft:
    return replace(_PAGE, lines=(*(Line(text, standing=_OWN) for text in _STORY), *below))


@pytest.mark.parametrize(
    "below",
    [
        Line("Pictures from the debate:", standing=_ODD, emphasis=True),
        Line("mb/jo", standing=_ODD),
        Line("Lugege lisaks:", standing=_ODD, emphasis=True),
        Line("Harbour desk: harbour@tolvik.example", standing=_ODD, links=(("mail", "mailto:x"),)),
    ],
)
def test_what_stands_below_the_story_is_dropped_with_its_reason(below: Line) -> None:
    done = ending_stage(page(below))
    assert [line.text for line in done.lines] == list(_STORY)
    assert [(d.text, d.category, d.position) for d in done.dropped] == [(below.text, "after_story", "tail")]


@pytest.mark.parametrize(
    "last",
    [
        Line("The vote was six to five.", standing=_OWN),
        Line("“We will see in April,” she said.", standing=_OWN),
        Line("– We will see in April.", standing=_OWN),
        Line("The ferries kept to their timetable on Tuesday evening, the harbour office said.", standing=_OWN),
        Line("Look at the wall", kind="quote", group=1, standing=_ODD, emphasis=True),
    ],
)
def test_the_last_line_of_a_story_stays(last: Line) -> None:
    given = page(last)
    assert ending_stage(given) == given


def test_a_list_goes_whole_or_stays() -> None:
    items = [Line(f"mb/{n}", kind="list_item", group=7, standing=_ODD, emphasis=True) for n in range(3)]
    left = ending_stage(page(*items)).lines[len(_STORY) :]
    assert left in {(), tuple(items)}


def test_no_more_than_a_share_of_the_text_goes() -> None:
    lines = tuple(Line(f"ab/{n}:", standing=_ODD, emphasis=True) for n in range(40))
    done = ending_stage(replace(_PAGE, lines=lines))
    gone = sum(weight(d.text) for d in done.dropped)
    assert gone <= limits.ENDING_SHARE * sum(weight(line.text) for line in lines)
    assert len(done.dropped) <= limits.ENDING_LINES


def test_nothing_vanishes_and_a_text_dump_is_left_alone() -> None:
    given = page(Line("mb/jo", standing=_ODD))
    done = ending_stage(given)
    assert [x.text for x in done.lines] + [d.text for d in done.dropped] == [x.text for x in given.lines]
    dump = replace(given, from_text=True)
    assert ending_stage(dump) == dump


def test_each_feature_has_a_weight_and_each_weight_a_feature() -> None:
    assert set(read_toml("ending.toml")["weights"]) == set(ending.FEATURES)
