"""A zip of HTML files, read like a folder: the member's name is the path."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsspider.sources import folder
from newsspider.sources.stored import read_limited, refused, refused_page, shown
from pipelines import limits
from pipelines.page import Page
from pipelines.record import Rejection


def entries(path: Path) -> Iterator[Page | Rejection]:
    """Yield the pages of a zip file in the order of their names; a damaged or locked member becomes a rejection.

    Raises OSError when the file cannot be read.
    """
    name = shown(path.name)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield refused("file", name, f"{name}: not a zip file: {error}")
        return
    with archive:
        wanted = (*folder.HTML, *folder.TEXT)
        members = [m for m in archive.infolist() if not m.is_dir() and m.filename.lower().endswith(wanted)]
        for member in sorted(members, key=lambda m: (m.filename.encode("utf-8", "surrogateescape"), m.header_offset)):
            if stat.S_ISLNK(member.external_attr >> 16):
                yield refused("file", shown(member.filename), f"{name}: {shown(member.filename)} is a symbolic link")
            else:
                yield _entry(archive, member, name)


def _entry(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Page | Rejection:
    page = folder.stored(Path(member.filename), shown(member.filename)).page
    try:
        with archive.open(member) as file:
            content, truncated, whole = read_limited(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        return refused_page(page, "bad_input", f"{name}: cannot read {page.origin.path}: {error}")
    page = replace(page, content=content, truncated=truncated)
    return page if whole else refused_page(page, "too_large", f"more than {limits.MAX_FETCHED_BYTES} bytes")
