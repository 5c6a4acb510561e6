"""What each step of the body adds: score the labelled pages with a step left out.

    scripts/ablation.py [--shared ../shared] [--jobs 2]

Prints one row a variant: trafilatura's answer alone, and the whole way without detaching, without recovery, without
the boxes' judgement, and without the line rules. Measures only; nothing of the product reads it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from pipelines import parse as parsing
from pipelines.extract import body, furniture, visible
from pipelines.extract.body import Story
from pipelines.page import Origin, Page

FIELDS = ("perfect", "body_start", "body_end", "clean", "word_f1", "par_f1")


def voted_only(_sheet: Any, blocks: list[Any], kept: set[int], *_: Any, **__: Any) -> Story:
    """Stand in for the choice: what trafilatura voted for and nothing else."""
    return Story([s for s in blocks if s.order in kept], None)


def nothing(*_: Any, **__: Any) -> None:
    """Stand in for a step that claims."""


def same(_sheet: Any, chosen: list[Any], *_: Any, **__: Any) -> list[Any]:
    """Stand in for a step that takes blocks out or puts them in."""
    return chosen


def unlined() -> tuple[Any, ...]:
    """Return the stages without the line rules."""
    return tuple((name, stage) for name, stage in parsing.STAGES if name != "boilerplate")


def steps() -> dict[str, list[tuple[Any, str, Any]]]:
    """Return what is replaced in each variant."""
    detach = [(furniture, "strip", nothing), (visible, "claim_lone", nothing)]
    recovery = [(body, "choose", voted_only)]
    boxes = [(body, "without_service", same), (body, "with_facts", same)]
    lines = [(parsing, "STAGES", unlined())]
    return {
        "all steps": [],
        "without claims of furniture": detach,
        "without recovery": recovery,
        "without boxes": boxes,
        "without line rules": lines,
        "votes alone": detach + recovery + lines,
    }


def records(job: tuple[str, Path, list[dict[str, Any]]]) -> list[bytes]:
    """Return the encoded records of some manifest lines, read as the named variant reads them."""
    name, home, rows = job
    made: list[bytes] = []
    with ExitStack() as stack:
        for module, attribute, other in steps()[name]:
            stack.enter_context(mock.patch.object(module, attribute, other))
        for row in rows:
            content = gzip.decompress((home / row["path"]).read_bytes())
            page = Page(content, row["url"], row.get("retrieved_at"), origin=Origin("file", row["path"]))
            made.append(msgspec.json.encode(parsing.parse(page)))
    return made


def figures(shared: Path, lines: list[bytes]) -> dict[str, float]:
    """Return the scorer's figures for some records."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder, "articles.jsonl"), Path(folder, "score.json")
        given.write_bytes(b"\n".join(lines) + b"\n")
        command = [sys.executable, str(shared / "score" / "score.py"), str(given), "--gold", str(shared / "gold")]
        subprocess.run([*command, "--json", str(out)], check=True, stdout=subprocess.DEVNULL)
        found: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
        return found


def main() -> None:
    """Measure every variant and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    pages = given.shared / "pages"
    rows = [json.loads(line) for line in (pages / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    print("| variant |", " | ".join(FIELDS), "|")
    print("|---|", "---:|" * len(FIELDS), sep="")
    with Pool(given.jobs) as pool:
        for name in steps():
            parts = [(name, pages, rows[i : i + 16]) for i in range(0, len(rows), 16)]
            lines = [line for made in pool.imap(records, parts) for line in made]
            found = figures(given.shared, lines)
            print(f"| {name} |", " | ".join(f"{found[field]:.4f}" for field in FIELDS), "|", flush=True)


if __name__ == "__main__":
    main()
