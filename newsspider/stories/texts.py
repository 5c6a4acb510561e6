"""Records read once in order, and again where they lie: in their plain file, or in a copy of what was compressed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Final, Self

from newsspider.reading import decoded, read_lines
from newsspider.stories.shingles import Text
from pipelines.record import Article

_COMPRESSED: Final = (".gz", ".zst")
"""What cannot be entered in the middle: to go back means to unpack from the start."""
_KEPT: Final = 1_000
"""Texts that are kept as they are compared, some 100 kB each: candidates of one text follow one another."""
_SPILLED: Final = -1
"""Number of the file of spilled lines."""


class Texts:
    """The records of some files by their number; a context, for the spilled lines are an open file."""

    def __init__(self, files: Sequence[Path], base: sqlite3.Connection, spill: Path) -> None:
        self._files, self._base, self._spill = files, base, spill
        self._open: dict[int, IO[bytes]] = {}
        self.compared = lru_cache(maxsize=_KEPT)(self._compared)

    def __enter__(self) -> Self:
        self._open[_SPILLED] = self._spill.open("w+b")
        return self

    def __exit__(self, *_: Any) -> None:
        for file in self._open.values():
            file.close()

    def placed(self) -> Iterator[tuple[Article, int, int]]:
        """Yield (record, number of its file, byte offset there) in the order of the input; raises RecordError, OSError.

        Lines of a compressed file are written to one plain file as they come, and lie there: each file is unpacked
        once, whatever is looked at again.
        """
        spill = self._open[_SPILLED]
        for number, path in enumerate(self._files):
            at = 0
            packed = path.suffix in _COMPRESSED
            for read in read_lines([path]):
                if isinstance(read.value, Article):
                    yield read.value, _SPILLED if packed else number, spill.tell() if packed else at
                    if packed:
                        spill.write(read.line + b"\n")
                at += len(read.line) + 1

    def record(self, n: int) -> Article:
        """Return a record, read again; raises OSError where its file has gone."""
        number, at = self._base.execute("SELECT file, at FROM records WHERE n = ?", (n,)).fetchone()
        if number == _SPILLED:
            file, path = self._open[_SPILLED], self._spill
            file.seek(at)
            line = file.readline()
        else:
            path = self._files[number]
            with path.open("rb") as file:
                file.seek(at)
                line = file.readline()
        found = decoded(line.rstrip(b"\n"), str(path))
        assert isinstance(found, Article)
        return found

    def _compared(self, n: int) -> Text:
        return Text.of(self.record(n).body.text)
