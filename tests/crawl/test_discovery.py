"""Feeds, sitemaps and section pages to links; rows 77 to 83 of the bad inputs."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery import MAX_LINKS, address, announced, matches, read, read_page

BASE = "https://harbour.test/feeds/all.xml"
URLS = ("https://harbour.test/a/one", "https://harbour.test/a/two")
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Harbour</title><link>https://harbour.test/</link><atom:link href="https://harbour.test/feed" rel="self"/>
<item><title>One &amp; only</title><link>https://harbour.test/a/one#c</link>
<pubDate>Tue, 03 Mar 2026 09:15:00 +0100</pubDate></item>
<item><title>Two</title><guid>https://harbour.test/a/two</guid></item>
<item><title>No link</title><guid isPermaLink="false">x-17</guid></item>
<item><title>Mail</title><link>mailto:a@harbour.test</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title><link href="https://harbour.test/"/>
<entry><link rel="enclosure" href="https://harbour.test/x.mp3"/><link href="/a/one"/><title>One &amp; only</title>
<published>2026-03-03T09:15:00+01:00</published><updated>2026-03-04T10:00:00Z</updated></entry>
<entry><link rel="alternate" href="https://harbour.test/a/two"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://harbour.test/"><title>H</title></channel>
<item rdf:about="https://harbour.test/a/one"><title>One &amp; only</title>
<dc:date>2026-03-03T09:15:00+01:00</dc:date></item>
<item rdf:about="https://harbour.test/x"><link>https://harbour.test/a/two</link></item></rdf:RDF>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"url": URLS[0], "title": "One & only", "date_published": "2026-03-03T09:15:00+01:00"},
            {"id": "https://harbour.test/a/two"},
            {"id": 5},
            "no item",
        ],
    }
)  # fmt: skip
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://harbour.test/a/one </loc><news:news><news:publication><news:name>H</news:name></news:publication>
<news:publication_date>2026-03-03T09:15:00+01:00</news:publication_date>
<news:title>One &amp; only</news:title></news:news>
<image:image><image:loc>https://harbour.test/i.jpg</image:loc></image:image></url>
<url><loc>https://harbour.test/a/two</loc><lastmod>2026-03-04</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://harbour.test/news.xml</loc><lastmod>2026-03-04</lastmod></sitemap>
<sitemap><loc>/old.xml.gz</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    ("kind", "text"), [("rss", RSS), ("atom", ATOM), ("rdf", RDF), ("json", JSON_FEED), ("news_sitemap", NEWS)]
)
def test_every_form_gives_the_same_links(kind: str, text: str) -> None:
    found = read(text.encode(), BASE)
    assert (found.kind, found.faults) == (kind, ())
    assert tuple(link.url for link in found.links) == URLS
    assert found.links[0].title == "One & only"
    assert found.links[0].published is not None
    assert found.links[0].published.isoformat() == "2026-03-03T09:15:00+01:00"


def test_an_index_gives_sitemaps() -> None:
    found = read(INDEX.encode(), BASE)
    assert found.kind == "sitemap_index"
    assert [s.url for s in found.sitemaps] == ["https://harbour.test/news.xml", "https://harbour.test/old.xml.gz"]
    assert found.sitemaps[0].modified is not None
    assert found.links == ()


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1251", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    title = "Über den Hafen" if encoding != "windows-1251" else "Порт"
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    text = RSS.replace('encoding="utf-8"', f'encoding="{name}"').replace("One &amp; only", title)
    assert read(text.encode(encoding), BASE).links[0].title == title


def test_packed_and_plain_lists() -> None:
    assert [link.url for link in read(gzip.compress(NEWS.encode()), BASE).links] == list(URLS)
    assert [link.url for link in read("\n".join(URLS).encode(), BASE).links] == list(URLS)


def test_a_feed_that_names_an_unknown_entity_keeps_its_entries() -> None:
    found = read(RSS.replace("Two", "Two&nbsp;three").encode(), BASE)
    assert [link.url for link in found.links] == list(URLS)


def many(number: int) -> bytes:
    urls = "".join(
        f"<url><loc>https://harbour.test/a/{i}</loc><lastmod>2026-03-04</lastmod></url>" for i in range(number)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)


def test_row_77_entities_do_not_blow_up(tmp_path: Path) -> None:
    for text in (
        LAUGHS + RSS.partition("?>")[2].replace("<title>Two", "<title>&j;"),
        '<!DOCTYPE x [<!ENTITY a "' + "x" * 100_000 + '">]>' + RSS.partition("?>")[2].replace("Two", "&a;" * 20_000),
    ):
        tracemalloc.start()
        found = read(text.encode(), BASE)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found.links[0].url == URLS[0], "the good entry before it is kept"
        assert peak < 50_000_000


def test_row_78_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://harbour.test/secret")
    for declared in (f'<!ENTITY e SYSTEM "file://{secret}">', f'<!ENTITY % p SYSTEM "file://{secret}"> %p;'):
        text = f"<!DOCTYPE x [{declared}]>" + RSS.partition("?>")[2].replace("Two", "&e;")
        assert "secret" not in repr(read(text.encode(), BASE))


def test_row_79_a_file_gives_no_more_than_the_protocol_allows() -> None:
    started = time.process_time()
    found = read(many(60_000), BASE)
    assert len(found.links) == MAX_LINKS
    assert found.faults == ("too_many",)
    assert time.process_time() - started < 10


def test_row_80_a_cut_file_keeps_what_it_has() -> None:
    whole = many(1_000)
    found = read(whole[: int(len(whole) * 0.9595)], BASE)
    assert len(found.links) == 959
    assert found.faults == ("truncated",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"\x00\x01\x02" * 900,
        b"<html><body>404</body></html>",
        b"<!doctype html><title>x</title>",
        b"Not Found",
    ],
)
def test_row_81_what_is_no_feed(content: bytes) -> None:
    found = read(content, BASE)
    assert (found.kind, found.links, found.faults) == ("unknown", (), ("not_xml",))


def test_row_83_depth() -> None:
    found = read(b"<rss><channel>" + b"<a>" * 100_000, BASE)
    assert found.links == ()
    assert found.faults


@pytest.mark.parametrize("content", [b"{", b'{"items": 3}', b"[1, 2]", b"[" * 100_000])
def test_broken_json(content: bytes) -> None:
    assert read(content, BASE).faults == ("bad_json",)


@given(st.binary(max_size=200), st.integers(0, len(RSS) - 1))
def test_damage_never_raises(noise: bytes, at: int) -> None:
    read(RSS.encode()[:at] + noise + RSS.encode()[at:], BASE)
    read(noise, BASE)
    read_page(noise, BASE)


PAGE = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" hreflang="de" href="/de"><link rel=stylesheet href=a.css></head><body>
<a href="/world/2026/03/04/x">Dated</a> <a href="/story-about-the-old-harbour">Slug</a> <a href="/world">World</a>
<a href="/article/1234567">Number</a>
<a href="https://other.test/2026/03/04/y">Elsewhere</a> <a href="/tag/sea">Tag</a>
<a href="https://www.harbour.test/world/2026/03/04/z?utm_source=top">Beside</a>
<a href="javascript:x()">No</a></body>"""


def test_section_pages() -> None:
    assert [link.url.rpartition("/")[2] for link in read_page(PAGE, "https://harbour.test/world").links] == [
        "x",
        "story-about-the-old-harbour",
        "1234567",
        "z?utm_source=top",
    ]
    only = read_page(PAGE, "https://harbour.test/world", ("/article/*",)).links
    assert [link.title for link in only] == ["Number"]
    assert announced(PAGE, "https://harbour.test/") == ("https://harbour.test/feed.xml",)
    assert read_page(b"<a href=/2026/03/04/x>" * 100_000, BASE).links != ()


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("/a/b", "/a/*", True),
        ("/a/b/c", "/a/*", False),
        ("/a/b/c", "/a/**", True),
        ("/a", "/a/**", True),
        ("/a/b/c.html", "**/*.html", True),
        ("/c.html", "**/*.html", True),
        ("/a/b/c.htm", "**/*.html", False),
        ("/a/x/b/y", "/a/**/b/**", True),
        ("/" + "a/" * 40 + "b", "/" + "**/a/" * 20 + "c", False),
    ],
)
def test_patterns(path: str, pattern: str, fits: bool) -> None:
    assert matches(path, pattern) is fits


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://A.test:443/x?utm_source=f&id=3#top", "https://a.test/x?id=3"),
        ("https://a.test/x?fbclid=1", "https://a.test/x"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_addresses(url: str, key: str) -> None:
    assert address(url) == key
