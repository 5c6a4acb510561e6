"""The documentation is true: generated parts are current, commands run, examples give what they show, links exist.

README.md and docs/ are read as a newcomer reads them, page by page, in a folder that holds what their words take for
granted: the fixtures, the README's `html` block as page.html, an archive, and sites on loopback. `sh` and `console`
blocks run in their order (a `console` block shows output after each `$ ` line; `...` stands for anything), `python`
blocks are doctests, `json`, `toml` and `ini` blocks are read. A block that cannot run here has a comment
`<!-- not run: why -->` before it.
"""

from __future__ import annotations

import configparser
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
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

from newsspider import sitelist
from pipelines.sites import load as site_file
from scripts.demo import sites
from tests.server.sites import NewsSite, Town

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


def set_up(folder: Path) -> None:
    """Lay out a folder as a reader of the documentation has it."""
    shutil.copytree(ROOT / "fixtures", folder / "fixtures")
    (folder / "page.html").write_text(blocks(ROOT / "README.md", "html")[0], encoding="utf-8")
    shutil.copytree(ROOT / "fixtures", folder / "archive")
    shutil.copy(ROOT / "fixtures" / "warc" / "sample.warc.gz", folder / "2019.warc.gz")
    shutil.copy(ROOT / "fixtures" / "zip" / "pages.zip", folder / "old-pages.zip")
    shutil.copy(ROOT / "fixtures" / "text" / "minato-seoul-talks.txt", folder / "dump.txt")


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


NOT_RUN = re.compile(r"^<!-- not run: (\S.{9,}) -->\n```sh\n.*?^```$", re.MULTILINE | re.DOTALL)


def steps(path: Path) -> list[tuple[str, str, str]]:
    """Return what a reader of a page types, in order: sh or python, the words, and what is shown after them."""
    text = NOT_RUN.sub("", path.read_text(encoding="utf-8"))
    found: list[tuple[str, str, str]] = []
    for kind, block in BLOCK.findall(text):
        if kind in ("sh", "python"):
            found.append((kind, block, ""))
        elif kind == "console":
            found += [("sh", *c) for c in commands(block)]
    return found


class Reader:
    """Somebody who types the commands of a page, with the shell's folder kept from one to the next."""

    def __init__(self, desk: Path, town: Town) -> None:
        self.desk, self.place, self.town = desk, desk, town
        self.names: dict[str, Any] = {"__name__": "__main__"}
        bins = Path(sys.executable).parent
        self.env = {**os.environ, "PATH": f"{bins}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "110"}

    def types(self, command: str) -> tuple[int, str, str]:
        """Run one block, and return its exit code and what it said."""
        told = self.desk / ".place"
        # the sites of the documentation are on a port of this test; a site that is nobody's is on loopback
        here = command.replace(":8650", f":{self.town.port}")
        here = here.replace("https://www.harbour-post.example", f"http://www.harbour-post.test:{self.town.port}")
        here = here.replace("harbour-post.example", "harbour-post.test")
        # no reader's site is this machine: projects are told that it may be
        loopback = "printf '\\nNEWSSPIDER_TEST_HOSTS = True\\nDOWNLOAD_DELAY = 0\\nMEMUSAGE_LIMIT_MB = 0\\n'"
        here = re.sub(r"^(newsspider init (\S+).*)$", rf"\1\n{loopback} >> \2/settings.py", here, flags=re.MULTILINE)
        script = f"set -e\n{here}\npwd > {told}\n"
        ended = subprocess.run(
            ["sh", "-c", script], cwd=self.place, env=self.env, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=300, check=False,
        )  # fmt: skip
        if ended.returncode == 0:
            self.place = Path(told.read_text(encoding="utf-8").strip())
        return ended.returncode, ended.stdout, ended.stderr

    def tries(self, source: str, name: str) -> str:
        """Run a block of Python, and return what it said where that is not what is shown."""
        test = doctest.DocTestParser().get_doctest(source, self.names, name, name, 0)
        told: list[str] = []
        with contextlib.chdir(self.place):
            result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
        self.names = test.globs
        return "" if result.attempted and not result.failed else "".join(told) or "no example in the block"


TYPED = [p for p in ALL if steps(p)]


@pytest.mark.parametrize("path", TYPED, ids=shown)
def test_every_command_of_a_page(path: Path, tmp_path: Path) -> None:
    missing = [name for name in needed(path) if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{shown(path)} needs extras that are not installed (make extras): {', '.join(missing)}")
    set_up(tmp_path)
    with Town(*sites(), NewsSite.of("www.harbour-post.test", 3)) as town:
        reader = Reader(tmp_path, town)
        for kind, typed, expected in steps(path):
            if kind == "python":
                assert not (said := reader.tries(typed, shown(path))), said
                continue
            if is_make(typed):
                continue
            code, out, err = reader.types(typed)
            assert code == 0, f"{typed}\nexit code {code}\n{out}\n{err}"
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            same = not expected or doctest.OutputChecker().check_output(expected, out, flags)
            assert same, f"{typed}\nshown:\n{expected}\ncame:\n{out}"


def needed(path: Path) -> list[str]:
    """Return the modules that a page says it needs: `<!-- needs: pyarrow duckdb -->`."""
    return [
        n
        for found in re.findall(r"^<!-- needs: (.+) -->$", path.read_text("utf-8"), re.MULTILINE)
        for n in found.split()
    ]


def is_make(block: str) -> bool:
    """Tell whether a block is targets of the Makefile only, each of which is a test or a check of its own."""
    return all(line.startswith(("make ", "#")) for line in block.splitlines() if line.strip())


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_every_block_is_of_a_kind_that_is_tested(path: Path) -> None:
    kinds = re.findall(r"^```(\w*)$", path.read_text(encoding="utf-8"), re.MULTILINE)[::2]
    assert set(kinds) <= {"sh", "console", "python", "json", "toml", "ini", "html", "text", "diff"}
    for block in blocks(path, "toml"):
        read = tomllib.loads(block)
        if "site" in read:
            file = Path(tempfile.mkdtemp()) / "sites.toml"
            file.write_text(block, encoding="utf-8")
            assert sitelist.load(file)
        elif "domain" in read:
            assert site_file(block, shown(path)).domain == read["domain"]
    for block in blocks(path, "ini"):
        assert configparser.ConfigParser(interpolation=None, strict=False).read_string(block) is None
    for block in blocks(path, "json"):
        assert [json.loads(x) for x in (block.splitlines() if block.startswith('{"') else [block])]


def is_part(some: Any, whole: Any) -> bool:
    """Tell whether an excerpt agrees with the whole: every key that it shows, and lists of the same length."""
    if isinstance(some, dict):
        return isinstance(whole, dict) and all(k in whole and is_part(v, whole[k]) for k, v in some.items())
    if isinstance(some, list):
        return len(some) == len(whole) and all(is_part(a, b) for a, b in zip(some, whole, strict=True))
    return bool(some == whole)


def test_record_of_the_readme(tmp_path: Path) -> None:
    set_up(tmp_path)
    (excerpt,) = (json.loads(b) for b in blocks(ROOT / "README.md", "json"))
    ((command, _), *_) = (c for c in commands("".join(blocks(ROOT / "README.md", "console"))) if " extract " in c[0])
    python = [sys.executable, "-m", *command.split(), "--json"]
    record = json.loads(subprocess.run(python, cwd=tmp_path, capture_output=True, check=True).stdout)
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


def test_the_site_is_built(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the site needs the extras: make extras")
    ended = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    built = {p.stem for p in (tmp_path / "site").glob("*.html")}
    assert {p.stem for p in (ROOT / "docs").glob("*.md")} <= built
    asked = [
        x
        for p in (tmp_path / "site").glob("*.html")
        for x in re.findall(r'<(?:script|link)[^>]+(?:src|href)="(http[^"]+)"', p.read_text("utf-8"))
    ]
    assert [x for x in asked if "newsspider" not in x] == [], "a page of the site loads something from elsewhere"
