"""The documentation is true: generated parts are current, examples give what they show, links and targets exist.

In README.md and docs/, a `console` block is a test (lines after `$ ` are run, the rest is compared, `...` stands for
anything), a `python` block is a doctest, the README's `html` block is saved as page.html; `sh` blocks are not run.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL = [*PAGES, *(ROOT / n for n in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(path.read_text(encoding="utf-8")) if found == kind]


def test_generated_parts_are_current() -> None:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec
    assert spec.loader
    built = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(built)
    stale = [shown(p) for p, text in built.pages().items() if p.read_text(encoding="utf-8") != text]
    assert stale == [], "make docs"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a reader of the documentation has it: page.html and the fixtures."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "fixtures", folder / "fixtures")
    (folder / "page.html").write_text(blocks(ROOT / "README.md", "html")[0], encoding="utf-8")
    return folder


def commands(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block with what is shown after each."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        else:
            command, output = found[-1]
            found[-1] = (command, output + line)
    return found


CONSOLE = [(p, *c) for p in PAGES for block in blocks(p, "console") for c in commands(block)]


@pytest.mark.parametrize(("path", "command", "expected"), CONSOLE, ids=[f"{shown(p)}: {c}" for p, c, _ in CONSOLE])
def test_console_example(path: Path, command: str, expected: str, desk: Path) -> None:
    if " reparse " in command:
        shutil.rmtree(desk / "out", ignore_errors=True)
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    ended = subprocess.run(
        command, shell=True, cwd=desk, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    same = doctest.OutputChecker().check_output(expected, ended.stdout, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert same or not expected, f"shown:\n{expected}\ncame:\n{ended.stdout}"


PYTHON = [p for p in ALL if blocks(p, "python")]


@pytest.mark.parametrize("path", PYTHON, ids=shown)
def test_python_examples(path: Path, desk: Path) -> None:
    source = "\n".join(blocks(path, "python"))
    test = doctest.DocTestParser().get_doctest(source, {"__name__": "__main__"}, shown(path), str(path), 0)
    told: list[str] = []
    with contextlib.chdir(desk):
        result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append)
    assert result.attempted
    assert not result.failed, "".join(told)


def is_part(some: Any, whole: Any) -> bool:
    """Tell whether an excerpt agrees with the whole: every key that it shows, and lists of the same length."""
    if isinstance(some, dict):
        return isinstance(whole, dict) and all(k in whole and is_part(v, whole[k]) for k, v in some.items())
    if isinstance(some, list):
        return len(some) == len(whole) and all(is_part(a, b) for a, b in zip(some, whole, strict=True))
    return bool(some == whole)


def test_record_of_the_readme(desk: Path) -> None:
    (excerpt,) = (json.loads(b) for b in blocks(ROOT / "README.md", "json"))
    ((command, _), *_) = (c for c in commands("".join(blocks(ROOT / "README.md", "console"))) if " extract " in c[0])
    python = [sys.executable, "-m", *command.split(), "--json"]
    record = json.loads(subprocess.run(python, cwd=desk, capture_output=True, check=True).stdout)
    assert {k: v for k, v in excerpt.items() if not is_part(v, record.get(k))} == {}


@pytest.mark.parametrize("path", ALL, ids=shown)
def test_links_and_targets_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    linked = [x.split("#")[0] for x in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in x]
    assert [x for x in linked if x and not (path.parent / x).exists()] == []
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    headings = {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
    assert [x for x in re.findall(r"\]\(#([^)]+)\)", text) if x not in headings] == []
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make (\w+)", text, re.MULTILINE)) | set(re.findall(r"`make (\w+)", text)) <= targets


DOCTESTED = sorted(
    p
    for name in ("newsspider", "pipelines")
    for p in (ROOT / name).rglob("*.py")
    if ">>> " in p.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", DOCTESTED, ids=shown)
def test_docstring_examples(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
