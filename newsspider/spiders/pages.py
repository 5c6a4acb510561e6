"""What every spider of ours does with a page: each request ends as exactly one item, a Page or a Rejection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from scrapy import Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response

from newsspider.archive import ArchiveError
from newsspider.fetch.bodies import clock_of, page_of, wire_of
from newsspider.fetch.refusals import Refused, explained, first_url, rejection
from newsspider.running import Run
from newsspider.sources import facts
from pipelines.page import Origin, Page
from pipelines.record import Reason, Rejection

Item = TypeVar("Item", bound=Page | Rejection)


class PageSpider(Spider):
    """A spider whose requests for pages end as one item each."""

    custom_settings = {"HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012 - Scrapy's own type

    @cached_property
    def run(self) -> Run | None:
        """The run, with its state and archive; None without NEWSSPIDER_DATA."""
        return self.crawler.get_extension(Run)

    def ask(self, url: str, **meta: Any) -> Request:
        """Return the request for a page, conditional where it is known."""
        headers = self.run.intake.conditions(url) if self.run and not meta.get("playwright") else {}
        meta = {"news_page": True, **meta}
        return Request(url, headers=headers, callback=self.page, errback=self.failed, dont_filter=True, meta=meta)

    def page(self, response: Response) -> Iterator[Any]:
        """Archive a page, then hand it on to the pipelines.

        @url http://contract.test:8998/story
        @returns items 1 1
        @returns requests 0 0
        """
        assert response.request is not None
        asked, origin = first_url(response.request), Origin("http")
        if self.run is not None:
            if self.run.intake.forbids(wire_of(response), b"noindex"):
                yield self.refuse(asked, "robots", "noindex")
                return
            try:
                kept = self.run.intake.keep(response)
            except ArchiveError as error:
                self.run.fail(error)
                raise CloseSpider("output_failed") from error
            if kept is None:
                yield self.refuse(asked, "not_modified", f"HTTP {response.status}")
                return
            origin = kept
            self.run.slowest.came(response.url, float(response.meta.get("download_latency", 0.0)))
        yield self.came(page_of(response, origin))

    parse = page
    """For `scrapy parse`."""

    def failed(self, failure: Any) -> Iterator[Any]:
        """Hand on why there is no page; one that was never asked for, for its host wants a pause, waits."""
        error, url = failure.value, first_url(failure.request)
        reason, detail = explained(error)
        if self.run and isinstance(error, Refused) and reason == "rate_limited" and not error.is_tried:
            self.run.tallies[failure.request.meta.get("site", "")].counts["postponed"] += 1
            return
        if reason == "internal_error":
            self.logger.error("internal_error: %r: %s", url, detail)
        yield self.refuse(url, reason, detail)

    def refuse(self, url: str, reason: Reason, detail: str) -> Rejection:
        """Return the line of a URL that gave no page."""
        return self.came(rejection(url, self.now(), reason, detail))

    def came(self, item: Item) -> Item:
        """Count what is handed on: it owes a line."""
        if self.run is not None:
            self.run.came += 1
        return item

    def now(self) -> str:
        """Return the time, RFC 3339 in UTC."""
        return facts.stamp(datetime.fromtimestamp(clock_of(self.crawler)(), UTC))
