"""The parent's side of one child: start, ask, wait, kill, replace."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import msgspec

from pipelines.record import Reason
from pipelines.worker.frame import DONE, HEAD, READY

_CHUNK: Final = 1 << 20
_START_SECONDS: Final = 120.0
"""Wall time for a child to import and warm up; 1.5 s measured, more on a loaded machine."""
_WORKED: Final = 0.2
"""Share of the deadline that a page has to have worked for before a lack of time is its own: a machine that slept or
was busy elsewhere is no fault of a page."""
_PROGRAM: Final = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from pipelines.worker.serving import serve
serve(*sys.argv[2:])
"""
"""What a child runs: it finds our modules where this process found them, and nothing in the current folder first.

It starts isolated (`-I`): neither the folder nor the environment says where modules lie."""


class WorkerError(RuntimeError):
    """The children cannot work at all (the task does not import, or dies while it warms up)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request got no reply."""

    reason: Reason
    """deadline, memory, extractor_error (the process died or extract raised) or internal_error."""
    detail: str
    """One line for a person."""
    is_foreign: bool = False
    """True where the page may have had no part in it: the process was killed from outside, or stood still."""


class Child:
    """One process that answers requests one after another.

    `call` never raises for what a request does to the process: it kills, replaces and reports it.
    """

    def __init__(self, task: str, *, deadline: float, memory: int, pages: int) -> None:
        self._task, self._deadline, self._memory, self._pages = task, deadline, memory, pages
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def start(self) -> None:
        """Start the process and wait until it is warm; raise WorkerError when it cannot."""
        command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps(_places()), self._task, str(self._memory)]
        # its own process group: a Ctrl-C or a `timeout` meant for the run must not end a page
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [*command, str(self._deadline)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
        self._served = 0
        answer = self._exchange(self._process, b"", time.monotonic() + _START_SECONDS)
        if answer is None or answer[0] != READY:
            status = self.stop()
            said = answer[1].decode("utf-8", "replace") if answer else f"exit status {status}"
            raise WorkerError(f"worker for {self._task} did not start: {said}")

    def call(self, request: bytes) -> bytes | Failure:
        """Return the task's reply to a request, or why there is none."""
        if self._process is None or self._process.poll() is not None or self._served >= self._pages:
            self.stop()
            self.start()
        process = self._process
        assert process is not None
        self._served += 1
        before = _cpu_seconds(process)
        try:
            answer = self._exchange(process, HEAD.pack(DONE, len(request)) + request, time.monotonic() + self._deadline)
        except TimeoutError:
            after = _cpu_seconds(process)
            used = after - before if before is not None and after is not None else self._deadline
            self.stop()
            said = f"no answer within {self._deadline:g} s, of which {used:.1f} s were work"
            return Failure("deadline", said, is_foreign=used < _WORKED * self._deadline)
        if answer is None:
            return self._died()
        kind, reply = answer
        if kind == DONE:
            return reply
        reason, _, detail = reply.decode("utf-8", "replace").partition("\n")
        if reason == "memory":  # what a failed allocation left behind is not to be trusted
            self.stop()
        return Failure(msgspec.convert(reason, Reason), detail)

    def stop(self) -> int | None:
        """End the process at once and return its exit status."""
        process, self._process = self._process, None
        if process is None:
            return None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(0.05)
        process.kill()
        return process.wait()

    def kill(self) -> None:
        """Kill the process from another thread: the call in flight returns a Failure."""
        process = self._process
        if process is not None:
            process.kill()

    def _died(self) -> Failure:
        status = self.stop()
        if status == -signal.SIGALRM:  # this process ends a page first, unless it stood still itself
            return Failure("deadline", f"no answer within {self._deadline:g} s", is_foreign=True)
        if status == -signal.SIGKILL:
            return Failure("memory", "the worker was killed from outside, usually for want of memory", is_foreign=True)
        said = signal.Signals(-status).name if status is not None and status < 0 else f"exit status {status}"
        outside = status in (-signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT)
        return Failure("extractor_error", f"the worker died: {said}", is_foreign=outside)

    def _exchange(self, process: subprocess.Popen[bytes], data: bytes, until: float) -> tuple[int, bytes] | None:
        """Send `data`, return (kind, payload) of the reply, or None when the process is gone.

        Raises TimeoutError at `until`; a reply that has begun to arrive gets as long again.
        """
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None
        allowed = until - time.monotonic()
        view, reply = memoryview(data), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            if view:
                os.set_blocking(stdin.fileno(), False)
                selector.register(stdin, selectors.EVENT_WRITE)
            while True:
                events = selector.select(max(0.0, until - time.monotonic()))
                if not events and time.monotonic() >= until:
                    raise TimeoutError
                for key, _ in events:
                    if key.fileobj is stdin:
                        view = _send(stdin, view)
                        if not view:
                            selector.unregister(stdin)
                        continue
                    piece = os.read(stdout.fileno(), _CHUNK)
                    if not piece:
                        return None
                    if not reply:
                        until = time.monotonic() + allowed
                    reply += piece
                    if len(reply) >= HEAD.size:
                        kind, size = HEAD.unpack_from(reply)
                        if len(reply) >= HEAD.size + size:
                            return kind, bytes(reply[HEAD.size :])


def _places() -> list[str]:
    """Return where modules are found; "", the current folder whichever it is, comes last: it may hold a json.py."""
    return [p for p in sys.path if p] + [str(Path.cwd())] * ("" in sys.path)


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float | None:
    """Return the CPU time that a process has used; None where the system does not tell."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _send(stdin: IO[bytes], view: memoryview) -> memoryview:
    try:
        return view[os.write(stdin.fileno(), view[:_CHUNK]) :]
    except BlockingIOError:
        return view
    except BrokenPipeError:
        return view[:0]  # the reading side reports the death
