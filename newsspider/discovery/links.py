"""What a feed, a sitemap or a section page says about an article."""

from __future__ import annotations

import email.utils
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import urljoin

from courlan import normalize_url

from newsspider.discovery.requestable import MAX_URL, form_fault
from pipelines.page import whole

Kind = Literal["rss", "atom", "rdf", "json", "sitemap", "news_sitemap", "sitemap_index", "text", "page", "unknown"]
Fault = Literal[
    "not_xml",
    "bad_xml",
    "truncated",
    "too_many",
    "too_large",
    "bad_json",
    "bad_entry",
    "too_slow",
    "unreadable",
    "too_complex",
]

MAX_LINKS: Final = 50_000
"""Links of one file: the most that the sitemap protocol allows."""
MAX_CHARACTERS: Final = 20_000_000
"""Characters of the links of one file: what a file may have; relative ones under a long base would have ten times that.
"""
MAX_TITLE: Final = 500


@dataclass(frozen=True, slots=True)
class Link:
    """One announced URL."""

    url: str
    """Absolute, http or https, without fragment."""
    modified: datetime | None = None
    """When it last changed, as the announcement says (lastmod, updated); aware."""
    published: datetime | None = None
    """When it was published, as the announcement says; aware."""
    title: str | None = None
    key: str = ""
    """Its `address`, where that is known already."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one file announces."""

    kind: Kind
    links: tuple[Link, ...] = ()
    """Articles, in the order of the file, each URL once."""
    sitemaps: tuple[Link, ...] = ()
    """Further sitemaps that an index lists."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with the file; the links before the fault are there."""


def absolute(base: str, reference: str | None) -> str | None:
    """Return a reference of a file as an absolute http(s) URL without fragment; None where it is none."""
    if not reference or len(reference) > MAX_URL:
        return None
    try:
        given = "".join(reference.split()).partition("#")[0]
        # nearly all are whole, and joining takes as long as all the rest
        url = given if given.startswith(("https://", "http://")) else urljoin(base, given)
    except ValueError:
        return None
    return url if form_fault(url) is None else None


def address(url: str) -> str:
    """Return the key under which a URL is known: tracking parameters, fragment and default port do not count.

    >>> address("https://A.example:443/x?utm_source=feed&id=3#top")
    'https://a.example/x?id=3'
    """
    try:
        key: str = normalize_url(url.partition("#")[0])
    except (ValueError, TypeError, AttributeError):  # courlan raises all of them for odd addresses
        return url
    return key


def when(text: str | None) -> datetime | None:
    """Return a time as feeds and sitemaps write it, aware; one without an offset is taken as UTC, for scheduling only.

    >>> when("Tue, 03 Mar 2026 09:15:00 +0100").isoformat()
    '2026-03-03T09:15:00+01:00'
    >>> when("2026-03-03").isoformat()
    '2026-03-03T00:00:00+00:00'
    """
    if not text or len(text) > 100:
        return None
    text = text.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = email.utils.parsedate_to_datetime(text)
        except (ValueError, IndexError, OverflowError, TypeError):
            return None
    try:
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, OverflowError):  # a day before the first or behind the last
        return None
    return found


def title_of(text: str | None) -> str | None:
    """Return a title as one line, cut to a length that a log can bear, without halves of characters."""
    return whole(" ".join(text[: MAX_TITLE * 4].split())[:MAX_TITLE]) or None if text else None


class Gathered:
    """The links of one file, the first of each URL; an entry that cannot be read costs itself."""

    def __init__(self, most: int = MAX_LINKS) -> None:
        self._most, self._room, self._entries = most, MAX_CHARACTERS, 0
        self._links: dict[str, Link] = {}
        self._last: str | None = None
        self.faults: list[Fault] = []

    def add(self, read: Callable[[], Link | None]) -> bool:
        """Take in the link of an entry, if it has one; return False where the file has no room for another."""
        if self._entries >= self._most or self._room <= 0:
            self.faults.append("too_many")
            return False
        self._last = None
        try:
            link = read()
        except Exception:  # noqa: BLE001 - whatever a stranger wrote there, it is that entry's loss
            self.faults.append("bad_entry")
            return True
        if link is not None:
            self._entries += 1
            self._room -= len(link.url)
            if link.url not in self._links:
                self._links[link.url] = replace(link, key=address(link.url))
                self._last = link.url
        return True

    def forget_last(self) -> None:
        """Take the last entry out again."""
        if self._last is not None:
            del self._links[self._last]

    @property
    def links(self) -> tuple[Link, ...]:
        """What was taken in, in the order of the file."""
        return tuple(self._links.values())
