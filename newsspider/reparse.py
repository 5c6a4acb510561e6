"""Stored pages to checked JSON Lines: one line a page, in the order of the input, whatever the number of workers."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import msgspec

from newsspider import sources as stored_pages
from newsspider.memory import Snapshot
from newsspider.parts import Group, Key, groups, key_of, located
from newsspider.sources import Entry, Stored
from pipelines import limits
from pipelines.joining import parse_part
from pipelines.ledger import SYNC_LINES, Ledger, coverage, encode, line_of
from pipelines.memory import SiteMemory
from pipelines.page import Page
from pipelines.record import Article, Reason, Rejection
from pipelines.sites import known, site_for
from pipelines.worker import Failure, Pool
from pipelines.worker.tasks import host_of, rejection

_TASK: Final = "newsspider.reparse:parse_line"
_ARTICLE, _REJECTION = b"A", b"R"
_WARM_UP: Final = (
    b"<html lang=en><body><h1>Warm up</h1><p>By Ana Silva</p><p>LISBON (AP) - A first page.</p></body></html>"
)


class _Request(msgspec.Struct, array_like=True):
    contacts: bool
    sites: str | None
    file: bytes | None
    page: Page
    memory: SiteMemory | None = None
    parts: tuple[tuple[bytes | None, Page], ...] = ()
    """Pages that may be one article, (file, page) each; the page asked for is one of them."""
    at: int = 0


class _Reply(msgspec.Struct, array_like=True):
    line: bytes
    accepted: bool
    reason: str | None
    detail: str | None
    filled: tuple[str, ...]


@dataclass(slots=True)
class Summary:
    """What a run did."""

    pages: int = 0
    """Entries read, those that a resumed run had already done left out."""
    skipped: int = 0
    """Entries that a resumed run found in the output."""
    records: int = 0
    rejections: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejections by reason."""
    filled: Counter[str] = field(default_factory=Counter)
    """Records by field that is not empty."""
    interrupted: bool = False
    """True where a signal ended the run; it can be resumed."""

    @property
    def is_whole(self) -> bool:
        """Tell whether each page ended as exactly one line."""
        return self.pages == self.records + self.rejections

    @property
    def rejected_share(self) -> float:
        """Share of pages that became no record."""
        return self.rejections / self.pages if self.pages else 0.0


def cores(jobs: str) -> int:
    """Return the number of workers for `--jobs`: a number, or "auto" for one a core that this process may use.

    Raises ValueError for anything else.
    """
    if jobs == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    number = int(jobs)
    if not 1 <= number <= 1_024:
        raise ValueError(f"between 1 and 1024 workers, not {number}")
    return number


def reparse(
    inputs: Sequence[Path],
    ledger: Ledger,
    *,
    root: Path | None = None,
    jobs: int = 1,
    contacts: bool = False,
    sites: str | None = None,
    skip: Counter[tuple[str | None, int | None]] | None = None,
    stop: threading.Event | None = None,
    each: Callable[[Rejection | None, str | None], None] | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
    memory: Snapshot | None = None,
) -> Summary:
    """Parse all pages of the inputs into an open ledger and return what was done.

    `sites` is a folder of site files over the shipped ones, None for the shipped ones, "off" for none. `memory` is a
    frozen snapshot of what sites repeat. `skip` counts the keys that are done already (`Ledger.seen`). `each` is called
    after every line, with the rejection of a bad entry where there is one. `stop` ends the run cleanly before the next
    line. Raises OSError for an input that cannot be opened and LedgerError where the output fails.
    """
    summary = Summary()
    done = Counter(skip or ())
    starts = _starts(done, inputs)
    summary.skipped = sum(n for (path, at), n in done.items() if at is not None and at < starts.get(path or "", 0))

    def fresh() -> Iterator[Entry]:
        for entry in stored_pages.entries(inputs, root, starts):
            key = key_of(entry)
            if done[key] > 0:
                done[key] -= 1
                summary.skipped += 1
            else:
                yield entry

    parts = groups(lambda: stored_pages.entries(inputs, root))
    with Pool(_TASK, jobs=jobs, deadline=deadline) as pool:
        for entry, answer in pool.ordered(fresh(), lambda e: _request(e, contacts, sites, memory, parts), stop=stop):
            summary.pages += 1
            reply = _reply(entry, answer)
            ledger.write(reply.line, accepted=reply.accepted)
            summary.filled.update(reply.filled)
            if reply.accepted:
                summary.records += 1
            else:
                summary.rejections += 1
                summary.reasons[reply.reason or "?"] += 1
            if each is not None:
                each(entry if isinstance(entry, Rejection) else None, reply.reason)
    summary.interrupted = stop is not None and stop.is_set()
    return summary


def _starts(done: Counter[tuple[str | None, int | None]], inputs: Sequence[Path]) -> dict[str, int]:
    """Return, by WARC file, the offset before which all records are done.

    Lines are written in the order of the input, and all but the last few are known to be on the disk: of those, a
    power failure may have taken some and left later ones.
    """
    if not stored_pages.are_apart(inputs):
        return {}
    offsets: dict[str, list[int]] = {}
    for path, offset in done.elements():
        if path is not None and offset is not None and path.lower().endswith((".warc", ".warc.gz")):
            offsets.setdefault(path, []).append(offset)
    return {p: sorted(found)[-2 * SYNC_LINES] for p, found in offsets.items() if len(found) > 2 * SYNC_LINES}


def iter_reparse(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    root: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    contacts: bool = False,
    sites: str | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
) -> Iterator[Article | Rejection]:
    """Yield the article or rejection of every page of the inputs, in their order.

    Pages are parsed in `jobs` killable child processes; a page that hangs or dies is a Rejection like any other.
    Articles of several pages are joined where the inputs can be read twice, as a list; an iterator is read as it comes.
    Raises OSError for an input that cannot be opened.
    """
    base = Path(root) if root is not None else None
    paths: Iterable[Path] = map(Path, inputs)
    parts: Mapping[Key, Group] = MappingProxyType({})
    if isinstance(inputs, Sequence):
        given = list(paths)
        paths, parts = given, groups(lambda: stored_pages.entries(given, base))
    with Pool("newsspider.reparse:parse_value", jobs=jobs, deadline=deadline) as pool:
        found = stored_pages.entries(paths, base)
        for entry, answer in pool.ordered(found, lambda e: _request(e, contacts, sites, parts=parts)):
            if isinstance(answer, bytes):
                yield _value(answer)
            else:
                yield _failed(entry, answer)


def parse_one(
    page: Page, *, contacts: bool = False, sites: str | None = None, deadline: float = limits.DEADLINE_SECONDS
) -> Article | Rejection:
    """Parse one page in a killable child process."""
    with Pool("newsspider.reparse:parse_value", deadline=deadline) as pool:
        request = _request(page, contacts, sites)
        assert request is not None
        answer = pool.submit(request).result()
    if isinstance(answer, Failure):
        return _failed(page, answer)
    return _value(answer)


def _value(answer: bytes) -> Article | Rejection:
    if answer[:1] == _ARTICLE:
        return msgspec.msgpack.decode(answer[1:], type=Article)
    return msgspec.msgpack.decode(answer[1:], type=Rejection)


def _request(
    entry: Entry,
    contacts: bool,
    sites: str | None,
    memory: Snapshot | None = None,
    parts: Mapping[Key, Group] = MappingProxyType({}),
) -> bytes | None:
    if isinstance(entry, Rejection):
        return None
    file, page = located(entry)
    known_blocks = memory.of(host_of(page.url)) if memory is not None else None
    members, at = parts.get(key_of(entry), ((), 0))
    whole = tuple(located(one) for one in members if not isinstance(one, Rejection))
    return msgspec.msgpack.encode(_Request(contacts, sites, file, page, known_blocks, whole, at))


def _reply(entry: Entry, answer: bytes | Failure | None) -> _Reply:
    if isinstance(answer, bytes):
        return msgspec.msgpack.decode(answer, type=_Reply)
    refused = _failed(entry, answer)
    return _Reply(encode(refused), False, refused.reason, refused.detail, ())


def _failed(entry: Entry, failure: Failure | bytes | None) -> Rejection:
    if isinstance(entry, Rejection):
        return entry
    assert isinstance(failure, Failure)
    page = stored_pages.load(entry) if isinstance(entry, Stored) else entry  # for its digest
    return page if isinstance(page, Rejection) else rejection(page, failure)


# --- in the worker --------------------------------------------------------------------------------------------------


def parse_line(request: bytes) -> bytes:
    """Return the encoded line of a page and what the run's summary needs of it."""
    result = _parsed(request)
    if result is None:
        return b""
    line, result = line_of(result)
    if isinstance(result, Article):
        return msgspec.msgpack.encode(_Reply(line, True, None, None, coverage(result)))
    return msgspec.msgpack.encode(_Reply(line, False, result.reason, result.detail, ()))


def parse_value(request: bytes) -> bytes:
    """Return the article or rejection of a page as MessagePack."""
    result = _parsed(request)
    if result is None:
        return b""
    return (_ARTICLE if isinstance(result, Article) else _REJECTION) + msgspec.msgpack.encode(result)


def _parsed(request: bytes) -> Article | Rejection | None:
    from pipelines.parse import parse

    if not request:
        parse(Page(_WARM_UP))
        return None
    asked = msgspec.msgpack.decode(request, type=_Request)
    page = _loaded(asked.file, asked.page)
    if isinstance(page, Rejection):
        return page

    def one(page: Page) -> Article | Rejection:
        site = site_for(host_of(page.url), known(asked.sites))
        return parse(page, contacts=asked.contacts, site=site, memory=asked.memory)

    pages = [part for given in asked.parts if isinstance(part := _loaded(*given), Page)]
    # where a part cannot be read, what lies behind it has no place
    whole = pages and len(pages) == len(asked.parts)
    return parse_part(pages, asked.at, one) if whole else one(page)


def _loaded(file: bytes | None, page: Page) -> Page | Rejection:
    return page if file is None else stored_pages.load(Stored(os.fsdecode(file), page))


def facts_of(summary: Summary, **more: Any) -> dict[str, Any]:
    """Return the run summary that is written beside the lines."""
    share = {k: round(v / summary.records, 4) for k, v in sorted(summary.filled.items())} if summary.records else {}
    reasons: dict[Reason | str, int] = dict(sorted(summary.reasons.items(), key=lambda p: (-p[1], p[0])))
    return {
        "pages": summary.pages,
        "skipped": summary.skipped,
        "records": summary.records,
        "rejections": summary.rejections,
        "rejections_by_reason": reasons,
        "field_coverage": share,
        "interrupted": summary.interrupted,
        **more,
    }
