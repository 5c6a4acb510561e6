"""The add-on: `ADDONS = {"newsspider.Addon": 500}` gives another Scrapy project our pipelines, archive and manners.

Settings of that project win: what it says itself is left alone. Its spiders yield a `Page`, or any item with the fields
of one, and `newsspider.page_of(response)` makes it from a response, archived first where NEWSSPIDER_ARCHIVE is on.
"""

from __future__ import annotations

from typing import Any, Final

from scrapy.settings import BaseSettings

from newsspider import settings as ours

_PRIORITY: Final = "addon"
_MERGED: Final = ("ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "DOWNLOAD_HANDLERS", "FEED_EXPORTERS")
"""Dictionaries that both sides fill."""
_THEIRS: Final = frozenset({"BOT_NAME", "SPIDER_MODULES", "NEWSPIDER_MODULE", "ROBOTSTXT_USER_AGENT", "USER_AGENT"})
"""What says who the project is."""


class Addon:
    """Puts our settings below those of the project."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add what a crawler needs."""
        for name, value in _ours().items():
            if name in _MERGED:
                _merge(settings, name, value)
            elif name not in _THEIRS:
                settings.set(name, value, priority=_PRIORITY)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Add what is read before there is a crawler: the resolver that refuses private addresses."""
        settings.set("TWISTED_DNS_RESOLVER", ours.TWISTED_DNS_RESOLVER, priority=_PRIORITY)


def _ours() -> dict[str, Any]:
    return {name: getattr(ours, name) for name in dir(ours) if name.isupper()}


def _merge(settings: BaseSettings, name: str, value: dict[str, Any]) -> None:
    """Add entries that the project does not name itself."""
    there = dict(settings.getdict(name))
    priority = settings.getpriority(name) or 0
    settings.set(name, {**value, **there}, priority=max(priority, 15))
