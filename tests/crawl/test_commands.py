"""init, sites, doctor, run and extract URL, as a new user calls them, one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsspider.cli.init import is_contact
from tests.crawl.project import Project
from tests.server.crawling import LOOPBACK
from tests.server.sites import NewsSite, Town


@pytest.mark.long
def test_from_nothing_to_records(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 4)
    given = [part for k, v in LOOPBACK.items() for part in ("-s", f"{k}={v}")]
    outside = Project(tmp_path, {})
    with Town(site) as town:
        site.port = town.port
        made = Project(tmp_path / "news", {})
        done = outside.call("init", "news", "--contact", "crawl@operator.example")
        assert done.returncode == 0, done.stderr
        assert outside.call("init", "news", "--contact", "crawl@operator.example").returncode == 2
        assert made.call("run", *given).returncode == 2, "no sites yet"

        done = made.call("sites", "add", town.url("harbour.test"), "--yes", *given)
        assert done.returncode == 0, done.stderr
        assert "rss" in done.stdout
        assert site.url("/feed.xml") in (made.folder / "sites" / "harbour.test.toml").read_text()
        assert not any(path.startswith("/news/") for _, path in town.hits), "no article is fetched"
        assert made.call("sites", "add", town.url("harbour.test"), "--yes", *given).returncode == 2

        assert made.call("doctor").returncode == 0, made.call("doctor").stdout
        done = made.call("sites", "try", "harbour.test", "--limit", "2", *given)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("Ferry number") == 2
        assert "nothing was kept" in done.stderr
        assert not (made.folder / "data" / "records").exists()

        done = made.call("run", "--limit", "3", *given)
        assert done.returncode == 0, done.stderr
        assert len(made.records()) == 3
        assert "harbour.test" in done.stderr
        done = made.call("run", *given)
        assert len(made.records()) == 4, "what the limit left is still due"
        agents = {a.headers["user-agent"] for a in town.log}
        assert all("+crawl@operator.example" in a for a in agents)
        told = made.call("doctor")
        assert told.returncode == 0
        assert "state.sqlite: ok" in told.stdout


def test_extract_makes_one_polite_fetch(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 1)
    site.stories["/private/x"] = site.stories["/news/0/ferry-is-back-in-service"]
    given = [part for k, v in LOOPBACK.items() for part in ("-s", f"{k}={v}")]
    here = Project(tmp_path, {})
    with Town(site) as town:
        site.port = town.port
        done = here.call("extract", "--json", site.url("/news/0/ferry-is-back-in-service"), *given)
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout)
        assert record["authors"][0]["name"] == "Ana Silva"
        assert record["source"]["kind"] == "http"
        assert sum(town.hits.values()) == 2, "robots.txt and the page"
        done = here.call("extract", site.url("/private/x"), *given)
        assert done.returncode == 1
        assert "robots" in done.stderr
        assert town.hits["harbour.test", "/private/x"] == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [("a@b.example", True), ("https://b.example/bot", True), ("me", False), ('a@b"', False), ("a@b\n", False)],
)
def test_contacts(text: str, fits: bool) -> None:
    assert is_contact(text) is fits


@pytest.mark.parametrize("command", ["run", "doctor", "sites", "init"])
def test_outside_a_project(command: str, tmp_path: Path) -> None:
    here = Project(tmp_path, {})
    if command == "doctor":
        assert here.call("doctor").returncode == 0
    elif command == "run":
        done = here.call("run")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    else:
        assert here.call(command, "--help").returncode == 0
