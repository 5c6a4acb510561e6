"""One HTTP response as a page: the same for a crawl and for an archive, so that both give the same record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from newsspider.sources import facts, payload
from newsspider.sources.stored import looks_like_markup, refused_page
from pipelines import limits
from pipelines.page import Origin, Page
from pipelines.record import Rejection

MAX_BLOCK: Final = limits.MAX_FETCHED_BYTES + (1 << 20)
"""Bytes of a stored response that are read: a page and its headers."""


def page_of_block(
    block: bytes,
    kind: str | None = None,
    unpacked: payload.Payload | None = None,
    *,
    url: str | None,
    retrieved_at: str | None,
    origin: Origin,
    cut: bool = False,
) -> Page | Rejection:
    """Return the page of a whole HTTP response, header included, or why none can be made of it.

    With `kind`, a Content-Type, the block is a page without header. `unpacked` is what `payload.unpack` made of its
    body, where that is known.
    """
    parts = payload.split(block) if kind is None else (200, {"content-type": kind}, block)
    if parts is None or len(block) > MAX_BLOCK:
        nothing = Page(b"", url, retrieved_at, origin=origin)
        if len(block) > MAX_BLOCK:
            return refused_page(nothing, "too_large", f"the record has {len(block)} bytes")
        return refused_page(nothing, "bad_http", "the response has no HTTP header that can be read")
    status, fields, body = parts
    found = unpacked or payload.unpack(body, fields)
    return page(status, fields, found, url=url, retrieved_at=retrieved_at, origin=origin, cut=cut)


REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
"""Statuses under which an address in `location` is followed: such a response is no page, its target has its own."""
_PERHAPS_HTML: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "unknown/unknown"}
)
"""Media types under which servers send pages; what else they say is believed where the bytes do not begin as a page."""
_HTML: Final = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body)\b")


def is_redirect(status: int, fields: Mapping[str, str]) -> bool:
    """Tell whether a response only leads elsewhere."""
    return status in REDIRECTS and "location" in fields


def is_other_media(header: str | None, content: bytes) -> bool:
    """Tell whether a response is no page by its Content-Type and its bytes: pictures, feeds, documents, plain text."""
    kind, _ = facts.media_type(header)
    if kind == "text/plain" and not looks_like_markup(content):
        return True
    return kind not in _PERHAPS_HTML and not _HTML.search(content[:1_000])


def is_no_page(found: Page | Rejection) -> bool:
    """Tell whether a response was refused only for being no page: an archive holds many, and passes them over."""
    return isinstance(found, Rejection) and found.reason == "not_html"


def page(
    status: int,
    fields: Mapping[str, str],
    found: payload.Payload,
    *,
    url: str | None,
    retrieved_at: str | None,
    origin: Origin,
    cut: bool = False,
) -> Page | Rejection:
    """Return the page of a response, or why none can be made of it.

    `fields` are its headers by lower-case name; `cut` says that bytes are known to be missing.
    """
    kind, charset = facts.media_type(fields.get("content-type"))
    if kind == "text/plain" and looks_like_markup(found.content):
        kind = "text/html"
    truncated = cut or found.truncated or status == 206
    made = Page(found.content, url, retrieved_at, status, kind, charset, truncated, origin)
    if found.problem:
        return refused_page(made, "bad_http", found.problem)
    if not found.whole:
        return refused_page(made, "too_large", f"more than {limits.MAX_FETCHED_BYTES} bytes")
    if status == 206:
        return refused_page(made, "truncated", "HTTP status 206: a part of a page")
    if is_other_media(fields.get("content-type"), found.content):
        return refused_page(made, "not_html", f"the server calls it {kind}")
    return made
