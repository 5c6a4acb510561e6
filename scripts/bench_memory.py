"""The learned container on sites seen before: pages read so, records that are the same, pace beside trafilatura.

    scripts/bench_memory.py [--pages MANIFEST | --made] [--fewest N] [--json OUT]

Each page is read with what the other pages of its site teach (of MANIFEST: sites with four pages or more; --made: the
made-up sites of tests/server/houses.py, of which twelve pages teach and the others are read). All three ways of a page
run in turn, the best of two readings counts. Writes bench/results-memory.json, or OUT.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

HERE = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE / "scripts")]

from bench import SHARED, pages  # noqa: E402 - a script beside this one

FEWEST_PAGES = 4
"""Pages of a site: one is read, the others have to be enough to learn from."""
DIGEST = "sha256:" + "0" * 64


def taught(manifest: pathlib.Path, fewest: int) -> Iterator[tuple]:
    """Yield (site, page, containers learned from the site's other pages)."""
    from pipelines.training import learn
    from pipelines.worker.tasks import host_of

    by_site = defaultdict(list)
    for page in pages(manifest, 1_000_000):
        by_site[host_of(page.url)].append(page)
    for site, found in by_site.items():
        if site and len(found) >= FEWEST_PAGES:
            for page in found:
                others = [p for p in found if p is not page]
                yield site, page, learn(others, fewest=fewest)


def made(fewest: int) -> Iterator[tuple]:
    """Yield the same of the made-up sites."""
    from pipelines.training import learn
    from tests.server import houses

    for site in houses.HOUSES:
        containers = learn(list(houses.pages(site, 0, 12)), fewest=fewest)
        for page in houses.pages(site, 12, 60):
            yield site, page, containers


def best(run: Callable, times: int = 2) -> float:
    """Return the CPU seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def agreement(a: str, b: str) -> float:
    """Return the F1 of the words of two texts, 0 to 1."""
    mine, theirs = Counter(a.split()), Counter(b.split())
    both = sum((mine & theirs).values())
    return 2 * both / (sum(mine.values()) + sum(theirs.values())) if mine or theirs else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", type=pathlib.Path, default=SHARED / "pages" / "manifest.jsonl")
    parser.add_argument("--made", action="store_true")
    parser.add_argument("--fewest", type=int, help="stories that have to agree; the product's number without it")
    parser.add_argument("--json", type=pathlib.Path, default=HERE / "bench" / "results-memory.json")
    args = parser.parse_args()

    import msgspec
    from trafilatura import bare_extraction

    from pipelines.extract import extract
    from pipelines.memory import SiteMemory
    from pipelines.parse import parse
    from pipelines.record import Article
    from pipelines.training import FEWEST

    fewest = args.fewest or FEWEST
    use_made = args.made or not args.pages.exists()
    read = hits = same = 0
    words: list[float] = []
    spent: Counter[str] = Counter()
    by_site: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for site, page, containers in made(fewest) if use_made else taught(args.pages, fewest):
        read += 1
        by_site[site]["pages"] += 1
        if getattr(extract(page, None, containers), "container", None) is None:
            continue
        memory = SiteMemory(DIGEST, frozenset(), containers)
        whole, part = parse(page), parse(page, memory=memory)
        hits += 1
        by_site[site]["hits"] += 1
        if isinstance(whole, Article) and isinstance(part, Article):
            part = replace(part, extractor=whole.extractor)
            words.append(agreement(whole.body.text, part.body.text))
        same += whole == part
        if whole != part:
            names = [n for n in getattr(whole, "__slots__", ()) if getattr(whole, n) != getattr(part, n, None)]
            print(f"differs: {page.origin.path or page.url}: {', '.join(names)}")
        ways = {
            "default": lambda page=page: bare_extraction(page.content, url=page.url, with_metadata=True),
            "whole": lambda page=page: msgspec.json.encode(parse(page)),
            "container": lambda page=page, memory=memory: msgspec.json.encode(parse(page, memory=memory)),
        }
        for name, run in sorted(ways.items(), reverse=bool(hits % 2)):
            seconds = best(run)
            spent[name] += seconds
            by_site[site][name] += seconds
    for site, found in by_site.items():
        pace = f"{found['default'] / found['container']:.2f}" if found["hits"] else "-"
        print(f"{site:<32}{found['hits']:>4} of {found['pages']:<4}{pace:>8}")
    result = {
        "pages": read,
        "hits": hits,
        "same": same,
        "word_f1_mean": round(sum(words) / max(1, len(words)), 4),
        "word_f1_least": round(min(words, default=0.0), 4),
        "pace_whole": round(spent["default"] / spent["whole"], 3) if hits else None,
        "pace_container": round(spent["default"] / spent["container"], 3) if hits else None,
    }
    print(f"{hits} of {read} pages read from their container, {same} of their records the same as from the whole page")
    if hits:
        print(f"words: F1 {result['word_f1_mean']} on average, {result['word_f1_least']} at worst")
        print(f"pace of trafilatura's default: {result['pace_container']} times, whole {result['pace_whole']} times")
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
