"""Bylines of templates that name nothing: a name beside the time, a name that links to its writer's page."""

from __future__ import annotations

import pytest

from pipelines.page import Page
from pipelines.parse import parse
from pipelines.record import Article

STORY = "".join(
    f"<p>The harbour office said on Monday that the {n} ferry will sail again after a winter in the dock, and that "
    "the town has paid for two more crews until the end of the year.</p>"
    for n in ("northern", "southern", "eastern", "western")
)


def authors(head: str, lang: str = "en") -> list[str | None]:
    page = (
        f"<html lang={lang}><head><title>Ferries return to the harbour</title></head><body><main><div class=k1>"
        f"<h1>Ferries return to the harbour</h1>{head}</div><div class=k2>{STORY}</div></main></body></html>"
    )
    found = parse(Page(page.encode(), "https://harbour.test/a", "2026-03-04T00:00:00Z"))
    assert isinstance(found, Article)
    return [a.name for a in found.authors]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (
            "<div><span class=q7>Ana Silva</span><span class=q8><time datetime=2026-03-03>3 March</time></span></div>",
            ["Ana Silva"],
        ),
        ("<div><a class=x href=/people/ana-silva><span>Ana Silva</span></a></div>", ["Ana Silva"]),
        ("<div><a class=x href=/av/asa-lind.html>Åsa Lind</a></div>", ["Åsa Lind"]),
        ("<div><a class=x href=/topics/harbour-office>Harbour office</a></div>", []),
        ("<div><a class=x href=/world/ana-silva-wins-vote>Ana Silva</a></div>", []),
        (
            "<div><span class=q7>Read more</span><span class=q8><time datetime=2026-03-03>3 March</time></span></div>",
            [],
        ),
    ],
)
def test_a_name_without_a_mark(head: str, names: list[str]) -> None:
    assert authors(head) == names
