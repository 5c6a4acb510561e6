"""The facts of a fetch as manifests, headers and page.json spell them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{1,40})""", re.IGNORECASE)
_STAMP: Final = re.compile(
    r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE
)
_DIGITS_14: Final = re.compile(r"^\d{14}$")


def media_type(header: str | None) -> tuple[str, str | None]:
    """Return (media type, charset) of a Content-Type header; nothing named means HTML.

    >>> media_type('Text/HTML; charset="ISO-8859-1"')
    ('text/html', 'ISO-8859-1')
    """
    if not header:
        return "text/html", None
    kind, _, parameters = header[:500].partition(";")
    found = _CHARSET.search(parameters)
    return kind.strip().lower() or "text/html", found[1] if found else None


def instant(text: str | None) -> str | None:
    """Return a time with an offset as RFC 3339 in UTC; anything else gives None, for an offset is never invented.

    >>> instant("2021-03-04T10:00:00+09:00")
    '2021-03-04T01:00:00Z'
    >>> instant("20210304100000")  # the Wayback Machine's form is UTC by definition
    '2021-03-04T10:00:00Z'
    >>> instant("2021-03-04 10:00")
    """
    if not text:
        return None
    text = text.strip()
    if _DIGITS_14.match(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:]}Z"
    if not _STAMP.match(text):
        return None
    try:
        value = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return stamp(value)


def epoch(seconds: float) -> str | None:
    """Return seconds since 1970 as RFC 3339 in UTC.

    >>> epoch(1614852000.25)
    '2021-03-04T10:00:00Z'
    """
    try:
        return stamp(datetime.fromtimestamp(int(seconds), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def stamp(value: datetime) -> str:
    """Return an aware UTC datetime as RFC 3339 to the second."""
    return value.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
