"""Whether a page costs the same however much there is: state and ledger from 1,000 to 1,000,000 pages, a day of feeds.

    python scripts/scale.py pages [--most 1000000]
    python scripts/scale.py day [--sites 100000] [--partitions 8] [--part 0] [--every 900]

`pages` fills a state and an output with so many pages in bulk, then takes 2,000 more through them as a crawl does, and
tells the CPU of one. It fails where that grows by more than 2 % of what parsing a page costs (15 ms). `day` plays a day
of one partition of the sites with the state and the schedule of the crawl, in told time: each site publishes at its own
pace, its feed shows the last 20 stories, what is new is taken in. It fails where a feed is asked before it is due or a
story is fetched twice. Both write bench/results-engine.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsspider.discovery import Link, address
from newsspider.partitions import part_of
from newsspider.schedule import LONGEST, SHORTEST, next_interval
from newsspider.state import State
from pipelines.ledger import Ledger

RESULTS = Path(__file__).resolve().parents[1] / "bench" / "results-engine.json"
MORE, NOON, DAY, SHOWN = 2_000, 1_780_000_000.0, 86_400.0, 20
PARSED, GROWTH = 15_000, 0.02
STORY = json.dumps({"headline": "h" * 80, "body": "0" * 64, "authors": ["a"], "published": "2026-06-01"})


def line(number: int) -> bytes:
    """Return a line with the key that a resumed run reads, and 700 bytes more."""
    source = {"kind": "warc", "path": "pages-000001.warc.gz", "offset": number, "sha256": "0" * 64}
    return json.dumps({"url": url(number), "body": "x" * 700, "source": source}).encode()


def url(number: int) -> str:
    return f"https://paper-{number % 997}.test/{number:09}/ferry-is-back-in-service"


def take(state: State, ledger: Ledger, number: int, now: float) -> None:
    """Bring one page through state and ledger as a crawl does: found, archived, written, settled."""
    site, here = f"paper-{number % 997}.test", url(number)
    with state.together():
        state.discover(site, [Link(here)], now)
    with state.together():
        state.acknowledge("pages-000001.warc.gz", number)
        state.expect("pages-000001.warc.gz", number, here)
        state.fetched(site, (here,), now, sha256="0" * 64, status=200, warc="pages-000001.warc.gz", offset=number)
    ledger.write(line(number), accepted=True)
    with state.together():
        state.written("pages-000001.warc.gz", number)
        state.settle(here, None, story=STORY)


def fill(folder: Path, first: int, last: int) -> None:
    """Put pages into state and output in bulk."""
    State(folder / "state.sqlite").close()
    with sqlite3.connect(folder / "state.sqlite") as base:
        rows = (
            (
                address(url(n)),
                url(n),
                f"paper-{n % 997}.test",
                NOON,
                NOON,
                200,
                "0" * 64,
                "pages-000001.warc.gz",
                n,
                STORY,
            )
            for n in range(first, last)
        )
        base.executemany(
            "INSERT INTO pages (key, url, site, found_at, fetched_at, status, sha256, warc, offset, story) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    with (folder / "articles.jsonl").open("ab") as file:
        file.writelines(line(n) + b"\n" for n in range(first, last))


def pages(most: int) -> list[dict[str, float]]:
    found, there, size = [], 0, 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        while size <= most:
            fill(folder, there, size)
            with State(folder / "state.sqlite") as state, Ledger(folder, "resume") as ledger:
                begun = time.process_time()
                for number in range(size, size + MORE):
                    take(state, ledger, number, NOON)
                spent = (time.process_time() - begun) / MORE
                begun = time.process_time()
                seen = sum(ledger.seen().values())
                read = (time.process_time() - begun) / seen
            row = {"pages": size, "microseconds_a_page": round(1e6 * spent), "resume_a_line": round(1e6 * read, 1)}
            print(json.dumps({**row, "state_mb": round((folder / "state.sqlite").stat().st_size / 1e6, 1)}))
            found.append(row)
            there, size = size + MORE, size * 10
    return found


class Paper:
    """A site whose stories come at its own pace: from two a week to two hundred a day."""

    def __init__(self, number: int) -> None:
        self.domain = f"paper-{number}.test"
        rng = random.Random(number)
        self.gap = DAY / min(200.0, 0.3 * rng.paretovariate(0.7))
        self.first = NOON - rng.random() * self.gap

    def feed(self, now: float) -> list[Link]:
        newest = int((now - self.first) // self.gap)
        return [Link(f"https://{self.domain}/{n}/ferry") for n in range(newest, max(-1, newest - SHOWN), -1)]


def runs(every: float) -> Iterator[float]:
    now = NOON
    while now < NOON + DAY:
        yield now
        now += every


def day(sites: int, partitions: int, part: int, every: float) -> dict[str, Any]:
    mine = [Paper(n) for n in range(sites) if part_of(f"paper-{n}.test", partitions) == part]
    polls = fetched = missed = 0
    seen: set[bytes] = set()
    hours: list[tuple[float, int, int]] = []
    with tempfile.TemporaryDirectory() as name, State(Path(name) / "state.sqlite") as state:
        with Ledger(Path(name)) as ledger:
            for now in runs(every):
                begun, before = time.process_time(), (polls, fetched)
                for paper in mine:
                    source = state.watch(paper.domain, f"https://{paper.domain}/feed.xml", now)
                    if source.due > now:
                        continue
                    if source.polled_at is not None and source.interval is not None:
                        missed += now - source.polled_at < source.interval - 1e-6
                    polls += 1
                    with state.together():
                        asked, new, _ = state.discover(paper.domain, paper.feed(now), now)
                        outcome = "changed" if new else "unchanged"
                        step = next_interval(source.interval, outcome, shortest=SHORTEST, longest=LONGEST)
                        state.polled(source.url, now, step)
                    for here in asked:
                        digest = hashlib.blake2b(here.encode(), digest_size=8).digest()
                        missed += digest in seen
                        seen.add(digest)
                        fetched += 1
                        with state.together():
                            state.fetched(paper.domain, (here,), now, sha256="0" * 64, status=200)
                        ledger.write(line(fetched), accepted=True)
                        with state.together():
                            state.settle(here, None, story=STORY)
                hours.append((time.process_time() - begun, polls - before[0], fetched - before[1]))
        size = (Path(name) / "state.sqlite").stat().st_size
    third = len(hours) // 3
    cost = [sum(h[0] for h in part) for part in (hours[third : 2 * third], hours[2 * third :])]
    work = [sum(h[1] + h[2] for h in part) for part in (hours[third : 2 * third], hours[2 * third :])]
    return {
        "sites": sites, "partition": f"{part} of {partitions}", "sites_here": len(mine), "runs": len(hours),
        "polls": polls, "pages": fetched, "asked_too_early_or_twice": missed,
        "seconds_a_run": round(sum(h[0] for h in hours) / len(hours), 2),
        "milliseconds_a_poll_or_page": [round(1e3 * c / w, 3) for c, w in zip(cost, work, strict=True)],
        "state_mb": round(size / 1e6, 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["pages", "day"])
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--sites", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--every", type=float, default=900.0)
    order = parser.parse_args()
    found: Any
    if order.what == "pages":
        found = pages(order.most)
        whole = found[-1]["microseconds_a_page"] - found[0]["microseconds_a_page"] <= GROWTH * PARSED
    else:
        found = day(order.sites, order.partitions, order.part, order.every)
        whole = not found["asked_too_early_or_twice"]
        print(json.dumps(found, indent=1))
    old = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**old, order.what: found}, indent=1) + "\n", encoding="utf-8")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
