"""CPU time of every part beside trafilatura's default on the same pages, interleaved page by page in one run.

    scripts/bench.py [--pages MANIFEST] [--limit N] [--runs N] [--json OUT]

Each run reads all pages; parts and pace are medians of the runs. The pace of the first run stands beside them: in the
later ones the names that templates give are known. Writes bench/results.json, or OUT. Ratios hold within one run only:
absolute times move by a third on shared machines.
Without ../shared the project's own fixtures are measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pathlib
import sys
import time
from collections.abc import Callable
from functools import wraps
from statistics import median

HERE = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("NEWSSPIDER_SHARED", HERE.parent / "shared"))


def pages(manifest: pathlib.Path, limit: int) -> list:
    from pipelines.page import Origin, Page

    found = []
    for line in manifest.read_text(encoding="utf-8").splitlines():
        if line.strip():
            facts = json.loads(line)
            path = manifest.parent / facts["path"]
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            found.append(
                Page(
                    data,
                    url=facts.get("url"),
                    retrieved_at=facts.get("retrieved_at"),
                    origin=Origin("file", facts["path"]),
                )
            )
    return found[:limit]


class Parts:
    """Seconds of CPU that each named part of a page's way takes, without those of the parts that it calls."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = []

    def timed(self, part: str, function: Callable) -> Callable:
        """Return `function`, counted under `part`."""
        self.spent.setdefault(part, 0.0)

        @wraps(function)
        def run(*args, **options):
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*args, **options)
            finally:
                whole = time.process_time() - start
                self.spent[part] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        return run

    def watch(self) -> None:
        """Count the functions of extract under the parts of the table."""
        from pipelines.extract import (
            body,
            decode,
            document,
            figures,
            furniture,
            headline,
            meta,
            parsed,
            pictures,
            statements,
            structured,
            tongue,
            visible,
            votes,
        )

        parts = {
            "decode": [(decode, ("inspect", "decode", "repair", "unwrap", "lighten", "guard"))],
            "parse": [(parsed, ("parse",))],
            "sheet": [(document, ("Sheet",))],
            "metadata": [
                (meta, ("read",)),
                (structured, ("read", "article_node")),
                (statements, ("outlets", "publisher", "authors", "posts", "page_type", "keywords")),
                (headline, ("choose",)),
                (tongue, ("choose",)),
            ],
            "figures": [(figures, ("collect",)), (pictures, ("choose",))],
            "head": [(visible, ("times", "bylines", "standfirst", "neighbours", "signed", "claim_lone"))],
            "prune": [(furniture, ("strip",))],
            "blocks": [(document.Cutter, ("__init__", "cut"))],
            "votes": [(votes, ("vote",))],
            "excerpt": [(votes, ("_excerpt",))],
            "trafilatura": [(votes, ("bare_extraction",))],
            "story": [(body, ("choose",))],
        }
        for part, places in parts.items():
            for place, functions in places:
                for name in functions:
                    setattr(place, name, self.timed(part, getattr(place, name)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path, default=HERE / "bench" / "results.json")
    args = parser.parse_args()
    manifest = args.pages or SHARED / "pages" / "manifest.jsonl"
    if not manifest.exists():
        manifest = HERE / "fixtures" / "manifest.jsonl"

    import msgspec
    from trafilatura import bare_extraction

    from pipelines.extract import extract
    from pipelines.parse import STAGES, advance, finish
    from pipelines.record import Rejection

    batch = pages(manifest, args.limit)
    parts = Parts()
    parts.watch()
    read = parts.timed("rest of extract", extract)
    stages = [(parts.timed(name, advance), stage) for name, stage in STAGES]
    close, encode = parts.timed("finish", finish), parts.timed("json", msgspec.json.encode)
    default = 0.0

    def ours(page) -> None:
        draft = read(page)
        if isinstance(draft, Rejection):
            return
        for through, stage in stages:
            draft = through(draft, stage)
        encode(close(draft))

    def theirs(page) -> None:
        nonlocal default
        start = time.process_time()
        bare_extraction(page.content, url=page.url, with_metadata=True)
        default += time.process_time() - start

    for page in batch[::4]:  # both load their data, and the words of every language
        ours(page)
        theirs(page)
    after = ("finish", "json", *(name for name, _ in STAGES))
    runs: list[dict[str, float]] = []
    for _ in range(args.runs):
        parts.spent, default = dict.fromkeys(parts.spent, 0.0), 0.0
        for number, page in enumerate(batch):
            for run in (ours, theirs) if number % 2 else (theirs, ours):
                run(page)
        total, later = sum(parts.spent.values()), sum(parts.spent[name] for name in after)
        sums = {"extract": total - later, "after extract": later, "newsspider": total, "trafilatura default": default}
        runs.append({**parts.spent, **sums})
    paces = [run["trafilatura default"] / run["newsspider"] for run in runs]
    spent = {name: median(run[name] for run in runs) for name in runs[0]}
    default = spent["trafilatura default"]
    count = max(1, len(batch))
    print(f"{len(batch)} pages of {manifest}")
    print(f"{'part':<17}{'ms a page':>11}{'of default':>12}")
    for name, seconds in spent.items():
        print(f"{name:<20}{1000 * seconds / count:>8.3f}{seconds / default:>12.1%}")
    print(
        f"newsspider runs at {median(paces):.2f} times the pace of trafilatura's default with metadata, "
        f"{min(paces):.2f} to {max(paces):.2f} in {len(runs)} runs, {paces[0]:.2f} in the first"
    )
    per_page = {name: round(1000 * seconds / count, 4) for name, seconds in spent.items()}
    args.json.parent.mkdir(parents=True, exist_ok=True)
    figures = {"pace": round(median(paces), 3), "paces": [round(pace, 3) for pace in paces]}
    result = {"pages": len(batch), "milliseconds_a_page": per_page, **figures}
    args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
