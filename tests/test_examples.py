"""The example tables, one test a line: strings that we made up, and what each grammar makes of them.

A line has the form of the case files: `input`, `lang`, optional `context`, `expect`, `note`, and `xfail` (a reason;
strict: it must go as soon as the reading is right). `expect` lists what matters; every key it leaves out must be null,
false or empty, except LOOSE ones, which are compared only where listed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipelines.strings import KINDS, read

TABLES = Path(__file__).parent / "examples"
LOOSE = {
    # a byline
    "reason", "evidence", "source", "raw", "rejected", "rivals", "name_native", "sort_name", "url", "email", "handle",
    # a dateline
    "start", "end", "body_start", "body", "country_basis", "geonames_id", "latitude", "longitude",
    # a caption, a line
    "text_source", "positions", "value", "pattern", "field", "hint", "words",
}  # fmt: skip


def examples() -> list[Any]:
    out = []
    for kind in KINDS:
        for table in sorted((TABLES / kind).glob("*.jsonl")):
            for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
                case = json.loads(line)
                marks = pytest.mark.xfail(reason=case["xfail"], strict=True) if "xfail" in case else ()
                out.append(pytest.param(kind, case, id=f"{kind}-{table.stem}-{number}", marks=marks))
    return out


def matched(got: Any, want: Any) -> Any:
    """Return `got` without empty values and without loose keys that `want` does not list."""
    if isinstance(got, dict):
        listed = want if isinstance(want, dict) else {}
        kept = {k: matched(v, listed.get(k)) for k, v in got.items() if k in listed or k not in LOOSE}
        return {k: v for k, v in kept.items() if v not in (None, False, "", [], {})}
    if isinstance(got, list):
        wanted = want if isinstance(want, list) else []
        return [matched(v, wanted[i] if i < len(wanted) else None) for i, v in enumerate(got)]
    return got


def plain(want: Any) -> Any:
    """Return an expectation without its empty values."""
    if isinstance(want, dict):
        kept = {k: plain(v) for k, v in want.items()}
        return {k: v for k, v in kept.items() if v not in (None, False, "", [], {})}
    return [plain(v) for v in want] if isinstance(want, list) else want


@pytest.mark.parametrize(("kind", "case"), examples())
def test_example(kind: str, case: dict[str, Any]) -> None:
    reading = read(kind, case["input"], case["lang"], case.get("context"))
    got = msgspec.json.decode(msgspec.json.encode(reading))
    assert matched(got, case["expect"]) == plain(case["expect"]), case.get("note")
    if kind == "dateline" and got["is_dateline"] and not got.get("label"):
        # Nothing is lost: what is cut off, the gap and the rest are the input.
        text = case["input"]
        assert text[got["start"] : got["end"]] == got["raw"]
        assert text[got["body_start"] :].strip() == got["body"].strip()
        assert not text[got["end"] : got["body_start"]].strip()


def negative(kind: str, expect: dict[str, Any]) -> bool:
    """Tell whether an example shows where a rule must stop: no byline, no dateline, no credit, no furniture."""
    if kind == "line":
        return bool(expect["action"] == "keep")
    return expect.get(f"is_{kind}") is False or (kind == "caption" and not expect.get("credit"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_third_are_near_misses(kind: str) -> None:
    """Hard negatives show that a rule stops where it should."""
    cases = [json.loads(x) for t in (TABLES / kind).glob("*.jsonl") for x in t.read_text(encoding="utf-8").splitlines()]
    misses = sum(negative(kind, case["expect"]) for case in cases)
    assert misses * 3 >= len(cases), f"{misses} of {len(cases)}"
