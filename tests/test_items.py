"""The item pipelines: Scrapy runs them in the order of the stages, and they give the bytes of a re-parse."""

import asyncio
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from newsspider.reparse import parse_one
from pipelines.draft import Draft
from pipelines.items import (
    ITEM_PIPELINES,
    DatesPipeline,
    ExtractPipeline,
    LedgerPipeline,
    RecordPipeline,
    StagePipeline,
    is_ours,
    page_of,
)
from pipelines.ledger import LedgerBusyError, encode
from pipelines.page import Origin, Page
from pipelines.parse import STAGES
from pipelines.record import Article, Rejection, Source

TEXT = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after a winter in the "
    "dock that cost the town more than it had planned for the whole of the coming year."
)
PAGE = Page(
    (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Ferry is back in service again</title></head>"
        "<body>"
        f"<article><h1>Ferry is back in service again</h1><p class=byline>By Ana Silva</p><p>{TEXT}</p>"
        f"<p>{TEXT} It was the third repair.</p></article></body></html>"
    ).encode(),
    "https://harbour.test/a",
    "2024-05-01T08:00:00Z",
    origin=Origin("http"),
)
REFUSED = Rejection(url=None, retrieved_at=None, source=Source("http", None, None, "0" * 64), reason="robots")

SPIDER = """
import scrapy
import scrapy.core.engine
from scrapy.crawler import CrawlerProcess
from newsspider import Page, Origin

class Pages(scrapy.Spider):
    name = "pages"

    async def start(self):
        content = open("page.html", "rb").read()
        yield Page(content, "https://harbour.test/a", "2024-05-01T08:00:00Z", origin=Origin("http"))
        yield {"content": b"", "url": "https://harbour.test/b"}

scrapy.core.engine.ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.1  # a spider without requests ends at a heartbeat
process = CrawlerProcess({**{k: v for k, v in vars(__import__("newsspider.settings").settings).items() if k.isupper()},
    "NEWSSPIDER_OUTPUT": "out", "LOG_LEVEL": "WARNING"})
process.crawl(Pages)
process.start()
"""


def test_the_order_is_that_of_the_stages() -> None:
    ordered = [
        name.rpartition(".")[2].removesuffix("Pipeline").lower()
        for name, _ in sorted(ITEM_PIPELINES.items(), key=lambda p: p[1])
    ]
    assert ordered == ["extract", *(name for name, _ in STAGES), "record", "ledger"]


def through_all(item: Any) -> Any:
    async def main() -> Any:
        extract = ExtractPipeline()
        try:
            return await extract.process_item(item)
        finally:
            extract.close_spider()

    found = asyncio.run(main())
    for stage in StagePipeline.__subclasses__():
        assert stage.stage in dict(STAGES)
    for name, _ in STAGES:
        (pipeline,) = [s for s in StagePipeline.__subclasses__() if s.stage == name]
        found = pipeline().process_item(found)
    return RecordPipeline().process_item(found)


def test_the_pipelines_give_what_the_reparser_gives() -> None:
    found = through_all(PAGE)
    assert isinstance(found, Article)
    assert encode(found) == encode(parse_one(PAGE))


def test_the_worker_does_all_stages_where_the_order_is_ours() -> None:
    assert is_ours(ITEM_PIPELINES)
    assert is_ours({**ITEM_PIPELINES, "theirs.Late": 900, "theirs.Early": 1, "theirs.Off": None})
    assert not is_ours({**ITEM_PIPELINES, "theirs.Between": 125})
    assert not is_ours({**ITEM_PIPELINES, "pipelines.items.DatesPipeline": None})
    assert not is_ours({})

    async def main() -> Any:
        extract = ExtractPipeline(is_whole=True)
        try:
            return await extract.process_item(PAGE)
        finally:
            extract.close_spider()

    found = asyncio.run(main())
    assert isinstance(found, Article)
    assert encode(found) == encode(parse_one(PAGE))
    assert RecordPipeline().process_item(DatesPipeline().process_item(found)) is found


def test_a_page_that_is_no_article_is_an_item_too() -> None:
    found = through_all(Page(b"", "https://harbour.test/b"))
    assert isinstance(found, Rejection)
    assert (found.reason, found.url) == ("empty", "https://harbour.test/b")
    assert through_all(REFUSED) is REFUSED


def test_items_of_other_types_are_pages_if_they_have_the_fields() -> None:
    assert page_of(PAGE) is PAGE
    assert page_of(asdict(PAGE)) == PAGE
    assert page_of({"content": b"x"}) == Page(b"x")
    for wrong in ({"url": "https://a.test"}, {"content": b"x", "title": "y"}):
        with pytest.raises(TypeError, match="not a page"):
            page_of(wrong)


def test_an_exception_in_a_stage_is_that_pages_rejection(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = DatesPipeline()

    def fail(_: Draft) -> Draft:
        raise ValueError("no\nluck")

    monkeypatch.setattr(pipeline, "_run", fail)
    draft = Draft(url="https://a.test/\nforged", retrieved_at=None, source=Source("http", None, None, "0" * 64))
    found = RecordPipeline().process_item(pipeline.process_item(draft))
    assert isinstance(found, Rejection)
    assert found.reason == "internal_error"
    assert "ValueError" in (found.detail or "")
    assert len(caplog.records) == 1
    assert "\n" not in caplog.records[0].getMessage()


def test_the_ledger_pipeline_writes_lines_and_holds_its_lock(tmp_path: Path) -> None:
    pipeline = LedgerPipeline(str(tmp_path / "out"))
    pipeline.open_spider()
    assert pipeline.process_item(REFUSED) == REFUSED
    with pytest.raises(LedgerBusyError):
        LedgerPipeline(str(tmp_path / "out")).open_spider()
    pipeline.close_spider()
    assert json.loads((tmp_path / "out" / "articles.rejected.jsonl").read_text())["reason"] == "robots"
    silent = LedgerPipeline()
    silent.open_spider()
    assert silent.process_item(REFUSED) is REFUSED
    silent.close_spider()


def test_scrapy_runs_them(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.content)
    (tmp_path / "crawl.py").write_text(SPIDER)
    done = subprocess.run(
        [sys.executable, "crawl.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr
    assert "Deprecat" not in done.stderr, done.stderr
    assert (tmp_path / "out" / "articles.jsonl").read_bytes() == encode(parse_one(PAGE)) + b"\n"
    assert json.loads((tmp_path / "out" / "articles.rejected.jsonl").read_text())["reason"] == "empty"
