"""Why a request gave no page: the exceptions of Scrapy and of our rules as reasons of the closed list."""

from __future__ import annotations

import hashlib
from typing import Final

from scrapy import exceptions
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from pipelines import limits
from pipelines.page import whole
from pipelines.record import Reason, Rejection, Source

_EMPTY: Final = hashlib.sha256(b"").hexdigest()

_REASONS: Final[tuple[tuple[type[BaseException], Reason, str], ...]] = (
    (exceptions.DownloadTimeoutError, "timeout", "no whole answer in time"),
    (exceptions.ResponseDataLossError, "truncated", "the connection ended before the page did"),
    (exceptions.DownloadCancelledError, "too_large", "more bytes than DOWNLOAD_MAXSIZE"),
    (exceptions.UnsupportedURLSchemeError, "bad_redirect", "neither http nor https"),
    (exceptions.CannotResolveHostError, "bad_http", "the host name does not resolve"),
    (exceptions.DownloadConnectionRefusedError, "bad_http", "connection refused"),
    (exceptions.DownloadFailedError, "bad_http", "the answer is no HTTP, or none came"),
    (IgnoreRequest, "bad_redirect", "refused by a middleware"),
    (OSError, "bad_http", "the connection failed"),
)
"""The first that fits wins."""


class Refused(IgnoreRequest):
    """A rule of ours refuses a request; `is_tried` is False where nothing was sent and the URL may wait."""

    def __init__(self, reason: Reason, detail: str, *, is_tried: bool = True) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail
        self.is_tried = is_tried


def explained(error: BaseException) -> tuple[Reason, str]:
    """Return the reason and a detail for an exception that ended a request."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    for kind, reason, said in _REASONS:
        if isinstance(error, kind):
            return reason, f"{said} ({type(error).__name__})"
    return "internal_error", f"{type(error).__name__}: {error}"


def first_url(request: Request) -> str:
    """Return the URL that was asked for, before redirects."""
    return str((request.meta.get("redirect_urls") or [request.url])[0])


def rejection(url: str, retrieved_at: str | None, reason: Reason, detail: str) -> Rejection:
    """Return the line of a URL that gave no page."""
    detail = " ".join(whole(detail).split())[: limits.MAX_DETAIL]
    source = Source("http", None, None, _EMPTY)
    return Rejection(url=whole(url), retrieved_at=retrieved_at, source=source, reason=reason, detail=detail)
