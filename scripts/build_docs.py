"""Write the parts of docs/ that come from the code: docs/record.md, from the types of the record.

scripts/build_docs.py            write
scripts/build_docs.py --check    exit 1 where a file is stale
"""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path
from typing import Any

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


def pages() -> dict[Path, str]:
    """Return every generated file with its text."""
    return {ROOT / "docs" / "record.md": record_page()}


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
