"""The download handler of `newsspider.Browser`: scrapy-playwright's, with our rules for addresses, sizes and errors."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Error, Page
from playwright.async_api import TimeoutError as TooLong
from scrapy.http import Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from newsspider.browser import QUIET_SECONDS, Guard
from newsspider.fetch.refusals import Refused


class Rendering(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Renders requests whose meta says `playwright`; all others take Scrapy's own way."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._guard = Guard(crawler.settings)
        self.abort_request = self._guard
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """Return the page as its scripts left it; raise Refused for what is too long, too large or private."""
        if not request.meta.get("playwright"):
            plain: Response = await super().download_request(request)
            return plain
        request.meta["playwright_page_methods"] = [PageMethod(settle)]
        try:
            response: Response = await super().download_request(request)
        except TooLong as error:
            raise Refused("timeout", f"the browser: {error.message.splitlines()[0]}") from error
        except Error as error:
            raise Refused("bad_http", f"the browser: {error.message.splitlines()[0]}") from error
        self._guard.check(response.url, response.ip_address)
        if self._most and len(response.body) > self._most:
            raise Refused("too_large", f"{len(response.body)} bytes when rendered")
        return response


async def settle(page: Page) -> None:
    """Wait until a page asks for nothing more; one that never ends is taken as it is."""
    try:
        await page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1_000)
    except TooLong:
        return
