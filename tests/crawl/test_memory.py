"""Site memory in a crawl: a frozen file, the same records as the re-parse with it, in whole and in single stages."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.memory import Memory
from tests.crawl.project import Project, project
from tests.server.sites import NewsSite, Town
from tests.server.stories import story

ALSO = "Every Friday in this paper: the tide tables of the week"


def reparsed(made: Project, memory: Path) -> list[bytes]:
    out = made.folder / "again" / "a.jsonl"
    done = made.call(
        "reparse", "data/archive", "--sites", "sites", "--memory", str(memory), "-o", str(out), "--overwrite", "--quiet"
    )
    assert done.returncode == 0, done.stderr
    return sorted(out.read_bytes().splitlines())


@pytest.mark.long
@pytest.mark.parametrize("others", ["", "another"])
def test_a_crawl_reads_a_memory_and_leaves_it_alone(others: str, tmp_path: Path) -> None:
    """With a pipeline of the project between ours the stages run one by one, and come to the same."""
    site = NewsSite("harbour.test")
    site.stories = {f"/news/{i}/ferry": story(i, extra=f"<p>{ALSO}</p><p>The end, {i}.</p>") for i in range(4)}
    store = tmp_path / "memory.sqlite"
    with Memory(store) as memory:
        for number in range(6):
            memory.learn("harbour.test", [f"Another story of the harbour, number {number}. " * 4, ALSO])
    before = store.read_bytes()
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, NEWSSPIDER_MEMORY=str(store))
        if others:
            (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = their_settings\n")
            (made.folder / "their_settings.py").write_text(
                "from newsspider.settings import *\n"
                'ITEM_PIPELINES = {**ITEM_PIPELINES, "their_settings.Between": 115}\n'
                "class Between:\n    def process_item(self, item):\n        return item\n"
            )
        done = made.run()
        assert done.returncode == 0, done.stderr[-2000:]
    records = made.records()
    assert len(records) == 4
    assert all(ALSO not in r["body"]["text"] for r in records)
    assert all([d["text"] for d in r["dropped"] if d["category"] == "site"] == [ALSO] for r in records)
    assert len({r["extractor"]["memory"] for r in records} - {None}) == 1
    assert store.read_bytes() == before
    assert reparsed(made, store) == sorted(made.raw_records())


def test_a_memory_that_is_not_there(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, NEWSSPIDER_MEMORY="nowhere.sqlite")
        done = made.run()
    assert done.returncode == 2
    assert "nowhere.sqlite" in done.stderr
    assert not (made.folder / "nowhere.sqlite").exists()
