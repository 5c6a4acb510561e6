"""WARC files of our own, to be damaged."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path


def member(number: int, body: bytes, *, kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """Return a response record with its digest; `kind` is the served media type, "" for none."""
    served = f"Content-Type: {kind}\r\n" if kind else ""
    block = f"HTTP/1.1 200 OK\r\n{served}{more}\r\n".encode() + body
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2024-06-01T08:00:00Z\r\nWARC-Target-URI: https://www.harbour-post.test/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nWARC-Block-Digest: sha1:{digest}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive(file: Path, members: Sequence[bytes], *, zipped: bool = True) -> list[int]:
    """Write a WARC file and return the offsets of its records."""
    offsets, size = [], 0
    with file.open("wb") as out:
        for data in members:
            offsets.append(size)
            size += out.write(gzip.compress(data, mtime=0) if zipped else data)
    return offsets
