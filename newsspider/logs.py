"""Log lines that a page cannot forge, and that never print a page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self

from scrapy import logformatter

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


def escaped(text: str) -> str:
    r"""Return text made safe for a terminal and for one line of a log.

    >>> escaped("a\x1b[31m\nb")
    'a\\x1b[31m\\nb'
    """
    return "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode("ascii") for c in text)


class EscapingFormatter(logging.Formatter):
    """Wraps a formatter: messages become one line, the lines of a traceback are indented."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text."""
        plain = logging.makeLogRecord({**record.__dict__, "msg": escaped(record.getMessage()), "args": None})
        plain.exc_info, plain.exc_text, plain.stack_info = None, None, None
        line = self._inner.format(plain)
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line += "".join(f"\n    {escaped(part)}" for part in trace.splitlines())
        return line


def escape_all() -> None:
    """Make every handler of the root logger escape what it prints."""
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, EscapingFormatter):
            handler.setFormatter(EscapingFormatter(handler.formatter or logging.Formatter()))


class SafeLog:
    """The Scrapy extension that calls `escape_all`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003 - Scrapy's signature
        """Wrap the formatters that are there."""
        escape_all()
        return cls()


class LogFormatter(logformatter.LogFormatter):
    """Scrapy's messages without the items: a failing pipeline must not print the articles."""

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:  # noqa: ARG002 - Scrapy's signature
        """Say that there was an item."""
        return {"level": logging.DEBUG, "msg": "item %(kind)s", "args": {"kind": type(item).__name__}}

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:  # noqa: ARG002
        """Say that an item was dropped."""
        return {"level": logging.DEBUG, "msg": "dropped: %(error)r", "args": {"error": exception}}

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:  # noqa: ARG002
        """Say that a pipeline failed."""
        url = getattr(item, "url", None)
        said = {"kind": type(item).__name__, "url": url, "error": exception}
        return {"level": logging.ERROR, "msg": "pipeline failed on %(kind)s %(url)r: %(error)r", "args": said}
