"""The same input gives the same bytes: seeds, time zones, locales, workers, order and the clock are no inputs."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SITE = "northline.test/ferry-inquiry"
FILES = ("articles.jsonl", "articles.rejected.jsonl")

LATER = """
import datetime, time

_time, _real = time.time, datetime.datetime
_years = datetime.timedelta(days=5 * 365)
time.time = lambda: _time() + _years.total_seconds()

class _Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, _real)

class datetime_(_real, metaclass=_Kind):
    @classmethod
    def now(cls, tz=None):
        return _real.now(tz) + _years

    @classmethod
    def utcnow(cls):
        return _real.now(datetime.timezone.utc).replace(tzinfo=None) + _years

    @classmethod
    def today(cls):
        return _real.today() + _years

datetime.datetime = datetime_
"""
"""A sitecustomize that moves the clock of the run and of its workers by five years."""


def reparse(out: Path, *inputs: Path, jobs: int = 1, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "newsspider", "reparse", *map(str, inputs), "-o", str(out), "--jobs", str(jobs)]
    done = subprocess.run(
        [*command, "--quiet"], capture_output=True, text=True, env={**os.environ, **environment}, timeout=300,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: (out / name).read_bytes() for name in FILES}


def inputs() -> list[Path]:
    return [FIXTURES, FIXTURES / "manifest.jsonl", FIXTURES / "zip" / "pages.zip", FIXTURES / "sites" / SITE]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the bytes of a first run over all fixtures."""
    return reparse(tmp_path_factory.mktemp("plain"), *inputs(), PYTHONHASHSEED="0", TZ="UTC")


@pytest.mark.long
def test_other_seed_zone_locale_and_workers_give_the_same_bytes(plain: dict[str, bytes], tmp_path: Path) -> None:
    other = reparse(tmp_path, *inputs(), jobs=2, PYTHONHASHSEED="12345", TZ="Asia/Tokyo", LC_ALL="C")
    assert other == plain
    assert len(plain["articles.jsonl"].splitlines()) > 50


def test_reversed_input_order_gives_the_same_lines(plain: dict[str, bytes], tmp_path: Path) -> None:
    other = reparse(tmp_path, *reversed(inputs()), jobs=2)
    assert {n: sorted(b.splitlines()) for n, b in other.items()} == {
        n: sorted(b.splitlines()) for n, b in plain.items()
    }


@pytest.mark.long
def test_a_clock_five_years_on_gives_the_same_bytes(plain: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(LATER)
    path = os.pathsep.join([str(tmp_path / "later"), *filter(None, [os.environ.get("PYTHONPATH")])])
    year = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.datetime.now().year)"],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip
    started = json.loads(_summary(tmp_path / "now"))["started"]
    assert int(year.stdout) >= int(started[:4]) + 4, "the clock did not move"
    assert reparse(tmp_path / "then", *inputs(), jobs=2, PYTHONPATH=path) == plain


def _summary(out: Path) -> bytes:
    reparse(out, FIXTURES / "sites" / SITE)
    return (out / "articles.run.json").read_bytes()


def test_one_page_is_one_record_in_every_container(tmp_path: Path) -> None:
    """A fixture, a page in a manifest (plain and gzip), a WARC record and a cache entry differ in `source` only."""
    case = FIXTURES / "sites" / SITE
    facts = json.loads((case / "page.json").read_text(encoding="utf-8"))
    content = (case / "page.html").read_bytes()
    home = tmp_path / "in"
    (home / "cache" / "ab" / "abcd").mkdir(parents=True)
    (home / "a.html").write_bytes(content)
    (home / "b.html.gz").write_bytes(gzip.compress(content))
    told = {"url": facts["url"], "retrieved_at": facts["retrieved_at"]}
    (home / "list.jsonl").write_text("".join(json.dumps({"path": p, **told}) + "\n" for p in ("a.html", "b.html.gz")))
    (home / "list.csv").write_text(f"path,url,retrieved_at\na.html,{facts['url']},{facts['retrieved_at']}\n")
    entry = home / "cache" / "ab" / "abcd"
    (entry / "meta").write_text(
        repr({"url": facts["url"], "response_url": facts["url"], "status": 200, "timestamp": _epoch(told)})
    )
    (entry / "response_headers").write_text(f"Content-Type: {facts['content_type']}")
    (entry / "response_body").write_bytes(content)
    reparse(
        tmp_path / "out", case, home / "list.jsonl", home / "list.csv", home / "cache",
        FIXTURES / "warc" / "sample.warc.gz",
    )  # fmt: skip
    found = [json.loads(x) for x in (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()]
    same = [r for r in found if r["url"] == facts["url"]]
    assert [r["source"]["kind"] for r in same] == ["file", "file", "file", "file", "httpcache", "warc"]
    first, *others = [{**r, "source": None} for r in same]
    assert all(o == first for o in others)


def _epoch(told: dict[str, Any]) -> float:
    from datetime import datetime

    return datetime.fromisoformat(told["retrieved_at"]).timestamp()
