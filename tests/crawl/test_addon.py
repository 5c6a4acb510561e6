"""Another Scrapy project with `ADDONS = {"newsspider.Addon": 500}`, and Scrapy's own commands on our spiders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsspider import Addon, settings
from newsspider.state import State
from tests.server.crawling import LOOPBACK, ROOT, lines
from tests.server.loopback import Loopback, plain
from tests.server.sites import NewsSite, Town
from tests.server.stories import story

SETTINGS = """
SPIDER_MODULES = ["theirs"]
ADDONS = {"newsspider.Addon": 500}
USER_AGENT = "theirs/1 (+https://theirs.example)"
DOWNLOAD_TIMEOUT = 17
DOWNLOADER_MIDDLEWARES = {"theirs.Marking": 543}
ITEM_PIPELINES = {"theirs.Counting": 900}
FEEDS = {"feed-%(name)s.jsonl": {"format": "jsonlines", "overwrite": True}}
"""
THEIRS = """
from dataclasses import dataclass
import attrs
from scrapy import Spider, Request
from scrapy.exceptions import DropItem
from newsspider import PageSpider, page_of

@dataclass
class AsDataclass:
    content: bytes
    url: str
    retrieved_at: str = "2026-03-03T12:00:00Z"

@attrs.define
class AsAttrs:
    content: bytes
    url: str

class Marking:
    def process_request(self, request):
        request.headers["X-Theirs"] = "1"

class Counting:
    def process_item(self, item):
        if type(item).__name__ == "Article" and item.source.kind == "warc":
            raise DropItem("we have it")
        print("ITEM", type(item).__name__, flush=True)
        return item

class Mixed(Spider):
    name = "mixed"

    async def start(self):
        for path in ("dict", "dataclass", "attrs", "page", "own"):
            yield Request(self.site + "/news/" + path, cb_kwargs={"kind": path})

    def parse(self, response, kind):
        assert self.settings.getint("DOWNLOAD_TIMEOUT") == 17
        assert self.settings.getbool("ROBOTSTXT_OBEY")
        if kind == "dict":
            yield {"content": response.body, "url": response.url}
        elif kind == "dataclass":
            yield AsDataclass(response.body, response.url)
        elif kind == "attrs":
            yield AsAttrs(response.body, response.url)
        elif kind == "page":
            yield page_of(response)
        else:
            yield {"price": 3}

class Archiving(PageSpider):
    name = "archiving"

    async def start(self):
        yield self.ask(self.site + "/news/page")
"""


def call(folder: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    options = [part for k, v in {**LOOPBACK, **given}.items() for part in ("-s", f"{k}={v}")]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments, *options], cwd=folder, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


@pytest.mark.long
def test_another_project(tmp_path: Path) -> None:
    site = NewsSite("harbour.test")
    site.stories = {f"/news/{kind}": story(i) for i, kind in enumerate(("dict", "dataclass", "attrs", "page", "own"))}
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = project_settings\n")
    (tmp_path / "project_settings.py").write_text(SETTINGS)
    (tmp_path / "theirs.py").write_text(THEIRS)
    with Town(site) as town:
        done = call(tmp_path, "crawl", "mixed", "-a", f"site={town.url('harbour.test')[:-1]}", "-O", "out.jsonl")
        assert done.returncode == 0
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        assert sorted(done.stdout.split()[1::2]) == ["Article"] * 4 + ["dict"]
        found = lines(tmp_path / "out.jsonl")
        assert {"price": 3} in found
        assert (tmp_path / "feed-mixed.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes(), "FEEDS as -O"
        assert len([x for x in found if x.get("authors")]) == 4
        assert {a.headers["user-agent"] for a in town.log} == {"theirs/1 (+https://theirs.example)"}
        assert all(a.headers.get("x-theirs") for a in town.log)
        assert town.hits["harbour.test", "/robots.txt"] == 1
        done = call(tmp_path, "crawl", "archiving", "-a", f"site={town.url('harbour.test')[:-1]}")
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        assert len(list((tmp_path / "data" / "archive").glob("*.warc.gz"))) == 1
        last = max((tmp_path / "data" / "runs").iterdir()) / "run.json"
        assert json.loads(last.read_text())["exit_code"] == 0, "what the project drops owes no line"
        with State(tmp_path / "data" / "state.sqlite") as state:
            assert state.pending() == set()


def test_settings_of_the_project_win() -> None:
    from scrapy.settings import Settings

    theirs = Settings()
    theirs.set("COOKIES_ENABLED", True, priority="project")
    theirs.set("EXTENSIONS", {"newsspider.running.Run": None, "a.B": 1}, priority="project")
    Addon().update_settings(theirs)
    assert theirs.getbool("COOKIES_ENABLED")
    assert theirs.getdict("EXTENSIONS")["newsspider.running.Run"] is None
    assert theirs.getdict("EXTENSIONS")["a.B"] == 1
    assert theirs.getint("DOWNLOAD_MAXSIZE") == settings.DOWNLOAD_MAXSIZE
    assert theirs["BOT_NAME"] != settings.BOT_NAME


@pytest.mark.long
def test_scrapy_commands(tmp_path: Path) -> None:
    site = NewsSite.of("contract.test", 1)

    async def serve(asked: object, writer: object) -> None:
        writer.write(plain(story(1)) if asked.path == "/story" else plain(b"", kind="text/plain"))  # type: ignore[attr-defined]

    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = newsspider.settings\n")
    with Loopback(serve, 8998):
        done = call(tmp_path, "check", NEWSSPIDER_DATA="")
        assert done.returncode == 0, done.stderr[-2000:]
        assert "OK" in done.stderr
        url = "http://contract.test:8998/story"
        done = call(tmp_path, "parse", url, "--spider=articles", "--pipelines", "--nocolour", NEWSSPIDER_DATA="")
        assert "Ferry number 1" in done.stdout, done.stderr[-2000:]
        done = call(tmp_path, "crawl", "articles", "-a", f"urls={url}", "-O", "a.jsonl", NEWSSPIDER_OUTPUT="b.jsonl")
        assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
        assert json.loads((tmp_path / "a.jsonl").read_text())["source"]["kind"] == "warc"
    assert site.host == "contract.test"


PYDANTIC = """
from pydantic import BaseModel
from scrapy import Request, Spider

class Stored(BaseModel):
    content: bytes
    url: str
    retrieved_at: str = "2026-03-03T12:00:00Z"

class Typed(Spider):
    name = "typed"

    async def start(self):
        yield Request(self.site + "/news/typed")

    def parse(self, response):
        yield Stored(content=response.body, url=response.url)
"""


def test_items_of_pydantic(tmp_path: Path) -> None:
    pytest.importorskip("pydantic", reason="items of pydantic need pydantic: make extras")
    site = NewsSite("harbour.test", {"/news/typed": story(1)})
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = project_settings\n")
    (tmp_path / "project_settings.py").write_text(
        'SPIDER_MODULES = ["typed"]\nADDONS = {"newsspider.Addon": 500}\nUSER_AGENT = "theirs/1 (+https://theirs.example)"\n'
    )
    (tmp_path / "typed.py").write_text(PYDANTIC)
    with Town(site) as town:
        done = call(tmp_path, "crawl", "typed", "-a", f"site={town.url('harbour.test')[:-1]}", "-O", "out.jsonl")
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    (record,) = lines(tmp_path / "out.jsonl")
    assert (record["url"], record["retrieved_at"]) == (site.url("/news/typed"), "2026-03-03T12:00:00Z")
    assert record["headline"] == "Ferry number 1 is back in service after a long winter"


FEEDS = """
from newsspider.settings import *
USER_AGENT = "newsspider/test (+https://operator.example/bot)"
FEEDS = {
    "all.jsonl": {"format": "jsonlines"},
    "some.csv": {"format": "csv", "fields": ["url", "headline"], "item_classes": ["newsspider.Article"]},
}
"""


@pytest.mark.long
def test_feeds_hold_the_records_byte_for_byte_and_no_rejection(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 3)
    site.broken.add("/news/9/broken")
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = with_feeds\n")
    (tmp_path / "with_feeds.py").write_text(FEEDS)
    with Town(site) as town:
        site.port = town.port
        urls = ",".join(site.url(p) for p in [*site.stories, "/news/9/broken"])
        done = call(tmp_path, "crawl", "articles", "-a", f"urls={urls}", NEWSSPIDER_OUTPUT="out/articles.jsonl")
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert (tmp_path / "all.jsonl").read_bytes() == (tmp_path / "out" / "articles.jsonl").read_bytes()
    assert len(lines(tmp_path / "out" / "articles.rejected.jsonl")) == 1
    rows = (tmp_path / "some.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "url,headline"
    assert len(rows) == 4
