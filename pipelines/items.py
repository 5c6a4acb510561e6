"""The stages as Scrapy item pipelines: one thin class a stage, in the one order of `pipelines.parse.STAGES`.

A spider yields a `Page` (or a dictionary with its fields); each pipeline hands on a `Draft` or a `Rejection`, and the
last ones an `Article` or a `Rejection`, which `LedgerPipeline` writes.
Nothing is dropped: a rejected page is an item too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, Self

import msgspec
from itemadapter import ItemAdapter

from pipelines.draft import Draft
from pipelines.ledger import Ledger, line_of
from pipelines.memory import SiteMemory, forget
from pipelines.page import Page
from pipelines.parse import STAGES, advance, finish
from pipelines.record import Article, Rejection
from pipelines.worker import Pool
from pipelines.worker.serving import explain
from pipelines.worker.tasks import answered, asked, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_LOG: Final = logging.getLogger(__name__)
_PAGE_FIELDS: Final = frozenset(f.name for f in fields(Page))


class Snapshot(Protocol):
    """What sites repeat, frozen for a run: NEWSSPIDER_SNAPSHOT, which the run sets from NEWSSPIDER_MEMORY."""

    def of(self, host: str | None) -> SiteMemory | None:
        """Return what one site repeats."""


def is_page(item: Any) -> bool:
    """Tell whether an item is a page: a Page, or any item type that has `content` and no field that a Page lacks."""
    if isinstance(item, Page):
        return True
    adapter = ItemAdapter(item)
    return "content" in adapter and set(adapter.keys()) <= _PAGE_FIELDS


def page_of(item: Any) -> Page:
    """Return the page that an item holds: a Page, or any item type with its fields; raise TypeError otherwise."""
    if isinstance(item, Page):
        return item
    adapter = ItemAdapter(item)
    if not is_page(item):
        raise TypeError(f"not a page: {type(item).__name__} with {', '.join(adapter.keys())}")
    return msgspec.convert(dict(adapter), Page)


class ExtractPipeline:
    """Page to Draft, in a worker process: a page that hangs or dies is a Rejection, and the event loop never waits.

    Where the pipelines of a crawler are ours and in our order, the worker does the stages too (8 ms a page, and the
    words of a language when it first comes) and answers with the record; the pipelines of the stages pass it on.
    """

    def __init__(
        self,
        jobs: int = 1,
        sites: str | None = None,
        *,
        contacts: bool = False,
        is_whole: bool = False,
        snapshot: Snapshot | None = None,
    ) -> None:
        self._jobs, self._sites, self._contacts, self._is_whole = jobs, sites, contacts, is_whole
        self._snapshot = snapshot
        self._pool: Pool | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSSPIDER_WORKERS, NEWSSPIDER_CONTACTS, ITEM_PIPELINES, and the site files beside NEWSSPIDER_SITES."""
        settings = crawler.settings
        folder = Path(settings.get("NEWSSPIDER_SITES") or "sites.toml").parent / "sites"
        return cls(
            settings.getint("NEWSSPIDER_WORKERS", 1),
            str(folder) if folder.is_dir() else None,
            contacts=settings.getbool("NEWSSPIDER_CONTACTS"),
            is_whole=is_ours(settings.getdict("ITEM_PIPELINES")),
            snapshot=settings.get("NEWSSPIDER_SNAPSHOT"),
        )

    def open_spider(self) -> None:
        """Make the pool and start its children: they are warm when the first page comes."""
        self._pool = Pool(f"pipelines.worker.tasks:{'record' if self._is_whole else 'draft'}", jobs=self._jobs)
        for _ in range(self._jobs):
            self._pool.submit(b"")

    async def process_item(self, item: Any) -> Any:
        """Return the draft or record of a page, or its rejection; what is no page of ours passes through."""
        if isinstance(item, Rejection) or not is_page(item):
            return item
        page = page_of(item)
        if self._pool is None:
            self.open_spider()
        assert self._pool is not None
        memory = of_site(self._snapshot, page.url)
        request = asked(page, self._sites, contacts=self._contacts, memory=memory)
        found = answered(await asyncio.wrap_future(self._pool.submit(request)), page)
        if isinstance(found, Rejection) and found.reason == "internal_error":
            _LOG.error("internal_error: %r: %s", found.url or found.source.path, found.detail)
        return found

    def close_spider(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None


class StagePipeline:
    """Draft to Draft: one stage, run where it is called, for it takes microseconds."""

    stage: ClassVar[str]

    def __init__(self) -> None:
        self._run = dict(STAGES)[self.stage]

    def process_item(self, item: Any) -> Any:
        """Return the draft after this stage; a rejection passes through."""
        if not isinstance(item, Draft):
            return item
        try:
            return self.advanced(item)
        except Exception as error:  # noqa: BLE001 - a stage's exception is that page's disposition, logged once
            _, detail = explain(error)
            _LOG.error("internal_error: %r: %s", item.url or item.source.path, detail)
            return replace(item, rejection=("internal_error", detail))

    def advanced(self, draft: Draft) -> Draft:
        """Return the draft after this stage."""
        return advance(draft, self._run)


class DatesPipeline(StagePipeline):
    """Published and modified."""

    stage = "dates"


class CaptionsPipeline(StagePipeline):
    """Captions and credits."""

    stage = "captions"


class BoilerplatePipeline(StagePipeline):
    """Which lines are furniture, which carry data, and what the site repeats."""

    stage = "boilerplate"

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        super().__init__()
        self._snapshot = snapshot

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the snapshot of the run's site memory, if it has one."""
        return cls(crawler.settings.get("NEWSSPIDER_SNAPSHOT"))

    def advanced(self, draft: Draft) -> Draft:
        """Return the draft after this stage, without what the site repeats."""
        done, memory = super().advanced(draft), of_site(self._snapshot, draft.url)
        return done if memory is None else advance(done, partial(forget, memory=memory))


class SignaturesPipeline(StagePipeline):
    """Names that stand alone at the ends of the body."""

    stage = "signatures"


class DatelinePipeline(StagePipeline):
    """The dateline."""

    stage = "dateline"


class EndingPipeline(StagePipeline):
    """What stands below the story."""

    stage = "ending"


class BylinesPipeline(StagePipeline):
    """The authors."""

    stage = "bylines"


class VerdictPipeline(StagePipeline):
    """Is this an article at all."""

    stage = "verdict"


class RecordPipeline:
    """Draft to Article or Rejection."""

    def __init__(self, *, contacts: bool = False, snapshot: Snapshot | None = None) -> None:
        self._contacts, self._snapshot = contacts, snapshot

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSSPIDER_CONTACTS and the snapshot of the run's site memory."""
        settings = crawler.settings
        return cls(contacts=settings.getbool("NEWSSPIDER_CONTACTS"), snapshot=settings.get("NEWSSPIDER_SNAPSHOT"))

    def process_item(self, item: Any) -> Any:
        """Return the record of a finished draft."""
        if not isinstance(item, Draft):
            return item
        return finish(item, contacts=self._contacts, memory=of_site(self._snapshot, item.url))


class LedgerPipeline:
    """Article or Rejection to its line; without NEWSSPIDER_OUTPUT items pass on to Scrapy's feeds."""

    def __init__(self, output: str | None = None) -> None:
        self._output = output
        self._ledger: Ledger | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSSPIDER_OUTPUT: a folder, or the name of the articles file."""
        return cls(crawler.settings.get("NEWSSPIDER_OUTPUT"))

    def open_spider(self) -> None:
        """Open the output, keeping what is there; raise LedgerError when it cannot be written."""
        if self._output:
            self._ledger = Ledger(Path(self._output), "resume")

    def process_item(self, item: Any) -> Any:
        """Write one line."""
        if self._ledger is not None and isinstance(item, Article | Rejection):
            line, item = line_of(item)
            self._ledger.write(line, accepted=isinstance(item, Article))
        return item

    def close_spider(self) -> None:
        """Sync and release the output."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None


_BY_STAGE: Final = {
    c.stage: c
    for c in (
        DatesPipeline, CaptionsPipeline, BoilerplatePipeline, SignaturesPipeline, DatelinePipeline, EndingPipeline,
        BylinesPipeline, VerdictPipeline,
    )
}  # fmt: skip
_ORDER: Final[tuple[type, ...]] = (
    ExtractPipeline,
    *(_BY_STAGE[name] for name, _ in STAGES),
    RecordPipeline,
    LedgerPipeline,
)
ITEM_PIPELINES: Final = {f"{c.__module__}.{c.__qualname__}": 100 + 10 * i for i, c in enumerate(_ORDER)}
"""The Scrapy setting: extract, the stages in their order, the record, the line."""


def of_site(snapshot: Snapshot | None, url: str | None) -> SiteMemory | None:
    """Return what a snapshot knows of a page's site."""
    return snapshot.of(host_of(url)) if snapshot is not None else None


def is_ours(pipelines: Mapping[Any, Any]) -> bool:
    """Tell whether an ITEM_PIPELINES has our stages in our order, and nothing of others between them."""
    ordered = [name for name, at in sorted(pipelines.items(), key=lambda p: p[1] or 0) if at is not None]
    names = [name if isinstance(name, str) else f"{name.__module__}.{name.__qualname__}" for name in ordered]
    stages = list(ITEM_PIPELINES)[:-1]  # the ledger takes what comes
    begin = names.index(stages[0]) if stages[0] in names else 0
    return names[begin : begin + len(stages)] == stages
