"""What is emptied before a page is parsed, and what stays because it may be text."""

from __future__ import annotations

import time

import pytest

from pipelines.extract.hollow import hollow as hollow_bytes


def hollow(text: str) -> str:
    return hollow_bytes(text.encode()).decode()


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<style>a{}</style><p>x", "<style></style><p>x"),
        ("<style type='text/css'>a{}</style>", "<style type='text/css'></style>"),
        ("<svg><title>Logo</title><path d='M0'/></svg>!", "<svg></svg>!"),
        ("<script>var a = 1;</script>", "<script></script>"),
        ("<script src='a.js'></script>", "<script src='a.js'></script>"),
    ],
)
def test_emptied(page: str, left: str) -> None:
    assert hollow(page) == left


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">{"headline": "A"}</script>',
        '<script id="state" data-state>{"a": 1}</script>',
        '<script>window.story = "<p>Text</p>";</script>',
        '<script>window.story = "\\u003cp>Text";</script>',
        "<svg><g><p>Not closed<p>the story</svg>",
        "<svg/><p>the story</p><span></svg>",
        "<style><p>the story</p></style>",
        "<!-- <style> --><p>the story</p>",
        "<p>a stylesheet <styles>",
        "<svg><svg><path/></svg><div>the story</div></svg>",
        "<style>a{}",
        "<p>no markup at all",
    ],
)
def test_left_alone(page: str) -> None:
    assert "the story" not in page or "the story" in hollow(page)
    assert hollow(page) in (page, page.replace("<path/>", ""))


def test_a_sheet_behind_a_comment_is_emptied() -> None:
    page = "<!-- <style> --><p>the story</p><style>a{}</style>"
    assert hollow(page) == "<!-- <style> --><p>the story</p><style></style>"


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("<svg>", ""),
        ("<style>", "<p></style>"),
        ("<svg><g>", "</svg>"),
        ("<script>", "<p></script>"),
        ("<!--", ""),
        ("<svg", ""),
    ],
)
def test_it_grows_with_its_input(unit: str, end: str) -> None:
    def seconds(number: int) -> float:
        start = time.process_time()
        hollow(unit * number + end)
        return time.process_time() - start

    seconds(1_000)
    assert min(seconds(40_000) for _ in range(3)) < 0.5
