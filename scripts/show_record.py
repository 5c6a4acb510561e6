"""Show the record of a run that says most about what a record holds: make demo's last word.

    scripts/show_record.py out/demo/articles.jsonl

In colour, also through a pipe, unless NO_COLOR is set. Empty fields and long texts are left out; the file has them all.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.syntax import Syntax

SHOWN = (
    "headline", "alternative_headline", "url", "publisher", "language", "date_published", "date_published_offset",
    "date_modified", "byline_raw", "authors", "dateline", "body", "images", "translation_of", "republished_from",
    "corrections", "dropped", "provenance",
)  # fmt: skip
TRACED = ("/authors", "/dateline", "/date_published", "/images/0/credit")


def worth(record: dict[str, Any]) -> tuple[int, str]:
    """Return how much a record shows (dateline, people, a picture with caption and credit), then its headline."""
    images = record["images"]
    points = (
        4 * bool(record["dateline"])
        + 2 * min(len(record["authors"]), 3)
        + 2 * any(i["caption"] for i in images)
        + 2 * any(i["credit"] and i["credit"]["creators"] for i in images)
        + bool(record["translation_of"] or record["corrections"])
        + bool(record["dropped"])
        + bool(record["alternative_headline"])
        + (record["language"] or "").startswith("en")
    )
    return points, record["headline"] or ""


def kept(value: Any) -> Any:
    """Return a value without what is empty."""
    if isinstance(value, dict):
        return {k: short for k, v in value.items() if (short := kept(v)) not in (None, [], {}, False)}
    return [kept(v) for v in value] if isinstance(value, list) else value


def excerpt(record: dict[str, Any]) -> dict[str, Any]:
    """Return what fits a screen: the named fields, two paragraphs, two pictures, the evidence of four values."""
    paragraphs = record["body"]["paragraphs"]
    some = paragraphs[:2] + ([f"... {len(paragraphs) - 2} more"] if len(paragraphs) > 2 else [])
    traced = {k: v for k, v in record["provenance"].items() if k in TRACED}
    whole = {
        **record,
        "body": {"paragraphs": some},
        "images": record["images"][:2],
        "dropped": record["dropped"][:4],
        "provenance": traced,
    }
    return {name: short for name in SHOWN if (short := kept(whole[name])) not in (None, [], {}, False)}


def main(name: str) -> None:
    """Print the excerpt of the best record in `name`."""
    records = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
    if not records:
        sys.exit(f"{name} holds no record")
    console = Console(width=110)
    shown = json.dumps(excerpt(max(records, key=worth)), indent=2, ensure_ascii=False)
    console.print(f"\none of {len(records)} records (empty fields left out; all of it in {name})\n", highlight=False)
    console.print(Syntax(shown, "json", theme="ansi_dark", background_color="default", word_wrap=True))


if __name__ == "__main__":
    main(*sys.argv[1:2])
