"""`newsspider partition` and `newsspider merge`: a crawl past one process, and its parts put together again."""

from __future__ import annotations

from pathlib import Path

import click

from newsspider.cli.terminal import escaped, fail

_SHOWN = 20


@click.command(
    "partition",
    epilog="""\b
Examples:
  newsspider partition sites.toml -n 8
  newsspider partition sites.toml -n 9 --dry-run     what would move
  for part in parts/part-*; do (cd $part && newsspider run --due --quiet) & done; wait

\b
Exit codes: 0 dealt out; 2 usage, or a run that was cut off has to finish first; 5 a run is at work.""",
)
@click.argument("sites", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SITES.TOML")
@click.option("-n", "count", type=click.IntRange(1, 1_000), required=True, help="How many partitions.")
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Their folder; parts/ beside the list."
)
@click.option("--dry-run", is_flag=True, help="Say what would move, and change nothing.")
def command(sites: Path, count: int, output: Path | None, dry_run: bool) -> None:
    """Deal the sites of a project out to partitions by host, each a project with its own state and archive.

    Run again after the list has changed, or with another number: one site in n moves, with what is known of it.
    """
    from newsspider import partitions, sitelist
    from pipelines.ledger import LedgerError
    from pipelines.rules import RuleError

    project = sites.absolute().parent
    folder = output or sites.parent / "parts"
    try:
        listed = sitelist.load(sites)
        if not listed:
            fail(f"no sites in {sites}", 2)
        found = partitions.deal(project, listed, count, folder)
        if not dry_run:
            partitions.carry_out(project, sites, folder, found)
    except RuleError as error:
        fail(str(error), 2)
    except (LedgerError, partitions.PartitionError) as error:
        fail(error.strerror or str(error), error.exit_code)
    for name, domains in found.sites.items():
        click.echo(f"{name}  {len(domains):>6} sites")
    moves = [move for move in found.moves if move.before is not None]
    new = len(found.moves) - len(moves)
    if new:
        click.echo(f"{new} of {len(listed)} sites are new")
    said = "would move" if dry_run else "moved"
    click.echo(f"{len(moves)} of {len(listed)} sites {said} ({len(moves) / len(listed):.1%}; one in {count} is usual)")
    for move in moves[:_SHOWN]:
        click.echo(f"  {escaped(move.domain)}  {move.before or 'the project'} -> {move.after}")
    if len(moves) > _SHOWN:
        click.echo(f"  and {len(moves) - _SHOWN} more")


@click.command(
    "merge",
    epilog="""\b
Example:
  newsspider merge parts/part-* -o merged

\b
Exit codes: 0 put together; 2 a line that is not ours, or a run that was cut off has to finish first;
5 a run is at work.""",
)
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="PART..."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for all of them."
)
def merged(parts: tuple[Path, ...], output: Path) -> None:
    """Put the records, versions, archives and states of partitions together; the partitions stay as they are."""
    from newsspider.merging import MergeError, merge
    from pipelines.ledger import LedgerError

    ours = [part for part in sorted(parts) if (part / "data" / "state.sqlite").is_file()]
    if len({part.name for part in ours}) < len(ours):
        fail("two partitions bear one name", 2)
    try:
        done = merge(ours, output)
    except (LedgerError, MergeError) as error:
        fail(error.strerror or str(error), error.exit_code)
    for part in parts:
        if part not in ours:
            click.echo(f"{escaped(str(part))} has no state: nothing was crawled there", err=True)
    click.echo(
        f"{done['records']} records, {done['rejections']} rejections, {done['versions']} versions, "
        f"{done['archives']} archive files and {done['pages']} known pages of {len(ours)} partitions"
    )
