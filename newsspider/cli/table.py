"""The table that ends a run."""

from __future__ import annotations

import sys
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsspider.cli.terminal import escaped

_WIDTH: Final = 140
_COLUMNS: Final = (
    ("discovered", "discovered"), ("new", "new"), ("updated", "updated"), ("unchanged", "unchanged (304)"),
    ("seen", "seen"), ("robots", "refused by robots"), ("failed", "failed"), ("records", "records"),
)  # fmt: skip


def closing_table(facts: dict[str, Any], console: Console | None = None, *, kept: bool = True) -> None:
    """Print what a run did: its numbers by site, rejections by reason, fields beside the last 14 runs, alarms.

    Without `kept` nothing of the run is left, and the table says so.
    """
    out = console or Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else _WIDTH)
    table = Table(box=None, pad_edge=False)
    table.add_column("site", no_wrap=True)
    for _, title in _COLUMNS:
        table.add_column(title, justify="right")
    for site, numbers in facts["sites"].items():
        table.add_row(Text(escaped(site)), *(str(numbers[name]) for name, _ in _COLUMNS))
    if len(facts["sites"]) != 1:
        table.add_row("all", *(str(facts["totals"][name]) for name, _ in _COLUMNS))
    out.print(table)
    polls = ", ".join(f"{number} {name}" for name, number in sorted(facts["sources"].items()))
    seconds = facts["ended"] - facts["started"]
    out.print(Text(f"feeds and sitemaps: {polls or 'none due'}; {facts['requests']} requests in {seconds:.1f} s"))
    for site, numbers in facts["sites"].items():
        for url, said in numbers["unread"].items():
            out.print(Text(f"not read: {escaped(site)}: {escaped(url)}: {escaped(said)}"))
    reasons = facts["totals"]["rejections_by_reason"]
    if reasons:
        out.print(Text("rejected: " + ", ".join(f"{number} {reason}" for reason, number in reasons.items())))
    _fields(facts, out)
    for site, said in facts["alarms"].items():
        for alarm in said:
            out.print(Text(f"ALARM {escaped(site)}: {escaped(alarm)}", style="bold red"))
    if facts["totals"]["postponed"]:
        out.print(Text(f"{facts['totals']['postponed']} pages wait for hosts that asked for a pause"))
    where = f"records in {escaped(facts['output'])}" if kept else "a trial: nothing was kept"
    out.print(Text(f"{where}; exit code {facts['exit_code']}"))


def _fields(facts: dict[str, Any], out: Console) -> None:
    shares = facts["totals"]["field_coverage"]
    if not shares:
        return
    usual = [s["records_usual"] for s in facts["sites"].values() if s["records_usual"]]
    parts = []
    for name, share in sorted(shares.items(), key=lambda p: -p[1]):
        before = [u.get(name, 0.0) for u in usual]
        parts.append(
            f"{name.replace('_', ' ')} {share:.0%}" + (f" ({sum(before) / len(before):.0%})" if before else "")
        )
    out.print(Text(f"fields filled{' (usually)' if usual else ''}: " + ", ".join(parts)))
