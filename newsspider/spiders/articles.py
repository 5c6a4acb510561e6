"""The spider `articles`: pages that are named, on the command line or in a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from newsspider.fetch.addresses import fault_of
from newsspider.spiders.pages import PageSpider


class ArticlesSpider(PageSpider):
    """Fetches given pages, each once.

    `-a urls=URL,URL` or `-a file=PATH` with a URL a line (empty lines and lines that start with # are skipped).
    """

    name = "articles"

    def __init__(self, urls: str = "", file: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._urls, self._file = urls, file

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every URL, or say why it is none."""
        for url in dict.fromkeys(self._named()):
            fault = fault_of(url, self._private)
            yield self.refuse(url, "bad_input", fault) if fault else self.ask(url)

    @property
    def _private(self) -> list[str]:
        return list(self.settings.getlist("NEWSSPIDER_PRIVATE_HOSTS"))

    def _named(self) -> Iterator[str]:
        yield from (u for u in self._urls.replace(",http", "\nhttp").split() if u)
        if self._file:
            with Path(self._file).open(encoding="utf-8", errors="replace") as lines:
                yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))
