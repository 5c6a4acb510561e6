"""A folder: HTML files, fixtures, a Scrapy HTTP cache, text dumps, WARC and ARC files, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from newsspider.sources import fixture, httpcache
from newsspider.sources.stored import Stored, leaves, refused, shown
from pipelines.page import Origin, Page
from pipelines.record import Rejection

HTML: Final = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".xhtml.gz")
TEXT: Final = (".txt", ".txt.gz")
WARC: Final = (".warc", ".warc.gz", ".arc", ".arc.gz")

Found = Page | Stored | Rejection | Path
"""A page, an entry that is none, or the path of a WARC file inside the folder."""


def stored(file: Path, path: str, *, url: str | None = None, retrieved_at: str | None = None) -> Stored:
    """Return the page that is a file of its own; its name tells text from HTML."""
    is_text = file.name.lower().endswith(TEXT)
    origin = Origin("text" if is_text else "file", path)
    page = Page(b"", url, retrieved_at, media_type="text/plain" if is_text else "text/html", origin=origin)
    return Stored(os.fspath(file), page)


def entries(folder: Path, skip: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Yield what a folder holds, sorted by path; symbolic links that leave the folder become rejections.

    `skip` holds real paths that have been read already (a manifest named them).
    """
    home = folder.resolve()
    yield from _walk(folder, home, "", skip)


def _walk(folder: Path, home: Path, below: str, skip: frozenset[str]) -> Iterator[Found]:
    try:
        inside = sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))
    except OSError as error:
        yield refused("file", below or shown(folder.name), f"cannot read the folder {shown(folder)}: {error.strerror}")
        return
    names = {e.name for e in inside}
    if {fixture.PAGE, fixture.FACTS} <= names:
        path = f"{below}/{fixture.PAGE}" if below else fixture.PAGE
        if any(leaves(folder / name, home) for name in (fixture.PAGE, fixture.FACTS)):
            yield refused("file", path, f"{path} or its {fixture.FACTS} is a symbolic link that leaves the folder")
        elif not skip or str((folder / fixture.PAGE).resolve()) not in skip:
            yield fixture.entry(folder, path)
        names -= {fixture.PAGE, fixture.FACTS}
    if names >= httpcache.FILES:
        path = below or shown(folder.name)
        if any(leaves(folder / name, home) for name in httpcache.FILES):
            yield refused("httpcache", path, f"{path} holds a symbolic link that leaves the folder")
        else:
            yield httpcache.entry(folder, path)
        return
    for item in inside:
        if item.name not in names or item.name.startswith("."):
            continue
        path = f"{below}/{shown(item.name)}" if below else shown(item.name)
        if item.is_dir(follow_symlinks=False):
            yield from _walk(folder / item.name, home, path, skip)
        elif item.name.lower().endswith((*HTML, *TEXT, *WARC)):
            yield from _file(folder / item.name, home, path, skip)


def _file(file: Path, home: Path, path: str, skip: frozenset[str]) -> Iterator[Found]:
    if leaves(file, home):
        yield refused("file", path, f"{path} is a symbolic link that leaves the folder, or leads nowhere")
        return
    if skip and str(file.resolve()) in skip:
        return
    if file.name.lower().endswith(WARC):
        yield file
    else:
        yield stored(file, path)


def count(folder: Path) -> int | None:
    """Return how many files of a folder look like pages; None where a WARC file is among them."""
    total = 0
    for _, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        shown_names = [n for n in names if not n.startswith(".")]
        if any(n.lower().endswith(WARC) for n in shown_names):
            return None
        total += sum(1 for n in shown_names if n == "response_body" or n.lower().endswith((*HTML, *TEXT)))
    return total
