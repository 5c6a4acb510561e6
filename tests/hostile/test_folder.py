"""A folder that holds a file for every module name: no verb runs one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.hostile.story import article, page

VERBS = (
    ("--help",),
    ("reparse", ".", "-o", "out", "--quiet", "--jobs", "1"),
    ("extract", "page.html"),
    ("check", "out/articles.jsonl"),
    ("report", "out/articles.jsonl", "--pages", ".", "-o", "report.html"),
    ("diff", "out/articles.jsonl", "out/articles.jsonl"),
    ("export", "out/articles.jsonl", "--to", "jsonl", "-o", "set"),
    ("export", "out/articles.jsonl", "--to", "sqlite", "-o", "base"),
    ("parse", "byline", "By Ana Silva"),
    ("explain", "record.json"),
    ("schema",),
    ("learn", ".", "--memory", "memory.sqlite"),
    ("doctor",),
    ("run",),
    ("sites", "test", "nosuch.toml"),
    ("partition", "2"),
    ("init", "project", "--contact", "https://example.org/crawl"),
)
OURS = ("newsspider", "pipelines", "settings", "sitecustomize", "usercustomize")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    mark = folder.parent / "read"
    names = {*sys.stdlib_module_names, *packages_distributions(), *OURS}
    for name in names:
        if name.isidentifier():
            text = f"open({str(mark)!r}, 'a').write({name!r} + chr(10))\n"
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (folder / "page.html").write_bytes(page(article()).encode())
    (folder / "record.json").write_text("{}")
    return folder


@pytest.mark.long
def test_no_verb_runs_code_of_the_folder_it_stands_in(folder: Path) -> None:
    command = str(Path(sys.executable).with_name("newsspider"))
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    for verb in VERBS:
        done = subprocess.run(
            [command, *verb], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, (verb, done.stderr[-2000:])
        assert not (folder.parent / "read").exists(), (verb, (folder.parent / "read").read_text())
    assert (folder / "out" / "articles.jsonl").read_bytes().count(b"\n") == 1
