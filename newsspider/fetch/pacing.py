"""How fast one host is asked: the delay of its download slot, and a pause where it asks for one."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.http import Request
from scrapy.utils.asyncio import call_later

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def _downloader(crawler: Crawler) -> Any:
    assert crawler.engine is not None
    return crawler.engine.downloader


def slow_down(crawler: Crawler, request: Request, seconds: float) -> None:
    """Ask this request's host at most once in so many seconds, for the rest of the run."""
    downloader = _downloader(crawler)
    key = downloader.get_slot_key(request)
    known = downloader.per_slot_settings.setdefault(key, {})
    default = crawler.settings.getfloat("DOWNLOAD_DELAY")
    known["delay"] = max(seconds, known.get("delay", default))
    known["concurrency"] = 1
    # a server that names its delay gets no less than that: no jitter
    known["jitter"] = 0
    if key in downloader.slots:
        slot = downloader.slots[key]
        slot.delay, slot.concurrency, slot.jitter = known["delay"], 1, 0


def pause(crawler: Crawler, request: Request, seconds: float) -> None:
    """Ask this request's host nothing for so many seconds; what is queued for it waits in its slot."""
    downloader = _downloader(crawler)
    slot = downloader.slots.get(downloader.get_slot_key(request))
    if slot is None or seconds <= 0:
        return
    before = (slot.delay, slot.jitter)

    def resume() -> None:
        slot.delay, slot.jitter = before

    slot.delay, slot.jitter, slot.lastseen = seconds, 0, monotonic()
    call_later(seconds, resume)
