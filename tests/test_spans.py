"""WARC files in stretches: whatever the bytes are, the walk over stretches gives what reading the file gives."""

from __future__ import annotations

import gzip
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsspider.engine import asking
from newsspider.engine.asking import Asking, Result
from newsspider.engine.walk import Walk
from newsspider.parts import Key, key_of
from newsspider.reparse import iter_reparse
from newsspider.sources import Span, entries, references
from newsspider.sources.spans import stretches
from pipelines.page import Page
from pipelines.record import Rejection, Source
from pipelines.worker import Failure, Pool
from tests.hostile.archives import archive, member


def other(number: int, kind: str) -> bytes:
    """Return a record that is no page."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2024-06-01T08:00:00Z\r\nWARC-Target-URI: https://www.harbour-post.test/{number}\r\n"
        "Content-Type: application/http; msgtype=request\r\nContent-Length: 18\r\n\r\n"
    )
    return head.encode() + b"GET / HTTP/1.1\r\n\r\n" + b"\r\n\r\n"


def records(rng: random.Random) -> list[bytes]:
    made = [other(0, "warcinfo")]
    for number in range(1, 12):
        body = b"<html><body><h1>Pier</h1><p>" + rng.randbytes(rng.randrange(3_000)).hex().encode() + b"</p></html>"
        if rng.random() < 0.1:  # a WARC file inside a page: its bytes look like records
            body = gzip.compress(member(99, b"inside"), 0, mtime=0) + member(98, b"inside too")
        made.append(member(number, body, kind="image/png" if rng.random() < 0.1 else "text/html"))
        if rng.random() < 0.4:
            made.append(other(number, rng.choice(["request", "revisit", "metadata"])))
    return made


def damaged(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    ways: list[Callable[[], bytes]] = [
        lambda: data,
        lambda: data[:at],
        lambda: data[:at] + rng.randbytes(rng.randrange(1, 200)) + data[at:],
        lambda: data[:at] + data[at + rng.randrange(1, 500) :],
        lambda: data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :],
        lambda: data + b"\0" * rng.randrange(1, 700),
        lambda: data + b"junk at the end",
        lambda: data[at:],
        lambda: data.replace(b"Content-Length: 1", b"Content-Length: 2", 1),
    ]
    return rng.choice(ways)()


class Inline:
    """A pool without processes."""

    jobs = 1

    def ordered(self, items: Iterable[Any], request: Callable[[Any], bytes | None], **_: Any) -> Iterator[Any]:
        for item in items:
            asked = request(item)
            yield item, None if asked is None else asking.parse_lines(asked)


def named(found: Iterable[Result]) -> list[tuple[Key, str | None, str | None]]:
    return [(r.key, r.reason, r.detail) for r in found]


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every page a short line: what is looked at here is which pages there are."""

    def parsed(_: Any, page: Page | Rejection) -> Rejection:
        if isinstance(page, Rejection):
            return page
        path, offset = key_of(page)
        source = Source("warc", path, offset, "0" * 64)
        return Rejection(url=page.url, retrieved_at=page.retrieved_at, source=source, reason="empty", detail=page.url)

    monkeypatch.setattr(asking, "_parsed", parsed)


@pytest.mark.parametrize("zipped", [True, False])
def test_stretches_give_what_the_file_gives(tmp_path: Path, zipped: bool) -> None:
    inside = 0
    for seed in range(150):
        rng = random.Random(seed)
        file = tmp_path / ("a.warc.gz" if zipped else "a.warc")
        archive(file, records(rng), zipped=zipped)
        file.write_bytes(damaged(file.read_bytes(), rng))
        plain, apart = Walk(Inline(), Asking()), Walk(Inline(), Asking())  # type: ignore[arg-type]
        passed: Counter[str] = Counter()
        whole = named(plain.over(_entries(file, passed)))
        given = list(references([file]))
        assert named(apart.over(given)) == whole, f"seed {seed}"
        inside += sum(isinstance(reference, Span) for reference in given)
        if all(isinstance(reference, Span) for reference in given):
            assert apart.passed == passed, f"seed {seed}"
        else:
            assert given == list(entries([file]))
        done = Counter({key: 1 for key, *_ in rng.sample(whole, len(whole) // 2)})
        rest = Walk(Inline(), Asking(), done.copy())  # type: ignore[arg-type]
        left = named(rest.over(references([file])))
        assert Counter(k for k, *_ in whole) - done == Counter(k for k, *_ in left), f"seed {seed}"
        assert rest.skipped == sum(done.values())
    assert inside > 1_000


def _entries(file: Path, passed: Counter[str]) -> Iterator[Page | Rejection]:
    from newsspider.sources import warc

    return warc.entries(file, file.name, 0, passed)


def test_heads_alone_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    offsets = archive(file, [other(0, "warcinfo"), *(member(n, b"<p>" + b"x" * 900_000) for n in range(1, 4))])
    found = list(stretches(file, "a.warc.gz") or ())
    assert [(s.start, s.end, s.page) for s in found] == [
        (0, offsets[2], offsets[1]),
        (offsets[2], offsets[3], offsets[2]),
        (offsets[3], None, offsets[3]),
    ]
    assert [s.url for s in found] == [f"https://www.harbour-post.test/{n}" for n in range(1, 4)]


def test_records_that_do_not_lie_apart_are_read_here(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(gzip.compress(b"".join(member(n, b"<p>x</p>") for n in range(5))))
    assert stretches(file, "a.warc.gz") is None
    file.write_bytes(gzip.compress(member(1, b"<p>x</p>")) + gzip.compress(member(2, b"y") + member(3, b"z")))
    assert [p.url for p in iter_reparse([file])] == [f"https://www.harbour-post.test/{n}" for n in (1, 2, 3)]


def test_a_file_larger_than_the_memory_of_a_worker(tmp_path: Path) -> None:
    """Workers hold a page, never the file that it lies in: those of Common Crawl have a gigabyte."""
    file = tmp_path / "a.warc.gz"
    archive(file, [member(1, b"<p>x</p>")])
    with file.open("r+b") as hole:
        hole.seek(600_000_000)  # a hole: no disk is taken
        hole.write(gzip.compress(member(2, b"<p>y</p>"), mtime=0))
    with Pool(asking.LINES, memory=200_000_000) as pool:
        found = list(Walk(pool, Asking()).over(references([file])))
    assert [(r.key[1], r.reason) for r in found] == [(0, "no_article"), (600_000_000, "no_article")]


def test_a_failure_has_the_identity_of_its_page(tmp_path: Path) -> None:
    class Failing(Inline):
        def ordered(self, items: Iterable[Any], request: Callable[[Any], bytes | None], **_: Any) -> Iterator[Any]:
            for item in items:
                request(item)
                yield item, Failure("deadline", "no answer within 20 s")

    file = tmp_path / "a.warc.gz"
    offsets = archive(file, [member(n, b"<p>x</p>") for n in range(3)])
    walk = Walk(Failing(), Asking())  # type: ignore[arg-type]
    found = list(walk.over(references([file])))
    assert [r.key for r in found] == [("a.warc.gz", at) for at in offsets]
    assert {r.reason for r in found} == {"deadline"}
    assert all(b'"sha256":"' in r.line for r in found)


def test_a_stop_request_leaves_no_gap(tmp_path: Path) -> None:
    """What a stopped walk gave is the beginning of what it would have given."""
    file = tmp_path / "a.warc.gz"
    members = [gzip.compress(member(n, b"<p>x</p>") + member(n + 50, b"<p>y</p>")) for n in range(1, 40)]
    file.write_bytes(gzip.compress(member(0, b"<p>z</p>")) + b"".join(members))
    stop = threading.Event()
    keys: list[Key] = []
    with Pool(asking.LINES, jobs=2) as pool:
        for result in Walk(pool, Asking(), stop=stop).over(references([file])):
            keys.append(result.key)
            if len(keys) == 5:
                stop.set()
    whole = [key_of(entry) for entry in entries([file])]
    assert 5 <= len(keys) < len(whole)
    assert keys == whole[: len(keys)]
