"""`newsspider extract`: one page, for a person to read or as JSON."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from pipelines.page import Page
    from pipelines.record import Article, Rejection


@click.command(
    "extract",
    epilog="""\b
Examples:
  newsspider extract page.html --url https://news.example/a --retrieved-at 2024-05-01T08:00:00Z
  newsspider extract --json page.html.gz | jq .authors
  curl -s https://news.example/a | newsspider extract - --url https://news.example/a
  newsspider extract https://news.example/a

\b
Exit codes: 0 an article; 1 none, with the reason on stderr.""",
)
@click.argument("file", metavar="FILE|URL|-")
@click.option("--url", help="URL the page was fetched from.")
@click.option(
    "--retrieved-at", metavar="TIME", help="When it was fetched (RFC 3339); relative dates are read against it."
)
@click.option("--json", "as_json", is_flag=True, help="Print the record, one line of JSON.")
@click.option("--text", "is_text", is_flag=True, help="Read a plain text dump (known by itself for .txt files).")
@click.option(
    "--contacts", is_flag=True, envvar="NEWSSPIDER_CONTACTS", help="Keep e-mail addresses and handles of authors."
)
@click.option("-s", "given", multiple=True, metavar="NAME=VALUE", help="A Scrapy setting, for a URL.")
def command(
    file: str,
    url: str | None,
    retrieved_at: str | None,
    as_json: bool,
    is_text: bool,
    contacts: bool,
    given: tuple[str, ...],
) -> None:
    """Show what FILE holds: headline, byline, dateline, body, pictures. "-" reads standard input, a URL is fetched."""
    from newsspider.reparse import parse_one
    from newsspider.sources import facts
    from pipelines.ledger import encode
    from pipelines.record import Rejection

    when = facts.instant(retrieved_at)
    if retrieved_at and when is None:
        raise click.BadParameter("must be a time with an offset, as 2024-05-01T08:00:00Z", param_hint="--retrieved-at")
    if re.match(r"https?://", file, re.IGNORECASE):
        result = _fetched(file, given, contacts=contacts)
    else:
        page = _page(file, url, when, is_text=is_text)
        result = page if isinstance(page, Rejection) else parse_one(page, contacts=contacts)
    if as_json:
        sys.stdout.buffer.write(encode(result) + b"\n")
        sys.stdout.buffer.flush()
    if isinstance(result, Rejection):
        fail(f"no article: {result.reason}" + (f" ({result.detail})" if result.detail else ""), 1)
    if not as_json:
        _show(result)


def _fetched(url: str, given: tuple[str, ...], *, contacts: bool) -> Article | Rejection:
    """Make one polite fetch: robots.txt first, nothing kept."""
    from newsspider.cli.crawling import crawl, project_settings, setting

    quiet = {"LOG_LEVEL": "ERROR", "NEWSSPIDER_DATA": "", "NEWSSPIDER_OUTPUT": "", "NEWSSPIDER_CONTACTS": contacts}
    settings = project_settings({**quiet, **dict(setting(s) for s in given)}, is_needed=False)
    found: list[Article | Rejection] = []
    crawl("articles", settings, each=found.append, urls=url)
    if len(found) != 1:
        fail("internal error: the page gave no line", 1)
    return found[0]


def _page(file: str, url: str | None, when: str | None, *, is_text: bool) -> Page | Rejection:
    from dataclasses import replace

    from newsspider.sources import fixture, load, stored, stored_page
    from pipelines.page import Origin, Page
    from pipelines.record import Rejection

    if file == "-":
        content, truncated, whole = stored.read_limited(sys.stdin.buffer)
        kind = "text/plain" if is_text else "text/html"
        page = Page(
            content, url, when, media_type=kind, truncated=truncated, origin=Origin("text" if is_text else "file", "-")
        )
        return page if whole else stored.refused_page(page, "too_large", "standard input is too long")
    path = Path(file)
    if not path.is_file():
        raise click.BadParameter(f"no such file: {escaped(file)}", param_hint="FILE")
    if url is None and when is None and fixture.is_fixture(path):
        found = fixture.entry(path.parent, path.name)
        return found if isinstance(found, Rejection) else load(found)
    entry = stored_page(path, stored.shown(path.name), url=url, retrieved_at=when)
    if is_text:
        entry = replace(
            entry, page=replace(entry.page, media_type="text/plain", origin=Origin("text", entry.page.origin.path))
        )
    return load(entry)


def _show(article: Article) -> None:
    from newsspider.cli.page import show

    show(article)
