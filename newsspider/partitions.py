"""A crawl past one process: sites dealt out to partitions by their host, each a project with its own state and archive.

The deal is rendezvous hashing: a host belongs to the partition with the highest digest of both names. When a partition
is added, only what it wins moves, one in n of the sites, all of it to the new one; when the last one goes, only its own
sites do. A site moves with what the state knows of it; its pages stay in the archive where they lie.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newsspider.sitelist import Listed, load
from newsspider.state import State
from pipelines.ledger import write_whole
from pipelines.ledger.files import lock, open_append

_FILES: Final = ("scrapy.cfg", "settings.py", ".gitignore")
"""What a partition has from the project it is a part of."""
_MOVED: Final = ("pages", "sources", "yields")
"""Tables whose rows belong to a site."""


class PartitionError(OSError):
    """The sites cannot be dealt out now, with the reason."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Move:
    """One site and where it goes."""

    domain: str
    before: str | None
    """Name of its partition; "" for the project that had all sites; None for a site that is new."""
    after: str


@dataclass(frozen=True, slots=True)
class Deal:
    """Which partition each site belongs to, and what moves for that."""

    sites: dict[str, tuple[str, ...]]
    """Domains by partition, in the order of the list."""
    moves: tuple[Move, ...]


def name_of(number: int) -> str:
    """Return the name of a partition, which is its folder's.

    >>> name_of(3)
    'part-003'
    """
    return f"part-{number:03}"


def part_of(host: str, count: int) -> int:
    """Return which of `count` partitions a host belongs to.

    >>> [part_of("harbour-post.test", n) for n in (1, 2, 3, 4)]
    [0, 1, 1, 1]
    """
    return max(range(count), key=lambda number: hashlib.blake2b(f"{number}\0{host}".encode(), digest_size=8).digest())


def deal(project: Path, listed: Sequence[Listed], count: int, folder: Path) -> Deal:
    """Return how the sites of a list belong to `count` partitions below `folder`, and what moves."""
    now = {domain: part.name for part in parts(folder) for domain in (s.domain for s in load(part / "sites.toml"))}
    first = not now and (project / "data" / "state.sqlite").exists()
    sites: dict[str, list[str]] = {name_of(number): [] for number in range(count)}
    moves = []
    for site in listed:
        after = name_of(part_of(site.domain, count))
        sites[after].append(site.domain)
        before = now.get(site.domain, "" if first else None)
        if before != after:
            moves.append(Move(site.domain, before, after))
    return Deal({name: tuple(found) for name, found in sites.items()}, tuple(moves))


def parts(folder: Path) -> list[Path]:
    """Return the partitions that are there."""
    return sorted(p for p in folder.glob("part-[0-9][0-9][0-9]*") if (p / "sites.toml").is_file())


def carry_out(project: Path, sites_file: Path, folder: Path, found: Deal) -> None:
    """Write the partitions and move what is known of the sites that move; a repetition after a kill does the rest.

    Raises LedgerBusyError while a run is at work in one of them, and PartitionError where lines are owed.
    """
    raw = {str(site["domain"]): site for site in tomllib.loads(sites_file.read_text(encoding="utf-8"))["site"]}
    old = [part for part in parts(folder) if part.name not in found.sites]
    homes = {name: folder / name for name in found.sites} | {part.name: part for part in old}
    moving = [move for move in found.moves if move.before is not None]
    if any(not move.before for move in moving):
        homes[""] = project
    with ExitStack() as held:
        for home in homes.values():
            held.enter_context(_held(home))
        for move in moving:
            assert move.before is not None
            _copy(homes[move.before], homes[move.after], move.domain)
        for name, domains in found.sites.items():
            _write(project, sites_file, homes[name], [raw[domain] for domain in domains])
        for part in old:
            write_whole(part / "sites.toml", b"# its sites went to other partitions; its archive and records stay\n")
        for move in moving:
            assert move.before is not None
            _forget(homes[move.before], move.domain)


@contextmanager
def _held(home: Path) -> Iterator[None]:
    import os

    (home / "data").mkdir(parents=True, exist_ok=True)
    descriptor = open_append(home / "data" / "lock")
    try:
        lock(descriptor, home / "data" / "lock")
        yield
    finally:
        os.close(descriptor)


def _write(project: Path, sites_file: Path, part: Path, sites: list[dict[str, Any]]) -> None:
    (part / "sites").mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        if (project / name).is_file():
            shutil.copyfile(project / name, part / name)
    domains = {site["domain"] for site in sites}
    for file in (part / "sites").glob("*.toml"):
        if file.stem not in domains:
            file.unlink()
    for domain in sorted(domains):
        if (given := sites_file.parent / "sites" / f"{domain}.toml").is_file():
            shutil.copyfile(given, part / "sites" / given.name)
    text = [f"# sites of {part.name}, dealt out of {sites_file.name} by `newsspider partition`: change them there\n"]
    # strings, numbers, booleans and lists of them are the same in JSON and TOML
    text += ["\n[[site]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in site.items()) for site in sites]
    write_whole(part / "sites.toml", "".join(text).encode())


def _copy(source: Path, target: Path, domain: str) -> None:
    """Copy what the state knows of a site, without its places in an archive that stays behind."""
    path = source / "data" / "state.sqlite"
    if not path.exists():
        return
    with State(path) as state:
        if state.unfinished() or state.pending():
            raise PartitionError(f"{source}: a run was cut off there: let it finish first (newsspider run --due)")
    State(target / "data" / "state.sqlite").close()
    with closing(sqlite3.connect(target / "data" / "state.sqlite", isolation_level=None)) as base:
        base.execute("ATTACH ? AS old", (str(path),))
        base.execute("BEGIN IMMEDIATE")
        for table in _MOVED:
            base.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM old.{table} WHERE site = ?", (domain,))  # noqa: S608
        base.execute("UPDATE pages SET warc = NULL, offset = NULL WHERE site = ?", (domain,))
        base.execute(
            "INSERT OR IGNORE INTO runs SELECT id, started, ended, NULL, facts FROM old.runs "
            "WHERE id IN (SELECT run FROM old.yields WHERE site = ?)",
            (domain,),
        )
        base.execute("COMMIT")


def _forget(home: Path, domain: str) -> None:
    path = home / "data" / "state.sqlite"
    if path.exists():
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            base.execute("BEGIN IMMEDIATE")
            for table in _MOVED:
                base.execute(f"DELETE FROM {table} WHERE site = ?", (domain,))  # noqa: S608 - our own names
            base.execute("COMMIT")
