"""`newsspider export`: records as a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from newsspider.cli.terminal import Progress, fail, spare

_FORMATS: Final = ("parquet", "jsonl", "csv", "sqlite", "duckdb", "huggingface", "newsarticle", "ninjs", "zyte")


@click.command(
    "export",
    epilog="""\b
Examples:
  newsspider export out/articles.jsonl --to parquet -o sets/news
  newsspider export data/records/*.jsonl --to huggingface --language en --since 2026-01-01 -o sets/english
  newsspider export out/articles.jsonl --to jsonl --compress zstd --rows 50000 --filled dateline -o sets/datelines
  newsspider export out/articles.jsonl --to sqlite -o sets/db
  newsspider export out/*.jsonl --to parquet --licence "With leave of the publisher, not to be passed on." -o sets/own

\b
Exit codes: 0 written; 1 a line is no record; 2 usage, or an extra is missing; 4 the output failed.""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="RECORDS..."
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder to make.")
@click.option("--to", required=True, type=click.Choice(_FORMATS), help="What to make of the records.")
@click.option("--site", "sites", multiple=True, metavar="DOMAIN", help="Only this publisher; may be repeated.")
@click.option("--language", "languages", multiple=True, metavar="TAG", help="Only this language; may be repeated.")
@click.option("--since", metavar="YYYY-MM-DD", help="Published on this day or later.")
@click.option("--until", metavar="YYYY-MM-DD", help="Published on this day or earlier.")
@click.option(
    "--filled", multiple=True, metavar="FIELD", help="Only with a value there (dateline, body.text, images.caption)."
)
@click.option("--access", type=click.Choice(("full", "partial", "unknown")), help="Only with this access.")
@click.option(
    "--compress", type=click.Choice(("gzip", "zstd", "none")), default="gzip", show_default=True, help="For JSON Lines."
)
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="Records in one file.")
@click.option("--licence", metavar="TEXT", help="What dataset.json says of the rights, instead of our own words.")
@click.option("--note", "notes", multiple=True, metavar="TEXT", help="More words for dataset.json; may be repeated.")
@click.option("--overwrite", is_flag=True, help="Replace what is in DIR.")
@click.option("--quiet", is_flag=True, help="No table; messages only.")
def command(
    files: tuple[Path, ...],
    output: Path,
    to: str,
    sites: tuple[str, ...],
    languages: tuple[str, ...],
    since: str | None,
    until: str | None,
    filled: tuple[str, ...],
    access: str | None,
    compress: str,
    rows: int,
    licence: str | None,
    notes: tuple[str, ...],
    overwrite: bool,
    quiet: bool,
) -> None:
    """Write the records of RECORDS (.jsonl, .jsonl.gz, .jsonl.zst) as a data set into DIR, with dataset.json beside it.

    Order is that of the input; the same input gives the same bytes (a DuckDB file the same content). Records are never
    changed.
    """
    from newsspider.export import ExportError, Selection, export
    from newsspider.export.manifest import LICENCE_NOTE, Words
    from newsspider.reading import RecordError

    spare(files, output)
    try:
        selection = Selection(frozenset(sites), frozenset(languages), since, until, filled, access)
        words = Words(LICENCE_NOTE if licence is None else licence, notes)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    try:
        with Progress(None, "records", "left out") as progress:
            facts = export(
                files, output, to, selection=selection, compression=compress, rows=rows, overwrite=overwrite,
                words=words, each=lambda taken: progress.advance(rejected=not taken),
            )  # fmt: skip
    except RecordError as error:
        fail(str(error), 1)
    except ExportError as error:
        fail(error.message, error.code)
    if not quiet:
        size = sum(f["bytes"] for f in facts["files"])
        told = f"{facts['records']} records in {len(facts['files'])} files, {size / 1e6:.1f} MB"
        left = f"; {facts['left_out']} left out" if facts["left_out"] else ""
        click.echo(f"{output}: {told}{left}", err=True)
