"""The spider `articles`: pages that are named, on the command line or in a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsspider.browser import rendered
from newsspider.discovery import Link
from newsspider.discovery.requestable import fault_of
from newsspider.spiders.pages import PageSpider


class ArticlesSpider(PageSpider):
    """Fetches given pages, each once; those that an earlier run brought to a line are skipped.

    `-a urls=URL,URL` or `-a file=PATH` with a URL a line (empty lines and lines that start with # are skipped).
    `-a again=1` asks for known pages once more; one that did not change gives no second record. `-a render=1` lets a
    browser draw them first (`newsspider.Browser`).
    """

    name = "articles"

    def __init__(self, urls: str = "", file: str = "", again: str = "", render: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._render = render not in ("", "0", "no")
        self._urls, self._file, self._again = urls, file, again not in ("", "0", "no")

    async def start(self) -> AsyncIterator[Any]:
        """Bring owed pages to their line, then ask for every URL, or say why it is none."""
        if self.run is not None:
            for item in self.run.owed():
                yield self.came(item)
        for url in dict.fromkeys(self._named()):
            fault = fault_of(url, self.settings.getlist("NEWSSPIDER_PRIVATE_HOSTS"))
            if fault:
                yield self.refuse(url, "bad_input", fault)
            elif self._is_wanted(url):
                yield self.ask(url, site=urlsplit(url).hostname, **(rendered() if self._render else {}))

    def _is_wanted(self, url: str) -> bool:
        if self.run is None:
            return True
        site, now = urlsplit(url).hostname or "", self.run.now()
        _, new, _ = self.run.state.discover(site, [Link(url)], now)
        counts = self.run.tallies[site].counts
        counts["discovered"] += 1
        due = self.run.state.due_of(url)
        if self._again or (due is not None and due <= now):
            counts["new"] += new
            return True
        counts["seen"] += 1
        return False

    def _named(self) -> Iterator[str]:
        yield from (u for u in self._urls.replace(",http", "\nhttp").split() if u)
        if self._file:
            with Path(self._file).open(encoding="utf-8", errors="replace") as lines:
                yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))
