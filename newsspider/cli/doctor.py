"""`newsspider doctor`: whether a project and this machine are fit for a crawl."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from newsspider.cli.terminal import escaped

if TYPE_CHECKING:
    from scrapy.settings import Settings

Finding = tuple[str, str]
_OK, _WARN, _FAIL = "ok", "warning", "fault"
_PACKAGES: Final = ("newsspider", "scrapy", "trafilatura", "lxml", "fastwarc", "msgspec")


@click.command(
    "doctor",
    epilog="""\b
Example:
  cd mynews && newsspider doctor
  newsspider doctor --rebuild-state     state.sqlite was lost or damaged

\b
Exit codes: 0 nothing but warnings; 1 a fault.""",
)
@click.option("--rebuild-state", is_flag=True, help="Make a lost or damaged state again from archive and records.")
def command(rebuild_state: bool) -> None:
    """Check this machine and, inside a project, its settings, sites, data and state."""
    from scrapy.utils.conf import closest_scrapy_cfg

    if rebuild_state:
        _rebuild()
        return

    checks: list[Callable[[], Iterator[Finding]]] = [_machine, _imports]
    if closest_scrapy_cfg():
        from newsspider.cli.crawling import project_settings

        settings = project_settings({})
        checks += [lambda: _agent(settings), lambda: _sites(settings), lambda: _data(settings)]
    else:
        click.echo("no project here: `newsspider init DIR` makes one")
    findings = [finding for check in checks for finding in check()]
    for level, said in findings:
        click.echo(f"{level:<8} {escaped(said)}")
    sys.exit(1 if any(level == _FAIL for level, _ in findings) else 0)


def _rebuild() -> None:
    import os

    from newsspider import rebuilding, sitelist
    from newsspider.cli.crawling import project_settings
    from newsspider.cli.terminal import fail
    from newsspider.state import StateError
    from pipelines.ledger import LedgerError
    from pipelines.ledger.files import lock, open_append

    settings = project_settings({})
    data = Path(settings["NEWSSPIDER_DATA"] or "data")
    if not data.is_dir():
        fail(f"no folder {data}", 2)
    held = open_append(data / "lock")
    try:
        lock(held, data / "lock")
        done = rebuilding.rebuild(data, (s.domain for s in sitelist.load(Path(settings["NEWSSPIDER_SITES"]))))
    except (StateError, LedgerError) as error:
        fail(error.strerror or str(error), error.exit_code)
    finally:
        os.close(held)
    click.echo(f"{done['pages']} archived pages and {done['lines']} lines taken in; {done['owed']} pages owe a line")


def _machine() -> Iterator[Finding]:
    at_least = sys.version_info >= (3, 11)
    yield (_OK if at_least else _FAIL), f"Python {sys.version.split()[0]}"
    yield _OK, ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    if not sys.platform.startswith("linux"):
        yield _WARN, "workers have no memory limit: that is Linux only"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _imports() -> Iterator[Finding]:
    import newsspider
    import pipelines

    ours = Path(newsspider.__file__).resolve().parent.parent / "pipelines" / "__init__.py"
    found = Path(pipelines.__file__ or "").resolve()
    if found == ours:
        yield _OK, "the package pipelines is ours"
    else:
        yield _FAIL, f"another package named pipelines comes first: {found}"


def _agent(settings: Settings) -> Iterator[Finding]:
    agent = settings["USER_AGENT"] or ""
    named = "@" in agent or "://" in agent
    yield (_OK if named else _FAIL), f"USER_AGENT {agent!r}" + ("" if named else " names no contact")
    for name, wanted in (("ROBOTSTXT_OBEY", True), ("TELNETCONSOLE_ENABLED", False), ("COOKIES_ENABLED", False)):
        if settings.getbool(name) is not wanted:
            yield _WARN, f"{name} is {settings[name]}"
    if settings["TWISTED_DNS_RESOLVER"] != "newsspider.fetch.addresses.Resolver":
        yield _WARN, "TWISTED_DNS_RESOLVER is not ours: private addresses are not refused"
    if settings.getbool("NEWSSPIDER_TEST_HOSTS"):
        yield _WARN, "NEWSSPIDER_TEST_HOSTS is on: names ending in .test are this machine"


def _sites(settings: Settings) -> Iterator[Finding]:
    from newsspider import sitelist
    from pipelines.rules import RuleError

    path = Path(settings["NEWSSPIDER_SITES"])
    try:
        listed, facts = sitelist.load(path), sitelist.facts(path)
    except RuleError as error:
        yield _FAIL, str(error)
        return
    yield (_OK if listed else _WARN), f"{path}: {len(listed)} sites"
    if any(site.render for site in listed):
        from newsspider import browser

        missing = browser.fault(settings)
        yield (_FAIL if missing else _OK), missing or f"pages that scripts draw: {browser.executable()}"
    for site in listed:
        known = facts.get(site.domain)
        if known is None or not (known.feeds or known.sitemaps or known.sections):
            yield _FAIL, f"{site.domain}: no site file with feeds, sitemaps or sections"


def _data(settings: Settings) -> Iterator[Finding]:
    from newsspider.cli.run import least_free

    data = Path(settings["NEWSSPIDER_DATA"] or "data")
    free = shutil.disk_usage(data if data.exists() else Path.cwd()).free
    yield (_OK if free >= least_free(settings) else _FAIL), f"{free // 1_000_000} MB free for {data}"
    state = data / "state.sqlite"
    if not state.exists():
        yield _OK, f"{state}: comes with the first run"
        return
    try:
        yield from _state(state)
    except sqlite3.DatabaseError as error:
        yield _FAIL, f"{state}: {error}; `newsspider doctor --rebuild-state` makes it again from archive and records"
    for torn in sorted(data.rglob("*.torn")):
        yield _WARN, f"{torn}: {torn.stat().st_size} bytes that a kill left, set aside"


def _state(state: Path) -> Iterator[Finding]:
    with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as db:
        said = db.execute("PRAGMA quick_check").fetchone()[0]
        yield (_OK if said == "ok" else _FAIL), f"{state}: {said}"
        pages, owed = (db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("pages", "pending"))  # noqa: S608
        yield _OK, f"{pages} pages known, {owed} archived pages owe a line"
        for run, started in db.execute("SELECT id, started FROM runs WHERE ended IS NULL"):
            yield _WARN, f"run {run} is at work or was cut off (since {started:.0f}); the next run goes on"
