"""`newsspider reparse`: stored pages in, checked JSON Lines out."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

import click

from newsspider.cli.terminal import Progress, closing_table, escaped, fail, log_to_stderr

if TYPE_CHECKING:
    from newsspider.engine.asking import Result
    from newsspider.reparse import Summary
    from pipelines.ledger import Ledger, Mode

INTERNAL: Final = 1
BROKEN: Final = 3
DEGRADED: Final = 6
INTERRUPTED: Final = 130
TERMINATED: Final = 143


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    inputs: tuple[Path, ...]
    output: Path
    jobs: int
    root: Path | None
    mode: Any
    contacts: bool
    sites: str | None
    max_rejected: float | None
    quiet: bool
    memory: Path | None
    engine: str
    scheduler: str | None
    given: tuple[str, ...]
    """The inputs as they were given: URLs and paths."""


class _Place(click.ParamType[str]):
    """A path, or a URL that fsspec reads."""

    name = "place"

    def __init__(self, *, exists: bool) -> None:
        self._exists = exists

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from newsspider.remote import is_remote

        path = click.Path(exists=self._exists)
        return value if is_remote(value) else str(path.convert(value, param, ctx))


@click.command(
    "reparse",
    epilog="""\b
Examples:
  newsspider reparse pages/ -o out/articles.jsonl
  newsspider reparse pages/manifest.jsonl -o out --jobs auto
  newsspider reparse crawl.warc.gz old.zip dump.txt -o out/articles.jsonl --overwrite
  newsspider reparse .scrapy/httpcache/news -o out --resume
  newsspider reparse CC-NEWS-*.warc.gz -o out --engine dask --scheduler tcp://head:8786

\b
Exit codes: 0 every page got its line; 1 internal error; 2 usage; 3 pages in and lines out differ;
4 the output failed; 5 another run holds the output; 6 more rejected than --max-rejected allows;
130 and 143 interrupted, to be continued with --resume.""",
)
@click.argument("inputs", nargs=-1, required=True, type=_Place(exists=True), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PATH",
    type=_Place(exists=False),
    help="Articles file (NAME.jsonl), or a folder for articles.jsonl; rejections and run summary stand beside it.",
)
@click.option(
    "--jobs",
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Worker processes; the output is the same for any number.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder that the paths of a manifest start from, instead of its own.",
)
@click.option("--resume", is_flag=True, help="Keep the lines that are there and do the rest.")
@click.option("--overwrite", is_flag=True, help="Replace the lines that are there.")
@click.option(
    "--sites",
    metavar="off|DIR",
    help="Folder of site files that go before the shipped ones; off: the generic path alone.",
)
@click.option(
    "--max-rejected",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="End with exit code 6 when more than this share of pages is rejected.",
)
@click.option(
    "--contacts", is_flag=True, envvar="NEWSSPIDER_CONTACTS", help="Keep e-mail addresses and handles of authors."
)
@click.option(
    "--memory",
    envvar="NEWSSPIDER_MEMORY",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Drop what FILE knows to be repeated on a site, and learn from this run when it has ended.",
)
@click.option(
    "--engine",
    type=click.Choice(["pool", "dask"]),
    default="pool",
    show_default=True,
    help="pool: processes of this machine; dask: workers of a Dask cluster, for many machines.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Address of a Dask scheduler that is there; without it --jobs workers are started on this machine.",
)
@click.option(
    "--staging",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for copies of inputs and outputs that are URLs, instead of the system's temporary one.",
)
@click.option("--quiet", is_flag=True, help="No progress, no table; messages only.")
def command(
    inputs: tuple[str, ...],
    output: str,
    jobs: str,
    root: Path | None,
    resume: bool,
    overwrite: bool,
    sites: str | None,
    max_rejected: float | None,
    contacts: bool,
    memory: Path | None,
    engine: str,
    scheduler: str | None,
    staging: Path | None,
    quiet: bool,
) -> None:
    """Parse stored pages: one line a page, in the order of the input.

    An INPUT is a folder (HTML, text dumps, fixtures, a Scrapy HTTP cache), a manifest (JSONL or CSV with path, url,
    retrieved_at), a WARC file, a zip of HTML, a page, or a plain text dump; or a URL of one, where fsspec and what the
    kind of URL needs are installed.
    """
    if resume and overwrite:
        raise click.UsageError("--resume and --overwrite exclude each other")
    if scheduler is not None and engine != "dask":
        raise click.UsageError("--scheduler goes with --engine dask")
    from newsspider.fetch.download import RemoteError
    from newsspider.remote import staged
    from newsspider.reparse import cores
    from pipelines.ledger import LedgerError
    from pipelines.rules import RuleError
    from pipelines.sites import known

    mode: Mode = "resume" if resume else "overwrite" if overwrite else "new"
    try:
        workers = cores(jobs)
    except ValueError as error:
        raise click.BadParameter(f"a number or auto: {error}", param_hint="--jobs") from error
    if sites not in (None, "off"):
        if not Path(sites).is_dir():
            raise click.BadParameter(f"no such folder: {escaped(sites)}", param_hint="--sites")
        try:
            known(sites)
        except RuleError as error:
            fail(str(error), INTERNAL)
    log_to_stderr()
    try:
        with staged(inputs, output, folder=staging, mode=mode) as (paths, there):
            where = engine, scheduler, inputs
            _run(Order(paths, there, workers, root, mode, contacts, sites, max_rejected, quiet, memory, *where))
    except RemoteError as error:
        fail(str(error), error.exit_code)
    except LedgerError as error:
        fail(error.strerror or str(error), error.exit_code)
    except KeyboardInterrupt:  # the second signal
        fail("ended at once; --resume does the rest", INTERRUPTED)


def _run(order: Order) -> None:
    from newsspider.memory import Memory
    from newsspider.reparse import facts_of
    from pipelines import rules
    from pipelines.ledger import Ledger

    started = datetime.now(UTC)  # noqa: TID251 - for the run summary; records hold no clock
    with Ledger(order.output, order.mode) as ledger, _Signals() as signals:
        for name, size in ledger.torn.items():
            click.echo(f"newsspider: {name}: {size} bytes of a torn last line moved to {name}.torn", err=True)
        summary = _parse(order, ledger, signals.stop)
        seconds = (datetime.now(UTC) - started).total_seconds()  # noqa: TID251 - for the run summary
        more = {
            "inputs": [escaped(i) for i in order.given],
            "jobs": order.jobs,
            "engine": order.engine,
            "newsspider": version("newsspider"),
            "trafilatura": version("trafilatura"),
            "rules": rules.digest(),
            "sites": order.sites,
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(seconds, 3),
        }
        ledger.summarise(facts_of(summary, **more))
        if order.memory is not None and not summary.interrupted:
            with Memory(order.memory) as store:
                store.learn_file(ledger.names.articles)
    if not order.quiet:
        closing_table(summary, ledger.names, seconds)
    if summary.interrupted:
        click.echo("newsspider: interrupted; --resume does the rest", err=True)
        sys.exit(signals.code)
    if not summary.is_whole or (ledger.records, ledger.rejections) != (summary.records, summary.rejections):
        fail(f"{summary.pages} pages in, {ledger.records} records and {ledger.rejections} rejections out", BROKEN)
    if order.max_rejected is not None and summary.rejected_share > order.max_rejected:
        fail(f"{summary.rejected_share:.1%} of the pages rejected, more than {order.max_rejected:.1%}", DEGRADED)


def _parse(order: Order, ledger: Ledger, stop: threading.Event) -> Summary:
    from newsspider import reparse, sources
    from newsspider.engine import cluster
    from newsspider.memory import Memory
    from pipelines.ledger import LedgerError
    from pipelines.worker import WorkerError

    memory = None
    if order.memory is not None:
        with Memory(order.memory) as store:
            memory = store.snapshot()
    done: Counter[Any] = ledger.seen() if order.mode == "resume" else Counter()
    total = None if order.quiet or not sys.stderr.isatty() else sources.count(order.inputs)
    with Progress(total) as progress:

        def each(result: Result) -> None:
            progress.advance(rejected=not result.accepted)
            if result.is_bad:
                progress.say(f"{result.reason}: {result.detail}")

        given: dict[str, Any] = {
            "root": order.root, "contacts": order.contacts, "sites": order.sites, "skip": done, "stop": stop,
            "each": each, "memory": memory,
        }  # fmt: skip
        try:
            if order.engine == "dask":
                if order.mode != "resume":
                    shutil.rmtree(reparse.shards_folder(ledger.names), ignore_errors=True)
                with cluster.client(order.scheduler, order.jobs) as dask:
                    return reparse.reparse_by_shards(order.inputs, ledger, dask, **given)
            return reparse.reparse(order.inputs, ledger, jobs=order.jobs, **given)
        except cluster.ClusterError as error:
            fail(f"{error}; --resume does the rest", INTERNAL)
        except WorkerError as error:
            fail(str(error), INTERNAL)
        except LedgerError:
            raise
        except OSError as error:
            fail(f"cannot read {error.filename or 'the input'}: {error.strerror or error}", INTERNAL)


class _Signals:
    """SIGINT and SIGTERM ask the run to stop after the line at hand; a second one ends it at once."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.code = INTERRUPTED
        self._before: dict[int, Any] = {}

    def _caught(self, number: int, _: FrameType | None) -> None:
        if self.stop.is_set():
            raise KeyboardInterrupt
        self.code = TERMINATED if number == signal.SIGTERM else INTERRUPTED
        self.stop.set()

    def __enter__(self) -> _Signals:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._caught)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            # the process ends now: a further signal must not cut off what it still says and tidies
            signal.signal(number, signal.SIG_IGN if self.stop.is_set() else handler)
