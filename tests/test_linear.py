"""No public function and no pattern of ours grows faster than length to the power of 1.3.

Patterns: each is searched in pieces of its own, repeated to 4,000 characters; one that takes 3 ms must have grown
slowly. Runs of white space are left to the functions, which clean their text first.
Functions: from 8,000 to 64,000 characters. CPU time, the best of some.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines import strings, text
from pipelines.extract import decode
from pipelines.page import Page
from pipelines.parse import parse
from pipelines.stamps import read_date
from tests.hostile.story import article, page

ROOT = Path(__file__).resolve().parent.parent
EXPONENT = 1.3
ENOUGH = 0.003
"""Seconds below which a growth is noise."""


def cost(call: Callable[[str], Any], given: str) -> float:
    best = math.inf
    for _ in range(3):
        begun = time.process_time()
        call(given)
        best = min(best, time.process_time() - begun)
        if best > 1:
            break
    return best


def exponent(call: Callable[[str], Any], pump: str, short: int, long: int) -> float:
    """Return the growth of a call between two lengths of a repeated piece; 0 where the long one takes no time."""
    slow = cost(call, pump * (long // len(pump)) + "\x00")
    if slow < ENOUGH * 4:
        return 0.0
    fast = cost(call, pump * (short // len(pump)) + "\x00")
    return math.log(slow / max(fast, 1e-6)) / math.log(long / short)


def in_page(pump: str) -> Any:
    return parse(Page(page(article(f"<p>{pump}</p>"), f"<meta name='author' content='{pump}'>").encode()))


def in_title(pump: str) -> Any:
    return parse(Page(page(article(byline=pump, headline=pump), title=pump).encode()))


FUNCTIONS: dict[str, Callable[[str], Any]] = {
    **{f"read {kind} {tag}": lambda t, k=kind, g=tag: strings.read(k, t, g)
       for kind in strings.KINDS for tag in ("en", "de", "ja")},
    "clean": text.clean,
    "fold": text.fold,
    "key": text.key,
    "read_date": read_date,
    "repair": decode.repair,
    "unwrap": lambda t: decode.unwrap("<?xml version='1.0'?><![CDATA[" + t),
    "guard": decode.guard,
    "decode": lambda t: decode.decode(t.encode()),
    "page": in_page,
    "title and byline": in_title,
}  # fmt: skip
PUMPS = (
    "a",
    " ",
    "A b ",
    "(",
    "By ",
    ", ",
    "1. ",
    "<b>",
    "<script",
    "&#1",
    "12.12. ",
    "記者",
    "・",
    "\n",
    "Photo: ",
    "é ",
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_grow_with_their_input(name: str) -> None:
    call = FUNCTIONS[name]
    call("warm up")
    grown = {p: round(exponent(call, p, 8_000, 64_000), 2) for p in PUMPS}
    assert {p: e for p, e in grown.items() if e > EXPONENT} == {}


PROGRAM = """
import json, math, re, sys, time
from tests.patterns import collect, pumps

def cost(pattern, given):
    begun = time.process_time()
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - begun

bad, count = [], 0
for name, pattern in collect().items():
    count += 1
    for pump in pumps(pattern):
        if pump.isspace():  # patterns see cleaned text: a run of white space is one blank
            continue
        costs = []
        for length in (60, 500, 4000):
            given = pump * (length // len(pump)) + "\\0"
            given = given.encode() if isinstance(pattern.pattern, bytes) else given
            costs.append((length, min(cost(pattern, given) for _ in range(2))))
            if costs[-1][1] > 0.02:
                break
        length, slow = costs[-1]
        if slow > 0.003 and len(costs) > 1:
            before, fast = costs[-2]
            grown = math.log(slow / max(fast, 1e-6)) / math.log(length / before)
            if grown > 1.3:
                bad.append([name, pump, length, round(slow, 4), round(grown, 2)])
        elif len(costs) == 1:
            bad.append([name, pump, length, round(slow, 4), None])
print(json.dumps({"patterns": count, "bad": bad}))
"""


@pytest.mark.long
def test_patterns_grow_with_their_input() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["patterns"] > 150
    assert found["bad"] == []
