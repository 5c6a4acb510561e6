"""What a kill left: archived pages without a line, lines without a mark in the state. Nothing lost, nothing doubled."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from newsspider import mending
from newsspider.sources.stored import refused
from newsspider.state import State
from pipelines.ledger import Names, repair_torn_tail
from pipelines.ledger.files import lines_of
from pipelines.page import Page
from pipelines.record import Rejection

_WEEK: Final = 7 * 86_400.0
_AGAIN: Final = frozenset(
    {
        "bad_http",
        "timeout",
        "truncated",
        "redirect_loop",
        "bad_redirect",
        "private_address",
        "rate_limited",
        "internal_error",
    }
)
"""Reasons that may pass: the page is tried again later."""
Place = tuple[str, int]


class _Where(msgspec.Struct):
    kind: str
    path: str | None = None
    offset: int | None = None


class _Line(msgspec.Struct):
    source: _Where
    url: str | None = None
    retrieved_at: str | None = None
    reason: str | None = None


def owed(state: State, folder: Path, now: float) -> set[Place]:
    """Bring state and archive together after a run that was cut off; return the archived pages that owe a line."""
    for name, size, found in mending.beyond(folder, state.segments()):
        with state.together():
            if size < state.segments().get(name, 0):
                state.forget_after(name, size)
            else:
                state.acknowledge(name, size)
                for entry in found:
                    _adopt(state, entry, now)
    places = state.pending()
    for run, started, output in state.unfinished():
        if output is not None:
            for line in _lines(Path(output)):
                with state.together():
                    _take_in(state, line, places, started)
        state.end(run, now, '{"cut_off":true}', {})
    return places


def _adopt(state: State, entry: Page | Rejection, now: float) -> None:
    """Take in an archived page that the state does not know."""
    if isinstance(entry, Page):
        name, offset, digest = entry.origin.path, entry.origin.offset, hashlib.sha256(entry.content).hexdigest()
        status: int | None = entry.status
    else:
        name, offset, digest, status = entry.source.path, entry.source.offset, entry.source.sha256, None
    if name is None or offset is None or entry.url is None:
        return
    at = datetime.fromisoformat(entry.retrieved_at).timestamp() if entry.retrieved_at else now
    known = state.page(entry.url)
    site = known.site if known else urlsplit(entry.url).hostname or ""
    state.fetched(site, (entry.url,), at, sha256=digest, status=status, warc=name, offset=offset)
    state.expect(name, offset, entry.url)


def _lines(output: Path) -> Iterator[_Line]:
    decoder = msgspec.json.Decoder(_Line)
    names = Names.of(output)
    for path in (names.articles, names.rejected):
        if path.exists():
            repair_torn_tail(path)
            for _, line in lines_of(path):
                yield decoder.decode(line)


def _take_in(state: State, line: _Line, places: set[Place], started: float) -> None:
    """Mark in the state what a line of a run that was cut off says is done."""
    place = (line.source.path or "", line.source.offset or 0)
    if place in places:
        places.discard(place)
        state.written(*place)
        if line.url:
            state.settle(line.url, line.reason)
    elif line.source.kind == "http" and line.url and line.reason and line.retrieved_at:
        at = datetime.fromisoformat(line.retrieved_at).timestamp()
        due = state.due_of(line.url)
        if at >= int(started) and due is not None and due <= at:
            _settle(state, line.url, line.reason, at)


def pages(folder: Path, places: set[Place]) -> Iterator[Page | Rejection]:
    """Yield the archived pages that lie at these places; what lies there and is no page gets its rejection."""
    by_file: defaultdict[str, set[int]] = defaultdict(set)
    for name, offset in places:
        by_file[name].add(offset)
    for name, offsets in sorted(by_file.items()):
        if (folder / name).is_file():
            for entry in mending.pages_from(folder / name, min(offsets)):
                where: Any = entry.origin if isinstance(entry, Page) else entry.source
                if where.offset in offsets:
                    offsets.discard(where.offset)
                    yield entry
        for offset in sorted(offsets):
            said = f"{name} at byte {offset}: archived, and no page: pictures, feeds and documents are none"
            yield refused("warc", name, said, reason="not_html", offset=offset)


def settle(state: State, item: Rejection, now: float) -> None:
    """Take in the rejection of a page: whether and when it is tried again."""
    if item.url:
        _settle(state, item.url, item.reason, now, status=state.status_of(item.url))


def _settle(state: State, url: str, reason: str, now: float, status: int | None = None) -> None:
    due = None
    if reason == "robots":
        due = now + _WEEK
    elif reason == "bad_http" and status is not None and 400 <= status < 500:
        due = None  # gone, or forbidden: asking again changes nothing
    elif reason in _AGAIN:
        due = state.retry_at(url, now)
    state.settle(url, reason, due=due)
