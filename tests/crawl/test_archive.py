"""The archive: rotation, redirects, `noarchive`, rechecks, and what a torn or shortened file becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import Headers, Request
from warcio.archiveiterator import ArchiveIterator

from newsspider import recovery
from newsspider.archive import Archive
from newsspider.discovery import Link
from newsspider.fetch.bodies import Wire
from newsspider.mending import beyond
from newsspider.sources.payload import Payload
from newsspider.state import State
from pipelines.page import Page
from tests.crawl.project import project
from tests.crawl.test_run import reparsed
from tests.server.sites import NewsSite, Town
from tests.server.stories import story

HOUR = 3_600.0
NOON = 1_780_000_000.0


def kinds(folder: Path) -> list[tuple[str, str | None]]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                status = record.http_headers.get_statuscode() if record.http_headers else None
                found.append((record.rec_type, status if record.rec_type == "response" else None))
    return found


@pytest.mark.long
def test_rotation_redirects_and_noarchive(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 12)
    site.stories["/news/secret/ferry"] = story(70, head='<meta name="robots" content="noarchive">')
    site.stories["/news/hidden/ferry"] = story(71, head="<META content='noindex,follow' NAME=robots>")
    site.moved["/old/story-about-the-ferry"] = "/news/0/ferry-is-back-in-service"
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, NEWSSPIDER_ARCHIVE_BYTES="3000", NEWSSPIDER_OBEY_NOARCHIVE="True")
        assert made.run().returncode == 0
        found = kinds(made.archive)
        segments = sorted(p.name for p in made.archive.glob("*.warc.gz"))
        assert len(segments) > 3
        assert [k for k, _ in found].count("warcinfo") == len(segments)
        assert found.count(("response", "301")) == 1
        assert found.count(("response", "200")) == 12
        by_url = {r["url"]: r for r in made.records()}
        assert len(by_url) == 13
        assert by_url[site.url("/news/secret/ferry")]["source"]["kind"] == "http"
        assert [r["detail"] for r in made.rejected() if r["reason"] == "robots"] == ["noindex"]
        archived = [line for line in made.raw_records() if b'"kind":"warc"' in line]
        assert sorted(reparsed(made)) == sorted(archived)


@pytest.mark.long
def test_a_story_is_rechecked_when_its_site_says_so(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 2)
    path = "/news/0/ferry-is-back-in-service"
    with Town(site) as town:
        made = project(tmp_path / "p", town, site, extra="recheck = [1, 5]")
        for hours, asked in ((0.0, 1), (0.5, 1), (1.1, 2), (2.0, 2)):
            assert made.run("--due", clock=NOON + hours * HOUR).returncode == 0
            assert town.hits["harbour.test", path] == asked, hours
        site.stories[path] = story(0, extra="<p>A third boat sails on Sundays, too.</p>", site=site.host)
        assert made.run("--due", clock=NOON + 5.1 * HOUR).returncode == 0
        assert made.facts()["totals"]["updated"] == 1
        assert made.run("--due", clock=NOON + 99 * HOUR).returncode == 0
        assert town.hits["harbour.test", path] == 3
        assert len(made.records()) == 3


def write(folder: Path, sizes: dict[str, int], number: int) -> tuple[str, int, int]:
    body = story(number)
    at = datetime.fromtimestamp(NOON, UTC)
    archive = Archive(folder, sizes, agent="test")
    url = f"https://harbour.test/{number}"
    kept = archive.response(Request(url), Wire(200, Headers(), body, at, Payload(body)), url, None)
    archive.close()
    return kept.name, kept.offset, kept.end


def test_what_the_state_does_not_know_is_taken_in(tmp_path: Path) -> None:
    name, _, size = write(tmp_path, {}, 1)
    _, offset, end = write(tmp_path, {name: size}, 2)
    with (tmp_path / name).open("ab") as file:
        file.write(b"\x1f\x8b\x08 half a member")
    ((found, whole, pages),) = beyond(tmp_path, {name: size})
    assert (found, whole) == (name, end)
    assert [(p.url, p.origin.offset) for p in pages if isinstance(p, Page)] == [("https://harbour.test/2", offset)]
    assert (tmp_path / f"{name}.torn").read_bytes().endswith(b"half a member")
    assert (tmp_path / name).stat().st_size == end
    assert list(beyond(tmp_path, {name: end})) == []


def test_every_cut_of_a_file_leaves_whole_records(tmp_path: Path) -> None:
    name, _, size = write(tmp_path, {}, 1)
    _, _, end = write(tmp_path, {name: size}, 2)
    whole = (tmp_path / name).read_bytes()
    for cut in range(size, end, 97):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / name).write_bytes(whole[:cut])
        with State(folder / "state.sqlite") as state:
            state.acknowledge(name, size)
            owed = recovery.owed(state, folder, NOON)
            assert state.segments()[name] == (folder / name).stat().st_size
            assert len(list(recovery.pages(folder, owed))) == len(owed) <= 1


def test_a_shortened_file_makes_its_pages_due_again(tmp_path: Path) -> None:
    name, offset, end = write(tmp_path, {}, 1)
    url = "https://harbour.test/1"
    with State(tmp_path / "state.sqlite") as state:
        state.discover("harbour.test", [Link(url)], NOON)
        state.acknowledge(name, end)
        state.fetched("harbour.test", [url], NOON, sha256="x", warc=name, offset=offset)
        state.expect(name, offset, url)
        assert state.due_pages("harbour.test", NOON, 9) == []
        with (tmp_path / name).open("r+b") as file:
            file.truncate(offset)
        assert recovery.owed(state, tmp_path, NOON) == set()
        assert state.due_pages("harbour.test", NOON, 9) == [url]


def test_files_that_were_moved_away_are_not_missed(tmp_path: Path) -> None:
    name, _, end = write(tmp_path, {}, 1)
    (tmp_path / name).unlink()
    assert list(beyond(tmp_path, {name: end})) == []
    assert write(tmp_path, {name: end}, 2)[0] == "pages-000002.warc.gz"
