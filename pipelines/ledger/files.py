"""One append-only file: one write a line, torn tails set aside, errors that name the file."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import jsonlines

from pipelines.ledger.encoding import encode
from pipelines.ledger.whole import sync_folder

Mode = Literal["new", "resume", "overwrite"]

_BLOCK: Final = 1 << 20


class LedgerError(OSError):
    """The output cannot be written: exit code 4."""

    exit_code = 4


class LedgerBusyError(LedgerError):
    """Another run holds the output: exit code 5."""

    exit_code = 5


class LedgerExistsError(LedgerError):
    """The output already holds lines and nobody said what to do with them: exit code 2."""

    exit_code = 2


def _dumps(value: bytes | dict[str, Any]) -> bytes:
    # lines arrive encoded, often from another process; jsonlines probes the encoder with an empty dictionary
    return value if isinstance(value, bytes) else encode(value)


class _Descriptor(io.RawIOBase):
    """A descriptor that makes one `os.write` a finished line; jsonlines hands over the line and its end apart."""

    def __init__(self, descriptor: int, path: Path, size: int) -> None:
        self._descriptor, self._path, self._size = descriptor, path, size
        self._line = b""
        self._broken: LedgerError | None = None

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._line += bytes(piece)
        if self._line.endswith(b"\n"):
            line, self._line = self._line, b""
            self._append(line)
        return len(piece)

    def _append(self, line: bytes) -> None:
        if self._broken is not None:  # a line after a piece of one would join it
            raise self._broken
        try:
            written = os.write(self._descriptor, line)
        except OSError as error:
            raise self._undone(error.errno, error.strerror or "") from error
        if written != len(line):
            raise self._undone(errno.ENOSPC, f"only {written} of {len(line)} bytes fitted")
        self._size += len(line)

    def _undone(self, number: int | None, said: str) -> LedgerError:
        with contextlib.suppress(OSError):  # what stays is moved away when the file is opened again
            os.ftruncate(self._descriptor, self._size)
        self._broken = LedgerError(number, f"cannot write {self._path}: {said}")
        return self._broken


class AppendOnly:
    """One append-only JSON Lines file."""

    def __init__(self, path: Path, mode: Mode) -> None:
        self.path = path
        self.torn = 0
        self.descriptor = open_append(path)
        try:
            if mode == "overwrite":
                os.ftruncate(self.descriptor, 0)
            else:
                self.torn = _cut_torn_tail(self.descriptor, path)
            size = os.fstat(self.descriptor).st_size
        except OSError as error:
            os.close(self.descriptor)
            raise LedgerError(error.errno, f"cannot open {path}: {error.strerror}") from error
        self._raw = _Descriptor(self.descriptor, path, size)
        self._writer = jsonlines.Writer(self._raw, dumps=_dumps)  # type: ignore[arg-type]  # a RawIOBase is all it needs

    def write(self, line: bytes) -> None:
        """Append one line, given without its newline."""
        self._writer.write(line)

    def sync(self) -> None:
        """Wait until the lines are on the disk."""
        try:
            os.fdatasync(self.descriptor) if hasattr(os, "fdatasync") else os.fsync(self.descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a pipe or /dev/null has nothing to sync
                raise LedgerError(error.errno, f"cannot sync {self.path}: {error.strerror}") from error

    def close(self) -> None:
        """Close the file."""
        self._writer.close()
        os.close(self.descriptor)


def open_append(path: Path) -> int:
    """Open a file for appending, creating it and its folder; raise LedgerError with its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
    except OSError as error:
        said = "it is a symbolic link" if error.errno == errno.ELOOP else error.strerror
        raise LedgerError(error.errno, f"cannot write {path}: {said}") from error
    if new:
        sync_folder(path.parent)
    return descriptor


def repair_torn_tail(path: Path) -> int:
    """Move a torn last line of a file that nobody is writing to `<name>.torn`; return the number of bytes moved.

    Raises LedgerBusyError while a run holds the file.
    """
    descriptor = open_append(path)
    try:
        lock(descriptor, path)
        return _cut_torn_tail(descriptor, path)
    except LedgerError:
        raise
    except OSError as error:
        raise LedgerError(error.errno, f"cannot repair {path}: {error.strerror}") from error
    finally:
        os.close(descriptor)


def lock(descriptor: int, path: Path) -> None:
    """Hold a file until its descriptor is closed; raise LedgerBusyError where another run holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise LedgerBusyError(errno.EWOULDBLOCK, f"another run is writing {path}") from error


def _cut_torn_tail(descriptor: int, path: Path) -> int:
    """Move what follows the last newline to `<name>.torn`; return the number of bytes moved."""
    size = end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - _BLOCK)
        at = os.pread(descriptor, end - start, start).rfind(b"\n")
        if at >= 0:
            end = start + at + 1
            break
        end = start
    if end == size:
        return 0
    with open_torn(path) as torn:
        at = end
        while at < size:
            piece = os.pread(descriptor, _BLOCK, at)
            torn.write(piece)
            at += len(piece)
        torn.write(b"\n")
        torn.flush()
        os.fsync(torn.fileno())
    os.ftruncate(descriptor, end)
    return size - end


def open_torn(path: Path) -> io.BufferedWriter:
    """Open the file that keeps the torn tails of `path`, for appending."""
    name = path.with_name(path.name + ".torn")
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(name, flags, 0o640), "ab")


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (line number from 1, line without its newline) of a JSON Lines file; a missing file has none."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line.rstrip(b"\n")
