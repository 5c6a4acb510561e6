"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from newsspider.sources import arc
from newsspider.sources.stored import opened

_PACKED: Final = (
    (b"\x04\x22\x4d\x18", "an LZ4 file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"PK\x03\x04", "a zip file without the ending .zip"),
)
_HEAD: Final = 4_096
_TAR: Final = (257, b"ustar")


def kind_of(path: Path) -> str | None:
    """Return "warc", "arc", or what packed file it is in words; None for one that may be a page. Raises OSError."""
    with opened(path) as file:
        head = file.read(_HEAD)
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return None
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(arc.START):
        return "arc"
    if head[_TAR[0] : _TAR[0] + len(_TAR[1])] == _TAR[1]:
        return "a tar archive"
    return next((said for mark, said in _PACKED if head.startswith(mark)), None)
