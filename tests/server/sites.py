"""News sites that behave: stories with validators, a feed, a news sitemap behind an index, robots.txt, a moved page."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.server.bad import moved
from tests.server.loopback import Asked, Loopback, plain
from tests.server.stories import story

GONE = plain(b"<html><body><h1>Not found</h1></body></html>", status="404 Not Found")
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass
class NewsSite:
    """One site: change `stories` between two crawls and see what the second one does."""

    host: str
    stories: dict[str, bytes] = field(default_factory=dict)
    """Pages by path."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Content types by path, where they are not the usual one."""
    changed: dict[str, str] = field(default_factory=dict)
    """Times of change by path, RFC 3339, as the sitemap tells them."""
    moved: dict[str, str] = field(default_factory=dict)
    """Paths that redirect."""
    broken: set[str] = field(default_factory=set)
    robots: bytes = b"User-agent: *\nAllow: /\nDisallow: /private/\n"
    validators: bool = True
    slow: float = 0.0
    """Seconds that each page takes."""
    port: int = 0

    @classmethod
    def of(cls, host: str, number: int, **more: object) -> NewsSite:
        made = cls(host, **more)  # type: ignore[arg-type]
        for i in range(number):
            made.stories[f"/news/{i}/ferry-is-back-in-service"] = story(i, site=host)
        return made

    def url(self, path: str) -> str:
        return f"http://{self.host}:{self.port}{path}"

    def feed(self) -> bytes:
        items = "".join(f"<item><title>S</title><link>{self.url(p)}</link></item>" for p in self._announced())
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{items}</channel></rss>'.encode()

    def sitemap(self) -> bytes:
        urls = "".join(
            f"<url><loc>{escape(self.url(p))}</loc>"
            + (f"<lastmod>{self.changed[p]}</lastmod>" if p in self.changed else "")
            + "<news:news><news:title>S</news:title></news:news></url>"
            for p in self._announced()
        )
        spaces = f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{NEWS}"'
        return f"<urlset {spaces}>{urls}</urlset>".encode()

    def _announced(self) -> list[str]:
        return [*self.stories, *self.moved, *sorted(self.broken)]

    def answer(self, asked: Asked) -> bytes:
        path = asked.path
        if path == "/robots.txt":
            return plain(self.robots, kind="text/plain")
        if path == "/feed.xml":
            return self._validated(asked, self.feed(), "application/rss+xml")
        if path == "/sitemap-index.xml":
            # it lists itself too: row 82
            maps = "".join(f"<sitemap><loc>{self.url(p)}</loc></sitemap>" for p in ("/news.xml", "/sitemap-index.xml"))
            return self._validated(asked, f"<sitemapindex>{maps}</sitemapindex>".encode(), "application/xml")
        if path == "/news.xml":
            return self._validated(asked, self.sitemap(), "application/xml")
        if path == "/":
            links = "".join(f'<a href="{p}">A story</a>' for p in self.stories)
            head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
            return plain(f"<html><head>{head}</head><body>{links}</body></html>".encode())
        if path in self.moved:
            return moved(self.moved[path], "301 Moved Permanently")
        if path in self.broken:
            return plain(b"<html>oops</html>", status="500 Internal Server Error")
        if path in self.stories:
            return self._validated(asked, self.stories[path], self.kinds.get(path, "text/html; charset=utf-8"))
        return GONE

    def _validated(self, asked: Asked, body: bytes, kind: str) -> bytes:
        if not self.validators:
            return plain(body, kind=kind)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if asked.headers.get("if-none-match") == etag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\nConnection: close\r\n\r\n".encode()
        return plain(body, kind=kind, headers=(("ETag", etag),))


class Town(Loopback):
    """A loopback server of several sites."""

    def __init__(self, *sites: NewsSite, port: int = 0) -> None:
        self.sites = {s.host: s for s in sites}
        super().__init__(self._pass_on, port)

    async def _pass_on(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        site = self.sites.get(asked.host)
        if site is None:
            writer.write(GONE)
            return
        site.port = self.port
        if site.slow:
            await asyncio.sleep(site.slow)
        writer.write(site.answer(asked))
