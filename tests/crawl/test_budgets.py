"""Budgets of one run and one site: pages, bytes, minutes; and what a run says of its slowest pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsspider.sitelist import Listed
from newsspider.slowest import Slowest
from newsspider.spiders.news import Visit
from tests.crawl.project import project
from tests.server.sites import NewsSite, Town
from tests.server.stories import story


@pytest.mark.long
def test_bytes_end_a_visit_and_the_rest_stays_due(tmp_path: Path) -> None:
    site = NewsSite("harbour.test")
    heavy = "<!--" + "x" * 400_000 + "-->"
    site.stories = {f"/news/{i}/ferry-is-back": story(i, extra=heavy) for i in range(9)}
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, extra="megabytes = 1")
        assert made.run().returncode == 0
        # the third page of 0.4 MB goes over the megabyte; one more may have been on its way
        assert len(made.records()) in (3, 4)
        first = {r["url"] for r in made.records()}
        assert made.run().returncode == 0
        assert made.run().returncode == 0
        urls = [r["url"] for r in made.records()]
        assert len(urls) == len(set(urls)) == 9
        assert first < set(urls)


def test_pages_end_a_visit(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 6)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site)
        listed = made.folder / "sites.toml"
        listed.write_text(listed.read_text().replace("pages = 2000", "pages = 4"))
        assert made.run().returncode == 0
        assert len(made.records()) == 4


@pytest.mark.parametrize(("seconds", "room"), [(0, True), (119, True), (120, False), (7_200, False)])
def test_minutes_end_a_visit(seconds: float, room: bool) -> None:
    visit = Visit(Listed("harbour.test", minutes=2), started=1_000.0)
    assert visit.has_room(1_000.0 + seconds) is room


def test_minutes_end_a_visit_in_a_run(tmp_path: Path) -> None:
    """A clock that goes on by half a minute with every look at it."""
    site = NewsSite.of("harbour.test", 30)
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, extra="minutes = 5", NEWSSPIDER_CLOCK="tests.crawl.project.hurrying")
        assert made.run().returncode == 0
        assert 0 < len(made.records()) < 20


def test_the_slowest_pages_of_a_run(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 7)
    late = NewsSite.of("late.test", 1, slow=1.0)
    with Town(site, late) as town:
        made = project(tmp_path / "p", town, site, late)
        assert made.run().returncode == 0
        slowest = made.facts()["slowest"]
        assert len(slowest) == 8
        by_url = {x["url"]: x for x in slowest}
        assert by_url[late.url("/news/0/ferry-is-back-in-service")]["fetching"] >= 1.0
        assert all(x["to_line"] > 0 for x in slowest)
        assert [x["fetching"] + x["to_line"] for x in slowest] == pytest.approx(
            sorted((x["fetching"] + x["to_line"] for x in slowest), reverse=True), abs=0.002
        )


def test_ten_are_kept() -> None:
    slowest = Slowest()
    for number in range(100):
        slowest.came(f"https://harbour.test/{number}", number)
        slowest.done(f"https://harbour.test/{number}")
    slowest.done("https://harbour.test/never-came")
    assert [x["fetching"] for x in slowest.facts()] == list(range(99, 89, -1))
