"""The tutorials are true: their blocks, added to a copy of the project, do what the pages say."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_examples import matched, plain

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "add-a-language.md").read_text(encoding="utf-8")
WORDS = re.search(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
TABLES = re.findall(r"^`(tests/examples/(\w+)/et\.jsonl)`:\n\n```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project that knows the language of the tutorial."""
    assert WORDS
    folder = tmp_path_factory.mktemp("project")
    for name in ("newsspider", "pipelines", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pipelines" / "data" / "languages" / "et.toml").write_text(WORDS[1], encoding="utf-8")
    subprocess.run([sys.executable, "scripts/build_almanac.py"], cwd=folder, check=True)
    return folder


def test_the_almanac_is_written(copy: Path) -> None:
    text = (copy / "pipelines" / "data" / "languages" / "et.toml").read_text(encoding="utf-8")
    assert "[almanac.months.values]" in text
    assert '"märts" = "3"' in text


def test_the_other_languages_stay_as_they_are(copy: Path) -> None:
    for path in sorted((ROOT / "pipelines" / "data" / "languages").glob("*.toml")):
        assert (copy / path.relative_to(ROOT)).read_bytes() == path.read_bytes(), "scripts/build_almanac.py was not run"


@pytest.mark.parametrize(("kind", "table"), [(kind, table) for _, kind, table in TABLES])
def test_the_examples_are_read(kind: str, table: str, copy: Path) -> None:
    cases = [json.loads(line) for line in table.splitlines()]
    command = [sys.executable, "-m", "newsspider", "parse", kind, "--jsonl"]
    ended = subprocess.run(command, cwd=copy, input=table, capture_output=True, text=True, check=True)
    readings = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(readings) == len(cases) > 1
    for case, reading in zip(cases, readings, strict=True):
        got = {k: v for k, v in reading.items() if k != "id"}
        assert matched(got, case["expect"]) == plain(case["expect"]), case["input"]


def test_every_grammar_has_a_table() -> None:
    assert sorted(kind for _, kind, _ in TABLES) == ["byline", "caption", "dateline", "line"]


FIELD = (ROOT / "docs" / "add-a-field.md").read_text(encoding="utf-8")
CHANGES = re.findall(r"^```diff\n--- a/(\S+)\n\+\+\+ b/\1\n@@ [^\n]*\n(.*?)^```$", FIELD, re.MULTILINE | re.DOTALL)


def changed(text: str, change: str) -> str:
    """Return a file with the added lines of a change behind the line that the change shows before them."""
    lines = change.splitlines(keepends=True)
    before = "".join(x[1:] for x in lines if x[:1] == " ")
    assert text.count(before) == 1, before
    return text.replace(before, "".join(x[1:] for x in lines))


def test_a_field_is_added(tmp_path: Path) -> None:
    for name in ("newsspider", "pipelines"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    assert len(CHANGES) == 2
    for name, change in CHANGES:
        path = tmp_path / name
        path.write_text(changed(path.read_text(encoding="utf-8"), change), encoding="utf-8")
    page = min((ROOT / "fixtures" / "sites" / "northline.test").glob("*/page.html"))
    command = [sys.executable, "-m", "newsspider"]
    told = subprocess.run([*command, "extract", "--json", str(page)], cwd=tmp_path, capture_output=True, check=True)
    record = json.loads(told.stdout)
    assert record["word_count"] == len(record["body"]["text"].split()) > 50
    assert list(record).index("word_count") == list(record).index("body") + 1
    told = subprocess.run([*command, "schema"], cwd=tmp_path, capture_output=True, check=True)
    assert "wordCount" in json.loads(told.stdout)["properties"]["word_count"]["description"]
