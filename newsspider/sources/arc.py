"""ARC files, the Internet Archive's form before WARC: each response as a page.

A record is one line (address, IP address, time, type, ..., length), then the response; each may be a gzip member.
Source: the Internet Archive's description of the ARC file format, versions 1 and 2.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from newsspider.sources import facts, response
from newsspider.sources.stored import opened, refused
from pipelines import limits
from pipelines.page import Origin, Page
from pipelines.record import Rejection

START: Final = b"filedesc://"
"""How the first record of a file begins."""
_LONGEST_HEAD: Final = 10_000
_MAX_BLOCK: Final = limits.MAX_FETCHED_BYTES + (1 << 20)
"""Bytes of a record that are read: a page and its headers."""
_PIECE: Final = 1 << 16
_UNPACKED: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Head:
    """The line that begins a record."""

    url: bytes
    date: bytes
    length: int
    """Bytes of the record behind it."""
    end: int
    """Bytes of the line."""


def _head(block: bytes) -> _Head | None:
    """Return the line that a record begins with, None where none does."""
    end = block.find(b"\n", 0, _LONGEST_HEAD) + 1
    fields = block[:end].split()
    if not _FEWEST <= len(fields) <= _MOST or len(fields[2]) != _DATE or not (fields[2] + fields[-1]).isdigit():
        return None
    return _Head(fields[0], fields[2], int(fields[-1][:15]), end)


_FEWEST, _MOST, _DATE = 5, 10, 14
"""Fields of the line in version 1 and in version 2, and digits of its time."""


def entries(path: Path, name: str) -> Iterator[Page | Rejection]:
    """Yield a page for each response, and one rejection where the file is damaged; raises OSError."""
    with opened(path) as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        for offset, block in _packed(file) if packed else _plain(file):
            found = _entry(block, name, offset)
            if found is not None:
                yield found
            if isinstance(found, Rejection) and found.reason == "bad_input":
                return


def _entry(block: bytes, name: str, offset: int) -> Page | Rejection | None:
    """Return the page of a record; None where it is none: the file's own head, DNS, a redirect, other media."""
    head = _head(block)
    if head is None:
        said = f"{name} at byte {offset}: damaged: no ARC record begins here; what follows is not read"
        return refused("warc", name, said, offset=offset)
    url, when = head.url.decode("utf-8", "replace"), facts.instant(head.date.decode("ascii"))
    if not url.startswith(("http://", "https://")):
        return None
    body, length = block[head.end :], head.length
    if len(body) < min(length, _MAX_BLOCK - head.end):
        said = f"{name} at byte {offset}: the record has {len(body)} of {length} bytes"
        return refused("warc", name, said, reason="truncated", offset=offset, url=url, retrieved_at=when)
    found = response.page_of_block(body[:length], url=url, retrieved_at=when, origin=Origin("warc", name, offset))
    return None if response.is_no_page(found) else found


def _plain(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of each record, from length to length."""
    size = file.seek(0, 2)
    file.seek(0)
    while True:
        offset = file.tell()
        line = file.readline(_LONGEST_HEAD)
        if not line:
            return
        if not line.strip():
            continue
        head = _head(line)
        if head is None:
            yield offset, line
            return
        length = head.length
        block = file.read(min(length, _MAX_BLOCK))
        file.seek(min(offset + len(line) + length, size))
        yield offset, line + block


def _packed(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of each gzip member; what is behind a damage is not read."""
    offset, rest = 0, file.read(_PIECE)
    while rest:
        member, out, used = zlib.decompressobj(31), bytearray(), 0
        try:
            while True:
                piece = member.decompress(rest, _UNPACKED)
                out += piece if len(out) < _MAX_BLOCK else b""
                used += len(rest) - len(member.unused_data) - len(member.unconsumed_tail)
                if member.eof:
                    break
                rest = member.unconsumed_tail or file.read(_PIECE)
                if not rest:
                    yield offset, bytes(out)
                    return
        except zlib.error:
            yield offset, b""
            return
        yield offset, bytes(out)
        rest = member.unused_data or file.read(_PIECE)
        offset += used
