"""WARC files of what was fetched, written before anything is parsed.

Each page gives a request and a response record, each redirect on the way the same two, an unchanged page a revisit;
one gzip member a record, with block and payload digests. A record is one write to an append-only file; what a kill
leaves unfinished at the end of a file is moved to `<name>.torn`.
"""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import io
import os
import platform
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from newsspider.sources import facts

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord
    from scrapy.http import Request

    from newsspider.fetch.bodies import Wire

MAX_SEGMENT: Final = 1_000_000_000
"""Bytes after which a new file begins: the usual size of archive files, small enough to copy and to check."""
_LEVEL: Final = 4
"""gzip level: half the time of 6 for 3 % more bytes; pages come compressed as a rule."""
_SYNC_SECONDS: Final = 1.0
"""What a power failure may cost (promise P3), as in the ledger."""
_IDENTICAL: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class ArchiveError(OSError):
    """The archive cannot be written: exit code 4."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a record lies."""

    name: str
    offset: int
    end: int
    record_id: str
    payload_digest: str | None


class Archive:
    """The open archive of one folder.

    `sizes` are the acknowledged sizes of its files; `sync` waits for the disk. Raises ArchiveError.
    """

    def __init__(self, folder: Path, sizes: Mapping[str, int], *, agent: str, max_segment: int = MAX_SEGMENT) -> None:
        self.folder = folder
        self._agent, self._max = agent, max_segment
        self._name = max(sizes, default="")
        # a file that was moved away is not begun anew: names are never used twice
        self._size = sizes.get(self._name, 0) if (folder / (self._name or ".")).is_file() else max_segment
        self._descriptor: int | None = None
        self._synced_at = time.monotonic()
        self._said = False
        """Whether this run's warcinfo stands in the file."""

    def response(self, request: Request, wire: Wire, url: str, address: str | None) -> Kept:
        """Keep a request and its response."""
        record = _record("response", url, wire.at)
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.headers["WARC-Payload-Digest"] = digest_of(wire.body)
        if address:
            record.headers["WARC-IP-Address"] = address
        return self._keep(record, wire.block(), request, wire)

    def rendered(self, request: Request, wire: Wire, url: str) -> Kept:
        """Keep a page as its scripts left it: a `resource`, for no server sent these bytes."""
        record = _record("resource", url, wire.at)
        record.headers["Content-Type"] = "text/html; charset=utf-8"
        record.headers["WARC-Payload-Digest"] = digest_of(wire.body)
        return self._keep(record, wire.block(), request, wire)

    def revisit(self, request: Request, wire: Wire, url: str, before: Mapping[str, str | None]) -> Kept:
        """Keep a request and the answer that nothing changed; `before` are the WARC headers that refer to the page."""
        record = _record("revisit", url, wire.at)
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.headers["WARC-Profile"] = _NOT_MODIFIED if wire.status == 304 else _IDENTICAL
        for name, value in before.items():
            if value:
                record.headers[name] = value
        return self._keep(record, wire.head(), request, wire)

    def _keep(self, record: WarcRecord, block: bytes, request: Request, wire: Wire) -> Kept:
        record.set_bytes_content(block)
        member = _member(record)
        asked = _record("request", request.url, wire.at)
        asked.headers["Content-Type"] = "application/http; msgtype=request"
        asked.headers["WARC-Concurrent-To"] = str(record.record_id)
        asked.set_bytes_content(_request(request))
        name, at = self._append(member + _member(asked))
        return Kept(name, at, self._size, str(record.record_id), record.headers.get("WARC-Payload-Digest"))

    def _append(self, members: bytes) -> tuple[str, int]:
        if self._size >= self._max or not self._name:
            self._begin()
        if self._descriptor is None:
            self._open(self._name)
        if not self._said:
            self._said = True
            members, before = _member(_info(self._name, self._agent)), members
            self._write(members)
            members = before
        at = self._size
        self._write(members)
        return self._name, at

    def _begin(self) -> None:
        self.close()
        number = int(self._name.split("-")[1].partition(".")[0]) + 1 if self._name else 1
        self._name, self._size, self._said = f"pages-{number:06}.warc.gz", 0, False

    def _open(self, name: str) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.folder / name, flags, 0o640)
        except OSError as error:
            raise ArchiveError(error.errno, f"cannot write {self.folder / name}: {error.strerror}") from error

    def _write(self, data: bytes) -> None:
        assert self._descriptor is not None
        try:
            written = os.write(self._descriptor, data)
            if written != len(data):
                raise OSError(errno.ENOSPC, f"only {written} of {len(data)} bytes fitted")  # noqa: TRY301
        except OSError as error:
            os.ftruncate(self._descriptor, self._size)
            raise ArchiveError(error.errno, f"cannot write {self.folder / self._name}: {error.strerror}") from error
        self._size += len(data)
        if time.monotonic() - self._synced_at >= _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Make what was written survive a power failure."""
        self._synced_at = time.monotonic()
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Sync and close."""
        if self._descriptor is not None:
            self.sync()
            os.close(self._descriptor)
            self._descriptor = None


def digest_of(body: bytes) -> str:
    """Return a digest as WARC writers spell it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode("ascii")


def _record(kind: str, url: str, at: datetime) -> WarcRecord:
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind), f"uuid:{uuid.uuid4()}".encode("ascii"))
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = facts.stamp(at)
    return record


def _info(name: str, agent: str) -> WarcRecord:
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo, f"uuid:{uuid.uuid4()}".encode("ascii"))
    record.headers["WARC-Date"] = facts.stamp(datetime.now(UTC))  # noqa: TID251 - when the file was written
    record.headers["WARC-Filename"] = name
    record.headers["Content-Type"] = "application/warc-fields"
    software = f"newsspider/{version('newsspider')} scrapy/{version('scrapy')} fastwarc/{version('fastwarc')}"
    fields = {
        "software": f"{software} python/{platform.python_version()}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey",
        "http-header-user-agent": agent,
    }
    record.set_bytes_content("".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode())
    return record


def _request(request: Request) -> bytes:
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{request.method} {target} HTTP/1.1".encode("ascii", "replace")]
    lines.append(b"Host: " + parts.netloc.encode("idna" if not parts.netloc.isascii() else "ascii"))
    head = bytes(request.headers.to_string())
    return b"\r\n".join([*lines, *([head] if head else []), b"", b""]) + request.body


def _member(record: WarcRecord) -> bytes:
    plain = io.BytesIO()
    record.write(plain, checksum_data=True)
    return gzip.compress(plain.getvalue(), _LEVEL, mtime=0)
