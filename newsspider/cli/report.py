"""`newsspider report`: records beside their pages, to look at."""

from __future__ import annotations

from pathlib import Path

import click

from newsspider.cli.terminal import Progress, escaped, fail, spare


@click.command(
    "report",
    epilog="""\b
Examples:
  newsspider report out/articles.jsonl out/articles.rejected.jsonl --pages manifest.jsonl -o report.html
  newsspider report data/records/*.jsonl --pages data/archive --runs data/runs -o report.html
  newsspider report out/articles.jsonl -o report.html          without pages: the records alone

\b
Exit codes: 0 written; 1 a line is no record; 2 usage; 4 the report cannot be written.""",
)
@click.argument(
    "records",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="RECORDS...",
)
@click.option(
    "--pages", multiple=True, type=click.Path(exists=True, path_type=Path), metavar="INPUT",
    help="Where the pages are: any input of reparse; may be repeated.",
)  # fmt: skip
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="As for reparse.")
@click.option(
    "--runs", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help="data/runs of a project: shows each site's last runs.",
)  # fmt: skip
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def command(
    records: tuple[Path, ...], pages: tuple[Path, ...], root: Path | None, runs: Path | None, output: Path
) -> None:
    """Write one HTML file that shows records beside their pages, with the places marked that values were read from.

    It needs no server and asks for nothing; pages in it are inert. Beyond 20 MB pages lie in a folder beside it.
    """
    from newsspider.reading import RecordError
    from newsspider.report import build

    spare((*records, *pages), output)

    try:
        with Progress(None, "pages", "rejected") as progress:
            made = build(
                records, output, pages=pages, root=root, runs=runs, each=lambda: progress.advance(rejected=False)
            )
    except RecordError as error:
        fail(str(error), 1)
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror or error}", 4)
    told = f"{made.records} records, {made.pages} beside their pages"
    missing = f"; {made.missing} pages were not among the inputs" if made.missing else ""
    beside = f"; pages in {escaped(made.beside[0].parent.name)}/" if made.beside else ""
    click.echo(f"{escaped(str(output))}: {told}{missing}{beside}", err=True)
