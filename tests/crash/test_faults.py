"""The output fails at the n-th write, for every n; the power goes; the disk is full: then the run goes on."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from newsspider import sources
from newsspider.reparse import reparse
from pipelines.ledger import SYNC_LINES, Ledger, LedgerError, Names, encode
from pipelines.record import Rejection, Source
from tests.crash.books import entries, lines, torn
from tests.hostile.archives import archive, member
from tests.hostile.story import plain

PAGES = 30


def line(number: int) -> bytes:
    """Return the line of a page; lines differ in length."""
    source = Source("file", f"{number:03}.html", None, "0" * 64)
    return encode(
        Rejection(url=None, retrieved_at=None, source=source, reason="empty", detail="x" * (number * 37 % 150) or None)
    )


def run(out: Path, pages: int = PAGES, **more: Any) -> None:
    """Write the lines that the output does not hold yet, as the re-parse does: some here, some there."""
    with Ledger(out, "resume", **more) as ledger:
        done = ledger.seen()
        for number in range(pages):
            if not done[f"{number:03}.html", None]:
                ledger.write(line(number), accepted=number % 3 > 0)


def whole(out: Path, pages: int = PAGES) -> bool:
    found = entries(out)
    return set(found.values()) == {1} and sorted(f"{n:03}.html" for n in range(pages)) == sorted(
        k[0] or "" for k in found
    )


@pytest.mark.parametrize("share", [None, 0.0, 0.02, 0.5, 0.98, 1.0])
def test_a_fault_at_every_write(tmp_path: Path, share: float | None) -> None:
    """`share` of the line is written before the fault; None is an error from the system. Once, and twice in a row."""
    write = os.write
    for first in range(1, PAGES + 1):
        out = tmp_path / f"{first}"
        for _ in range(2):
            left = [first]

            def faulty(descriptor: int, data: bytes, left: list[int] = left) -> int:
                left[0] -= 1
                if left[0] != 0:
                    return write(descriptor, data)
                if share is None:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return write(descriptor, data[: min(len(data) - 1, int(len(data) * share))])

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "write", faulty)
                with contextlib.suppress(LedgerError):
                    run(out)
            assert torn(out) == 0
            assert max(entries(out).values(), default=1) == 1
        run(out)
        assert whole(out), f"fault at write {first}"


def test_after_a_failed_write_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The undo may fail as well: what stays is half a line, and no other line may be joined to it."""
    write = os.write
    with Ledger(tmp_path) as ledger:
        ledger.write(line(1), accepted=True)
        monkeypatch.setattr(os, "write", lambda d, data: write(d, data[:20]))
        monkeypatch.setattr(os, "ftruncate", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "I/O error")))
        with pytest.raises(LedgerError):
            ledger.write(line(2), accepted=True)
        monkeypatch.setattr(os, "write", write)
        with pytest.raises(LedgerError):
            ledger.write(line(3), accepted=True)
        monkeypatch.undo()
    assert torn(tmp_path) == 20
    run(tmp_path, 4)
    assert whole(tmp_path, 4)
    assert (tmp_path / "articles.jsonl.torn").stat().st_size == 21


class Disk:
    """Remembers what was synced, and forgets the rest when the power goes: each file by itself, at any byte."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._safe: dict[str, int] = {}
        sync = os.fdatasync

        def noted(descriptor: int) -> None:
            sync(descriptor)
            self._safe[str(Path(f"/proc/self/fd/{descriptor}").readlink())] = os.fstat(descriptor).st_size

        patch.setattr(os, "fdatasync", noted)

    def fail(self, out: Path, chance: random.Random) -> int:
        """Cut each file somewhere between what is safe and its end; return how many whole lines that cost."""
        before = len(lines(out))
        for file in (Names.of(out).articles, Names.of(out).rejected):
            safe, size = self._safe.get(str(file), 0), file.stat().st_size
            os.truncate(file, chance.choice((safe, chance.randint(safe, size), size)))
        return before - len(lines(out))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to tell files by their descriptors")
@pytest.mark.parametrize("seed", range(20))
def test_a_power_failure_costs_what_was_not_synced_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, pages = random.Random(seed), 400
    disk = Disk(monkeypatch)
    for _ in range(4):
        stop, write = chance.randrange(1, pages), Ledger.write
        count = 0

        def counted(self: Ledger, data: bytes, *, accepted: bool) -> None:
            nonlocal count
            count += 1
            if count == stop:  # noqa: B023 - called within this turn
                raise KeyboardInterrupt
            write(self, data, accepted=accepted)  # noqa: B023

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ledger, "write", counted)
            patch.setattr(Ledger, "close", lambda self: [os.close(d) for d in descriptors(self)])
            with contextlib.suppress(KeyboardInterrupt):
                run(tmp_path, pages)
        assert disk.fail(tmp_path, chance) <= SYNC_LINES
    run(tmp_path, pages)
    assert whole(tmp_path, pages), f"seed {seed}"


def descriptors(ledger: Ledger) -> list[int]:
    return [ledger._held, ledger._articles.descriptor, ledger._rejected.descriptor]


@pytest.mark.long
def test_a_warc_is_resumed_near_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is surely done is not parsed again, and nothing that a power failure took from the middle is missed."""
    file = tmp_path / "a.warc.gz"
    offsets = archive(file, [member(n, plain() if n % 5 else b"") for n in range(260)])
    whole_run, part = tmp_path / "whole", tmp_path / "part"
    with Ledger(whole_run) as ledger:
        assert reparse([file], ledger, jobs=2).pages == 260
    part.mkdir()
    names, kept = Names.of(whole_run), 0
    for name, count in ((names.articles, 180), (names.rejected, 20)):
        found = name.read_bytes().splitlines(keepends=True)[:count]
        kept += len(found)
        (part / name.name).write_bytes(b"".join(found))
    begun: list[int] = []
    inner = sources.stretches
    monkeypatch.setattr(sources, "stretches", lambda p, n, start=0: (begun.append(start), inner(p, n, start))[1])
    with Ledger(part, "resume") as ledger:
        summary = reparse([file], ledger, jobs=2, skip=ledger.seen())
    # the first walk, from the start, looks at addresses alone: which pages are parts of one article
    assert begun[-1] in offsets[50:]
    assert (summary.skipped, summary.pages) == (kept, 260 - kept)
    assert entries(part) == entries(whole_run)
    assert Counter(entries(part).values()) == {1: 260}


@pytest.mark.long
def test_a_full_disk_ends_the_run_at_once_and_resume_does_the_rest(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    for number in range(40):
        (inside / f"{number:03}.html").write_bytes(plain())
    command = [sys.executable, "-m", "newsspider", "reparse", str(inside), "-o", str(tmp_path / "out"), "--quiet"]
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 60; exec "$@"', "sh", *command], capture_output=True, text=True, timeout=90, check=False
    )
    assert limited.returncode == 4, limited.stderr
    assert "cannot write" in limited.stderr
    assert 0 < sum(entries(tmp_path / "out").values()) < 40
    assert torn(tmp_path / "out") == 0
    assert subprocess.run([*command, "--resume"], timeout=90, check=False).returncode == 0
    assert Counter(entries(tmp_path / "out").values()) == {1: 40}
