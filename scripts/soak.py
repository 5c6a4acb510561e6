"""Re-parse our fixtures over and over in one run and tell whether memory and open files stay what they were.

    python scripts/soak.py [--pages 20000] [--jobs 2]

Exit code 1 where the memory of the run and its workers at the end is more than 1.2 times that after 500 pages, or
where files stay open. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
GROWTH = 1.2
EARLY = 500


def usage(pid: int) -> tuple[float, int]:
    """Return (megabytes resident, open files) of a process and its children."""
    pids = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        pids += [int(p) for p in task.read_text(encoding="ascii").split()]
    memory, files = 0.0, 0
    for one in pids:
        try:
            memory += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
            files += len(list(Path(f"/proc/{one}/fd").iterdir()))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return memory, files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    order = parser.parse_args()
    cases = sorted(p for p in FIXTURES.glob("sites/*/*/page.html"))
    with tempfile.TemporaryDirectory() as folder:
        manifest, out = Path(folder) / "soak.jsonl", Path(folder) / "out"
        with manifest.open("w", encoding="utf-8") as lines:
            for number, case in zip(range(order.pages), itertools.cycle(cases), strict=False):
                facts = json.loads(case.with_name("page.json").read_text(encoding="utf-8"))
                row = {"path": str(case.relative_to(FIXTURES)), "url": f"{facts['url']}?{number}"}
                lines.write(json.dumps({**row, "retrieved_at": facts["retrieved_at"]}) + "\n")
        command = ["newsspider", "reparse", str(manifest), "--root", str(FIXTURES), "-o", str(out), "--quiet"]
        begun = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", *command, "--jobs", str(order.jobs)])
        samples: list[tuple[int, float, int]] = []
        while process.poll() is None:
            time.sleep(1)
            memory, files = usage(process.pid)
            done = sum(f.read_bytes().count(b"\n") for f in out.glob("*.jsonl")) if len(samples) % 10 == 0 else 0
            done = done or (samples[-1][0] if samples else 0)
            if memory:
                samples.append((done, memory, files))
        seconds = time.monotonic() - begun
        summary = json.loads((out / "articles.run.json").read_text(encoding="utf-8"))
    early = next((s for s in samples if s[0] >= EARLY), samples[0])
    late = samples[len(samples) * 9 // 10 :]
    first, last = early[1], sum(s[1] for s in late) / len(late)
    files = {s[2] for s in samples if s[0] >= EARLY}
    print(f"{summary['pages']} pages in {seconds:.0f} s, exit code {process.returncode}")
    print(f"memory after {early[0]} pages {first:.0f} MB, in the last tenth {last:.0f} MB: {last / first:.2f} times")
    print(f"open files after {early[0]} pages: {min(files)} to {max(files)}")
    whole = process.returncode == 0 and summary["pages"] == order.pages
    return 0 if whole and last <= GROWTH * first and max(files) - min(files) <= 4 * order.jobs + 4 else 1


if __name__ == "__main__":
    sys.exit(main())
