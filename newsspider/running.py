"""One run of a crawl: its lock, state, archive and numbers, as a Scrapy extension that spiders ask for.

The order for each page is: archive, state, line, state. A kill between any two is mended at the next start: what the
archive holds beyond the state is adopted, and what owes a line is parsed again from the archive.
"""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import signal
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from newsspider import recovery, versions
from newsspider.archive import ArchiveError
from newsspider.fetch.bodies import clock_of
from newsspider.intake import Intake
from newsspider.memory import Memory, Snapshot
from newsspider.slowest import Slowest
from newsspider.sources.response import REDIRECTS
from newsspider.state import REMEDY, State, StateError
from newsspider.tables import Known
from newsspider.tally import Tally
from pipelines.ledger import Ledger, LedgerError, encode
from pipelines.ledger.files import AppendOnly, lock, open_append
from pipelines.page import Page
from pipelines.record import Article, Rejection

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_LOG: Final = logging.getLogger(__name__)


class Run:
    """The run of one crawler over one data folder (NEWSSPIDER_DATA)."""

    def __init__(self, crawler: Crawler, data: Path) -> None:
        settings = crawler.settings
        self.crawler, self.data, self._clock = crawler, data, clock_of(crawler)
        data.mkdir(parents=True, exist_ok=True)
        self._lock = open_append(data / "lock")
        lock(self._lock, data / "lock")
        self.state = State(data / "state.sqlite")
        if self.state.is_new() and any((data / "archive").glob("pages-*.warc.gz")):
            # a crawl that knows nothing would fetch and write everything once more
            raise StateError(f"{self.state.path} is empty, but {data / 'archive'} is not; {REMEDY}")
        self.started = self.now()
        self.id = datetime.fromtimestamp(self.started, UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self.output = Path(settings.get("NEWSSPIDER_OUTPUT") or data / "records" / f"{self._day()}.jsonl")
        Ledger(self.output, "resume").close()  # what cannot be written is told before the first request
        self._owed = recovery.owed(self.state, data / "archive", self.now())
        self.intake = Intake(self.state, data, settings, self._clock)
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.slowest = Slowest()
        self.spider = ""
        self.recheck: dict[str, tuple[float, ...]] = {}
        """Hours after which a site's stories are asked for again."""
        self.came = 0
        """Pages and refusals that a spider handed on: each owes one line."""
        self.failure: OSError | None = None
        """Why the output failed, if it did."""
        self.signal: int | None = None
        """The signal that ended the run."""
        self.facts: dict[str, Any] = {}
        """What the run did, when it is over."""
        self._versions: AppendOnly | None = None
        self.state.begin(self.id, self.started, str(self.output))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSSPIDER_DATA; without it there is no run, and pages are neither remembered nor archived."""
        if not crawler.settings.get("NEWSSPIDER_DATA"):
            raise NotConfigured
        run = cls(crawler, Path(crawler.settings["NEWSSPIDER_DATA"]))
        crawler.settings.set("NEWSSPIDER_SNAPSHOT", frozen(crawler.settings), priority="cmdline")
        crawler.settings.set("NEWSSPIDER_OUTPUT", str(run.output), priority="cmdline")
        crawler.signals.connect(run.on_started, signal=signals.engine_started)
        crawler.signals.connect(run.on_item, signal=signals.item_scraped)
        crawler.signals.connect(run.on_dropped, signal=signals.item_dropped)
        crawler.signals.connect(run.on_error, signal=signals.item_error)
        crawler.signals.connect(run.on_error, signal=signals.spider_error)
        crawler.signals.connect(run.on_closed, signal=signals.spider_closed)
        return run

    def now(self) -> float:
        """Return the time, seconds since 1970."""
        return self._clock()

    def _day(self) -> str:
        return datetime.fromtimestamp(self.started, UTC).date().isoformat()

    def owed(self) -> Iterator[Page | Rejection]:
        """Yield the pages that an earlier run archived and did not bring to their line."""
        yield from recovery.pages(self.data / "archive", self._owed)

    def fail(self, error: OSError | sqlite3.Error) -> None:
        """End the run, for its output cannot be written."""
        if self.failure is None:
            self.failure = error if isinstance(error, OSError) else StateError(f"{self.data / 'state.sqlite'}: {error}")
            _LOG.error("the output failed: %s", self.failure.strerror or self.failure)
            self._stopping = asyncio.get_running_loop().create_task(self.crawler.stop_async())

    # --- signals ----------------------------------------------------------------------------------------------------

    def on_started(self) -> None:
        """Remember which signal ends the run; Scrapy's own handler then ends it."""
        self.spider = self.crawler.spider.name if self.crawler.spider is not None else ""
        for number in (signal.SIGINT, signal.SIGTERM):
            inner = signal.getsignal(number)

            def heard(number: int, frame: Any, inner: Any = inner) -> None:
                self.signal = number
                if callable(inner):
                    inner(number, frame)

            if callable(inner):
                signal.signal(number, heard)

    def on_item(self, item: Any) -> None:
        """Take in that an item has its line."""
        if isinstance(item, Article | Rejection):
            self.slowest.done(item.url or "")
            try:
                self._settle(item)
            except (sqlite3.Error, LedgerError) as error:
                self.fail(error)

    def on_dropped(self, item: Any) -> None:
        """Take in that a pipeline of the project dropped an item: it owes no line, and is not asked for again."""
        self.came -= 1
        if isinstance(item, Page):  # Scrapy tells of the item as the spider gave it
            if item.origin.path is not None and item.origin.offset is not None:
                self.state.written(item.origin.path, item.origin.offset)
            self.state.settle(item.url or "", "dropped")

    def _settle(self, item: Article | Rejection) -> None:
        url = item.url or ""
        known = self.state.page(url)
        site = known.site if known else urlsplit(url).hostname or ""
        self.tallies[site].add(item)
        with self.state.together():
            if item.source.kind == "warc" and item.source.path is not None and item.source.offset is not None:
                self.state.written(item.source.path, item.source.offset)
            if isinstance(item, Article):
                story = versions.story_of(item)
                if known is not None and known.story:
                    self.tallies[site].counts["updated"] += 1
                    self._changed(versions.change(json.loads(known.story), story, item.url))
                due = self._again(known)
                self.state.settle(url, None, due=due, story=json.dumps(story, ensure_ascii=False))
            elif item.reason == "not_modified":
                self.state.settle(url, known.reason if known else None, due=self._again(known))
            else:
                recovery.settle(self.state, item, self.now())

    def _again(self, known: Known | None) -> float | None:
        """Return when a story is asked for again, by its site's `recheck`; None for not at all."""
        if known is None:
            return None
        times = (known.found_at + 3_600 * hours for hours in sorted(self.recheck.get(known.site, ())))
        return next((at for at in times if at > self.now()), None)

    def _changed(self, change: dict[str, Any] | None) -> None:
        if change is None:
            return
        if self._versions is None:
            self._versions = AppendOnly(self.data / "versions.jsonl", "resume")
        self._versions.write(encode(change))

    def on_error(self, failure: Any) -> None:
        """End the run where the output failed; any other error breaks the conservation of pages, and is told."""
        if isinstance(failure.value, LedgerError | ArchiveError | sqlite3.Error):
            self.fail(failure.value)
        else:
            self.tallies[""].counts["lost"] += 1

    def on_closed(self, reason: str) -> None:
        """Close the archive, then the state."""
        from newsspider import closing

        try:
            if self.intake.archive is not None:
                self.intake.archive.close()
            if self._versions is not None:
                self._versions.sync()
                self._versions.close()
            closing.close(self, reason)
        except (OSError, sqlite3.Error) as error:
            self.failure = self.failure or StateError(str(error))
            self.facts["exit_code"] = getattr(self.failure, "exit_code", 4)
        finally:
            self.state.close()
            os.close(self._lock)


def frozen(settings: BaseSettings) -> Snapshot | None:
    """Return the site memory of NEWSSPIDER_MEMORY as it is now, None without one; raise OSError where there is none."""
    path = settings.get("NEWSSPIDER_MEMORY")
    if not path:
        return None
    if not Path(path).is_file():
        raise FileNotFoundError(errno.ENOENT, f"{path}: no site memory; `newsspider reparse --memory` makes one")
    with Memory(Path(path)) as memory:
        return memory.snapshot()


class HopsMiddleware:
    """Archives redirects before they are followed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Remember the crawler, whose run comes later."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a redirect of a page."""
        if response.status in REDIRECTS and "Location" in response.headers and request.meta.get("news_page"):
            run = self._crawler.get_extension(Run)
            if run is not None:
                run.intake.hop(request, response)
        return response
