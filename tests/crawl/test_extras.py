"""The adapters for scrapy-poet and Spidermon, in crawls on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawl.project import project
from tests.crawl.test_addon import call
from tests.server.crawling import lines
from tests.server.sites import NewsSite, Town
from tests.server.stories import story

POET = """
import newsspider
from scrapy import Spider, Request
from zyte_common_items import Article

class Asking(Spider):
    name = "asking"

    async def start(self):
        for path in ("/news/one", "/news/none"):
            yield Request(self.site + path)

    def parse(self, response, article: newsspider.Article, zyte: Article):
        yield {"headline": article.headline, "raw": article.byline_raw, "zyte": zyte.headline,
               "published": zyte.datePublished, "names": [a.name for a in zyte.authors]}
"""
POET_SETTINGS = """
SPIDER_MODULES = ["asking"]
ADDONS = {"newsspider.Addon": 500, "scrapy_poet.Addon": 300}
SCRAPY_POET_PROVIDERS = {"newsspider.poet.ArticleProvider": 500}
USER_AGENT = "theirs/1 (+https://theirs.example)"
NEWSSPIDER_DATA = None
"""


def test_a_callback_asks_for_an_article(tmp_path: Path) -> None:
    pytest.importorskip("scrapy_poet", reason="scrapy-poet needs the extra poet: make extras")
    site = NewsSite("harbour.test", {"/news/one": story(1), "/news/none": b"<html><body><p>Nothing</p></body></html>"})
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = project_settings\n")
    (tmp_path / "project_settings.py").write_text(POET_SETTINGS)
    (tmp_path / "asking.py").write_text(POET)
    with Town(site) as town:
        done = call(tmp_path, "crawl", "asking", "-a", f"site={town.url('harbour.test')[:-1]}", "-O", "out.jsonl")
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    (found,) = lines(tmp_path / "out.jsonl")
    title = "Ferry number 1 is back in service after a long winter"
    assert found == {
        "headline": title, "raw": "By Ana Silva", "zyte": title, "published": "2026-03-03T09:01:00Z",
        "names": ["Ana Silva"],
    }  # fmt: skip


MONITORED = """
from newsspider.settings import *
EXTENSIONS = {**EXTENSIONS, "spidermon.contrib.scrapy.extensions.Spidermon": 500}
SPIDERMON_ENABLED = True
SPIDERMON_SPIDER_CLOSE_MONITORS = ("newsspider.monitors.NewsMonitors",)
LOG_LEVEL = "INFO"
"""


@pytest.mark.parametrize(("bad", "failed"), [(0, 0), (8, 1)])
def test_monitors_at_the_end_of_a_run(bad: int, failed: int, tmp_path: Path) -> None:
    pytest.importorskip("spidermon", reason="Spidermon needs the extra monitor: make extras")
    site = NewsSite.of("harbour.test", 8)
    site.broken = {f"/news/{n}/broken-page" for n in range(bad)}
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, LOG_LEVEL="INFO", RETRY_TIMES="0")
        (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = monitored\n")
        (made.folder / "monitored.py").write_text(MONITORED)
        done = made.run()
    assert "few pages are rejected... " + ("FAIL" if failed else "OK") in done.stderr, done.stderr[-3000:]
    assert "every page has its line... OK" in done.stderr
    assert json.loads(json.dumps(made.facts()))["totals"]["records"] == 8
