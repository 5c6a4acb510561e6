"""What a run left: its lines, whether they are whole, and which pages they are of."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pipelines.ledger import Names

Entry = tuple[str | None, int | None, str]
"""(path or URL, offset, "record" or the reason)."""


def lines(out: Path) -> list[dict[str, Any]]:
    """Return all whole lines of an output, records and rejections; each must parse."""
    names = Names.of(out)
    found = []
    for file in (names.articles, names.rejected):
        data = file.read_bytes() if file.exists() else b""
        whole, _, _ = data.rpartition(b"\n")
        found += [json.loads(line) for line in whole.splitlines()]
    return found


def torn(out: Path) -> int:
    """Return how many bytes stand behind the last newlines of an output."""
    names = Names.of(out)
    return sum(len(f.read_bytes().rpartition(b"\n")[2]) for f in (names.articles, names.rejected) if f.exists())


def entries(out: Path, name: str = "path") -> Counter[Entry]:
    """Return the entries of an output with how often each is there, by "path" and offset or by "url"."""
    found: Counter[Entry] = Counter()
    for line in lines(out):
        what = line.get("reason", "record")
        if name == "url":
            found[line["url"], None, what] += 1
        else:
            found[line["source"]["path"], line["source"]["offset"], what] += 1
    return found
