"""`newsspider run` on loopback sites: what comes, what the second run does, and that the archive gives the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import fastwarc.warc
from warcio.archiveiterator import ArchiveIterator

from tests.crawl.project import Project, project
from tests.server.crawling import lines
from tests.server.sites import NewsSite, Town
from tests.server.stories import TEXT, story


def reparsed(made: Project) -> list[bytes]:
    out = made.folder / "again"
    done = made.call(
        "reparse", str(made.archive), "-o", str(out / "a.jsonl"), "--sites", "sites", "--overwrite", "--quiet"
    )
    assert done.returncode == 0, done.stderr
    return (out / "a.jsonl").read_bytes().splitlines()


def test_a_crawl_its_archive_and_the_next_run(tmp_path: Path) -> None:
    site = NewsSite.of("harbour.test", 8)
    other = NewsSite.of("valley.test", 3, validators=False)
    site.moved["/old/ferry-story-that-has-moved"] = "/news/3/ferry-is-back-in-service"
    site.broken.add("/news/99/ferry-that-is-broken")
    site.stories["/private/story-that-nobody-may-read"] = story(50)
    with Town(site, other) as town:
        made = project(tmp_path / "p", town, site, other)
        done = made.run()
        assert done.returncode == 0, done.stderr[-3000:]
        facts = made.facts()
        assert facts["totals"]["records"] == 11
        assert {r["url"] for r in made.records()} == {
            s.url(p) for s in (site, other) for p in s.stories if not p.startswith("/private")
        }
        assert facts["totals"]["robots"] == 1
        assert facts["sites"]["harbour.test"]["failed"] == 1
        assert town.hits["harbour.test", "/private/story-that-nobody-may-read"] == 0
        assert all(r["source"]["kind"] == "warc" for r in made.records())
        assert sorted(reparsed(made)) == sorted(made.raw_records())
        assert town.hits["harbour.test", "/sitemap-index.xml"] == 1, "an index that lists itself (row 82)"

        # nothing new: feeds answer 304, no page is asked for
        before = dict(town.hits)
        done = made.run()
        assert done.returncode == 0, done.stderr[-3000:]
        pages = {k for k in town.hits if town.hits[k] != before.get(k, 0)} - {
            (s.host, p) for s in (site, other) for p in ("/robots.txt", "/feed.xml", "/news.xml", "/sitemap-index.xml")
        }
        assert pages == set()
        assert made.facts()["totals"]["records"] == 0
        assert made.facts()["sources"] == {"unchanged": 6}

        # one new, one changed and announced, one announced as changed and unchanged
        site.stories["/news/200/ferry-sails-at-night-too"] = story(200)
        site.stories["/news/1/ferry-is-back-in-service"] = story(1, extra="<p>A third boat sails on Sundays, too.</p>")
        for path in ("/news/1/ferry-is-back-in-service", "/news/2/ferry-is-back-in-service"):
            site.changed[path] = soon()
        done = made.run()
        assert done.returncode == 0, done.stderr[-3000:]
        totals = made.facts()["totals"]
        assert (totals["new"], totals["updated"], totals["unchanged"], totals["records"]) == (1, 1, 1, 2)
        twice = [r for r in made.records() if r["url"] == site.url("/news/1/ferry-is-back-in-service")]
        assert len(twice) == 2
        assert twice[0]["id"] == twice[1]["id"]
        (change,) = lines(made.folder / "data" / "versions.jsonl")
        assert change["changed"] == ["body"]
        assert change["silent"] is True
        assert change["paragraphs"]["added"] == 1
        assert sorted(reparsed(made)) == sorted(made.raw_records())
        both_read(made)


def soon() -> str:
    return datetime.now(UTC).isoformat()  # noqa: TID251 - the site's clock


def both_read(made: Project) -> None:
    """Read the archive with warcio and fastwarc, digests on."""
    kinds: list[str] = []
    for path in sorted(made.archive.glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                assert record.digest_checker.passed is not False
                kinds.append(record.rec_type)
        with path.open("rb") as file:
            found = [
                (r.headers["WARC-Type"], r.verify_block_digest(consume=True))
                for r in fastwarc.warc.ArchiveIterator(file, parse_http=False)
            ]
        assert all(ok for _, ok in found)
        assert [name for name, _ in found] == kinds[-len(found) :]
    assert set(kinds) == {"warcinfo", "request", "response", "revisit"}
    assert kinds.count("request") == kinds.count("response") + kinds.count("revisit")


def test_a_slow_page_delays_no_other(tmp_path: Path) -> None:
    """The first page takes seconds to parse; the others are fetched, parsed and written meanwhile."""
    slow, quick = NewsSite("slow.test"), NewsSite.of("quick.test", 15)
    paragraphs = "".join(f"<p>{TEXT * 4} Part {i}.</p>" for i in range(2_800))
    slow.stories["/news/1/everything-about-the-ferry"] = story(1, extra=paragraphs)
    with Town(slow, quick) as town:
        made = project(tmp_path / "p", town, slow, quick)
        assert made.run().returncode == 0
        urls = [r["url"] for r in made.records()]
        assert len(urls) == 16
        assert urls.index(slow.url("/news/1/everything-about-the-ferry")) >= 8
        asked = [a.host for a in town.log if a.path.startswith("/news/")]
        assert asked.index("slow.test") < 5, "it was asked for among the first"
