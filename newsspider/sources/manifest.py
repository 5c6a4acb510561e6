"""A manifest: one line a page, JSONL or CSV, with `path`, `url` and `retrieved_at`."""

from __future__ import annotations

import csv
import logging
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

import msgspec

from newsspider.sources import facts
from newsspider.sources.folder import stored
from newsspider.sources.stored import Stored, opened, refused, shown
from pipelines.record import Rejection

_LOG: Final = logging.getLogger(__name__)
_MAX_LINE: Final = 64_000
"""Bytes of one manifest line: a path and a URL, each a few hundred."""


def entries(manifest: Path, root: Path | None = None) -> Iterator[Stored | Rejection]:
    """Yield the page of each manifest line, in its order.

    Paths are relative to the manifest's folder, or to `root`, and must stay inside. A line that is wrong becomes one
    `bad_input` rejection whose detail names file and line. Raises OSError when the manifest itself cannot be read.
    """
    home = (root or manifest.parent).resolve()
    name = shown(manifest.name)
    rows = _csv(manifest) if manifest.name.lower().endswith(".csv") else _jsonl(manifest)
    for number, offset, row in rows:
        label = f"{name}:{number}"
        if isinstance(row, str):
            yield refused("file", name, f"{label}: {row}", offset=offset)
        else:
            yield _entry(row, home, label, name, offset)


def real_paths(manifest: Path) -> frozenset[str]:
    """Return the real paths of the files that a manifest names, for a folder that holds one."""
    home = manifest.parent.resolve()
    rows = _csv(manifest) if manifest.name.lower().endswith(".csv") else _jsonl(manifest)
    named = (row.get("path") for _, _, row in rows if isinstance(row, dict))
    return frozenset(os.path.realpath(home / p) for p in named if isinstance(p, str) and "\0" not in p and _fits(p))


def _fits(path: str) -> bool:
    """Tell whether a path can be handed to the system: no lone surrogate but those that stand for odd bytes."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def count(manifest: Path) -> int:
    """Return the number of pages that a manifest names."""
    rows = _csv(manifest) if manifest.name.lower().endswith(".csv") else _jsonl(manifest)
    return sum(1 for _ in rows)


def _jsonl(manifest: Path) -> Iterator[tuple[int, int, dict[str, Any] | str]]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    offset = 0
    with opened(manifest) as file:
        number = 0
        while line := file.readline(_MAX_LINE + 1):
            number += 1
            start, whole = offset, len(line) <= _MAX_LINE
            offset += len(line)
            while not line.endswith(b"\n") and (more := file.readline(_MAX_LINE)):
                offset, line = offset + len(more), more
            if not whole:
                yield number, start, f"the line is longer than {_MAX_LINE} bytes"
                continue
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not line.strip():
                continue
            try:
                yield number, start, decoder.decode(line)
            except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8, and brackets by the thousand
                yield number, start, f"not a JSON object: {error}"


def _csv(manifest: Path) -> Iterator[tuple[int, int | None, dict[str, Any] | str]]:
    with opened(manifest) as file:
        reader = csv.reader(_lines(file))
        try:
            header = [h.strip() for h in next(reader, [])]
        except csv.Error as error:
            yield 1, None, f"not CSV: {error}"
            return
        if header and "path" not in header:
            yield 1, None, f"the first line must name the columns, `path` among them: {','.join(header)[:80]!r}"
            return
        while True:
            number = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, number, f"not CSV: {error}"
                continue
            if not row:
                continue
            if row == [_LONG]:
                yield number, number, f"the line is longer than {_MAX_LINE} bytes"
                continue
            if len(row) > len(header):
                yield number, number, f"{len(row)} values for {len(header)} columns"
                continue
            yield number, number, dict(zip(header, row, strict=False))


_LONG: Final = "\x00"
"""Stands for a line that is too long to be read."""


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a CSV; one that is longer than any may be is passed over and named."""
    first = True
    while line := file.readline(_MAX_LINE + 1):
        whole = len(line) <= _MAX_LINE
        while not line.endswith(b"\n") and (more := file.readline(_MAX_LINE)):
            line = more
        text = line.decode("utf-8", "surrogateescape") if whole else f"{_LONG}\n"
        yield text.removeprefix("\ufeff") if first else text
        first = False


def _entry(row: dict[str, Any], home: Path, label: str, name: str, offset: int | None) -> Stored | Rejection:
    url, when = _string(row.get("url")), _string(row.get("retrieved_at"))
    given = row.get("path")
    if not isinstance(given, str) or not given.strip():
        return refused("file", name, f"{label}: no `path`", offset=offset, url=url)
    path = shown(given)  # to the letter: it is what joins the record to the line
    retrieved_at = facts.instant(when)
    if when and retrieved_at is None:
        _LOG.warning("%s: retrieved_at is no time with an offset, taken as unknown: %r", label, when)

    def refuse(problem: str) -> Rejection:
        return refused("file", path, f"{label}: {problem}", url=url, retrieved_at=retrieved_at)

    if "\0" in given or not _fits(given) or PurePosixPath(given).is_absolute():
        return refuse(f"path must be relative to the manifest's folder: {path!r}")
    file = home / given
    try:
        real = file.resolve()
        if not real.is_relative_to(home):
            return refuse(f"path leaves the folder: {path!r}")
        if not real.is_file():
            return refuse(f"no such file: {path!r}")
    except (OSError, RuntimeError) as error:
        return refuse(f"cannot look at {path!r}: {error}")
    return stored(real, path, url=url, retrieved_at=retrieved_at)


def _string(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    return shown(value.strip())
