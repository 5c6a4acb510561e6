"""Records as tables of a database file: SQLite with one table a list, DuckDB with nested columns."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from newsspider.export import forms
from newsspider.export.shards import ROWS
from pipelines.record import SCHEMA_VERSION, Article

_SCHEMA: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE articles (
  number INTEGER PRIMARY KEY, id TEXT, url TEXT, canonical_url TEXT, retrieved_at TEXT, publisher TEXT, domain TEXT,
  language TEXT, headline TEXT, alternative_headline TEXT, description TEXT, section TEXT, genre TEXT,
  date_published TEXT, date_published_offset TEXT, date_published_utc_offset_minutes INTEGER, date_modified TEXT,
  byline_raw TEXT, dateline_raw TEXT, dateline_date TEXT, text TEXT, access TEXT, source_path TEXT,
  source_offset INTEGER, record TEXT
);
CREATE TABLE authors (
  article INTEGER REFERENCES articles, position INTEGER, name TEXT, type TEXT, role TEXT, job_title TEXT,
  affiliation TEXT, location TEXT, url TEXT
);
CREATE TABLE dateline_places (
  article INTEGER REFERENCES articles, position INTEGER, name TEXT, region TEXT, country TEXT
);
CREATE TABLE agencies (article INTEGER REFERENCES articles, name TEXT, stands_in TEXT);
CREATE TABLE images (
  article INTEGER REFERENCES articles, position INTEGER, url TEXT, is_main INTEGER, caption TEXT, alt TEXT,
  credit TEXT, date_taken TEXT, file_photo INTEGER
);
CREATE TABLE photographers (article INTEGER REFERENCES articles, image INTEGER, name TEXT, role TEXT);
CREATE TABLE paragraphs (article INTEGER REFERENCES articles, position INTEGER, kind TEXT, text TEXT);
CREATE TABLE keywords (article INTEGER REFERENCES articles, keyword TEXT);
"""
_INDEXES: Final = """
CREATE INDEX articles_id ON articles (id);
CREATE INDEX articles_published ON articles (date_published);
CREATE INDEX authors_name ON authors (name);
CREATE INDEX authors_article ON authors (article);
CREATE INDEX images_article ON images (article);
CREATE INDEX paragraphs_article ON paragraphs (article);
CREATE INDEX places_name ON dateline_places (name);
"""


class Sqlite:
    """A SQLite file: `articles`, a table for each list, and in `articles.record` the whole line."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript(_SCHEMA)
        self._base.execute("INSERT INTO about VALUES ('schema_version', ?)", (SCHEMA_VERSION,))
        self._number = 0

    def write(self, line: bytes, record: Article) -> None:
        """Add a record."""
        self._number += 1
        number, where = self._number, record.dateline
        self._add("articles", (
            number, record.id, record.url, record.canonical_url, record.retrieved_at, record.publisher.name,
            record.publisher.domain, record.language, record.headline, record.alternative_headline, record.description,
            record.section, record.genre, record.date_published, record.date_published_offset,
            record.date_published_utc_offset_minutes, record.date_modified, record.byline_raw,
            where.raw if where else None, where.date if where else None, record.body.text, record.access,
            record.source.path, record.source.offset, line.decode("utf-8"),
        ))  # fmt: skip
        for at, a in enumerate(record.authors):
            self._add("authors", (number, at, a.name, a.type, a.role, a.job_title, a.affiliation, a.location, a.url))
        for at, place in enumerate(where.places if where else ()):
            self._add("dateline_places", (number, at, place.name, place.region, place.country))
        for agency in where.agencies if where else ():
            self._add("agencies", (number, agency, "dateline"))
        for at, i in enumerate(record.images):
            credit = i.credit.raw if i.credit else None
            self._add("images", (number, at, i.url, i.is_main, i.caption, i.alt, credit, i.date_taken, i.file_photo))
            for creator in i.credit.creators if i.credit else ():
                self._add("photographers", (number, at, creator.name, creator.role))
            for agency in i.credit.agencies if i.credit else ():
                self._add("agencies", (number, agency, "credit"))
        for at, block in enumerate(record.body.blocks):
            self._add("paragraphs", (number, at, block.kind, block.text))
        for keyword in record.keywords:
            self._add("keywords", (number, keyword))

    def _add(self, table: str, values: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * len(values))
        self._base.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 - our own names

    def close(self) -> None:
        """Make the indexes and finish the file."""
        self._base.executescript(_INDEXES)
        self._base.commit()
        self._base.execute("VACUUM")
        self._base.close()

    def drop(self) -> None:
        """Let go of the files unfinished."""
        self._base.close()


class DuckDb:
    """A DuckDB file with one table, `articles`, whose columns are nested as the record is."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self._base = duckdb.connect(str(path))
        self._columns = forms.columns()
        named = ", ".join(f'"{c.name}" {forms.duckdb_type(c)}' for c in self._columns)
        self._base.execute(f"CREATE TABLE articles ({named})")
        self._waiting = path.with_suffix(".rows")
        self._file = self._waiting.open("wb")
        self._rows = 0

    def write(self, line: bytes, record: Article) -> None:  # noqa: ARG002 - every writer's form
        """Add a record."""
        import msgspec

        self._file.write(msgspec.json.encode(forms.row(record)) + b"\n")
        self._rows += 1
        if self._rows == ROWS:
            self._flush()

    def _flush(self) -> None:
        self._file.close()
        if self._rows:
            types = {c.name: forms.duckdb_type(c) for c in self._columns}
            self._base.execute(
                "INSERT INTO articles SELECT * FROM read_json(?, format = 'newline_delimited', columns = $2,"
                " maximum_object_size = 33554432)".replace("?", "$1"),
                [str(self._waiting), types],
            )
        self._file, self._rows = self._waiting.open("wb"), 0

    def close(self) -> None:
        """Write what waits and finish the file."""
        self._flush()
        self._file.close()
        self._waiting.unlink()
        self._base.close()

    def drop(self) -> None:
        """Let go of the files unfinished."""
        self._file.close()
        self._base.close()
