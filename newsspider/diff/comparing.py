"""Two files of records side by side, page by page: the old one is indexed, the new one is read through once."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import msgspec

from newsspider.reading import Read, decoded, read_lines
from pipelines.record import Article, Rejection

FIELDS: Final = tuple(
    f.name
    for f in dataclasses.fields(Article)
    if f.name not in {"schema_version", "source", "extractor", "provenance", "retrieved_at"}
)
"""What is compared; `provenance` on demand, for it changes with every rule."""
_SAMPLES: Final = 20
"""Samples of each field: as many as a person reads."""
_CUT: Final = 300


@dataclass(slots=True)
class Sample:
    """One page on which a field changed."""

    page: str
    """URL, else path."""
    old: str
    new: str


@dataclass(slots=True)
class Difference:
    """What changed between two runs."""

    pages: int = 0
    """Pages in both."""
    same: int = 0
    """Records in both that agree in all fields compared, and rejections with one reason."""
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """Records by field that changed."""
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    lost: list[Sample] = field(default_factory=list)
    """Records that became rejections; `new` is the reason."""
    won: list[Sample] = field(default_factory=list)
    """Rejections that became records; `old` is the reason."""
    moves: Counter[str] = field(default_factory=Counter)
    """Pages by "reason → record", "record → reason", "reason → other reason"."""
    added: int = 0
    """Pages only in the new run."""
    removed: int = 0
    """Pages only in the old run."""
    words_lost: int = 0
    """Words of bodies that the new run has not."""
    words_won: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether the two runs agree."""
        return not (self.changed or self.added or self.removed)

    @property
    def share(self) -> float:
        """Share of pages in both runs on which anything changed."""
        return self.changed / self.pages if self.pages else 0.0

    def facts(self) -> dict[str, Any]:
        """Return all as JSON holds it."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {**plain, "share": round(self.share, 5)}


def compare(
    old: Sequence[Path],
    new: Sequence[Path],
    *,
    fields: Sequence[str] = FIELDS,
    each: Callable[[], None] | None = None,
) -> Difference:
    """Compare two runs, each one or more files of records and rejections; raises RecordError, OSError.

    Pages are told by `source.path` and `source.offset`, else by URL and digest, else by `id`; a page that comes more
    than once is compared in its order. Memory grows by some hundred bytes a page, whatever the size of the records.
    """
    places: dict[bytes, list[tuple[int, int, int]]] = {}
    for read, file, at in _placed(old):
        places.setdefault(_key(read.value), []).append((file, at, read.number))
    made = Difference()
    handles = [path.open("rb") for path in old]
    try:
        for read in read_lines(new):
            there = places.get(_key(read.value))
            if not there:
                made.added += 1
            else:
                file, at, number = there.pop(0)
                handles[file].seek(at)
                before = decoded(handles[file].readline().rstrip(b"\n"), f"{old[file]}:{number}")
                _pair(made, before, read.value, fields)
            if each is not None:
                each()
    finally:
        for handle in handles:
            handle.close()
    made.removed = sum(len(rest) for rest in places.values())
    return made


def _placed(files: Sequence[Path]) -> Iterator[tuple[Read, int, int]]:
    """Yield each line with the number of its file and its place there."""
    for number, path in enumerate(files):
        at = 0
        for read in read_lines([path]):
            yield read, number, at
            at += len(read.line) + 1


def _key(value: Article | Rejection) -> bytes:
    source = value.source
    if source.path is not None:
        told = f"{source.path}\0{source.offset}"
    elif value.url is not None:
        told = f"{value.url}\0{source.sha256}"
    else:
        told = source.sha256
    return hashlib.sha256(told.encode("utf-8", "replace")).digest()[:12]


def _pair(made: Difference, old: Article | Rejection, new: Article | Rejection, fields: Sequence[str]) -> None:
    made.pages += 1
    page = new.url or new.source.path or "?"
    if isinstance(old, Rejection) or isinstance(new, Rejection):
        before = old.reason if isinstance(old, Rejection) else "record"
        after = new.reason if isinstance(new, Rejection) else "record"
        if before == after:
            made.same += 1
            return
        made.changed += 1
        made.moves[f"{before} → {after}"] += 1
        for kept, condition in ((made.lost, before == "record"), (made.won, after == "record")):
            if condition and len(kept) < _SAMPLES:
                kept.append(Sample(page, before, after))
        return
    changed = [name for name in fields if getattr(old, name) != getattr(new, name)]
    if not changed:
        made.same += 1
        return
    made.changed += 1
    for name in changed:
        made.fields[name] += 1
        kept = made.samples.setdefault(name, [])
        if name == "body":
            _words(made, old, new)
        if len(kept) < _SAMPLES:
            was, now = _paragraphs(old, new) if name == "body" else (_said(old, name), _said(new, name))
            kept.append(Sample(page, was, now))


def _words(made: Difference, old: Article, new: Article) -> None:
    was, now = Counter(old.body.text.split()), Counter(new.body.text.split())
    made.words_lost += (was - now).total()
    made.words_won += (now - was).total()


def _paragraphs(old: Article, new: Article) -> tuple[str, str]:
    """Return what only one of two bodies has, in order."""
    gone: list[str] = []
    come: list[str] = []
    matcher = SequenceMatcher(None, old.body.paragraphs, new.body.paragraphs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            gone += old.body.paragraphs[a:b]
            come += new.body.paragraphs[c:d]
    return _cut(" ¶ ".join(gone)), _cut(" ¶ ".join(come))


def _said(record: Article, name: str) -> str:
    value = getattr(record, name)
    if value is None:
        return "null"
    if isinstance(value, str):
        return _cut(value)
    if name == "authors":
        return _cut("; ".join(f"{a.name} ({a.role})" for a in record.authors) or "[]")
    if name == "dateline" and record.dateline is not None:
        return _cut(f"{record.dateline.raw} {[p.name for p in record.dateline.places]} {record.dateline.date or ''}")
    return _cut(json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1] + "…"
