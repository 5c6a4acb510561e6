"""Seeded kills (SIGKILL) of re-parse and crawl: 0 torn lines, 0 acknowledged records lost, 0 doubled, nothing missing.

The number of kills comes from CRASH_KILLS (20; `make crash`: 500), the first seed from CRASH_SEED; both are printed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from asyncio import StreamWriter
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.ledger import Names
from tests.crash.books import Entry, entries, torn
from tests.hostile.archives import archive, member
from tests.server.loopback import Asked, Loopback
from tests.server.stories import story

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CRASH_KILLS", "20"))
SEED = int(os.environ.get("CRASH_SEED", "7"))
ROUND = 10
"""Kills of one output before it is run to its end and compared."""


class Target:
    """One process to be killed, and what it acknowledged."""

    def __init__(self, arguments: list[str]) -> None:
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "tests.crash.target", str(writing), *arguments]
        self.process = subprocess.Popen(
            command, cwd=ROOT, pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True
        )
        os.close(writing)
        self._reading = reading
        self.acknowledged: list[str] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        with os.fdopen(self._reading, "rb") as pipe:
            for line in pipe:
                if line.endswith(b"\n"):
                    self.acknowledged.append(line.decode().strip())

    def kill_after(self, acknowledgements: int, seconds: float) -> None:
        """Kill it `seconds` after so many acknowledgements, or let it end."""
        self._until(acknowledgements)
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.wait()

    def kill_a_worker(self, acknowledgements: int, chance: random.Random) -> bool:
        """Kill one worker of the run; tell whether there was one."""
        self._until(acknowledgements)
        tasks = Path(f"/proc/{self.process.pid}/task")
        with contextlib.suppress(OSError):
            workers = [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                return True
        return False

    def _until(self, acknowledgements: int) -> None:
        end = time.monotonic() + 120
        while len(self.acknowledged) < acknowledgements and self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)

    def wait(self) -> int:
        code = self.process.wait(180)
        self._thread.join(30)  # the workers hold the pipe's other end no longer than their page
        return code


def digests(out: Path) -> Counter[str]:
    names = Names.of(out)
    data = b"".join(f.read_bytes() for f in (names.articles, names.rejected) if f.exists())
    return Counter(hashlib.sha256(line).hexdigest() for line in data.split(b"\n")[:-1])


def kill_and_compare(
    folder: Path, arguments: Callable[[Path], list[str]], whole: Counter[Entry], name: str, seeds: range
) -> None:
    """Kill a run ROUND times, end it, compare; again with the next output until all seeds are used."""
    killed = workers = lost = doubled = pieces = 0
    for first in range(seeds.start, seeds.stop, ROUND):
        out = folder / f"out-{first}"
        acknowledged: set[str] = set()
        for seed in range(first, min(first + ROUND, seeds.stop)):
            chance = random.Random(seed)
            target = Target(arguments(out))
            if seed % 3 == 0:  # a worker first: its page gets another, and the run goes on to its own end
                workers += target.kill_a_worker(chance.randrange(0, 3), chance)
            target.kill_after(chance.randrange(0, max(2, 2 * len(whole) // ROUND)), chance.random() * 0.005)
            killed += target.process.returncode == -signal.SIGKILL
            acknowledged |= set(target.acknowledged)
            pieces += torn(out)
            there = digests(out)
            lost += len(acknowledged - there.keys())
            doubled += sum(n - 1 for n in there.values())
            assert (lost, doubled) == (0, 0), f"seed {seed}"
        last = Target(arguments(out))
        assert last.wait() == 0
        assert torn(out) == 0
        assert acknowledged <= digests(out).keys()
        assert entries(out, name) == whole, f"seeds {first} to {first + ROUND - 1}"
    print(f"\n{len(seeds)} seeds from {seeds.start}: {killed} runs and {workers} workers killed")
    print(f"{lost} acknowledged lines lost, {doubled} doubled")
    print(f"{pieces} bytes of torn tails set aside, every output whole in the end")
    assert killed >= len(seeds) * 0.7, "most runs ended before they were killed"


@pytest.mark.long
def test_kills_of_a_re_parse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder and a WARC, good pages and bad ones, one worker and two."""
    inside = tmp_path / "in"
    inside.mkdir()
    for number in range(24):
        (inside / f"{number:03}.html").write_bytes(story(number) if number % 6 else b"")
    archive(inside / "z.warc.gz", [member(n, story(n) if n % 7 else b"%PDF-1.4") for n in range(24)])
    assert Target(["reparse", str(inside), "-o", str(tmp_path / "whole"), "--quiet"]).wait() == 0
    with capsys.disabled():
        kill_and_compare(
            tmp_path,
            lambda out: ["reparse", str(inside), "-o", str(out), "--resume", "--quiet", "--jobs", "1"],
            entries(tmp_path / "whole"),
            "path",
            range(SEED, SEED + KILLS * 3 // 5),
        )


@pytest.mark.long
def test_kills_of_a_crawl(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A crawl of a site on loopback: what is done is read back from the output, never from a queue on disk."""

    async def answer(asked: Asked, writer: StreamWriter) -> None:
        number = asked.path.rpartition("/")[2]
        body = story(int(number)) if number.isdigit() else b"User-agent: *\nAllow: /\n"
        kind = "text/html; charset=utf-8" if number.isdigit() else "text/plain"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)

    with Loopback(answer) as server:
        urls = tmp_path / "urls"
        urls.write_text("".join(server.url("harbour.test", f"/a/{n}") + "\n" for n in range(30)))
        assert Target(["crawl", str(urls), str(tmp_path / "whole")]).wait() == 0
        whole = entries(tmp_path / "whole", "url")
        assert len(whole) == 30
        with capsys.disabled():
            kill_and_compare(
                tmp_path,
                lambda out: ["crawl", str(urls), str(out)],
                whole,
                "url",
                range(SEED + 1_000, SEED + 1_000 + KILLS * 2 // 5),
            )
