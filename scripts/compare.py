"""Measure newsspider beside its peers on the labelled pages and write the table of docs/quality.md.

    scripts/compare.py [--shared DIR] [--out DIR]

The peers live in an environment of their own under `--out`, pinned in scripts/peers/requirements.txt. Every system
reads the same pages, one after the other, in one process each; each figure is the scorer's. Seconds are CPU time for
the whole answer, metadata included, and compare within one run only.
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

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "scripts" / "peers" / "requirements.txt"
READ = ROOT / "scripts" / "peers" / "read.py"
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


def read_ours(manifest: Path, records: Path) -> tuple[float, int]:
    """Re-parse with newsspider; return seconds of CPU and pages."""
    before = os.times()
    command = [sys.executable, "-m", "newsspider", "reparse", str(manifest), "-o", str(records)]
    subprocess.run([*command, "--jobs", "1", "--overwrite", "--quiet"], check=True, cwd=ROOT)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, sum(1 for _ in manifest.open(encoding="utf-8"))


def read_peer(python: Path, name: str, manifest: Path, records: Path) -> tuple[float, int]:
    """Read with one peer; return seconds of CPU and pages."""
    with records.with_suffix(".errors").open("w", encoding="utf-8") as errors:
        command = [str(python), str(READ), name, str(manifest), str(records)]
        ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=errors, text=True)
    told = json.loads(ended.stdout.splitlines()[-1])
    return told["seconds"], told["pages"]


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
    rows: dict[str, tuple[dict[str, float], float]] = {}
    for name in ("newsspider", *PEERS):
        records = asked.out.resolve() / f"{name}.jsonl"
        seconds, pages = (
            read_ours(manifest, records) if name == "newsspider" else read_peer(python, name, manifest, records)
        )
        rows[name] = scored(asked.shared.resolve(), records), pages / seconds
        print(f"{name}: {pages} pages, {seconds:.1f} s", file=sys.stderr)
    there = versions(python)
    named = ", ".join(f"{n} {there[n]}" for n in ("trafilatura", "newspaper4k", "news-please", "goose3"))
    told = f"{table(rows)}\n\nMeasured on {time.strftime('%Y-%m-%d')}; versions: {named}."
    print(told)
    before, rest = PAGE.read_text(encoding="utf-8").split(START)
    PAGE.write_text(f"{before}{START}\n{told}\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
