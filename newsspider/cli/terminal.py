"""What a person sees: messages, progress, the closing table. Nothing of it reaches a pipe unasked."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self

import click

if TYPE_CHECKING:
    from newsspider.reparse import Summary
    from pipelines.ledger import Names


def escaped(text: str) -> str:
    r"""Return text that may come from a page or a file name, made safe for a terminal and for one line of a log.

    >>> escaped("a\x1b[31m\nb")
    'a\\x1b[31m\\nb'
    """
    return "".join(c if c.isprintable() or c == " " else c.encode("unicode_escape").decode("ascii") for c in text)


def fail(message: str, code: int) -> NoReturn:
    """Print one line to stderr and end with `code`."""
    click.echo(f"newsspider: {escaped(message)}", err=True)
    sys.exit(code)


def spare(files: Iterable[Path], output: Path) -> None:
    """End with usage error where an output would take the place of a file that is read, or of a folder around one."""
    target = output.resolve()
    for path in files:
        found = path.resolve()
        if target == found or target in found.parents or (output.exists() and output.samefile(path)):
            raise click.BadParameter(f"{output} is or holds the input {path}", param_hint="output")


@contextmanager
def lines_into(target: Path) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Give what writes a value as a line of JSON into `target`, which appears when it is whole; raises OSError."""
    from pipelines.ledger import encode, whole_file

    with whole_file(target) as out:

        def write(line: dict[str, Any]) -> None:
            out.write(encode(line) + b"\n")

        yield write


class _Escaping(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))


def log_to_stderr() -> None:
    """Send our warnings to stderr, one escaped line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Escaping("newsspider: %(message)s"))
    log = logging.getLogger("newsspider")
    log.handlers[:] = [handler]
    log.propagate = False


class Progress:
    """A progress bar with ETA on a terminal, and nothing elsewhere."""

    def __init__(self, total: int | None, what: str = "pages", bad: str = "rejected") -> None:
        self._what, self._bad = what, bad
        self._bar: Any = None
        self._task: Any = None
        self._total = total
        self._rejected = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn(self._what),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.fields[rejected]} " + self._bad),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=self._total, rejected=0)
        return self

    def advance(self, *, rejected: bool) -> None:
        """Count one page."""
        self._rejected += rejected
        if self._bar is not None:
            self._bar.update(self._task, advance=1, rejected=self._rejected)

    def say(self, message: str) -> None:
        """Print a message above the bar."""
        if self._bar is not None:
            self._bar.console.print(escaped(message), markup=False, highlight=False)
        else:
            click.echo(f"newsspider: {escaped(message)}", err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def closing_table(summary: Summary, names: Names, seconds: float) -> None:
    """Print what a run did: pages, records, rejections by reason, how often each field is filled."""

    def say(line: str) -> None:
        click.echo(line, err=True)

    say(
        f"{summary.pages} pages in {seconds:.1f} s"
        + (f" ({summary.pages / seconds:.1f}/s)" if seconds > 0 else "")
        + (f", {summary.skipped} done before" if summary.skipped else "")
    )
    say(f"  {summary.records:>6}  records     {escaped(str(names.articles))}")
    say(f"  {summary.rejections:>6}  rejections  {escaped(str(names.rejected))}")
    for reason, number in sorted(summary.reasons.items(), key=lambda p: (-p[1], p[0])):
        say(f"  {number:>6}    {reason}")
    if summary.passed:
        told = ", ".join(f"{n} {kind}" for kind, n in sorted(summary.passed.items(), key=lambda p: (-p[1], p[0])))
        say(f"  {sum(summary.passed.values()):>6}  no pages    {told}")
    if summary.records:
        say("  fields filled")
        for name, number in summary.filled.most_common():
            say(f"  {number / summary.records:>6.1%}    {name.replace('_', ' ')}")
