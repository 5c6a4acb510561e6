"""Where the stories of sites stand, learned from stored pages by worker processes, a few pages of each site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from newsspider import sources
from newsspider.parts import located
from newsspider.sources import Entry, Stored
from pipelines import limits
from pipelines.container import Container
from pipelines.page import Page, address
from pipelines.sites import known, site_for
from pipelines.worker import Failure, Pool
from pipelines.worker.tasks import host_of

PAGES: Final = 12
"""Pages of one site that are looked at: a site's fourth house style is rarer than one page in ten."""
FEWEST: Final = 3
"""Pages of a site that are worth looking at."""
_PATIENCE: Final = 20
"""Times a page's deadline for all of a site: its pages are read some dozen times each."""
_TASK: Final = "newsspider.learning:containers_of"

Group = tuple[str, list[Page | Stored]]


class _Request(msgspec.Struct, array_like=True):
    sites: str | None
    host: str
    pages: tuple[tuple[bytes | None, Page], ...]


class Learned(msgspec.Struct, frozen=True):
    """What was learned of one site."""

    host: str
    pages: int
    """Pages looked at."""
    containers: tuple[Container, ...]
    failure: str | None = None
    """Why nothing could be learned."""


def learn(
    inputs: Sequence[Path],
    *,
    root: Path | None = None,
    jobs: int = 1,
    sites: str | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
) -> Iterator[Learned]:
    """Yield what the pages of the inputs teach of each site that has some, in an order that the inputs give.

    `sites` is as for `reparse`. The first pages of a site count, each address once. Raises OSError for an input that
    cannot be opened.
    """
    with Pool(_TASK, jobs=jobs, deadline=_PATIENCE * deadline) as pool:
        for (host, pages), answer in pool.ordered(
            _by_site(sources.entries(inputs, root)), lambda g: _request(g, sites)
        ):
            if isinstance(answer, bytes):
                found = msgspec.msgpack.decode(answer, type=tuple[Container, ...])
                yield Learned(host, len(pages), found)
            else:
                yield Learned(host, len(pages), (), answer.detail if isinstance(answer, Failure) else None)


def _by_site(entries: Iterable[Entry]) -> Iterator[Group]:
    """Yield the pages of each site as soon as there are enough, and at the end those of the others."""
    waiting: dict[str, dict[str, Page | Stored]] = {}
    done: set[str] = set()
    for entry in entries:
        url = entry.url if not isinstance(entry, Stored) else entry.page.url
        host = host_of(url)
        if not isinstance(entry, Page | Stored) or not host or host in done:
            continue
        mine = waiting.setdefault(host, {})
        mine.setdefault(address(url), entry)
        if len(mine) == PAGES:
            yield host, list(waiting.pop(host).values())
            done.add(host)
    for host, mine in waiting.items():
        if len(mine) >= FEWEST:
            yield host, list(mine.values())


def _request(group: Group, sites: str | None) -> bytes:
    host, pages = group
    return msgspec.msgpack.encode(_Request(sites, host, tuple(located(page) for page in pages)))


def containers_of(request: bytes) -> bytes:
    """Return the containers of a site's pages as MessagePack: the task of a worker."""
    from pipelines.training import learn as trained

    if not request:
        return b""
    asked = msgspec.msgpack.decode(request, type=_Request)
    loaded = (p if f is None else sources.load(Stored(os.fsdecode(f), p)) for f, p in asked.pages)
    pages = [page for page in loaded if isinstance(page, Page)]
    return msgspec.msgpack.encode(trained(pages, site_for(asked.host, known(asked.sites))))
