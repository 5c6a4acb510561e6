"""A page that lies in a file: named now, read where it is parsed, so that reading is spread over the workers too."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from pipelines import limits
from pipelines.page import Page, SourceKind, whole
from pipelines.record import Reason, Rejection, Source

_GZIP_MAGIC: Final = b"\x1f\x8b"
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Stored:
    """The facts of a page and the file that holds its bytes."""

    file: str
    """Path that opens the file."""
    page: Page
    """The page without its content."""
    member: int | None = None
    """Number of the member, where the file is a zip."""


def place_of(stored: Stored) -> bytes:
    """Return where a stored page lies, as a worker is told: the file, and behind a NUL the number of the member."""
    # as bytes: a file name need not be text
    place = os.fsencode(stored.file)
    return place if stored.member is None else b"%b\0%d" % (place, stored.member)


def stored_at(place: bytes, page: Page) -> Stored:
    """Return the page that lies at a place (`place_of`)."""
    file, mark, member = place.partition(b"\0")
    return Stored(os.fsdecode(file), page, int(member) if mark else None)


def shown(path: str | Path) -> str:
    """Return a file name as records hold it: undecodable bytes become U+FFFD."""
    return (
        os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if _is_odd(path)
        else os.fspath(path)
    )


def _is_odd(path: str | Path) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in os.fspath(path))


def refused(
    kind: SourceKind,
    path: str,
    detail: str,
    *,
    reason: Reason = "bad_input",
    offset: int | None = None,
    url: str | None = None,
    retrieved_at: str | None = None,
    content: bytes = b"",
) -> Rejection:
    """Return the rejection of an entry that no page could be made of."""
    source = Source(kind, whole(path), offset, hashlib.sha256(content).hexdigest())
    detail = " ".join(whole(detail).split())[: limits.MAX_DETAIL]
    return Rejection(
        url=None if url is None else whole(url), retrieved_at=retrieved_at, source=source, reason=reason, detail=detail
    )


def refused_page(page: Page, reason: Reason, detail: str) -> Rejection:
    """Return the rejection of a page."""
    where = page.origin
    return refused(
        where.kind, where.path or "", detail, reason=reason, offset=where.offset, url=page.url,
        retrieved_at=page.retrieved_at, content=page.content,
    )  # fmt: skip


def load(stored: Stored) -> Page | Rejection:
    """Read the bytes of a stored page, unpacking gzip; a file that cannot be read becomes a rejection."""
    try:
        content, truncated, whole = read_file(Path(stored.file))
    except OSError as error:
        return refused_page(
            stored.page, "bad_input", f"cannot read {stored.page.origin.path}: {error.strerror or error}"
        )
    page = replace(stored.page, content=content, truncated=stored.page.truncated or truncated)
    if not whole:
        return refused_page(page, "too_large", f"more than {limits.MAX_FETCHED_BYTES} bytes")
    if page.media_type == "text/plain" and page.origin.kind != "text" and looks_like_markup(content):
        page = replace(page, media_type="text/html")
    return page


def read_file(path: Path) -> tuple[bytes, bool, bool]:
    """Return (content, truncated, whole) of a plain or gzip file, read up to limits.MAX_FETCHED_BYTES.

    `truncated`: the compressed stream ends early or is damaged. `whole` is False where the limit cut it. Raises
    OSError.
    """
    with opened(path) as file:
        return read_limited(file)


def opened(path: Path) -> IO[bytes]:
    """Open a file of a source for reading: the one way, which never waits and opens regular files only.

    Raises OSError. Whether a link leads out of a folder is asked before (`leaves`).
    """
    # without O_NONBLOCK a FIFO under a page's name would hold the run for ever
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"not a regular file: {shown(path)}")
    return os.fdopen(descriptor, "rb")


def leaves(file: Path, home: Path) -> bool:
    """Tell whether a path leads out of a folder (given resolved) by a link, or nowhere."""
    try:
        return file.is_symlink() and not file.resolve().is_relative_to(home)
    except (OSError, RuntimeError):  # links that name each other
        return True


def read_limited(file: IO[bytes]) -> tuple[bytes, bool, bool]:
    """Return (content, truncated, whole) of an open plain or gzip file."""
    start = file.read(2)
    if start == _GZIP_MAGIC:
        return unzip(_Rejoined(start, file))
    content = start + file.read(limits.MAX_FETCHED_BYTES + 1 - len(start))
    return content[: limits.MAX_FETCHED_BYTES], False, len(content) <= limits.MAX_FETCHED_BYTES


class _Rejoined(io.RawIOBase):
    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = start, rest

    def read(self, size: int = -1) -> bytes:
        start, self._start = self._start, b""
        return start or self._rest.read(size)


def unzip(file: IO[bytes] | io.RawIOBase, *, window: int = 31) -> tuple[bytes, bool, bool]:
    """Return (content, truncated, whole) of a gzip stream of one or more members; `window` as in zlib.

    What unpacks before a damage is returned, with `truncated` set.
    """
    out = bytearray()
    member = zlib.decompressobj(window)
    room = limits.MAX_FETCHED_BYTES
    rest = b""
    while True:
        data = rest or file.read(_BLOCK) or b""
        rest = b""
        if not data:
            return bytes(out), not member.eof, True
        if member.eof:
            # padding or junk after the last member is no part of the page
            if not data.startswith(_GZIP_MAGIC[: len(data)]):
                return bytes(out), False, True
            member = zlib.decompressobj(window)
        try:
            out += member.decompress(data, room + 1 - len(out))
        except zlib.error:
            return bytes(out), True, True
        if len(out) > room:
            return bytes(out[:room]), False, False
        rest = member.unused_data if member.eof else member.unconsumed_tail


def looks_like_markup(content: bytes) -> bool:
    """Tell whether a payload that calls itself plain text is a page all the same."""
    return content[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
