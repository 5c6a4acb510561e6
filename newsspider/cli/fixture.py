"""`newsspider fixture`: a page becomes a test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from newsspider.cli.terminal import escaped, fail
from pipelines.ledger import write_whole

_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")


@click.group("fixture")
def command() -> None:
    """Add a page to the fixtures."""


@command.command(
    "add",
    epilog="""\b
Example:
  newsspider fixture add page.html --url https://news.example/a --retrieved-at 2024-05-01T08:00:00Z --case two-authors

The expected record is what newsspider makes of the page today: read it, and correct what is wrong.""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="URL the page was fetched from.")
@click.option("--retrieved-at", required=True, metavar="TIME", help="When it was fetched (RFC 3339 with an offset).")
@click.option("--case", required=True, metavar="NAME", help="What the page shows: small letters, digits, hyphens.")
@click.option("--into", default="fixtures/sites", show_default=True, type=click.Path(path_type=Path), help="Folder.")
@click.option("--force", is_flag=True, help="Replace a case that is there.")
def add(file: Path, url: str, retrieved_at: str, case: str, into: Path, force: bool) -> None:
    """Store FILE as INTO/<domain>/<case>/ with its facts and its record, and print the record for review."""
    from dataclasses import replace

    import msgspec

    from newsspider.cli.page import show
    from newsspider.reparse import parse_one
    from newsspider.sources import facts, load, stored_page
    from pipelines.ledger import encode
    from pipelines.page import Origin
    from pipelines.record import Rejection
    from pipelines.worker.tasks import host_of

    when, host = facts.instant(retrieved_at), (host_of(url) or "").removeprefix("www.")
    if when is None:
        raise click.BadParameter("must be a time with an offset, as 2024-05-01T08:00:00Z", param_hint="--retrieved-at")
    if not re.fullmatch(r"[a-z0-9.-]{1,253}", host) or host.startswith("."):
        raise click.BadParameter("must be an http or https URL with a host", param_hint="--url")
    if not _NAME.match(case):
        raise click.BadParameter("small letters, digits and hyphens", param_hint="--case")
    page = load(stored_page(file, "page.html", url=url, retrieved_at=when))
    if isinstance(page, Rejection):
        fail(f"{page.reason}: {page.detail}", 1)
    folder = into / host / case
    if folder.exists() and not force:
        fail(f"{folder} is there already; --force replaces it", 2)
    page = replace(page, origin=Origin("file", f"{host}/{case}/page.html"))
    result = parse_one(page, sites="off")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "page.html", page.content)
        described = {"url": url, "retrieved_at": when, "status": page.status, "content_type": page.media_type}
        _write(folder / "page.json", described)
        _write(folder / "expected.json", expected(msgspec.to_builtins(result)))
    except OSError as error:
        fail(f"cannot write {folder}: {error.strerror}", 4)
    if isinstance(result, Rejection):
        click.echo(msgspec.json.format(encode(result), indent=2).decode())
    else:
        show(result)
    click.echo(f"newsspider: {escaped(str(folder))} written; correct expected.json where it is wrong", err=True)


_FACTS = frozenset({
    "schema_version", "id", "retrieved_at", "source", "extractor", "provenance", "warnings", "dropped", "rejected",
    "encoding", "decode_errors", "date_published_raw", "date_modified_raw",
})  # fmt: skip
"""Keys that follow from the fetch, from the release, or from how the record was found."""


def expected(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a fixture expects: the content of the record, without what is unknown; or why there is none."""
    if "reason" in record:
        return {"rejection": record["reason"]}
    content = {k: v for k, v in record.items() if k not in _FACTS}
    content["body"] = {"paragraphs": record["body"]["paragraphs"]}
    found: dict[str, Any] = _known(content)
    return found


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {k: _known(v) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v not in (None, False, "", [], {})}
    return [_known(v) for v in value] if isinstance(value, list | tuple) else value


def _write(path: Path, value: dict[str, Any]) -> None:
    import msgspec

    write_whole(path, msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
