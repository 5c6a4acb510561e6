"""The spider `news`: the sites of a list, through their feeds, news sitemaps and section pages."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from scrapy.http import Request, Response

from newsspider import discovery, sitelist
from newsspider.browser import rendered
from newsspider.discovery import Found, Link
from newsspider.discovery.elsewhere import Reader
from newsspider.discovery.requestable import form_fault
from newsspider.fetch.bodies import wire_of
from newsspider.fetch.pacing import slow_down
from newsspider.fetch.refusals import explained
from newsspider.running import Run
from newsspider.schedule import next_interval
from newsspider.sitelist import Listed
from newsspider.spiders.pages import PageSpider
from newsspider.spiders.visit import Visit
from newsspider.tables import Source
from pipelines.sites import Site

_AHEAD: Final = 2
"""Requests of one site that wait in Scrapy at a time: one on the wire, one behind it."""
_DEEPEST: Final = 3
"""Levels of sitemap indexes: the protocol knows one, two are seen."""
_CHILDREN: Final = 20
"""Sitemaps of one index that are read in one run, the newest first."""
_TOGETHER: Final = 500
"""Links that go into the state at once: 15 ms, after which other sites have their turn."""
_OURS: Final = (sqlite3.Error, OSError)
"""What ends the run: the state or the output cannot be written."""


class NewsSpider(PageSpider):
    """Crawls the sites of NEWSSPIDER_SITES, as far as they have something new.

    `-a site=DOMAIN[,DOMAIN]` these sites only; `-a limit=N` at most N pages of each; `-a due=1` only the feeds whose
    next poll is due.
    """

    name = "news"

    def __init__(self, site: str = "", limit: str = "", due: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._only = frozenset(filter(None, site.split(",")))
        self._limit = int(limit) if limit else None
        self._due_only = due not in ("", "0", "no")
        self._visits: dict[str, Visit] = {}
        self._reader = Reader()
        self._polled: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Bring owed pages to their line, then poll the sources and ask for the pages that are due."""
        run = self._run
        for item in run.owed():
            yield self.came(item)
        path = Path(self.settings["NEWSSPIDER_SITES"])
        facts = sitelist.facts(path)
        for listed in sitelist.load(path):
            if self._only and listed.domain not in self._only:
                continue
            visit = self._visits[listed.domain] = Visit(listed, run.now())
            run.recheck[listed.domain] = listed.recheck
            try:
                for request in self._begin(visit, facts.get(listed.domain)):
                    yield request
            except _OURS:
                raise
            except Exception as error:  # noqa: BLE001 - one site must never keep the ones behind it from their turn
                self._broken(listed.domain, listed.domain, error)

    def _begin(self, visit: Visit, site: Site | None) -> Iterator[Any]:
        """Yield the first requests of a site: pages that are due, then its sources."""
        run, listed = self._run, visit.listed
        for url in run.state.due_pages(listed.domain, run.now(), self._pages(listed)):
            self._queue(visit, url)
        yield from self._next(visit)
        if site is None:
            self.logger.warning("%s: no site file; `newsspider sites add` writes one", listed.domain)
            return
        for kind, urls in (("feed", site.feeds), ("feed", site.sitemaps), ("page", site.sections)):
            for url in urls:
                source = run.state.watch(listed.domain, url, run.now())
                visit.answering[url] = source.failures == 0
                if not self._due_only or source.due <= run.now():
                    yield from self._poll(source, kind, depth=0)
        if visit.answering and not any(visit.answering.values()):
            run.tallies[listed.domain].answering = visit.answering  # as dead as it was, polled in this run or not
        for child in run.state.children(listed.domain, run.now() if self._due_only else None, _CHILDREN):
            if child.url not in self._polled:
                yield from self._poll(child, "feed", depth=1)

    @property
    def _run(self) -> Run:
        assert self.run is not None, "the spider news needs NEWSSPIDER_DATA"
        return self.run

    def _pages(self, listed: Listed) -> int:
        return listed.pages if self._limit is None else min(self._limit, listed.pages)

    # --- sources ----------------------------------------------------------------------------------------------------

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """End the reader's child."""
        self._reader.close()

    def _poll(self, source: Source, kind: str, depth: int) -> Iterator[Request]:
        """Yield the request for a source; one of whose address none can be made is settled as failed."""
        self._polled.add(source.url)
        fault = form_fault(source.url)
        if fault is not None:
            self.logger.warning("feed: %s: %r", fault, source.url)
            self._failed(source, f"bad_input: {fault}")
            return
        told = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
        yield Request(
            source.url,
            headers={k: v for k, v in told.items() if v},
            callback=self.listing,
            errback=self.unlisted,
            dont_filter=True,
            priority=10,
            cb_kwargs={"source": source, "kind": kind, "depth": depth},
            meta={"site": source.site},
        )

    async def listing(self, response: Response, source: Source, kind: str, depth: int) -> AsyncIterator[Any]:
        """Take in what a feed, a sitemap or a section page announces; whatever goes wrong costs this source only."""
        try:
            async for request in self._announced(response, source, kind, depth):
                yield request
        except _OURS:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, other sites have nothing to do with it
            self._broken(source.site, source.url, error, source)

    async def _announced(self, response: Response, source: Source, kind: str, depth: int) -> AsyncIterator[Any]:
        run, visit, is_page = self._run, self._visits[source.site], kind == "page"
        if response.status >= 400:
            self._failed(source, f"HTTP {response.status}")
            return
        if response.status == 304:
            self._settle(source, "unchanged", "HTTP 304")
            return
        wire, patterns = wire_of(response), visit.listed.links if is_page else ()
        found = await self._reader.read(
            response.body, response.url, is_page=is_page, patterns=patterns, site=source.site
        )
        said = ", ".join(dict.fromkeys(found.faults)) or found.kind
        if found.faults:
            self.logger.warning("feed: %s: %r", said, source.url)
            self.crawler.stats.inc_value(f"news/feed/{found.faults[0]}")
        is_changed, counts = False, run.tallies[source.site].counts
        for at in range(0, len(found.links), _TOGETHER):
            links = [link for link in found.links[at : at + _TOGETHER] if self._is_young(link)]
            with run.state.together():
                asked, new, seen = run.state.discover(source.site, links, run.now())
            counts.update(discovered=len(links), new=new, seen=seen)
            is_changed = is_changed or bool(asked)
            for url in asked:
                self._queue(visit, url)
            for request in self._next(visit):
                yield request
            await asyncio.sleep(0)
        if found.kind == "unknown":
            self._failed(source, said)
        else:
            tags = {"etag": _text(wire.headers.get("ETag")), "last_modified": _text(wire.headers.get("Last-Modified"))}
            self._settle(source, "changed" if is_changed else "unchanged", said, **tags)
        for request in self._children(found, source, depth):
            yield request

    def unlisted(self, failure: Any) -> None:
        """Take in that a source could not be had."""
        source = failure.request.cb_kwargs["source"]
        reason, detail = explained(failure.value)
        self.logger.warning("feed: %s: %r (%s)", reason, source.url, detail)
        self._failed(source, f"{reason}: {detail}", "robots" if reason == "robots" else "failed")

    def _broken(self, site: str, url: str, error: Exception, source: Source | None = None) -> None:
        """Take in that an exception ended the reading of a source, or the begin of a site."""
        said = f"internal_error: {type(error).__name__}: {error}"
        self.logger.error("feed: %r: %s", url, said)
        if source is not None:
            self._failed(source, said)
        else:
            self._run.tallies[site].sources["failed"] += 1
            self._run.tallies[site].unread[url] = said[:200]
            self._run.tallies[site].answering = {url: False}

    def _failed(self, source: Source, said: str, outcome: str = "failed") -> None:
        self._settle(source, outcome, said)
        self._run.tallies[source.site].unread[source.url] = said[:200]

    def _children(self, found: Found, source: Source, depth: int) -> Iterator[Request]:
        """Poll the sitemaps of an index that are new or changed."""
        if depth + 1 > _DEEPEST:
            return
        run = self._run
        newest = sorted(found.sitemaps, key=lambda s: s.modified.timestamp() if s.modified else 0.0, reverse=True)
        for link in newest[:_CHILDREN]:
            if link.url in self._polled:
                continue
            announced = link.modified.timestamp() if link.modified else None
            before = run.state.watch(source.site, link.url, run.now(), parent=source.url)
            if before.polled_at is not None and announced is not None and announced <= before.polled_at:
                continue
            if announced is None and before.due > run.now():
                continue  # asked in its own time
            yield from self._poll(before, "feed", depth + 1)

    def _settle(self, source: Source, outcome: str, said: str, **facts: Any) -> None:
        shortest, longest = self._visits[source.site].listed.every
        interval = next_interval(source.interval, outcome, shortest=shortest, longest=longest)
        now, is_down = self._run.now(), outcome not in ("changed", "unchanged")
        columns = {"said": said[:200], "failures": source.failures + 1 if is_down else 0}
        columns |= {k: v for k, v in facts.items() if k in ("etag", "last_modified")}
        if outcome == "changed":
            columns["changed_at"] = now
        self._run.state.polled(source.url, now, interval, **columns)
        visit, tally = self._visits[source.site], self._run.tallies[source.site]
        tally.sources[outcome] += 1
        tally.answering = visit.answering
        if source.url in visit.answering:
            visit.answering[source.url] = not is_down

    def _is_young(self, link: Link) -> bool:
        """Tell whether a link is worth asking for: undated, or dated within NEWSSPIDER_MAX_AGE_DAYS."""
        at: datetime | None = max(filter(None, (link.modified, link.published)), default=None)
        days = self.settings.getfloat("NEWSSPIDER_MAX_AGE_DAYS")
        return at is None or days <= 0 or self._run.now() - at.timestamp() < days * 86_400

    # --- pages ------------------------------------------------------------------------------------------------------

    def _queue(self, visit: Visit, url: str) -> None:
        key = discovery.address(url)
        if key not in visit.known:
            visit.known.add(key)
            visit.waiting.append(url)

    def _next(self, visit: Visit) -> Iterator[Any]:
        """Ask for as many pages of a site as may be under way; what the budget leaves stays due for the next run."""
        while visit.waiting and visit.out < _AHEAD and visit.has_room(self._run.now()):
            if visit.asked >= self._pages(visit.listed):
                return
            url = visit.waiting.popleft()
            fault = form_fault(url)
            if fault is not None:  # the state of an older version may hold such a one
                yield self.refuse(url, "bad_input", fault)
                continue
            visit.out += 1
            visit.asked += 1
            meta = rendered() if visit.listed.render else {}
            request = self.ask(url, site=visit.listed.domain, **meta)
            if visit.listed.delay is not None:
                slow_down(self.crawler, request, visit.listed.delay)
            yield request

    def page(self, response: Response) -> Iterator[Any]:
        """Hand a page on, then ask for the next of its site.

        @url http://contract.test:8998/story
        @returns items 1 1
        """
        yield from super().page(response)
        visit = self._visit_of(response.request)
        if visit is None:  # scrapy parse, scrapy check
            return
        visit.fetched_bytes += len(response.body)
        visit.out -= 1
        yield from self._next(visit)

    def failed(self, failure: Any) -> Iterator[Any]:
        """Hand on why there is no page, then ask for the next of its site."""
        yield from super().failed(failure)
        visit = self._visit_of(failure.request)
        if visit is not None:
            visit.out -= 1
            yield from self._next(visit)

    parse = page

    def _visit_of(self, request: Request | None) -> Visit | None:
        return self._visits.get(request.meta.get("site", "")) if request is not None else None


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1")[:500] if value else None
