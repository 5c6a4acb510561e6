"""Feeds and sitemaps: RSS, Atom, RDF, JSON Feed, sitemaps with their `news:` tags, sitemap indexes, lists of URLs.

XML is read as a stream by one parser that resolves no entity and opens nothing; each entry is let go when it is read,
and reading stops at MAX_LINKS. feedparser would sanitise every description and hold half a million entries in memory.
"""

from __future__ import annotations

import io
import json
from functools import partial
from typing import Any, Final

from lxml import etree

from newsspider.discovery.links import Fault, Found, Gathered, Kind, Link, absolute, title_of, when
from newsspider.sources.stored import unzip

_ROOTS: Final[dict[str, Kind]] = {
    "rss": "rss",
    "feed": "atom",
    "RDF": "rdf",
    "urlset": "sitemap",
    "sitemapindex": "sitemap_index",
}
_ENTRIES: Final = frozenset({"item", "entry", "url", "sitemap"})
_NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
_RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_GZIP: Final = b"\x1f\x8b"
_ENDED: Final = frozenset({"ERR_DOCUMENT_END", "ERR_TAG_NOT_FINISHED", "ERR_GT_REQUIRED"})
"""libxml2's words for a file that stops too early."""


def read(content: bytes, url: str) -> Found:
    """Return what a feed or sitemap announces; `url` is where it lies."""
    faults: list[Fault] = []
    if content.startswith(_GZIP):
        content, cut, whole = unzip(io.BytesIO(content))
        faults += ["truncated"] if cut else []
        faults += [] if whole else ["too_large"]
    start = content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        found = _json(content, url)
    elif start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        found = _xml(content, url)
    else:
        found = _text(content, url)
    return Found(found.kind, found.links, found.sitemaps, tuple(dict.fromkeys([*faults, *found.faults])))


def _xml(content: bytes, url: str) -> Found:
    kind: Kind = "unknown"
    gathered, faults = Gathered(), list[Fault]()
    events = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for event, element in events:
            name = _name(element)
            if event == "start":
                if kind == "unknown":
                    kind = _ROOTS.get(name, "unknown")
                    if kind == "unknown":
                        return Found("unknown", faults=("not_xml",))
            elif name in _ENTRIES and element.getparent() is not None:
                if kind == "sitemap" and element.find(f"{{{_NEWS}}}news") is not None:
                    kind = "news_sitemap"
                reading = _location if name in ("url", "sitemap") else _entry
                if not gathered.add(partial(reading, element, url)):
                    break
                _let_go(element)
    except (etree.XMLSyntaxError, ValueError):
        faults.append("bad_xml" if kind != "unknown" else "not_xml")
    if kind == "unknown" and not faults:
        faults.append("not_xml")
    faults += [] if "too_many" in gathered.faults else _said(events, faults)
    if "truncated" in faults and _is_open(content):
        gathered.forget_last()  # the parser closes what the file leaves open: its address may be half an address
    found, told = gathered.links, (*faults, *gathered.faults)
    return Found(kind, sitemaps=found, faults=told) if kind == "sitemap_index" else Found(kind, found, faults=told)


def _said(events: Any, known: list[Fault]) -> list[Fault]:
    """Return the fault that the parser recovered from, if any."""
    errors = [e for e in events.error_log if e.level_name in ("FATAL", "ERROR")]
    if known or not errors:
        return []
    return ["truncated" if errors[-1].type_name in _ENDED else "bad_xml"]


def _is_open(content: bytes) -> bool:
    """Tell whether a file ends within an entry."""
    tail = content[-1_000_000:]
    return any(
        tail.rfind(b"<%b" % name) > tail.rfind(b"</%b" % name) for name in (b"item", b"entry", b"url>", b"sitemap>")
    )


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _children(element: Any) -> dict[str, str]:
    """Return the text of the children by local name, the first of each."""
    found: dict[str, str] = {}
    for child in element:
        if child.text:
            found.setdefault(_name(child), child.text)
    return found


def _location(element: Any, base: str) -> Link | None:
    texts = _children(element)
    news = element.find(f"{{{_NEWS}}}news")
    told = _children(news) if news is not None else {}
    url = absolute(base, texts.get("loc"))
    if url is None:
        return None
    return Link(url, when(texts.get("lastmod")), when(told.get("publication_date")), title_of(told.get("title")))


def _entry(element: Any, base: str) -> Link | None:
    texts = _children(element)
    url = absolute(base, _target(element, texts))
    if url is None:
        return None
    published = when(texts.get("pubDate") or texts.get("published") or texts.get("date") or texts.get("issued"))
    return Link(url, when(texts.get("updated") or texts.get("modified")), published, title_of(texts.get("title")))


def _target(element: Any, texts: dict[str, str]) -> str | None:
    """Return the address of an entry: the original one before a counter's, the page before its comments."""
    if texts.get("origLink"):
        return texts["origLink"]
    for child in element:
        if _name(child) == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
    if (texts.get("link") or "").strip():
        return texts["link"]
    for child in element:
        if _name(child) == "guid" and child.get("isPermaLink", "true") == "true":
            return str(child.text or "")
    about = element.get(_RDF_ABOUT)
    return str(about) if about else None


def _json(content: bytes, url: str) -> Found:
    """Read a JSON Feed (versions 1 and 1.1)."""
    try:
        # numbers say nothing here, and json refuses the longest of them with the whole file
        feed = json.loads(content, parse_int=float)
    except (ValueError, RecursionError):
        return Found("unknown", faults=("bad_json",))
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Found("unknown", faults=("bad_json",))
    return _each("json", [partial(_item, item, url) for item in items])


def _item(item: Any, base: str) -> Link | None:
    given = {k: v for k, v in item.items() if isinstance(v, str)} if isinstance(item, dict) else {}
    url = absolute(base, given.get("url") or given.get("external_url") or given.get("id"))
    if url is None:
        return None
    return Link(url, when(given.get("date_modified")), when(given.get("date_published")), title_of(given.get("title")))


def _text(content: bytes, url: str) -> Found:
    """Read a sitemap that is a list of URLs, one a line."""
    lines = [line.strip() for line in content[:20_000_000].decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:20]):
        return Found("unknown", faults=("not_xml",))
    return _each("text", [partial(_line, line, url) for line in lines])


def _line(line: str, base: str) -> Link | None:
    url = absolute(base, line)
    return Link(url) if url is not None else None


def _each(kind: Kind, entries: list[partial[Link | None]]) -> Found:
    gathered = Gathered()
    for entry in entries:
        if not gathered.add(entry):
            break
    return Found(kind, gathered.links, faults=tuple(gathered.faults))
