"""The spider `scout`: what a site announces, for `newsspider sites add`. It fetches no article."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from scrapy import Spider
from scrapy.http import Request, Response

from newsspider import discovery
from newsspider.fetch.refusals import explained

_GUESSES: Final = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/news-sitemap.xml", "/sitemap.xml")
_SITEMAP: Final = re.compile(rb"(?i)\s*site-?maps?\s*:\s*(\S+)")
_LONGEST: Final = 500 * 1024
"""Bytes of robots.txt that are read, as in the crawl."""
_MOST: Final = 20
"""Files that are looked at."""
_INSIDE: Final = 3
"""Sitemaps of an index that are looked at, those with news in their name first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may announce articles."""

    url: str
    named_by: str
    """The page, robots.txt, an index, or a guess."""
    kind: str
    links: int
    said: str
    """What is wrong with it."""


class ScoutSpider(Spider):
    """Looks at a site's home page, robots.txt, feeds and sitemaps. `-a url=URL`."""

    name = "scout"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True, "EXTENSIONS": {"newsspider.logs.SafeLog": 0}}  # noqa: RUF012

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.home = url
        self.found: list[Candidate] = []
        self.faults: list[str] = []
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Ask for robots.txt, then the home page, then what they name."""
        yield Request(
            urljoin(self.home, "/robots.txt"), callback=self.rules, errback=self.unreachable, dont_filter=True,
            priority=1, meta={"dont_obey_robotstxt": True},
        )  # fmt: skip

    def rules(self, response: Response) -> Iterator[Request]:
        """Read the sitemaps that robots.txt names."""
        if response.status == 200:
            for line in islice(filter(None, map(_SITEMAP.match, response.body[:_LONGEST].splitlines())), _MOST):
                url = discovery.absolute(response.url, line[1].decode("utf-8", "replace"))
                if url is not None:
                    yield from self._look(url, "robots.txt")
        yield Request(self.home, callback=self.front, errback=self.unreachable, dont_filter=True)

    def front(self, response: Response) -> Iterator[Request]:
        """Read the feeds that the home page names; guess where it names none."""
        self.home = response.url
        if response.status >= 400:
            self.faults.append(f"{response.url}: HTTP {response.status}")
        named = discovery.announced(response.body, response.url)
        for url in named:
            yield from self._look(url, "the home page")
        for path in () if named else _GUESSES:
            yield from self._look(urljoin(response.url, path), "a guess")

    def listing(self, response: Response, named_by: str) -> Iterator[Request]:
        """Take in a feed or a sitemap."""
        if response.status >= 400:
            if named_by != "a guess":
                self.found.append(Candidate(response.url, named_by, "unknown", 0, f"HTTP {response.status}"))
            return
        found = discovery.read(response.body, response.url)
        if found.kind == "unknown" and named_by == "a guess":
            return
        number = len(found.links) or len(found.sitemaps)
        self.found.append(Candidate(response.url, named_by, found.kind, number, ", ".join(found.faults)))
        inside = sorted(found.sitemaps, key=lambda s: "news" not in s.url.lower())
        if named_by != "an index":
            for link in inside[:_INSIDE]:
                yield from self._look(link.url, "an index")

    def unreachable(self, failure: Any) -> None:
        """Take in what could not be had."""
        reason, detail = explained(failure.value)
        self.faults.append(f"{failure.request.url}: {reason}, {detail}")

    def _look(self, url: str, named_by: str) -> Iterator[Request]:
        if url not in self._asked and len(self._asked) < _MOST:
            self._asked.add(url)
            yield Request(
                url, callback=self.listing, errback=self.unreachable, dont_filter=True, cb_kwargs={"named_by": named_by}
            )
