"""Re-parse a simulated CC-NEWS set and tell how memory and pace move from its beginning to its end.

    python scripts/soak_warc.py [--megabytes 100] [--jobs 2]

`make soak-warc MEGABYTES=1000` is the run over a gigabyte. The set is made anew in a temporary folder and not kept.
Memory is private memory (what a process shares with its file cache is not counted), of the parent and of its children
apart; a slope is the growth from the first tenth of the pages to the last one. Exit code 1 where a count differs from
what was written, the parent is over 150 MB, or memory grows by more than a fifth. Writes bench/results-engine.json.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import fmean
from typing import Any

import ccnews  # beside this file

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results-engine.json"
PARENT_MB, GROWTH = 150, 1.2


def private(pid: int) -> float:
    """Return the megabytes that a process holds for itself."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("RssAnon", "VmRSS"))}
    return int(found.get("RssAnon", 0)) / 1e3


def resident(pid: int) -> float:
    """Return the megabytes of a process that lie in memory."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0.0


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(p) for p in task.read_text(encoding="ascii").split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def lines(out: Path, at: dict[Path, int], count: int) -> int:
    """Return how many lines the output has, reading only what is new."""
    for file in out.glob("*.jsonl"):
        with file.open("rb") as opened:
            opened.seek(at.get(file, 0))
            while block := opened.read(1 << 20):
                count += block.count(b"\n")
                at[file] = at.get(file, 0) + len(block)
    return count


def measured(folder: Path, out: Path, jobs: int) -> tuple[list[tuple[float, int, float, float, float]], int, float]:
    """Run the re-parse; return samples (seconds, lines, parent resident, parent private, a child's private)."""
    command = [sys.executable, "-m", "newsspider", "reparse", str(folder), "-o", str(out), "--quiet"]
    begun = time.monotonic()
    process = subprocess.Popen([*command, "--jobs", str(jobs)])
    samples, at, done = [], {}, 0
    while process.poll() is None:
        time.sleep(0.5)
        done = lines(out, at, done)
        those = [private(child) for child in children(process.pid)]
        if resident(process.pid) and done:
            row = (time.monotonic() - begun, done, resident(process.pid), private(process.pid), max(those, default=0.0))
            samples.append(row)
    return samples, process.returncode, time.monotonic() - begun


def slopes(samples: list[tuple[float, int, float, float, float]]) -> dict[str, Any]:
    total = samples[-1][1]
    early = [s for s in samples if total * 0.1 <= s[1] <= total * 0.3] or samples[:1]
    late = [s for s in samples if s[1] >= total * 0.8] or samples[-1:]
    half = min(samples, key=lambda s: abs(s[1] - total / 2))
    first, last = half[1] / half[0], (total - half[1]) / max(0.001, samples[-1][0] - half[0])
    return {
        "parent_resident_mb": round(max(s[2] for s in samples), 1),
        "parent_private_mb": [round(fmean(s[3] for s in part), 1) for part in (early, late)],
        "child_private_mb": [round(fmean(s[4] for s in part), 1) for part in (early, late)],
        "parent_growth": round(fmean(s[3] for s in late) / fmean(s[3] for s in early), 3),
        "child_growth": round(fmean(s[4] for s in late) / max(1.0, fmean(s[4] for s in early)), 3),
        "pages_per_second": [round(first, 1), round(last, 1)],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=float, default=100.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help=argparse.SUPPRESS)
    order = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in", Path(folder) / "out"
        made = ccnews.write(source, megabytes=order.megabytes)
        samples, code, seconds = measured(source, out, order.jobs)
        summary = json.loads((out / "articles.run.json").read_text(encoding="utf-8"))
        found = [json.loads(line) for line in (out / "articles.jsonl").open(encoding="utf-8")]
    told = {
        "megabytes": round(made["bytes"] / 1e6), "files": made["files"], "pages": summary["pages"],
        "records": summary["records"], "passed_over": summary["passed_over"], "jobs": order.jobs,
        "truncated_records": sum(r["truncated"] for r in found), "seconds": round(seconds, 1),
        "load": round(os.getloadavg()[0], 2), **slopes(samples),
    }  # fmt: skip
    print(json.dumps(told, indent=2))
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**old, "soak_warc": told}, indent=1) + "\n", encoding="utf-8")
    right = summary["pages"] == made["pages"] and summary["passed_over"] == made["passed_over"] and code == 0
    flat = max(told["parent_growth"], told["child_growth"]) <= GROWTH and told["parent_resident_mb"] <= PARENT_MB
    if not right:
        print(f"what was written: {made}", file=sys.stderr)
    return 0 if right and flat else 1


if __name__ == "__main__":
    sys.exit(main())
