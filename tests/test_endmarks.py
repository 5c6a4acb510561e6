"""What stands behind the last full stop of a story, and how large first letters and line breaks are printed."""

from __future__ import annotations

import pytest

from newsspider import Page, parse
from pipelines.record import Article

STORY = [
    f"The ferry to the northern island sailed again on day {n}, and the harbour master counted {n}00 cars on deck, "
    "many more than in the weeks before the storm that had closed the port."
    for n in range(2, 8)
]


def read(body: str, *, lang: str = "en", site: str = "Harbour Post") -> Article:
    html = (
        f"<html lang={lang}><head><title>Ferry sails again</title><meta property=og:site_name content='{site}'></head>"
        f"<body><main><h1>Ferry sails again</h1><div class=c>{body}</div></main></body></html>"
    )
    got = parse(Page(html.encode(), url="https://harbour.test/a"))
    assert isinstance(got, Article)
    return got


def told(*last: str) -> str:
    return "".join(f"<p>{text}</p>" for text in (*STORY, *last))


@pytest.mark.parametrize(
    "mark",
    ["(kas)", "/ ab", "EFE", "(ANSA).", "®", "(jr/AP)", "[Harbour News]", "Enditem/", "###", "(Ana Silva, Ben Cho)"],
)
def test_what_stands_behind_the_last_full_stop_is_no_story(mark: str) -> None:
    last = "The next ferry leaves at noon, and all of its decks are full."
    got = read(told(f"{last} {mark}"))
    assert got.body.paragraphs[-1] == last
    assert mark.strip(".") in " ".join(d.text for d in got.dropped), "it is not lost"


@pytest.mark.parametrize(
    "end",
    [
        "The next ferry leaves at noon (or when the wind allows).",
        "The next ferry leaves at noon. (The last one was cancelled because of the wind.)",
        "The next ferry leaves at noon from pier 4. It is full",
        "The harbour lies between Norby and the USA.",
    ],
)
def test_a_bracket_of_the_sentence_stays(end: str) -> None:
    assert read(told(end)).body.paragraphs[-1] == end


@pytest.mark.parametrize("mark", ["- THE END -", "ab/cde/fg", "###"])
def test_an_end_mark_on_a_line_of_its_own_goes(mark: str) -> None:
    got = read(told(mark))
    assert got.body.paragraphs[-1] == STORY[-1]


def test_a_drop_cap_is_a_letter_of_its_word() -> None:
    got = read(f"<p><span class='x initial-letter'>F</span> <span>erries are back.</span> {STORY[0]}</p>" + told())
    assert got.body.paragraphs[0].startswith("Ferries are back.")


def test_an_empty_element_named_br_breaks_the_line() -> None:
    got = read("<div>" + '<span class="k br"></span><span class="k br"></span>'.join(STORY) + "</div>")
    assert list(got.body.paragraphs) == STORY
