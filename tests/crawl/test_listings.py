"""Listings of ill will: one costs itself; the sites beside it are polled, and none of them waits."""

from __future__ import annotations

import asyncio
import gzip
import time
from pathlib import Path

from newsspider.discovery.elsewhere import SMALL, Reader
from tests.crawl.project import project
from tests.server.sites import NewsSite, Town

BAD_LINKS = (
    "http://bad.test:99999/a", "http://bad.test:abc/", "http://bad.test:-1/", "http://bad.test:８０/", "http://[::1]x/",
    "http://bad..test/", "http://bad.test/%ZZ",
)  # fmt: skip


class BadSite(NewsSite):
    def feed(self) -> bytes:
        items = "".join(f"<item><link>{link}</link><pubDate>{_DATE}</pubDate></item>" for link in BAD_LINKS)
        return super().feed().replace(b"</channel>", f"{items}</channel>".encode())


_DATE = "Thu, 01 Jan 99999999999 00:00:00 GMT"


def test_one_sites_links_stop_no_other_site(tmp_path: Path) -> None:
    bad, good = BadSite.of("bad.test", 2), NewsSite.of("good.test", 2)
    with Town(bad, good) as town:
        made = project(tmp_path / "p", town, bad, good)
        for turn in range(2):
            done = made.run()
            assert "Traceback" not in done.stderr, done.stderr[-3000:]
            assert {r["url"].split("/")[2].split(":")[0] for r in made.records()} == {"bad.test", "good.test"}, turn
            good.stories |= NewsSite.of("good.test", 4).stories
    assert sum("good.test" in r["url"] for r in made.records()) == 4


def test_a_site_that_is_down_is_named(tmp_path: Path) -> None:
    up, down = NewsSite.of("up.test", 2), NewsSite.of("down.test", 2)
    with Town(up) as town:
        made = project(tmp_path / "p", town, up, down)
        facts_of = made.folder / "sites" / "down.test.toml"
        facts_of.write_text(facts_of.read_text().replace(f":{town.port}/", ":9/"))  # nobody listens there
        done = made.run("--quiet")
    facts = made.facts()
    assert done.returncode == 6, done.stderr[-2000:]
    assert "down.test" in done.stderr
    assert "no source answered" in done.stderr
    assert facts["alarms"].keys() == {"down.test"}
    assert facts["sites"]["down.test"]["sources_failed"]


def test_a_listing_made_to_be_slow_holds_nobody_up() -> None:
    """Half a megabyte of attributes, and a gzip bomb: the loop goes on while a child reads them."""
    assert asyncio.run(_longest_wait()) < 0.5


async def _longest_wait() -> float:
    attributes = "<a " + " ".join(f"a{n}=1" for n in range(60_000)) + " href='/news/a'>x</a>"
    page = f"<html><body>{attributes}</body></html>".encode()
    bomb = gzip.compress(b"<rss><channel>" + b"<item>" * 3_000_000)
    assert len(page) > SMALL
    reader = Reader()
    longest, ended = 0.0, False

    async def watch() -> None:
        nonlocal longest
        while not ended:
            begun = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - begun)

    watching = asyncio.create_task(watch())
    try:
        await reader.read(page, "https://a.test/", is_page=True)
        await reader.read(bomb, "https://a.test/feed", is_page=False)
    finally:
        ended = True
        await watching
        reader.close()
    return longest
