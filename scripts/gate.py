"""Quality gate: score the labelled pages and cases, and compare with the floors in gate.json.

    scripts/gate.py                                  measure and compare; exit 1 below a floor or on another corpus
    scripts/gate.py --raise                          and write higher floors where the figures are higher
    scripts/gate.py --lower FIELD --reason TEXT      set one floor to what is measured; the reason stays in gate.json
    scripts/gate.py --accept-corpus --reason TEXT    the labels changed: take the new digest

The labels are no part of this repository: where they are absent the gate says so and passes. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CASES = {"byline": "bylines", "dateline": "datelines", "caption": "captions", "line": "boilerplate"}
SKIPPED, FAILED = 0, 1


def digest(shared: Path) -> str:
    """Return the SHA-256 of all that is measured against: labels, cases, pages and the scorers."""
    total = hashlib.sha256()
    for folder, pattern in (("cases", "*.jsonl"), ("gold", "*.jsonl"), ("pages", "**/*"), ("score", "*.py")):
        for path in sorted((shared / folder).glob(pattern)):
            if path.is_file():
                total.update(f"{path.relative_to(shared).as_posix()}\0".encode())
                total.update(path.read_bytes())
    return "sha256:" + total.hexdigest()


def figures_of_pages(scored: dict[str, Any]) -> dict[str, float | None]:
    """Return one number a figure: F1 where the scorer gives precision and recall too."""
    found: dict[str, float | None] = {}
    for name, value in scored.items():
        if isinstance(value, dict) and "f1" in value:
            found[f"pages.{name}"] = value["f1"]
        elif not isinstance(value, dict):
            found[f"pages.{name}"] = value
    return found


def measure(shared: Path, out: Path) -> dict[str, float | None]:
    """Re-parse and score everything; return the figures."""
    command = [sys.executable, "-m", "newsspider"]
    records = out / "articles.jsonl"
    manifest = shared / "pages" / "manifest.jsonl"
    run([*command, "reparse", str(manifest), "-o", str(records), "--jobs", "2", "--overwrite", "--quiet"])
    scored = out / "score.json"
    score = [sys.executable, str(shared / "score" / "score.py"), str(records)]
    run([*score, "--gold", str(shared / "gold"), "--json", str(scored)], quiet=True)
    found = figures_of_pages(json.loads(scored.read_text(encoding="utf-8")))
    for kind, name in CASES.items():
        cases = shared / "cases" / f"{name}.jsonl"
        results = out / f"{name}.jsonl"
        with cases.open("rb") as given, results.open("wb") as made:
            run([*command, "parse", kind, "--jsonl"], stdin=given, stdout=made)
        judge = [sys.executable, str(shared / "score" / "score_cases.py"), kind, str(cases), str(results)]
        last = json.loads(run(judge, quiet=True).splitlines()[-1])
        found[f"cases.{kind}.exact"], found[f"cases.{kind}.detection"] = last["exact"], last["detection"]
    return found


def run(command: list[str], *, quiet: bool = False, stdin: Any = None, stdout: Any = None) -> str:
    """Run a command to its end; where it fails, end with what it said."""
    pipe = subprocess.PIPE if quiet else stdout
    ended = subprocess.run(command, stdin=stdin, stdout=pipe, text=True, check=False, cwd=ROOT)
    if ended.returncode:
        sys.exit(f"gate: exit {ended.returncode} from {' '.join(command)}\n{ended.stdout or ''}")
    return ended.stdout or ""


def below(floors: dict[str, float], figures: dict[str, float | None], epsilon: float) -> list[str]:
    """Return the names of the figures under their floor; a figure that is gone counts as under."""
    return [n for n, floor in floors.items() if (value := figures.get(n)) is None or value < floor - epsilon]


def raised(floors: dict[str, float], figures: dict[str, float | None]) -> dict[str, float]:
    """Return the floors with every one that was passed lifted to its figure, cut to four decimals."""
    lifted = dict(floors)
    for name, value in figures.items():
        if value is not None and (floor := math.floor(value * 10_000) / 10_000) > lifted.get(name, -1.0):
            lifted[name] = floor
    return dict(sorted(lifted.items()))


def lowered(gate: dict[str, Any], name: str, value: float | None, reason: str) -> dict[str, Any]:
    """Return the gate with one floor at its measured figure and the reason on record."""
    floor = gate["floors"].get(name)
    if floor is None or value is None:
        raise ValueError(f"{name} has no floor" if floor is None else f"{name} was not measured")
    new = math.floor(value * 10_000) / 10_000
    if new >= floor:
        raise ValueError(f"{name} is not under its floor: {value:.4f} against {floor:.4f}")
    if not reason.strip():
        raise ValueError("a floor is lowered with --reason TEXT only")
    entry = {"figure": name, "from": floor, "to": new, "reason": reason.strip()}
    return {**gate, "floors": {**gate["floors"], name: new}, "lowered": [*gate.get("lowered", []), entry]}


def write(path: Path, gate: dict[str, Any]) -> None:
    """Replace gate.json whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".gate-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(gate, indent=2, ensure_ascii=False) + "\n")
    Path(name).chmod(0o644)
    Path(name).replace(path)


def table(floors: dict[str, float], figures: dict[str, float | None], under: list[str]) -> str:
    """Return the figures beside their floors, one a line."""
    rows = [f"{'figure':<26}{'now':>8}{'floor':>8}"]
    for name in dict.fromkeys([*figures, *floors]):
        now, floor = figures.get(name), floors.get(name)
        shown = ["     n/a" if x is None else f"{x:8.4f}" for x in (now, floor)]
        rows.append(f"{name:<26}{shown[0]}{shown[1]}" + ("  UNDER" if name in under else ""))
    return "\n".join(rows)


def arguments(given: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    reader = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    reader.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("NEWSSPIDER_SHARED", ROOT.parent / "shared"))
    )
    reader.add_argument("--gate", type=Path, default=ROOT / "gate.json")
    reader.add_argument("--out", type=Path, default=ROOT / "out" / "gate")
    reader.add_argument("--raise", dest="lift", action="store_true")
    reader.add_argument("--lower", metavar="FIELD")
    reader.add_argument("--accept-corpus", action="store_true")
    reader.add_argument("--reason", default="")
    found = reader.parse_args(given)
    if (found.lower or found.accept_corpus) and not found.reason.strip():
        reader.error("--lower and --accept-corpus need --reason TEXT")
    return found


def main(given: list[str] | None = None) -> int:
    """Measure, compare, say; return the exit code."""
    asked = arguments(given)
    shared = asked.shared.resolve()
    if not (shared / "score" / "score.py").is_file():
        print(f"gate SKIPPED: no labelled pages at {asked.shared} (name them with NEWSSPIDER_SHARED)")
        return SKIPPED
    gate = json.loads(asked.gate.read_text(encoding="utf-8"))
    corpus = digest(shared)
    asked.out.mkdir(parents=True, exist_ok=True)
    figures = measure(shared, asked.out.resolve())
    if asked.accept_corpus and corpus != gate["corpus"]:
        entry = {"from": gate["corpus"], "to": corpus, "reason": asked.reason.strip()}
        gate = {**gate, "corpus": corpus, "corpus_changes": [*gate.get("corpus_changes", []), entry]}
        write(asked.gate, gate)
    if asked.lower:
        try:
            gate = lowered(gate, asked.lower, figures.get(asked.lower), asked.reason)
        except ValueError as error:
            print(f"gate: {error}", file=sys.stderr)
            return FAILED
        write(asked.gate, gate)
    under = below(gate["floors"], figures, gate["epsilon"]["value"])
    print(table(gate["floors"], figures, under))
    if corpus != gate["corpus"]:
        print(f"gate FAILED: the corpus is another one ({corpus}); see --accept-corpus", file=sys.stderr)
        return FAILED
    if asked.lift:
        gate = {**gate, "floors": raised(gate["floors"], figures)}
        write(asked.gate, gate)
    if under:
        print(f"gate FAILED: {len(under)} under the floor: {', '.join(under)}", file=sys.stderr)
        return FAILED
    print(f"gate passed: {len(gate['floors'])} figures at or above their floors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
