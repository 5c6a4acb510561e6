"""Bodies as they were sent and as they read: content encoding is undone by the code that reads archives."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import responses
from typing import TYPE_CHECKING, Final, Self

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils.misc import load_object

from newsspider.sources import facts, payload
from newsspider.sources import response as one_response
from pipelines.page import Origin, Page
from pipelines.record import Rejection

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_ENCODINGS: Final = b"gzip, deflate, br, zstd"
_WIRE: Final = "news_wire"
RENDERED: Final = "text/html; charset=utf-8"
"""The type of a page as its scripts left it."""


@dataclass(frozen=True, slots=True)
class Wire:
    """A response as it came: what the archive keeps."""

    status: int
    headers: Headers
    body: bytes
    """As sent, content encoding included."""
    at: datetime
    """When it was whole."""
    payload: payload.Payload
    """The body with its encoding undone."""
    is_rendered: bool = False
    """True where a browser ran the page's scripts: the body is what they left, and never was on a wire."""

    @property
    def retrieved_at(self) -> str:
        """RFC 3339 in UTC, to the second."""
        return facts.stamp(self.at)

    def head(self) -> bytes:
        """Return status line and headers as HTTP/1.1 writes them, with the empty line."""
        first = f"HTTP/1.1 {self.status} {responses.get(self.status, 'Unknown')}".encode("ascii")
        given = bytes(self.headers.to_string())
        return b"\r\n".join([first, *([given] if given else []), b"", b""])

    @property
    def is_bare(self) -> bool:
        """True where the archive keeps the page without a header, for no server sent it."""
        return self.is_rendered and self.status == HTTPStatus.OK

    def block(self) -> bytes:
        """Return the bytes that the archive keeps."""
        return self.body if self.is_bare else self.head() + self.body


def clock_of(crawler: Crawler) -> Callable[[], float]:
    """Return the clock of a crawl, seconds since 1970: NEWSSPIDER_CLOCK, or the machine's."""
    clock: Callable[[], float] = load_object(crawler.settings.get("NEWSSPIDER_CLOCK") or time.time)
    return clock


class BodiesMiddleware:
    """Undoes content encodings, bounded, and keeps what came on the wire; stands in for HttpCompressionMiddleware."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read NEWSSPIDER_CLOCK."""
        return cls(clock_of(crawler))

    def process_request(self, request: Request) -> None:
        """Say which encodings are understood."""
        request.headers.setdefault("Accept-Encoding", _ENCODINGS)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Return the response with its body decoded; a body that cannot be read is empty, and `wire_of` says why."""
        if "playwright" in response.flags:
            return self._rendered(request, response)
        headers, at = Headers(response.headers), datetime.fromtimestamp(self._clock(), UTC)
        wire = Wire(response.status, headers, response.body, at, payload.Payload(response.body))
        # read from what the archive keeps, as the re-parse will read it
        _, fields, _ = payload.split(wire.head()) or (0, dict[str, str](), b"")
        if payload.is_packed(response.body, fields):
            # a bomb takes a second or two: in a thread, other hosts have their turn meanwhile
            found = await asyncio.to_thread(payload.unpack, response.body, fields)
        else:
            found = payload.unpack(response.body, fields)
        request.meta[_WIRE] = replace(wire, payload=found)
        if not fields.get("content-encoding"):
            return response
        content = found.content if found.whole and not found.problem else b""
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=content)
        # made anew, for `replace` would look for an encoding in the packed bytes, half a second of 20 MB
        same = {name: getattr(response, name) for name in Response.attributes if name != "body"}
        plain: Response = kind(**same, body=content)
        plain.headers.pop("Content-Encoding", None)
        return plain

    def _rendered(self, request: Request, response: Response) -> Response:
        """Keep a rendered page as UTF-8 with no header but its type and its word to robots."""
        body = response.text.encode("utf-8", "replace")
        robots = (
            {"X-Robots-Tag": response.headers.getlist("X-Robots-Tag")} if "X-Robots-Tag" in response.headers else {}
        )
        headers = Headers({"Content-Type": RENDERED, **robots})
        at = datetime.fromtimestamp(self._clock(), UTC)
        request.meta[_WIRE] = Wire(response.status, headers, body, at, payload.Payload(body), is_rendered=True)
        return response.replace(body=body, headers=headers, encoding="utf-8")


def wire_of(response: Response) -> Wire:
    """Return a response as it came; raise KeyError where BodiesMiddleware did not see it."""
    assert response.request is not None
    wire: Wire = response.request.meta[_WIRE]
    return wire


def page_of(response: Response, origin: Origin | None = None) -> Page | Rejection:
    """Return the page of a response, or why none can be made of it: made of the bytes that the archive keeps."""
    wire = wire_of(response)
    return one_response.page_of_block(
        wire.block(),
        RENDERED if wire.is_bare else None,
        wire.payload,
        url=response.url,
        retrieved_at=wire.retrieved_at,
        origin=origin or Origin("http"),
    )
