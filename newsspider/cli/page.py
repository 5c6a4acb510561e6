"""A record on a terminal: what a reader of the page would look for, in that order."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from newsspider.cli.terminal import escaped
from pipelines.record import Article, Author, Credit, Place

_WIDTH = 100


def show(article: Article, console: Console | None = None) -> None:
    """Print an article; colours only on a terminal, and never what the page itself sends to one."""
    out = console or Console(
        width=None if sys.stdout.isatty() else _WIDTH,
        no_color="NO_COLOR" in os.environ or None,
        highlight=False,
        soft_wrap=False,
    )
    out.print(Text(escaped(article.headline or "(no headline)"), style="bold"))
    if article.alternative_headline:
        out.print(Text(escaped(article.alternative_headline), style="italic"))
    out.print()
    for name, value in _facts(article):
        out.print(Text.assemble((f"{name:<11}", "cyan"), " ", escaped(value)), no_wrap=False)
    out.print()
    for block in article.body.blocks:
        style = "bold" if block.kind == "heading" else "italic" if block.kind == "quote" else ""
        mark = "- " if block.kind == "list_item" else ""
        for line in block.text.split("\n"):
            out.print(Text(mark + escaped(line), style=style))
        out.print()
    for image in article.images:
        out.print(
            Text.assemble(("picture", "cyan"), " ", escaped(image.caption or image.alt or image.url or "(no text)"))
        )
        if image.credit:
            out.print(Padding(Text(escaped(_credit(image.credit)), style="dim"), (0, 0, 0, 8)))
    left = len(article.dropped)
    if left or article.warnings:
        out.print(
            Text(
                f"{left} lines left out" + (f"; {escaped(', '.join(article.warnings))}" if article.warnings else ""),
                style="dim",
            )
        )


def _facts(article: Article) -> list[tuple[str, str]]:
    found = [
        ("publisher", " · ".join(x for x in (article.publisher.name, article.publisher.domain) if x)),
        ("byline", "; ".join(_author(a) for a in article.authors)),
        ("dateline", _dateline(article)),
        ("published", _time(article.date_published, article.date_published_offset)),
        ("modified", _time(article.date_modified, article.date_modified_offset)),
        ("language", article.language or ""),
        ("section", article.section or ""),
        ("genre", article.genre or ""),
        ("access", article.access if article.access != "unknown" else ""),
        ("url", article.url or ""),
    ]
    return [(name, value) for name, value in found if value]


def _author(author: Author) -> str:
    extra: list[str] = [author.role] if author.role != "author" else []
    extra += [x for x in (author.job_title, author.bureau, author.affiliation, author.location) if x]
    name = author.name or author.alternate_name or "(unnamed)"
    return name + (f" ({', '.join(extra)})" if extra else "")


def _dateline(article: Article) -> str:
    dateline = article.dateline
    if dateline is None:
        return ""
    parts = [", ".join(_place(p) for p in dateline.places), dateline.date or "", ", ".join(dateline.agencies)]
    return " · ".join(p for p in parts if p) + f'   "{dateline.raw}"'


def _place(place: Place) -> str:
    more = ", ".join(x for x in (place.region, place.country) if x)
    return f"{place.name} ({more})" if more else place.name


def _time(value: str | None, basis: str | None) -> str:
    return "" if value is None else value + (f" (offset {basis})" if basis and "T" in value else "")


def _credit(credit: Credit) -> str:
    names = [*(c.name for c in credit.creators), *credit.agencies, *credit.supplied_by]
    return f"{credit.kind}: {', '.join(names)}" if names else f"{credit.kind}: {credit.raw}"
