"""A re-parse on Dask distributed: a launcher of `reparse_shard`, on this machine or on a cluster that is there.

The scheduler holds references and names of files, never pages or lines; what is done stands on the disk. A worker that
dies costs its shard another try; a scheduler that dies costs the shards at hand, and `--resume` does the rest.
"""

from __future__ import annotations

import logging
import shutil
import threading
import uuid
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from newsspider.engine.shards import Head, Place, Shard, corrected, read, reparse_shard
from newsspider.parts import Key

_RETRIES: Final = 3
_AHEAD: Final = 8
"""Shards a worker that are handed over: one at work, the rest behind a slow one."""
_PATIENCE: Final = 0.2
"""Seconds between two looks at a stop request while waiting for a shard."""
_SETTINGS: Final = {
    # the memory that lxml holds is unmanaged in Dask's eyes; each page's limit is held by our own child
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    "distributed.scheduler.work-stealing": True,
    "distributed.scheduler.allowed-failures": 3,
    "distributed.comm.retry.count": 3,
    # nothing but the talk of its own processes, on loopback: no dashboard, no pages of state
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


class ClusterError(RuntimeError):
    """There is no Dask, no scheduler, or it is gone: exit code 1, to be continued with --resume."""


@contextmanager
def client(scheduler: str | None, jobs: int) -> Iterator[Any]:
    """Give a Dask client: of a scheduler's address, or of a cluster of `jobs` workers on this machine."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterError('the engine dask needs Dask: pip install "newsspider[distributed]"') from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with dask.config.set(_SETTINGS):
        try:
            if scheduler is not None:
                opened = Client(scheduler, timeout=10, set_as_default=False)
                cluster = None
            else:
                cluster = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, memory_limit=0, host="127.0.0.1",
                    dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL,
                )  # fmt: skip
                opened = Client(cluster, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler at {scheduler or 'this machine'}: {error}") from error
        try:
            yield opened
        finally:
            with suppress(Exception):  # what is gone cannot be closed
                opened.close(timeout=5)
            if cluster is not None:
                cluster.close(timeout=10)


class Job:
    """The shards of one run: handed over some at a time, taken back in their order, kept in `folder` until the end."""

    def __init__(self, dask: Any, folder: Path, done: Counter[Key], stop: threading.Event | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._dask, self._folder, self._left, self._stop = dask, folder.resolve(), done.copy(), stop
        self._run = uuid.uuid4().hex[:8]

    def heads(self, shards: Iterator[Shard]) -> Iterator[tuple[Shard, Head, Path]]:
        """Yield (shard, head of its file, file) for every shard in order; ends early where a stop is asked for.

        Raises ClusterError where the scheduler is gone.
        """
        waiting: deque[tuple[Shard, Any]] = deque()
        ended: Place | None = None
        more = True
        while True:
            while more and len(waiting) < _AHEAD * self._workers():
                shard = next(shards, None)
                if shard is None:
                    more = False
                else:
                    waiting.append(self._handed_over(shard))
            if not waiting:
                return
            shard, future = waiting.popleft()
            right = corrected(shard, ended)
            if right is not None:
                shard, future = right, self._submitted(right)
            if not self._waited(future):
                self._dask.cancel([f for _, f in waiting if f is not None])
                return
            file = self._folder / shard.name
            head, _ = read(file)
            ended = head.ended
            yield shard, head, file

    def close(self) -> None:
        """Forget the shards' files: their lines are in the output."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _workers(self) -> int:
        try:
            return max(1, len(self._dask.nthreads() if self._dask.status == "running" else ()))
        except (OSError, RuntimeError) as error:
            raise ClusterError(f"the Dask scheduler is gone: {error}") from error

    def _handed_over(self, shard: Shard) -> tuple[Shard, Any]:
        if (self._folder / shard.name).exists():
            return shard, None
        found = tuple(key for key in shard.keys if self._left[key] > 0)
        self._left.subtract(found)
        if found:
            shard = msgspec.structs.replace(shard, done=found)
        return shard, self._submitted(shard)

    def _submitted(self, shard: Shard) -> Any:
        if (self._folder / shard.name).exists():
            return None
        name = f"{self._run}-{shard.name}"
        try:
            return self._dask.submit(
                reparse_shard, shard.packed(), str(self._folder), key=name, retries=_RETRIES, pure=False
            )
        except (OSError, RuntimeError) as error:
            raise ClusterError(f"the Dask scheduler is gone: {error}") from error

    def _waited(self, future: Any) -> bool:
        """Wait for a shard; tell whether it is done. Raises ClusterError."""
        from distributed import TimeoutError as NotYetError

        while future is not None:
            if self._stop is not None and self._stop.is_set():
                return False
            try:
                future.result(timeout=_PATIENCE)
            except NotYetError:
                if self._dask.status not in ("running", "connecting"):
                    raise ClusterError("the Dask scheduler is gone") from None
                continue
            except Exception as error:  # whatever a shard raised on the other side arrives here as it was
                raise ClusterError(f"shard failed: {type(error).__name__}: {error}") from error
            return True
        return True
