"""Where pages come from: each kind of input is an iterator of pages, in an order that never changes.

An entry is a `Page`, a `Stored` page whose bytes are read where it is parsed, or the `Rejection` of an entry that no
page can be made of. Nothing here raises for a bad entry; only an input that cannot be opened at all raises OSError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from newsspider.sources import facts, fixture, folder, manifest, warc, zipped
from newsspider.sources.stored import Stored, load, refused_page, shown
from pipelines.page import Page
from pipelines.record import Rejection

__all__ = ["Entry", "Stored", "are_apart", "count", "entries", "facts", "load", "refused_page", "stored_page"]

stored_page = folder.stored

Entry = Page | Stored | Rejection

MANIFESTS: Final = ("manifest.jsonl", "manifest.csv")


def entries(
    inputs: Iterable[Path], root: Path | None = None, starts: Mapping[str, int] = MappingProxyType({})
) -> Iterator[Entry]:
    """Yield the entries of all inputs, in the order given; `root` replaces the folder of manifests.

    `starts` gives, for WARC files by the name that their pages bear, the offset of the first record to be read.
    Raises OSError for an input that cannot be opened.
    """
    for path in inputs:
        yield from _input(path, root, starts)


def are_apart(inputs: Sequence[Path]) -> bool:
    """Tell whether no two pages of the inputs can bear the same name."""
    return len(inputs) == 1 or (
        not any(p.is_dir() for p in inputs) and len({shown(p.name) for p in inputs}) == len(inputs)
    )


def _input(path: Path, root: Path | None, starts: Mapping[str, int]) -> Iterator[Entry]:
    name = path.name.lower()
    if path.is_dir():
        yield from _folder(path, root, starts)
    elif name.endswith((".jsonl", ".csv")):
        yield from manifest.entries(path, root)
    elif name.endswith(folder.WARC):
        yield from _warc(path, shown(path.name), starts)
    elif name.endswith(".zip"):
        yield from zipped.entries(path)
    elif fixture.is_fixture(path):
        yield fixture.entry(path.parent, path.name)
    else:
        yield folder.stored(path, shown(path.name))


def _warc(path: Path, name: str, starts: Mapping[str, int]) -> Iterator[Entry]:
    return warc.entries(path, name, starts.get(name, 0))


def _folder(path: Path, root: Path | None, starts: Mapping[str, int]) -> Iterator[Entry]:
    named: frozenset[str] = frozenset()
    for name in MANIFESTS:
        if (path / name).is_file():
            yield from manifest.entries(path / name, root)
            named |= manifest.real_paths(path / name)
    for found in folder.entries(path, named):
        if isinstance(found, Path):
            yield from _warc(found, shown(found.relative_to(path).as_posix()), starts)
        else:
            yield found


def count(inputs: Iterable[Path]) -> int | None:
    """Return about how many entries the inputs hold, for a progress bar; None where only reading them would tell."""
    total = 0
    for path in inputs:
        name = path.name.lower()
        if name.endswith((*folder.WARC, ".zip")):
            return None
        if path.is_dir():
            inside = folder.count(path)
            if inside is None:
                return None
            total += inside
        elif name.endswith((".jsonl", ".csv")):
            total += manifest.count(path)
        else:
            total += 1
    return total
