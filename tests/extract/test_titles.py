"""The headline of a page without a heading of its own: the part of its title that it prints as a line."""

from __future__ import annotations

import pytest

from newsspider import Page, parse
from pipelines.record import Article

STORY = "".join(
    f"<p>The ferry to the northern island sailed again on day {n}, and the harbour master counted {n}00 cars on deck, "
    "many more than in the weeks before the storm that had closed the port.</p>"
    for n in range(2, 6)
)
LINE = "Ferry sails to the island again"
CHINESE = "开往北岛的渡轮今天早晨再次起航"


def read(title: str, printed: str, *, top: str = "") -> Article:
    html = f"<html><head><title>{title}</title></head><body>{top}<div>{printed}{STORY}</div></body></html>"
    got = parse(Page(html.encode(), url="https://harbour.test/a"))
    assert isinstance(got, Article)
    return got


@pytest.mark.parametrize(
    ("title", "printed", "headline"),
    [
        (f"{LINE} - Islands - THE HARBOUR", f"<div class=x1>{LINE}</div>", LINE),
        (f"THE HARBOUR - {LINE} - islands + boats", f"<h2>{LINE}</h2>", LINE),
        (f"Harbour.test » News » {LINE}", f"<table><tr><td><font size=5>{LINE}</font></td></tr></table>", LINE),
        (f"{LINE} | Harbour | Boats | News of the coast", f"<p><b>{LINE}</b></p>", LINE),
        (f"{LINE}. {LINE}", f"<h3>{LINE}</h3>", LINE),
        (f"{CHINESE}_要闻_港口网", f"<div>{CHINESE}</div>", CHINESE),
        (f"{CHINESE}-《港口》", f"<h2>{CHINESE}</h2>", CHINESE),
        (f"{CHINESE} - 社会 - 港口网", f"<span>{CHINESE}</span><br>", CHINESE),
    ],
)
def test_the_part_that_the_page_prints_is_the_headline(title: str, printed: str, headline: str) -> None:
    assert read(title, printed).headline == headline


def test_a_line_in_a_list_of_links_is_no_heading() -> None:
    title = f"{LINE} - Islands - THE HARBOUR"
    assert read(title, "", top=f"<ul><li><a href=/b>{LINE}</a></li></ul>").headline == title


def test_an_h1_that_agrees_stays() -> None:
    got = read(f"{LINE} - Islands", f"<h1>{LINE}, and the port is full</h1><div>{LINE}</div>")
    assert got.headline == f"{LINE}, and the port is full"
