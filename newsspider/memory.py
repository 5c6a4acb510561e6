"""What the pages of a site have in common, between runs. SQLite, beside the state; off unless asked for.

A run reads one frozen snapshot and learns when it has ended, so that its records do not depend on their order.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from pipelines.container import Container
from pipelines.ledger import made
from pipelines.memory import SiteMemory, fingerprint
from pipelines.worker.tasks import host_of

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS stories (site TEXT, story TEXT, PRIMARY KEY (site, story)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocks (site TEXT, block TEXT, story TEXT, PRIMARY KEY (site, block, story)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS containers (site TEXT, place INT, container TEXT, PRIMARY KEY (site, place)) WITHOUT ROWID;
"""
FEWEST: Final = 2
"""Stories that must hold a block. Leave-one-out on the labelled sites (scripts/site_memory.py) loses no text at one."""
SHARE: Final = 0.3
"""And the share of the site's stories: background paragraphs recur on the few stories of one event."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of all sites, frozen."""

    digest: str
    sites: Mapping[str, frozenset[str]]
    """What each repeats."""
    containers: Mapping[str, tuple[Container, ...]] = field(default_factory=dict)
    """Where the stories of each stand."""

    def of(self, host: str | None) -> SiteMemory | None:
        """Return what is known of one site; None for nothing."""
        blocks, containers = self.sites.get(host or "", frozenset()), self.containers.get(host or "", ())
        return SiteMemory(self.digest, blocks, containers) if blocks or containers else None


def story_of(paragraphs: Iterable[str]) -> str:
    """Return what stands for a story whatever its address: its longest paragraph."""
    longest = max(paragraphs, key=len, default="")
    return hashlib.sha256(longest.encode("utf-8", "replace")).hexdigest()[:16]


def common(stories: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the blocks that enough of a site's stories hold; `stories` gives their blocks by story."""
    counts: defaultdict[str, int] = defaultdict(int)
    for blocks in stories.values():
        for block in set(blocks):
            counts[block] += 1
    enough = max(FEWEST, ceil(SHARE * len(stories)))
    return frozenset(block for block, times in counts.items() if times >= enough)


class _Body(msgspec.Struct):
    paragraphs: tuple[str, ...]


class _Dropped(msgspec.Struct):
    text: str
    category: str


class _Record(msgspec.Struct):
    url: str | None
    body: _Body
    dropped: tuple[_Dropped, ...]


class Memory:
    """The store. Use as a context manager; what was learned is kept when it ends without an error."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(made(path))
        self._base.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is None:
            self._base.commit()
        self._base.close()

    def learn(self, host: str | None, paragraphs: Iterable[str]) -> None:
        """Remember the blocks of one story of a site; another copy of a known story adds nothing."""
        texts = [text for text in paragraphs if text]
        if not host or not texts:
            return
        story = story_of(texts)
        known = self._base.execute("INSERT OR IGNORE INTO stories VALUES (?, ?)", (host, story)).rowcount == 0
        if not known:
            blocks = {found for text in texts if (found := fingerprint(text))}
            self._base.executemany("INSERT OR IGNORE INTO blocks VALUES (?, ?, ?)", ((host, b, story) for b in blocks))

    def learn_file(self, articles: Path) -> None:
        """Learn from the records of a run: their blocks, and those that the memory itself took out of them."""
        decoder = msgspec.json.Decoder(_Record)
        with articles.open("rb") as file:
            for line in file:
                record = decoder.decode(line)
                gone = [d.text for d in record.dropped if d.category == "site"]
                self.learn(host_of(record.url), [*record.body.paragraphs, *gone])

    def keep(self, host: str, containers: Iterable[Container]) -> None:
        """Remember where a site's stories stand, instead of what was known of it."""
        self._base.execute("DELETE FROM containers WHERE site = ?", (host,))
        rows = ((host, place, _written(container)) for place, container in enumerate(containers))
        self._base.executemany("INSERT INTO containers VALUES (?, ?, ?)", rows)

    def snapshot(self) -> Snapshot:
        """Return what is known now, frozen."""
        stories: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for site, story in self._base.execute("SELECT site, story FROM stories"):
            stories[site][story] = []
        for site, block, story in self._base.execute("SELECT site, block, story FROM blocks"):
            stories[site].setdefault(story, []).append(block)
        sites = {site: found for site in sorted(stories) if (found := common(stories[site]))}
        total = hashlib.sha256()
        for site, found in sites.items():
            total.update(f"{site}\0{' '.join(sorted(found))}\n".encode())
        containers: dict[str, tuple[Container, ...]] = {}
        for site, place, text in self._base.execute("SELECT * FROM containers ORDER BY site, place"):
            total.update(f"{site}\0{place}\0{text}\n".encode())
            containers[site] = (*containers.get(site, ()), msgspec.json.decode(text, type=Container))
        return Snapshot("sha256:" + total.hexdigest(), sites, containers)


def _written(container: Container) -> str:
    # sets in an order, for the digest is of this text
    return msgspec.json.encode(container, order="deterministic").decode()
