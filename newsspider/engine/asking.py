"""What a worker is asked and what it answers: a page or a reference in, finished lines out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import msgspec

from newsspider import sources as stored_pages
from newsspider.memory import Snapshot
from newsspider.parts import Group, Key, key_of, located
from newsspider.sources import Entry, Span, Stored, warc
from newsspider.sources.stored import stored_at
from pipelines.ledger import coverage, encode, line_of
from pipelines.memory import SiteMemory
from pipelines.page import Origin, Page
from pipelines.record import Article, Rejection
from pipelines.sites import known, site_for
from pipelines.worker import Failure
from pipelines.worker.tasks import host_of, rejection

LINES: Final = "newsspider.engine.asking:parse_lines"
VALUES: Final = "newsspider.engine.asking:parse_values"
_ARTICLE, _REJECTION = b"A", b"R"
_WARM_UP: Final = (
    b"<html lang=en><body><h1>Warm up</h1><p>By Ana Silva</p><p>LISBON (AP) - A first page.</p></body></html>"
)


class Form(Protocol):
    """How a result travels."""

    def __call__(self, found: Article | Rejection, key: Key, *, is_bad: bool = False) -> Result:
        """Return a record or rejection as a result."""


class _Request(msgspec.Struct, array_like=True):
    contacts: bool
    sites: str | None
    file: bytes | None
    page: Page
    memory: SiteMemory | None = None
    parts: tuple[tuple[bytes | None, Page], ...] = ()
    """Pages that may be one article, (file, page) each; the page asked for is one of them."""
    at: int = 0
    stretch: tuple[int, int | None] | None = None
    """Start and end where a stretch of a WARC file is asked for; `page` is then the page that it seems to hold."""
    done: bool = False
    """The page of the stretch has its line already."""


class Result(msgspec.Struct, array_like=True):
    """What became of one entry."""

    key: Key
    line: bytes
    """The encoded line; from `VALUES` the record or rejection in MessagePack; empty where the page was done before."""
    accepted: bool
    reason: str | None = None
    detail: str | None = None
    filled: tuple[str, ...] = ()
    is_bad: bool = False
    """True where no page could be made of the entry."""


class Answer(msgspec.Struct, array_like=True):
    """What a worker says of a request."""

    results: tuple[Result, ...]
    after: int | None = None
    """Where the next record starts behind a stretch; None at the end of the file."""
    passed: dict[str, int] = {}
    """Records of a stretch that are no pages, by what they are."""
    is_odd: bool = False
    """True where a stretch holds other pages than its heads said: it has to be read entry by entry."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What all requests of a run share."""

    contacts: bool = False
    sites: str | None = None
    """A folder of site files over the shipped ones, None for the shipped ones, "off" for none."""
    memory: Snapshot | None = None
    parts: Mapping[Key, Group] = field(default_factory=dict)

    def page(self, entry: Entry) -> bytes | None:
        """Return the request for one entry, None where it is a rejection already."""
        return None if isinstance(entry, Rejection) else self._encoded(*located(entry))

    def span(self, span: Span, *, done: bool = False) -> bytes:
        """Return the request for a stretch; `done` says that its page has its line."""
        page = Page(b"", span.url, origin=Origin("warc", span.name, span.page))
        return self._encoded(os.fsencode(span.file), page, (span.start, span.end), done=done)

    def _encoded(
        self, file: bytes | None, page: Page, stretch: tuple[int, int | None] | None = None, *, done: bool = False
    ) -> bytes:
        known_blocks = self.memory.of(host_of(page.url)) if self.memory is not None else None
        members, at = self.parts.get((page.origin.path, page.origin.offset), ((), 0))
        whole = tuple(located(one) for one in members if not isinstance(one, Rejection))
        request = _Request(self.contacts, self.sites, file, page, known_blocks, whole, at, stretch, done)
        return msgspec.msgpack.encode(request)


def failed(entry: Entry, failure: Failure | None) -> Rejection:
    """Return the one rejection of an entry whose request failed, or which is one."""
    if isinstance(entry, Rejection):
        return entry
    assert failure is not None
    page = stored_pages.load(entry) if isinstance(entry, Stored) else entry  # for its digest
    return page if isinstance(page, Rejection) else rejection(page, failure)


def as_line(found: Article | Rejection, key: Key, *, is_bad: bool = False) -> Result:
    """Return a record or rejection with its line."""
    line, found = line_of(found)
    if isinstance(found, Article):
        return Result(key, line, accepted=True, filled=coverage(found))
    return Result(key, line, accepted=False, reason=found.reason, detail=found.detail, is_bad=is_bad)


def as_value(found: Article | Rejection, key: Key, *, is_bad: bool = False) -> Result:
    """Return a record or rejection as MessagePack, for `value_of`."""
    accepted = isinstance(found, Article)
    return Result(key, (_ARTICLE if accepted else _REJECTION) + msgspec.msgpack.encode(found), accepted, is_bad=is_bad)


def value_of(result: Result) -> Article | Rejection:
    """Return the record or rejection that `as_value` packed."""
    if result.accepted:
        return msgspec.msgpack.decode(result.line[1:], type=Article)
    return msgspec.msgpack.decode(result.line[1:], type=Rejection)


# --- in the worker --------------------------------------------------------------------------------------------------


def parse_lines(request: bytes) -> bytes:
    """Return the lines of what a request asks for, as an Answer."""
    return _answered(request, as_line)


def parse_values(request: bytes) -> bytes:
    """Return the articles and rejections of what a request asks for, as an Answer."""
    return _answered(request, as_value)


def _answered(request: bytes, form: Form) -> bytes:
    if not request:
        from pipelines.parse import parse

        encode(parse(Page(_WARM_UP)))
        return b""
    asked = msgspec.msgpack.decode(request, type=_Request)
    if asked.stretch is not None:
        answer = _stretch(asked, form)
    else:
        page = _loaded(asked.file, asked.page)
        answer = Answer((form(_parsed(asked, page), key_of(page)),))
    return msgspec.msgpack.encode(answer)


def _stretch(asked: _Request, form: Form) -> Answer:
    assert asked.stretch is not None
    assert asked.file is not None
    passed: Counter[str] = Counter()
    start, end = asked.stretch
    origin = asked.page.origin
    found: list[Page | Rejection] = []
    entries = warc.within(Path(os.fsdecode(asked.file)), origin.path or "", start, end, passed)
    page: Page | None = None
    while True:
        try:
            entry = next(entries)
        except StopIteration as ended:
            after = ended.value
            break
        found.append(entry)
        if isinstance(entry, Page):
            if page is not None or (entry.origin.offset, entry.url or "") != (origin.offset, asked.page.url or ""):
                return Answer((), is_odd=True)
            page = entry
    results = []
    for entry in found:
        key = key_of(entry)
        if isinstance(entry, Rejection):
            results.append(form(entry, key, is_bad=True))
        elif asked.done:
            results.append(Result(key, b"", accepted=False))
        else:
            results.append(form(_parsed(asked, entry), key))
    return Answer(tuple(results), after, dict(passed))


def _parsed(asked: _Request, page: Page | Rejection) -> Article | Rejection:
    # the parent imports this module too, and parses nothing
    from pipelines.joining import parse_part
    from pipelines.parse import parse

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
    return page if file is None else stored_pages.load(stored_at(file, page))
