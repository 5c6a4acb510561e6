"""What a server sends oddly is the same page in the crawl and in the re-parse of its archive."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import newsspider
from pipelines.ledger import encode
from pipelines.record import Article, Rejection
from tests.server.crawling import scrapy
from tests.server.loopback import Asked, Loopback, plain
from tests.server.stories import story

HALF = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": "Sea \\udc00",'
    ' "keywords": ["\\ud800"], "author": {"@type": "Person", "name": "Ana \\ud83d Silva"},}</script>'
)
PACKED = gzip.compress(gzip.compress(story(3)))
TWICE = (("Content-Encoding", "gzip"), ("Content-Encoding", "gzip"))
CODECS = ("zlib_codec", "rot13", "idna", "undefined", "unicode_escape", "hex", "nosuch", "utf-7")
ODD: dict[str, bytes] = {
    "plain": plain(story(1)),
    "twice": plain(PACKED, headers=TWICE),
    "once-named-twice-packed": plain(PACKED, headers=TWICE[:1]),
    "named-and-not-packed": plain(story(4), headers=TWICE),
    "deflate-and-gzip": plain(gzip.compress(story(5)), headers=(("Content-Encoding", "identity"), TWICE[0])),
    "headers-of-2-mb": plain(story(6), headers=tuple((f"X-{i}", "v" * 1_000) for i in range(2_000))),
    "status-0": plain(story(7), status="0 Nothing"),
    "status-negative": plain(story(8), status="-7 Less"),
    "status-99": plain(story(9), status="99 Few"),
    "status-1000": plain(story(10), status="1000 Many"),
    "choices": plain(story(11), status="300 Multiple Choices", headers=(("Location", "/else"),)),
    "proxy": plain(story(12), status="305 Use Proxy", headers=(("Location", "/else"),)),
    "moved-nowhere": plain(story(13), status="301 Moved Permanently"),
    "half-characters": plain(story(14, head=HALF)),
    "no-header": b"HTTP/1.1 200 OK\r\n\r\n" + story(15),
    "text": plain(story(16), kind="text/plain"),
    "no-type": plain(story(17), kind=None),
    "picture": plain(b"\x89PNG" + bytes(400), kind="image/png"),
    **{f"charset-{n}": plain(story(30 + n), kind=f"text/html; charset={name}") for n, name in enumerate(CODECS)},
    "partly": plain(story(19), status="206 Partial Content"),
    "chunked-in-name": plain(story(20), headers=(("Transfer-Encoding", "identity"),)),
}


async def answer(asked: Asked, writer: asyncio.StreamWriter) -> None:
    name = asked.host.removesuffix(".test")
    writer.write(plain(b"", kind="text/plain") if asked.path == "/robots.txt" else ODD[name])


def test_a_crawl_and_its_archive_agree(tmp_path: Path) -> None:
    with Loopback(answer) as server:
        urls = ",".join(server.url(f"{name}.test", "/a") for name in ODD)
        done = scrapy("articles", tmp_path, "-a", f"urls={urls}", RETRY_TIMES="0")
    assert [line for line in done.rejected if line["reason"] == "internal_error"] == []
    crawled = done.by_url()
    assert len(crawled) == len(ODD)
    read = {found.url: found for found in newsspider.iter_reparse([tmp_path / "data" / "archive"], jobs=1)}
    for url, line in crawled.items():
        name = url.split("/")[2].partition(".")[0]
        if line["source"]["kind"] != "warc":
            assert url not in read, f"{name}: never archived"
            continue
        found = read.pop(url, None)
        if found is None:  # what is no page is passed over there
            assert line["reason"] == "not_html", name
        elif isinstance(found, Rejection):
            assert line["reason"] == found.reason, name
        else:
            assert line["schema_version"], name
            assert line["headline"] == found.headline, name
    assert read == {}, "two pages of one address"
    kept = set((tmp_path / "articles.jsonl").read_bytes().splitlines())
    again = newsspider.iter_reparse([tmp_path / "data" / "archive"], jobs=1)
    assert {encode(found) for found in again if isinstance(found, Article)} == kept
    assert {"twice", "choices", "proxy", "half-characters", "no-header"} <= {
        url.split("/")[2].partition(".")[0] for url in (line["url"] for line in done.articles)
    }
