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
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from cssselect import SelectorError
from cssselect import parse as parse_selector
from msgspec import Meta

from pipelines.rules import DATA, RuleError

_Selector = Annotated[str, Meta(min_length=1)]
_Url = Annotated[str, Meta(pattern=r"^https?://")]
_KEY: Final = re.compile(r"`\$?[.\w\[\]]*?(\w+)(?:\[[^\]]*\])*`")


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
class Match:
    """What one selector finds on one page."""

    field: str
    """Key of the layout: headline, body, drop ..."""
    selector: str
    count: int
    """Elements that it matches."""
    words: str | None
    """Text of the first of them."""


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


class _LayoutForm(msgspec.Struct, forbid_unknown_fields=True):
    until: dt.date | None = None
    body: _Selector | None = None
    headline: _Selector | None = None
    byline: _Selector | None = None
    standfirst: _Selector | None = None
    published: _Selector | None = None
    drop: tuple[_Selector, ...] = ()


class _SiteForm(msgspec.Struct, forbid_unknown_fields=True):
    domain: Annotated[str, Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    name: _Selector | None = None
    aliases: tuple[_Selector, ...] = ()
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    timezone: str | None = None
    dateline: Literal["caps-dash", "city-period"] | None = None
    feeds: tuple[_Url, ...] = ()
    sitemaps: tuple[_Url, ...] = ()
    sections: tuple[_Url, ...] = ()
    layout: tuple[_LayoutForm, ...] = ()


def load(text: str, file: str) -> Site:
    """Return the site that a TOML text describes; raise RuleError naming file, line and fault."""
    try:
        form = msgspec.convert(tomllib.loads(text), _SiteForm)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: {error}") from error
    except msgspec.ValidationError as error:
        named = _KEY.findall(str(error))
        raise RuleError(f"{file}:{_line(text, named[-1] if named else '')}: {error}") from error
    if form.timezone is not None:
        try:
            ZoneInfo(form.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise RuleError(f"{file}:{_line(text, 'timezone')}: no IANA time zone {form.timezone!r}") from error
    if sum(x.until is None for x in form.layout) > 1:
        raise RuleError(f"{file}:{_line(text, 'layout')}: only one layout may be without `until`")
    layouts = [_layout(x, text, file) for x in form.layout]
    return Site(
        form.domain,
        form.name,
        form.aliases,
        form.language,
        form.timezone,
        form.dateline,
        form.feeds,
        form.sitemaps,
        form.sections,
        tuple(sorted(layouts, key=lambda x: (x.until is None, x.until or dt.date.max))),
    )


def _layout(form: _LayoutForm, text: str, file: str) -> Layout:
    given = {"body": form.body, "headline": form.headline, "byline": form.byline}
    given |= {"standfirst": form.standfirst, "published": form.published}
    for key, selector in [*given.items(), *(("drop", d) for d in form.drop)]:
        try:
            parse_selector(selector or "*")
        except SelectorError as error:
            fault = f"layout.{key}: not a CSS selector: {selector!r} ({error})"
            raise RuleError(f"{file}:{_line(text, key)}: {fault}") from error
    return Layout(form.until, form.body, form.headline, form.byline, form.standfirst, form.published, form.drop)


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands first, 1 where it does not stand at all."""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith((f"{key} ", f"{key}=", f"[[{key}", f"[{key}")):
            return number
    return 1


def load_folder(folder: Path) -> dict[str, Site]:
    """Return the sites of a folder by domain; raise RuleError for a file that is wrong or not named by its domain."""
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


@cache
def known(sites: str | None) -> Mapping[str, Site]:
    """Return the sites of a folder over the shipped ones, the shipped ones (None), or none ("off").

    Raises RuleError, naming file and line, for a site file that breaks its form.
    """
    if sites == "off":
        return {}
    return {**shipped(), **load_folder(Path(sites))} if sites else shipped()


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
