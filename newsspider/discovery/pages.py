"""Links of HTML pages: stories on a section page, and the feeds that a home page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlsplit

import tldextract
from lxml import etree

from newsspider.discovery.links import MAX_TITLE, Fault, Found, Gathered, Link, absolute, title_of
from pipelines.extract.decode import guard

MAX_PAGE_LINKS: Final = 5_000
"""Links of one page that are looked at: the fullest front page seen has 900."""
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_DAY: Final = re.compile(r"/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])[/-]")
_NUMBER: Final = re.compile(r"\d{5}")
_WORDS: Final = re.compile(r"[-_]")
_FILES: Final = (
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".svg",
    ".pdf",
    ".mp3",
    ".mp4",
    ".zip",
    ".css",
    ".js",
    ".xml",
)


def read_page(content: bytes, url: str, patterns: tuple[str, ...] = ()) -> Found:
    """Return the stories that a section page links to, on its own host or one beside it.

    `patterns` say what the path of a story looks like (see `matches`); without them a story is a path that holds a
    day, a long number, or a last part of four words.
    """
    refusal = _refusal(content)
    if refusal is not None:
        return Found("unknown", faults=(refusal,))
    host, gathered = _site(url), Gathered(MAX_PAGE_LINKS)

    def story(element: Any, target: str) -> Link | None:
        if _site(target) != host or target.rstrip("/") == url.rstrip("/"):
            return None
        path = urlsplit(target).path
        fits = any(matches(path, p) for p in patterns) if patterns else _looks_like_story(path)
        return Link(target, title=title_of(_begin(element))) if fits else None

    for element, target in _references(content, url, ("a",)):
        gathered.add(partial(story, element, target))
    return Found("page", gathered.links, faults=tuple(gathered.faults))


def _refusal(content: bytes) -> Fault | None:
    """Return which of the caps of all pages a section page breaks: a tag of 60,000 attributes takes half a minute."""
    refusal = guard(content.decode("latin-1"))
    return refusal if refusal in ("too_large", "too_complex") else None


def _begin(element: Any) -> str:
    """Return as much of an element's text as a title has: links within links would give the page again and again."""
    parts: list[str] = []
    room = MAX_TITLE * 4
    for text in element.itertext():
        parts.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    return "".join(parts)


def announced(content: bytes, url: str) -> tuple[str, ...]:
    """Return the feeds that a page names in its head (`link rel="alternate"`); none where it breaks a cap."""
    if _refusal(content) is not None:
        return ()
    return tuple(
        dict.fromkeys(
            target
            for element, target in _references(content, url, ("link",))
            if "alternate" in (element.get("rel") or "").lower().split()
            and (element.get("type") or "").lower().partition(";")[0].strip() in _FEED_TYPES
        )
    )


def matches(path: str, pattern: str) -> bool:
    """Tell whether a path has the form of a pattern: `*` is any text within a part, `**` any number of parts.

    >>> matches("/world/2026/03/a-story.html", "/world/**/*.html"), matches("/world/", "/world/*/*")
    (True, False)
    """
    return _match(path.strip("/").split("/")[:50], pattern.strip("/").split("/")[:50])


def _match(parts: list[str], wanted: list[str]) -> bool:
    # a set of positions in `wanted` that are open, one step a part: linear, whatever the pattern
    open_at = _reach({0}, wanted)
    for part in parts:
        after: set[int] = set()
        for at in open_at:
            if at < len(wanted) and wanted[at] == "**":
                after.add(at)
            elif at < len(wanted) and fnmatchcase(part, wanted[at]):
                after.add(at + 1)
        open_at = _reach(after, wanted)
    return len(wanted) in open_at


def _reach(open_at: set[int], wanted: list[str]) -> set[int]:
    for at in sorted(open_at):
        step = at
        while step < len(wanted) and wanted[step] == "**":
            step += 1
            open_at = open_at | {step}
    return open_at


def _looks_like_story(path: str) -> bool:
    last = path.rstrip("/").rpartition("/")[2]
    if path.lower().endswith(_FILES):
        return False
    return bool(_DAY.search(path)) or bool(_NUMBER.search(last)) or len(_WORDS.split(last)) >= 4


def _site(url: str) -> str:
    """Return the registrable domain of a URL; below a top level that nobody lists, two labels."""
    host = urlsplit(url).hostname or ""
    return str(_domains()(host).top_domain_under_public_suffix) or ".".join(host.split(".")[-2:])


@cache
def _domains() -> Any:
    # the list that comes with the package: nothing is fetched, nothing written
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


def _references(content: bytes, url: str, names: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    base = next((absolute(url, e.get("href")) for e in root.iter("base")), None) or url
    for number, element in enumerate(root.iter(*names)):
        if number >= MAX_PAGE_LINKS:
            return
        target = absolute(base, element.get("href"))
        if target is not None:
            yield element, target
