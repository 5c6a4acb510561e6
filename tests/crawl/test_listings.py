"""Listings of ill will: one costs itself; the sites beside it are polled, and none of them waits."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest

from newsspider.discovery.elsewhere import SMALL, Reader
from newsspider.state import State
from tests.crawl.project import project
from tests.server.loopback import Asked, plain
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


@pytest.mark.long
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
    down = facts["sites"]["down.test"]
    assert (down["sources"], down["silent"], down["robots"]) == ({"failed": 2}, 2, 0)
    assert "refused" in str(down["unread"]), "it is dead, and nothing forbids it"


def test_what_an_older_state_holds_costs_one_line(tmp_path: Path) -> None:
    """Addresses that came in when nothing was asked of them: each ends as a rejection, and is not asked for again."""
    bad, good = NewsSite.of("bad.test", 1), NewsSite.of("good.test", 1)
    with Town(bad, good) as town:
        made = project(tmp_path / "p", town, bad, good)
        with State(made.folder / "data" / "state.sqlite") as state:
            for url in BAD_LINKS[:5]:
                state._db.execute(
                    "INSERT INTO pages (key, url, site, found_at, due) VALUES (?, ?, 'bad.test', 0, 0)", (url, url)
                )
                state._db.execute("INSERT INTO sources (url, site, parent, due) VALUES (?, 'bad.test', 'x', 0)", (url,))
        for _ in range(2):
            done = made.run()
            assert done.returncode in (0, 6), done.stderr[-3000:]
            assert "Traceback" not in done.stderr
        assert sorted(r["url"] for r in made.rejected()) == sorted(BAD_LINKS[:5])
        assert {r["reason"] for r in made.rejected()} == {"bad_input"}
        assert {r["url"].split("/")[2].split(":")[0] for r in made.records()} == {"bad.test", "good.test"}


def test_one_source_that_fails_beside_others_is_told_and_no_alarm(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        facts = made.folder / "sites" / "harbour.test.toml"
        facts.write_text(facts.read_text().replace("feeds = [", f'feeds = ["http://harbour.test:{town.port}x/f", '))
        done = made.run()
    assert done.returncode == 0, done.stderr[-2000:]
    assert "not read: harbour.test" in done.stderr
    (said,) = made.facts()["sites"]["harbour.test"]["unread"].values()
    assert said.startswith("bad_input: no URL")


def test_a_feed_that_fails_while_others_are_not_due_is_no_dead_site(tmp_path: Path) -> None:
    """The failed one is asked again before the others: a run that polls it alone knows of them."""
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        facts = made.folder / "sites" / "harbour.test.toml"
        facts.write_text(facts.read_text().replace("feeds = [", f'feeds = ["{site.url("/gone.xml")}", '))
        assert made.run().returncode == 0
        with State(made.folder / "data" / "state.sqlite") as state:
            state._db.execute("UPDATE sources SET due = CASE WHEN url LIKE '%gone%' THEN 0 ELSE 9e9 END")
        done = made.run("--due")
        assert made.facts()["sources"] == {"failed": 1}
        assert made.facts()["alarms"] == {}, done.stderr[-2000:]


MEASURED = """
import asyncio, json, time
from newsspider.settings import *
from scrapy import signals

class Lag:
    # the longest time that the event loop works without a pause, in CPU time of its thread: load says nothing
    longest = 0.0

    @classmethod
    def from_crawler(cls, crawler):
        self = cls()
        crawler.signals.connect(self.begin, signal=signals.engine_started)
        crawler.signals.connect(self.end, signal=signals.spider_closed)
        return self

    def begin(self):
        self.loop, self.at = asyncio.get_running_loop(), time.thread_time()
        self.next = self.loop.call_later(0.005, self.tick)

    def tick(self):
        now = time.thread_time()
        self.longest, self.at = max(self.longest, now - self.at), now
        self.next = self.loop.call_later(0.005, self.tick)

    def end(self):
        self.next.cancel()
        open("lag.json", "w").write(json.dumps(self.longest))

EXTENSIONS = {**EXTENSIONS, "measured.Lag": 500}
"""


def _packed(body: bytes) -> bytes:
    return plain(body, kind="application/rss+xml", headers=(("Content-Encoding", "gzip"),))


def _sitemap() -> bytes:
    urls = "".join(f"<url><loc>https://slow.test/a/{n}</loc></url>" for n in range(50_000))
    return f"<urlset>{urls}</urlset>".encode()


def _names() -> bytes:
    return ("".join(f"User-agent: b{n}\n" for n in range(15_000)) + "Disallow: /x\n" * 20_000).encode()


SLOW = {
    "attributes": lambda: plain(b"<html><a " + b" ".join(b"a%d=1" % n for n in range(150_000)) + b">x</a></html>"),
    "links": lambda: plain(_sitemap(), kind="application/xml"),
    "entries": lambda: plain(b"<rss><channel>" + b"<item>" * 200 + b"<x/>" * 800_000, kind="application/xml"),
    "bomb": lambda: _packed(gzip.compress(b"<rss><channel>" + b"<item>" * 3_000_000)),
    "members": lambda: _packed(gzip.compress(b"") * 950_000),
    "large": lambda: plain(b"<rss><channel>" + b"<item>x</item>" * 1_400_000, kind="text/html"),
    "names": lambda: plain(_names(), kind="text/plain"),
}


class SlowSite(NewsSite):
    answers: bytes
    at: str

    def answer(self, asked: Asked) -> bytes:
        return self.answers if asked.path == self.at else super().answer(asked)


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
def test_no_listing_delays_another_site(tmp_path: Path, name: str) -> None:
    slow, quick = SlowSite.of("slow.test", 1), NewsSite.of("quick.test", 25)
    slow.answers, slow.at = SLOW[name](), "/robots.txt" if name == "names" else "/feed.xml"
    with Town(slow, quick) as town:
        made = project(tmp_path / "p", town, slow, quick)
        if name == "attributes":
            facts = made.folder / "sites" / "slow.test.toml"
            facts.write_text(facts.read_text().replace("feeds", "sections"))
        (made.folder / "measured.py").write_text(MEASURED)
        (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = measured\n")
        done = made.run("--limit", "30", timeout=300)
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        assert sum(r["url"].startswith("http://quick.test") for r in made.records()) == 25
        begun = next(a.at for a in town.log if a.host == "slow.test" and a.path == slow.at)
        asked = [a.at for a in town.log if a.host == "quick.test" and a.at >= begun]
        longest = json.loads((made.folder / "lag.json").read_text())
        waits = max((b - a for a, b in pairwise(asked)), default=0.0)
        print(f"{name}: {longest:.3f} s of work at once, {waits:.3f} s between two requests of the other site")
        assert longest < 0.5


@pytest.mark.long
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
