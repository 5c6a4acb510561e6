"""Write what comes from the code: docs/record.md, docs/cli.md and the table of figures in README.md.

scripts/build_docs.py            write
scripts/build_docs.py --check    exit 1 where a file is stale
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from newsspider.cli import main as newsspider
from pipelines.record import Article, Rejection
from pipelines.schema import descriptions, json_schema, parts

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# The record

<!-- Made by scripts/build_docs.py from pipelines/record.py. Do not edit: `make docs` writes it again. -->

One line of `articles.jsonl` is one `Article`. Every key is always present: `null`, `[]` or `false` when unknown, never
an empty string. `newsspider schema` prints the same as JSON Schema 2020-12, and `newsspider check FILE` tells whether a
file keeps it. Positions (`start`, `end`, `body_start`) count Unicode code points.
"""
BETWEEN = """
# The rejection

A page that is no article becomes one line of `articles.rejected.jsonl` instead. Pages in = records + rejections.
"""

CLI_HEAD = """# Command line

<!-- Made by scripts/build_docs.py from the commands themselves. Do not edit: `make docs` writes it again. -->

Messages and the closing table go to standard error, results to standard output or to the file named. Nothing is
coloured unless a terminal reads it, and never with `NO_COLOR` set. Control characters of pages and file names are
escaped.

| exit code | meaning |
|---|---|
| 0 | done; in a re-parse: every page got its line |
| 1 | no article (`extract`), findings (`check`), or an internal error |
| 2 | wrong use |
| 3 | pages in and lines out differ: a defect, please report it |
| 4 | the output failed: disk full, not writable, in the way |
| 5 | another run holds the output |
| 6 | more pages rejected than `--max-rejected` allows |
| 130, 143 | interrupted, terminated; `--resume` goes on |
"""
FIGURES_START = "<!-- figures: made from gate.json by `make docs` -->"
FIGURES_END = "<!-- end of figures -->"
FIGURES = {
    "pages.headline": "headline equal to the label",
    "pages.authors": "author names, F1",
    "pages.dateline": "dateline places, F1",
    "pages.caption": "captions, F1",
    "pages.creator": "photographers, F1",
    "pages.published": "publication time, the same instant",
    "pages.body_start": "body begins where the story does",
    "pages.body_end": "body ends where the story does",
    "pages.clean": "no furniture in the body",
    "pages.word_f1": "words of the body, F1",
    "pages.par_f1": "paragraphs of the body, F1",
    "pages.perfect": "all of headline, authors, dateline, time, start, end and clean right on one page",
    "cases.byline.exact": "single bylines, every key right",
    "cases.dateline.exact": "single datelines, every key right",
    "cases.caption.exact": "single captions, every key right",
    "cases.line.exact": "single lines, every key right",
}


def form(schema: dict[str, Any]) -> str:
    """Return the type of a property in words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(form(s) for s in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"`{v}`" for v in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {form(schema['items'])}"
    if schema.get("type") == "object":
        return f"object of {form(schema['additionalProperties'])}"
    return str(schema["type"])


def section(type_: type, schema: dict[str, Any]) -> str:
    """Return heading, description and the table of fields of one type."""
    told = descriptions(type_)
    doc = re.sub(r"\s+", " ", type_.__doc__ or "").strip()
    rows = [f"\n## {type_.__name__}\n\n{doc}\n", "| field | type | meaning |", "|---|---|---|"]
    for field in dataclasses.fields(type_):
        cells = (f"`{field.name}`", form(schema["properties"][field.name]), told[field.name])
        rows.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    return "\n".join(rows) + "\n"


def record_page() -> str:
    """Return docs/record.md."""
    pages: list[str] = []
    seen: set[str] = set()
    for whole in (Article, Rejection):
        schema = json_schema(whole)
        for name, type_ in parts(whole).items():
            if name not in seen:
                seen.add(name)
                pages.append(section(type_, schema if type_ is whole else schema["$defs"][name]))
        if whole is Article:
            pages.append(BETWEEN)
    return HEAD + "".join(pages)


def commands(group: click.Group, name: str) -> list[str]:
    """Return the names of all commands below a group, as typed."""
    context = click.Context(group, info_name=name)
    found: list[str] = []
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        found += commands(command, f"{name} {verb}") if isinstance(command, click.Group) else [f"{name} {verb}"]
    return found


def cli_page() -> str:
    """Return docs/cli.md."""
    runner = CliRunner(env={"COLUMNS": "110", "TERMINAL_WIDTH": "110"})
    parts_ = [CLI_HEAD]
    for typed in ["newsspider", *commands(newsspider, "newsspider")]:
        shown = runner.invoke(newsspider, [*typed.split()[1:], "--help"], prog_name="newsspider", terminal_width=110)
        text = "\n".join(line.rstrip() for line in shown.output.splitlines())
        parts_.append(f"\n## {typed}\n\n```text\n{text}\n```\n")
    return "".join(parts_)


def readme() -> str:
    """Return README.md with the figures of gate.json in it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    gate = json.loads((ROOT / "gate.json").read_text(encoding="utf-8"))
    floors, alone = gate["floors"], gate["baseline"]["figures"]
    rows = [f"| figure | newsspider, at least | {gate['baseline']['name']} |", "|---|---|---|"]
    for name, meaning in FIGURES.items():
        if name in floors:
            beside = f"{alone[name]:.2f}" if name in alone else ""
            rows.append(f"| {meaning} | {floors[name]:.3f} | {beside} |")
    start, end = text.index(FIGURES_START) + len(FIGURES_START), text.index(FIGURES_END)
    return text[:start] + "\n" + "\n".join(rows) + "\n" + text[end:]


def pages() -> dict[Path, str]:
    """Return every generated file with its text."""
    docs = ROOT / "docs"
    return {docs / "record.md": record_page(), docs / "cli.md": cli_page(), ROOT / "README.md": readme()}


def main() -> int:
    """Write or check; return the exit code."""
    stale = 0
    for path, text in pages().items():
        current = path.read_text(encoding="utf-8") if path.exists() else None
        if current == text:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{path.relative_to(ROOT)} is stale: make docs", file=sys.stderr)
            stale = 1
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return stale


if __name__ == "__main__":
    sys.exit(main())
