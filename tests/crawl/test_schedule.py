"""Two hours of a timer over 50 feeds, with the time injected: nothing is asked for more often than it is due."""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from newsspider.schedule import FIRST, SHORTEST
from tests.crawl.project import project
from tests.server.sites import NewsSite, Town
from tests.server.stories import story

SITES, TURNS, STEP = 50, 9, 900.0
BEGIN = 1_780_000_000.0


@pytest.mark.long
def test_a_timer_of_two_hours(tmp_path: Path) -> None:
    sites = [NewsSite.of(f"site{n}.test", 1) for n in range(SITES)]
    polls: dict[str, list[float]] = {s.host: [] for s in sites}
    with Town(*sites) as town:
        made = project(tmp_path / "p", town, *sites, CONCURRENT_REQUESTS="64")
        for site in sites:
            (made.folder / "sites" / f"{site.host}.toml").write_text(
                f'domain = "{site.host}"\nfeeds = ["{site.url("/feed.xml")}"]\n'
            )
        for turn in range(TURNS):
            now, before = BEGIN + turn * STEP, len(town.log)
            done = made.run("--due", clock=now)
            assert done.returncode == 0, done.stderr[-2000:]
            for asked in town.log[before:]:
                if asked.path == "/feed.xml":
                    polls[asked.host].append(now)
            for site in sites[: SITES // 5]:  # a fifth of the feeds has news each time
                site.stories[f"/news/{turn}/ferry-number-{turn}-sails"] = story(turn, site=site.host)
        pages = Counter({k: n for k, n in town.hits.items() if k[1].startswith("/news/")})
        assert max(pages.values()) == 1, "no unchanged page is fetched twice"
        for host, times in polls.items():
            gaps = [b - a for a, b in pairwise(times)]
            assert all(gap >= SHORTEST for gap in gaps), host
        with sqlite3.connect(made.folder / "data" / "state.sqlite") as db:
            intervals = dict(db.execute("SELECT site, interval FROM sources"))
        db.close()
        busy, quiet = [intervals[s.host] for s in sites[: SITES // 5]], [intervals[s.host] for s in sites[SITES // 5 :]]
        assert max(busy) < FIRST < min(quiet)
        assert max(len(polls[s.host]) for s in sites[SITES // 5 :]) < TURNS, "what does not change is asked less often"
        assert min(len(polls[s.host]) for s in sites[: SITES // 5]) == TURNS
