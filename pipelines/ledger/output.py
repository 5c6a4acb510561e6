"""The three files of one output, under one lock."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import msgspec

from pipelines.ledger.encoding import encode
from pipelines.ledger.files import (
    AppendOnly,
    LedgerError,
    LedgerExistsError,
    Mode,
    lines_of,
    lock,
    open_append,
)  # fmt: skip
from pipelines.ledger.whole import write_whole

Key = tuple[str | None, int | None]

SYNC_LINES: Final = 64
_SYNC_SECONDS: Final = 1.0
"""What a power failure may cost (promise P3)."""


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
        held = open_append(self.names.articles)
        try:
            lock(held, self.names.articles)
            self._refuse_lines(mode)
            self._articles = AppendOnly(self.names.articles, mode)
        except BaseException:
            os.close(held)
            raise
        self._held = held
        try:
            self._rejected = AppendOnly(self.names.rejected, mode)
        except BaseException:
            self._articles.close()
            os.close(held)
            raise
        self.torn = {f.path.name: f.torn for f in (self._articles, self._rejected) if f.torn}
        """Bytes moved to `<name>.torn` by file name, where a former run was cut off."""
        self.records = self.rejections = 0
        """Lines written by this run."""
        self._unsynced, self._synced_at = 0, clock()
        if mode == "overwrite":
            self.names.summary.unlink(missing_ok=True)

    def _refuse_lines(self, mode: Mode) -> None:
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
        if self._unsynced >= SYNC_LINES or self._clock() - self._synced_at >= _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Make what was written survive a power failure."""
        self._articles.sync()
        self._rejected.sync()
        self._unsynced, self._synced_at = 0, self._clock()

    def summarise(self, summary: dict[str, Any]) -> None:
        """Write the run summary in one step, beside the lines and under the same lock."""
        try:
            write_whole(self.names.summary, msgspec.json.format(encode(summary), indent=2) + b"\n")
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
