"""Section 3b of the specification: metadata."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.hostile.row import Check, Row, body_is_whole, record_is, warned
from tests.hostile.story import HEADLINE, URL, article, dated, linked, news, page, plain

_IN_URL = "https://www.harbour-post.test/2024/05/01/ferry-sails-again"


def _ld(text: str) -> Callable[[], bytes]:
    return lambda: plain(head=linked(text))


def _meta(author: str) -> Callable[[], bytes]:
    return lambda: page(article(byline=""), f"<meta name='author' content='{author}'>").encode()


def _names(count: int) -> list[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [f"Jane R{letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676 % 26]}" for n in range(count)]


def _refused(raw: str) -> Check:
    return lambda a: (
        a.date_published is None
        and a.date_published_raw == raw
        and any(r.field == "date_published" and r.text == raw for r in a.rejected)
    )


def _from_url(a: object) -> bool:
    return record_is(date_published="2024-05-01")(a) and warned("date_from_url")(a)  # type: ignore[arg-type]


_NO_DATE = ("0000-00-00", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2099-05-01",
            "2024-02-30T10:00:00Z", "2024-05-01T23:30:00+99:99", "1445-10-22", "03/04/2024")  # fmt: skip
_BOMBS = {
    "40 JSON-LD cut off": (json.dumps(news(author=[{"name": n} for n in _names(15_000)]))[:-2], "json_ld_broken"),
    "41 a flood of author keys": ('{"@type":"NewsArticle",' + '"author":' * 8_000, "json_ld_broken"),
    "41 a flood of persons": ('{"@type":"NewsArticle",' + '"Person""names"' * 60_000, "json_ld_broken"),
    "41 a flood of backslashes": ('{"@type":"NewsArticle","headline":"' + "\\" * 1_000_000, "json_ld_broken"),
    "38 lists nested 100,000 deep": (
        '{"@type":"NewsArticle","x":' + "[" * 100_000 + "]" * 100_000 + "}",
        "json_ld_too_deep",
    ),
    "38 graphs nested 100,000 deep": ('{"@graph":' * 100_000 + "1" + "}" * 100_000, "json_ld_too_deep"),
    "38 authors nested 200 deep": (
        '{"@type":"NewsArticle","author":' + '{"name":' * 200 + '"J"' + "}" * 201,
        "json_ld_too_deep",
    ),
}

METADATA = [
    Row(
        37,
        "lone surrogates in JSON-LD",
        _ld(
            '{"@type":"NewsArticle","headline":"Bad \\ud800 head",'
            '"author":{"@type":"Person","name":"Ana \\udfff Silva"},'
            '"articleSection":"Half \\ud83d of it","publisher":{"name":"X\\ud83d"}}'
        ),
        "record",
        checks=(lambda a: a.section == "Half \ufffd of it",),
    ),
    *[
        Row(
            int(name.split()[0]),
            name.partition(" ")[2],
            _ld(text),
            "record",
            checks=(body_is_whole, warned(note)),
            seconds=2,
        )
        for name, (text, note) in _BOMBS.items()
    ],
    *[
        Row(
            39,
            f"{n} megabytes of JSON-LD",
            lambda n=n: plain(head=linked(news(articleBody="abc " * n * 250_000))),
            "record",
            checks=(body_is_whole, lambda a: {"json_ld_too_large", "script_too_large"} & {*a.warnings}),
            seconds=3,
        )
        for n in (3, 10)
    ],
    Row(
        42,
        "wrong types everywhere",
        _ld(
            json.dumps(
                {
                    "@type": ["NewsArticle", 5, None],
                    "headline": {"a": 1},
                    "author": [None, 5, [], {"name": None}, {"name": ["A", "B"]}],
                    "publisher": [1, 2],
                    "datePublished": 12345,
                    "articleSection": {"a": 2},
                    "keywords": 5,
                    "image": {"url": [{}]},
                }
            )
        ),
        "record",
        checks=(lambda a: a.headline == HEADLINE,),
    ),
    Row(
        43,
        "an integer of 5,000 digits",
        _ld('{"@type":"NewsArticle","x":' + "9" * 5_000 + ',"articleSection":"Read"}'),
        "record",
        checks=(body_is_whole, record_is(section="Read")),
    ),
    Row(
        44,
        "16,000 brackets in an author",
        _meta("By Ana Silva " + "(" * 16_000),
        "record",
        seconds=1,
        checks=(warned("byline_cut"),),
    ),
    Row(
        45,
        "8,000 names in a meta author",
        _meta(", ".join(_names(8_000))),
        "record",
        seconds=2,
        checks=(warned("byline_cut"), lambda a: len(a.authors) <= 100),
    ),
    Row(
        45,
        "8,000 names in JSON-LD",
        lambda: plain(head=linked(news(author=[{"name": n} for n in _names(8_000)]))),
        "record",
        seconds=2,
        checks=(warned("authors_cut"), lambda a: 1 <= len(a.authors) <= 100),
    ),
    *[
        Row(
            46,
            f"a flood in a byline: {x!r}",
            lambda x=x: page(
                article(byline=f"By Ana {x * (64_000 // len(x))}Silva"),
                f"<meta name='author' content='By Ana {x * (64_000 // len(x))}@'>",
            ).encode(),
            "record",
            seconds=2,
        )
        for x in (" ", ".", "a", " at ", ", and ", "a.")
    ],
    *[
        Row(
            46,
            f"a flood in a title: {x!r}",
            lambda x=x: page(article(), title="Ferry " + x * (64_000 // len(x))).encode(),
            "record",
            seconds=2,
            checks=(body_is_whole,),
        )
        for x in (" ", "a ", " - ", " | ")
    ],
    *[Row(47, f"no date: {x}", lambda x=x: dated(x), "record", checks=(_refused(x),)) for x in _NO_DATE],
    *[
        Row(47, f"no date, but one in the URL: {x}", lambda x=x: dated(x), "record", url=_IN_URL, checks=(_from_url,))
        for x in _NO_DATE
    ],
    Row(
        48,
        "a day that does not exist",
        lambda: dated("2024-02-30T10:00Z"),
        "record",
        checks=(_refused("2024-02-30T10:00Z"),),
    ),
    Row(
        49,
        "another date in the URL",
        lambda: dated("2016-12-31"),
        "record",
        url=_IN_URL,
        checks=(record_is(date_published="2016-12-31"),),
    ),
    Row(
        50,
        "a stated offset",
        lambda: dated("2024-05-01T23:30:00-11:00"),
        "record",
        checks=(record_is(date_published="2024-05-01T23:30:00-11:00", date_published_utc_offset_minutes=-660),),
    ),
    Row(
        51,
        "a leap second",
        lambda: dated("2016-12-31T23:59:60Z"),
        "record",
        checks=(record_is(date_published="2016-12-31T23:59:59Z"),),
    ),
    Row(
        52,
        "two days in one",
        lambda: dated("03/04/2024"),
        "record",
        checks=(lambda a: any(r.reason == "ambiguous" for r in a.rejected),),
    ),
    Row(
        53,
        "Arabic digits",
        lambda: dated("\u0662\u0660\u0662\u0664-\u0660\u0665-\u0660\u0661"),
        "record",
        checks=(record_is(date_published="2024-05-01"),),
    ),
    *[
        Row(
            54,
            f"a canonical that is {x}",
            lambda x=x: plain(head=f"<link rel=canonical href='{x}'><meta property='og:url' content='{x}'>"),
            "record",
            checks=(
                body_is_whole,
                record_is(url=URL, canonical_url=None),
                lambda a: a.publisher.domain == "harbour-post.test",
            ),
        )
        for x in ("javascript:alert(1)", "file:///etc/passwd", "https://other-paper.test/story", "http://[::1", "")
    ],
    Row(
        54,
        "a base that is a script",
        lambda: plain(head="<base href='javascript:alert(1)//'>"),
        "record",
        checks=(body_is_whole, record_is(url=URL)),
    ),
    Row(
        55,
        "markup and a formula in the title",
        lambda: page(
            article(headline="=cmd &lt;script&gt;alert(1)&lt;/script&gt; in the harbour tonight"),
            title="=cmd &lt;script&gt;alert(1)&lt;/script&gt; in the harbour tonight",
        ).encode(),
        "record",
        checks=(record_is(headline="=cmd <script>alert(1)</script> in the harbour tonight"),),
    ),
    Row(
        55,
        "a new line and an escape in the title",
        lambda: page(
            article(headline="Fine&#10;2024-01-01 CRITICAL: forged&#27;[31m words in the harbour"), title="x"
        ).encode(),
        "record",
        checks=(lambda a: a.headline is not None and a.headline.isprintable(),),
    ),
]
