"""Sections 3e and 3f, and row 6: damaged archives, bad paths, bad outputs, signals - through the command line."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.ledger import Ledger
from tests.crash.books import entries, lines, torn
from tests.hostile.archives import archive, member
from tests.hostile.story import plain

PAGE = plain()


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "newsspider", "reparse", *map(str, arguments)]


def run(*arguments: object, code: int = 0, **environment: str) -> str:
    """Run a re-parse and return what it said; it may take 60 s and 1 GB of memory in each of its processes."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, **environment}, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 30,) * 2),
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def one_of_each(found: Counter[Any]) -> None:
    assert set(found.values()) <= {1}, "a page has two lines"


# --- row 6 ---


@pytest.mark.parametrize("zipped", [True, False])
def test_html_served_as_something_else_is_read(tmp_path: Path, zipped: bool) -> None:
    served = ("image/png", "application/octet-stream", "", 'text/html; charset=klingon-8; charset="', "text/plain")
    archive(tmp_path / "a.warc", [member(n, PAGE, kind=k) for n, k in enumerate(served)], zipped=zipped)
    run(tmp_path / "a.warc", "-o", tmp_path / "out")
    assert [line.get("reason", line.get("headline")) for line in lines(tmp_path / "out")] == [
        "Harbour ferry sails again after winter in dock"
    ] * len(served)


# --- section 3e ---


def length(change: str) -> Callable[[bytes, int, int], bytes]:
    """Return what gives the record between two offsets of a plain WARC another Content-Length."""

    def changed(good: bytes, start: int, end: int) -> bytes:
        at = good.index(b"Content-Length: ", start) + 16
        stop = good.index(b"\r\n", at)
        wrong = int(good[at:stop]) + int(change) if abs(int(change)) == 50 else int(change)
        return good[:at] + str(wrong).encode() + good[stop:]

    return changed


DAMAGES: dict[str, tuple[Callable[[bytes, int, int], bytes], int]] = {
    "84-cut": (lambda good, at, end: good[: (at + end) // 2], 10),
    "86-flip": (lambda good, at, end: good[: at + 99] + bytes([good[at + 99] ^ 0xFF]) + good[at + 100 :], 19),
    "86-zeros": (lambda good, at, end: good[: at + 300] + bytes(64) + good[at + 364 :], 19),
    "86-garbage": (lambda good, at, end: good[:at] + random.Random(4).randbytes(500) + good[at:], 20),
    "87-longer": (length("+50"), 19),
    "88-shorter": (length("-50"), 19),
    "89-huge": (length("1000000000000"), 19),
    "89-negative": (length("-5"), 19),
}
"""Rows 84 to 89: what happens to record 10 of 20, and how many records remain."""


@pytest.mark.parametrize("zipped", [True, False], ids=["gzip", "plain"])
def test_rows_84_to_89_a_damaged_record_costs_itself_only(tmp_path: Path, zipped: bool) -> None:
    home, offsets = tmp_path / "in", {}
    home.mkdir()
    for name, (damage, _) in DAMAGES.items():
        file = home / f"{name}.warc"
        members = [member(n, PAGE) for n in range(20)]
        if name[:2] in ("87", "88", "89"):  # the length stands inside the gzip member
            members[10] = damage(members[10], 0, len(members[10]))
            offsets[file.name] = archive(file, members, zipped=zipped)[10]
        else:
            at = archive(file, members, zipped=zipped)
            file.write_bytes(damage(file.read_bytes(), at[10], at[11]))
            offsets[file.name] = at[10]
    said = run(home, "-o", tmp_path / "out")
    found = entries(tmp_path / "out")
    one_of_each(found)
    for name, (_, records) in DAMAGES.items():
        mine = [e for e in found if e[0] == f"{name}.warc"]
        assert sum(e[2] == "record" for e in mine) == records, name
        ((path, offset, reason),) = [e for e in mine if e[2] != "record"]
        assert path is not None
        assert offset == offsets[path]
        assert reason in ("truncated", "bad_input", "bad_http")
        assert f"{path} at byte {offset}" in said


def test_row_90_a_file_that_is_one_gzip_member(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"".join(member(n, PAGE) for n in range(20)), mtime=0))
    run(tmp_path / "a.warc.gz", "-o", tmp_path / "out")
    assert sum(entries(tmp_path / "out").values()) == 20


@pytest.mark.parametrize("content", [PAGE, b"", random.Random(5).randbytes(100_000), gzip.compress(PAGE, mtime=0)])
def test_row_91_what_is_no_warc_is_said_and_the_others_are_done(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(content)
    (tmp_path / "b.html").write_bytes(PAGE)
    said = run(tmp_path / "a.warc", tmp_path / "b.html", "-o", tmp_path / "out")
    assert "bad_input: a.warc: " in said
    assert {e[2] for e in entries(tmp_path / "out")} == {"bad_input", "record"}


@pytest.mark.long
@pytest.mark.parametrize("zipped", [True, False], ids=["gzip", "plain"])
def test_row_92_a_record_of_300_megabytes(tmp_path: Path, zipped: bool) -> None:
    archive(
        tmp_path / "a.warc", [member(0, PAGE), member(1, b"<p>" + bytes(300_000_000)), member(2, PAGE)], zipped=zipped
    )
    run(tmp_path / "a.warc", "-o", tmp_path / "out")
    assert sorted(e[2] for e in entries(tmp_path / "out")) == ["record", "record", "too_large"]


BAD_PATHS = (
    "../../etc/passwd", "/etc/passwd", "pages/../../secret.html", "link.html", "a\nb.html", "nul\0.html", "CON",
    "%2e%2e", "x" * 300, "\U0001f600.html", "folder", "missing.html",
)  # fmt: skip


def test_row_93_paths_that_leave_the_tree(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (tmp_path / "secret.html").write_bytes(PAGE)
    (home / "link.html").symlink_to(tmp_path / "secret.html")
    (home / "good.html").write_bytes(PAGE)
    given = [*BAD_PATHS, "good.html"]
    (home / "m.jsonl").write_text("not json\n" + "".join(json.dumps({"path": p}) + "\n" for p in given))
    said = run(home / "m.jsonl", "-o", tmp_path / "out")
    found = lines(tmp_path / "out")
    assert [x["source"]["path"] for x in found if "reason" not in x] == ["good.html"]
    refused = [x for x in found if "reason" in x]
    assert {x["reason"] for x in refused} == {"bad_input"}
    assert len(refused) == len(given)
    for number, line in enumerate(refused, 1):
        assert line["detail"].startswith(f"m.jsonl:{number}: ")
        assert line["detail"].isprintable()
        assert f"m.jsonl:{number}: " in said
    assert all(part.isprintable() for part in said.splitlines())


# --- section 3f ---


def pages(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:03}.html").write_bytes(PAGE)
    return folder


def test_row_95_and_96_outputs_that_cannot_or_must_not_be_written(tmp_path: Path) -> None:
    inside = pages(tmp_path / "in", 2)
    precious = tmp_path / "precious"
    precious.write_text("keep")
    (tmp_path / "link.jsonl").symlink_to(precious)
    (tmp_path / "dangling.jsonl").symlink_to(tmp_path / "nowhere")
    (tmp_path / "rejected").mkdir()
    (tmp_path / "rejected" / "articles.rejected.jsonl").symlink_to(precious)
    for output in ("precious/out", "link.jsonl", "dangling.jsonl", "/proc/out", "rejected"):
        said = run(inside, "-o", tmp_path / output, "--overwrite", code=4)
        assert "cannot write" in said
        assert "pages in" not in said, "it began all the same"
    assert precious.read_text() == "keep"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_row_95_a_folder_without_rights(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    assert "cannot write" in run(pages(tmp_path / "in", 1), "-o", tmp_path / "shut" / "out", code=4)


def _held(path: Path) -> bool:
    """Say whether a process holds the file: it is made before it is held."""
    return path.exists() and f":{path.stat().st_ino} " in Path("/proc/locks").read_text()


def test_row_97_two_runs_on_one_output(tmp_path: Path) -> None:
    inside = pages(tmp_path / "in", 100)
    first = subprocess.Popen(command(inside, "-o", tmp_path / "out", "--quiet"))
    try:
        _until(lambda: _held(tmp_path / "out" / "articles.jsonl"))
        first.send_signal(signal.SIGSTOP)  # so that it outlasts the three others on any machine
        for mode in ((), ("--resume",), ("--overwrite",)):
            assert "another run" in run(inside, "-o", tmp_path / "out", *mode, code=5)
    finally:
        first.send_signal(signal.SIGCONT)
        assert first.wait(60) == 0
    assert Counter(entries(tmp_path / "out").values()) == {1: 100}


def test_row_98_no_name_comes_from_a_url(tmp_path: Path) -> None:
    urls = ["https://a.test/../..", "https://a.test/%2e%2e/x", "https://a.test/\0", f"https://a.test/{'x' * 300}",
            "https://a.test/CON", "https://a.test/\U0001f600", "https://../x"]  # fmt: skip
    home = pages(tmp_path / "in", 1)
    (home / "m.jsonl").write_text("".join(json.dumps({"path": "000.html", "url": u}) + "\n" for u in urls))
    run(home / "m.jsonl", "-o", tmp_path / "out")
    assert len(lines(tmp_path / "out")) == len(urls)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "articles.jsonl", "articles.rejected.jsonl", "articles.run.json",
    ]  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_row_99_a_log_line_cannot_be_forged(tmp_path: Path) -> None:
    home = pages(tmp_path / "in", 1)
    evil = "x\n2024-01-01 CRITICAL: forged\x1b[31m\u202e"
    rows = [{"path": evil}, {"path": "000.html", "retrieved_at": evil}, {"path": "000.html", "url": evil}]
    (home / "m.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    said = run(home / "m.jsonl", "-o", tmp_path / "out")
    assert "forged" in said
    assert all(line.isprintable() and not line.startswith("2024") for line in said.splitlines())


def test_row_100_surroundings_change_nothing(tmp_path: Path) -> None:
    inside = pages(tmp_path / "in", 2)
    (inside / "d\u00fcne.html").write_bytes(PAGE)
    run(inside, "-o", tmp_path / "a")
    for environment in ({"TZ": ""}, {"TZ": "Nonsense/Zone", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}):
        run(inside, "-o", tmp_path / "b", "--overwrite", **environment)
        assert (tmp_path / "a" / "articles.jsonl").read_bytes() == (tmp_path / "b" / "articles.jsonl").read_bytes()


def _until(true: Any, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


@pytest.mark.long
@pytest.mark.parametrize(
    ("signals", "codes"),
    [
        ((signal.SIGTERM,), {143}),
        ((signal.SIGINT,), {130}),
        ((signal.SIGINT, signal.SIGINT), {130}),
        ((signal.SIGTERM, signal.SIGTERM), {130, 143}),
        ((signal.SIGKILL,), {-9}),
    ],
    ids=["SIGTERM", "ctrl-c", "ctrl-c twice", "SIGTERM twice", "SIGKILL"],
)
def test_row_101_a_run_that_is_ended_goes_on(
    tmp_path: Path, signals: tuple[signal.Signals, ...], codes: set[int]
) -> None:
    inside = pages(tmp_path / "in", 80)
    out = tmp_path / "out"
    with subprocess.Popen(command(inside, "-o", out, "--jobs", "1"), stderr=subprocess.PIPE, text=True) as process:
        _until(lambda: (out / "articles.jsonl").exists() and (out / "articles.jsonl").stat().st_size > 10_000)
        begun = time.monotonic()
        for number in signals:
            process.send_signal(number)
            time.sleep(0.01)
        _, said = process.communicate(timeout=30)  # ends when the workers are gone too: they hold stderr
    assert time.monotonic() - begun < 30
    assert process.returncode in codes, said
    assert "Traceback" not in said
    assert torn(out) == 0
    run(inside, "-o", out, "--resume")
    assert Counter(entries(out).values()) == {1: 80}


def test_row_101_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    """Also in the middle of a page: here the parent is killed while the worker reads a page that takes seconds."""
    slow = plain("".join(f"<p>{n}. {'word ' * 30}</p>" for n in range(12_000)))
    (tmp_path / "slow.html").write_bytes(slow)
    with subprocess.Popen(command(tmp_path / "slow.html", "-o", tmp_path / "out"), stderr=subprocess.PIPE) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        _until(lambda: any(t.read_text() for t in children.parent.parent.glob("*/children")))
        time.sleep(1.5)
        process.kill()
        process.communicate(timeout=40)  # a worker that lives on holds stderr, and the timeout is the failure
    assert process.returncode == -signal.SIGKILL


def test_the_lock_is_the_ledgers(tmp_path: Path) -> None:
    with Ledger(tmp_path / "out"):
        run(pages(tmp_path / "in", 1), "-o", tmp_path / "out", code=5)
