"""A report from files: records are read, pages are looked up, and one HTML file is written."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Final

import msgspec

from newsspider.reading import read_lines
from newsspider.report import facts
from newsspider.sources import Stored, entries, load
from pipelines.ledger import write_whole
from pipelines.marking import Place, marked
from pipelines.page import Page
from pipelines.record import Article, Rejection

MOST_INSIDE: Final = 20_000_000
"""Bytes of pages that one file holds; beyond that they lie beside it and come one by one."""
_REJECTED: Final = 500
"""Rejections that are listed one by one; the overview counts them all."""


@dataclass(slots=True)
class Report:
    """What was written."""

    path: Path
    records: int = 0
    pages: int = 0
    """Records that stand beside their page."""
    missing: int = 0
    """Records whose page was not among those given."""
    beside: list[Path] = field(default_factory=list)
    """Files with pages that did not fit in."""


def build(
    records: Sequence[Path],
    out: Path,
    *,
    pages: Sequence[Path] = (),
    root: Path | None = None,
    runs: Path | None = None,
    each: Callable[[], None] | None = None,
) -> Report:
    """Write the report of some files of records and rejections; raises RecordError and OSError."""
    made = Report(out)
    overview = facts.Overview()
    items: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    by_key: dict[Any, list[int]] = {}
    kept: list[Article] = []
    for read in read_lines(records):
        overview.add(read.value)
        if isinstance(read.value, Rejection):
            if len(rejected) < _REJECTED:
                rejected.append({"url": read.value.url, "path": read.value.source.path, "reason": read.value.reason,
                                 "detail": read.value.detail})  # fmt: skip
            continue
        record = read.value
        by_key.setdefault((record.source.path, record.source.offset), []).append(len(kept))
        by_key.setdefault(record.source.sha256, []).append(len(kept))
        points, lost = facts.quality(record)
        items.append({
            "record": json.loads(read.line), "quality": points, "lost": lost,
            "doubts": list(facts.disagreements(record)), "page": None,
        })  # fmt: skip
        kept.append(record)
    made.records = len(kept)
    held = 0
    for page in _pages(pages, root):
        found = by_key.get((page.origin.path, page.origin.offset)) or by_key.get(
            hashlib.sha256(page.content).hexdigest() if page.content else ""
        )
        for number in found or ():
            if items[number]["page"] is None:
                shown = _shown(page, kept[number])
                if shown is None:
                    continue
                items[number]["page"] = shown
                made.pages += 1
                held += len(shown)
        if each is not None:
            each()
    made.missing = made.records - made.pages if pages else 0
    if held > MOST_INSIDE:
        made.beside = _beside(out, items)
    _write(out, overview.facts(facts.last_runs(runs)), items, rejected, split=bool(made.beside))
    return made


def _pages(inputs: Iterable[Path], root: Path | None) -> Iterator[Page]:
    for entry in entries(list(inputs), root):
        page = load(entry) if isinstance(entry, Stored) else entry
        if isinstance(page, Page):
            yield page


def _shown(page: Page, record: Article) -> str | None:
    places = [
        Place(pointer, e.locator, e.start, e.end)
        for pointer, e in record.provenance.items()
        if e.locator and e.locator.startswith("/html")
    ]
    return marked(page, places, record.body.paragraphs, (d.text for d in record.dropped))


def _beside(out: Path, items: list[dict[str, Any]]) -> list[Path]:
    """Write pages into files of their own, as scripts, which a page that was opened from a disk may load."""
    folder = out.with_name(f"{out.stem}.pages")
    folder.mkdir(exist_ok=True)
    written = []
    for number, item in enumerate(items):
        if item["page"] is not None:
            path = folder / f"{number:06}.js"
            write_whole(path, f"pageArrived({number}, {_embedded(item['page'])});\n".encode())
            item["page"] = f"{folder.name}/{path.name}"
            written.append(path)
    return written


def _write(
    out: Path, overview: dict[str, Any], items: list[dict[str, Any]], rejected: list[dict[str, Any]], *, split: bool
) -> None:
    from jinja2 import Environment

    here = resources("newsspider.report")
    style, script, frame = (here.joinpath(n).read_text("utf-8") for n in ("report.css", "report.js", "frame.css"))
    lowest = sorted(range(len(items)), key=lambda n: (items[n]["quality"], n))[: facts.LOWEST]
    data = {"items": items, "rejected": rejected, "split": split, "frame": frame, "months": overview["months"]}
    hashes = {"script": _hash(script), "style": f"{_hash(style)} {_hash(frame)}"}
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    template = environment.from_string(here.joinpath("report.html.j2").read_text("utf-8"))
    text = template.render(
        overview=overview, lowest=[(n, items[n]) for n in lowest], style=style, script=script, hashes=hashes,
        data=_embedded(data), split=split, most=max((n for _, n in overview["months"]), default=1),
    )  # fmt: skip
    write_whole(out, text.encode())


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"


def _embedded(value: Any) -> str:
    """Return JSON that can stand inside a script element: no word of a page can end it or open another."""
    text = msgspec.json.encode(value).decode("utf-8")
    for sign, plain in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, plain)
    return text
