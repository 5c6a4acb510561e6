"""Feeds, sitemaps, section pages and robots.txt of ill will: no exception out, and what comes can be asked for."""

from __future__ import annotations

import gzip
import json
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego
from scrapy.http import Request
from twisted.web.client import URI

from newsspider import discovery
from newsspider.discovery import Found, Link
from newsspider.discovery.elsewhere import _Asked, answer
from newsspider.discovery.requestable import form_fault
from newsspider.fetch.retry import seconds_of
from newsspider.fetch.robots import for_us
from newsspider.state import State
from tests.crawl.test_discovery import ATOM, INDEX, JSON_FEED, NEWS, PAGE, RDF, RSS, URLS

SEED = int(os.environ.get("FUZZ_SEED", "42"))
MUTANTS = int(os.environ.get("FUZZ_MUTANTS", "80"))
BASE = "https://harbour.test/feeds/all.xml"
ROBOTS = (
    b"User-agent: *\nDisallow: /private/\nAllow: /private/open\nCrawl-delay: 2\n\nUser-agent: newsspider\nUser-agent: "
    b"otherbot\nDisallow: /*.pdf$\nSitemap: https://harbour.test/s.xml\n\nUser-agent: thirdbot\nDisallow: /\n"
)
LISTINGS = {
    "rss": RSS.encode(), "atom": ATOM.encode(), "rdf": RDF.encode(), "json": JSON_FEED.encode(), "news": NEWS.encode(),
    "index": INDEX.encode(), "page": PAGE, "text": "\n".join(URLS).encode(), "gzip": gzip.compress(NEWS.encode()),
}  # fmt: skip
BAD_URLS = (
    "http://a.test:99999/", "http://a.test:abc/", "http://a.test:-1/", "http://a.test:８０/", "http://[::1]x/",
    "http://[::1", "http://a..test/", "http://" + "a" * 64 + ".test/", "http://a.test:0/", "http://u:p@a.test/",
    "http://a\ud800.test/", "http:///x", "http:x", "//", "http://a%00b.test/", "javascript:x()", "http://" + "ü" * 80,
    "http://a.test/" + "x" * 5_000, "http://a.test:1:2/", "http://[fe80::1%eth0]/", "http://[v1.x]/", "?", "http://\u2100.test/",
)  # fmt: skip
PIECES = (
    *(url.encode("utf-8", "surrogatepass") for url in BAD_URLS),
    b"99999999999999999999", b"Thu, 01 Jan 99999999999 00:00:00 GMT", b"0001-01-01T00:00:00+23:59", b"9" * 5_000,
    b"9999-12-31T23:59:59-12", b"\\ud800", b"\xed\xa0\x80", b"&#xD800;", b"\0", b"\xff\xfe", b"<item>", b"</item>",
    b"<url>", b"<link>", b"]]>", b"<![CDATA[", b"&amp;", b"&x;", b"<!DOCTYPE x [", b"[" * 3_000, b'"', b"{", b"\n",
    b":", b"*", b"$", b"User-agent: ", b"%", b"Crawl-delay: 1e999", b"Disallow: /%zz\xff", b"<base href='http://[::1'>",
    b"xml:base='http://[' ",
)  # fmt: skip


def mutant(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.choice((1, 5, 60))]
        elif kind == 2:
            data[at:at] = data[at : at + 80] * chance.randint(1, 9)
        else:
            data[at:at] = chance.choice(PIECES)
    return bytes(data)


def look(content: bytes, *, is_page: bool) -> Found:
    """Read a listing as the worker of a crawl does."""
    import msgspec

    reply = answer(msgspec.msgpack.encode(_Asked(content, BASE, is_page, ())))
    return msgspec.msgpack.decode(reply, type=Found)


@pytest.mark.parametrize("name", LISTINGS)
def test_mutants_of_listings(name: str, tmp_path: Path) -> None:
    with State(tmp_path / "state.sqlite") as state:
        for seed in range(SEED, SEED + MUTANTS * 3):
            data = mutant(LISTINGS[name], random.Random(f"{name}{seed}"))
            found = look(data, is_page=name == "page")
            assert "unreadable" not in found.faults, f"seed {seed}: an exception"
            for link in (*found.links, *found.sitemaps):
                assert URI.fromBytes(Request(link.url).url.encode("ascii")).port, f"seed {seed}: {link.url!r}"
                assert link.key == discovery.address(link.url)
            state.discover("harbour.test", found.links, 1.8e9)


@pytest.mark.parametrize("bad", BAD_URLS)
@pytest.mark.parametrize("form", ["rss", "json", "text", "news", "page"])
def test_one_bad_entry_costs_one_entry(form: str, bad: str) -> None:
    good, wrong = URLS[0] + "-has-four-words-here", bad
    if form == "text" and not bad.startswith("http://"):
        pytest.skip("a list of addresses begins as one")
    if form in ("rss", "news") and "\ud800" in bad:
        pytest.skip("no XML can say it")
    date = "Thu, 01 Jan 99999999999 00:00:00 GMT"
    if form == "json":
        items = [{"url": wrong, "title": "\ud800"}, {"url": good, "title": "Half \ud800", "date_published": date}]
        data = json.dumps({"items": [*items, {"n": 1}]}).replace(": 1}", ": " + "9" * 6_000 + "}").encode()
    elif form == "text":
        data = f"{good}\n{wrong}".encode("utf-8", "surrogatepass")
    elif form == "page":
        data = f"<a href='{wrong}'>x</a><a href='{good}'>y</a>".encode("utf-8", "surrogatepass")
    else:
        entry = "<url><loc>{}</loc><lastmod>{}</lastmod></url>" if form == "news" else (
            "<item><link>{}</link><pubDate>{}</pubDate></item>"
        )  # fmt: skip
        root = "urlset" if form == "news" else "rss"
        inside = "".join(entry.format(url.replace("&", "&amp;"), date) for url in (good, wrong))
        data = f"<{root}>{inside}</{root}>".encode("utf-8", "replace")
    found = look(data, is_page=form == "page")
    # a relative address is one of this site
    assert [link.url for link in found.links if "harbour.test" not in link.url or link.url == good] == [good]


@given(st.text(max_size=60), st.sampled_from(("http://", "https://", "http://a.test:", "http://[", "http://a.test/")))
def test_what_passes_can_be_requested(text: str, start: str) -> None:
    url = start + text
    if form_fault(url) is None:
        sent = Request(url).url
        assert URI.fromBytes(sent.encode("ascii")).port
        assert sent.startswith(("http://", "https://"))


@given(st.binary(max_size=40))
def test_retry_after_never_raises(header: bytes) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    late = b"Thu, 01 Jan 99999999999 00:00:00 GMT"
    for value in (header, late, late + header, b"1\xb2", b"\xb3", b"9" * 5_000, header * 90):
        seconds = seconds_of(value, now)
        assert seconds is None or seconds >= 0


def test_mutants_of_robots() -> None:
    """The names of others are taken out; what is allowed stays what Protego reads in the whole file."""
    paths = ("/", "/private/a", "/private/open", "/x.pdf", "/a?b")
    for seed in range(SEED, SEED + MUTANTS * 5):
        chance = random.Random(f"robots{seed}")
        data = mutant(ROBOTS, chance)
        whole, ours = (
            Protego.parse(rules.decode("utf-8-sig", "ignore")) for rules in (data, for_us(data, "newsspider"))
        )
        for agent in ("newsspider",):
            for path in paths:
                url = f"https://harbour.test{path}"
                assert whole.can_fetch(url, agent) == ours.can_fetch(url, agent), f"seed {seed}: {data!r}"
            assert whole.crawl_delay(agent) == ours.crawl_delay(agent), f"seed {seed}: {data!r}"


def test_robots_of_many_names_and_rules_are_read_at_once() -> None:
    rules = "".join(f"User-agent: bot{n}\n" for n in range(15_000)) + "Disallow: /x\n" * 20_000
    prefixes = "".join(f"User-agent: {'newsspider'[:n]}\n" for n in range(1, 11)) + "Disallow: /y\n" * 30_000
    for text in (rules, prefixes):
        begun = time.process_time()
        found = Protego.parse(for_us(text.encode()[: 500 * 1024], "newsspider").decode())
        assert found.can_fetch("https://harbour.test/y", "newsspider") is (text is rules)
        assert time.process_time() - begun < 2, "0.3 s on a quiet machine; hours without the first step"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><a " + b" ".join(b"a%d=1" % n for n in range(150_000)) + b" href=/2026/03/04/x>x</a>",
        b"<html><body>" + b"<a href=/2026/03/04/x>" * 250 + b"word " * 800_000,
        b"<html><body>" + b"<a href=/2026/03/04/x>t</a>" * 150_000,
    ],
)
def test_section_pages_made_to_be_slow(data: bytes) -> None:
    begun = time.process_time()
    look(data, is_page=True)
    assert time.process_time() - begun < 3


def test_titles_and_addresses_are_bounded() -> None:
    base = BASE + "?" + "x" * 3_900
    items = b"".join(b"<item><link>&amp;%d</link></item>" % n for n in range(30_000))
    found = discovery.read(b"<rss>" + items + b"</rss>", base)
    assert sum(len(link.url) for link in found.links) < 21_000_000
    assert isinstance(found.links[0] if found.links else Link(""), Link)
