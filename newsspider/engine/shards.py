"""A re-parse in shards: stretches of the input, each parsed into a file of its own that appears whole or not at all.

`reparse_shard` is idempotent: it may be called again after its worker died, on another machine, or in another run, and
a shard whose file is there is not parsed again. Any engine that calls it for every shard gives the same bytes.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

import msgspec

from newsspider.engine.asking import LINES, Asking, Result
from newsspider.engine.walk import Walk
from newsspider.memory import Snapshot
from newsspider.parts import Group, Key, key_of, located
from newsspider.sources import Reference, Span, Stored
from newsspider.sources.stored import stored_at
from pipelines.ledger import whole_file
from pipelines.page import Page
from pipelines.record import Rejection
from pipelines.worker import Pool
from pipelines.worker.tasks import host_of

SHARD_PAGES: Final = 200
"""References of a shard: some five seconds of work, so that little is lost with a worker and a task costs under 1 %."""
_ENCODER: Final = msgspec.msgpack.Encoder(order="deterministic")
SHARD_BYTES: Final = 8_000_000
"""Bytes of pages that a shard may carry (out of a zip or a cache), for a scheduler holds them."""


class Piece(msgspec.Struct, array_like=True):
    """One reference as it travels."""

    file: bytes | None
    """Path of the file that it refers to; as bytes, for a file name need not be text."""
    span: Span | None = None
    page: Page | None = None
    refused: Rejection | None = None

    @classmethod
    def of(cls, reference: Reference) -> Self:
        """Return a reference, packed."""
        if isinstance(reference, Span):
            return cls(os.fsencode(reference.file), span=replace(reference, file=""))
        if isinstance(reference, Rejection):
            return cls(None, refused=reference)
        file, page = located(reference)
        return cls(file, page=page)

    def reference(self) -> Reference:
        """Return the reference again."""
        if self.span is not None:
            return replace(self.span, file=os.fsdecode(self.file or b""))
        if self.refused is not None:
            return self.refused
        assert self.page is not None
        return self.page if self.file is None else stored_at(self.file, self.page)


Place = tuple[bytes, int | None]
"""A file, and where the next record starts in it; None behind its last."""


class Shard(msgspec.Struct, array_like=True):
    """One stretch of the input, with all that its lines depend on."""

    number: int
    pieces: tuple[Piece, ...]
    contacts: bool
    sites: str | None
    deadline: float
    parts: tuple[tuple[Key, tuple[tuple[Piece, ...], int]], ...] = ()
    """The groups of pages that its pages may belong to."""
    memory: Snapshot | None = None
    done: tuple[Key, ...] = ()
    """Keys of pages that have their line in the output."""
    begin: Place | None = None
    """(file, offset) where the first stretch begins in truth, where the shard before it ended elsewhere."""

    def packed(self) -> bytes:
        """Return the shard as it travels; the same bytes for the same shard."""
        return _ENCODER.encode(self)

    @property
    def name(self) -> str:
        """The name of its file: its number, and a digest of what it shall do."""
        return f"{self.number:06}-{hashlib.sha256(self.packed()).hexdigest()[:16]}.lines"

    @property
    def keys(self) -> list[Key]:
        """The keys that its lines will have, as far as heads of records tell."""
        found = (piece.reference() for piece in self.pieces)
        return [(r.name, r.page) if isinstance(r, Span) else key_of(r) for r in found]


class Line(msgspec.Struct, array_like=True):
    """One line of the head of a shard's file: a result without its bytes, and their number."""

    result: Result
    size: int


class Head(msgspec.Struct, array_like=True):
    """How a shard's file begins; the lines follow, one behind the other."""

    lines: tuple[Line, ...]
    passed: dict[str, int]
    skipped: int
    """Entries that were done before."""
    ended: Place | None
    """(file, offset) where the record behind its last stretch begins."""


def shards(
    references: Iterable[Reference], asking: Asking, *, deadline: float, pages: int | None = None
) -> Iterator[Shard]:
    """Yield the shards of an input: so many references each (None: SHARD_PAGES), always cut at the same places."""
    held: list[Piece] = []
    size = number = 0
    for reference in references:
        held.append(Piece.of(reference))
        size += len(reference.content) if isinstance(reference, Page) else 0
        if len(held) >= (SHARD_PAGES if pages is None else pages) or size >= SHARD_BYTES:
            yield _shard(number, held, asking, deadline)
            held, size, number = [], 0, number + 1
    if held:
        yield _shard(number, held, asking, deadline)


def _shard(number: int, pieces: list[Piece], asking: Asking, deadline: float) -> Shard:
    shard = Shard(number, tuple(pieces), asking.contacts, asking.sites, deadline)
    parts = tuple((key, _packed(asking.parts[key])) for key in shard.keys if key in asking.parts)
    memory = asking.memory
    if memory is not None:  # of what all sites repeat, what its own sites do
        urls = (r.url if isinstance(r := p.reference(), Span | Page | Rejection) else r.page.url for p in pieces)
        hosts = {host for url in urls if (host := host_of(url)) is not None}
        memory = replace(
            memory,
            sites={host: memory.sites[host] for host in sorted(hosts) if host in memory.sites},
            containers={host: memory.containers[host] for host in sorted(hosts) if host in memory.containers},
        )
    return msgspec.structs.replace(shard, parts=parts, memory=memory)


def _packed(group: Group) -> tuple[tuple[Piece, ...], int]:
    members, at = group
    return tuple(Piece.of(member) for member in members), at


def reparse_shard(packed: bytes, folder: str) -> str:
    """Parse a shard into its file in `folder` and return the file's name; done already, it only returns.

    The file gets its name when it is whole. The pages are parsed in a killable child of this process.
    """
    shard = msgspec.msgpack.decode(packed, type=Shard)
    target = Path(folder) / shard.name
    if target.exists():
        return target.name
    parts: dict[Key, Group] = {}
    for key, (members, at) in shard.parts:
        parts[key] = (tuple(_entry(member) for member in members), at)
    asking = Asking(shard.contacts, shard.sites, shard.memory, parts)
    walk = Walk(_pool(shard.deadline), asking, Counter(shard.done))
    if shard.begin is not None:
        walk.go_on_from(os.fsdecode(shard.begin[0]), shard.begin[1])
    lines: list[Line] = []
    content: list[bytes] = []
    for result in walk.over(piece.reference() for piece in shard.pieces):
        content.append(result.line)
        lines.append(Line(msgspec.structs.replace(result, line=b""), len(result.line)))
    ended = (os.fsencode(walk.place[0]), walk.place[1]) if walk.place else None
    head = msgspec.msgpack.encode(Head(tuple(lines), dict(walk.passed), walk.skipped, ended))
    with whole_file(target) as file:
        file.write(len(head).to_bytes(8, "big") + head)
        file.writelines(content)
    return target.name


def _entry(piece: Piece) -> Page | Stored:
    found = piece.reference()
    assert isinstance(found, Page | Stored)
    return found


@functools.lru_cache(1)
def _pool(deadline: float) -> Pool:
    """Return the child of this process: it serves all shards that are parsed here."""
    pool = Pool(LINES, deadline=deadline)
    atexit.register(pool.close)
    return pool


def read(file: Path) -> tuple[Head, Iterator[Result]]:
    """Return the head of a shard's file and its results, lines included. Raises OSError."""
    with file.open("rb") as opened:
        size = int.from_bytes(opened.read(8), "big")
        head = msgspec.msgpack.decode(opened.read(size), type=Head)

    def results() -> Iterator[Result]:
        with file.open("rb") as opened:
            opened.seek(8 + size)
            for line in head.lines:
                yield msgspec.structs.replace(line.result, line=opened.read(line.size))

    return head, results()


def corrected(shard: Shard, ended: Place | None) -> Shard | None:
    """Return the shard as it must be read where the one before it ended elsewhere; None where it is right as it is."""
    first = shard.pieces[0].span
    if first is None or first.start == 0 or ended is None or ended[0] != shard.pieces[0].file:
        return None
    known = shard.begin[1] if shard.begin is not None else first.start
    return None if ended[1] == known else msgspec.structs.replace(shard, begin=ended)
