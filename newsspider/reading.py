"""Records read back from files: of every released version of the schema, plain or compressed, with the fault named."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import msgspec

from pipelines.record import SCHEMA_VERSION, Article, Rejection

VERSIONS: Final = ("1.0",)
"""Released versions of the schema, the oldest first; `fixtures/records/` holds records of each."""
COMPRESSED: Final = (".gz", ".zst")
"""Endings of files that are unpacked as they are read."""
_ARTICLE: Final = msgspec.json.Decoder(Article)
_REJECTION: Final = msgspec.json.Decoder(Rejection)


class RecordError(ValueError):
    """A line is no record: the message names file, line and fault."""


class DamagedError(RecordError):
    """A compressed file breaks off or is none."""

    def __init__(self, path: Path, number: int, error: Exception) -> None:
        self.number = number
        """Line number from 1 that could not be read."""
        self.fault = f"the file is cut off or damaged ({error})"
        super().__init__(f"{path}:{number}: {self.fault}")


class _Kind(msgspec.Struct):
    schema_version: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A line of an output and what it says."""

    line: bytes
    """Without its newline."""
    value: Article | Rejection
    file: Path
    number: int
    """Line number from 1."""


def read_records(*files: str | Path) -> Iterator[Article]:
    """Yield the records of some files, in order; lines that are rejections are passed over.

    Files may be compressed (`.gz`, `.zst`). Raises RecordError for a line that is neither, OSError for a file that
    cannot be opened.
    """
    for read in read_lines(map(Path, files)):
        if isinstance(read.value, Article):
            yield read.value


def read_lines(files: Iterable[Path]) -> Iterator[Read]:
    """Yield every line of some files, records and rejections; raises RecordError."""
    for line, path, number in raw_lines(files):
        yield Read(line, decoded(line, f"{path}:{number}"), path, number)


def raw_lines(files: Iterable[Path]) -> Iterator[tuple[bytes, Path, int]]:
    """Yield (line, file, line number) of some files; raises RecordError for a line without an end."""
    for path in files:
        for number, line in numbered(path):
            if not line.endswith(b"\n"):
                raise RecordError(f"{path}:{number}: torn: the line has no end; `newsspider check --repair`")
            yield line[:-1], path, number


def numbered(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (line number from 1, line with its end) of a file, the last perhaps without; raises DamagedError."""
    with opened(path) as file:
        number = 0
        try:
            for number, line in enumerate(file, 1):
                yield number, line
        except (EOFError, gzip.BadGzipFile, zlib.error, zstd_module().ZstdError) as error:
            raise DamagedError(path, number + 1, error) from error


def decoded(line: bytes, where: str) -> Article | Rejection:
    """Return what a line says; raises RecordError that begins with `where`."""
    with contextlib.suppress(ValueError, RecursionError):
        return _ARTICLE.decode(line)  # of this version, as nearly all are
    try:
        kind = msgspec.json.decode(line, type=_Kind)
        if kind.schema_version in VERSIONS:
            return _REJECTION.decode(line) if kind.reason is not None else _ARTICLE.decode(line)
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8, and brackets by the thousand
        raise RecordError(f"{where}: no record: {error}") from error
    raise RecordError(f"{where}: {_unknown(kind.schema_version)}")


def _unknown(version: str | None) -> str:
    if version is None:
        return "no record: it has no schema_version"
    return f"schema version {version[:20]}: this newsspider reads up to {SCHEMA_VERSION}, a newer one wrote it"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, undoing the compression that its name tells."""
    if path.suffix == ".gz":
        with gzip.open(path, "rb") as file:
            yield io.BufferedReader(file)
    elif path.suffix == ".zst":
        with zstd_module().open(path, "rb") as file:
            yield io.BufferedReader(file)
    else:
        with path.open("rb") as plain:
            yield plain


def zstd_module() -> Any:
    """Return the zstd module: of Python itself, or the backport that Scrapy brings."""
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        from backports import zstd  # Scrapy depends on it where Python has none
    return zstd
