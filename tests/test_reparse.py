"""Re-parse: one line a page in the order of the input, the same bytes however it is run."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import newsspider
from newsspider.cli import main
from newsspider.reparse import Summary, cores, parse_one
from pipelines.ledger import Ledger
from pipelines.page import Page
from pipelines.record import REASONS, Article, Rejection

TEXT = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after a winter in the "
    "dock that cost the town more than it had planned for the whole of the coming year."
)


def article(number: int, *, body: str = TEXT, head: str = "") -> bytes:
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        f"<title>Ferry number {number} is back in service</title>{head}"
        f"</head><body><article><h1>Ferry number {number} is back in service</h1><p class=byline>By Ana Silva</p>"
        f"<p>{body}</p><p>{body} It was the {number}th repair.</p><p>{body}</p></article></body></html>"
    ).encode()


BAD: dict[str, bytes] = {
    "empty.html": b"",
    "blank.html": b" \n" * 1000,
    "binary.html": random.Random(7).randbytes(20_000),
    "document.html": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + random.Random(8).randbytes(5_000),
    "picture.html": b"\x89PNG\r\n\x1a\n" + random.Random(9).randbytes(5_000),
    "huge.html": b"<p>" + b"word " * 5_000_000,
    "deep.html": b"<div>" * 100_000 + b"text",
    "tag.html": b"<html><p " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">x</p>",
}
"""Pages that can be no article, with any reading of the rules."""

ODD: dict[str, bytes] = {
    "cut.html": article(1)[:700],
    "cut.html.gz": gzip.compress(article(2))[:-30],
    "latin.html": article(3, body=TEXT + " Café à la carte.").decode().encode("latin-1").replace(b"utf-8", b"utf-8"),
    "mixed.html": article(4) + "é".encode("latin-1"),
    "controls.html": article(5, body=TEXT + "&#1;&#xFFFE;\x00"),
    "surrogate.html": article(
        6, head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"\\ud800 x"}</script>'
    ),
    "twice.html": article(7) + article(8),
}
"""Pages that end as a record or a rejection."""


def put(folder: Path, pages: dict[str, bytes]) -> Path:
    for name, content in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsspider", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=120, check=False
    )


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(x) for x in file.read_bytes().splitlines()]


def paths(values: Sequence[dict[str, Any]]) -> list[str]:
    return [v["source"]["path"] for v in values]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thirty pages, good, odd and bad, in one folder."""
    pages = {f"{n:02}.html": article(n) for n in range(12)}
    return put(tmp_path_factory.mktemp("pages"), {**pages, **BAD, **ODD})


def test_every_page_ends_as_one_line(mixed: Path, tmp_path: Path) -> None:
    done = run("reparse", mixed, "-o", tmp_path / "articles.jsonl", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    records, rejections = lines(tmp_path / "articles.jsonl"), lines(tmp_path / "articles.rejected.jsonl")
    assert sorted(paths(records) + paths(rejections)) == sorted(p.name for p in mixed.iterdir())
    assert {f"{n:02}.html" for n in range(12)} <= set(paths(records))
    assert set(BAD) <= set(paths(rejections))
    assert {r["reason"] for r in rejections} <= set(REASONS)
    assert paths(records) == sorted(paths(records))
    assert paths(rejections) == sorted(paths(rejections))
    reasons = {r["source"]["path"]: r["reason"] for r in rejections}
    assert reasons["empty.html"] == reasons["blank.html"] == "empty"
    assert reasons["document.html"] == reasons["picture.html"] == "not_html"
    assert reasons["huge.html"] == "too_large"
    summary = json.loads((tmp_path / "articles.run.json").read_text())
    assert summary["pages"] == summary["records"] + summary["rejections"] == len(records) + len(rejections)
    assert summary["rejections_by_reason"]["not_html"] >= 2
    assert f"{summary['pages']} pages" in done.stderr
    assert "not_html" in done.stderr
    by_path = {r["source"]["path"]: r for r in records}
    if "cut.html.gz" in by_path:
        assert by_path["cut.html.gz"]["truncated"] is True
    if "latin.html" in by_path:
        assert "Café à la carte" in by_path["latin.html"]["body"]["text"]


def test_however_it_is_run_the_bytes_are_the_same(mixed: Path, tmp_path: Path) -> None:
    ways: list[tuple[str, dict[str, str]]] = [
        ("1", {"PYTHONHASHSEED": "0", "TZ": "UTC"}),
        ("2", {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
    ]
    for number, (jobs, environment) in enumerate(ways):
        assert (
            run("reparse", mixed, "-o", tmp_path / str(number), "--jobs", jobs, "--quiet", **environment).returncode
            == 0
        )
    for name in ("articles.jsonl", "articles.rejected.jsonl"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()
        assert (tmp_path / "0" / name).stat().st_size > 0


def test_a_manifest_run_names_file_and_line_and_goes_on(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": article(1), "b.html": article(2)})
    rows = [
        '{"path": "b.html", "url": "https://a.test/b", "retrieved_at": "2024-05-01T00:00:00Z"}',
        "oops",
        '{"path": "../x"}',
        '{"path": "a.html"}',
    ]
    (tmp_path / "m.jsonl").write_text("\n".join(rows))
    done = run("reparse", tmp_path / "m.jsonl", "-o", tmp_path / "out", "--jobs", "1")
    assert done.returncode == 0
    assert "m.jsonl:2: not a JSON object" in done.stderr
    assert "m.jsonl:3: path leaves the folder" in done.stderr
    assert paths(lines(tmp_path / "out" / "articles.jsonl")) == ["b.html", "a.html"]
    assert paths(lines(tmp_path / "out" / "articles.rejected.jsonl")) == ["m.jsonl", "../x"]
    assert lines(tmp_path / "out" / "articles.jsonl")[0]["retrieved_at"] == "2024-05-01T00:00:00Z"


def test_resume_does_the_rest_and_overwrite_does_all(mixed: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    assert run("reparse", mixed, "-o", whole, "--quiet").returncode == 0
    part.mkdir()
    for name in ("articles.jsonl", "articles.rejected.jsonl"):
        data = (whole / name).read_bytes()
        (part / name).write_bytes(b"".join(data.splitlines(keepends=True)[:3]) + data[:40])
    refused = run("reparse", mixed, "-o", part)
    assert refused.returncode == 2
    assert "--resume" in refused.stderr
    resumed = run("reparse", mixed, "-o", part, "--resume")
    assert resumed.returncode == 0
    assert "40 bytes of a torn last line" in resumed.stderr
    assert "6 done before" in resumed.stderr
    for name in ("articles.jsonl", "articles.rejected.jsonl"):
        assert (part / name).read_bytes() == (whole / name).read_bytes()
    again = run("reparse", mixed, "-o", part, "--resume")
    assert again.returncode == 0
    assert "0 pages" in again.stderr
    assert run("reparse", mixed, "-o", part, "--overwrite", "--quiet").returncode == 0
    assert (part / "articles.jsonl").read_bytes() == (whole / "articles.jsonl").read_bytes()


def test_two_folders_with_the_same_names_resume_right(tmp_path: Path) -> None:
    one, two = put(tmp_path / "one", {"x.html": article(1)}), put(tmp_path / "two", {"x.html": article(2)})
    assert run("reparse", one, "-o", tmp_path / "out", "--quiet").returncode == 0
    assert run("reparse", one, two, "-o", tmp_path / "out", "--quiet", "--resume").returncode == 0
    assert [r["headline"] for r in lines(tmp_path / "out" / "articles.jsonl")] == [
        "Ferry number 1 is back in service",
        "Ferry number 2 is back in service",
    ]


@pytest.mark.parametrize(
    ("output", "code", "message"),
    [
        ("file/out.jsonl", 4, "cannot write"),
        ("link.jsonl", 4, "symbolic link"),
        ("/dev/full/x.jsonl", 4, "cannot write"),
    ],
)
def test_an_output_that_cannot_be_written(tmp_path: Path, output: str, code: int, message: str) -> None:
    put(tmp_path, {"in/a.html": article(1), "file": b""})
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "file")
    done = run("reparse", tmp_path / "in", "-o", tmp_path / output)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.html"], "does not exist"),
        ([".", "--jobs", "many"], "--jobs"),
        ([".", "--jobs", "0"], "--jobs"),
        ([".", "--resume", "--overwrite"], "exclude each other"),
        ([".", "--sites", "nowhere"], "no such folder"),
        ([], "INPUT"),
    ],
)
def test_usage_errors(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run("reparse", *arguments, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert message in done.stderr


def test_too_many_rejections_are_exit_6_where_asked(tmp_path: Path) -> None:
    put(tmp_path / "in", {"a.html": article(1), "b.html": b""})
    assert run("reparse", tmp_path / "in", "-o", tmp_path / "1", "--max-rejected", "0.5").returncode == 0
    done = run("reparse", tmp_path / "in", "-o", tmp_path / "2", "--max-rejected", "0.4")
    assert done.returncode == 6
    assert "50.0%" in done.stderr


def test_a_full_disk_is_exit_4_and_loses_no_whole_line(tmp_path: Path) -> None:
    inside = put(tmp_path / "in", {f"{n:02}.html": article(n) for n in range(40)})
    command = f"ulimit -f 100; exec {sys.executable} -m newsspider reparse {inside} -o {tmp_path / 'out'}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4
    assert "bytes fitted" in done.stderr or "too large" in done.stderr
    written = paths(lines(tmp_path / "out" / "articles.jsonl"))
    assert 0 < len(written) < 40
    assert run("reparse", inside, "-o", tmp_path / "out", "--resume", "--quiet").returncode == 0
    assert paths(lines(tmp_path / "out" / "articles.jsonl")) == [f"{n:02}.html" for n in range(40)]


def test_an_output_that_another_run_holds(tmp_path: Path) -> None:
    put(tmp_path, {"in/a.html": article(1)})
    with Ledger(tmp_path / "out"):
        done = run("reparse", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 5
    assert "another run" in done.stderr


def test_pages_that_get_lost_are_exit_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"in/a.html": article(1)})
    monkeypatch.setattr("newsspider.reparse.reparse", lambda *_, **__: Summary(pages=2, records=1))
    done = CliRunner().invoke(main, ["reparse", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 3
    assert "2 pages in, 0 records and 0 rejections out" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_ended_can_be_continued(tmp_path: Path, number: signal.Signals, code: int) -> None:
    inside = put(tmp_path / "in", {f"{n:03}.html": article(n) for n in range(300)})
    command = [sys.executable, "-m", "newsspider", "reparse", str(inside), "-o", str(tmp_path / "out"), "--jobs", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        output = tmp_path / "out" / "articles.jsonl"
        until = time.monotonic() + 30
        while time.monotonic() < until and not (output.exists() and output.stat().st_size):
            time.sleep(0.02)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)  # ends only when the workers are gone too: they hold stderr
    assert process.returncode == code, said
    if code > 0:
        assert "--resume" in said
        assert json.loads((tmp_path / "out" / "articles.run.json").read_text())["interrupted"] is True
    assert run("reparse", inside, "-o", tmp_path / "out", "--resume", "--quiet").returncode == 0
    assert paths(lines(output)) == [f"{n:03}.html" for n in range(300)]


def test_iter_reparse_gives_values_in_order(mixed: Path) -> None:
    values = list(newsspider.iter_reparse([mixed], jobs=2))
    assert [v.source.path for v in values] == sorted(p.name for p in mixed.iterdir())
    assert {type(v) for v in values} == {Article, Rejection}
    assert values == list(newsspider.iter_reparse([mixed]))


def test_a_page_over_its_deadline_is_a_rejection_with_its_identity(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": article(1)})
    (found,) = newsspider.iter_reparse([tmp_path], deadline=0.001)
    assert isinstance(found, Rejection)
    assert found.reason == "deadline"
    assert found.source.path == "a.html"
    assert found.source.sha256 == __import__("hashlib").sha256(article(1)).hexdigest()


def test_the_worker_and_this_process_agree() -> None:
    page = Page(article(3), "https://harbour.test/a", "2024-05-01T00:00:00Z")
    assert parse_one(page) == newsspider.parse(page)


def test_cores() -> None:
    assert cores("3") == 3
    assert cores("auto") >= 1
    for wrong in ("0", "x", "-1", "5000", ""):
        with pytest.raises(ValueError, match=r"invalid literal|between"):
            cores(wrong)
