"""The end of a run: its facts into the state and `run.json`, and into a Prometheus text file where one is asked for."""

from __future__ import annotations

import json
import logging
import resource
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsspider import watch
from newsspider.logs import escaped
from newsspider.tally import COUNTED, Tally
from pipelines import rules
from pipelines.ledger import write_whole

if TYPE_CHECKING:
    from newsspider.running import Run


_LOG: Final = logging.getLogger(__name__)


def close(run: Run, reason: str) -> None:
    """Write what a run did; `reason` is Scrapy's reason for its end."""
    run.facts = facts = facts_of(run, reason)
    since = run.started - run.started % watch.STRETCH
    sites = {name: json.dumps(_stretch(run, name, site, since)) for name, site in facts["sites"].items()}
    for name, site in facts["sites"].items():
        told = ", ".join(f"{site[key]} {key}" for key in COUNTED if site[key])
        _LOG.info("%s: %s", name, told)
    run.state.end(run.id, facts["ended"], json.dumps(facts["totals"], ensure_ascii=False), sites, since=since)
    folder = run.data / "runs" / run.id
    write_whole(folder / "run.json", json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n")
    target = run.crawler.settings.get("NEWSSPIDER_PROMETHEUS")
    if target:
        write_whole(Path(target), prometheus(facts).encode())


def facts_of(run: Run, reason: str) -> dict[str, Any]:
    """Return the facts of a run: totals, by site, alarms, and the exit code they amount to."""
    ended = run.now()
    total = Tally()
    sites: dict[str, Any] = {}
    alarms: dict[str, list[str]] = {}
    for name, tally in sorted(run.tallies.items()):
        total.merge(tally)
        facts = tally.facts()
        facts["newest_hours"] = _age(tally.newest, ended)
        facts["at"] = ended
        if name:
            today, before = watch.by_day(facts, _rows(run, name, run.started - watch.KEPT), run.started)
            found = watch.alarms(today, before)
            if found:
                alarms[name] = found
            sites[name] = facts | {"records_usual": _usual(before)}
    stats = run.crawler.stats.get_stats()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = {
        "run": run.id,
        "spider": run.spider,
        "started": run.started,
        "ended": ended,
        "reason": reason,
        "newsspider": version("newsspider"),
        "rules": rules.digest(),
        "output": str(run.output),
        "came": run.came,
        "lost": total.counts["lost"],
        "totals": total.facts(),
        "sites": sites,
        "sources": dict(total.sources),
        "alarms": alarms,
        "day": _day(run, total.facts()),
        "slowest": run.slowest.facts(),
        "bytes_fetched": stats.get("downloader/response_bytes", 0),
        "requests": stats.get("downloader/request_count", 0),
        "peak_memory": peak if sys.platform == "darwin" else peak * 1024,
    }
    failure = getattr(run.failure, "exit_code", 4) if run.failure is not None else None
    return answer | {"exit_code": watch.exit_code(answer, signal=run.signal, failure=failure)}


def _rows(run: Run, site: str, since: float) -> list[tuple[float, Any]]:
    return [(begun, json.loads(facts)) for begun, facts in run.state.yields(site, since)]


def _stretch(run: Run, site: str, facts: Mapping[str, Any], since: float) -> Mapping[str, Any]:
    """Return a site's facts together with those of the runs since a time."""
    for _, earlier in _rows(run, site, since):
        facts = watch.together(facts, earlier)
    return facts


def _day(run: Run, totals: Mapping[str, Any]) -> dict[str, int]:
    """Return the numbers of all sites over the day that ends with this run."""
    runs = [totals, *map(json.loads, run.state.totals(run.started - watch.DAY))]
    return {name: sum(facts.get(name, 0) for facts in runs) for name in COUNTED}


def _usual(before: list[Mapping[str, Any]]) -> dict[str, float]:
    """Return the mean share of each field over a site's last runs with records."""
    runs = [b["field_coverage"] for b in before if b.get("field_coverage")]
    return {k: round(sum(r.get(k, 0.0) for r in runs) / len(runs), 4) for k in sorted({k for r in runs for k in r})}


def _age(newest: str | None, now: float) -> float | None:
    try:
        at = datetime.fromisoformat(newest or "")
    except ValueError:
        return None
    return round((now - (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()) / 3_600, 1)


_HELP: Final = {
    "pages": "Pages that ended as a line",
    "records": "Records written",
    "rejections": "Rejections written",
    "failed": "Pages that could not be fetched",
    "new": "URLs seen for the first time",
}


def prometheus(facts: dict[str, Any]) -> str:
    """Return the facts of a run in the text format of Prometheus, for node_exporter's textfile collector."""
    lines = [
        "# HELP newsspider_run_end_seconds When the last run ended",
        "# TYPE newsspider_run_end_seconds gauge",
        f"newsspider_run_end_seconds {facts['ended']:.0f}",
        "# HELP newsspider_run_exit_code Exit code of the last run",
        "# TYPE newsspider_run_exit_code gauge",
        f"newsspider_run_exit_code {facts['exit_code']}",
    ]
    for name in COUNTED:
        lines += [
            f"# HELP newsspider_{name} {_HELP.get(name, name.capitalize())} in the last run",
            f"# TYPE newsspider_{name} gauge",
        ]
        lines += [f'newsspider_{name}{{site="{_label(site)}"}} {f[name]}' for site, f in facts["sites"].items()]
    lines += ["# HELP newsspider_alarms Alarms of the last run", "# TYPE newsspider_alarms gauge"]
    lines += [
        f'newsspider_alarms{{site="{_label(site)}"}} {len(facts["alarms"].get(site, ()))}' for site in facts["sites"]
    ]
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    return escaped(text).replace("\\", "\\\\").replace('"', '\\"')
