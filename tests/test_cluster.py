"""A re-parse on Dask: the bytes of the pool, every page once, whatever dies."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsspider.engine import shards as sharding
from newsspider.engine.asking import Result
from newsspider.reparse import reparse, reparse_by_shards
from pipelines.ledger import Ledger, Names
from tests.crash.books import entries
from tests.hostile.archives import archive, member
from tests.server.stories import story

distributed = pytest.importorskip("distributed", reason="the extra `distributed` is not installed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages as files and in a WARC, good ones and bad ones."""
    folder = tmp_path_factory.mktemp("in")
    for number in range(60):
        (folder / f"{number:03}.html").write_bytes(story(number) if number % 9 else b"")
    archive(folder / "y.warc.gz", [member(n, story(n) if n % 7 else b"%PDF-1.4") for n in range(60)])
    (folder / "z.warc.gz").write_bytes((folder / "y.warc.gz").read_bytes()[:9_000])
    return folder


@pytest.fixture(scope="module")
def whole(inside: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one worker makes of it."""
    out = tmp_path_factory.mktemp("whole")
    with Ledger(out) as ledger:
        reparse([inside], ledger)
    return out


def same(out: Path, whole: Path) -> bool:
    names, others = Names.of(out), Names.of(whole)
    return names.articles.read_bytes() == others.articles.read_bytes() and (
        names.rejected.read_bytes() == others.rejected.read_bytes()
    )


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    inside: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsspider.engine.cluster import client

    monkeypatch.setattr(sharding, "SHARD_PAGES", 12)
    killed: list[int] = []
    with client(None, 2) as dask, Ledger(tmp_path) as ledger:
        pids = list(dask.run(os.getpid).values())

        def each(_: Result) -> None:
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        summary = reparse_by_shards([inside], ledger, dask, each=each)
    assert killed
    assert summary.is_whole
    assert same(tmp_path, whole)
    assert Counter(entries(tmp_path)) == Counter(entries(whole))
    assert not list(tmp_path.glob("*.shards")), "what was put together is cleared away"


class Cluster:
    """A scheduler and two workers in processes of their own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        scheduler = ["scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"]
        worker = ["worker", self.address, "--nthreads", "1", "--memory-limit", "0", "--no-dashboard", "--no-nanny"]
        worker += ["--death-timeout", "20", "--local-directory", str(folder)]
        self.scheduler = self._started(scheduler)
        self.workers = [self._started(worker) for _ in range(2)]

    def _started(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-W", "ignore", "-m", "dask", *arguments]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        for process in (self.scheduler, *self.workers):
            process.kill()
            process.wait()


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    opened = Cluster(folder)
    try:
        yield opened
    finally:
        opened.close()


def test_a_killed_scheduler_and_a_resumed_run_give_every_page_once(inside: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    small = "import newsspider.engine.shards as s; s.SHARD_PAGES = 12; from newsspider.cli import main; main()"
    command = [sys.executable, "-c", small, "reparse", str(inside), "-o", str(out), "--quiet", "--engine", "dask"]
    with cluster(tmp_path) as first:
        run = subprocess.Popen([*command, "--scheduler", first.address], stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while time.monotonic() < until and not len(list(out.glob("articles.shards/*.lines"))) >= 3:
            time.sleep(0.01)
        first.scheduler.kill()
        _, said = run.communicate(timeout=90)
    assert run.returncode == 1, said
    assert "--resume does the rest" in said
    kept = {p.name: p.stat().st_mtime_ns for p in out.glob("articles.shards/*.lines")}
    assert kept
    with cluster(tmp_path) as second:
        again = [*command, "--scheduler", second.address, "--resume"]
        assert subprocess.run(again, timeout=90, check=False).returncode == 0
    assert same(out, whole)
    assert set(Counter(entries(out)).values()) == {1}


def test_an_address_without_a_scheduler_is_said(inside: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "newsspider", "reparse", str(inside), "-o", str(tmp_path / "out"), "--engine"]
    done = subprocess.run(
        [*command, "dask", "--scheduler", "tcp://127.0.0.1:1"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "no Dask scheduler at tcp://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
