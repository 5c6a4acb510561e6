"""The child's side: read a request, run the task, answer; an exception of a page is that page's disposition."""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from pipelines import limits
from pipelines.record import Reason
from pipelines.worker.frame import DONE, FAILED, HEAD, READY

Task = Callable[[bytes], bytes]


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
        _reply(replies, FAILED, f"{type(error).__name__}: {error}".encode())
        return
    _limit_memory(int(memory))
    _reply(replies, READY, b"")
    with os.fdopen(requests, "rb", buffering=1 << 20) as stream:
        while len(head := stream.read(HEAD.size)) == HEAD.size:
            request = stream.read(HEAD.unpack(head)[1])
            signal.setitimer(signal.ITIMER_REAL, seconds)
            kind, reply = _answer(run, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            _reply(replies, kind, reply)


def _answer(run: Task, request: bytes) -> tuple[int, bytes]:
    try:
        return DONE, run(request)
    except MemoryError:
        return FAILED, b"memory\nout of memory"
    except Exception as error:  # noqa: BLE001 - an exception of a page is that page's disposition
        reason, detail = explain(error)
        return FAILED, f"{reason}\n{detail}".encode("utf-8", "replace")


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
    view = memoryview(HEAD.pack(kind, len(payload)) + payload)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:  # the parent is gone
        sys.exit()


def _limit_memory(more: int) -> None:
    """Let the process grow by `more` bytes of address space from here (Linux; elsewhere there is no such figure)."""
    statm = Path("/proc/self/statm")
    if more <= 0 or not statm.exists():
        return
    import resource

    now = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
    wanted = now + more
    for limit in resource.getrlimit(resource.RLIMIT_AS):  # what this process was given holds, where it is less
        wanted = min(wanted, limit) if limit != resource.RLIM_INFINITY else wanted
    resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))
    with contextlib.suppress(OSError):  # when memory runs out, the kernel should take a worker and not the writer
        Path("/proc/self/oom_score_adj").write_text("900", encoding="ascii")
