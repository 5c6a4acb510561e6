"""Pages of many blocks that are equal, nearly equal, all short or all linked: time grows as length does."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import pytest

from pipelines.page import Page
from pipelines.parse import parse
from tests.hostile.story import HEADLINE, SENTENCE, article, page

MOST = 1.3
"""The largest exponent of growth."""
FLOOR = 0.05
"""Seconds that are noise."""


def _story(inner: str) -> str:
    return page(f"<article><h1>{HEADLINE}</h1>{inner}</article>")


PAGES: dict[str, Callable[[int], str]] = {
    "equal": lambda n: _story(f"<p>{SENTENCE}</p>" * n),
    "nearly equal": lambda n: _story("".join(f"<p>{SENTENCE}{i}</p>" for i in range(n))),
    "all short": lambda n: _story("".join(f"<p>Word {i % 7}</p>" for i in range(n))),
    "all linked": lambda n: _story("".join(f"<p><a href='/{i}'>The office said {i} things</a></p>" for i in range(n))),
    "quotes": lambda n: _story(f"<blockquote><p>{SENTENCE}</p></blockquote>" * n),
    "items": lambda n: _story(f"<p>{SENTENCE}</p><ul>" + f"<li>{SENTENCE}</li>" * n + "</ul>"),
    "spans": lambda n: _story(f"<p>{SENTENCE}</p><p>" + "<span>word</span> " * n + "</p>"),
    "cells of bylines": lambda n: page(
        f"<h1>{HEADLINE}</h1><table>"
        + "".join(f"<tr><td class='byline'>By Ana Silva {i}</td></tr>" for i in range(n))
        + f"</table>{article()}"
    ),
    "posts": lambda n: page(f"<h1>{HEADLINE}</h1>" + f"<div><h2>12:01</h2><p>{SENTENCE}</p></div>" * n),
    "pictures": lambda n: _story(
        f"<p>{SENTENCE}</p>" * 5
        + "<figure><img src='/a.jpg'><figcaption>The ferry. Photo: Ana Silva/AP</figcaption></figure>" * n
    ),
}


def _seconds(content: bytes) -> float:
    best = math.inf
    for _ in range(2):
        begun = time.process_time()
        parse(Page(content, url="https://www.harbour-post.test/a"))
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_time_grows_as_the_page_does(name: str) -> None:
    make = PAGES[name]
    _seconds(make(50).encode())
    costs = [max(FLOOR, _seconds(make(n).encode())) for n in (1_000, 2_000, 4_000)]
    assert math.log(costs[2] / costs[0]) / math.log(4) <= MOST, costs
    assert costs[2] < 8
