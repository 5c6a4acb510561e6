"""WARC files: response and resource records as pages; a damaged record costs itself and no other.

FastWARC stops at the first damage, and takes the half record at the end of a cut file for a whole one. So every
record is read to its stated length and checked against its digest, and after a damage reading goes on at the next
place that looks like the start of a record.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from newsspider.sources import facts, payload, response
from newsspider.sources.stored import opened, refused
from pipelines.page import Origin, Page
from pipelines.record import Reason, Rejection

_LOG: Final = logging.getLogger(__name__)
_MAX_BLOCK: Final = response.MAX_BLOCK
_MEMBER: Final = b"\x1f\x8b\x08"
START: Final = re.compile(rb"WARC/1\.[01]\r?\n[A-Za-z-]{1,40}:")
"""How a record begins."""
_PROBE: Final = 1 << 12
FALSE_STARTS: Final = 20_000
"""Marks of gzip without a record behind them after which a file is given up: chance makes one in 16 MB."""
_BLOCK, _REACH = 1 << 20, 128
"""Bytes that are looked through at once, and how far what is looked for may reach into the next ones."""
_PADDING: Final = b"\0 \t\r\n"


@dataclass(frozen=True, slots=True)
class _Damage:
    """Where and how a file is damaged."""

    offset: int
    reason: Reason
    said: str


def entries(path: Path, name: str, start: int = 0, passed: Counter[str] | None = None) -> Iterator[Page | Rejection]:
    """Yield a page for each response or resource record, and a rejection for each damage.

    `name` is what the records' source shall say, `start` the offset of the first record to be read. `passed` counts
    the records that are no pages by what they are. Raises OSError when `path` cannot be read.
    """
    return within(path, name, start, None, passed)


def within(
    path: Path, name: str, start: int, end: int | None, passed: Counter[str] | None = None
) -> Generator[Page | Rejection, None, int | None]:
    """Yield the entries whose records start from `start` on and before `end`; return where the next record starts.

    Where each stretch begins where the one before it ended, together they give what the whole file gives.
    """
    if path.stat().st_size == 0:
        yield refused("warc", name, f"{name}: the file is empty", offset=0)
        return None
    with opened(path) as file:
        data = _Data(file)
        position: int | None = start if start < len(data) else 0
        reading = _Reading(file, data, name, end, Counter() if passed is None else passed)
        while position is not None and (end is None or position < end):
            position = yield from _run(reading, position)
    return position


class _Data:
    """The bytes of an open file, read piece by piece: a worker's memory limit leaves no room to map a gigabyte."""

    def __init__(self, file: IO[bytes]) -> None:
        self._descriptor = file.fileno()
        self._size = os.fstat(self._descriptor).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        return os.pread(self._descriptor, max(0, end - start), start)

    def find(self, mark: bytes, at: int) -> int:
        """Return where a mark stands from `at` on; -1 where it does not."""
        return self._first(lambda block: block.find(mark), at)

    def search(self, pattern: re.Pattern[bytes], at: int) -> int:
        """Return where a pattern of at most _REACH bytes matches from `at` on; -1 where it does not."""
        return self._first(lambda block: found.start() if (found := pattern.search(block)) else -1, at)

    def _first(self, look: Callable[[bytes], int], at: int) -> int:
        while at < self._size:
            found = look(self[at : at + _BLOCK + _REACH])
            if found >= 0:
                return at + found
            at += _BLOCK
        return -1


@dataclass(frozen=True, slots=True)
class _Reading:
    file: Any
    data: _Data
    name: str
    end: int | None
    passed: Counter[str]


def _run(reading: _Reading, position: int) -> Generator[Page | Rejection, None, int | None]:
    """Read records from `position` to the end or the next damage; return where to go on, or None at the end."""
    from fastwarc.warc import ArchiveIterator

    data, name = reading.data, reading.name
    reading.file.seek(position)
    last: int | None = None
    try:
        for record in ArchiveIterator(reading.file, parse_http=False):
            start = int(record.stream_pos)
            if reading.end is not None and start >= reading.end:
                return start
            block = record.reader.read(_MAX_BLOCK)
            length = record.content_length
            short = len(block) < min(length, _MAX_BLOCK)
            if short or not _is_record(record):
                said = f"the record has {len(block)} of {length} bytes" if short else "the record's header is damaged"
                yield _refusal(name, _Damage(start, "truncated", said), record)
                return _next_start(data, start + 1)
            found = _entry(record, block, name, start)
            if isinstance(found, str):
                reading.passed[found] += 1
            else:
                yield found
            if isinstance(found, Rejection) and found.reason == "bad_input":
                return _next_start(data, start + 1)  # its length is as doubtful as its bytes
            last = start
    except (OSError, ValueError, OverflowError) as error:
        return (yield from _recover(data, position, last, name, str(error)))
    return (yield from _recover(data, position, last, name, "what follows is no WARC record"))


def _is_record(record: Any) -> bool:
    """Tell whether a header is whole: what is needed to read it; some writers leave out the record's own name."""
    return all(record.headers.get(k) for k in ("Content-Length", "WARC-Type", "WARC-Date"))


def _recover(
    data: _Data, position: int, last: int | None, name: str, said: str
) -> Generator[Rejection, None, int | None]:
    """Report what lies behind the last good record, if it is damage, and return where the next record starts."""
    if last is None:
        if position == 0 and _next_start(data, 0) is None:
            yield refused("warc", name, f"{name}: not a WARC file", offset=0)
            return None
        at, after = position, _next_start(data, position + 1)
    else:
        at = _end(data, last)
        after = _next_start(data, at)
        if after == at:  # the damaged record has a good start: it reports itself
            return after
        if not data[at : min(after or len(data), at + _MAX_BLOCK)].strip(_PADDING):
            return after
    yield _refusal(name, _Damage(at, "bad_input", f"damaged: {said}"), None)
    return after


def _refusal(name: str, damage: _Damage, record: Any) -> Rejection:
    url = _target(record) if record is not None else None
    when = facts.instant(record.headers.get("WARC-Date")) if record is not None else None
    detail = f"{name} at byte {damage.offset}: {damage.said}"
    return refused("warc", name, detail, reason=damage.reason, offset=damage.offset, url=url, retrieved_at=when)


def _end(data: _Data, start: int) -> int:
    """Return the byte after the record that starts at `start`, whose bytes are known to be good."""
    if data[start : start + 3] != _MEMBER:
        head = data[start : start + (1 << 16)]
        mark = re.search(rb"\r?\n\r?\n", head)
        length = re.search(rb"(?i)\ncontent-length:\s*(\d{1,15})", head)
        if mark is None or length is None:
            return start + 1
        end = min(len(data), start + mark.end() + int(length[1]))
        while data[end : end + 1] in (b"\r", b"\n"):
            end += 1
        return end
    member, at = zlib.decompressobj(31), start
    while at < len(data) and not member.eof:
        piece = data[at : at + (1 << 16)]
        member.decompress(piece)
        at += len(piece)
    return at - len(member.unused_data)


def _next_start(data: _Data, at: int) -> int | None:
    """Return the first place from `at` on that looks like the start of a record."""
    if data[:2] != _MEMBER[:2]:
        found = data.search(START, at)
        return found if found >= 0 else None
    for _ in range(FALSE_STARTS):
        at = data.find(_MEMBER, at)
        if at < 0:
            return None
        try:
            head = zlib.decompressobj(31).decompress(data[at : at + _PROBE], 64)
        except zlib.error:
            head = b""
        if head.startswith(b"WARC/1."):
            return at
        at += 1
    return None  # what holds so many marks and no record is no archive


def _target(record: Any) -> str | None:
    uri = record.headers.get("WARC-Target-URI")
    return uri.strip("<> ") if uri else None  # some writers put the URI in angle brackets


def _entry(record: Any, block: bytes, name: str, start: int) -> Page | Rejection | str:
    """Return the page of a record; what it is where it is none (request, metadata, revisit, redirect, a picture)."""
    from fastwarc.warc import WarcRecordType

    url = _target(record)
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return kind_of(record.headers.get("WARC-Type"))
    if is_aside(url):
        return "aside"
    if len(block) < record.content_length:
        return _refusal(name, _Damage(start, "too_large", f"the record has {record.content_length} bytes"), record)
    head = {k.lower(): v for k, v in record.headers.items()}
    body, fields, status = block, {"content-type": head.get("content-type", "")}, 200
    if record.record_type == WarcRecordType.response:
        parts = payload.split(block)
        if parts is None:
            return _refusal(name, _Damage(start, "bad_http", "the response has no HTTP header"), record)
        status, fields, body = parts
        if response.is_redirect(status, fields):
            return "redirect"
    found = payload.unpack(body, fields)
    cut = "warc-truncated" in head
    if not _digests_agree(head, block, (body, found.content), cut=cut):
        return _refusal(name, _Damage(start, "bad_input", "the digest does not match the bytes"), record)
    made = response.page(
        status, fields, found, url=url, retrieved_at=facts.instant(head.get("warc-date")),
        origin=Origin("warc", name, start), cut=cut,
    )  # fmt: skip
    return "not_html" if response.is_no_page(made) else made


def kind_of(stated: str | None) -> str:
    """Return the type of a record as the run's summary counts it; what the standard does not know is "other"."""
    kind = (stated or "").strip().lower()
    return kind if kind in ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation") else "other"


def is_aside(url: str | None) -> bool:
    """Tell whether a URL names what a crawler noted beside its pages."""
    return bool(url) and str(url).partition(":")[0].lower() in ("dns", "whois", "metadata", "screenshot")


def _digests_agree(head: dict[str, str], block: bytes, payloads: tuple[bytes, ...], *, cut: bool) -> bool:
    stated = head.get("warc-block-digest")
    if stated:
        return _agrees(stated, block)
    stated = head.get("warc-payload-digest")
    # writers differ in whether the payload is the body as sent or as decoded
    return not stated or cut or any(_agrees(stated, p) for p in payloads)


def _agrees(stated: str, content: bytes) -> bool:
    name, _, value = stated.strip().partition(":")
    name = name.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5"):
        return True
    digest = hashlib.new(name, content, usedforsecurity=False)
    return value.lower() == digest.hexdigest() or value.upper().rstrip("=") == base64.b32encode(
        digest.digest()
    ).decode().rstrip("=")
