"""Runs a spider of ours in a process of its own, as its users do, and reads what it left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# no limit of memory: a child of this process begins with its peak in the eyes of Linux, and so of Scrapy's memusage
LOOPBACK = {
    "NEWSSPIDER_TEST_HOSTS": "1", "DOWNLOAD_DELAY": "0", "NEWSSPIDER_WORKERS": "2", "MEMUSAGE_LIMIT_MB": "0",
}  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Crawl:
    """What a crawl left."""

    code: int
    log: str
    articles: list[dict[str, Any]]
    rejected: list[dict[str, Any]]

    def by_url(self) -> dict[str, dict[str, Any]]:
        lines = [*self.articles, *self.rejected]
        found = {line["url"]: line for line in lines}
        assert len(found) == len(lines), "a URL has two lines"
        return found


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def scrapy(spider: str, out: Path, *arguments: str, timeout: float = 120, **settings: str) -> Crawl:
    """Run `scrapy crawl` with the settings of the package."""
    given = {**LOOPBACK, "NEWSSPIDER_OUTPUT": str(out), "NEWSSPIDER_DATA": str(out / "data"), **settings}
    options = [part for k, v in given.items() for part in ("-s", f"{k}={v}")]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", spider, *arguments, *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error::DeprecationWarning:newsspider"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Crawl(done.returncode, done.stderr, lines(out / "articles.jsonl"), lines(out / "articles.rejected.jsonl"))
