"""Runs a spider from a command: the settings of the project here, or of the package where there is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

USAGE: Final = 2


def setting(text: str) -> tuple[str, str]:
    """Return name and value of `-s NAME=VALUE`; end with a message where it has another form."""
    name, mark, value = text.partition("=")
    if not mark:
        fail(f"-s wants NAME=VALUE, not {text}", USAGE)
    return name, value


def project_settings(given: dict[str, Any], *, is_needed: bool = True) -> Settings:
    """Return the settings of the project around the current folder, which becomes the current one.

    Without a project: those of the package, or the end of the command where a project `is_needed`.
    """
    from scrapy.settings import Settings
    from scrapy.utils.conf import closest_scrapy_cfg
    from scrapy.utils.project import get_project_settings

    config = closest_scrapy_cfg()
    if config:
        os.chdir(Path(config).parent)
        settings = get_project_settings()
    elif is_needed:
        fail("no scrapy.cfg here or above: `newsspider init DIR` makes a project", USAGE)
    else:
        settings = Settings()
        settings.setmodule("newsspider.settings", priority="project")
    settings.setdict(given, priority="cmdline")
    return settings


def needs_contact(settings: Settings) -> None:
    """End the command where the user agent names nobody whom a site could write to."""
    agent = settings["USER_AGENT"] or ""
    if "@" not in agent and "://" not in agent:
        fail("USER_AGENT names no contact: give one in settings.py, an address or a page about the crawl", USAGE)


def crawl(spider: str, settings: Settings, *, each: Callable[[Any], None] | None = None, **arguments: str) -> Crawler:
    """Run a spider to its end; `each` gets every item. Ends the command where the crawl cannot begin."""
    from scrapy import signals
    from scrapy.crawler import CrawlerProcess

    from pipelines.ledger import LedgerError

    process = CrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    faults: list[BaseException] = []

    def take(item: Any) -> None:
        if each is not None:
            each(item)

    def note(failure: Any) -> None:
        faults.append(failure.value)

    crawler.signals.connect(take, signal=signals.item_scraped)
    # a Deferred: without an errback its failure would be logged with its trace
    process.crawl(crawler, **arguments).addErrback(note)
    process.start()
    for fault in faults:
        if isinstance(fault, LedgerError):
            fail(fault.strerror or str(fault), fault.exit_code)
        fail(f"internal error: {escaped(repr(fault))}", 1)
    return crawler
