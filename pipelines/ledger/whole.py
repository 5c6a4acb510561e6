"""A file that appears whole: readers see the old one or the new one, and no link leads the writing elsewhere."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

MODE: Final = 0o640
"""Of every file that we make, less the umask: records and what is made of them are not for every user of a machine."""


@contextmanager
def whole_file(path: Path, *, mode: int = MODE) -> Iterator[IO[bytes]]:
    """Give a file to write into that bears the name `path` when all is written, and not before; raises OSError.

    It is written beside its place under a name that nobody can foresee, opened exclusively, and synced. Where an error
    ends the writing, nothing is left. What is there and no regular file, as a pipe, is written to directly.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(draft, flags, mode), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write(content)


def made(path: Path) -> Path:
    """Return `path`, a file that is there now if it was not, for a library that opens it by its name.

    Raises OSError where it is a link.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, MODE))
    return path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power failure; a folder that cannot be synced is let be."""
    with contextlib.suppress(OSError):  # some network file systems refuse, some folders may not be read
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
