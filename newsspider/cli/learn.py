"""`newsspider learn`: where the stories of sites stand, from stored pages into the site memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from pipelines.container import Container

INTERNAL = 1


@click.command(
    "learn",
    epilog="""\b
Examples:
  newsspider learn crawl.warc.gz --memory memory.sqlite
  newsspider reparse crawl.warc.gz -o out --memory memory.sqlite

\b
Exit codes: 0 done, whatever was learned; 1 an input cannot be read; 2 usage.""",
)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="INPUT...")
@click.option(
    "--memory",
    required=True,
    envvar="NEWSSPIDER_MEMORY",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Site memory to keep it in; made where it is not there.",
)
@click.option("--jobs", default="auto", show_default=True, metavar="N|auto", help="Worker processes.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that the paths of a manifest start from, instead of its own.",
)
@click.option("--sites", metavar="off|DIR", help="As for reparse.")
@click.option("--quiet", is_flag=True, help="No table; messages only.")
def command(
    inputs: tuple[Path, ...], memory: Path, jobs: str, root: Path | None, sites: str | None, quiet: bool
) -> None:
    """Learn which element holds the stories of each site, from a few of its pages.

    A path is believed where at least three stories came out the same, byte for byte, from the element alone and from
    the whole page, and none came out otherwise. A re-parse with the memory then reads only that element on pages that
    look like those, and every other page as a whole. What was known of a site's element before is replaced.
    """
    from newsspider.learning import learn
    from newsspider.memory import Memory
    from newsspider.reparse import cores
    from pipelines.rules import RuleError
    from pipelines.worker import WorkerError

    try:
        workers = cores(jobs)
    except ValueError as error:
        raise click.BadParameter(f"a number or auto: {error}", param_hint="--jobs") from error
    if sites not in (None, "off") and not Path(sites).is_dir():
        raise click.BadParameter(f"no such folder: {escaped(sites)}", param_hint="--sites")
    known = 0
    try:
        with Memory(memory) as store:
            for found in learn(inputs, root=root, jobs=workers, sites=sites):
                store.keep(found.host, found.containers)
                known += bool(found.containers)
                if found.failure:
                    click.echo(f"newsspider: {escaped(f'{found.host}: {found.failure}')}", err=True)
                if not quiet:
                    click.echo(f"{escaped(found.host)}\t{found.pages} pages\t{_told(found.containers)}")
            if not quiet:
                click.echo(f"{known} sites with a container in {escaped(str(memory))}")
    except (WorkerError, RuleError) as error:
        fail(str(error), INTERNAL)
    except OSError as error:
        fail(f"cannot read {error.filename or 'the input'}: {error.strerror or error}", INTERNAL)


def _told(containers: tuple[Container, ...]) -> str:
    paths = [f"{c.path} ({c.stories})" for c in containers]
    return escaped("; ".join(paths)) if paths else "-"
