"""Records read back: every released version of the schema, compressed files, and lines that are none."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from newsspider import Article, RecordError, read_records
from newsspider.reading import VERSIONS, read_lines, zstd_module
from pipelines.ledger import encode
from pipelines.record import SCHEMA_VERSION, Rejection

ROOT = Path(__file__).resolve().parents[2]
RELEASED = sorted((ROOT / "fixtures" / "records").glob("*.jsonl"))


def test_there_are_records_of_every_released_version() -> None:
    assert [p.stem for p in RELEASED] == list(VERSIONS)
    assert VERSIONS[-1] == SCHEMA_VERSION


@pytest.mark.parametrize("path", RELEASED, ids=lambda p: p.stem)
def test_a_released_version_loads(path: Path) -> None:
    """All keys that the record had then are there with their values; keys that came later may have joined."""
    given = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = list(read_lines([path]))
    assert len(found) == len(given) > 5
    assert {type(r.value) for r in found} == {Article, Rejection}
    for was, read in zip(given, found, strict=True):
        now = json.loads(encode(read.value))
        assert {k: v for k, v in was.items() if k != "schema_version"}.items() <= now.items()


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_compressed_files(ending: str, tmp_path: Path) -> None:
    data = RELEASED[-1].read_bytes()
    path = tmp_path / f"articles.jsonl{ending}"
    path.write_bytes(gzip.compress(data) if ending == ".gz" else zstd_module().compress(data) if ending else data)
    assert [r.id for r in read_records(path)] == [r.id for r in read_records(RELEASED[-1])]


GOOD = RELEASED[-1].read_bytes().splitlines(keepends=True)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD + GOOD[:-1], ":2: torn"),
        (GOOD + b"\n" + GOOD, ":2: no record"),
        (GOOD + b'{"a": 1}\n', ":2: no record: it has no schema_version"),
        (GOOD.replace(b'"schema_version":"1.0"', b'"schema_version":"9.1"'), ":1: schema version 9.1"),
        (GOOD.replace(b'"access":"', b'"access":"x'), ":1: no record: Invalid enum value"),
        (b"\xff\xfe\n", ":1: no record"),
        (b"[]\n", ":1: no record"),
    ],
)
def test_what_is_no_record_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"a\.jsonl") as error:
        list(read_records(path))
    assert said in str(error.value)


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(GOOD * 5)[:-20])
    with pytest.raises(RecordError, match="cut off"):
        list(read_records(path))


def test_a_record_goes_through_msgspec_and_back() -> None:
    for record in read_records(RELEASED[-1]):
        assert msgspec.convert(msgspec.to_builtins(record), Article) == record


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@pytest.mark.parametrize("content", [b"no archive\n", b""])
def test_a_file_that_is_not_compressed_as_it_says(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(content)
    if not content and ending == ".gz":
        assert list(read_records(path)) == []  # as gzip itself reads it
        return
    with pytest.raises(RecordError, match="cut off or damaged"):
        list(read_records(path))


OUTPUTS = [
    ("export", "{records}", "--to", "jsonl", "--overwrite", "-o", "{folder}"),
    ("stories", "{records}", "-o", "{records}"),
    ("check", "--flags", "{records}", "{records}"),
    ("report", "{records}", "-o", "{records}"),
    ("diff", "{records}", "{records}", "--html", "{records}"),
]


@pytest.mark.parametrize("words", OUTPUTS, ids=lambda w: w[0])
def test_no_output_takes_the_place_of_an_input(words: tuple[str, ...], tmp_path: Path) -> None:
    """The records of a year are not given up for a slip of the hand."""
    path = tmp_path / "set" / "a.jsonl"
    path.parent.mkdir()
    path.write_bytes(GOOD)
    told = [w.format(records=path, folder=path.parent) for w in words]
    ended = subprocess.run([sys.executable, "-m", "newsspider", *told], capture_output=True, text=True, check=False)
    assert path.exists()
    assert path.read_bytes() == GOOD
    assert ended.returncode == 2
    assert "is or holds the input" in ended.stderr
    assert [p.name for p in path.parent.iterdir()] == ["a.jsonl"]
