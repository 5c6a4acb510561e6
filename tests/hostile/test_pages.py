"""Sections 3a and 3b: every bad page through `newsspider.iter_reparse`, one line each, within its time and 1 GB."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsspider
from newsspider.checking import check_line
from pipelines import limits
from pipelines.ledger import line_of
from pipelines.record import REASONS, Article, Rejection
from tests.hostile.bodies import BODIES
from tests.hostile.encodings import ENCODINGS
from tests.hostile.metadata import METADATA
from tests.hostile.row import Row
from tests.hostile.story import RETRIEVED, URL, plain

ROWS = [*BODIES, *METADATA, *ENCODINGS]
WORST = {"seconds": (0.0, ""), "megabytes": (0.0, "")}


class Desk:
    """One worker behind `iter_reparse`, which gets one page after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._next, self._number = folder, folder, 0
        # on a loaded machine wall time says nothing: the rows bound CPU time, tests/test_worker.py tests the deadline
        self._found = newsspider.iter_reparse(self._inputs(), deadline=6 * limits.DEADLINE_SECONDS)

    def _inputs(self) -> Iterator[Path]:
        while True:
            yield self._next

    def parse(self, content: bytes, url: str = URL, suffix: str = ".html") -> Article | Rejection:
        """Parse one page; it is read by the worker, as in a re-parse of a manifest."""
        (self._folder / f"page{suffix}").write_bytes(content)
        self._number += 1
        self._next = self._folder / f"{self._number}.jsonl"
        facts = {"path": f"page{suffix}", "url": url, "retrieved_at": RETRIEVED if suffix != ".txt" else None}
        self._next.write_text(json.dumps(facts))
        return next(self._found)

    def spent(self) -> tuple[float, float]:
        """Return (CPU seconds, megabytes at the highest since the last call) of the worker, where the system tells."""
        seconds = peak = 0.0
        for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
            for child in task.read_text().split():
                seconds += sum(map(int, Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) / 100
                status = Path(f"/proc/{child}/status").read_text()
                peak = max(peak, int(status.partition("VmHWM:")[2].split()[0]) / 1024)
                Path(f"/proc/{child}/clear_refs").write_text("5")
        return seconds, peak

    def close(self) -> None:
        self._found.close()  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "LOOK_AHEAD_PAGES", 1)
        desk = Desk(tmp_path_factory.mktemp("hostile"))
        assert isinstance(desk.parse(plain()), Article)
        yield desk
        desk.close()
    print(f"\nslowest hostile page {WORST['seconds']}, largest {WORST['megabytes']}")


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.label.encode("ascii", "backslashreplace").decode()[:70])
def test_row(row: Row, desk: Desk) -> None:
    content = row.make()
    before, _ = desk.spent()
    found = desk.parse(content, row.url or URL, row.suffix)
    after, peak = desk.spent()
    said = f"{found.reason}: {found.detail}" if isinstance(found, Rejection) else "record"
    assert row.want == "any" or said.partition(":")[0] in row.want.split(), said
    if isinstance(found, Rejection):
        assert found.reason in REASONS
        assert found.reason not in ("internal_error", "extractor_error"), found.detail
        assert found.detail is None or len(found.detail) <= limits.MAX_DETAIL
        assert found.url == (row.url or URL)
    else:
        failed = [n for n, check in enumerate(row.checks) if not check(found)]
        assert not failed, (
            failed,
            found.headline,
            found.authors,
            found.date_published,
            found.warnings,
            found.body.text[-200:],
        )
    line, _ = line_of(found)
    assert list(check_line(line)) == []
    assert row.seconds < limits.DEADLINE_SECONDS
    assert peak < 1_000
    if after >= before:  # a worker that was replaced starts at nothing
        assert after - before < row.seconds, f"{after - before:.2f} s CPU"
        WORST["seconds"] = max(WORST["seconds"], (round(after - before, 2), row.label))
    WORST["megabytes"] = max(WORST["megabytes"], (round(peak), row.label))


def test_every_row_of_the_sections_is_there() -> None:
    """Rows 6 (served headers) and 56 to 83 (HTTP, feeds) stand in tests/hostile/test_inputs.py and tests/server."""
    there = {r.number for r in ROWS}
    assert {*range(1, 56), "35a"} - {6} <= there
