"""The tables of the state, and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SCHEMA: Final = """
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


KNOWN: Final = (
    "key, url, site, fetched_at, etag, last_modified, sha256, record_id, payload_digest, story, reason, found_at"
)
SOURCE: Final = "url, site, parent, etag, last_modified, due, interval, polled_at, announced, failures"

PAGE: Final = f"SELECT {KNOWN} FROM pages WHERE key = ?"  # noqa: S608 - our own column names
POLLS: Final = f"SELECT {SOURCE} FROM sources WHERE url = ?"  # noqa: S608 - our own column names
