"""What is known between runs: URLs, sources with their schedule, what lies in the archive, and past runs. SQLite.

The state is never ahead of the archive and never the only place of a page: after a kill, what the archive holds
beyond it is adopted, and what no line acknowledges is parsed again from the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from newsspider.discovery import Link, address

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS pages (
  key TEXT PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, found_at REAL NOT NULL,
  announced REAL,              -- the newest change that a feed or sitemap told of
  due REAL,                    -- when to ask for it next; NULL: not again
  tries INTEGER NOT NULL DEFAULT 0, reason TEXT,
  fetched_at REAL, status INTEGER, etag TEXT, last_modified TEXT, sha256 TEXT,
  warc TEXT, offset INTEGER, record_id TEXT, payload_digest TEXT,
  story TEXT                   -- facts of its last record, for what changed
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS pages_due ON pages (site, due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS pending (warc TEXT, offset INTEGER, key TEXT NOT NULL, PRIMARY KEY (warc, offset));
CREATE TABLE IF NOT EXISTS segments (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
  url TEXT PRIMARY KEY, site TEXT NOT NULL, parent TEXT, etag TEXT, last_modified TEXT, due REAL NOT NULL,
  interval REAL, polled_at REAL, changed_at REAL, announced REAL, failures INTEGER NOT NULL DEFAULT 0, said TEXT
);
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, started REAL NOT NULL, ended REAL, output TEXT, facts TEXT
);
CREATE TABLE IF NOT EXISTS yields (run TEXT, site TEXT, facts TEXT NOT NULL, PRIMARY KEY (run, site));
"""
_RETRY_SECONDS: Final = 3_600.0
"""First wait after a page that failed; it doubles with each try."""
MAX_TRIES: Final = 7
"""Tries of a page that fails: the last one comes five days after the first."""


@dataclass(frozen=True, slots=True)
class Known:
    """A page that is known."""

    key: str
    url: str
    site: str
    fetched_at: float | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    record_id: str | None
    payload_digest: str | None
    story: str | None
    reason: str | None
    found_at: float


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or section page and its schedule."""

    url: str
    site: str
    parent: str | None
    etag: str | None
    last_modified: str | None
    due: float
    interval: float | None
    polled_at: float | None
    announced: float | None
    failures: int


_KNOWN: Final = (
    "key, url, site, fetched_at, etag, last_modified, sha256, record_id, payload_digest, story, reason, found_at"
)
_SOURCE: Final = "url, site, parent, etag, last_modified, due, interval, polled_at, announced, failures"

_PAGE: Final = f"SELECT {_KNOWN} FROM pages WHERE key = ?"  # noqa: S608 - our own column names
_POLLS: Final = f"SELECT {_SOURCE} FROM sources WHERE url = ?"  # noqa: S608 - our own column names


class StateError(OSError):
    """The state cannot be written: exit code 4."""

    exit_code = 4


class State:
    """The open state of one data folder; times are seconds since 1970."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make what is written within one transaction."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled back already
                self._db.execute("ROLLBACK")
            raise

    # --- pages ------------------------------------------------------------------------------------------------------

    def discover(self, site: str, links: Iterable[Link], now: float) -> tuple[list[str], int, int]:
        """Take in announced links; return the URLs that are to be asked for now, how many are new, and how many known.

        A known page is asked for again when the announcement tells of a change after the last fetch.
        """
        asked: list[str] = []
        new = seen = 0
        for link in links:
            key, announced = address(link.url), link.modified.timestamp() if link.modified else None
            row = self._db.execute("SELECT fetched_at, announced, due FROM pages WHERE key = ?", (key,)).fetchone()
            if row is None:
                values = (key, link.url, site, now, announced, now)
                self._db.execute(
                    "INSERT INTO pages (key, url, site, found_at, announced, due) VALUES (?, ?, ?, ?, ?, ?)", values
                )
                asked.append(link.url)
                new += 1
                continue
            seen += 1
            fetched_at, before, due = row
            if announced is None or fetched_at is None or announced <= max(fetched_at, before or 0) or announced > now:
                continue
            self._db.execute("UPDATE pages SET announced = ?, due = ? WHERE key = ?", (announced, now, key))
            if due is None or due > now:
                asked.append(link.url)
        return asked, new, seen

    def due_pages(self, site: str, now: float, limit: int) -> list[str]:
        """Return the URLs of a site that are to be asked for, the newest found first."""
        rows = self._db.execute(
            "SELECT url FROM pages WHERE site = ? AND due <= ? ORDER BY found_at DESC, key LIMIT ?", (site, now, limit)
        )
        return [url for (url,) in rows]

    def page(self, url: str) -> Known | None:
        """Return what is known of a URL."""
        row = self._db.execute(_PAGE, (address(url),)).fetchone()
        return Known(*row) if row else None

    def fetched(self, site: str, urls: Iterable[str], now: float, **facts: Any) -> None:
        """Take in that a page was fetched: `urls` are what was asked for and where it lay; `facts` are columns."""
        columns = {"fetched_at": now, "due": None, **facts}
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        kept = ", ".join(f"{name} = excluded.{name}" for name in columns)
        for url in dict.fromkeys(urls):
            self._db.execute(  # the names of columns are ours
                f"INSERT INTO pages (key, url, site, found_at, {names}) VALUES (?, ?, ?, ?, {marks}) "  # noqa: S608
                f"ON CONFLICT (key) DO UPDATE SET {kept}",
                (address(url), url, site, now, *columns.values()),
            )

    def settle(self, url: str, reason: str | None, *, due: float | None = None, story: str | None = None) -> None:
        """Take in that a page has its line: `reason` of a rejection, `story` of a record, `due` to ask again."""
        tried = 1 if reason and due is not None else 0
        self._db.execute(
            "UPDATE pages SET reason = ?, due = ?, story = coalesce(?, story), "
            "tries = CASE WHEN ? THEN tries + 1 ELSE 0 END WHERE key = ?",
            (reason, due, story, tried, address(url)),
        )

    def due_of(self, url: str) -> float | None:
        """Return when a page is to be asked for, None for not at all."""
        row = self._db.execute("SELECT due FROM pages WHERE key = ?", (address(url),)).fetchone()
        return row[0] if row else None

    def status_of(self, url: str) -> int | None:
        """Return the HTTP status of a page's last answer."""
        row = self._db.execute("SELECT status FROM pages WHERE key = ?", (address(url),)).fetchone()
        return row[0] if row else None

    def retry_at(self, url: str, now: float) -> float | None:
        """Return when to try a failed page again, None after the last try."""
        row = self._db.execute("SELECT tries FROM pages WHERE key = ?", (address(url),)).fetchone()
        tries = row[0] if row else 0
        return None if tries + 1 >= MAX_TRIES else now + _RETRY_SECONDS * 2**tries

    # --- the archive ------------------------------------------------------------------------------------------------

    def segments(self) -> dict[str, int]:
        """Return the acknowledged size of each archive file."""
        return dict(self._db.execute("SELECT name, size FROM segments ORDER BY name"))

    def acknowledge(self, name: str, size: int) -> None:
        """Take in that an archive file is whole up to `size`."""
        self._db.execute("INSERT OR REPLACE INTO segments VALUES (?, ?)", (name, size))

    def expect(self, name: str, offset: int, url: str) -> None:
        """Take in that an archived page owes a line."""
        self._db.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?)", (name, offset, address(url)))

    def pending(self) -> set[tuple[str, int]]:
        """Return the archived pages without a line, as (file, offset)."""
        return set(self._db.execute("SELECT warc, offset FROM pending ORDER BY warc, offset"))

    def written(self, name: str, offset: int) -> None:
        """Take in that an archived page has its line."""
        self._db.execute("DELETE FROM pending WHERE warc = ? AND offset = ?", (name, offset))

    def forget_after(self, name: str, size: int) -> None:
        """Forget what lay beyond the end of an archive file that lost its tail; its pages are due again."""
        self._db.execute("DELETE FROM pending WHERE warc = ? AND offset >= ?", (name, size))
        self._db.execute(
            "UPDATE pages SET due = fetched_at, etag = NULL, last_modified = NULL, sha256 = NULL, warc = NULL "
            "WHERE warc = ? AND offset >= ?",
            (name, size),
        )
        self.acknowledge(name, size)

    # --- sources ----------------------------------------------------------------------------------------------------

    def watch(
        self, site: str, url: str, now: float, *, parent: str | None = None, announced: float | None = None
    ) -> Source:
        """Return the schedule of a source, new ones being due at once."""
        self._db.execute(
            "INSERT OR IGNORE INTO sources (url, site, parent, due) VALUES (?, ?, ?, ?)", (url, site, parent, now)
        )
        if announced is not None:
            self._db.execute("UPDATE sources SET announced = ? WHERE url = ?", (announced, url))
        return Source(*self._db.execute(_POLLS, (url,)).fetchone())

    def children(self, site: str, due: float | None, limit: int) -> list[Source]:
        """Return the sitemaps that indexes of a site listed, the longest due first; with `due`, those due by then."""
        rows = self._db.execute(
            f"SELECT {_SOURCE} FROM sources WHERE site = ? AND parent IS NOT NULL AND due <= ? ORDER BY due LIMIT ?",  # noqa: S608
            (site, float("inf") if due is None else due, limit),
        )
        return [Source(*row) for row in rows]

    def polled(self, url: str, now: float, interval: float, **facts: Any) -> None:
        """Take in a poll: the next one is due after `interval` seconds; `facts` are columns."""
        columns = {"polled_at": now, "interval": interval, "due": now + interval, **facts}
        sets = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(f"UPDATE sources SET {sets} WHERE url = ?", (*columns.values(), url))  # noqa: S608

    # --- runs -------------------------------------------------------------------------------------------------------

    def begin(self, run: str, now: float, output: str | None) -> None:
        """Take in that a run begins."""
        self._db.execute("INSERT OR REPLACE INTO runs (id, started, output) VALUES (?, ?, ?)", (run, now, output))

    def end(self, run: str, now: float, facts: str, sites: dict[str, str]) -> None:
        """Take in how a run ended, as JSON: in all, and by site."""
        with self.together():
            self._db.execute("UPDATE runs SET ended = ?, facts = ? WHERE id = ?", (now, facts, run))
            self._db.executemany("INSERT OR REPLACE INTO yields VALUES (?, ?, ?)", [(run, *s) for s in sites.items()])

    def unfinished(self) -> list[tuple[str, float, str | None]]:
        """Return (id, start, output) of runs that were cut off."""
        return list(self._db.execute("SELECT id, started, output FROM runs WHERE ended IS NULL ORDER BY started"))

    def yields(self, site: str, runs: int = 14) -> list[str]:
        """Return the facts of a site's last runs as JSON, the newest first."""
        rows = self._db.execute(
            "SELECT y.facts FROM yields y JOIN runs r ON r.id = y.run WHERE y.site = ? ORDER BY r.started DESC LIMIT ?",
            (site, runs),
        )
        return [facts for (facts,) in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
