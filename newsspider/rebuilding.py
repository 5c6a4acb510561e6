"""A state that was lost or damaged, made again from what a crawl keeps beside it: the archive and the records.

Known again are the pages with their digests, what they owe, and what became of them. Not known are the schedules of
feeds: each is asked once, at the next run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from newsspider import recovery, versions
from newsspider.sources import payload, response
from newsspider.state import State, StateError
from pipelines.ledger.files import lines_of
from pipelines.record import Article, Rejection

_MAX_BLOCK: Final = 1 << 25
_ARTICLE: Final = msgspec.json.Decoder(Article)
_REJECTION: Final = msgspec.json.Decoder(Rejection)
Counted = dict[str, int]


def rebuild(data: Path, domains: Iterable[str]) -> Counted:
    """Make `state.sqlite` of a data folder again; what was there is set aside under another name.

    `domains` are the sites of the project. Returns how many archived pages and lines were taken in. Raises StateError
    where there is nothing to make it from.
    """
    archive, records = data / "archive", data / "records"
    files = sorted(archive.glob("pages-*.warc.gz")) if archive.is_dir() else []
    lines = sorted(records.glob("*.jsonl")) if records.is_dir() else []
    if not files and not lines:
        raise StateError(f"{data}: no archive and no records: the next run begins anew by itself")
    _set_aside(data / "state.sqlite")
    done = {"pages": 0, "lines": 0, "owed": 0}
    state = State(data / "state.sqlite")
    try:
        sites = sorted(domains, key=len, reverse=True)
        for file in files:
            with state.together():
                done["pages"] += _archived(state, file, sites)
        for file in lines:
            with state.together():
                done["lines"] += _written(state, file)
        done["owed"] = len(state.pending())
    finally:
        state.close()
    return done


def _set_aside(state: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path = state.with_name(state.name + end)
        if path.exists():
            number = next(n for n in range(1, 10_000) if not path.with_name(f"{path.name}.old-{n}").exists())
            path.rename(path.with_name(f"{path.name}.old-{number}"))


def _site(url: str, sites: list[str]) -> str:
    host = urlsplit(url).hostname or ""
    return next((s for s in sites if host == s or host.endswith(f".{s}")), host)


def _archived(state: State, file: Path, sites: list[str]) -> int:
    """Take in the pages of an archive file; each owes its line until that is found."""
    count = 0
    for offset, record, block in _records(file):
        kind, url = str(record.headers.get("WARC-Type")), str(record.headers.get("WARC-Target-URI") or "")
        at = _seconds(record.headers.get("WARC-Date"))
        if not url or at is None:
            continue
        if kind == "revisit":
            known = state.page(url)
            if known is not None:
                state.fetched(known.site, (url,), at)
            continue
        facts = _facts(kind, block)
        if facts is None:
            continue
        facts |= {"warc": file.name, "offset": offset, "record_id": str(record.record_id)}
        facts["payload_digest"] = record.headers.get("WARC-Payload-Digest")
        state.fetched(_site(url, sites), (url,), at, **facts)
        state.expect(file.name, offset, url)
        count += 1
    state.acknowledge(file.name, file.stat().st_size)
    return count


def _records(file: Path) -> Iterator[tuple[int, Any, bytes]]:
    from fastwarc.warc import ArchiveIterator

    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, parse_http=False):
            yield int(record.stream_pos), record, record.reader.read(_MAX_BLOCK)


def _facts(kind: str, block: bytes) -> dict[str, Any] | None:
    """Return what the state keeps of a response; None for what is no page."""
    if kind == "resource":
        return {"status": 200, "sha256": hashlib.sha256(block).hexdigest(), "etag": None, "last_modified": None}
    parts = payload.split(block) if kind == "response" else None
    if parts is None or response.is_redirect(parts[0], parts[1]):
        return None
    status, fields, body = parts
    digest = hashlib.sha256(payload.unpack(body, fields).content).hexdigest()
    told = {"etag": fields.get("etag"), "last_modified": fields.get("last-modified")}
    return {"status": status, "sha256": digest, **told}


def _seconds(stamp: str | None) -> float | None:
    try:
        return datetime.fromisoformat(stamp or "").timestamp()
    except ValueError:
        return None


def _written(state: State, file: Path) -> int:
    """Take in what became of pages, as the lines of an output say."""
    count = 0
    rejected = file.name.endswith(".rejected.jsonl")
    for _, line in lines_of(file):
        try:
            found: Article | Rejection = (_REJECTION if rejected else _ARTICLE).decode(line)
        except (ValueError, RecursionError):
            continue  # `newsspider check` names it
        count += 1
        if found.source.path is not None and found.source.offset is not None:
            state.written(found.source.path, found.source.offset)
        at = _seconds(found.retrieved_at)
        if found.url is None or at is None:
            continue
        if state.page(found.url) is None:
            host = urlsplit(found.url).hostname or ""
            state.fetched(host, (found.url,), at)
        if isinstance(found, Article):
            state.settle(found.url, None, story=json.dumps(versions.story_of(found), ensure_ascii=False))
        else:
            recovery.settle(state, found, at)
    return count
