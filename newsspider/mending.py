"""Archive files after a kill: made whole, and their pages read from any record on."""

from __future__ import annotations

import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsspider.sources import warc
from pipelines.page import Page
from pipelines.record import Rejection


def beyond(folder: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, int, list[Page | Rejection]]]:
    """Yield (file, size, pages) for each file that is longer or shorter than acknowledged, made whole.

    A longer file: the whole records behind its acknowledged end, with what is unfinished moved to `<name>.torn`. A
    shorter one lost its tail: its size is what there is, and it has no pages. Files that were moved away count for
    nothing.
    """
    for path in sorted(folder.glob("pages-*.warc.gz")) if folder.is_dir() else ():
        size, known = path.stat().st_size, sizes.get(path.name, 0)
        if size > known:
            size = _cut(path, known)
            yield path.name, size, list(pages_from(path, known)) if size > known else []
        elif size < known:
            yield path.name, size, []


def _cut(path: Path, start: int) -> int:
    """Move what follows the last whole record to `<name>.torn`; return the size of what is whole."""
    with path.open("r+b") as file:
        file.seek(start)
        end = start + sum(len(member) for member in _members(file))
        file.seek(end)
        torn = file.read()
        if torn:
            with path.with_name(path.name + ".torn").open("ab") as aside:
                aside.write(torn)
            file.truncate(end)
    return end


def pages_from(path: Path, start: int) -> Iterator[Page | Rejection]:
    """Yield the pages of an archive file from a record on, as a re-parse of the file would."""
    with path.open("rb") as file, tempfile.NamedTemporaryFile(suffix=".warc.gz") as copy:
        file.seek(start)
        shutil.copyfileobj(file, copy)
        copy.flush()
        for entry in warc.entries(Path(copy.name), path.name):
            if isinstance(entry, Page):
                yield replace(entry, origin=replace(entry.origin, offset=start + (entry.origin.offset or 0)))
            else:
                yield replace(entry, source=replace(entry.source, offset=start + (entry.source.offset or 0)))


def _members(file: Any) -> Iterator[bytes]:
    """Yield the whole gzip members from here on."""
    held = b""
    while True:
        member, used = zlib.decompressobj(31), 0
        data = held
        while not member.eof:
            if used == len(data):
                more = file.read(1 << 20)
                if not more:
                    return
                data += more
            try:
                member.decompress(data[used:])
            except zlib.error:
                return
            used = len(data)
        end = len(data) - len(member.unused_data)
        yield data[:end]
        held = data[end:]
