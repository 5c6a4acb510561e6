"""What parsing costs a crawl: 300 loopback pages fetched bare, with trafilatura inline, and as newsspider does it.

    python scripts/bench_crawl.py [--rounds 3] [--pages FOLDER]

Prints, of each mode's best round, pages a second, CPU, and the lag of the event loop; then the ratios to hold: wall
time over CPU / cores, lag over that of the bare crawl, pages a second over trafilatura inline. The modes alternate.
`--pages` is a folder of real pages (*.html, *.html.gz); the fixtures are small ones. A loaded machine spoils wall times
and lags; the load is printed beside them.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PAGES, HOSTS = 300, 12
MODES = ("bare", "inline", "newsspider")
STEP = 0.005


class Lag:
    """A Scrapy extension that samples how late the event loop wakes."""

    samples: ClassVar[list[float]] = []
    wall = 0.0

    @classmethod
    def from_crawler(cls, crawler: Any) -> Lag:
        from scrapy import signals

        made = cls()
        crawler.signals.connect(made.start, signal=signals.spider_opened)
        crawler.signals.connect(made.stop, signal=signals.spider_closed)
        return made

    def start(self) -> None:
        self.begin = time.perf_counter()
        self.task = asyncio.get_running_loop().create_task(self.sample())

    async def sample(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(STEP)
            Lag.samples.append(time.perf_counter() - before - STEP)

    def stop(self) -> None:
        self.task.cancel()
        Lag.wall = time.perf_counter() - self.begin


class Inline:
    """A pipeline that runs trafilatura where it is called."""

    def process_item(self, item: Any) -> Any:
        import trafilatura

        trafilatura.bare_extraction(item.content, url=item.url, with_metadata=True)
        return item


class Nothing:
    """A pipeline that does nothing."""

    def process_item(self, item: Any) -> Any:
        return item


def child(mode: str, urls: str) -> None:
    """Run one crawl and print its figures."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    mine = {
        "NEWSSPIDER_TEST_HOSTS": True, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "NEWSSPIDER_WORKERS": 2,
        "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "ROBOTSTXT_OBEY": False,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        mine["NEWSSPIDER_DATA"] = folder if mode == "newsspider" else ""
        extensions = {**settings.getdict("EXTENSIONS"), "__main__.Lag": 1}
        if mode != "newsspider":
            mine["ITEM_PIPELINES"] = {f"__main__.{'Inline' if mode == 'inline' else 'Nothing'}": 1}
            if mode == "inline":
                import trafilatura

                trafilatura.bare_extraction("<html><body><p>warm</p></body></html>")
        settings.setdict({**mine, "EXTENSIONS": extensions}, priority="cmdline")
        before = time.process_time()
        process = CrawlerProcess(settings)
        process.crawl("articles", file=urls)
        process.start()
    own, others = time.process_time() - before, resource.getrusage(resource.RUSAGE_CHILDREN)
    cuts = quantiles(Lag.samples, n=100)
    print(json.dumps({
        "wall": Lag.wall, "cpu": own, "workers": others.ru_utime + others.ru_stime, "p50": cuts[49] * 1e3,
        "p99": cuts[98] * 1e3,
    }))  # fmt: skip


def main(rounds: int, folder: Path | None) -> None:
    """Alternate the modes and print the best round of each."""
    from tests.server.sites import NewsSite, Town

    found = folder.rglob("*.html*") if folder else ROOT.glob("fixtures/sites/*/*/page.html")
    pages = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in sorted(found)[:PAGES]]
    sites = [NewsSite(f"bench{n}.test", validators=False) for n in range(HOSTS)]
    for i in range(PAGES):
        sites[i % HOSTS].stories[f"/news/{i}"] = pages[i % len(pages)]
    best: dict[str, dict[str, float]] = {}
    with Town(*sites) as town, tempfile.NamedTemporaryFile("w", suffix=".txt") as urls:
        urls.writelines(f"{town.url(s.host, p)}\n" for s in sites for p in s.stories)
        urls.flush()
        for _ in range(rounds):
            for mode in MODES:
                before = time.process_time()
                command = [sys.executable, __file__, "--child", mode, "--urls", urls.name]
                done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
                told = json.loads(done.stdout.splitlines()[-1]) | {"server": time.process_time() - before}
                if mode not in best or told["wall"] < best[mode]["wall"]:
                    best[mode] = told
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"{PAGES} pages, {cores} cores, load {os.getloadavg()[0]:.1f}")
    print(f"{'mode':<12}{'pages/s':>9}{'crawl CPU':>11}{'workers':>9}{'server':>8}{'lag p50':>9}{'p99 ms':>8}")
    for mode, b in best.items():
        print(
            f"{mode:<12}{PAGES / b['wall']:>9.1f}{b['cpu']:>11.2f}{b['workers']:>9.2f}{b['server']:>8.2f}"
            f"{b['p50']:>9.2f}{b['p99']:>8.1f}"
        )
    ours, bare, inline = best["newsspider"], best["bare"], best["inline"]
    ideal = (ours["cpu"] + ours["workers"] + ours["server"]) / cores
    print(f"wall / (CPU / cores)       {ours['wall'] / ideal:5.2f}   hold 1.15")
    print(f"lag p50 / bare             {ours['p50'] / bare['p50']:5.2f}   hold 2.0")
    print(f"lag p99 / bare             {ours['p99'] / bare['p99']:5.2f}   hold 1.7")
    print(f"pages/s / inline           {inline['wall'] / ours['wall']:5.2f}   hold 2.5")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--child")
    parser.add_argument("--urls")
    given = parser.parse_args()
    if given.child:
        child(given.child, given.urls)
    else:
        main(given.rounds, given.pages)
