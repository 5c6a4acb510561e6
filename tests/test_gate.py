"""The gate: floors are compared, raised by measurement, lowered with a reason only, and it skips in the open."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def gate() -> Any:
    spec = importlib.util.spec_from_file_location("gate", ROOT / "scripts" / "gate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Return a folder of labels whose scorer gives what `figures.json` says."""
    shared = tmp_path / "shared"
    for name in ("score", "gold", "cases", "pages"):
        (shared / name).mkdir(parents=True)
    (shared / "score" / "score.py").write_text("")
    return shared


@pytest.fixture
def floors(tmp_path: Path, labelled: Path, gate: Any) -> Path:
    path = tmp_path / "gate.json"
    held = {
        "corpus": gate.digest(labelled),
        "epsilon": {"value": 0.0001, "reason": "rounding"},
        "floors": {"a": 0.5, "b": 0.7},
    }
    gate.write(path, held)
    return path


def run(gate: Any, monkeypatch: pytest.MonkeyPatch, figures: dict[str, float | None], *given: str) -> int:
    monkeypatch.setattr(gate, "measure", lambda *_: figures)
    code: int = gate.main(list(given))
    return code


def test_passes_at_the_floor_and_fails_below(
    gate: Any, monkeypatch: pytest.MonkeyPatch, labelled: Path, floors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--shared", str(labelled), "--gate", str(floors), "--out", str(floors.parent / "out"))
    assert run(gate, monkeypatch, {"a": 0.5, "b": 0.7}, *where) == 0
    assert run(gate, monkeypatch, {"a": 0.5, "b": 0.69}, *where) == 1
    assert run(gate, monkeypatch, {"a": 0.5}, *where) == 1, "a figure that is gone is no pass"
    assert "UNDER" in capsys.readouterr().out


def test_raises_only_what_rose(gate: Any, monkeypatch: pytest.MonkeyPatch, labelled: Path, floors: Path) -> None:
    where = ("--shared", str(labelled), "--gate", str(floors), "--out", str(floors.parent / "out"))
    assert run(gate, monkeypatch, {"a": 0.61239, "b": 0.6, "c": 0.9}, "--raise", *where) == 1
    assert json.loads(floors.read_text())["floors"] == {"a": 0.6123, "b": 0.7, "c": 0.9}


def test_lowers_with_a_reason_on_record(
    gate: Any, monkeypatch: pytest.MonkeyPatch, labelled: Path, floors: Path
) -> None:
    where = ("--shared", str(labelled), "--gate", str(floors), "--out", str(floors.parent / "out"))
    with pytest.raises(SystemExit):
        run(gate, monkeypatch, {"a": 0.5, "b": 0.6}, "--lower", "b", *where)
    assert run(gate, monkeypatch, {"a": 0.5, "b": 0.6}, "--lower", "a", "--reason", "no need", *where) == 1
    assert run(gate, monkeypatch, {"a": 0.5, "b": 0.6}, "--lower", "b", "--reason", "a label was wrong", *where) == 0
    held = json.loads(floors.read_text())
    assert held["floors"]["b"] == 0.6
    assert held["lowered"] == [{"figure": "b", "from": 0.7, "to": 0.6, "reason": "a label was wrong"}]


def test_another_corpus_fails_until_it_is_accepted(
    gate: Any, monkeypatch: pytest.MonkeyPatch, labelled: Path, floors: Path
) -> None:
    where = ("--shared", str(labelled), "--gate", str(floors), "--out", str(floors.parent / "out"))
    (labelled / "gold" / "en.jsonl").write_text("{}\n")
    figures: dict[str, float | None] = {"a": 0.5, "b": 0.7}
    assert run(gate, monkeypatch, figures, *where) == 1
    assert run(gate, monkeypatch, figures, "--accept-corpus", "--reason", "more labels", *where) == 0
    assert run(gate, monkeypatch, figures, *where) == 0


def test_skips_in_the_open(gate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(["--shared", str(tmp_path / "none")]) == 0
    assert "SKIPPED" in capsys.readouterr().out


def test_committed_floors_are_well_formed() -> None:
    held = json.loads((ROOT / "gate.json").read_text(encoding="utf-8"))
    assert held["corpus"].startswith("sha256:")
    assert held["epsilon"]["reason"]
    assert all(0 <= v <= 1 for v in held["floors"].values())
    assert all(x["reason"] and x["to"] < x["from"] for x in held["lowered"])
