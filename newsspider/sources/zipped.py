"""A zip of HTML files, read like a folder: the member's name is the path. Members are unpacked where they are read."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from newsspider.sources import folder
from newsspider.sources.stored import Stored, opened, read_limited, refused, refused_page, shown
from pipelines import limits
from pipelines.page import Page
from pipelines.record import Rejection


def entries(path: Path) -> Iterator[Stored | Rejection]:
    """Yield the pages of a zip file in the order of their names; a member that cannot be read becomes a rejection.

    Members that share their bytes with others are refused: a small file may unpack to any size so. Raises OSError when
    the file cannot be read.
    """
    name = shown(path.name)
    with opened(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except Exception as error:  # noqa: BLE001 - zipfile raises whatever its readers do
            yield refused("file", name, f"{name}: not a zip file that can be read: {error}")
            return
        members = archive.infolist()
    wanted = (*folder.HTML, *folder.TEXT)
    shared = _shared(members)
    numbered = [(n, m) for n, m in enumerate(members) if not m.is_dir() and m.filename.lower().endswith(wanted)]
    for number, member in sorted(numbered, key=lambda e: (os.fsencode(shown(e[1].filename)), e[1].header_offset)):
        inside = shown(member.filename)
        if stat.S_ISLNK(member.external_attr >> 16):
            yield refused("file", inside, f"{name}: {inside} is a symbolic link")
        elif number in shared:
            yield refused("file", inside, f"{name}: {inside} shares its bytes with another member")
        else:
            yield replace(folder.stored(Path(member.filename), inside), file=os.fspath(path), member=number)


def _shared(members: list[zipfile.ZipInfo]) -> set[int]:
    """Return the numbers of the members whose bytes lie where those of an earlier one do."""
    shared: set[int] = set()
    reach = 0
    for number, member in sorted(enumerate(members), key=lambda e: e[1].header_offset):
        if member.header_offset < reach:
            shared.add(number)
        else:
            reach = member.header_offset + max(1, member.compress_size)
    return shared


def load(stored: Stored) -> Page | Rejection:
    """Read the bytes of a member; one that is damaged or locked becomes a rejection."""
    page, name = stored.page, shown(Path(stored.file).name)
    try:
        archive = _archive(stored.file)
        with archive.open(archive.infolist()[stored.member or 0]) as file:
            content, truncated, whole = read_limited(file)
    except Exception as error:  # noqa: BLE001 - zipfile and its decompressors raise what they like
        return refused_page(page, "bad_input", f"{name}: cannot read {page.origin.path}: {error}")
    page = replace(page, content=content, truncated=truncated)
    return page if whole else refused_page(page, "too_large", f"more than {limits.MAX_FETCHED_BYTES} bytes")


_open: dict[tuple[str, int, int], tuple[IO[bytes], zipfile.ZipFile]] = {}
"""The archive that was read last: the table of contents of a large one is not read again for each of its pages."""


def _archive(file: str) -> zipfile.ZipFile:
    facts = Path(file).stat()
    mark = file, facts.st_mtime_ns, facts.st_size
    if mark not in _open:
        for stream, archive in _open.values():
            archive.close()
            stream.close()
        _open.clear()
        stream = opened(Path(file))
        try:
            _open[mark] = stream, zipfile.ZipFile(stream)
        except Exception:
            stream.close()
            raise
    return _open[mark][1]
