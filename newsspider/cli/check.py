"""`newsspider check`: are the lines of an output what they claim to be."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.terminal import escaped, fail, lines_into, spare

if TYPE_CHECKING:
    from newsspider.suspicion import Thresholds

_SHOWN = 20


@click.command(
    "check",
    epilog="""\b
Examples:
  newsspider check out/articles.jsonl out/articles.rejected.jsonl
  newsspider check --repair out/articles.jsonl
  newsspider check --suspicious --flags flags.jsonl --threshold dateline_days=30 out/articles.jsonl

\b
Exit codes: 0 nothing found; 1 findings, each as FILE:LINE: POINTER: MESSAGE; with --strict also where more than
that share of the records is suspicious; 2 usage; 4 the repair or the file of flags failed.""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@click.option("--repair", is_flag=True, help="Move a torn last line to FILE.torn, so that the file can be continued.")
@click.option("--all", "show_all", is_flag=True, help=f"Show all findings, not the first {_SHOWN} of each file.")
@click.option("--suspicious", is_flag=True, help="Also look for what is sound and still suspicious; prints a table.")
@click.option("--flags", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write flags as JSONL.")
@click.option("--threshold", "thresholds", multiple=True, metavar="NAME=NUMBER", help="From where on it is suspicious.")
@click.option(
    "--strict", type=click.FloatRange(0, 1), metavar="SHARE",
    help="End with 1 where more than this share of the records is suspicious.",
)  # fmt: skip
def command(
    files: tuple[Path, ...],
    repair: bool,
    show_all: bool,
    suspicious: bool,
    flags: Path | None,
    thresholds: tuple[str, ...],
    strict: float | None,
) -> None:
    """Check records and rejections: schema, keys, digests, spans, pointers, and a last line that is whole.

    FILE may be compressed (.gz, .zst), but for --repair.

    With --suspicious also dates that contradict each other, bodies that are summaries, authors that are sections,
    captions on unrelated pages and the like, each a flag of a closed list (docs/checks.md).
    """
    from newsspider.checking import check
    from newsspider.reading import COMPRESSED
    from newsspider.suspicion import Thresholds

    packed = next((p for p in files if p.suffix in COMPRESSED), None)
    if repair and packed is not None:
        raise click.BadParameter(f"{packed} is compressed: unpack it first", param_hint="--repair")
    if flags is not None:
        spare(files, flags)
    try:
        given = Thresholds.of(thresholds)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--threshold") from error
    found = 0
    for path in files:
        name, lines, here = escaped(str(path)), 0, 0
        if repair:
            _repair(path)
        for _, findings in check(path):
            lines += 1
            for finding in findings:
                here += 1
                if here <= _SHOWN or show_all:
                    where = f"{escaped(finding.pointer)}: " if finding.pointer else ""
                    click.echo(f"{name}:{finding.line}: {where}{escaped(finding.message)}")
        if here > _SHOWN and not show_all:
            click.echo(f"{name}: {here - _SHOWN} more findings; --all shows them")
        click.echo(f"{name}: {lines} lines, {here} findings", err=True)
        found += here
    share = 0.0
    if suspicious or flags is not None or strict is not None:
        share = _suspicions(files, given, flags)
    sys.exit(1 if found or (strict is not None and share > strict) else 0)


def _repair(path: Path) -> None:
    from newsspider.checking import torn_bytes
    from pipelines.ledger import LedgerError, repair_torn_tail

    torn = torn_bytes(path)
    if not torn:
        return
    try:
        repair_torn_tail(path)
    except LedgerError as error:
        fail(error.strerror or str(error), error.exit_code)
    click.echo(f"{escaped(str(path))}: {torn} bytes of a torn last line moved to {escaped(path.name)}.torn")


def _suspicions(files: tuple[Path, ...], given: Thresholds, target: Path | None) -> float:
    """Print what is suspicious, write the flags, and return the share of records that have any."""
    import msgspec

    from newsspider.suspicion import FLAGS, Sites
    from newsspider.suspicion import suspicious as looked_at
    from pipelines.record import Article

    sites, counts = Sites(), Counter[str]()
    records = flagged = 0
    try:
        with nullcontext(lambda _: None) if target is None else lines_into(target) as write:
            for read, found in looked_at(files, given):
                assert isinstance(read.value, Article)
                records += 1
                flagged += bool(found)
                sites.add(read.value, found)
                counts.update({f.flag for f in found})
                if found:
                    told = {"file": str(read.file), "line": read.number, "id": read.value.id, "url": read.value.url}
                    write({**told, "flags": msgspec.to_builtins(found)})
            for site in sites.lines():
                write(site)
    except OSError as error:
        if target is None:
            raise
        fail(f"cannot write {target}: {error.strerror}", 4)
    click.echo(f"{flagged} of {records} records are suspicious")
    for name, number in counts.most_common():
        click.echo(f"  {number:>6}  {name:<26} {FLAGS[name]}")
    for site in list(sites.lines())[:_SHOWN]:
        if site["flags"]:
            told_flags = ", ".join(f"{n} {name}" for name, n in site["flags"].items())
            click.echo(f"  {escaped(site['site'])} ({site['records']} records): {told_flags}")
    return flagged / records if records else 0.0
