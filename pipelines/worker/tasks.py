"""Tasks that the children run; an empty request warms one up."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import urlsplit

import msgspec

from pipelines.draft import Draft
from pipelines.page import Page
from pipelines.record import Rejection, Source
from pipelines.worker.process import Failure

_DRAFT, _REJECTION = b"D", b"R"
_NICE = 5
"""A crawl fetches first: its workers take what the event loop leaves."""
_WARM_UP = b"<html lang=en><body><h1>Warm up</h1><p>A first page.</p></body></html>"


class _Asked(msgspec.Struct, array_like=True):
    sites: str | None
    page: Page


def asked(page: Page, sites: str | None = None) -> bytes:
    """Return the request for `draft`; `sites` as for `pipelines.sites.known`."""
    return msgspec.msgpack.encode(_Asked(sites, page))


def echo(request: bytes) -> bytes:
    """Return the request."""
    return request


def draft(request: bytes) -> bytes:
    """Return the draft or rejection of a page, all in MessagePack: the crawl's first stage."""
    from pipelines.extract import extract
    from pipelines.sites import known, site_for

    if not request:
        os.nice(_NICE)
        extract(Page(_WARM_UP))
        return b""
    given = msgspec.msgpack.decode(request, type=_Asked)
    found = extract(given.page, site_for(host_of(given.page.url), known(given.sites)))
    return (_REJECTION if isinstance(found, Rejection) else _DRAFT) + msgspec.msgpack.encode(found)


def draft_of(answer: bytes | Failure, page: Page) -> Draft | Rejection:
    """Return what the task `draft` answered for a page."""
    if isinstance(answer, Failure):
        return rejection(page, answer)
    if answer[:1] == _DRAFT:
        return msgspec.msgpack.decode(answer[1:], type=Draft)
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
