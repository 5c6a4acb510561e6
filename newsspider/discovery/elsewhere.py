"""Listings that are too large, or packed, to be read in the crawl's own process: a worker reads them, with a deadline.

A listing of the allowed size can be made so that reading it takes half a minute; the sites beside it must not wait.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Final

import msgspec

from newsspider.discovery.links import Found
from newsspider.discovery.pages import read_page
from newsspider.discovery.reading import read
from pipelines.worker import Failure, Pool

SMALL: Final = 32_000
"""Bytes of a listing that is read at once: the worst of that size takes 0.1 s."""
_DEADLINE: Final = 20.0
"""Seconds for one listing; a sitemap of 50,000 links takes 1.5."""
_CHILDREN: Final = 2
"""One for the site that sends the worst listings, one for all others."""
_TASK: Final = "newsspider.discovery.elsewhere:answer"
_GZIP: Final = b"\x1f\x8b"


class _Asked(msgspec.Struct, array_like=True):
    content: bytes
    url: str
    is_page: bool
    patterns: tuple[str, ...] = ()


class Reader:
    """Reads listings: small ones here, others in child processes that start with the first of them.

    One of a host at a time: however slow the listings of one are, those of another find a child.
    """

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(
        self, content: bytes, url: str, *, is_page: bool, patterns: tuple[str, ...] = (), site: str = ""
    ) -> Found:
        """Return what a listing of a site announces; never raises for what a server sends."""
        asked = _Asked(content, url, is_page, patterns)
        if len(content) <= SMALL and not content.startswith(_GZIP):
            return _found(asked)
        async with self._turns[site]:
            if self._pool is None:
                self._pool = Pool(_TASK, jobs=_CHILDREN, deadline=_DEADLINE)
            reply = await asyncio.wrap_future(self._pool.submit(msgspec.msgpack.encode(asked)))
        if isinstance(reply, Failure):
            return Found("unknown", faults=("too_slow" if reply.reason == "deadline" else "unreadable",))
        return msgspec.msgpack.decode(reply, type=Found)

    def close(self) -> None:
        """End the children."""
        if self._pool is not None:
            self._pool.close()


def answer(request: bytes) -> bytes:
    """Return what a listing announces; the task of the worker."""
    if not request:
        return b""
    return msgspec.msgpack.encode(_found(msgspec.msgpack.decode(request, type=_Asked)))


def _found(asked: _Asked) -> Found:
    try:
        return read_page(asked.content, asked.url, asked.patterns) if asked.is_page else read(asked.content, asked.url)
    except Exception:  # noqa: BLE001 - a listing is somebody's bytes: it costs itself, and says so
        return Found("unknown", faults=("unreadable",))
