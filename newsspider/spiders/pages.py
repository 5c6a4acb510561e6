"""What every spider of ours does with a page: each request ends as exactly one item, a Page or a Rejection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response

from newsspider.fetch.bodies import clock_of, page_of
from newsspider.fetch.refusals import explained, first_url, rejection
from newsspider.sources import facts
from pipelines.page import Page
from pipelines.record import Reason, Rejection


class PageSpider(Spider):
    """A spider whose requests for pages end as one item each."""

    custom_settings = {"HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012 - Scrapy's own type

    def ask(self, url: str, **meta: Any) -> Request:
        """Return the request for a page."""
        return Request(url, callback=self.page, errback=self.failed, dont_filter=True, meta={"news_page": True, **meta})

    def page(self, response: Response) -> Iterator[Page | Rejection]:
        """Hand a page on to the pipelines."""
        yield page_of(response)

    def failed(self, failure: Any) -> Iterator[Rejection]:
        """Hand on why there is no page."""
        reason, detail = explained(failure.value)
        if reason == "internal_error":
            self.logger.error("internal_error: %r: %s", failure.request.url, detail)
        yield self.refuse(first_url(failure.request), reason, detail)

    def refuse(self, url: str, reason: Reason, detail: str) -> Rejection:
        """Return the line of a URL that gave no page."""
        return rejection(url, self.now(), reason, detail)

    def now(self) -> str:
        """Return the time, RFC 3339 in UTC."""
        return facts.stamp(datetime.fromtimestamp(clock_of(self.crawler)(), UTC))
