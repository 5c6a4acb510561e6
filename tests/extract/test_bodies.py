"""The body of a page, whatever content system printed it: one story, many templates, the same text."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipelines.page import Page
from pipelines.parse import parse
from pipelines.record import Article
from tests.extract.templates import BODY, HEADLINE, STORY, TEMPLATES, at, blocks, cards, page

SET_IN = {
    "figure": '<figure class="{c}"><img src="/pier.jpg" width="900" height="600"><figcaption>The pier at Aldern in March. '
    "Photo: Oda Brekk</figcaption></figure>",
    "linked-figure": '<div class="{c} image"><a href="/pier.jpg"><img src="/pier.jpg" width="900" height="600"></a><div '
    'class="caption">The pier at Aldern in March.</div></div>',
    "gallery": '<div class="{c} gallery"><ul>'
    + '<li><figure><img src="/a.jpg"><figcaption>A boat at the quay, seen from '
    "the hill.</figcaption></figure></li>" * 3 + "</ul></div>",
    "video": '<div class="{c} video-player"><video src="/a.mp4"></video><p>Watch: the last crossing</p><span>02:14</span></div>',
    "frame": '<div class="{c}"><iframe src="https://player.test/1"></iframe></div>',
    "audio": '<div class="{c} audio"><button>Play</button><span>Listen to this story</span><audio src="/a.mp3"></audio></div>',
    "ad": '<div class="{c} ad-slot" id="div-gpt-ad-3"><span>Advertisement</span></div>',
    "ad-nameless": '<div class="{c}"><small>Advertisement</small><ins></ins></div>',
    "share": '<div class="{c} share"><a href="//f.test">Facebook</a><a href="//x.test">X</a><a href="mailto:?">Mail</a></div>',
    "related-card": '<div class="{c}"><a href="/n/7"><img src="/t.jpg"></a><h3><a href="/n/7">Why the lighthouse at Skarn will '
    "go dark</a></h3><p>The coast service says that ships no longer need it.</p></div>",
    "block-link": '<a class="{c}" href="/n/7"><div><h4>Why the lighthouse at Skarn will go dark</h4><p>The coast service says '
    "that ships no longer need it.</p></div></a>",
    "related-list": '<div class="{c}"><strong>More on this</strong><ul><li><a href="/n/1">Council delays vote on tolls</a></li>'
    '<li><a href="/n/2">Five walks for the last warm weekend</a></li><li><a href="/n/3">Night boats to the fair</a></li></ul></div>',
    "link-line": '<p class="{c}"><a href="/n/7">Why the lighthouse at Skarn will go dark</a></p>',
    "letter": '<div class="{c}"><h3>The harbour letter</h3><p>What moves the coast, every Friday in your mailbox.</p><form>'
    '<input type="email" placeholder="you@home.test"><button>Sign up</button></form></div>',
    "pitch": '<div class="{c}"><p>Stories like this one cost money.</p><p>Read all of them for the price of a crossing.</p>'
    '<a href="/offer">Choose your subscription</a></div>',
    "aside": '<aside class="{c}"><h3>Also on the coast</h3><p>Boats for sale in Oddsund, and a fair for old engines in the '
    "market hall on Sunday.</p></aside>",
    "hidden": '<div class="{c}" style="display: none"><p>This text is shown to nobody, whatever it says about the ferry.</p></div>',
    "script": "<script>window.x = '<p>The ferry sails at noon.</p>';</script><noscript><p>Please turn on scripts.</p></noscript>",
}
PLACES = (1, 3, 4, 8, 9, 12)
STYLES = {
    "plain": blocks,
    "classes": lambda **k: blocks(p='<p class="c-p">{}</p>', h='<h2 class="c-h">{}</h2>', **k),
    "wrapped": lambda **k: blocks(
        p='<div class="block block--text"><p>{}</p></div>',
        h='<div class="block block--text"><h3>{}</h3></div>',
        ul='<div class="block block--text"><ul>{}</ul></div>',
        q='<div class="block block--text"><blockquote>{}</blockquote></div>',
        **k,
    ),
}


def read(content: bytes) -> Article:
    found = parse(Page(content, "https://www.aldern-courier.test/news/ferry", "2026-02-04T08:00:00Z"))
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.__name__)
def test_the_story_is_the_same_in_every_template(template: Callable[[], bytes]) -> None:
    article = read(template())
    assert article.headline == HEADLINE
    assert list(article.body.paragraphs) == BODY


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("thing", SET_IN)
def test_what_is_set_into_a_story_or_below_it_is_no_part_of_it(thing: str, style: str) -> None:
    for place in (*PLACES, len(STORY)):
        story = STYLES[style](between=at(place, SET_IN[thing].replace("{c}", "b7 wide")))
        whole = f'<main><article><h1>{HEADLINE}</h1><div class="copy">{story}</div></article></main>'
        assert list(read(page(whole)).body.paragraphs) == BODY, (thing, style, place)


QUOTED = "Now we can count on the winter too."
PULLED = {
    "aside": f'<aside class="pullquote"><p>{QUOTED}</p><cite>Maren Tholl</cite></aside>',
    "blockquote": f"<blockquote><p>“{QUOTED}”</p><footer>Maren Tholl</footer></blockquote>",
    "div": f'<div class="pull-quote"><div>{QUOTED}</div></div>',
}
FACTS = ["The ferry in numbers", "The boat is 31 metres long and was built in 1998.", "Sixty seats", "Eight cars"]
BOX = "<div class='{}'><h3>{}</h3><p>{}</p><ul><li>{}</li><li>{}</li></ul></div>"
TABLE = (
    "<table><tr><th>Year</th><th>Passengers</th></tr><tr><td>1998</td><td>41,200</td></tr>"
    "<tr><td>2009</td><td>23,800</td></tr></table>"
)


@pytest.mark.parametrize("name", PULLED)
def test_a_pull_quote_is_not_said_twice(name: str) -> None:
    story = blocks(between=at(9, PULLED[name]))
    assert list(read(page(f"<main><h1>{HEADLINE}</h1><div>{story}</div></main>")).body.paragraphs) == BODY


@pytest.mark.parametrize("place", [1, 4, 9])
@pytest.mark.parametrize("name", ["facts", "c-box", "css-1x2y3z"])
def test_a_fact_box_stays_in_its_place(name: str, place: int) -> None:
    story = blocks(between=at(place, BOX.format(name, *FACTS)))
    got = read(page(f"<main><h1>{HEADLINE}</h1><div>{story}</div></main>")).body.paragraphs
    assert list(got) == [*BODY[:place], *FACTS, *BODY[place:]]


@pytest.mark.parametrize(
    "around", ["{}", '<figure class="wp-block-table">{}</figure>', '<div class="table-wrap">{}</div>']
)
def test_a_table_stays_in_its_place(around: str) -> None:
    story = blocks(between=at(4, around.format(TABLE)))
    body = read(page(f"<main><h1>{HEADLINE}</h1><div>{story}</div></main>")).body
    assert [b.kind for b in body.blocks].count("table") == 1
    assert list(body.paragraphs) == [*BODY[:4], "Year | Passengers\n1998 | 41,200\n2009 | 23,800", *BODY[4:]]


@pytest.mark.parametrize(
    "name", ["paywall", "premium related", "newsletter-body", "has-ads", "social-text", "podcast-copy"]
)
def test_a_class_that_all_paragraphs_bear_is_no_furniture(name: str) -> None:
    story = blocks(p=f'<p class="{name}">{{}}</p>')
    assert list(read(page(f"<main><h1>{HEADLINE}</h1><div>{story}</div></main>")).body.paragraphs) == BODY


def test_a_brief_is_not_outweighed_by_teasers() -> None:
    brief = [BODY[0], BODY[4]]
    rows = cards('<div class="c"><a href="{u}"><h3>{t}</h3></a><p>{s}</p></div>') * 4
    whole = f'<main><h1>{HEADLINE}</h1><div class="t"><p>{brief[0]}</p><p>{brief[1]}</p></div><div>{rows}</div></main>'
    assert list(read(page(whole)).body.paragraphs) == brief


def test_preformatted_text_has_paragraphs() -> None:
    text = "\n\n".join(BODY)
    assert list(read(page(f"<main><h1>{HEADLINE}</h1><pre>{text}</pre></main>")).body.paragraphs) == BODY


@pytest.mark.parametrize("frame", ["window.__STATE__={};", "self.__next_f.push([1,{}]);"])
def test_a_story_in_the_page_state_is_read(frame: str) -> None:
    markup = blocks(between=at(4, '<figure><img src="/a.jpg"><figcaption>The pier in March.</figcaption></figure>'))
    state = json.dumps({"title": HEADLINE, "content": markup, "more": ["x"] * 3}).replace("<", "\\u003c")
    script = frame.replace("{}", state if "STATE" in frame else json.dumps("7:" + state))
    article = read(page(f'<div id="app"><h1>{HEADLINE}</h1></div><script>{script}</script>'))
    assert list(article.body.paragraphs) == BODY


def test_blocks_keep_their_kind() -> None:
    article = read(page(f"<main><h1>{HEADLINE}</h1><div>{blocks()}</div></main>"))
    kinds = {"p": "paragraph", "h": "heading", "l": "list_item", "q": "quote"}
    assert [(b.kind, b.text) for b in article.body.blocks] == [(kinds[k], t) for k, t in STORY]
