"""Tasks that the children run; an empty request warms one up."""

from __future__ import annotations

import msgspec

from pipelines.page import Page
from pipelines.record import Rejection


def echo(request: bytes) -> bytes:
    """Return the request: the task of the doctest."""
    return request


def draft(request: bytes) -> bytes:
    """Return the draft (D) or rejection (R) of a page, all in MessagePack: the crawl's first stage."""
    from pipelines.extract import extract

    if not request:
        extract(Page(b"<html><body><p>warm up</p></body></html>"))
        return b""
    found = extract(msgspec.msgpack.decode(request, type=Page))
    return (b"R" if isinstance(found, Rejection) else b"D") + msgspec.msgpack.encode(found)
