"""One HTTP response as a page: the same for a crawl and for an archive, so that both give the same record."""

from __future__ import annotations

from collections.abc import Mapping

from newsspider.sources import facts, payload
from newsspider.sources.stored import looks_like_markup, refused_page
from pipelines import limits
from pipelines.page import Origin, Page
from pipelines.record import Rejection


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
    return made
