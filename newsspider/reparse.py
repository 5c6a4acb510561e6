"""Stored pages to checked JSON Lines: one line a page, in the order of the input, whatever the number of workers."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newsspider import sources as stored_pages
from newsspider.engine.asking import LINES, VALUES, Asking, Result, as_value, value_of
from newsspider.engine.shards import read, shards
from newsspider.engine.walk import Walk
from newsspider.memory import Snapshot
from newsspider.parts import Group, Key, groups
from pipelines import limits
from pipelines.ledger import SYNC_LINES, Ledger, Names
from pipelines.page import Page
from pipelines.record import Article, Reason, Rejection
from pipelines.worker import Pool


@dataclass(slots=True)
class Summary:
    """What a run did."""

    pages: int = 0
    """Entries read, those that a resumed run had already done left out."""
    skipped: int = 0
    """Entries that a resumed run found in the output."""
    records: int = 0
    rejections: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Rejections by reason."""
    filled: Counter[str] = field(default_factory=Counter)
    """Records by field that is not empty."""
    passed: Counter[str] = field(default_factory=Counter)
    """Records of WARC files that are no pages, by what they are: request, revisit, redirect, not_html, ..."""
    interrupted: bool = False
    """True where a signal ended the run; it can be resumed."""

    def add(self, result: Result) -> None:
        """Count a line."""
        self.pages += 1
        self.filled.update(result.filled)
        if result.accepted:
            self.records += 1
        else:
            self.rejections += 1
            self.reasons[result.reason or "?"] += 1

    @property
    def is_whole(self) -> bool:
        """Tell whether each page ended as exactly one line."""
        return self.pages == self.records + self.rejections

    @property
    def rejected_share(self) -> float:
        """Share of pages that became no record."""
        return self.rejections / self.pages if self.pages else 0.0


def cores(jobs: str) -> int:
    """Return the number of workers for `--jobs`: a number, or "auto" for one a core that this process may use.

    Raises ValueError for anything else.
    """
    if jobs == "auto":
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    number = int(jobs)
    if not 1 <= number <= 1_024:
        raise ValueError(f"between 1 and 1024 workers, not {number}")
    return number


def reparse(
    inputs: Sequence[Path],
    ledger: Ledger,
    *,
    root: Path | None = None,
    jobs: int = 1,
    contacts: bool = False,
    sites: str | None = None,
    skip: Counter[Key] | None = None,
    stop: threading.Event | None = None,
    each: Callable[[Result], None] | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
    memory: Snapshot | None = None,
) -> Summary:
    """Parse all pages of the inputs into an open ledger and return what was done.

    `sites` is a folder of site files over the shipped ones, None for the shipped ones, "off" for none. `memory` is a
    frozen snapshot of what sites repeat. `skip` counts the keys that are done already (`Ledger.seen`). `each` is called
    after every line. `stop` ends the run cleanly before the next line. Raises OSError for an input that cannot be
    opened and LedgerError where the output fails.
    """
    summary = Summary()
    done = Counter(skip or ())
    starts = _starts(done, inputs)
    summary.skipped = sum(n for (path, at), n in done.items() if at is not None and at < starts.get(path or "", 0))
    parts = groups(lambda: stored_pages.references(inputs, root))
    with Pool(LINES, jobs=jobs, deadline=deadline) as pool:
        walk = Walk(pool, Asking(contacts, sites, memory, parts), done, stop=stop)
        for result in walk.over(stored_pages.references(inputs, root, starts, walk.passed)):
            summary.add(result)
            ledger.write(result.line, accepted=result.accepted)
            if each is not None:
                each(result)
    summary.skipped += walk.skipped
    summary.passed = walk.passed
    summary.interrupted = stop is not None and stop.is_set()
    return summary


def reparse_by_shards(
    inputs: Sequence[Path],
    ledger: Ledger,
    dask: Any,
    *,
    root: Path | None = None,
    contacts: bool = False,
    sites: str | None = None,
    skip: Counter[Key] | None = None,
    stop: threading.Event | None = None,
    each: Callable[[Result], None] | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
    memory: Snapshot | None = None,
) -> Summary:
    """Do as `reparse` does, with the workers of a Dask client: the same lines in the same order.

    The workers must see the inputs, the site files and the output's folder under the same paths: shards are parsed into
    `<output>.shards/` and put together here as they become ready. Raises ClusterError too.
    """
    from newsspider.engine.cluster import Job

    summary = Summary()
    done = Counter(skip or ())
    inputs = [path.absolute() for path in inputs]
    home = root.absolute() if root is not None else None
    given = sites if sites in (None, "off") else str(Path(sites).absolute())
    asking = Asking(contacts, given, memory, groups(lambda: stored_pages.references(inputs, home)))
    job = Job(dask, shards_folder(ledger.names), done, stop)
    references = stored_pages.references(inputs, home, passed=summary.passed)
    for shard, head, file in job.heads(shards(references, asking, deadline=deadline)):
        done.subtract(shard.done)
        summary.skipped += head.skipped
        summary.passed.update(head.passed)
        for result in read(file)[1]:
            if done[result.key] > 0:
                done[result.key] -= 1
                summary.skipped += 1
                continue
            summary.add(result)
            ledger.write(result.line, accepted=result.accepted)
            if each is not None:
                each(result)
    summary.interrupted = stop is not None and stop.is_set()
    if not summary.interrupted:
        ledger.sync()
        job.close()
    return summary


def shards_folder(names: Names) -> Path:
    """Return the folder of finished shards beside an output."""
    return names.articles.with_suffix(".shards")


def _starts(done: Counter[tuple[str | None, int | None]], inputs: Sequence[Path]) -> dict[str, int]:
    """Return, by WARC file, the offset before which all records are done.

    Lines are written in the order of the input, and all but the last few are known to be on the disk: of those, a
    power failure may have taken some and left later ones.
    """
    if not stored_pages.are_apart(inputs):
        return {}
    offsets: dict[str, list[int]] = {}
    for path, offset in done.elements():
        if path is not None and offset is not None and path.lower().endswith((".warc", ".warc.gz")):
            offsets.setdefault(path, []).append(offset)
    return {p: sorted(found)[-2 * SYNC_LINES] for p, found in offsets.items() if len(found) > 2 * SYNC_LINES}


def iter_reparse(
    inputs: Iterable[str | os.PathLike[str]],
    *,
    root: str | os.PathLike[str] | None = None,
    jobs: int = 1,
    contacts: bool = False,
    sites: str | None = None,
    deadline: float = limits.DEADLINE_SECONDS,
) -> Iterator[Article | Rejection]:
    """Yield the article or rejection of every page of the inputs, in their order.

    Pages are parsed in `jobs` killable child processes; a page that hangs or dies is a Rejection like any other.
    Articles of several pages are joined where the inputs can be read twice, as a list; an iterator is read as it comes.
    Raises OSError for an input that cannot be opened.
    """
    base = Path(root) if root is not None else None
    paths: Iterable[Path] = map(Path, inputs)
    parts: Mapping[Key, Group] = MappingProxyType({})
    if isinstance(inputs, Sequence):
        given = list(paths)
        paths, parts = given, groups(lambda: stored_pages.references(given, base))
    with Pool(VALUES, jobs=jobs, deadline=deadline) as pool:
        walk = Walk(pool, Asking(contacts, sites, parts=parts), form=as_value)
        yield from map(value_of, walk.over(stored_pages.references(paths, base)))


def parse_one(
    page: Page, *, contacts: bool = False, sites: str | None = None, deadline: float = limits.DEADLINE_SECONDS
) -> Article | Rejection:
    """Parse one page in a killable child process."""
    with Pool(VALUES, deadline=deadline) as pool:
        (result,) = Walk(pool, Asking(contacts, sites), form=as_value).over([page])
    return value_of(result)


def facts_of(summary: Summary, **more: Any) -> dict[str, Any]:
    """Return the run summary that is written beside the lines."""
    share = {k: round(v / summary.records, 4) for k, v in sorted(summary.filled.items())} if summary.records else {}
    reasons: dict[Reason | str, int] = dict(sorted(summary.reasons.items(), key=lambda p: (-p[1], p[0])))
    return {
        "pages": summary.pages,
        "skipped": summary.skipped,
        "records": summary.records,
        "rejections": summary.rejections,
        "rejections_by_reason": reasons,
        "passed_over": dict(sorted(summary.passed.items())),
        "field_coverage": share,
        "interrupted": summary.interrupted,
        **more,
    }
