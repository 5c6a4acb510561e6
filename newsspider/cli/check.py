"""`newsspider check`: are the lines of an output what they claim to be."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsspider.cli.terminal import escaped, fail

_SHOWN = 20


@click.command(
    "check",
    epilog="""\b
Examples:
  newsspider check out/articles.jsonl out/articles.rejected.jsonl
  newsspider check --repair out/articles.jsonl

\b
Exit codes: 0 nothing found; 1 findings, each as FILE:LINE: POINTER: MESSAGE; 4 the repair failed.""",
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@click.option("--repair", is_flag=True, help="Move a torn last line to FILE.torn, so that the file can be continued.")
@click.option("--all", "show_all", is_flag=True, help=f"Show all findings, not the first {_SHOWN} of each file.")
def command(files: tuple[Path, ...], repair: bool, show_all: bool) -> None:
    """Check records and rejections: schema, keys, digests, spans, pointers, and a last line that is whole."""
    from newsspider.checking import check, torn_bytes
    from pipelines.ledger import LedgerError, repair_torn_tail

    found = 0
    for path in files:
        name, lines, here = escaped(str(path)), 0, 0
        torn = torn_bytes(path)
        for _, findings in check(path):
            lines += 1
            for finding in findings:
                here += 1
                if here <= _SHOWN or show_all:
                    where = f"{escaped(finding.pointer)}: " if finding.pointer else ""
                    click.echo(f"{name}:{finding.line}: {where}{escaped(finding.message)}")
        if here > _SHOWN and not show_all:
            click.echo(f"{name}: {here - _SHOWN} more findings; --all shows them")
        if torn and repair:
            try:
                repair_torn_tail(path)
            except LedgerError as error:
                fail(error.strerror or str(error), error.exit_code)
            click.echo(f"{name}: {torn} bytes of a torn last line moved to {escaped(path.name)}.torn")
        elif torn:
            here += 1
            click.echo(f"{name}:{lines + 1}: torn: {torn} bytes without an end of line; --repair moves them away")
        click.echo(f"{name}: {lines} lines, {here} findings", err=True)
        found += here
    sys.exit(1 if found else 0)
