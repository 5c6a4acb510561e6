"""`newsspider run`: what cron or a systemd timer calls."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from newsspider.cli.crawling import USAGE, crawl, needs_contact, project_settings, setting
from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from scrapy.settings import Settings

OUTPUT_FAILED: Final = 4


@click.command(
    "run",
    epilog="""\b
Examples:
  newsspider run --due                      what a timer calls, every five minutes or so
  newsspider run --site harbour-post.test --limit 20
  newsspider run -s DOWNLOAD_DELAY=3 -s LOG_LEVEL=DEBUG

\b
Exit codes: 0 all well; 1 internal error; 2 usage; 3 pages in and lines out differ; 4 the output failed;
5 another run is at work; 6 a site is below its floor or over a fifth of the pages were rejected;
7 nothing could be fetched; 130 and 143 interrupted, the next run goes on.""",
)
@click.option("--due", is_flag=True, help="Ask only the feeds whose next poll is due.")
@click.option("--site", "sites", multiple=True, metavar="DOMAIN", help="Only this site; may be given more than once.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N pages of each site.")
@click.option("-s", "given", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting, as for scrapy crawl.")
@click.option("--quiet", is_flag=True, help="No table; alarms and messages only.")
def command(due: bool, sites: tuple[str, ...], limit: int | None, given: tuple[str, ...], quiet: bool) -> None:
    """Crawl the sites of this project: what is new or changed goes to the archive and to the records."""
    from newsspider.running import Run

    settings = project_settings({"LOG_LEVEL": "WARNING", **dict(setting(s) for s in given)})
    _check(settings, sites)
    crawler = crawl("news", settings, site=",".join(sites), limit=str(limit or ""), due="1" if due else "")
    run = crawler.get_extension(Run)
    if run is None or not run.facts:
        sys.exit(1)
    if quiet:
        for site, said in run.facts["alarms"].items():
            for alarm in said:
                click.echo(f"newsspider: {escaped(site)}: {escaped(alarm)}", err=True)
    else:
        from newsspider.cli.table import closing_table

        closing_table(run.facts)
    sys.exit(int(run.facts["exit_code"]))


def _check(settings: Settings, wanted: tuple[str, ...]) -> None:
    """End the command before the first request where the run could not end well."""
    from newsspider import sitelist
    from pipelines.rules import RuleError

    path = Path(settings["NEWSSPIDER_SITES"])
    try:
        listed = {s.domain for s in sitelist.load(path)}
        sitelist.facts(path)
    except RuleError as error:
        fail(str(error), USAGE)
    if not listed:
        fail(f"no sites in {path}: `newsspider sites add URL` adds one", USAGE)
    for domain in wanted:
        if domain not in listed:
            fail(f"{domain} is not in {path}", USAGE)
    if any(s.render for s in sitelist.load(path)):
        from newsspider import browser

        missing = browser.fault(settings)
        if missing is not None:
            fail(missing, USAGE)
    memory = settings["NEWSSPIDER_MEMORY"]
    if memory and not Path(memory).is_file():
        fail(f"NEWSSPIDER_MEMORY: no file {memory}; `newsspider reparse --memory` makes one", USAGE)
    needs_contact(settings)
    data = Path(settings["NEWSSPIDER_DATA"] or "data")
    free, wanted_free = shutil.disk_usage(data if data.exists() else Path.cwd()).free, least_free(settings)
    if free < wanted_free:
        fail(f"{free // 1_000_000} MB free for {data}, a run wants {wanted_free // 1_000_000}", OUTPUT_FAILED)


def least_free(settings: Settings) -> int:
    """Return the bytes of free disk under which no run begins."""
    return settings.getint("NEWSSPIDER_LEAST_FREE")
