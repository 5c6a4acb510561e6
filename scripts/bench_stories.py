"""Time and memory of `newsspider stories` over simulated records, a tenth of them copies: `make bench-stories`.

    scripts/bench_stories.py [--records 100000]

A million records take some 6 GB of disk for the records and 4 to 5 GB for the bands; memory is what is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def simulated(path: Path, number: int) -> int:
    """Write that many records of 250 words and return how many of them are copies of an earlier one."""
    lines = (HERE / "fixtures" / "records" / "1.0.jsonl").read_text("utf-8").splitlines()
    model = {**json.loads(lines[0]), "provenance": {}, "images": [], "dropped": [], "rejected": []}
    chance = random.Random(1)
    words = [f"{a}{b}{c}" for a in ("ba", "ko", "ri", "tu", "se") for b in ("ma", "lo", "ni", "ra") for c in range(400)]
    kept: list[list[str]] = []
    copies = 0
    with path.open("w", encoding="utf-8") as file:
        for i in range(number):
            if kept and chance.random() < 0.1:
                copies += 1
                text = chance.choice(kept)[: chance.randrange(150, 250)]
            else:
                text = chance.choices(words, k=250)
                if len(kept) < 1_000:
                    kept.append(text)
            told = " ".join(text)
            body = {"text": told, "paragraphs": [told], "blocks": [{"kind": "paragraph", "text": told, "level": None}]}
            url = f"https://www.site-{i % 500}.test/{i}"
            identity = "sha256:" + hashlib.sha256(url.encode()).hexdigest()
            file.write(json.dumps({**model, "id": identity, "url": url, "canonical_url": url, "body": body}) + "\n")
    return copies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--records", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "articles.jsonl", Path(folder) / "stories.jsonl"
        copies = simulated(path, asked.records)
        start = time.monotonic()
        subprocess.run([sys.executable, "-m", "newsspider", "stories", str(path), "-o", str(out)], check=True)
        wall = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = sum(len(json.loads(x)["members"]) - 1 for x in out.read_text("utf-8").splitlines())
    pace, memory = asked.records / (used.ru_utime + used.ru_stime), used.ru_maxrss / 1024
    print(f"{asked.records} records in {wall:.0f} s, {pace:.0f} a CPU second, at most {memory:.0f} MB")
    print(f"{copies} copies simulated, {found} found")


if __name__ == "__main__":
    main()
