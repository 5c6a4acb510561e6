"""Where pages come from: each kind of input is an iterator of pages, in an order that never changes.

An entry is a `Page`, a `Stored` page whose bytes are read where it is parsed, or the `Rejection` of an entry that no
page can be made of. A reference may also be a `Span`, a stretch of a WARC file that holds one page: `references` names
pages and reads as few of them as it can. Nothing here raises for a bad entry; only an input that cannot be opened at
all raises OSError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from newsspider.sources import arc, container, facts, fixture, folder, manifest, warc, zipped
from newsspider.sources import stored as files
from newsspider.sources.spans import Span, stretches
from newsspider.sources.stored import Stored, refused, refused_page, shown
from pipelines.page import Origin, Page
from pipelines.record import Rejection

__all__ = [
    "Entry", "Reference", "Span", "Stored", "are_apart", "count", "entries", "facts", "load", "references",
    "refused_page", "stored_page", "warc_page",
]  # fmt: skip

stored_page = folder.stored

Entry = Page | Stored | Rejection
Reference = Entry | Span

MANIFESTS: Final = ("manifest.jsonl", "manifest.csv")


def entries(
    inputs: Iterable[Path], root: Path | None = None, starts: Mapping[str, int] = MappingProxyType({})
) -> Iterator[Entry]:
    """Yield the entries of all inputs, in the order given; `root` replaces the folder of manifests.

    `starts` gives, for WARC files by the name that their pages bear, the offset of the first record to be read.
    Raises OSError for an input that cannot be opened.
    """
    for path in inputs:
        for found in _input(path, root):
            if not isinstance(found, _Archive):
                yield found
            elif found.is_arc:
                yield from arc.entries(found.path, found.name)
            else:
                yield from warc.entries(found.path, found.name, starts.get(found.name, 0))


def references(
    inputs: Iterable[Path],
    root: Path | None = None,
    starts: Mapping[str, int] = MappingProxyType({}),
    passed: Counter[str] | None = None,
) -> Iterator[Reference]:
    """Yield what `entries` yields, with stretches of WARC files in place of their pages where records lie apart.

    `passed` counts the records that are no pages in WARC files that have to be read here.
    """
    for path in inputs:
        for found in _input(path, root):
            if not isinstance(found, _Archive):
                yield found
            elif found.is_arc:
                yield from arc.entries(found.path, found.name)
            else:
                start = starts.get(found.name, 0)
                apart = stretches(found.path, found.name, start)
                yield from warc.entries(found.path, found.name, start, passed) if apart is None else apart


def warc_page(file: str, name: str, offset: int, url: str | None) -> Stored:
    """Return the page that lies at an offset of a WARC file, to be read where it is parsed."""
    return Stored(file, Page(b"", url, origin=Origin("warc", name, offset)))


def load(stored: Stored) -> Page | Rejection:
    """Read the bytes of a stored page; a file or record that cannot be read becomes a rejection."""
    origin = stored.page.origin
    if stored.member is not None:
        return zipped.load(stored)
    if origin.kind != "warc":
        return files.load(stored)
    try:
        for entry in warc.within(Path(stored.file), origin.path or "", origin.offset or 0, (origin.offset or 0) + 1):
            return entry
    except OSError as error:
        return refused_page(stored.page, "bad_input", f"cannot read {origin.path}: {error.strerror or error}")
    return refused("warc", origin.path or "", f"{origin.path} at byte {origin.offset}: no page", offset=origin.offset)


def are_apart(inputs: Sequence[Path]) -> bool:
    """Tell whether no two pages of the inputs can bear the same name."""
    return len(inputs) == 1 or (
        not any(p.is_dir() for p in inputs) and len({shown(p.name) for p in inputs}) == len(inputs)
    )


@dataclass(frozen=True, slots=True)
class _Archive:
    """A WARC or ARC file."""

    path: Path
    name: str
    is_arc: bool


def _input(path: Path, root: Path | None) -> Iterator[Entry | _Archive]:
    """Yield what one input holds; a fault that nobody foresaw costs what is left of this input, and says so."""
    try:
        yield from _read(path, root)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad input must not end a run of many
        said = f"{shown(path.name)}: {type(error).__name__}: {error}; what is left of it is not read"
        yield refused("file", shown(path.name), said)


def _read(path: Path, root: Path | None) -> Iterator[Entry | _Archive]:
    name = path.name.lower()
    if path.is_dir():
        yield from _folder(path, root)
    elif name.endswith((".jsonl", ".csv")):
        yield from manifest.entries(path, root)
    elif name.endswith(".zip"):
        yield from zipped.entries(path)
    elif fixture.is_fixture(path):
        yield fixture.entry(path.parent, path.name)
    else:
        kind = container.kind_of(path)
        if kind in ("warc", "arc") or name.endswith(folder.WARC):
            yield _Archive(path, shown(path.name), kind == "arc")
        elif kind is not None:
            said = f"{shown(path.name)} is {kind}, which is not read: unpack it first"
            yield refused("file", shown(path.name), said)
        else:
            yield folder.stored(path, shown(path.name))


def _folder(path: Path, root: Path | None) -> Iterator[Entry | _Archive]:
    named: frozenset[str] = frozenset()
    for name in MANIFESTS:
        if (path / name).is_file():
            yield from manifest.entries(path / name, root)
            named |= manifest.real_paths(path / name)
    for found in folder.entries(path, named):
        if isinstance(found, Path):
            yield _Archive(found, shown(found.relative_to(path).as_posix()), container.kind_of(found) == "arc")
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
