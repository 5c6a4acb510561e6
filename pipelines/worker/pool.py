"""Some children behind one queue: replies in the order of the requests, whatever happens to one of them."""

from __future__ import annotations

import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, Self, TypeVar

from pipelines import limits
from pipelines.worker.process import Child, Failure

T = TypeVar("T")

_PATIENCE: Final = 0.2
"""Seconds between two looks at a stop request while waiting for a reply."""


class Pool:
    """Up to `jobs` children behind one queue.

    >>> with Pool("pipelines.worker.tasks:echo", jobs=1) as pool:
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
        ahead: int | None = None,
        ahead_bytes: int = limits.LOOK_AHEAD_BYTES,
    ) -> Iterator[tuple[T, bytes | Failure | None]]:
        """Yield (item, reply) in the order of the items; an item whose request is None passes with None.

        Up to `ahead` items a child (None: limits.LOOK_AHEAD_PAGES) and `ahead_bytes` bytes of requests are read ahead,
        so that one slow page holds nobody up and a long input never piles up in memory. `stop` ends the iteration
        before the next item that is not done.
        """
        waiting: deque[tuple[T, int, Future[bytes | Failure] | None]] = deque()
        held, many = 0, (limits.LOOK_AHEAD_PAGES if ahead is None else ahead) * self.jobs
        source = iter(items)
        open_ended = True
        while True:
            while open_ended and len(waiting) < many and held < ahead_bytes and not (stop and stop.is_set()):
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
