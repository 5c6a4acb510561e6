"""From the bytes of an HTTP response as they were stored to the payload: chunks joined, content encoding undone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from newsspider.sources.stored import unzip
from pipelines import limits

_MAX_HEADERS: Final = 1 << 20
"""Bytes of a header block; servers refuse above 64 KB, a thousand cookies make 200 KB."""
_GZIP: Final = b"\x1f\x8b"
_LAYERS: Final = 2
"""Times that an unnamed gzip is undone."""
_LISTS: Final = frozenset({"content-encoding", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Payload:
    """What a response carried."""

    content: bytes
    truncated: bool = False
    """Bytes are known to be missing."""
    whole: bool = True
    """False where limits.MAX_FETCHED_BYTES cut it."""
    problem: str | None = None
    """Set where nothing could be made of it."""


def split(block: bytes) -> tuple[int, dict[str, str], bytes] | None:
    """Return (status, headers by lower-case name, body) of a stored HTTP response; None when it is none."""
    head, mark, body = block.partition(b"\r\n\r\n")
    if not mark:
        head, mark, body = block.partition(b"\n\n")
    if not mark or len(head) > _MAX_HEADERS or not head.startswith(b"HTTP/"):
        return None
    first, *lines = head.replace(b"\r\n", b"\n").split(b"\n")
    parts = first.split(None, 2)
    if len(parts) < 2 or not parts[1].isdigit() or len(parts[1]) != 3:
        return None
    return int(parts[1]), headers(lines), body


def headers(lines: list[bytes]) -> dict[str, str]:
    """Return header lines as a dictionary; the first of a name wins, as in browsers for Content-Type.

    Encodings add up: two lines are one list (RFC 9110, 5.3).
    """
    found: dict[str, str] = {}
    for line in lines:
        key, mark, rest = line.partition(b":")
        if not mark:
            continue
        name, value = key.strip().decode("latin-1").lower(), rest.strip().decode("latin-1")
        if name in _LISTS and name in found:
            found[name] += f", {value}"
        else:
            found.setdefault(name, value)
    return found


def is_packed(body: bytes, fields: Mapping[str, str]) -> bool:
    """Tell whether `unpack` has more to do than to look."""
    return bool(fields.get("content-encoding") or fields.get("transfer-encoding")) or body.startswith(_GZIP)


def unpack(body: bytes, fields: Mapping[str, str]) -> Payload:
    """Return the payload of a response body, with transfer and content encoding removed.

    A header that names an encoding the body does not have is ignored: archives often store bodies decoded and keep
    the header.
    """
    truncated = False
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body, truncated = _unchunked(body)
    codes = [c.strip().lower() for c in fields.get("content-encoding", "").split(",") if c.strip()]
    for code in reversed(codes[-3:]):
        step = _decoded(body, code)
        if step.problem or not step.whole:
            return step
        body, truncated = step.content, truncated or step.truncated
    for _ in range(_LAYERS):
        if not body.startswith(_GZIP):
            break
        # some servers pack a page that says nothing of it, or twice
        step = _decoded(body, "gzip")
        if step.problem or not step.whole or not step.content:
            return step if not step.whole else Payload(body, truncated)
        body, truncated = step.content, truncated or step.truncated
    if len(body) > limits.MAX_FETCHED_BYTES:
        return Payload(body[: limits.MAX_FETCHED_BYTES], truncated, whole=False)
    return Payload(body, truncated)


def _unchunked(body: bytes) -> tuple[bytes, bool]:
    out: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at, at + 1_000)
        digits = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not digits or len(digits) > 8 or any(d not in b"0123456789abcdefABCDEF" for d in digits):
            # not chunked at all, or the tail is missing
            return (body, False) if not out else (b"".join(out), True)
        size = int(digits, 16)
        if size == 0:
            return b"".join(out), False
        piece = body[end + 1 : end + 1 + size]
        out.append(piece)
        if len(piece) < size:
            return b"".join(out), True
        at = end + 1 + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _decoded(body: bytes, code: str) -> Payload:
    if code in {"identity", "none", "utf-8", "utf8"} or not body:
        return Payload(body)
    if code in {"gzip", "x-gzip"}:
        return Payload(*unzip(io.BytesIO(body))) if body.startswith(_GZIP) else Payload(body)
    if code == "deflate":
        # RFC 9110 means zlib, many servers send bare deflate
        for window in (15, -15):
            content, truncated, whole = unzip(io.BytesIO(body), window=window)
            if content:
                return Payload(content, truncated, whole)
        return Payload(body)
    if code in {"br", "zstd"}:
        return _streamed(body, code)
    return Payload(body)


def _streamed(body: bytes, code: str) -> Payload:
    from fastwarc.stream_io import BrotliReader, ZstdReader

    reader: Any = (BrotliReader if code == "br" else ZstdReader)(io.BytesIO(body))
    out = bytearray()
    try:
        while len(out) <= limits.MAX_FETCHED_BYTES and (piece := reader.read(1 << 16)):
            out += piece
    except (OSError, ValueError) as error:
        if out:
            return Payload(bytes(out), truncated=True)
        return Payload(body) if body.lstrip()[:1] == b"<" else Payload(b"", problem=f"{code} body is damaged: {error}")
    if not out:
        return Payload(body)
    return Payload(bytes(out[: limits.MAX_FETCHED_BYTES]), whole=len(out) <= limits.MAX_FETCHED_BYTES)
