"""Measure newsspider beside its peers on the labelled pages and write the table of docs/quality.md.

    scripts/compare.py [--shared DIR] [--out DIR]

The peers live in an environment of their own under `--out`, pinned in scripts/peers/requirements.txt. Every system
is a process of its own, and each page goes to all of them in turn; each figure is the scorer's. Seconds are CPU time
from bytes to the whole answer, metadata included, start-up left out, and compare within one run only. The figures
go into docs/quality.md and bench/compare.json, from which `make plot` draws.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "scripts" / "peers" / "requirements.txt"
READ = ROOT / "scripts" / "peers" / "read.py"
RESULTS = ROOT / "bench" / "compare.json"
PAGE = ROOT / "docs" / "quality.md"
START, END = "<!-- table: made by `make compare` -->", "<!-- end of table -->"
PEERS = ("trafilatura", "trafilatura-precision", "trafilatura-recall", "newspaper4k", "news-please", "goose3")
COLUMNS = {
    "perfect": "perfect",
    "headline": "headline",
    "authors": "authors",
    "dateline": "dateline",
    "caption": "caption",
    "creator": "creator",
    "published": "published",
    "body_start": "start",
    "body_end": "end",
    "clean": "clean",
    "word_f1": "words",
    "par_f1": "paragraphs",
}


def environment(folder: Path) -> Path:
    """Make the peers' environment where its pins are newer than it; return its Python."""
    python, stamp = folder / "bin" / "python", folder / ".set-up"
    if not stamp.exists() or stamp.stat().st_mtime < PINS.stat().st_mtime:
        print(f"setting up the peers' environment in {folder} (about 630 MB)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        # pip of Python 3.11 cannot resolve the peers' nested extras
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, "-r", str(PINS)], check=True)
        stamp.touch()
    return python


def versions(python: Path) -> dict[str, str]:
    """Return the versions in the peers' environment."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "list", "--format", "json"]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    return {p["name"]: p["version"] for p in json.loads(ended.stdout)}


class Reading:
    """One system in a process of its own, which reads a page when it is asked to."""

    def __init__(self, name: str, command: list[str], out: Path) -> None:
        self.name, self.records, self.spent, self.pages = name, out / f"{name}.jsonl", 0.0, 0
        self._lines = self.records.open("w", encoding="utf-8")
        self._errors = self.records.with_suffix(".errors").open("w", encoding="utf-8")
        self._child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True
        )

    def read(self, facts: dict[str, Any], *, keep: bool) -> None:
        """Read a page, and keep seconds and record unless it is for warming up only."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(facts) + "\n")
        self._child.stdin.flush()
        told = json.loads(self._child.stdout.readline())
        if keep:
            self.spent += told["seconds"]
            self.pages += 1
            if told["record"] is not None:
                self._lines.write(json.dumps(told["record"], ensure_ascii=False) + "\n")

    def close(self) -> None:
        """End the process and close its files."""
        self._child.communicate()
        self._lines.close()
        self._errors.close()


def read_all(readings: list[Reading], manifest: Path) -> None:
    """Let every system read every page, page by page, each time another one first."""
    pages = [json.loads(x) for x in manifest.read_text(encoding="utf-8").splitlines()]
    for facts in pages:
        facts["file"] = str(manifest.parent / facts["path"])
    for facts in pages[::4]:  # words of nearly all languages, models and stop lists are loaded, as in `make bench`
        for one in readings:
            one.read(facts, keep=False)
    for number, facts in enumerate(track(pages, console=Console(stderr=True))):
        turn = number % len(readings)
        for one in readings[turn:] + readings[:turn]:
            one.read(facts, keep=True)


def scored(shared: Path, records: Path) -> dict[str, float]:
    """Return the scorer's figures, F1 where it gives precision and recall too."""
    out = records.with_suffix(".score.json")
    command = [sys.executable, str(shared / "score" / "score.py"), str(records), "--json", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    figures: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return {k: (v["f1"] if isinstance(v, dict) else v) for k, v in figures.items() if k in COLUMNS}


def table(rows: dict[str, tuple[dict[str, float], float]]) -> str:
    """Return the figures as Markdown, one system a line."""
    head = ["system", *COLUMNS.values(), "pages a CPU second"]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for name, (figures, pace) in rows.items():
        shown = [f"{figures.get(k) or 0.0:.3f}" for k in COLUMNS]
        lines.append("| " + " | ".join([name, *shown, f"{pace:.0f}"]) + " |")
    return "\n".join(lines)


def main() -> int:
    """Measure all, print the table, write it into the docs."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    reader.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("NEWSSPIDER_SHARED", ROOT.parent / "shared"))
    )
    reader.add_argument("--out", type=Path, default=ROOT / "out" / "compare")
    asked = reader.parse_args()
    manifest = asked.shared.resolve() / "pages" / "manifest.jsonl"
    if not manifest.is_file():
        print(f"compare SKIPPED: no labelled pages at {asked.shared}")
        return 0
    asked.out.mkdir(parents=True, exist_ok=True)
    python = environment(asked.out.resolve() / "venv")
    ours = [sys.executable, str(READ.with_name("ours.py"))]
    readings = [Reading("newsspider", ours, asked.out.resolve())]
    readings += [Reading(name, [str(python), str(READ), name], asked.out.resolve()) for name in PEERS]
    read_all(readings, manifest)
    rows: dict[str, tuple[dict[str, float], float]] = {}
    for one in readings:
        one.close()
        rows[one.name] = scored(asked.shared.resolve(), one.records), one.pages / one.spent
    RESULTS.write_text(
        json.dumps({n: {**figures, "pages_per_cpu_second": round(p, 2)} for n, (figures, p) in rows.items()}, indent=1)
        + "\n",
        encoding="utf-8",
    )
    there = versions(python)
    named = ", ".join(f"{n} {there[n]}" for n in ("trafilatura", "newspaper4k", "news-please", "goose3"))
    told = f"{table(rows)}\n\nMeasured on {time.strftime('%Y-%m-%d')}; versions: {named}."
    print(told)
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    PAGE.write_text(f"{before}{START}\n{told}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
