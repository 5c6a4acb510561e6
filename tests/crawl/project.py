"""A project folder for the crawl tests, and `newsspider` run in it as its users run it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.server.crawling import LOOPBACK, ROOT, lines
from tests.server.loopback import Loopback
from tests.server.sites import NewsSite

Done = subprocess.CompletedProcess[str]
FEED, SITEMAP = "/feed.xml", "/sitemap-index.xml"


@dataclass
class Project:
    """A project folder."""

    folder: Path
    settings: dict[str, str]

    def run(
        self, *arguments: str, clock: float | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        return self.call("run", *arguments, *self.options(clock), clock=clock, timeout=timeout)

    def options(self, clock: float | None = None) -> list[str]:
        given = {**LOOPBACK, **self.settings}
        if clock is not None:
            given["NEWSSPIDER_CLOCK"] = "tests.crawl.project.told"
        return [part for k, v in given.items() for part in ("-s", f"{k}={v}")]

    def call(
        self, *arguments: str, clock: float | None = None, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "newsspider", *arguments],
            cwd=self.folder, env=self.environment(clock), capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def environment(self, clock: float | None = None) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "TOLD_TIME": str(clock)}

    @property
    def archive(self) -> Path:
        return self.folder / "data" / "archive"

    def records(self) -> list[dict[str, Any]]:
        return [x for p in self._outputs() if ".rejected" not in p.name for x in lines(p)]

    def rejected(self) -> list[dict[str, Any]]:
        return [x for p in self._outputs() if ".rejected" in p.name for x in lines(p)]

    def raw_records(self) -> list[bytes]:
        return [x for p in self._outputs() if ".rejected" not in p.name for x in p.read_bytes().splitlines()]

    def _outputs(self) -> list[Path]:
        return sorted((self.folder / "data" / "records").glob("*.jsonl"))

    def facts(self) -> dict[str, Any]:
        last = max((self.folder / "data" / "runs").iterdir())
        found: dict[str, Any] = json.loads((last / "run.json").read_text())
        return found


def project(folder: Path, server: Loopback, *sites: NewsSite, extra: str = "", **settings: str) -> Project:
    """Make a project for sites that a server serves."""
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = newsspider.settings\n")
    (folder / "sites.toml").write_text(
        "".join(f'[[site]]\ndomain = "{s.host}"\npages = 2000\n{extra}\n' for s in sites)
    )
    for site in sites:
        site.port = server.port
        text = f'domain = "{site.host}"\nfeeds = ["{site.url(FEED)}"]\nsitemaps = ["{site.url(SITEMAP)}"]\n'
        (folder / "sites" / f"{site.host}.toml").write_text(text)
    return Project(folder, {"USER_AGENT": "newsspider/test (+https://operator.example/bot)", **settings})


def told() -> float:
    """The clock of a simulated run: the time that the environment tells."""
    return float(os.environ["TOLD_TIME"])


_LOOKS = itertools.count()


def hurrying() -> float:
    """A clock that goes on by half a minute with every look at it."""
    return 1_780_000_000.0 + 30.0 * next(_LOOKS)
