"""Partitions put together: records, rejections, versions, archives and states of all in one data folder.

A record's place in an archive gets the partition's name before it (`part-003/pages-000001.warc.gz`), and the archives
lie in folders of these names, so that a re-parse of the merged archive gives the merged records.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec

from newsspider.state import State
from pipelines.ledger import encode, whole_file
from pipelines.ledger.files import lines_of, lock, open_append
from pipelines.record import Article, Rejection

_NEWER: Final = "coalesce(excluded.fetched_at, 0) > coalesce(pages.fetched_at, 0)"


class MergeError(OSError):
    """What cannot be put together, with the reason."""

    exit_code = 2


def merge(parts: list[Path], target: Path) -> Counter[str]:
    """Write what all partitions have into `target` and return how much: records, rejections, pages, archives.

    Files appear whole or not at all, and a repetition gives the same. Raises MergeError, and LedgerBusyError while a
    run is at work.
    """
    done: Counter[str] = Counter()
    held = []
    try:
        for part in parts:
            descriptor = open_append(part / "data" / "lock")
            held.append(descriptor)
            lock(descriptor, part / "data" / "lock")
            with State(part / "data" / "state.sqlite") as state:
                if state.unfinished() or state.pending():
                    raise MergeError(f"{part}: a run was cut off there: let it finish first (newsspider run --due)")
        names = sorted({f.name for part in parts for f in (part / "data" / "records").glob("*.jsonl")})
        for name in names:
            kind = "rejections" if name.endswith(".rejected.jsonl") else "records"
            done[kind] += _lines(target / "records" / name, _moved(parts, name))
        files = [part / "data" / "versions.jsonl" for part in parts]
        done["versions"] = _lines(target / "versions.jsonl", (line for f in files for _, line in lines_of(f)))
        for part in parts:
            for file in sorted((part / "data" / "archive").glob("*.warc.gz")):
                done["archives"] += _placed(file, target / "archive" / part.name / file.name)
            for file in sorted((part / "data" / "runs").glob("*/run.json")):
                _placed(file, target / "runs" / part.name / file.parent.name / file.name)
        done["pages"] = _state(parts, target / "state.sqlite")
    finally:
        for descriptor in held:
            os.close(descriptor)
    return done


def _moved(parts: list[Path], name: str) -> Iterator[bytes]:
    kind: type[Article] | type[Rejection] = Rejection if name.endswith(".rejected.jsonl") else Article
    decoder = msgspec.json.Decoder(kind)
    for part in parts:
        file = part / "data" / "records" / name
        for number, line in lines_of(file):
            try:
                found = decoder.decode(line)
            except msgspec.DecodeError as error:
                raise MergeError(f"{file}:{number}: not a line of ours: {error}") from error
            source = found.source
            if source.kind == "warc" and source.path is not None:
                found = replace(found, source=replace(source, path=f"{part.name}/{source.path}"))
            yield encode(found)


def _lines(target: Path, lines: Iterator[bytes]) -> int:
    count = 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as file:
        for line in lines:
            file.write(line + b"\n")
            count += 1
    return count


def _placed(file: Path, target: Path) -> bool:
    """Give a file a second name, or copy it where file systems differ; a file that has grown is placed anew."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.samefile(file):
        return True
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    try:
        os.link(file, draft, follow_symlinks=False)
    except OSError:
        with file.open("rb") as content, whole_file(target) as copy:
            shutil.copyfileobj(content, copy)
        return True
    draft.replace(target)
    return True


def _state(parts: list[Path], target: Path) -> int:
    """Put the states together; of a page that two partitions know, for its site moved, the one fetched last counts."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    State(draft).close()
    with closing(sqlite3.connect(draft, isolation_level=None)) as base:
        columns = [row[1] for row in base.execute("PRAGMA table_info(pages)")]
        kept = ", ".join(f"{c} = excluded.{c}" for c in columns if c != "key")
        for part in parts:
            base.execute("ATTACH ? AS part", (str(part / "data" / "state.sqlite"),))
            base.execute("BEGIN IMMEDIATE")
            named = ", ".join(
                "CASE WHEN warc IS NULL THEN NULL ELSE ? || warc END" if c == "warc" else c for c in columns
            )
            base.execute(
                f"INSERT INTO pages SELECT {named} FROM part.pages WHERE true "  # noqa: S608 - our own names
                f"ON CONFLICT (key) DO UPDATE SET {kept} WHERE {_NEWER}",
                (f"{part.name}/",),
            )
            base.execute(
                "INSERT INTO sources SELECT * FROM part.sources WHERE true ON CONFLICT (url) DO UPDATE SET "
                "etag = excluded.etag, last_modified = excluded.last_modified, due = excluded.due, "
                "interval = excluded.interval, polled_at = excluded.polled_at "
                "WHERE coalesce(excluded.polled_at, 0) > coalesce(sources.polled_at, 0)"
            )
            base.execute("INSERT OR IGNORE INTO runs SELECT id, started, ended, NULL, facts FROM part.runs")
            base.execute("INSERT OR REPLACE INTO yields SELECT * FROM part.yields")
            base.execute("COMMIT")
            base.execute("DETACH part")
        (count,) = base.execute("SELECT count(*) FROM pages").fetchone()
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("PRAGMA journal_mode=DELETE")
    with suppress(FileNotFoundError):
        for end in ("-wal", "-shm"):
            target.with_name(target.name + end).unlink()
    draft.replace(target)
    return int(count)
