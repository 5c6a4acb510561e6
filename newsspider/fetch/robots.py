"""robots.txt by RFC 9309: 5xx and unreachable mean no, 4xx means yes; Crawl-delay is kept."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from newsspider.fetch.pacing import slow_down
from newsspider.fetch.refusals import Refused, explained

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_LONGEST: Final = 500 * 1024
"""Bytes that are read: what RFC 9309 asks for at least."""
_LONGEST_DELAY: Final = 300.0
"""Seconds of a Crawl-delay that are kept; longer ones would end a run with its first page."""

_AGENT: Final = re.compile(r"(?i)\s*user(?:-|\s{1,9})?agent\s{0,9}(?::|\s|$)(.*)")
"""A line that names a crawler, in all spellings that Protego takes."""
_WORD: Final = re.compile(r"(?<![\w-])[\w-]|[^\w-]")
"""Where a crawler's name may begin in a user agent."""
Rules = RobotParser | Refused


class RobotsMiddleware:
    """Asks each host for its rules once a run, before its first page."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._parser = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._rules: dict[str, Rules] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ROBOTSTXT_OBEY, ROBOTSTXT_USER_AGENT and ROBOTSTXT_PARSER."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise Refused where the rules forbid the request, or cannot be had."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        async with self._locks[origin]:
            if origin not in self._rules:
                self._rules[origin] = await self._ask(origin, request)
        rules = self._rules[origin]
        if isinstance(rules, Refused):
            raise rules
        if not rules.allowed(request.url, self._agent):
            self._count("forbidden")
            raise Refused("robots", "robots.txt says no", is_tried=False)

    async def _ask(self, origin: str, request: Request) -> Rules:
        asked = Request(
            f"{origin}/robots.txt", priority=1_000, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK
        )
        assert self._crawler.engine is not None
        self._count("request_count")
        try:
            response = await self._crawler.engine.download_async(asked)
        except Exception as error:  # noqa: BLE001 - whatever it was, the host is unreachable
            return self._unreachable(error)
        self._count(f"response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            return Refused("robots", f"robots.txt: HTTP {response.status}", is_tried=False)
        try:
            rules: RobotParser = build_from_crawler(self._parser, self._crawler, for_us(_text(response), self._agent))
        except Exception as error:  # noqa: BLE001 - rules that cannot be read are no permission
            return Refused("robots", f"robots.txt cannot be read: {type(error).__name__}", is_tried=False)
        await self._crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        delay = rules.crawl_delay(self._agent)
        if delay:
            slow_down(self._crawler, asked, min(delay, _LONGEST_DELAY))
        return rules

    def _unreachable(self, error: Exception) -> Refused:
        reason, detail = explained(error)
        self._count(f"exception_count/{type(error).__name__}")
        # a dead host is none that says no: its pages are tried again as those of any host that did not answer
        return Refused(reason, f"robots.txt: {detail}", is_tried=reason != "rate_limited")

    def _count(self, name: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"robotstxt/{name}")


def for_us(rules: bytes, agent: str) -> bytes:
    r"""Return the rules without the names of other crawlers: one name stands for each run of them.

    Protego gives each name of a group each of its rules: 15,000 names before 20,000 rules would take hours.

    >>> for_us(b"User-agent: one\nUser-agent: two\nDisallow: /", "newsspider")
    b'User-agent: -\nDisallow: /'
    """
    agent, kept, known = agent.lower(), list[str](), set[str]()
    words = [at.start() for at in _WORD.finditer(agent)]
    for line in rules.decode("utf-8-sig", "ignore").splitlines():
        said = line.partition("#")[0]
        found = _AGENT.match(said)
        if found is None:
            kept.append(line)
            if said.strip():
                known.clear()
            continue
        name = found[1].strip().lower()
        name = "*" if name == "*" else name.replace("*", "")
        if name and name != "*" and not any(agent.startswith(name, at) for at in words):
            name = "-"
        if name not in known:
            known.add(name)
            kept.append(f"User-agent: {name}")
    return "\n".join(kept).encode()


def _text(response: Response) -> bytes:
    """Return the rules of a response; none, where it is no rules file (4xx, or a page instead of one)."""
    body = response.body[:_LONGEST]
    is_page = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return body if 200 <= response.status < 300 and not is_page else b""
