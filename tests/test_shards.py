"""Shards: parsed once, whole or not there, cut anywhere."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import msgspec
import pytest

from newsspider.engine.asking import Asking, Result
from newsspider.engine.shards import Shard, corrected, read, reparse_shard, shards
from newsspider.memory import Snapshot
from newsspider.reparse import reparse
from newsspider.sources import Span, references
from pipelines import limits
from pipelines.ledger import Ledger, Names
from tests.crash.books import entries
from tests.hostile.archives import archive, member
from tests.server.stories import story


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages as files and in a WARC, good ones and bad ones."""
    folder = tmp_path_factory.mktemp("in")
    for number in range(60):
        (folder / f"{number:03}.html").write_bytes(story(number) if number % 9 else b"")
    archive(folder / "y.warc.gz", [member(n, story(n) if n % 7 else b"%PDF-1.4") for n in range(60)])
    (folder / "z.warc.gz").write_bytes((folder / "y.warc.gz").read_bytes()[:9_000])
    return folder


@pytest.fixture(scope="module")
def whole(inside: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one worker makes of it."""
    out = tmp_path_factory.mktemp("whole")
    with Ledger(out) as ledger:
        reparse([inside], ledger)
    return out


def cut(file: Path, pages: int) -> list[Shard]:
    return list(shards(references([file]), Asking(), deadline=limits.DEADLINE_SECONDS, pages=pages))


def test_a_shard_is_parsed_once_and_appears_whole(inside: Path, whole: Path, tmp_path: Path) -> None:
    lines: list[Result] = []
    found = cut(inside, 50)
    assert [len(shard.pieces) for shard in found[:-1]] == [50] * (len(found) - 1)
    for shard in found:
        name = reparse_shard(shard.packed(), str(tmp_path))
        before = (tmp_path / name).stat().st_mtime_ns
        assert reparse_shard(shard.packed(), str(tmp_path)) == name == shard.name
        assert (tmp_path / name).stat().st_mtime_ns == before
        lines += read(tmp_path / name)[1]
    assert sorted(p.name for p in tmp_path.iterdir()) == [shard.name for shard in found]
    records = b"".join(result.line + b"\n" for result in lines if result.accepted)
    assert records == Names.of(whole).articles.read_bytes()


def test_a_record_that_reaches_into_the_next_shard_moves_its_beginning(tmp_path: Path) -> None:
    """A stored WARC file inside a page looks like records, and a shard may be cut inside it."""
    file = tmp_path / "a.warc.gz"
    inner = b"".join(gzip.compress(member(n, story(n)), 0, mtime=0) for n in range(90, 94))
    stored = gzip.compress(member(1, inner, kind="text/html"), 0, mtime=0)
    file.write_bytes(gzip.compress(member(0, story(0)), mtime=0) + stored + gzip.compress(member(2, story(2)), mtime=0))
    found = cut(file, 2)
    assert len(found) > 2, "the proposal takes the inner records for real ones"
    keys, ended = [], None
    for shard in found:
        right = corrected(shard, ended) or shard
        head, results = read(tmp_path / reparse_shard(right.packed(), str(tmp_path)))
        keys += [result.key[1] for result in results]
        ended = head.ended
    with Ledger(tmp_path / "out") as ledger:
        summary = reparse([file], ledger)
    assert summary.pages == 3
    assert sorted(k for k in keys if k is not None) == sorted(k[1] for k in entries(tmp_path / "out"))  # type: ignore[type-var]


def test_a_file_name_that_is_no_text_travels(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.html")).write_bytes(story(1))
    archive(tmp_path / os.fsdecode(b"caf\xe9.warc.gz"), [member(1, story(1))])
    (shard,) = cut(tmp_path, 10)
    again = msgspec.msgpack.decode(shard.packed(), type=Shard)
    assert [piece.reference() for piece in again.pieces] == list(references([tmp_path]))
    assert any(isinstance(piece.reference(), Span) for piece in again.pieces)


def test_a_site_memory_travels_with_the_shards_that_need_it(inside: Path) -> None:
    memory = Snapshot("sha256:0", {"www.harbour-post.test": frozenset("dcba"), "elsewhere.test": frozenset("x")})
    asking = Asking(memory=memory)
    plain, *_, with_pages = shards(references([inside]), asking, deadline=limits.DEADLINE_SECONDS, pages=50)
    assert plain.memory == Snapshot("sha256:0", {}), "pages in a folder have no address"
    again = msgspec.msgpack.decode(with_pages.packed(), type=Shard)
    assert again.memory == Snapshot("sha256:0", {"www.harbour-post.test": frozenset("abcd")})
    assert again.packed() == with_pages.packed()
