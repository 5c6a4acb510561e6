"""What many processes cost and gain: one worker against two, the pool against Dask, and the look for article parts.

    python scripts/bench_pool.py [--pages 600] [--rounds 3] [--without-dask]

Re-parses simulated WARC files of fixture pages with one worker, with two, with two Dask workers, and, to tell what the
machine gives, with two commands of one worker at once, each on half of the pages; in turns, the best round of each. CPU
is that of the command with all its children, user and system, from the kernel's books. A loaded machine spoils wall
times: the load is written beside them. Writes bench/results-engine.json.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import ccnews  # beside this file

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results-engine.json"
WAYS = {"one": ["--jobs", "1"], "two": ["--jobs", "2"], "dask": ["--engine", "dask", "--jobs", "2"]}


def run(source: Path, out: Path, options: list[str]) -> tuple[float, float, bytes]:
    """Return (wall seconds, CPU seconds, articles) of one re-parse."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "newsspider", "reparse", str(source), "-o", str(out), "--quiet", "--overwrite"]
    subprocess.run([*command, *options], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - begun, cpu, (out / "articles.jsonl").read_bytes()


def apart(halves: list[Path], out: Path) -> float:
    """Return the wall seconds of two commands with one worker each, at once, on half of the input each."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "newsspider", "reparse", "--quiet", "--overwrite", "--jobs", "1"]
    both = [subprocess.Popen([*command, str(half), "-o", str(out / half.name)]) for half in halves]
    for process in both:
        if process.wait():
            raise SystemExit(process.returncode)
    return time.monotonic() - begun


def looking(source: Path) -> dict[str, float]:
    """Return milliseconds of CPU a page of the look for parts, and of the reading of all bytes, in this process."""
    from newsspider.parts import groups
    from newsspider.sources import entries, references

    spent = {}
    for name, step in {
        "look_for_parts": lambda: groups(lambda: references([source])),
        "read_every_page": lambda: sum(1 for _ in entries([source])),
    }.items():
        times = []
        for _ in range(3):
            begun = time.process_time()
            step()
            times.append(time.process_time() - begun)
        spent[name] = median(times)
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--without-dask", action="store_true")
    order = parser.parse_args()
    ways = dict(WAYS)
    if order.without_dask or importlib.util.find_spec("distributed") is None:
        print("without Dask", file=sys.stderr)
        ways.pop("dask")
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        halves = [source / "a", source / "b"]
        made = [
            ccnews.write(half, pages=order.pages // 2, seed=seed, only_pages=True) for seed, half in enumerate(halves)
        ]
        controls = []
        outputs = set()
        for _ in range(order.rounds):
            for way, options in ways.items():
                wall, cpu, articles = run(source, Path(folder) / way, options)
                taken[way].append((wall, cpu))
                outputs.add(articles)
            controls.append(apart(halves, Path(folder) / "apart"))
        looks = {name: 1e3 * seconds / order.pages for name, seconds in looking(source).items()}
    wall = {way: min(w for w, _ in rows) for way, rows in taken.items()}
    cpu = {way: min(c for _, c in rows) for way, rows in taken.items()}
    found: dict[str, Any] = {
        "pages": order.pages, "megabytes": round(sum(m["bytes"] for m in made) / 1e6, 1),
        "load": round(os.getloadavg()[0], 2),
        "wall_seconds": {way: round(s, 2) for way, s in wall.items()},
        "cpu_milliseconds_a_page": {way: round(1e3 * s / order.pages, 2) for way, s in cpu.items()},
        "milliseconds_a_page": {name: round(ms, 3) for name, ms in looks.items()},
        "two_workers_over_one": round(wall["one"] / wall["two"], 2),
        "two_commands_over_one": round(wall["one"] / min(controls), 2),
        "two_workers_at_work": round(cpu["two"] / (2 * wall["two"]), 2),
        "equal_bytes": len(outputs) == 1,
    }  # fmt: skip
    if "dask" in ways:
        found["dask_cpu_over_pool"] = round(cpu["dask"] / cpu["two"], 2)
    print(json.dumps(found, indent=1))
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**old, "pool": found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
