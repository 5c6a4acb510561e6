"""`newsspider sites add` and `sites try`: a site for the project, and a first look at what comes of it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from newsspider.cli.crawling import USAGE, crawl, needs_contact, project_settings, setting
from newsspider.cli.terminal import escaped, fail
from pipelines.ledger import write_whole

if TYPE_CHECKING:
    from newsspider.spiders.scout import Candidate

_FEEDS: Final = ("rss", "atom", "rdf", "json")


@click.command(
    "add",
    epilog="""\b
Examples:
  newsspider sites add https://www.harbour-post.example
  newsspider sites add https://www.harbour-post.example --yes

\b
Exit codes: 0 added, or not wanted; 1 nothing found; 2 usage.""",
)
@click.argument("url")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("-s", "given", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting.")
def add(url: str, yes: bool, given: tuple[str, ...]) -> None:
    """Find the feeds and sitemaps of the site at URL, show them, ask, and write sites/<domain>.toml and sites.toml."""
    from newsspider import sitelist
    from newsspider.discovery.requestable import fault_of

    settings = project_settings({"LOG_LEVEL": "ERROR", **dict(setting(s) for s in given)})
    needs_contact(settings)
    fault = fault_of(url)
    if fault is not None:
        fail(f"{url}: {fault}", USAGE)
    spider: Any = crawl("scout", settings, url=url).spider
    for said in spider.faults:
        click.echo(f"newsspider: {escaped(said)}", err=True)
    for one in spider.found:
        said = f"  ({escaped(one.said)})" if one.said else ""
        click.echo(f"{one.kind:<14} {one.links:>6} links  {escaped(one.url)}  named by {one.named_by}{said}")
    feeds, sitemaps = chosen(spider.found)
    if not feeds and not sitemaps:
        fail("no feed and no sitemap with links: name sections in a site file by hand (docs/crawl.md)", 1)
    path = Path(settings["NEWSSPIDER_SITES"])
    domain = (urlsplit(spider.home).hostname or "").removeprefix("www.")
    text = site_file(domain, feeds, sitemaps)
    target = sitelist.facts_folder(path) / f"{domain}.toml"
    click.echo(f"\n{target}:\n{escaped_lines(text)}")
    if target.exists():
        fail(f"{target} is there already", USAGE)
    if not yes and not click.confirm("Add this site?", default=True):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, text.encode())
    if domain not in {s.domain for s in sitelist.load(path)}:
        with path.open("a", encoding="utf-8") as file:
            file.write(f'\n[[site]]\ndomain = "{domain}"\n')
    click.echo(f"added {escaped(domain)}; look at some pages with: newsspider sites try {escaped(domain)}")


@click.command(
    "try",
    epilog="""\b
Example:
  newsspider sites try harbour-post.example

\b
Exit codes: those of `newsspider run`.""",
)
@click.argument("domain")
@click.option("--limit", type=click.IntRange(1), default=3, show_default=True, help="Pages to fetch.")
@click.option("-s", "given", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting.")
@click.pass_context
def trial(context: click.Context, domain: str, limit: int, given: tuple[str, ...]) -> None:
    """Fetch a few pages of DOMAIN and show what comes of them; nothing is kept."""
    from newsspider import sitelist
    from newsspider.cli.table import closing_table
    from newsspider.running import Run
    from pipelines.record import Article, Rejection

    settings = project_settings({"LOG_LEVEL": "WARNING", **dict(setting(s) for s in given)})
    needs_contact(settings)
    if domain not in {s.domain for s in sitelist.load(Path(settings["NEWSSPIDER_SITES"]))}:
        fail(f"{domain} is not in {settings['NEWSSPIDER_SITES']}", USAGE)

    def show(item: Any) -> None:
        if isinstance(item, Article):
            names = ", ".join(a.name or "?" for a in item.authors) or "no byline"
            click.echo(escaped(f"{item.headline}  [{names}; {item.date_published}; {len(item.body.text)} characters]"))
        elif isinstance(item, Rejection):
            click.echo(escaped(f"rejected: {item.reason} ({item.detail})  {item.url}"))

    with tempfile.TemporaryDirectory() as folder:
        settings.set("NEWSSPIDER_DATA", folder, priority="cmdline")
        run = crawl("news", settings, each=show, site=domain, limit=str(limit)).get_extension(Run)
        if run is None:
            context.exit(1)
        closing_table(run.facts, kept=False)
        context.exit(int(run.facts["exit_code"]))


def chosen(found: list[Candidate]) -> tuple[list[str], list[str]]:
    """Return the feeds and sitemaps to crawl: feeds and news sitemaps, other sitemaps only where there are neither."""
    feeds = [c.url for c in found if c.kind in _FEEDS and c.links]
    news = [c.url for c in found if c.kind == "news_sitemap" and c.links]
    rest = [
        c.url for c in found if c.kind in ("sitemap", "sitemap_index", "text") and c.links and c.named_by != "an index"
    ]
    return feeds, news or ([] if feeds else rest)


def site_file(domain: str, feeds: list[str], sitemaps: list[str]) -> str:
    """Return a site file; the form of its strings is that of JSON, which is TOML's too."""
    lines = [f'domain = "{domain}"']
    for name, urls in (("feeds", feeds), ("sitemaps", sitemaps)):
        if urls:
            lines += [f"{name} = [", *(f"  {json.dumps(u)}," for u in urls), "]"]
    return "\n".join([*lines, ""])


def escaped_lines(text: str) -> str:
    """Return text with its lines, each made safe for a terminal."""
    return "\n".join(escaped(line) for line in text.splitlines())
