"""A child process that can be killed: the only deadline that holds against C code is the end of a process.

A `Pool` runs one *task* in up to N children. A task is a function `bytes -> bytes` named by its dotted path
("package.module:function"), so that a child imports what it needs and nothing is pickled. An empty request warms the
task up; its reply is dropped. Whatever goes wrong with a request ends as one `Failure`, and the next request gets a
fresh child.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import json
import logging
import os
import queue
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self, TypeVar

import msgspec

from pipelines import limits
from pipelines.page import Page
from pipelines.record import Reason, Rejection

T = TypeVar("T")
Task = Callable[[bytes], bytes]

_HEAD: Final = struct.Struct(">BQ")
_READY, _DONE, _FAILED = 0, 1, 2
_CHUNK: Final = 1 << 20
_START_SECONDS: Final = 120.0
"""Wall time for a child to import and warm up; 1.5 s measured, more on a loaded machine."""
_PROGRAM: Final = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from pipelines.worker import serve; serve(*sys.argv[2:])"
)
"""What a child runs: it finds our modules where this process found them."""
_PATIENCE: Final = 0.2
"""Seconds between two looks at a stop request while waiting for a reply."""


class WorkerError(RuntimeError):
    """The children cannot work at all (the task does not import, or dies while it warms up)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request got no reply."""

    reason: Reason
    """deadline, memory, extractor_error (the process died or extract raised) or internal_error."""
    detail: str
    """One line for a person."""


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
        command = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), self._task, str(self._memory)]
        # its own process group: a Ctrl-C or a `timeout` meant for the run must not end a page
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [*command, str(self._deadline)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
        self._served = 0
        answer = self._exchange(self._process, b"", time.monotonic() + _START_SECONDS)
        if answer is None or answer[0] != _READY:
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
        try:
            answer = self._exchange(
                process, _HEAD.pack(_DONE, len(request)) + request, time.monotonic() + self._deadline
            )
        except TimeoutError:
            self.stop()
            return Failure("deadline", f"no answer within {self._deadline:g} s")
        if answer is None:
            return self._died()
        kind, reply = answer
        if kind == _DONE:
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
        if status == -signal.SIGALRM:
            return Failure("deadline", f"no answer within {self._deadline:g} s")
        if status == -signal.SIGKILL:
            return Failure("memory", "the worker was killed from outside, usually for want of memory")
        said = signal.Signals(-status).name if status is not None and status < 0 else f"exit status {status}"
        return Failure("extractor_error", f"the worker died: {said}")

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
                    if len(reply) >= _HEAD.size:
                        kind, size = _HEAD.unpack_from(reply)
                        if len(reply) >= _HEAD.size + size:
                            return kind, bytes(reply[_HEAD.size :])


def _send(stdin: IO[bytes], view: memoryview) -> memoryview:
    try:
        return view[os.write(stdin.fileno(), view[:_CHUNK]) :]
    except BlockingIOError:
        return view
    except BrokenPipeError:
        return view[:0]  # the reading side reports the death


class Pool:
    """Up to `jobs` children behind one queue.

    >>> with Pool("pipelines.worker:echo", jobs=1) as pool:
    ...     pool.submit(b"page").result()
    b'page'
    """

    def __init__(
        self,
        task: str,
        *,
        jobs: int = 1,
        deadline: float = limits.DEADLINE_SECONDS,
        memory: int = limits.MEMORY_BYTES,
        pages: int = limits.WORKER_PAGES,
    ) -> None:
        self.jobs = max(1, jobs)
        self._children = [Child(task, deadline=deadline, memory=memory, pages=pages) for _ in range(self.jobs)]
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="worker")

    def submit(self, request: bytes) -> Future[bytes | Failure]:
        """Return the future of the reply to one request; awaitable through `asyncio.wrap_future`."""
        return self._threads.submit(self._run, request)

    def _run(self, request: bytes) -> bytes | Failure:
        child = self._idle.get()
        try:
            return child.call(request)
        finally:
            self._idle.put(child)

    def ordered(
        self,
        items: Iterable[T],
        request: Callable[[T], bytes | None],
        *,
        stop: threading.Event | None = None,
        ahead: int = limits.LOOK_AHEAD_PAGES,
        ahead_bytes: int = limits.LOOK_AHEAD_BYTES,
    ) -> Iterator[tuple[T, bytes | Failure | None]]:
        """Yield (item, reply) in the order of the items; an item whose request is None passes with None.

        Up to `ahead` items a child and `ahead_bytes` bytes of requests are read ahead, so that one slow page holds
        nobody up and a long input never piles up in memory. `stop` ends the iteration before the next item that is
        not done.
        """
        waiting: deque[tuple[T, int, Future[bytes | Failure] | None]] = deque()
        held = 0
        source = iter(items)
        open_ended = True
        while True:
            while (
                open_ended and len(waiting) < ahead * self.jobs and held < ahead_bytes and not (stop and stop.is_set())
            ):
                for item in itertools.islice(source, 1):
                    data = request(item)
                    waiting.append((item, len(data or b""), None if data is None else self.submit(data)))
                    held += len(data or b"")
                    break
                else:
                    open_ended = False
            if not waiting:
                return
            item, size, future = waiting.popleft()
            held -= size
            if future is None:
                yield item, None
                continue
            reply = _wait(future, stop)
            if reply is None:
                return
            yield item, reply

    def close(self) -> None:
        """End all children; requests that still wait are cancelled, the one in flight is abandoned."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.kill()
        self._threads.shutdown(wait=True)
        for child in self._children:
            child.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _wait(future: Future[bytes | Failure], stop: threading.Event | None) -> bytes | Failure | None:
    while not future.done():
        if stop is not None and stop.is_set():
            return None
        wait([future], timeout=_PATIENCE if stop is not None else None)
    return future.result()


# --- inside the child ---------------------------------------------------------------------------------------------


def serve(task: str, memory: str, deadline: str) -> None:
    """Run a task until the requests end; called in the child."""
    requests, replies = os.dup(0), os.dup(1)
    quiet = os.open(os.devnull, os.O_RDONLY)
    os.dup2(quiet, 0)
    os.dup2(2, 1)  # a library that prints must not speak into the replies
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # the kernel ends a stuck page even where the parent is gone; the parent's own deadline comes first
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    seconds = float(deadline) * 1.5 + 1
    logging.basicConfig(level=logging.CRITICAL)
    module, _, name = task.partition(":")
    try:
        run: Task = getattr(importlib.import_module(module), name)
        run(b"")
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear it
        _reply(replies, _FAILED, f"{type(error).__name__}: {error}".encode())
        return
    _limit_memory(int(memory))
    _reply(replies, _READY, b"")
    with os.fdopen(requests, "rb", buffering=_CHUNK) as stream:
        while len(head := stream.read(_HEAD.size)) == _HEAD.size:
            request = stream.read(_HEAD.unpack(head)[1])
            signal.setitimer(signal.ITIMER_REAL, seconds)
            kind, reply = _answer(run, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _reply(replies, kind, reply)


def _answer(run: Task, request: bytes) -> tuple[int, bytes]:
    try:
        return _DONE, run(request)
    except MemoryError:
        return _FAILED, b"memory\nout of memory"
    except Exception as error:  # noqa: BLE001 - an exception of a page is that page's disposition
        reason, detail = explain(error)
        return _FAILED, f"{reason}\n{detail}".encode("utf-8", "replace")


def explain(error: BaseException) -> tuple[Reason, str]:
    """Return the reason and a one-line detail for an exception that a page caused."""
    names, where = set(), "?"
    step = error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        names.add(module)
        if module.startswith(("pipelines", "newsspider")):
            where = f"{module}:{step.tb_lineno}"
        step = step.tb_next
    said = " ".join(str(error).split())
    detail = f"{type(error).__name__} at {where}: {said}"[: limits.MAX_DETAIL]
    inside = any(name.startswith("pipelines.extract") for name in names)
    return ("extractor_error" if inside else "internal_error"), detail


def _reply(descriptor: int, kind: int, payload: bytes) -> None:
    view = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    while view:
        view = view[os.write(descriptor, view) :]


def _limit_memory(more: int) -> None:
    """Let the process grow by `more` bytes of address space from here (Linux; elsewhere there is no such figure)."""
    statm = Path("/proc/self/statm")
    if more <= 0 or not statm.exists():
        return
    import resource

    now = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + more, now + more))
    with contextlib.suppress(OSError):  # when memory runs out, the kernel should take a worker and not the writer
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")


# --- tasks ----------------------------------------------------------------------------------------------------------


def echo(request: bytes) -> bytes:
    """Return the request: the task of the doctest."""
    return request


def draft(request: bytes) -> bytes:
    """Return the draft (D) or rejection (R) of a page, all in MessagePack: the crawl's first stage."""
    from pipelines.extract import extract

    if not request:
        extract(Page(b"<html><body><p>warm up</p></body></html>"))
        return b""
    found = extract(msgspec.msgpack.decode(request, type=Page))
    return (b"R" if isinstance(found, Rejection) else b"D") + msgspec.msgpack.encode(found)
