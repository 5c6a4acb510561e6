"""Some children behind one queue: replies in the order of the requests, whatever happens to one of them."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, Generic, Self, TypeVar, overload

from pipelines import limits
from pipelines.worker.process import Child, Failure
from pipelines.worker.shelf import Parked, Shelf

T = TypeVar("T")

_PATIENCE: Final = 0.2
"""Seconds between two looks at a stop request while waiting for a reply."""
_QUEUE: Final = 32
"""Requests a child that are handed over and not answered: half a second of work, while the parent waits for a disk."""


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
        self._closing = False
        self._threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="worker")

    @overload
    def submit(self, request: bytes) -> Future[bytes | Failure]: ...
    @overload
    def submit(self, request: bytes, shelf: Shelf) -> Future[bytes | Parked | Failure]: ...
    def submit(self, request: bytes, shelf: Shelf | None = None) -> Future[Any]:
        """Return the future of the reply to one request; awaitable through `asyncio.wrap_future`.

        With a shelf the future holds what `Shelf.take` wants for the reply.
        """
        return self._threads.submit(self._run, request, shelf)

    def _run(self, request: bytes, shelf: Shelf | None) -> bytes | Parked | Failure:
        child = self._idle.get()
        try:
            reply = child.call(request)
            if isinstance(reply, Failure) and reply.is_foreign and not self._closing:
                # not the page's doing, as far as one can tell: a fresh worker tries once more, and what it says holds
                reply = child.call(request)
        finally:
            self._idle.put(child)
        return reply if shelf is None or isinstance(reply, Failure) else shelf.put(reply)

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

        No more is read ahead than keeps the children at work, except behind a slow item: then up to `ahead` items a
        child (None: limits.LOOK_AHEAD_PAGES) and `ahead_bytes` bytes of requests, so that one slow page holds nobody
        up; replies that wait go to the disk where there are many. `stop` ends the iteration before the next item that
        is not done.
        """
        line: _Line[T] = _Line(self, stop, (limits.LOOK_AHEAD_PAGES if ahead is None else ahead) * self.jobs)
        source = iter(items)
        try:
            while True:
                line.changed.clear()
                if line.has_room(ahead_bytes) and line.take_in(source, request):
                    continue
                if not line.waiting:
                    return
                item, size, future = line.waiting[0]
                if future is not None and not future.done():
                    if stop is not None and stop.is_set():
                        return
                    line.changed.wait(_PATIENCE if stop is not None else None)
                    continue
                line.waiting.popleft()
                line.held -= size
                reply = None if future is None else future.result()
                yield item, reply if reply is None or isinstance(reply, Failure) else line.shelf.take(reply)
        finally:
            line.close()

    def close(self) -> None:
        """End all children; requests that still wait are cancelled, the one in flight is abandoned."""
        self._closing = True
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


class _Line(Generic[T]):
    """What stands in line in `Pool.ordered`: items that wait for their reply or for their turn."""

    def __init__(self, pool: Pool, stop: threading.Event | None, many: int) -> None:
        self._pool, self._stop, self._many = pool, stop, many
        self._lock, self._unanswered, self._more = threading.Lock(), 0, True
        self.waiting: deque[tuple[T, int, Future[bytes | Parked | Failure] | None]] = deque()
        self.held = 0
        self.changed = threading.Event()
        self.shelf = Shelf()

    def has_room(self, most: int) -> bool:
        """Tell whether another item may be read."""
        if not self._more or self.held >= most or (self._stop is not None and self._stop.is_set()):
            return False
        return len(self.waiting) < self._many and self._unanswered < _QUEUE * self._pool.jobs

    def take_in(self, source: Iterator[T], request: Callable[[T], bytes | None]) -> bool:
        """Read one item and hand its request over; tell whether there was one."""
        for item in source:
            data = request(item)
            future = None if data is None else self._handed_over(data)
            self.waiting.append((item, len(data or b""), future))
            self.held += len(data or b"")
            return True
        self._more = False
        return False

    def _handed_over(self, data: bytes) -> Future[bytes | Parked | Failure]:
        with self._lock:
            self._unanswered += 1
        future = self._pool.submit(data, self.shelf)
        future.add_done_callback(self._answered)
        return future

    def _answered(self, _: Future[bytes | Parked | Failure]) -> None:
        with self._lock:
            self._unanswered -= 1
        self.changed.set()

    def close(self) -> None:
        """Cancel what nobody will ask for."""
        futures = [future for _, _, future in self.waiting if future is not None]
        for future in futures:
            future.cancel()
        if all(future.done() for future in futures):  # else the reply in flight still wants its place
            self.shelf.close()
