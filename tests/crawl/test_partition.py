"""Sites dealt out to partitions: what moves, that nothing is fetched again, and that the parts fit together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.cli import main
from newsspider.discovery import Link
from newsspider.partitions import name_of, part_of, parts
from newsspider.sitelist import load
from newsspider.state import State
from tests.crawl.project import Project, project
from tests.server.crawling import lines
from tests.server.sites import NewsSite, Town

NOW = 1_780_000_000.0


@pytest.mark.parametrize("count", [1, 2, 8, 20])
def test_one_site_in_n_moves_and_all_of_them_to_the_new_partition(count: int) -> None:
    hosts = [f"paper-{number}.test" for number in range(4_000)]
    before = {host: part_of(host, count) for host in hosts}
    after = {host: part_of(host, count + 1) for host in hosts}
    moved = [host for host in hosts if before[host] != after[host]]
    assert {after[host] for host in moved} == {count}
    usual = len(hosts) / (count + 1)
    assert 0.8 * usual < len(moved) < 1.2 * usual
    sizes = [list(before.values()).count(number) for number in range(count)]
    assert max(sizes) < 1.3 * len(hosts) / count


def listed(folder: Path, hosts: list[str]) -> Path:
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = newsspider.settings\n")
    file = folder / "sites.toml"
    file.write_text("".join(f'[[site]]\ndomain = "{h}"\npages = 7\nlinks = ["/n/*"]\n' for h in hosts))
    for host in hosts:
        (folder / "sites" / f"{host}.toml").write_text(f'domain = "{host}"\n')
    return file


def command(*arguments: object) -> str:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def known(data: Path) -> set[str]:
    with sqlite3.connect(data / "state.sqlite") as base:
        return {url for (url,) in base.execute("SELECT url FROM pages")}


def test_a_site_takes_its_state_along(tmp_path: Path) -> None:
    hosts = [f"paper-{number}.test" for number in range(40)]
    file = listed(tmp_path, hosts)
    with State(tmp_path / "data" / "state.sqlite") as state:
        for host in hosts:
            state.discover(host, [Link(f"https://{host}/n/1")], NOW)
            state.fetched(host, [f"https://{host}/n/1"], NOW, sha256="0", warc="pages-000001.warc.gz", offset=5)
            state.watch(host, f"https://{host}/feed.xml", NOW)
    said = command("partition", file, "-n", 3)
    assert "40 of 40 sites moved" in said
    folder = tmp_path / "parts"
    for number in range(3):
        part = folder / name_of(number)
        mine = [s.domain for s in load(part / "sites.toml")]
        assert mine == [host for host in hosts if part_of(host, 3) == number]
        assert known(part / "data") == {f"https://{host}/n/1" for host in mine}
        assert sorted(p.stem for p in (part / "sites").iterdir()) == sorted(mine)
        assert load(part / "sites.toml")[0].links == ("/n/*",)
    assert known(tmp_path / "data") == set()

    assert "0 of 40 sites moved" in command("partition", file, "-n", 3)
    moving = [host for host in hosts if part_of(host, 4) == 3]
    assert f"{len(moving)} of 40 sites would move" in command("partition", file, "-n", 4, "--dry-run")
    assert len(parts(folder)) == 3
    assert f"{len(moving)} of 40 sites moved" in command("partition", file, "-n", 4)
    assert known(folder / "part-003" / "data") == {f"https://{host}/n/1" for host in moving}
    with State(folder / "part-003" / "data" / "state.sqlite") as state:
        assert {s.url for host in moving for s in [state.watch(host, f"https://{host}/feed.xml", NOW + 9)]}
        page = state.page(f"https://{moving[0]}/n/1")
        assert page is not None
        assert page.sha256 == "0"
    everything = {url for part in parts(folder) for url in known(part / "data")}
    assert everything == {f"https://{host}/n/1" for host in hosts}

    said = command("partition", file, "-n", 2)
    assert load(folder / "part-003" / "sites.toml") == ()
    assert known(folder / "part-000" / "data") | known(folder / "part-001" / "data") == everything


def test_a_new_site_is_no_move(tmp_path: Path) -> None:
    file = listed(tmp_path, ["a.test", "b.test"])
    assert "2 of 2 sites are new" in command("partition", file, "-n", 2)
    file.write_text(file.read_text() + '[[site]]\ndomain = "c.test"\n')
    said = command("partition", file, "-n", 2)
    assert "1 of 3 sites are new" in said
    assert "0 of 3 sites moved" in said


def test_what_is_at_work_or_owes_lines_is_left_alone(tmp_path: Path) -> None:
    from pipelines.ledger.files import lock, open_append

    file = listed(tmp_path, ["a.test", "b.test", "c.test"])
    command("partition", file, "-n", 1)
    part = tmp_path / "parts" / "part-000"
    with State(part / "data" / "state.sqlite") as state:
        state.expect("pages-000001.warc.gz", 0, "https://a.test/1")
    refused = CliRunner().invoke(main, ["partition", str(file), "-n", "5"])
    assert refused.exit_code == 2
    assert "let it finish first" in refused.output
    assert CliRunner().invoke(main, ["merge", str(part), "-o", str(tmp_path / "m")]).exit_code == 2
    with State(part / "data" / "state.sqlite") as state:
        state.written("pages-000001.warc.gz", 0)
    held = open_append(part / "data" / "lock")
    lock(held, part / "data" / "lock")
    assert CliRunner().invoke(main, ["partition", str(file), "-n", "5"]).exit_code == 5
    assert CliRunner().invoke(main, ["merge", str(part), "-o", str(tmp_path / "m")]).exit_code == 5


@pytest.fixture
def town() -> Iterator[tuple[Town, list[NewsSite]]]:
    sites = [NewsSite.of(f"paper-{number}.test", 2) for number in range(5)]
    with Town(*sites) as served:
        yield served, sites


@pytest.mark.long
def test_parts_that_crawl_fit_together(tmp_path: Path, town: tuple[Town, list[NewsSite]]) -> None:
    served, sites = town
    whole = project(tmp_path / "p", served, *sites)

    def crawl() -> list[Path]:
        found = [part for part in parts(whole.folder / "parts") if load(part / "sites.toml")]
        for part in found:
            done = Project(part, whole.settings).run()
            assert done.returncode == 0, done.stderr[-2000:]
        return found

    command("partition", whole.folder / "sites.toml", "-n", 2)
    found = crawl()
    assert all(Project(part, {}).records() for part in found)
    said = command("merge", *found, "-o", tmp_path / "m")
    assert said.startswith("10 records, 0 rejections")
    merged = {r["url"]: r for f in (tmp_path / "m" / "records").glob("*.jsonl") for r in lines(f) if "body" in r}
    assert len(merged) == 10
    assert {r["source"]["path"].split("/")[0] for r in merged.values()} == {"part-000", "part-001"}
    lone = tmp_path / "m" / "archive"
    done = whole.call("reparse", str(lone), "-o", str(tmp_path / "again"), "--sites", "sites", "--quiet")
    assert done.returncode == 0, done.stderr
    files = [f for f in (tmp_path / "m" / "records").glob("*.jsonl") if "rejected" not in f.name]
    raw = sorted(line for f in files for line in f.read_bytes().splitlines())
    assert sorted((tmp_path / "again" / "articles.jsonl").read_bytes().splitlines()) == raw
    assert known(tmp_path / "m") == set(merged)

    # a partition more: what moved is not fetched again, and the merged records stay what they were
    assert "\n0 of" not in command("partition", whole.folder / "sites.toml", "-n", 4)
    before = dict(served.hits)
    crawl()
    found = parts(whole.folder / "parts")
    again = [key for key in served.hits if "/news/" in key[1] and served.hits[key] != before.get(key, 0)]
    assert again == []
    assert "10 records, 0 rejections" in command("merge", *found, "-o", tmp_path / "m")
