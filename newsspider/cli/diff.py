"""`newsspider diff`: what changed between two runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.terminal import Progress, escaped, fail, spare
from pipelines.ledger import write_whole

if TYPE_CHECKING:
    from newsspider.diff import Difference

_SHOWN = 3


@click.command(
    "diff",
    epilog="""\b
Examples:
  newsspider diff before/articles.jsonl after/articles.jsonl
  newsspider diff before/articles.jsonl after/articles.jsonl --fields body,authors --html diff.html
  newsspider diff before/articles.jsonl after/articles.jsonl --fail-over 0.01 --json > diff.json

\b
Beside articles.jsonl its articles.rejected.jsonl is read too.
Exit codes: 0 nothing changed, or not more than --fail-over; 1 something changed; 2 usage, or a line is no record.""",
)
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fields", metavar="A,B", help="Compare these fields only; provenance is compared only when named.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page.")
@click.option("--json", "as_json", is_flag=True, help="Print all as JSON instead of a table.")
@click.option(
    "--fail-over", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="SHARE",
    help="End with 1 only where more than this share of the pages changed.",
)  # fmt: skip
def command(old: Path, new: Path, fields: str | None, page: Path | None, as_json: bool, fail_over: float) -> None:
    """Show what changed from OLD to NEW, two outputs over the same pages, field by field."""
    from newsspider.diff import compare, html_page
    from newsspider.diff.comparing import FIELDS
    from newsspider.reading import RecordError

    wanted = tuple(fields.split(",")) if fields else FIELDS
    for name in wanted:
        if name not in (*FIELDS, "provenance", "extractor"):
            raise click.BadParameter(f"the record has no field {name}", param_hint="--fields")
    if page is not None:
        spare((*_both(old), *_both(new)), page)
    try:
        with Progress(None, "pages", "") as progress:
            made = compare(_both(old), _both(new), fields=wanted, each=lambda: progress.advance(rejected=False))
    except RecordError as error:
        fail(str(error), 2)
    if page is not None:
        write_whole(page, html_page(made, str(old), str(new)).encode())
    if as_json:
        click.echo(json.dumps(made.facts(), ensure_ascii=False, indent=1))
    else:
        _table(made)
    over = made.share > fail_over or ((made.added or made.removed) and fail_over == 0)
    sys.exit(1 if over else 0)


def _both(path: Path) -> list[Path]:
    """Return a file of records and the file of rejections beside it, where there is one."""
    beside = path.with_name(path.name.replace(".jsonl", ".rejected.jsonl", 1))
    return [path, beside] if beside != path and beside.exists() else [path]


def _table(made: Difference) -> None:
    say = click.echo
    say(f"{made.pages} pages in both, {made.changed} changed ({made.share:.1%}), {made.same} the same")
    if made.added or made.removed:
        say(f"{made.added} only in the new run, {made.removed} only in the old one")
    for move, number in made.moves.most_common():
        say(f"  {number:>6}  {escaped(move)}")
    if made.words_lost or made.words_won:
        say(f"bodies: {made.words_lost} words lost, {made.words_won} words won")
    for name, number in made.fields.most_common():
        say(f"\n{name}: {number}")
        for sample in made.samples[name][:_SHOWN]:
            say(f"  {escaped(sample.page)}")
            say(f"    - {escaped(sample.old)}")
            say(f"    + {escaped(sample.new)}")
