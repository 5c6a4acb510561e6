"""Parquet of real pages says what their JSON Lines say; the pages are no part of the project (NEWSSPIDER_SHARED)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsspider.export import export

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(os.environ.get("NEWSSPIDER_SHARED") or ROOT.parent / "shared") / "pages"
NUMBER = 30
"""Pages of the sample, at even distances in the manifest: a second or two, and most countries."""

pytestmark = pytest.mark.skipif(
    not (PAGES / "manifest.jsonl").exists(), reason=f"no real pages at {PAGES}: set NEWSSPIDER_SHARED"
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records of the sample."""
    folder = tmp_path_factory.mktemp("real")
    known = (PAGES / "manifest.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "sample.jsonl").write_text("".join(known[:: len(known) // NUMBER]), encoding="utf-8")
    out = folder / "articles.jsonl"
    command = [
        sys.executable, "-m", "newsspider", "reparse", str(folder / "sample.jsonl"), "--root", str(PAGES),
        "-o", str(out), "--jobs", "1", "--quiet",
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True)
    return out


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the line has it, in words of this test alone: provenance by pointer."""
    entries = {e["pointer"]: {k: v for k, v in e.items() if k != "pointer"} for e in row["provenance"]}
    assert len(entries) == len(row["provenance"])
    return {**row, "provenance": entries}


@pytest.mark.parametrize("to", ["parquet", "huggingface"])
def test_every_record_comes_back_as_it_was(to: str, lines: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet needs an extra: make extras")
    given = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert len(given) >= NUMBER - 3
    export([lines], tmp_path / "set", to, rows=12)
    files = sorted((tmp_path / "set" / "data").glob("*.parquet"))
    assert len(files) == -(-len(given) // 12)
    found = [plain(row) for file in files for row in parquet.read_table(file).to_pylist()]
    assert len(found) == len(given)
    for row, line in zip(found, given, strict=True):
        assert row == line, line["url"]
    # a sample that is poor in something proves nothing about it
    for name in ("authors", "images", "dateline", "keywords", "dropped", "rejected", "provenance"):
        assert any(row[name] for row in found), name
    assert any(e["alternatives"] for row in found for e in row["provenance"].values())
