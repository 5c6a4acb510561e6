"""A web server on 127.0.0.1 for tests: raw sockets, so that it can answer as badly as asked. It counts what it got."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

MAX_REQUESTS = 20_000
"""Answers before the server goes silent: no test may loop for ever."""


@dataclass
class Asked:
    """One request."""

    host: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    number: int = 0
    """How many requests for this host and path came before."""
    port: int = 0
    """The server's."""
    at: float = 0.0
    """When it came, on the monotonic clock."""


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def plain(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str | None = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    length: int | str | None = None,
) -> bytes:
    """Return a response as bytes."""
    lines = [f"HTTP/1.1 {status}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{k}: {v}" for k, v in headers]
    lines += ["Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class Loopback:
    """Serves `answer` in a thread of its own; a context manager."""

    def __init__(self, answer: Answer, port: int = 0) -> None:
        self._answer, self._wanted = answer, port
        self.hits: Counter[tuple[str, str]] = Counter()
        self.log: list[Asked] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, "127.0.0.1", self._wanted, limit=1 << 21)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await asyncio.wait_for(self._read(reader), 20)
            if asked is not None and sum(self.hits.values()) < MAX_REQUESTS:
                await self._answer(asked, writer)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            with contextlib.suppress(Exception):
                writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Asked | None:
        first = (await reader.readline()).decode("latin-1").split()
        if len(first) < 2:
            return None
        headers: dict[str, str] = {}
        while (line := (await reader.readline()).decode("latin-1")) not in ("\r\n", ""):
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        key = (host, first[1])
        asked = Asked(host, first[1], headers, self.hits[key], self.port, time.monotonic())
        self.hits[key] += 1
        self.log.append(asked)
        return asked
