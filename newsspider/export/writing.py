"""A data set in a folder: its files, and `dataset.json`, which says what is in them."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from newsspider.export import card, forms
from newsspider.export.light import lines
from newsspider.export.manifest import Counts, Words
from newsspider.export.selection import Selection
from newsspider.export.shards import Csv, Lines, Numbered, Parquet, Writer
from newsspider.export.tables import DuckDb, Sqlite
from newsspider.mappings import newsarticle, ninjs, zyte
from newsspider.reading import RecordError, read_lines
from pipelines.ledger import encode, write_whole
from pipelines.record import SCHEMA_VERSION, Rejection

FORMATS: Final = {
    "parquet": "Parquet with an explicit Arrow schema (extra parquet)",
    "jsonl": "the records as they are, in numbered files",
    "csv": "one table for spreadsheets, without nested fields",
    "sqlite": "a SQLite file, one table a list",
    "duckdb": "a DuckDB file with nested columns (extra query)",
    "huggingface": "a Hugging Face data set folder: Parquet and a card (extra parquet)",
    "newsarticle": "schema.org NewsArticle as JSON-LD, one a line",
    "ninjs": "IPTC ninjs 3, one a line",
    "zyte": "zyte-common-items Article, one a line",
}
_NEEDS: Final = {
    "parquet": ("pyarrow", "parquet"),
    "huggingface": ("pyarrow", "parquet"),
    "duckdb": ("duckdb", "query"),
}
_LIGHT: Final = frozenset(("parquet", "huggingface"))
_ENDINGS: Final = {"gzip": ".gz", "zstd": ".zst", "none": ""}


class ExportError(OSError):
    """The data set cannot be written; the message says why."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.message, self.code = message, code


def export(
    files: Sequence[Path],
    folder: Path,
    to: str,
    *,
    selection: Selection | None = None,
    compression: str = "gzip",
    rows: int = 100_000,
    overwrite: bool = False,
    words: Words | None = None,
    each: Callable[[bool], None] | None = None,
) -> dict[str, Any]:
    """Write a data set of the records in some files and return its manifest.

    `rows` records go into each numbered file. The folder appears under its name when it is whole. `each` is called for
    every record read, with whether it was taken. Raises RecordError for a bad line, ExportError (exit code 2 or 4).
    """
    module, extra = _NEEDS.get(to, ("json", ""))
    if find_spec(module) is None:
        raise ExportError(f'--to {to} wants {module}: pip install "newsspider[{extra}]"', 2)
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not overwrite:
        raise ExportError(f"{folder} is not empty; --overwrite replaces it", 4)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.partial")
    try:
        partial.mkdir(mode=0o750, parents=True)
        facts = _checked(files, partial, to, selection or Selection(), compression, rows, words or Words(), each)
        if folder.exists():
            shutil.rmtree(folder)
        partial.replace(folder)
    except OSError as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(f"cannot write {folder}: {error.strerror or error}", 4) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return facts


def _write(
    files: Sequence[Path],
    folder: Path,
    to: str,
    selection: Selection,
    compression: str,
    rows: int,
    words: Words,
    each: Callable[[bool], None] | None,
) -> dict[str, Any]:
    writer = _writer(folder, to, compression, rows)
    counts = Counts()
    # nothing but these needs whole records, and typing all of a record is half of the time
    light = to in _LIGHT and not selection.filled
    try:
        for line, record in _records(files, light=light):
            if isinstance(record, Rejection):
                counts.pass_over(record)
                continue
            taken = selection.takes(record)
            if taken:
                writer.write(line, record)
                counts.add(record)
            else:
                counts.left_out += 1
            if each is not None:
                each(taken)
        writer.close()
    except BaseException:
        writer.drop()
        raise
    facts = {
        "name": "newsspider data set",
        "format": to,
        "newsspider": version("newsspider"),
        "schema_version": SCHEMA_VERSION,
        **({"arrow_version": forms.ARROW_VERSION} if to in ("parquet", "huggingface") else {}),
        "selection": selection.facts(),
        **counts.facts(),
        **words.facts(),
    }
    if to == "huggingface":
        write_whole(folder / "README.md", card.card(facts).encode())
    facts["files"] = [
        {"path": p.relative_to(folder).as_posix(), "bytes": p.stat().st_size, "sha256": _digest(p)}
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    ]
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / "dataset.json", text.encode())
    return facts


def _checked(files: Sequence[Path], *rest: Any) -> dict[str, Any]:
    """Write; where a library refuses a value of a line, read all lines with care, which names file and line."""
    try:
        return _write(files, *rest)
    except RecordError:
        raise
    except ValueError as error:
        for _ in read_lines(files):
            pass
        raise ExportError(f"a record has no place in the columns: {error}", 1) from error


def _records(files: Sequence[Path], *, light: bool) -> Iterator[tuple[bytes, Any]]:
    """Yield each line with its record, or its rejection."""
    if light:
        yield from lines(files)
        return
    for read in read_lines(files):
        yield read.line, read.value


def _writer(folder: Path, to: str, compression: str, rows: int) -> Writer:
    if to == "parquet":
        return Parquet(Numbered(folder / "data", "articles", ".parquet", rows))
    if to == "huggingface":
        return Parquet(Numbered(folder / "data", "train", ".parquet", rows))
    if to == "csv":
        return Csv(folder / "articles.csv")
    if to == "sqlite":
        return Sqlite(folder / "articles.sqlite")
    if to == "duckdb":
        return DuckDb(folder / "articles.duckdb")
    names = Numbered(folder, "articles", f".jsonl{_ENDINGS[compression]}", rows)
    if to == "jsonl":
        return Lines(names, compression, lambda line, _: line)
    form = {"newsarticle": newsarticle.article, "ninjs": ninjs.article, "zyte": zyte.article}[to]
    return Lines(names, compression, lambda _, record: encode(form(record)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sizes(files: Iterable[Path]) -> int:
    """Return the bytes of some files, for a bar of progress."""
    return sum(p.stat().st_size for p in files)
