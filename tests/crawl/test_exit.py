"""Exit codes: what a timer sees when a run does not go well, and that the next one goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.ledger.files import lock, open_append
from tests.crawl.project import Project, project
from tests.server.sites import NewsSite, Town

BROKEN = """
from newsspider.settings import *
ITEM_PIPELINES = {**ITEM_PIPELINES, "broken_settings.Breaking": 50}

class Breaking:
    def process_item(self, item):
        if "/news/1/" in (item.url or ""):
            raise RuntimeError("a fault of the project")
        return item
"""


def start(made: Project, *, file_size: int | None = None) -> subprocess.Popen[str]:
    def limited() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return subprocess.Popen(
        [sys.executable, "-m", "newsspider", "run", *made.options()], cwd=made.folder, env=made.environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limited,
    )  # fmt: skip


@pytest.mark.long
def test_4_output_that_cannot_be_written(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 2)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        (made.folder / "data").mkdir()
        (made.folder / "data" / "records").write_text("in the way")
        done = made.run()
        assert done.returncode == 4, done.stderr
        assert "cannot write" in done.stderr
        assert "Traceback" not in done.stderr
        assert not any(path.startswith("/news/") for _, path in town.hits)
        (made.folder / "data" / "records").unlink()
        assert made.run().returncode == 0
        assert len(made.records()) == 2


@pytest.mark.long
def test_4_disk_full_loses_nothing(tmp_path: Path) -> None:
    """No file may grow over 150 KB: the first that would is the state, the archive or the records."""
    site = NewsSite.of("harbour.test", 60)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        child = start(made, file_size=100_000)
        _, said = child.communicate(timeout=120)
        assert child.returncode == 4, said[-2000:]
        done = made.run()
        assert done.returncode == 0, done.stderr[-2000:]
        assert sorted(r["url"] for r in made.records()) == sorted(site.url(p) for p in site.stories)


def test_4_no_run_begins_on_a_full_disk(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, NEWSSPIDER_LEAST_FREE=str(10**18))
        done = made.run()
        assert done.returncode == 4
        assert "MB free" in done.stderr
        assert sum(town.hits.values()) == 0


def test_5_another_run(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        held = open_append(made.folder / "data" / "lock")
        lock(held, made.folder / "data" / "lock")
        done = made.run()
        os.close(held)
        assert done.returncode == 5, done.stderr
        assert "another run" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert sum(town.hits.values()) == 0


def test_7_nothing_could_be_fetched(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, RETRY_TIMES="0")
    assert made.run().returncode == 7
    assert made.facts()["exit_code"] == 7


@pytest.mark.long
def test_143_and_130_the_next_run_goes_on(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 40, slow=0.1)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            child, before = start(made), len(town.log)
            while len(town.log) < before + 8:
                time.sleep(0.05)
                assert child.poll() is None, child.communicate()
            child.send_signal(number)
            _, said = child.communicate(timeout=60)
            assert child.returncode == code, said[-2000:]
            assert made.facts()["exit_code"] == code
        assert 0 < len(made.records()) < 40
        site.slow = 0.0
        assert made.run().returncode == 0
        assert sorted(r["url"] for r in made.records()) == sorted(site.url(p) for p in site.stories)


@pytest.mark.long
def test_3_pages_in_and_lines_out_differ(tmp_path: Path) -> None:
    """A pipeline of the project raises: its page has no line, and the run says so instead of ending well."""
    site = NewsSite.of("harbour.test", 3)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = broken_settings\n")
        (made.folder / "broken_settings.py").write_text(BROKEN)
        done = made.run()
        assert done.returncode == 3, done.stderr[-2000:]
        assert made.facts()["lost"] == 1
        assert len(made.records()) == 2
        # the page is archived and owes its line: the next run, without the fault, pays
        (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = newsspider.settings\n")
        assert made.run().returncode == 0
        assert sorted(r["url"] for r in made.records()) == sorted(site.url(p) for p in site.stories)
