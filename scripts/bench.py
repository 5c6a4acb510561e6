"""CPU time of every stage beside trafilatura's default on the same pages, interleaved page by page in one run.

    scripts/bench.py [--pages MANIFEST] [--limit N] [--json OUT]

Ratios hold within one run only: absolute times move by a third on shared machines. Without ../shared the project's own
fixtures are measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pathlib
import sys
import time

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    manifest = args.pages or SHARED / "pages" / "manifest.jsonl"
    if not manifest.exists():
        manifest = HERE / "fixtures" / "manifest.jsonl"

    import msgspec
    from trafilatura import bare_extraction

    from pipelines.extract import extract
    from pipelines.parse import STAGES, finish
    from pipelines.record import Rejection

    batch = pages(manifest, args.limit)
    spent = dict.fromkeys(["extract", *(name for name, _ in STAGES), "finish", "encode"], 0.0)
    default = 0.0
    clock = time.process_time

    def ours(page) -> None:
        start = clock()
        draft = extract(page)
        spent["extract"] += clock() - start
        if isinstance(draft, Rejection):
            return
        for name, stage in STAGES:
            start = clock()
            draft = draft if draft.rejection else stage(draft)
            spent[name] += clock() - start
        start = clock()
        record = finish(draft)
        spent["finish"] += clock() - start
        start = clock()
        msgspec.json.encode(record)
        spent["encode"] += clock() - start

    def theirs(page) -> None:
        nonlocal default
        start = clock()
        bare_extraction(page.content, url=page.url, with_metadata=True)
        default += clock() - start

    for page in batch[:3]:  # both load their data
        ours(page)
        theirs(page)
    spent, default = dict.fromkeys(spent, 0.0), 0.0
    for number, page in enumerate(batch):
        for run in (ours, theirs) if number % 2 else (theirs, ours):
            run(page)
    total = sum(spent.values())
    after = total - spent["extract"]
    count = max(1, len(batch))
    print(f"{len(batch)} pages of {manifest}")
    print(f"{'stage':<14}{'ms a page':>11}{'of default':>12}")
    for name, seconds in [*spent.items(), ("newsspider", total), ("after extract", after), ("trafilatura", default)]:
        print(f"{name:<14}{1000 * seconds / count:>11.3f}{seconds / default:>11.1%}")
    print(f"newsspider runs at {default / total:.2f} times the pace of trafilatura's default with metadata")
    if args.json:
        result = {"pages": len(batch), "seconds": spent, "trafilatura_default": default, "ratio": default / total}
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
