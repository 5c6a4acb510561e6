"""`newsspider stories`: which records are one story."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from newsspider.cli.terminal import Progress, escaped, fail, lines_into, spare


@click.command(
    "stories",
    epilog="""\b
Examples:
  newsspider stories out/articles.jsonl -o out/stories.jsonl
  newsspider stories data/records/*.jsonl -o stories.jsonl

\b
Exit codes: 0 written; 1 a line is no record; 2 usage, or the extra `stories` is missing; 4 the output failed.""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="RECORDS..."
)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def command(files: tuple[Path, ...], output: Path) -> None:
    """Group the records of RECORDS that are one story: copies of a text, versions of an article, translations.

    One line a group of two and more, with the agency that datelines and bylines name, and the role of each record.
    Records are not changed.
    """
    spare(files, output)
    if find_spec("rensa") is None:
        fail('stories wants rensa: pip install "newsspider[stories]"', 2)
    from newsspider.reading import RecordError
    from newsspider.stories import group

    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with lines_into(output) as write, Progress(None, "records", "") as progress:
            made = group(files, write, each=lambda: progress.advance(rejected=False))
    except RecordError as error:
        fail(str(error), 1)
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror or error}", 4)
    told = f"{made.records} records, {made.groups} groups: {made.copies} records share their text"
    more = f"{made.versions} articles in several versions, {made.translations} translations"
    click.echo(f"{escaped(str(output))}: {told}, {more}; {made.short} too short to compare", err=True)
