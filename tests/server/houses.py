"""Made-up sites of many pages, each in its house style: what a template repeats, what changes from story to story."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

from pipelines.page import Page

_WHO = ("The harbour office", "The county council", "A ferry captain", "The school board", "An engineer", "The mayor")
_DID = ("opened", "closed", "mended", "counted", "painted", "sold", "measured", "promised")
_WHAT = ("the old bridge", "a new pier", "two hundred lamps", "the island school", "the tide mill", "a row of sheds")
_WHEN = ("on Monday", "after a long winter", "before the storm came", "in front of forty guests", "at low tide")
_WHY = (
    "because the ice had moved the piles by a hand's breadth",
    "although the money for it was meant for the road",
    "as the law of the province has asked for eleven years",
    "and nobody in the room could say what it would cost",
)
_WRITERS = ("Ana Silva", "Ben Cho", "Clara Nygaard", "Dov Marek", "Edith Lowe")


def _pick(words: tuple[str, ...], *seed: object) -> str:
    return words[int.from_bytes(sha256(repr(seed).encode()).digest()[:4]) % len(words)]


def _number(limit: int, *seed: object) -> int:
    return int.from_bytes(sha256(repr(seed).encode()).digest()[:4]) % limit


def sentence(*seed: object) -> str:
    """Return an invented sentence."""
    words = (_pick(group, i, *seed) for i, group in enumerate((_WHO, _DID, _WHAT, _WHEN, _WHY)))
    return " ".join(words) + f", report {_number(90_000, *seed)} says."


def _paragraphs(site: str, number: int) -> list[str]:
    many = 4 + _number(9, site, number)
    return [" ".join(sentence(site, number, part, i) for i in range(2)) for part in range(many)]


def _title(site: str, number: int) -> str:
    what, when = _pick(_WHAT, site, number, "t"), _pick(_WHEN, site, number, "t")
    return f"How {_pick(_WHO, site, number, 't').lower()} {_pick(_DID, site, number, 't')} {what} {when}, part {number}"


def _teasers(site: str, number: int, many: int, tag: str = "div", name: str = "teaser") -> str:
    return "".join(
        f'<{tag} class="{name}"><a href="/news/{_number(900, site, number, i)}"><img src="/t/{i}.jpg" width="120" '
        f'height="80" alt=""><span>{_title(site, 500 + _number(300, number, i))}</span></a></{tag}>'
        for i in range(many)
    )


def _menu(many: int) -> str:
    return "<ul>" + "".join(f'<li><a href="/section/{i}">Section {i}</a></li>' for i in range(many)) + "</ul>"


def _stated(site: str, number: int, **more: object) -> str:
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": _title(site, number),
        "datePublished": f"2026-03-{1 + number % 27:02}T09:{number % 60:02}:00+00:00",
        "author": {"@type": "Person", "name": _pick(_WRITERS, site, number)},
        "publisher": {"@type": "Organization", "name": f"The {site} Post"},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


def _head(site: str, number: int, more: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_title(site, number)} - The {site} Post'
        f'</title><meta property="og:site_name" content="The {site} Post"><meta property="og:type" content="article">'
        f"<script>var page = {number}; {'push(1);' * 200}</script>{more}</head>"
    )


def _figure(site: str, number: int) -> str:
    return (
        f'<figure class="lead"><img src="/p/{number}.jpg" width="1200" height="800" alt="">'
        f"<figcaption>{_pick(_WHAT, site, number, 'f').capitalize()} at noon. <span class=credit>Photo: "
        f"{_pick(_WRITERS, site, number, 'f')}</span></figcaption></figure>"
    )


def gull(number: int) -> str:
    """A tidy template: `article` in `main`, teasers beside it, a box inside now and then."""
    site, texts = "Gull", _paragraphs("Gull", number)
    box = f'<aside class="readmore"><a href="/x">Read more: {_title(site, 700)}</a></aside>'
    body = "".join(f"<p>{text}</p>{box if i == 2 and number % 3 == 0 else ''}" for i, text in enumerate(texts))
    return (
        f'{_head(site, number, _stated(site, number))}<body class="page-{number}"><header class="top"><nav>{_menu(60)}'
        f'</nav></header><div class="ad" id="slot-{number}"></div><main class="layout"><article class="story">'
        f'<h1 class="story-title">{_title(site, number)}</h1><p class="byline">By {_pick(_WRITERS, site, number)}</p>'
        f"<time datetime='2026-03-{1 + number % 27:02}T09:{number % 60:02}:00+00:00'>today</time>"
        f'{_figure(site, number) if number % 4 else ""}<div class="story-body">{body}</div></article>'
        f'<aside class="rail">{_teasers(site, number, 40)}</aside></main><section class="more">'
        f"{_teasers(site, number + 1, 30)}</section><footer>{_menu(50)}</footer></body></html>"
    )


def fjord(number: int) -> str:
    """Names made by a build: hashes behind them, a number in the id; teasers inside what holds the story."""
    site, texts = "Fjord", _paragraphs("Fjord", number)
    body = "".join(f'<p class="text__x{number % 7}Kq2">{text}</p>' for text in texts)
    stated = _stated(site, number)
    return (
        f'{_head(site, number)}<body><div id="app"><div class="nav__a9Xq1">{_menu(70)}</div><div class="page-wrap">'
        f'<div class="post" id="post-{4000 + number}"><div class="post-head"><h1>{_title(site, number)}</h1>'
        f'<div class="post-deck">{sentence(site, number, "deck")}</div><span class="post-author">By '
        f'{_pick(_WRITERS, site, number)}</span></div><div class="post-text" itemprop="articleBody">{body}</div></div>'
        f'<div class="related">{_teasers(site, number, 25)}</div></div><div class="foot">{_menu(40)}</div></div>'
        f"{stated}</body></html>"
    )


def tern(number: int) -> str:
    """Three kinds of pages under one template: most are free stories, some end at a wall, some are galleries."""
    site, texts = "Tern", _paragraphs("Tern", number)
    walled = number % 6 == 5
    body = "".join(f"<p>{text}</p>" for text in (texts[:3] if walled else texts))
    wall = '<div class="paywall">Subscribe to The Tern Post to read on. Two months for one.</div>' if walled else ""
    pictures = "".join(_figure(site, number * 50 + i) for i in range(6)) if number % 8 == 7 else ""
    return (
        f"{_head(site, number, _stated(site, number, isAccessibleForFree=not walled))}<body><div class=bar>{_menu(40)}"
        f'</div><div id="content"><div class="head"><h1>{_title(site, number)}</h1><div class="meta">'
        f'<span class="author">By {_pick(_WRITERS, site, number)}</span></div></div>{_figure(site, number)}'
        f'<div class="body">{body}</div>{pictures}</div>{wall}<div class="also">{_teasers(site, number, 50)}</div>'
        f"<div class=end>{_menu(60)}</div></body></html>"
    )


HOUSES: dict[str, Callable[[int], str]] = {"gull.test": gull, "fjord.test": fjord, "tern.test": tern}


def page(host: str, number: int) -> Page:
    """Return one page of a made-up site."""
    html = HOUSES[host](number).encode()
    return Page(html, f"https://www.{host}/news/{number}", "2026-04-01T08:00:00Z")


def pages(host: str, first: int, last: int) -> Iterator[Page]:
    """Yield pages `first` to `last - 1` of a made-up site."""
    return (page(host, number) for number in range(first, last))
