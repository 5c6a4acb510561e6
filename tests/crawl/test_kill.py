"""Promises P1, P2, P4 for the crawl: kill -9 at seeded random moments, start again, nothing lost or doubled.

CRAWL_KILLS says how many kills (6 here, 100 by `make crash-crawl`), CRAWL_SEED where chance begins.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.crawl.project import Project, project
from tests.crawl.test_run import reparsed
from tests.server.sites import NewsSite, Town

KILLS = int(os.environ.get("CRAWL_KILLS", "6"))
SEED = int(os.environ.get("CRAWL_SEED", "7"))
PAGES = 300


def killed(made: Project, town: Town, requests: int, after: float) -> bool:
    """Run the crawl and kill it so many requests later, and a moment; return whether it was still at work."""
    command = [sys.executable, "-m", "newsspider", "run", *made.options()]
    aim, said = len(town.log) + requests, made.folder / "said.txt"
    with said.open("w") as log:
        child = subprocess.Popen(
            command, cwd=made.folder, env=made.environment(), stdout=log, stderr=log, start_new_session=True
        )
    while child.poll() is None and len(town.log) < aim:
        time.sleep(0.001)
    time.sleep(after)
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(10)
        return True
    assert child.returncode == 0, said.read_text()[-3000:]
    return False


@pytest.mark.long
def test_kills(tmp_path: Path) -> None:
    print(f"seed {SEED}, {KILLS} kills")
    chance = random.Random(SEED)
    sites = [NewsSite.of(f"site{n}.test", PAGES // 6) for n in range(6)]
    done = 0
    with Town(*sites) as town:
        expected = Counter(f"http://{s.host}:{town.port}{p}" for s in sites for p in s.stories)
        for crawl in itertools.count():
            made = project(tmp_path / str(crawl), town, *sites)
            while done < KILLS:
                if not killed(made, town, chance.randint(1, 60), chance.uniform(0.0, 0.3)):
                    break
                done += 1
            last = made.run(timeout=200)
            assert last.returncode == 0, last.stderr[-3000:]
            found = Counter(r["url"] for r in made.records())
            assert found - expected == Counter(), f"doubled after {done} kills"
            assert expected - found == Counter(), f"lost after {done} kills"
            assert Counter(reparsed(made)) == Counter(made.raw_records()), "the archive gives what the crawl gave"
            if done >= KILLS:
                break
    print(f"{done} kills, {crawl + 1} crawls of {PAGES} pages: 0 lost, 0 doubled")
