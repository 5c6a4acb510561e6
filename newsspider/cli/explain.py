"""`newsspider explain`: where each value of a record comes from, what lost against it, what was refused and dropped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from newsspider.cli.terminal import escaped, fail

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.record import Article, Evidence

_Line = TypeVar("_Line")
_WIDTH: Final = 110
"""Columns where no terminal tells its own."""
_CUT: Final = 160
"""Characters of a value or a text that are shown."""


@click.command(
    "explain",
    epilog="""\b
Examples:
  newsspider explain out/articles.jsonl
  newsspider explain out/articles.jsonl --line 12 --field authors
  newsspider explain out/articles.jsonl --url https://news.example/a
  newsspider extract --json page.html | newsspider explain -

\b
Exit codes: 0 shown; 1 no such record.""",
)
@click.argument("records", metavar="RECORDS|-", type=click.File("rb"))
@click.option("--line", type=click.IntRange(min=1), help="Line of the record; the first by default.")
@click.option("--url", help="URL of the record, or its canonical URL.")
@click.option("--field", "prefix", metavar="NAME", help="Only this field: authors, dateline, images/0 ...")
def command(records: Any, line: int | None, url: str | None, prefix: str | None) -> None:
    """Show where the values of one record in RECORDS stand on its page, and which candidates lost."""
    import msgspec

    from pipelines.record import Article, Rejection

    for number, raw in enumerate(records, 1):
        if line is not None and number < line:
            continue
        try:
            plain = msgspec.json.decode(raw)
            found: Article | Rejection
            found = _decoded(raw, Rejection) if "reason" in plain else _decoded(raw, Article)
        except (msgspec.DecodeError, TypeError) as error:
            fail(f"{escaped(records.name)}:{number}: not a record: {error}", 1)
        if url is None or url in (found.url, getattr(found, "canonical_url", None)):
            _show(found, plain, (prefix or "").strip("/")) if isinstance(found, Article) else _refused(found)
            return
        if line is not None:
            break
    fail("no such record" + (f": {url}" if url else f": line {line}" if line else ""), 1)


def _decoded(raw: bytes, kind: type[_Line]) -> _Line:
    import msgspec

    return msgspec.json.decode(raw, type=kind)


def _refused(rejection: Any) -> None:
    detail = f": {rejection.detail}" if rejection.detail else ""
    click.echo(escaped(f"no article: {rejection.reason}{detail}"))


def _show(article: Article, plain: dict[str, Any], prefix: str) -> None:
    from rich.console import Console
    from rich.text import Text

    out = Console(
        width=None if sys.stdout.isatty() else _WIDTH, no_color="NO_COLOR" in os.environ or None, highlight=False
    )
    out.print(Text(_cut(article.headline or "(no headline)"), style="bold"))
    out.print(Text(_cut(article.url or article.source.path or ""), style="dim"))
    for pointer, evidence in sorted(article.provenance.items(), key=lambda p: _place(p[0], list(plain))):
        if pointer[1:].startswith(prefix):
            _value(out, pointer, _at(plain, pointer), evidence)
    if not prefix:
        for refused in article.rejected:
            line = f"{refused.reason}: {_cut(refused.text)}"
            out.print(Text.assemble((f"refused for {refused.field}  ", "yellow"), escaped(line)))
        for dropped in article.dropped:
            line = f"{dropped.category}, {dropped.position}: {_cut(dropped.text)}"
            out.print(Text.assemble(("left out  ", "yellow"), escaped(line)))
    if article.warnings and not prefix:
        out.print(Text.assemble(("warnings  ", "yellow"), escaped(", ".join(article.warnings))))


def _value(out: Console, pointer: str, value: Any, evidence: Evidence) -> None:
    from rich.text import Text

    out.print()
    out.print(Text.assemble((pointer[1:], "cyan"), "  ", *_lines(value)))
    where = f"{evidence.source}  {escaped(evidence.locator or '')}"
    if evidence.start is not None:
        where += f"  [{evidence.start}:{evidence.end}]"
    out.print(Text(f"    from {where}" + (f"  rule {evidence.rule}" if evidence.rule else ""), style="dim"))
    if evidence.raw is not None:
        out.print(Text(f"    “{_cut(evidence.raw)}”"))
    for rival in evidence.alternatives:
        out.print(Text(f"    lost: {rival.source} “{_cut(rival.raw or '')}”", style="dim"))


def _lines(value: Any) -> Iterator[str]:
    """Yield what a value says in short: the names of a list, the place and day of a dateline."""
    if isinstance(value, list):
        yield "; ".join(
            _cut(str(v.get("name") or v.get("text") or v) if isinstance(v, dict) else str(v)) for v in value
        )
    elif isinstance(value, dict):
        yield _cut("; ".join(f"{k} {v}" for k, v in value.items() if isinstance(v, str)))
    else:
        yield _cut(str(value))


def _cut(text: str) -> str:
    return escaped(text if len(text) <= _CUT else text[: _CUT - 1] + "…")


def _at(value: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _place(pointer: str, order: list[str]) -> tuple[int, list[tuple[int, str]]]:
    """Return the sort key of a pointer: the record's own order, numbers as numbers."""
    first, *rest = pointer[1:].split("/")
    return order.index(first) if first in order else len(order), [(int(p) if p.isdigit() else -1, p) for p in rest]
