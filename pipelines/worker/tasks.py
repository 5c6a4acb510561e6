"""Tasks that the children run; an empty request warms one up."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from pipelines.draft import Draft
from pipelines.memory import SiteMemory
from pipelines.page import Page
from pipelines.record import Article, Rejection, Source
from pipelines.worker.process import Failure

if TYPE_CHECKING:
    from pipelines.sites import Site

_DRAFT, _RECORD, _REJECTION = b"D", b"A", b"R"
_NICE = 5
"""A crawl fetches first: its workers take what the event loop leaves."""
_WARM_UP = b"<html lang=en><body><h1>Warm up</h1><p>A first page.</p></body></html>"


class _Asked(msgspec.Struct, array_like=True):
    sites: str | None
    contacts: bool
    page: Page
    memory: SiteMemory | None = None


def asked(page: Page, sites: str | None = None, *, contacts: bool = False, memory: SiteMemory | None = None) -> bytes:
    """Return the request for `draft` and `record`; `sites` as for `pipelines.sites.known`, `memory` as for `parse`."""
    return msgspec.msgpack.encode(_Asked(sites, contacts, page, memory))


def echo(request: bytes) -> bytes:
    """Return the request."""
    return request


def draft(request: bytes) -> bytes:
    """Return the draft or rejection of a page, all in MessagePack: the crawl's first stage."""
    from pipelines.extract import extract

    if not request:
        _yield_to_fetching()
        extract(Page(_WARM_UP))
        return b""
    given = msgspec.msgpack.decode(request, type=_Asked)
    found = extract(given.page, _site(given))
    return (_REJECTION if isinstance(found, Rejection) else _DRAFT) + msgspec.msgpack.encode(found)


def record(request: bytes) -> bytes:
    """Return the record or rejection of a page in MessagePack: all stages of a crawl at once."""
    from pipelines.parse import parse

    if not request:
        _yield_to_fetching()
        parse(Page(_WARM_UP))
        return b""
    given = msgspec.msgpack.decode(request, type=_Asked)
    found = parse(given.page, contacts=given.contacts, site=_site(given), memory=given.memory)
    return (_REJECTION if isinstance(found, Rejection) else _RECORD) + msgspec.msgpack.encode(found)


def _site(given: _Asked) -> Site | None:
    from pipelines.sites import known, site_for

    return site_for(host_of(given.page.url), known(given.sites))


def _yield_to_fetching() -> None:
    if os.nice(0) < _NICE:
        os.nice(_NICE - os.nice(0))


def answered(answer: bytes | Failure, page: Page) -> Draft | Article | Rejection:
    """Return what the task `draft` or `record` answered for a page."""
    if isinstance(answer, Failure):
        return rejection(page, answer)
    if answer[:1] == _DRAFT:
        return msgspec.msgpack.decode(answer[1:], type=Draft)
    if answer[:1] == _RECORD:
        return msgspec.msgpack.decode(answer[1:], type=Article)
    return msgspec.msgpack.decode(answer[1:], type=Rejection)


def rejection(page: Page, failure: Failure) -> Rejection:
    """Return the one rejection of a page whose request failed."""
    where = page.origin
    source = Source(where.kind, where.path, where.offset, hashlib.sha256(page.content).hexdigest())
    return Rejection(
        url=page.url, retrieved_at=page.retrieved_at, source=source, reason=failure.reason, detail=failure.detail
    )


def host_of(url: str | None) -> str | None:
    """Return the host of a URL; None where there is none."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # a bracket that is no IPv6 address
        return None
