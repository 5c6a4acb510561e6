"""Line rules: hostile lines stay cheap (the examples are in test_examples)."""

from __future__ import annotations

import time

import pytest

from pipelines.boilerplate import read_line


@pytest.mark.parametrize("piece", ["(", "By ", " ", ", ", "Updated at ", "@a ", "Ann is a ", "a.", "©", ": "])
def test_hostile_lines_stay_cheap(piece: str) -> None:
    read_line("warm up", "en")
    begun = time.perf_counter()
    read_line(piece * (64_000 // len(piece)), "en")
    read_line(piece * (1_400 // len(piece)), "en")
    assert time.perf_counter() - begun < 0.5
