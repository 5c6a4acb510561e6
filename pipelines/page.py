"""What was fetched: the only input of the normaliser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

SourceKind = Literal["http", "file", "warc", "httpcache", "text"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of a page lie, so that a record can be traced back to them."""

    kind: SourceKind
    """How the page came: over HTTP, from a file, a WARC record, a Scrapy HTTP cache, or a plain text dump."""
    path: str | None = None
    """Path of the container as the user named it (manifest path, path below the folder, WARC file name)."""
    offset: int | None = None
    """Byte offset of the record inside its container; null where the file is the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page: bytes and the facts of the fetch.

    >>> Page(b"<p>Hello</p>", url="https://example.test/a").media_type
    'text/html'
    """

    content: bytes
    """The decoded payload (transfer and content encoding removed), before any character decoding."""
    url: str | None = None
    """Final response URL, or None for text-only input."""
    retrieved_at: str | None = None
    """When the page was fetched, RFC 3339 in UTC; dates on the page are judged against it."""
    status: int = 200
    """HTTP status."""
    media_type: str = "text/html"
    """Media type without parameters, lower case; `text/plain` selects the plain text reader."""
    charset: str | None = None
    """Character set the transport layer named, if any."""
    truncated: bool = False
    """True when the transport knows that bytes are missing."""
    origin: Origin = field(default_factory=lambda: Origin("http"))
    """Where the bytes lie."""

    def __post_init__(self) -> None:
        """Check the facts once, where they come in: what is no fact of its kind counts as unknown.

        A lone surrogate, which no file can hold, becomes U+FFFD.
        """
        if not isinstance(self.content, bytes):
            raise TypeError(f"the content of a page is bytes, not {type(self.content).__name__}")
        for name in ("url", "retrieved_at", "charset"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, str) or whole(value) != value):
                object.__setattr__(self, name, whole(value) if isinstance(value, str) else None)
        status: object = self.status
        if not isinstance(status, int) or isinstance(status, bool) or not 0 < status < 1_000:
            object.__setattr__(self, "status", _UNKNOWN)
        path = self.origin.path
        if path is not None and whole(path) != path:
            object.__setattr__(self, "origin", Origin(self.origin.kind, whole(path), self.origin.offset))


_UNKNOWN: Final = 200
"""The status of a page of which nobody said otherwise."""


def whole(text: str) -> str:
    r"""Return `text` with each lone surrogate as U+FFFD: half a character can be written into no file.

    >>> whole("a\ud800b")
    'a\ufffdb'
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def address(url: str | None) -> str:
    """Return a URL for comparing: without scheme, fragment and closing slash.

    >>> address("https://delta.example/a/2/#top")
    'delta.example/a/2'
    """
    return (url or "").partition("#")[0].rpartition("://")[2].rstrip("/")
