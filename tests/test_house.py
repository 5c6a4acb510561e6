"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from pipelines import rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("newsspider", "pipelines")
MODULES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "da", "no", "sv", "fi", "is", "pl", "cs", "hu", "ro", "el", "tr", "ru",
    "uk", "ar", "fa", "he", "hi", "id", "ms", "vi", "sw", "ja", "zh", "ko",
)  # fmt: skip
SECTIONS = ("almanac", "byline", "caption", "dateline", "line", "wall")
GRAMMARS = ("byline", "caption", "dateline", "line")
EXAMPLES = sorted((ROOT / "tests" / "examples").glob("*/*.jsonl"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=shown)
def test_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400, "split it by what it is about"
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "a module says in one sentence what it is"


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=shown)
def test_names_say_something(path: Path) -> None:
    assert not {*path.with_suffix("").parts} & {"utils", "util", "helpers", "helper", "common", "base", "misc"}
    classes = [n.name for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ClassDef)]
    assert [n for n in classes if n.endswith(("Manager", "Handler", "Helper", "Util", "Utils"))] == []


def test_every_cap_has_its_reason() -> None:
    body = ast.parse((ROOT / "pipelines" / "limits.py").read_text(encoding="utf-8")).body
    bare = []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign):
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and after.value.value
            if not told or len(str(told)) < 20:
                bare.append(ast.unparse(node.target))
    assert bare == []


@pytest.mark.parametrize("tag", sorted(rules.known_languages()))
def test_language_has_every_section(tag: str) -> None:
    language = rules.language(tag)
    there = {name.split(".")[0] for name in language.phrases}
    assert sorted(set(SECTIONS) - there) == [], "sections without words"


@pytest.mark.parametrize("tag", sorted(rules.known_languages()))
def test_language_has_a_table_for_every_grammar(tag: str) -> None:
    """docs/add-a-language.md says how to write one."""
    there = {p.parent.name for p in EXAMPLES if p.stem.split("-")[0] == tag}
    assert sorted(set(GRAMMARS) - there) == [], "grammars without examples"


def test_the_promised_languages_are_known() -> None:
    assert set(LANGUAGES) <= rules.known_languages()


def test_data_is_toml_without_patterns() -> None:
    wrong = []
    for path in (ROOT / "pipelines" / "data").rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text)
        wrong += [f"{shown(path)}: {m}" for m in re.findall(r"\(\?[:=!<P][^\n]{0,30}|\\{1,2}[bdsw][+*?]?", text)]
    assert wrong == []


@pytest.mark.parametrize("path", EXAMPLES, ids=shown)
def test_example_table_is_well_formed(path: Path) -> None:
    seen: Counter[str] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        case = json.loads(line)
        where = f"{shown(path)}:{number}"
        assert {"input", "lang", "expect"} <= case.keys(), where
        assert case.keys() <= {"input", "lang", "context", "expect", "note", "xfail"}, where
        assert case["lang"].split("-")[0] == path.stem.split("-")[0], where
        seen[json.dumps([case["input"], case["lang"], case.get("context")], sort_keys=True)] += 1
    assert [k for k, n in seen.items() if n > 1] == [], "the same case twice"
    assert seen


def test_fixtures_are_no_package() -> None:
    assert list((ROOT / "fixtures").rglob("*.py")) == []


def test_no_path_of_a_machine_in_the_tree() -> None:
    bad = re.compile(r"(?<![\w.])/(?:work|home|Users)/[a-z]")
    files = [*MODULES, *SCRIPTS, *(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("*.toml")]
    assert [shown(p) for p in files if bad.search(p.read_text(encoding="utf-8"))] == []


def test_wheel_holds_both_packages_and_their_data_only(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q", "--no-deps", "--no-index"]
    subprocess.run([*build, "--no-build-isolation", "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("newsspider-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in held if ".dist-info/" not in name} == {"newsspider", "pipelines"}
    there = [p for n in PACKAGES for p in (ROOT / n).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sorted(shown(p) for p in there if shown(p) not in held) == []
    assert {name.split("/")[-1] for name in held} >= {"LICENSE", "NOTICE", "METADATA", "entry_points.txt", "py.typed"}
