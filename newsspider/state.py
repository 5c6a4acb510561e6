"""What is known between runs: URLs, sources with their schedule, what lies in the archive, and past runs. SQLite.

The state is never ahead of the archive and never the only place of a page: after a kill, what the archive holds
beyond it is adopted, and what no line acknowledges is parsed again from the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from newsspider.discovery import Link, address
from newsspider.tables import PAGE, POLLS, SCHEMA, SOURCE, Known, Source
from pipelines.ledger import made

_RETRY_SECONDS: Final = 3_600.0
"""First wait after a page that failed; it doubles with each try."""
MAX_TRIES: Final = 7
"""Tries of a page that fails: the last one comes five days after the first."""


class StateError(OSError):
    """The state cannot be written: exit code 4."""

    exit_code = 4


REMEDY: Final = "`newsspider doctor` tells more, `newsspider doctor --rebuild-state` makes it again from the archive"


class State:
    """The open state of one data folder; times are seconds since 1970."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self._db = sqlite3.connect(made(path), isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(SCHEMA)
        except (OSError, sqlite3.DatabaseError) as error:
            raise StateError(f"{path}: {error}; {REMEDY}") from error

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

    def is_new(self) -> bool:
        """Tell whether nothing was ever taken in."""
        return self._db.execute("SELECT 1 FROM pages UNION ALL SELECT 1 FROM runs LIMIT 1").fetchone() is None

    # --- pages ------------------------------------------------------------------------------------------------------

    def discover(self, site: str, links: Iterable[Link], now: float) -> tuple[list[str], int, int]:
        """Take in announced links; return the URLs that are to be asked for now, how many are new, and how many known.

        A known page is asked for again when the announcement tells of a change after the last fetch.
        """
        asked: list[str] = []
        new = seen = 0
        for link in links:
            key, announced = link.key or address(link.url), link.modified.timestamp() if link.modified else None
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
        row = self._db.execute(PAGE, (address(url),)).fetchone()
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
        return Source(*self._db.execute(POLLS, (url,)).fetchone())

    def children(self, site: str, due: float | None, limit: int) -> list[Source]:
        """Return the sitemaps that indexes of a site listed, the longest due first; with `due`, those due by then."""
        rows = self._db.execute(
            f"SELECT {SOURCE} FROM sources WHERE site = ? AND parent IS NOT NULL AND due <= ? ORDER BY due LIMIT ?",  # noqa: S608
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

    def end(self, run: str, now: float, facts: str, sites: dict[str, str], *, since: float = float("inf")) -> None:
        """Take in how a run ended, as JSON: in all, and by site, where it stands for all runs from `since` on."""
        with self.together():
            self._db.execute("UPDATE runs SET ended = ?, facts = ? WHERE id = ?", (now, facts, run))
            self._db.executemany(
                "DELETE FROM yields WHERE site = ? AND run IN (SELECT id FROM runs WHERE started >= ?)",
                [(site, since) for site in sites],
            )
            self._db.executemany("INSERT OR REPLACE INTO yields VALUES (?, ?, ?)", [(run, *s) for s in sites.items()])

    def totals(self, since: float) -> list[str]:
        """Return the facts of the runs that began from `since` on and have ended, as JSON."""
        rows = self._db.execute("SELECT facts FROM runs WHERE started >= ? AND facts IS NOT NULL", (since,))
        return [facts for (facts,) in rows]

    def unfinished(self) -> list[tuple[str, float, str | None]]:
        """Return (id, start, output) of runs that were cut off."""
        return list(self._db.execute("SELECT id, started, output FROM runs WHERE ended IS NULL ORDER BY started"))

    def yields(self, site: str, since: float) -> list[tuple[float, str]]:
        """Return (begin, facts as JSON) of a site's runs from `since` on, the newest first."""
        return self._db.execute(
            "SELECT r.started, y.facts FROM yields y JOIN runs r ON r.id = y.run "
            "WHERE y.site = ? AND r.started >= ? ORDER BY r.started DESC",
            (site, since),
        ).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
