"""News pages, crawled now or stored years ago, to checked JSONL records.

>>> from newsspider import Page, parse
>>> parse(Page(b"")).reason
'empty'

`parse(page)` turns one `Page` into an `Article` or a `Rejection`; `iter_reparse(paths, jobs=2)` does the same for
stored pages in killable worker processes. Names are imported when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from newsspider.addon import Addon
    from newsspider.browser import Browser
    from newsspider.fetch.bodies import page_of
    from newsspider.reading import RecordError, read_records
    from newsspider.reparse import iter_reparse
    from newsspider.spiders.pages import PageSpider
    from pipelines.page import Origin, Page
    from pipelines.parse import parse
    from pipelines.record import Article, Rejection

__all__ = [
    "Addon",
    "Article",
    "Browser",
    "Origin",
    "Page",
    "PageSpider",
    "RecordError",
    "Rejection",
    "__version__",
    "iter_reparse",
    "page_of",
    "parse",
    "read_records",
]  # fmt: skip

_HOMES: Final = {
    "Addon": "newsspider.addon",
    "Browser": "newsspider.browser",
    "PageSpider": "newsspider.spiders.pages",
    "page_of": "newsspider.fetch.bodies",
    "Article": "pipelines.record",
    "Origin": "pipelines.page",
    "Page": "pipelines.page",
    "Rejection": "pipelines.record",
    "iter_reparse": "newsspider.reparse",
    "RecordError": "newsspider.reading",
    "read_records": "newsspider.reading",
    "parse": "pipelines.parse",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("newsspider")
    if name not in _HOMES:
        raise AttributeError(f"module 'newsspider' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
