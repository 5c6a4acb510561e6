"""Site files: what the generic path cannot know about one publisher, as data with end dates.

A site is `<domain>.toml`. All keys but `domain` are optional:

    domain   = "harbour-post.test"
    name     = "The Harbour Post"
    aliases  = ["Harbour Post"]
    language = "en-GB"
    timezone = "Europe/London"        # IANA name, for times that state no offset
    dateline = "caps-dash"            # house style: caps-dash, city-period
    feeds    = ["https://harbour-post.test/feed.xml"]
    sitemaps = ["https://harbour-post.test/news-sitemap.xml"]
    sections = ["https://harbour-post.test/world/"]

    [[layout]]                        # the present one: no `until`
    body       = "div.story-text"     # CSS selectors
    headline   = "h1.title"
    byline     = "p.writer"
    standfirst = "p.deck"
    published  = "time.first"
    drop       = ["aside.letters", "div.share"]

    [[layout]]
    until = 2024-07-10                # pages fetched up to this day
    body  = "div#article"

A page is read with the layout that was in force when it was fetched. No functions and no regexes stand in a site file.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from cssselect import parse as parse_selector

from pipelines.rules import DATA, RuleError

STYLES: Final = ("caps-dash", "city-period")
_TEXT: Final = ("domain", "name", "language", "timezone", "dateline")
_LISTS: Final = ("aliases", "feeds", "sitemaps", "sections")
_SELECTORS: Final = ("body", "headline", "byline", "standfirst", "published")
_DOMAIN: Final = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
_LANGUAGE: Final = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class Layout:
    """The selectors of one period of a site's templates."""

    until: dt.date | None = None
    """Last day of the layout; None for the present one."""
    body: str | None = None
    """Element that holds the story."""
    headline: str | None = None
    byline: str | None = None
    standfirst: str | None = None
    published: str | None = None
    drop: tuple[str, ...] = ()
    """Elements to take out before anything else."""


@dataclass(frozen=True, slots=True)
class Site:
    """One publisher's facts and layouts."""

    domain: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    language: str | None = None
    timezone: str | None = None
    dateline: str | None = None
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()
    """Ordered by end date, the present one last."""

    def layout(self, retrieved_at: str | None) -> Layout | None:
        """Return the layout in force on the day of fetching, or the present one where that day is unknown."""
        if not self.layouts:
            return None
        day = retrieved_at[:10] if retrieved_at else "9999-12-31"
        return next((x for x in self.layouts if x.until is None or x.until.isoformat() >= day), None)


def load(text: str, file: str) -> Site:
    """Return the site that a TOML text describes; raise RuleError naming file, line and fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: {error}") from error
    return _site(data, text, file)


def _site(data: Mapping[str, Any], text: str, file: str) -> Site:
    def fail(key: str, fault: str) -> RuleError:
        return RuleError(f"{file}:{_line(text, key)}: {key}: {fault}")

    for key in data:
        if key not in (*_TEXT, *_LISTS, "layout"):
            raise fail(key, f"unknown key (known: {', '.join((*_TEXT, *_LISTS, 'layout'))})")
    for key in _TEXT:
        if key in data and (not isinstance(data[key], str) or not data[key].strip()):
            raise fail(key, "must be a non-empty string")
    for key in _LISTS:
        if key in data and not (isinstance(data[key], list) and all(isinstance(v, str) and v for v in data[key])):
            raise fail(key, "must be a list of non-empty strings")
    domain = data.get("domain")
    if not domain or not _DOMAIN.match(domain):
        raise fail("domain", "must be a host name in lower case, as in \"example.org\"")
    if "timezone" in data:
        try:
            ZoneInfo(data["timezone"])
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise fail("timezone", f"no IANA time zone {data['timezone']!r}") from error
    if "language" in data and not _LANGUAGE.match(data["language"]):
        raise fail("language", "must be a BCP 47 tag, as in \"pt-BR\"")
    if "dateline" in data and data["dateline"] not in STYLES:
        raise fail("dateline", f"must be one of {', '.join(STYLES)}")
    for key in ("feeds", "sitemaps", "sections"):
        for url in data.get(key, ()):
            if not url.startswith(("https://", "http://")):
                raise fail(key, f"not an http(s) URL: {url!r}")
    layouts = data.get("layout", [])
    if not isinstance(layouts, list) or not all(isinstance(x, Mapping) for x in layouts):
        raise fail("layout", "write [[layout]] with double brackets")
    read = [_layout(x, text, file) for x in layouts]
    if sum(x.until is None for x in read) > 1:
        raise fail("layout", "only one layout may be without `until`")
    return Site(
        **{k: data.get(k) for k in _TEXT},
        **{k: tuple(data.get(k, ())) for k in _LISTS},
        layouts=tuple(sorted(read, key=lambda x: (x.until is None, x.until or dt.date.max))),
    )


def _layout(data: Mapping[str, Any], text: str, file: str) -> Layout:
    known = {f.name for f in fields(Layout)}
    for key, value in data.items():
        where = f"{file}:{_line(text, key)}: layout.{key}"
        if key not in known:
            raise RuleError(f"{where}: unknown key (known: {', '.join(sorted(known))})")
        if key == "until":
            if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
                raise RuleError(f"{where}: must be a date, as in 2024-07-10 (no quotes)")
            continue
        selectors = value if key == "drop" else [value]
        if not isinstance(selectors, list) or not all(isinstance(s, str) and s for s in selectors):
            raise RuleError(f"{where}: must be {'a list of CSS selectors' if key == 'drop' else 'a CSS selector'}")
        for selector in selectors:
            try:
                parse_selector(selector)
            except SelectorError as error:
                raise RuleError(f"{where}: not a CSS selector: {selector!r} ({error})") from error
    return Layout(**{k: tuple(v) if k == "drop" else v for k, v in data.items()})


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands first, 1 where it does not stand at all."""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith((f"{key} ", f"{key}=", f"[[{key}", f"[{key}")):
            return number
    return 1


def load_folder(folder: Path) -> dict[str, Site]:
    """Return the sites of a folder by domain; raise RuleError for a file that is wrong or named otherwise than its domain."""
    sites: dict[str, Site] = {}
    for path in sorted(folder.glob("*.toml")):
        site = load(path.read_text(encoding="utf-8"), str(path))
        if path.stem != site.domain:
            raise RuleError(f"{path}:1: domain: {site.domain!r} must be the file's name")
        sites[site.domain] = site
    return sites


@cache
def shipped() -> Mapping[str, Site]:
    """Return the sites that come with the package."""
    return {s.domain: s for s in _shipped()}


def _shipped() -> Iterator[Site]:
    for entry in sorted((DATA / "sites").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            yield load(entry.read_text(encoding="utf-8"), f"sites/{entry.name}")


def site_for(host: str | None, sites: Mapping[str, Site]) -> Site | None:
    """Return the site whose domain is the host or the nearest one above it.

    >>> site_for("www.a.test", {"a.test": Site("a.test")}).domain
    'a.test'
    """
    name = (host or "").lower()
    while "." in name:
        if name in sites:
            return sites[name]
        name = name.split(".", 1)[1]
    return None
