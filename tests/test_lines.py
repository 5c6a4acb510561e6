"""Line rules: examples as tests, and that hostile lines stay cheap."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from pipelines.boilerplate import read_line

_TABLES = sorted((Path(__file__).parent / "examples" / "line").glob("*.jsonl"))
_CASES = [json.loads(line) for table in _TABLES for line in table.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", _CASES, ids=lambda c: f"{c['lang']}-{c['input'][:30]}")
def test_example(case: dict[str, Any]) -> None:
    reading = read_line(case["input"], case["lang"], **case["context"])
    assert {"action": reading.action, "category": reading.category} == case["expect"]


@pytest.mark.parametrize("piece", ["(", "By ", " ", ", ", "Updated at ", "@a ", "Ann is a ", "a.", "©", ": "])
def test_hostile_lines_stay_cheap(piece: str) -> None:
    read_line("warm up", "en")
    begun = time.perf_counter()
    read_line(piece * (64_000 // len(piece)), "en")
    read_line(piece * (1_400 // len(piece)), "en")
    assert time.perf_counter() - begun < 0.5
