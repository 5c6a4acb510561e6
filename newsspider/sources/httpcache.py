"""An entry of a Scrapy HTTP cache on disk (`FilesystemCacheStorage`), with or without HTTPCACHE_GZIP.

The entry's pickles are never opened: `meta` holds the same facts as a Python literal.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, Final

from newsspider.sources import facts, payload
from newsspider.sources.stored import looks_like_markup, opened, read_file, refused, refused_page
from pipelines import limits
from pipelines.page import Origin, Page
from pipelines.record import Rejection

FILES: Final = frozenset({"meta", "response_headers", "response_body"})
_MAX_META: Final = 64_000
"""Bytes of `meta`: five short values and two URLs."""


def entry(folder: Path, path: str) -> Page | Rejection:
    """Return the page of a cache entry; `path` is what the record's source shall say."""
    try:
        meta = _meta(folder / "meta")
        lines = read_file(folder / "response_headers")[0].replace(b"\r\n", b"\n").split(b"\n")
        body, cut, whole = _body(folder / "response_body")
    except OSError as error:
        return refused("httpcache", path, f"{path}: cannot read the cache entry: {error.strerror or error}")
    if meta is None:
        return refused("httpcache", path, f"{path}: `meta` holds no Python literal with url, status and timestamp")
    fields = payload.headers(lines)
    found = payload.unpack(body, fields)
    kind, charset = facts.media_type(fields.get("content-type"))
    if kind == "text/plain" and looks_like_markup(found.content):
        kind = "text/html"
    page = Page(
        found.content,
        meta["response_url"],
        facts.epoch(meta["timestamp"]),
        meta["status"],
        kind,
        charset,
        cut or found.truncated,
        Origin("httpcache", path),
    )
    if found.problem:
        return refused_page(page, "bad_http", found.problem)
    if not (whole and found.whole):
        return refused_page(page, "too_large", f"more than {limits.MAX_FETCHED_BYTES} bytes")
    return page


def _is_number(value: Any, *kinds: type) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool)


def _body(file: Path) -> tuple[bytes, bool, bool]:
    # an unzipped cache may hold a gzip body: its own Content-Encoding undoes that, so look at the neighbour instead
    with opened(file.parent / "meta") as meta:
        zipped = meta.read(2) == b"\x1f\x8b"
    if zipped:
        return read_file(file)
    with opened(file) as stream:
        content = stream.read(limits.MAX_FETCHED_BYTES + 1)
    return content[: limits.MAX_FETCHED_BYTES], False, len(content) <= limits.MAX_FETCHED_BYTES


def _meta(file: Path) -> dict[str, Any] | None:
    text = read_file(file)[0][:_MAX_META].decode("utf-8", "replace")
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    url = found.get("response_url", found.get("url"))
    status, when = found.get("status", 200), found.get("timestamp")
    if not isinstance(url, str) or not _is_number(status, int) or not _is_number(when, int, float):
        return None
    return {"response_url": url, "status": status, "timestamp": when}
