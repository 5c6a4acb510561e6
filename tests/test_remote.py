"""Inputs and outputs that are URLs: the same bytes as on the disk, and what is there stays there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsspider.cli import main
from newsspider.remote import RemoteError, staged
from tests.hostile.archives import archive, member
from tests.server.stories import story

fsspec = pytest.importorskip("fsspec", reason="the extra `remote` is not installed")


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_bytes(story(number))
    archive(folder / "z.warc.gz", [member(n, story(n)) for n in range(3)])
    return folder


def reparse(*arguments: object) -> None:
    done = CliRunner().invoke(main, ["reparse", *map(str, arguments), "--quiet", "--jobs", "1"])
    assert done.exit_code == 0, done.output


def test_urls_give_the_bytes_of_paths(inside: Path, tmp_path: Path, memory: Any) -> None:
    memory.put(str(inside), "/archive", recursive=True)
    warc, folder = "memory://archive/z.warc.gz", "memory://archive"
    reparse(inside, inside / "z.warc.gz", "-o", tmp_path / "out" / "news.jsonl")
    reparse(folder, warc, "-o", "memory://results/2026/news.jsonl", "--staging", tmp_path / "staging")
    for name in ("news.jsonl", "news.rejected.jsonl"):
        assert memory.cat(f"/results/2026/{name}") == (tmp_path / "out" / name).read_bytes()
    summary = json.loads(memory.cat("/results/2026/news.run.json"))
    assert summary["inputs"] == [folder, warc]
    assert summary["records"] == 9
    assert list((tmp_path / "staging").iterdir()) == [], "copies are cleared away"


def test_a_remote_output_is_resumed_and_replaced(inside: Path, memory: Any) -> None:
    reparse(inside, "-o", "memory://results")
    whole = memory.cat("/results/articles.jsonl")
    memory.pipe("/results/articles.jsonl", b"".join(whole.splitlines(keepends=True)[:2]))
    reparse(inside, "-o", "memory://results", "--resume")
    assert memory.cat("/results/articles.jsonl") == whole
    assert json.loads(memory.cat("/results/articles.run.json"))["skipped"] == 2
    refused = CliRunner().invoke(main, ["reparse", str(inside), "-o", "memory://results"])
    assert refused.exit_code == 2
    assert "--resume continues it" in refused.output
    reparse(inside, "-o", "memory://results", "--overwrite")
    assert memory.cat("/results/articles.jsonl") == whole


def test_a_file_url_is_read(inside: Path, tmp_path: Path) -> None:
    reparse(f"file://{inside}/0.html", "-o", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "articles.jsonl").read_text())["source"]["path"] == "0.html"


def test_what_was_written_is_sent_though_the_run_failed(memory: Any) -> None:
    with pytest.raises(ZeroDivisionError), staged([], "memory://out/a.jsonl") as (_, local):  # noqa: PT012
        local.write_bytes(b"{}\n")
        raise ZeroDivisionError
    assert memory.cat("/out/a.jsonl") == b"{}\n"


def test_what_cannot_be_sent_is_kept_here(
    inside: Path, tmp_path: Path, memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("quota exceeded")

    monkeypatch.setattr(type(memory), "put_file", full)
    place = ["-o", "memory://results", "--staging", str(tmp_path / "staging")]
    done = CliRunner().invoke(main, ["reparse", str(inside / "0.html"), *place, "--quiet"])
    assert done.exit_code == 4
    assert "quota exceeded" in done.output
    (kept,) = (tmp_path / "staging").iterdir()
    assert str(kept) in done.output
    assert (kept / "articles.jsonl").read_bytes().count(b"\n") == 1


@pytest.mark.parametrize("url", ["memory://nothing/here.warc.gz", "nosuchkind://a/b"])
def test_what_cannot_be_read_is_said(url: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["reparse", url, "-o", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert url in done.output
    assert "Traceback" not in done.output
    with pytest.raises(RemoteError), staged([url], str(tmp_path / "out")):
        pass
