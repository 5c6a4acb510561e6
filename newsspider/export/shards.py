"""Files of a data set, one after the other, of a fixed number of records each."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, Protocol

import msgspec

from newsspider.export import forms, light
from pipelines.record import Article

ROWS: Final = 2_000
"""Records of a row group, and of a batch on its way to one: about 25 MB of text."""


class Writer(Protocol):
    """What writes the records of one format."""

    def write(self, line: bytes, record: Article) -> None:
        """Add a record."""

    def close(self) -> None:
        """Finish all files."""

    def drop(self) -> None:
        """Let go of the files unfinished, after a failure."""


class Numbered:
    """Names of the files of a data set: `<stem>-00000<ending>` and so on."""

    def __init__(self, folder: Path, stem: str, ending: str, rows: int) -> None:
        self._folder, self._stem, self._ending, self.rows = folder, stem, ending, rows
        self._next = 0

    def path(self) -> Path:
        """Return the next name."""
        number, self._next = self._next, self._next + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{self._stem}-{number:05}{self._ending}"


def compressed(path: Path, compression: str) -> IO[bytes]:
    """Open a file for writing: the same content gives the same bytes, for no time and no name goes in."""
    if compression == "gzip":
        raw = path.open("wb")
        return _Closing(gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0), raw)
    if compression == "zstd":
        from newsspider.reading import zstd_module

        zstd = zstd_module()
        # gzip has a checksum by itself; zstd only where it is asked for
        opened: IO[bytes] = zstd.open(path, "wb", options={zstd.CompressionParameter.checksum_flag: 1})
        return opened
    return path.open("wb")


class _Closing(io.BufferedWriter):
    """A compressed file that closes the file under it too."""

    def __init__(self, packed: Any, raw: IO[bytes]) -> None:
        super().__init__(packed)
        self._under = raw

    def close(self) -> None:
        super().close()
        self._under.close()


class Lines:
    """JSON Lines: of the records as they are, byte for byte, or of what `form` makes of each."""

    def __init__(self, names: Numbered, compression: str, form: Callable[[bytes, Article], bytes]) -> None:
        self._names, self._compression, self._form = names, compression, form
        self._file: IO[bytes] | None = None
        self._rows = 0

    def write(self, line: bytes, record: Article) -> None:
        """Add a record."""
        if self._file is None:
            self._file = compressed(self._names.path(), self._compression)
        self._file.write(self._form(line, record) + b"\n")
        self._rows += 1
        if self._rows == self._names.rows:
            self.close()

    def close(self) -> None:
        """Finish the file at hand."""
        if self._file is not None:
            self._file.close()
        self._file, self._rows = None, 0

    def drop(self) -> None:
        """Let go of the files unfinished."""
        self.close()


class Parquet:
    """Parquet files with the explicit Arrow schema, in row groups of ROWS; takes light records."""

    def __init__(self, names: Numbered) -> None:
        import pyarrow.json
        import pyarrow.parquet

        self._pq, self._json, self._schema = pyarrow.parquet, pyarrow.json, forms.arrow_schema()
        self._names, self._rows = names, 0
        self._file: Any = None
        self._batch: list[bytes] = []

    def write(self, line: bytes, record: Any) -> None:  # noqa: ARG002 - every writer's form
        """Add a record."""
        whole = isinstance(record, Article)
        self._batch.append(msgspec.json.encode(forms.row(record)) if whole else light.row_line(record))
        self._rows += 1
        if len(self._batch) == ROWS or self._rows == self._names.rows:
            self._flush()
        if self._rows == self._names.rows:
            self._finish()

    def _flush(self) -> None:
        if not self._batch:
            return
        if self._file is None:
            self._file = self._pq.ParquetWriter(self._names.path(), self._schema, compression="zstd")
        assert self._file is not None
        data = b"\n".join(self._batch)
        table = self._json.read_json(
            io.BytesIO(data),
            # one block, so that one row group holds the batch; one thread, so that its order is that of the lines
            read_options=self._json.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=self._json.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="error"),
        )
        self._file.write_table(table.cast(self._schema))
        self._batch = []

    def _finish(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file, self._rows = None, 0

    def close(self) -> None:
        """Write what waits and finish the file at hand."""
        self._flush()
        self._finish()

    def drop(self) -> None:
        """Let go of the files unfinished."""
        self._finish()


_CSV: Final = (
    "id", "url", "publisher", "domain", "language", "headline", "alternative_headline", "description", "section",
    "genre", "date_published", "date_modified", "byline_raw", "authors", "dateline", "dateline_places", "text",
    "images", "captions", "access",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Csv:
    """One table for spreadsheets: the fields that fit into a cell. Lists are joined with " | "."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        self._rows.writerow(_CSV)

    def write(self, line: bytes, record: Article) -> None:  # noqa: ARG002 - every writer's form
        """Add a record."""
        dateline = record.dateline
        cells = (
            record.id, record.url, record.publisher.name, record.publisher.domain, record.language, record.headline,
            record.alternative_headline, record.description, record.section, record.genre, record.date_published,
            record.date_modified, record.byline_raw, _joined(a.name for a in record.authors),
            dateline.raw if dateline else None, _joined(p.name for p in dateline.places) if dateline else None,
            record.body.text, len(record.images), _joined(i.caption for i in record.images), record.access,
        )  # fmt: skip
        self._rows.writerow([harmless(c) for c in cells])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def drop(self) -> None:
        """Let go of the files unfinished."""
        self.close()


def _joined(texts: Any) -> str:
    return " | ".join(t for t in texts if t)


def harmless(cell: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula: those that begin like one get an apostrophe.

    >>> harmless("=1+1"), harmless("plain"), harmless(None)
    ("'=1+1", 'plain', '')
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
