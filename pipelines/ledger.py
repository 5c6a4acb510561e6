"""The output of a run: append-only JSON Lines that survive a kill at any moment.

One output is three files under one lock: `articles.jsonl` (records only), `articles.rejected.jsonl` and
`articles.run.json`. A line is written by one `os.write`; what a kill leaves behind the last newline is moved to
`<name>.torn` when the file is opened again and never parsed. What is done is read back from the files themselves, so
there is no second book that could disagree.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

import jsonlines
import msgspec

from pipelines import limits
from pipelines.record import Article, Rejection

Mode = Literal["new", "resume", "overwrite"]
Key = tuple[str | None, int | None]

_SYNC_LINES: Final = 64
_SYNC_SECONDS: Final = 1.0
_BLOCK: Final = 1 << 20
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_ENCODER: Final = msgspec.json.Encoder()


class LedgerError(OSError):
    """The output cannot be written: exit code 4."""

    exit_code = 4


class LedgerBusyError(LedgerError):
    """Another run holds the output: exit code 5."""

    exit_code = 5


class LedgerExistsError(LedgerError):
    """The output already holds lines and nobody said what to do with them: exit code 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Names:
    """The three files of one output."""

    articles: Path
    rejected: Path
    summary: Path

    @classmethod
    def of(cls, output: Path) -> Names:
        """Return the names for `-o OUTPUT`, which is a folder or the name of the articles file.

        >>> Names.of(Path("out/news.jsonl")).rejected.as_posix()
        'out/news.rejected.jsonl'
        """
        articles = output if output.suffix == ".jsonl" and not output.is_dir() else output / "articles.jsonl"
        stem = articles.name.removesuffix(".jsonl")
        return cls(articles, articles.with_name(f"{stem}.rejected.jsonl"), articles.with_name(f"{stem}.run.json"))


def encode(value: Article | Rejection | dict[str, Any]) -> bytes:
    r"""Return a value as one JSON line without its newline, readable by every JSON reader.

    UTF-8, no lone surrogate, no U+0000, U+2028 and U+2029 escaped.

    >>> encode({"a": "x\u2028y\x00"})
    b'{"a":"x\\u2028y"}'
    """
    try:
        data = _ENCODER.encode(value)
    except UnicodeEncodeError:
        data = _ENCODER.encode(_repaired(msgspec.to_builtins(value)))
    if b"\\u0000" in data:
        data = _ENCODER.encode(_repaired(msgspec.to_builtins(value)))
    if b"\xe2\x80\xa8" in data or b"\xe2\x80\xa9" in data:
        data = data.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
    return data


def _repaired(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value).replace("\0", "")
    if isinstance(value, dict):
        return {_repaired(k): _repaired(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_repaired(v) for v in value]
    return value


def _dumps(value: bytes | dict[str, Any]) -> bytes:
    # lines arrive encoded, often from another process; jsonlines probes the encoder with an empty dictionary
    return value if isinstance(value, bytes) else encode(value)


class _Descriptor(io.RawIOBase):
    """A descriptor that makes one `os.write` a finished line; jsonlines hands over the line and its end apart."""

    def __init__(self, descriptor: int, path: Path, size: int) -> None:
        self._descriptor, self._path, self._size = descriptor, path, size
        self._line = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._line += bytes(piece)
        if self._line.endswith(b"\n"):
            line, self._line = self._line, b""
            self._append(line)
        return len(piece)

    def _append(self, line: bytes) -> None:
        try:
            written = os.write(self._descriptor, line)
        except OSError as error:
            self._undo()
            raise LedgerError(error.errno, f"cannot write {self._path}: {error.strerror}") from error
        if written != len(line):
            self._undo()
            raise LedgerError(errno.ENOSPC, f"cannot write {self._path}: only {written} of {len(line)} bytes fitted")
        self._size += len(line)

    def _undo(self) -> None:
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, self._size)


class _File:
    """One append-only JSON Lines file."""

    def __init__(self, path: Path, mode: Mode) -> None:
        self.path = path
        self.torn = 0
        self.descriptor = _open(path)
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
        self._writer.write(line)

    def sync(self) -> None:
        try:
            os.fdatasync(self.descriptor) if hasattr(os, "fdatasync") else os.fsync(self.descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # a pipe or /dev/null has nothing to sync
                raise LedgerError(error.errno, f"cannot sync {self.path}: {error.strerror}") from error

    def close(self) -> None:
        self._writer.close()
        os.close(self.descriptor)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
    except OSError as error:
        said = "it is a symbolic link" if error.errno == errno.ELOOP else error.strerror
        raise LedgerError(error.errno, f"cannot write {path}: {said}") from error


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


class _Where(msgspec.Struct):
    path: str | None
    offset: int | None


class _Line(msgspec.Struct):
    source: _Where


class Ledger:
    """The open output of one run.

    `mode` says what happens to lines that are there: "new" refuses (LedgerExistsError), "resume" keeps them,
    "overwrite" replaces them. Raises LedgerError where the files cannot be written and LedgerBusyError where another
    run holds them. `clock` gives seconds.
    """

    def __init__(self, output: Path, mode: Mode = "new", *, clock: Callable[[], float] = time.monotonic) -> None:
        self.names = Names.of(output)
        self._clock = clock
        lock = _open(self.names.articles)
        try:
            self._lock(lock, mode)
            self._articles = _File(self.names.articles, mode)
        except BaseException:
            os.close(lock)
            raise
        self._held = lock
        try:
            self._rejected = _File(self.names.rejected, mode)
        except BaseException:
            self._articles.close()
            os.close(lock)
            raise
        self.torn = {f.path.name: f.torn for f in (self._articles, self._rejected) if f.torn}
        """Bytes moved to `<name>.torn` by file name, where a former run was cut off."""
        self.records = self.rejections = 0
        """Lines written by this run."""
        self._unsynced, self._synced_at = 0, clock()
        if mode == "overwrite":
            self.names.summary.unlink(missing_ok=True)

    def _lock(self, lock: int, mode: Mode) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LedgerBusyError(errno.EWOULDBLOCK, f"another run is writing {self.names.articles}") from error
        if mode == "new":
            for name in (self.names.articles, self.names.rejected):
                if name.exists() and name.stat().st_size:
                    raise LedgerExistsError(
                        errno.EEXIST, f"{name} already holds lines: --resume continues it, --overwrite replaces it"
                    )

    def seen(self) -> Counter[Key]:
        """Return how many lines there are for each (source.path, source.offset), records and rejections together.

        Raises LedgerError for a line that is not ours.
        """
        decoder = msgspec.json.Decoder(_Line)
        found: Counter[Key] = Counter()
        for path in (self.names.articles, self.names.rejected):
            for number, line in lines_of(path):
                try:
                    source = decoder.decode(line).source
                except msgspec.DecodeError as error:
                    raise LedgerError(errno.EINVAL, f"{path}:{number}: not a line of ours: {error}") from error
                found[source.path, source.offset] += 1
        return found

    def write(self, line: bytes, *, accepted: bool) -> None:
        """Append one encoded line; when this returns, a kill can no longer lose it."""
        (self._articles if accepted else self._rejected).write(line)
        if accepted:
            self.records += 1
        else:
            self.rejections += 1
        self._unsynced += 1
        if self._unsynced >= _SYNC_LINES or self._clock() - self._synced_at >= _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Make what was written survive a power failure."""
        self._articles.sync()
        self._rejected.sync()
        self._unsynced, self._synced_at = 0, self._clock()

    def summarise(self, summary: dict[str, Any]) -> None:
        """Write the run summary in one step, beside the lines and under the same lock."""
        draft = self.names.summary.with_name(self.names.summary.name + ".part")
        try:
            draft.unlink(missing_ok=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(encode(summary), indent=2) + b"\n")
            draft.replace(self.names.summary)
        except OSError as error:
            raise LedgerError(error.errno, f"cannot write {self.names.summary}: {error.strerror}") from error

    def close(self) -> None:
        """Sync, close and release the lock."""
        try:
            self.sync()
        finally:
            self._articles.close()
            self._rejected.close()
            os.close(self._held)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (line number from 1, line without its newline) of a JSON Lines file; a missing file has none."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line.rstrip(b"\n")


_COVERAGE: Final = (
    "headline", "authors", "date_published", "date_modified", "dateline", "language", "publisher",
    "alternative_headline", "description", "section",
)  # fmt: skip


def coverage(article: Article) -> tuple[str, ...]:
    """Return the names of the fields that an article fills, as the closing table of a run counts them."""
    filled = [name for name in _COVERAGE if getattr(article, name)]
    if article.publisher.name is None and article.publisher.domain is None and "publisher" in filled:
        filled.remove("publisher")
    if article.images:
        filled.append("images")
    if any(i.caption for i in article.images):
        filled.append("captions")
    if any(i.credit for i in article.images):
        filled.append("credits")
    if article.access == "full":
        filled.append("full access")
    return tuple(filled)


def line_of(result: Article | Rejection) -> tuple[bytes, Article | Rejection]:
    """Return the encoded line of a result; a line over limits.MAX_LINE_BYTES becomes the line of a rejection."""
    line = encode(result)
    if len(line) <= limits.MAX_LINE_BYTES:
        return line, result
    refused = Rejection(
        url=result.url,
        retrieved_at=result.retrieved_at,
        source=result.source,
        reason="too_large",
        detail=f"the line would have {len(line)} bytes",
    )
    return encode(refused), refused
