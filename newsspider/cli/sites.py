"""`newsspider sites`: the site files of a project."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from newsspider.cli.adding import add, trial
from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from newsspider.sources import Entry
    from pipelines.page import Page
    from pipelines.record import Article, Rejection
    from pipelines.sites import Layout, Site

_FIELDS: Final = (
    "headline",
    "alternative_headline",
    "authors",
    "dateline",
    "date_published",
    "date_modified",
    "publisher",
    "language",
    "body",
)
_CUT: Final = 90


@click.group(
    "sites",
    epilog="""\b
Example:
  newsspider sites add https://www.harbour-post.example""",
)
def command() -> None:
    """Site files: what newsspider cannot know of a publisher by itself."""


command.add_command(add)
command.add_command(trial)


@command.command(
    "test",
    epilog="""\b
Examples:
  newsspider sites test sites/harbour-post.test.toml
  newsspider sites test sites/ pages/manifest.jsonl

\b
Exit codes: 0 all files are sound and every selector matches somewhere; 1 a fault, or a selector that never matches.""",
)
@click.argument("files", metavar="FILE|DIR", type=click.Path(exists=True, path_type=Path))
@click.argument("pages", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PAGES]...")
def test(files: Path, pages: tuple[Path, ...]) -> None:
    """Check site files, and show on stored PAGES what each selector finds and what it changes in the record."""
    from newsspider.sources import Stored, entries, load
    from pipelines.page import Page
    from pipelines.rules import RuleError
    from pipelines.sites import site_for

    try:
        sites = _sites(files)
    except RuleError as error:
        fail(str(error), 1)
    click.echo(f"{len(sites)} site files are sound")
    found: dict[tuple[str, str, str], int] = {}
    for entry in entries(pages):
        page: Entry = load(entry) if isinstance(entry, Stored) else entry
        site = site_for(_host(page), sites) if isinstance(page, Page) else None
        if isinstance(page, Page) and site is not None:
            _page(page, site, found)
    idle = [key for key, count in found.items() if not count]
    for domain, field, selector in idle:
        click.echo(f"{escaped(domain)}: {field}: {escaped(selector)} matches nothing on these pages")
    sys.exit(1 if idle else 0)


def _sites(files: Path) -> Mapping[str, Site]:
    from pipelines.sites import load, load_folder

    if files.is_dir():
        return load_folder(files)
    site = load(files.read_text(encoding="utf-8"), str(files))
    return {site.domain: site}


def _host(page: Page) -> str | None:
    from pipelines.worker.tasks import host_of

    return host_of(page.url)


def _page(page: Page, site: Site, found: dict[tuple[str, str, str], int]) -> None:
    """Show one page, and count what each selector finds."""
    from pipelines.parse import matches, parse

    click.echo()
    click.echo(f"{escaped(page.url or '')}  {_period(site.layout(page.retrieved_at))}")
    for match in matches(page, site):
        key = (site.domain, match.field, match.selector)
        found[key] = found.get(key, 0) + match.count
        words = f"  “{_cut(match.words)}”" if match.words else ""
        click.echo(f"  {match.field:<11}{escaped(match.selector)}: {match.count}{words}")
    plain, ours = parse(page), parse(page, site=site)
    for line in _differences(plain, ours):
        click.echo(f"  {line}")


def _period(layout: Layout | None) -> str:
    if layout is None:
        return "no layout"
    return f"layout until {layout.until.isoformat()}" if layout.until else "present layout"


def _differences(plain: Article | Rejection, ours: Article | Rejection) -> list[str]:
    """Return what the site file changes, one field a line."""
    from pipelines.record import Rejection

    if isinstance(plain, Rejection) or isinstance(ours, Rejection):
        ends = [f"rejected, {r.reason}" if isinstance(r, Rejection) else "an article" for r in (plain, ours)]
        return [f"without the file: {ends[0]}; with it: {ends[1]}"]
    lines = []
    for name in _FIELDS:
        before, after = _said(plain, name), _said(ours, name)
        if before != after:
            lines.append(f"changes {name}: {_cut(before)} → {_cut(after)}")
    return lines or ["changes nothing"]


def _said(article: Article, name: str) -> str:
    value = getattr(article, name)
    if name == "authors":
        return "; ".join(a.name or "?" for a in article.authors) or "none"
    if name == "dateline":
        return article.dateline.raw if article.dateline else "none"
    if name == "publisher":
        return article.publisher.name or "none"
    if name == "body":
        size = len(article.body.paragraphs)
        return f"{size} paragraphs, “{article.body.text[:40]}…”"
    return str(value) if value is not None else "none"


def _cut(text: str) -> str:
    return escaped(text if len(text) <= _CUT else text[: _CUT - 1] + "…")
