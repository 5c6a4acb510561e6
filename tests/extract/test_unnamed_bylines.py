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


def authors(head: str, lang: str = "en", *, tail: str = "", story: str = STORY) -> list[str | None]:
    page = (
        f"<html lang={lang}><head><title>Ferries return to the harbour</title></head><body><main><div class=k1>"
        f"<h1>Ferries return to the harbour</h1>{head}</div><div class=k2>{story}</div>{tail}</main></body></html>"
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


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (
            '<div class="k has-share"><p class="m__authors has-social-tools">By <a href=/p>Ana Silva</a></p></div>',
            ["Ana Silva"],
        ),
        ("<div class=share-bar><span class=share-bar__author>By Ana Silva</span></div>", ["Ana Silva"]),
        ("<p class=c-credit><span class=author>Ana Silva</span></p>", ["Ana Silva"]),
        ("<div class=author-profile><p class=author>Ana Silva</p></div>", ["Ana Silva"]),
        ("<div class=comment><span class=author>Ana Silva</span></div>", []),
        ("<div><div>By Ana Silva | 3 May 2021, 14:05</div></div>", ["Ana Silva"]),
        ("<p>Ana Silva, 3 May</p>", ["Ana Silva"]),
        ("<p>3 May 2021 - Ana Silva</p>", ["Ana Silva"]),
        ("<div>Posted on May 3, 2021 by Ana Silva</div>", ["Ana Silva"]),
        ("<span>Submitted by Ana Silva on Mon, 05/03/2021 - 09:15</span>", ["Ana Silva"]),
        ("<table><tr><td>ANA SILVA / HALDEN 3 May 2021</td></tr></table>", ["Ana Silva"]),
        ("<span class=author><a href=/author/daniel/>Daniel</a></span>", ["Daniel"]),
        ("<span class=author><a href=/ferries>Daniel</a></span>", []),
        ("<div>Photo Gallery</div><div>City Council</div>", []),
        ("<div class=byline>Share Facebook Twitter</div>", []),
    ],
)
def test_place_and_content_tell_a_byline(head: str, names: list[str]) -> None:
    assert authors(head) == names


CARDS = "".join(
    f"<div class=c><span class=author>{name}</span><h4><a href=/{name[0]}>Another story of the town</a></h4></div>"
    for name in ("Jo Reyes", "Kim Lund", "Ann Pell")
)


@pytest.mark.parametrize(
    ("head", "tail", "names"),
    [
        ("<p class=byline>By Ana Silva</p>", "<p class=author>Jo Reyes</p>", ["Ana Silva"]),
        ("<p class=byline>By Ana Silva</p>", CARDS, ["Ana Silva"]),
        ("", CARDS, []),
        ("", "<p class=author>Jo Reyes</p>", ["Jo Reyes"]),
        ("", "<p>– Ana Silva</p>", ["Ana Silva"]),
        (
            "<p class=byline>By Ana Silva</p>",
            "<p>Additional reporting by Jo Reyes and Kim Lund in Oslo; Editing by Ann Pell and Rod Kern</p>",
            ["Ana Silva", "Jo Reyes", "Kim Lund", "Ann Pell", "Rod Kern"],
        ),
        ("<p class=byline>By Ana Silva</p>", "<p class=author>Translated by Jo Reyes</p>", ["Ana Silva", "Jo Reyes"]),
    ],
)
def test_bylines_below_the_story(head: str, tail: str, names: list[str]) -> None:
    assert authors(head, tail=tail) == names


LEDE = STORY.removesuffix("</p>")
KOREAN = "".join(
    f"<p>항만청은 월요일 {n} 여객선이 겨울 수리를 마치고 다시 운항을 시작한다고 밝혔고 시는 승무원을 더 고용했다."
    for n in ("북쪽", "남쪽", "동쪽", "서쪽")
)


@pytest.mark.parametrize(
    ("ending", "lang", "names"),
    [
        (" (By Ana Silva) Ends/", "en", ["Ana Silva"]),
        (" (the ferry's name is Ana Silva)", "en", []),
        (" 김철수 기자 kim@harbour.test", "ko", ["김철수"]),
    ],
)
def test_the_last_paragraph_is_signed(ending: str, lang: str, names: list[str]) -> None:
    story = KOREAN if lang == "ko" else LEDE
    assert authors("", lang, story=story + ending + "</p>") == names


def test_a_contradiction_is_told() -> None:
    page = (
        "<html lang=en><head><title>Ferries</title><meta name=author content='Kim Lund'></head><body><main>"
        f"<h1>Ferries return</h1><p class=byline>By Ana Silva</p>{STORY}</main></body></html>"
    )
    for given, told in ((page, True), (page.replace("Kim Lund", "Ana Silva"), False)):
        found = parse(Page(given.encode(), "https://harbour.test/a", "2026-03-04T00:00:00Z"))
        assert isinstance(found, Article)
        assert ("authors_contradicted" in found.warnings) == told


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (("Kim Lund", "Person", "Ana Silva"), ["Ana Silva"]),
        (("Kim Lund", "Person", "Kim Lund"), ["Kim Lund"]),
        (("Associated Press", "Organization", ""), ["Ana Silva", "AP"]),
        (("Ana Silva", "Person", ""), ["Ana Silva"]),
    ],
)
def test_print_goes_before_an_account(head: tuple[str, str, str], names: list[str]) -> None:
    name, kind, meta = head
    node = f'{{"@type":"NewsArticle","headline":"Ferries","author":{{"@type":"{kind}","name":"{name}"}}}}'
    stated = f'<script type="application/ld+json">{node}</script><meta name=author content="{meta}">'
    assert authors(stated + "<p class=byline>By Ana Silva</p>") == names


@pytest.mark.parametrize(
    ("head", "lang", "names"),
    [
        ("<cite>Ana Silva</cite>", "en", ["Ana Silva"]),
        ("<ul><li>Ana Silva</li><li>3 May 2021</li></ul>", "en", ["Ana Silva"]),
        ("<header><p>ANA SILVA</p><p>Lima - 3 May 2024</p></header>", "en", ["Ana Silva"]),
        ("<p>Harbour Bridge</p>", "en", []),
        ("<p>Weitere Themen</p><p>3. Mai 2024</p>", "de", []),
        ("<p>ALLE BERICHTE | 3. Mai 2024</p>", "de", []),
        ("<dl><dt>Author</dt><dd>Ciara Molloy</dd><dt>Published</dt><dd>3 May 2024</dd></dl>", "en", ["Ciara Molloy"]),
        ("<p>By Ciara Molloy<br>Harbour editor<br>3 May 2024</p>", "en", ["Ciara Molloy"]),
        ("<div class=live-date>Datum: 3.5.2024<br>Autor: Ute Brandt</div>", "de", ["Ute Brandt"]),
        ("<p><span>Ana Silva</span> <span>·</span> <time datetime=2024-05-03>3 May</time></p>", "en", ["Ana Silva"]),
    ],
)
def test_lines_that_no_template_names(head: str, lang: str, names: list[str]) -> None:
    assert authors(head, lang) == names


@pytest.mark.parametrize(
    ("first", "names"),
    [
        ("<p>By Ana Silva and Jo Reyes, AP</p>", ["Ana Silva", "Jo Reyes"]),
        ("<p>Ana Silva</p>", ["Ana Silva"]),
        ("<h5>By Ana Silva</h5>", ["Ana Silva"]),
        ("<h2>From Harbour Bay</h2>", []),
        ("<p><b>Kim Lund</b></p>" * 2, []),
    ],
)
def test_the_story_opens_with_its_writer(first: str, names: list[str]) -> None:
    parts = STORY.split("</p>")
    letters = "</p>".join([*parts[:2], "<p><b>Kim Lund</b>", *parts[2:]]) if "<b>" in first else STORY
    assert authors("", story=first + letters) == names
