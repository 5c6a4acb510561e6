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


@pytest.mark.long
def test_a_redesign_names_its_site_and_no_other(tmp_path: Path) -> None:
    steady, redesigned = NewsSite.of("steady.test", 6), NewsSite.of("redesigned.test", 6)
    with Town(steady, redesigned) as town:
        made = project(tmp_path / "p", town, steady, redesigned, NEWSSPIDER_PROMETHEUS="data/news.prom")
        for turn in range(1, 5):
            done = made.run()
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
