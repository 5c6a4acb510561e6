"""Records a second of `newsspider export`, and its memory, over simulated records: `make bench-export`.

    scripts/bench_export.py [--records 100000] [--to parquet]

The records are those of the fixtures, repeated with other ids and texts, so that nothing compresses away:
240 words a story, 11 KB a line as the records of real pages have in the mean.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def simulated(path: Path, number: int) -> None:
    """Write that many records."""
    models = [json.loads(x) for x in (HERE / "fixtures" / "records" / "1.0.jsonl").read_text("utf-8").splitlines()]
    models = [m for m in models if "reason" not in m]
    chance = random.Random(1)
    words = [w for m in models for w in m["body"]["text"].split()]
    with path.open("w", encoding="utf-8") as file:
        for i in range(number):
            model = models[i % len(models)]
            paragraphs = [" ".join(chance.choices(words, k=30)) for _ in range(8)]
            body = {
                "text": "\n\n".join(paragraphs),
                "paragraphs": paragraphs,
                "blocks": [{"kind": "paragraph", "text": p, "level": None} for p in paragraphs],
            }
            url = f"https://www.site-{i % 500}.test/{i}"
            file.write(
                json.dumps({**model, "id": f"sha256:{i:064x}", "url": url, "body": body}, ensure_ascii=False) + "\n"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--to", default="parquet")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        simulated(path, asked.records)
        command = [sys.executable, "-m", "newsspider", "export", str(path), "--to", asked.to, "-o", f"{folder}/set"]
        start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = path.stat().st_size / 1e6
    each = 1000 * size / asked.records
    print(f"{asked.records} records ({size:.0f} MB, {each:.1f} KB each) to {asked.to}")
    pace, memory = (asked.records / spent, asked.records / wall), after.ru_maxrss / 1024
    print(f"{pace[0]:.0f} a CPU second, {pace[1]:.0f} a second, at most {memory:.0f} MB")


if __name__ == "__main__":
    main()
