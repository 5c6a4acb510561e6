"""WARC files as stretches of one page each, found without unpacking the pages: what workers are fed with.

Only the head of each record is read, a few hundred bytes of it unpacked. Where a record really ends is known to who
reads it; so a stretch is a proposal, and its reader says where the next one has to begin (`warc.within`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from newsspider.sources import warc
from newsspider.sources.stored import opened

_BLOCK: Final = 1 << 20
_HEAD: Final = 1 << 11
"""Bytes of a record that are unpacked: its header and that of HTTP. What is cut off is asked of the reader."""
_PACKED: Final = 1 << 12
_EMPTY_STRETCH: Final = 16_000_000
"""Bytes without a page after which a stretch ends: one reader shall not skip a whole file within a deadline."""
_TYPE: Final = re.compile(rb"(?im)^warc-type:[ \t]*([a-z]+)")
_URL: Final = re.compile(rb"(?im)^warc-target-uri:([^\r\n]*)")
_STATUS: Final = re.compile(rb"(?i)\AHTTP/[0-9.]{1,8}[ \t]{1,8}30[12378]\b")
_LOCATION: Final = re.compile(rb"(?im)^location[ \t]{0,8}:")
_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})")
_Heads = Callable[[IO[bytes], int], Iterator[tuple[int, bytes]]]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a WARC file with at most one page, as far as the heads of its records tell."""

    file: str
    """Path that opens the file."""
    name: str
    """What the page's source shall say."""
    start: int
    end: int | None
    """Byte before which its records begin; None for the end of the file."""
    page: int | None = None
    """Offset of the record that seems to be a page."""
    url: str | None = None


def stretches(path: Path, name: str, start: int = 0) -> Iterator[Span] | None:
    """Return the stretches of a WARC file from a record on; None where its records do not lie apart.

    Records lie apart in a plain file and where each is a gzip member of its own. Raises OSError when `path` cannot be
    read.
    """
    with opened(path) as file:
        first = file.read(_PACKED)
        if first.startswith(b"WARC/1."):
            return _cut(path, name, start, _plain_heads)
        if not first.startswith(b"\x1f\x8b\x08") or not _is_one_record(first, file):
            return None
    return _cut(path, name, start, _packed_heads)


def _cut(path: Path, name: str, start: int, heads: _Heads) -> Iterator[Span]:
    with opened(path) as file:
        size = file.seek(0, 2)
        begin, page, url = start if start < size else 0, None, None
        for at, head in heads(file, begin):
            target = _page(head)
            if target is None and not (page is None and at - begin > _EMPTY_STRETCH):
                continue
            if page is not None or at - begin > _EMPTY_STRETCH:
                yield Span(str(path), name, begin, at, page, url)
                begin = at
            page, url = (at, target or None) if target is not None else (None, None)
        yield Span(str(path), name, begin, None, page, url)


def _page(head: bytes) -> str | None:
    """Return the URL of a record that seems to be a page, "" where it has none; None for other records."""
    fields, _, block = head.partition(b"\r\n\r\n")
    kind, found = _TYPE.search(fields), _URL.search(fields)
    url = found[1].decode("utf-8", "replace").strip("<> \t") if found else ""
    if kind is None or kind[1].lower() not in (b"response", b"resource") or warc.is_aside(url):
        return None
    http = block.partition(b"\r\n\r\n")[0]
    return None if _STATUS.match(http) and _LOCATION.search(http) else url


def _is_one_record(first: bytes, file: IO[bytes]) -> bool:
    """Tell whether the first gzip member of a file holds one record."""
    member = zlib.decompressobj(31)
    try:
        head = member.decompress(first, _HEAD)
        length, mark = _LENGTH.search(head), head.find(b"\r\n\r\n")
        if not head.startswith(b"WARC/1.") or length is None or mark < 0:
            return False
        left = mark + 4 + int(length[1]) + 4 - len(head)
        while not member.eof and left >= 0:
            piece = member.unconsumed_tail or file.read(_BLOCK)
            if not piece:
                break
            left -= len(member.decompress(piece, _BLOCK))
    except zlib.error:
        return True  # a damage is the reader's to report
    return left >= 0


def _packed_heads(file: IO[bytes], start: int) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, head) of each place that looks like a gzip member with a record."""
    file.seek(start)
    at, data = start, file.read(_BLOCK)
    false_starts = 0
    while data:
        more = file.read(_BLOCK)
        # a member that begins here may need the next block for its head
        held, limit, found = data + more[:_PACKED], len(data), 0
        while 0 <= (found := held.find(b"\x1f\x8b\x08", found)) < limit:
            try:
                head = zlib.decompressobj(31).decompress(held[found : found + _PACKED], _HEAD)
            except zlib.error:
                head = b""
            if head.startswith(b"WARC/1."):
                yield at + found, head
                false_starts = 0
            false_starts += 1
            if false_starts > warc.FALSE_STARTS:
                return  # the reader of the last stretch says what is wrong
            found += 1
        at, data = at + limit, more


def _plain_heads(file: IO[bytes], start: int) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, head) of each record of a plain file, from length to length."""
    size = file.seek(0, 2)
    at: int | None = start
    while at is not None:
        file.seek(min(at, size))  # a length may say anything
        head = file.read(_HEAD)
        fields, mark, _ = head.partition(b"\r\n\r\n")
        length = _LENGTH.search(fields)
        if not warc.START.match(head) or not mark or length is None:
            if not head:
                return
            at = _next_plain(file, at + 1)
            continue
        yield at, head
        at = at + len(fields) + 4 + int(length[1])
        file.seek(min(at, size))
        blank = file.read(64)
        at += len(blank) - len(blank.lstrip(b"\r\n"))


def _next_plain(file: IO[bytes], at: int) -> int | None:
    file.seek(at)
    data = file.read(_BLOCK)
    while data:
        more = file.read(_BLOCK)
        found = warc.START.search(data + more[:_PACKED])
        if found and found.start() < len(data):
            return at + found.start()
        at, data = at + len(data), more
    return None
