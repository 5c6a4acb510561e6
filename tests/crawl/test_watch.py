"""The alarm: its rules one by one, and a redesign of one of two sites, of which exactly that one is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsspider import closing, watch
from newsspider.schedule import LONGEST, SHORTEST, next_interval
from tests.crawl.project import project
from tests.server.sites import NewsSite, Town
from tests.server.stories import story


def facts(**more: Any) -> dict[str, Any]:
    usual = {
        "pages": 20, "records": 20, "rejections_by_reason": {}, "median_length": 2_000, "newest_hours": 1.0,
        "field_coverage": {"headline": 1.0, "authors": 0.9, "dateline": 0.2},
    }  # fmt: skip
    return {**usual, **more}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (facts(), None),
        (facts(records=11), None),
        (facts(records=9), "9 records, usually 20"),
        (facts(field_coverage={"headline": 1.0, "authors": 0.5, "dateline": 0.2}), "authors in 50% of records"),
        (facts(field_coverage={"headline": 1.0, "authors": 0.9}), None),
        (facts(median_length=1_000), "bodies of 1000 characters"),
        (facts(median_length=1_100), None),
        (facts(records=15, rejections_by_reason={"consent": 5}), "25% of pages rejected: consent"),
        (facts(records=16, rejections_by_reason={"consent": 4}), None),
        (facts(records=15, rejections_by_reason={"not_modified": 5}), None),
        (facts(newest_hours=49.0), "the newest story is 49 hours old"),
    ],
)
def test_rules(now: dict[str, Any], said: str | None) -> None:
    found = watch.alarms(now, [facts()] * 5)
    assert found == [] if said is None else found[0].startswith(said)
    assert watch.alarms(now, [facts()] * 2) == [] or "rejected" in (said or ""), "two runs are no habit"


BEGIN = 1_772_700_000.0


@pytest.mark.long
def test_a_redesign_names_its_site_and_no_other(tmp_path: Path) -> None:
    steady, redesigned = NewsSite.of("steady.test", 6), NewsSite.of("redesigned.test", 6)
    with Town(steady, redesigned) as town:
        made = project(tmp_path / "p", town, steady, redesigned, NEWSSPIDER_PROMETHEUS="data/news.prom")
        for turn in range(1, 5):
            done = made.run(clock=BEGIN + turn * watch.DAY)
            assert done.returncode == (0 if turn < 4 else 6), done.stderr[-2000:]
            assert made.facts()["alarms"].keys() == (set() if turn < 4 else {"redesigned.test"})
            for site in (steady, redesigned):
                new = {f"/{turn}/news/{i}/ferry-sails-again": story(10 * turn + i, site=site.host) for i in range(6)}
                site.stories |= new
            if turn == 3:
                redesigned.stories = {
                    p: page.replace(b'<p class="byline">By Ana Silva</p>', b"")
                    for p, page in redesigned.stories.items()
                }
        (said,) = made.facts()["alarms"]["redesigned.test"]
        assert said.startswith("authors in 0% of records, usually 100%")
        assert "ALARM redesigned.test: authors" in done.stderr
        text = (made.folder / "data" / "news.prom").read_text()
        assert 'newsspider_alarms{site="redesigned.test"} 1' in text
        assert 'newsspider_alarms{site="steady.test"} 0' in text
        assert 'newsspider_records{site="steady.test"} 6' in text
        assert "newsspider_run_exit_code 6" in text


def rows(*runs: tuple[float, dict[str, Any]]) -> list[tuple[float, dict[str, Any]]]:
    """Runs of so many days ago."""
    return [(BEGIN - days * watch.DAY, facts(at=BEGIN - days * watch.DAY, **more)) for days, more in runs]


def small(**reasons: int) -> dict[str, Any]:
    bad = sum(reasons.values())
    return {"pages": max(bad, 1), "records": 0 if bad else 1, "rejections_by_reason": reasons, "newest_hours": None}


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (small(blocked=4), [], "100% of pages rejected: blocked"),
        (small(blocked=1), [(0.01, small(blocked=1)), (0.02, small(blocked=1))], "100% of pages rejected: blocked"),
        (small(blocked=1), [(n, small(blocked=1)) for n in (1, 2)], "100% of pages rejected: blocked"),
        (small(blocked=1), [(n, small(blocked=1)) for n in (8, 9)], None),
        (small(blocked=1), [(0.01, small()), (0.02, small())], None),
        (small(blocked=2), [], None),
        ({"records": 1, "pages": 1}, [(n / 288, {"records": 1, "pages": 1}) for n in range(1, 288)], None),
        ({"records": 3}, [(n, {}) for n in range(1, 6)], "3 records, usually 20"),
        ({"records": 3}, [(0.01, {"records": 10}), *((n, {}) for n in range(1, 6))], None),
        (small() | {"records": 0}, [(n, {}) for n in range(3, 9)], "0 records, usually 20"),
        (
            {"pages": 0, "records": 0, "newest_hours": None},
            [(n, {"records": 2, "pages": 2}) for n in range(3, 9)],
            "the newest story is 73 hours old",
        ),
    ],
)
def test_runs_are_counted_by_days(
    now: dict[str, Any], before: list[tuple[float, dict[str, Any]]], said: str | None
) -> None:
    today, days = watch.by_day(facts(at=BEGIN, **now), rows(*before), BEGIN)
    found = watch.alarms(today, days)
    assert found == [] if said is None else any(one.startswith(said) for one in found), found


def test_a_small_site_that_refuses_us_is_named_by_the_shortest_timer(tmp_path: Path) -> None:
    """One page a run, each of them refused: no run has enough to tell, the day has."""
    site = NewsSite.of("small.test", 1)
    site.stories = {"/news/0/ferry-is-back-in-service": WALL}
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        codes = []
        for turn in range(3):
            site.stories |= {f"/news/{turn}/ferry-is-back-in-service": WALL}
            codes.append(made.run("--quiet", clock=BEGIN + turn * 300.0).returncode)
        assert codes == [0, 0, 6]
        (named,) = made.facts()["alarms"]
        assert named == "small.test"


WALL = (
    b"<html lang=en><head><title>Verify</title></head><body><h1>Verify</h1><p>Please verify you are a human. We have "
    b"detected unusual traffic from your network. Solve the captcha to continue.</p></body></html>"
)


def test_prometheus_labels_cannot_break_out() -> None:
    site = 'a"} 1\nforged{x="'
    told = {"ended": 1.0, "exit_code": 0, "sites": {site: dict.fromkeys(closing.COUNTED, 1)}, "alarms": {}}
    assert not any(line.startswith("forged") for line in closing.prometheus(told).splitlines())


def test_intervals_stay_within_minutes_and_days() -> None:
    interval: float | None = None
    for _ in range(30):
        interval = next_interval(interval, "unchanged")
    assert interval == LONGEST
    for _ in range(30):
        interval = next_interval(interval, "changed")
    assert interval == SHORTEST
    assert next_interval(600, "failed") == 1_200
    assert next_interval(600, "changed", shortest=500) == 500
