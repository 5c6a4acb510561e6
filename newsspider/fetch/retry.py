"""Retries that wait as long as the server asks: Retry-After of 429 and 503, and hosts that are left alone after it."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.retry import RetryMiddleware as ScrapyRetry
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from newsspider.fetch.pacing import pause
from newsspider.fetch.refusals import Refused

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_BUSY: Final = (429, 503)
_UNSAID: Final = 60.0
"""Seconds to wait after a 429 that names none."""


def seconds_of(header: bytes | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, None where it says nothing.

    >>> seconds_of(b"120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> seconds_of(b"Thu, 01 Jan 2026 00:01:00 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    60.0
    """
    text = (header or b"").decode("latin-1").strip()
    if text.isdecimal() and text.isascii():
        return float(text[:9])
    try:
        then = email.utils.parsedate_to_datetime(text)
        if then.tzinfo is None:
            then = then.replace(tzinfo=UTC)
        return max(0.0, (then - now).total_seconds())
    except (ValueError, IndexError, OverflowError, TypeError):  # the standard library raises all of them for odd dates
        return None


class RetryMiddleware(ScrapyRetry):
    """Scrapy's retries; a host that says it is busy is paused, and after the last retry left alone for this run."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._longest = settings.getfloat("NEWSSPIDER_MAX_WAIT")
        self._closed: set[str] = set()

    def process_request(self, request: Request) -> None:
        """Raise Refused for a host that is left alone."""
        host = urlparse_cached(request).netloc
        if host in self._closed:
            raise Refused("rate_limited", f"{host} asked for a pause", is_tried=False)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the response, or the request again after the pause that its server asks for."""
        asked = seconds_of(response.headers.get("Retry-After"), datetime.now(UTC))  # noqa: TID251 - waits, no record
        if response.status not in _BUSY or (response.status != _BUSY[0] and asked is None):
            return super().process_response(request, response)
        wait = _UNSAID if asked is None else asked
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("news/rate_limited")
        again = self._retry(request, f"HTTP {response.status}") if wait <= self._longest else None
        if again is None or request.meta.get("dont_retry"):
            self._closed.add(urlparse_cached(request).netloc)
            raise Refused("rate_limited", f"HTTP {response.status}, asked to wait {wait:.0f} s")
        pause(self.crawler, request, wait)
        return again
