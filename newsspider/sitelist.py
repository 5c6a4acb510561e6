"""Which sites a project crawls: `sites.toml`, with the facts of each in `sites/<domain>.toml` or shipped with us.

[[site]]
domain  = "harbour-post.test"   # its feeds, sitemaps and sections stand in sites/harbour-post.test.toml
pages   = 200                   # budgets of one run
megabytes = 200
minutes = 30
delay   = 2.0                   # seconds between two requests; robots.txt may ask for more
every   = [300, 172800]         # seconds between two polls of a feed, at least and at most
links   = ["/news/*/*"]         # what the paths of stories look like, for section pages
recheck = [1, 24]               # hours after which a story is asked for again, to see whether it changed
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from newsspider import schedule
from pipelines.rules import RuleError
from pipelines.sites import Site, load_folder, shipped

_Positive = Annotated[int, Meta(ge=1)]
_Seconds = Annotated[float, Meta(ge=0)]


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One site of the list: its budgets and its rhythm."""

    domain: Annotated[str, Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
    pages: _Positive = 200
    megabytes: _Positive = 500
    minutes: _Positive = 30
    delay: _Seconds | None = None
    every: tuple[_Seconds, _Seconds] = (schedule.SHORTEST, schedule.LONGEST)
    links: tuple[str, ...] = ()
    recheck: tuple[_Seconds, ...] = ()
    render: bool = False


class _Form(msgspec.Struct, forbid_unknown_fields=True):
    site: tuple[Listed, ...] = ()


def load(path: Path) -> tuple[Listed, ...]:
    """Return the sites of a list; none where there is no file. Raises RuleError naming the file and the fault."""
    if not path.exists():
        return ()
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Form).site
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: {error}") from error
    domains = [s.domain for s in found]
    for domain in domains:
        if domains.count(domain) > 1:
            raise RuleError(f"{path}: {domain} stands there twice")
    return found


def facts_folder(path: Path) -> Path:
    """Return the folder of site files beside a list."""
    return path.parent / "sites"


def facts(path: Path) -> Mapping[str, Site]:
    """Return the facts of all sites by domain: those beside the list before those that are shipped."""
    folder = facts_folder(path)
    return {**shipped(), **(load_folder(folder) if folder.is_dir() else {})}
