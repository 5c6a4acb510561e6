"""The ledger: whole lines or none, one lock, and an output that every JSON reader reads back."""

import errno
import json
import os
import stat
from collections import Counter
from pathlib import Path

import jsonlines
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import limits
from pipelines.ledger import (
    Ledger,
    LedgerBusyError,
    LedgerError,
    LedgerExistsError,
    Names,
    encode,
    line_of,
    repair_torn_tail,
)
from pipelines.record import Rejection, Source


def rejection(path: str = "a.html", offset: int | None = None, detail: str | None = None) -> Rejection:
    return Rejection(
        url=None, retrieved_at=None, source=Source("file", path, offset, "0" * 64), reason="empty", detail=detail
    )


def line(path: str = "a.html", offset: int | None = None) -> bytes:
    return encode(rejection(path, offset))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=[]), max_size=8), VALUES, max_size=5))
def test_a_line_is_one_line_for_every_reader(value: dict[str, object]) -> None:
    data = encode(value)
    text = data.decode("utf-8")
    assert len(text.splitlines()) == 1
    assert not any(c in text for c in "\n\r\u2028\u2029\0")
    back = json.loads(text)
    assert encode(back) == data
    assert "\\u0000" not in data.decode().replace("\\\\", "")


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("a\0b", "ab"),
        ("\u2028", "\u2028"),
        ("\\u0000", "\\u0000"),
        ("é\U0001f600", "é\U0001f600"),
    ],
)
def test_what_a_line_cannot_hold_is_mended(given_: str, meant: str) -> None:
    assert json.loads(encode({"x": given_}))["x"] == meant


def test_names_of_a_folder_and_of_a_file(tmp_path: Path) -> None:
    assert Names.of(tmp_path / "out").articles == tmp_path / "out" / "articles.jsonl"
    assert Names.of(tmp_path / "news.jsonl").summary == tmp_path / "news.run.json"
    (tmp_path / "folder.jsonl").mkdir()
    assert Names.of(tmp_path / "folder.jsonl").articles == tmp_path / "folder.jsonl" / "articles.jsonl"


def test_records_and_rejections_go_apart_and_jsonlines_reads_them(tmp_path: Path) -> None:
    with Ledger(tmp_path / "out") as ledger:
        ledger.write(b'{"a":1}', accepted=True)
        ledger.write(line(), accepted=False)
        ledger.summarise({"pages": 2})
    names = Names.of(tmp_path / "out")
    with jsonlines.open(names.articles) as reader:
        assert list(reader) == [{"a": 1}]
    with jsonlines.open(names.rejected) as reader:
        assert [r["reason"] for r in reader] == ["empty"]
    assert json.loads(names.summary.read_text()) == {"pages": 2}
    assert stat.S_IMODE(names.articles.stat().st_mode) & 0o137 == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "articles.jsonl",
        "articles.rejected.jsonl",
        "articles.run.json",
    ]


def test_a_line_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bytes] = []
    write = os.write

    def counted(descriptor: int, data: bytes) -> int:
        calls.append(bytes(data))
        return write(descriptor, data)

    with Ledger(tmp_path) as ledger:
        monkeypatch.setattr(os, "write", counted)
        for number in range(5):
            ledger.write(line(f"{number}"), accepted=False)
        monkeypatch.undo()
    assert len(calls) == 5
    assert all(c.endswith(b"}\n") and c.count(b"\n") == 1 for c in calls)


def _fill(ledger: Ledger) -> None:
    for number in range(5):
        ledger.write(line(str(number)), accepted=False)


@pytest.mark.parametrize("fitting", [0, 1, 20, -1])
@pytest.mark.parametrize("failing", range(1, 6))
def test_a_short_write_leaves_whole_lines_and_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, fitting: int
) -> None:
    count = 0
    write = os.write

    def short(descriptor: int, data: bytes) -> int:
        nonlocal count
        count += 1
        return write(descriptor, data[:fitting]) if count == failing else write(descriptor, data)

    with Ledger(tmp_path) as ledger:
        monkeypatch.setattr(os, "write", short)
        with pytest.raises(LedgerError, match="bytes fitted") as caught:
            _fill(ledger)
        monkeypatch.undo()
    assert caught.value.exit_code == 4
    with Ledger(tmp_path, "resume") as ledger:
        assert ledger.torn == {}
        assert ledger.seen() == Counter({(str(n), None): 1 for n in range(failing - 1)})


def test_a_full_disk_is_said_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int, __: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Ledger(tmp_path) as ledger:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(LedgerError, match=r"articles\.rejected\.jsonl: No space left"):
            ledger.write(line(), accepted=False)
        monkeypatch.undo()


@pytest.mark.parametrize("torn", [b"x", b'{"source":{"path":"b', b"z" * 3_000_000])
def test_a_torn_tail_is_set_aside_and_never_parsed(tmp_path: Path, torn: bytes) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.write(line("whole"), accepted=False)
    names = Names.of(tmp_path)
    with names.rejected.open("ab") as file:
        file.write(torn)
    with Ledger(tmp_path, "resume") as ledger:
        assert ledger.torn == {"articles.rejected.jsonl": len(torn)}
        assert ledger.seen() == Counter({("whole", None): 1})
        ledger.write(line("next"), accepted=False)
    assert (tmp_path / "articles.rejected.jsonl.torn").read_bytes() == torn + b"\n"
    assert [json.loads(x)["source"]["path"] for x in names.rejected.read_text().splitlines()] == ["whole", "next"]


def test_a_file_that_is_one_torn_line_becomes_empty(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"half")
    assert repair_torn_tail(file) == 4
    assert file.read_bytes() == b""
    assert repair_torn_tail(file) == 0


def test_lines_that_are_there_need_a_word(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        ledger.write(line(), accepted=False)
    with pytest.raises(LedgerExistsError, match="--resume continues it, --overwrite replaces it") as caught:
        Ledger(tmp_path)
    assert caught.value.exit_code == 2
    with Ledger(tmp_path, "overwrite") as ledger:
        assert ledger.seen() == Counter()


def test_the_same_key_twice_is_counted_twice(tmp_path: Path) -> None:
    with Ledger(tmp_path) as ledger:
        for offset in (None, 7, 7):
            ledger.write(line("a", offset), accepted=False)
        assert ledger.seen() == Counter({("a", 7): 2, ("a", None): 1})


def test_a_foreign_file_is_not_continued(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text("not ours\n")
    with (
        Ledger(tmp_path, "resume") as ledger,
        pytest.raises(LedgerError, match=r"articles\.jsonl:1: not a line of ours"),
    ):
        ledger.seen()


def test_two_runs_cannot_share_an_output(tmp_path: Path) -> None:
    with Ledger(tmp_path), pytest.raises(LedgerBusyError, match="another run") as caught:
        Ledger(tmp_path, "overwrite")
    assert caught.value.exit_code == 5
    Ledger(tmp_path, "resume").close()  # the lock went with the first run


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("keep")
    (tmp_path / "articles.jsonl").symlink_to(target)
    with pytest.raises(LedgerError, match="symbolic link"):
        Ledger(tmp_path, "overwrite")
    assert target.read_text() == "keep"


def test_an_output_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot write") as caught:
        Ledger(tmp_path / "file" / "out")
    assert caught.value.exit_code == 4


def test_lines_are_synced_by_number_and_by_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, synced = [0.0], [0]
    monkeypatch.setattr(os, "fdatasync", lambda _: synced.__setitem__(0, synced[0] + 1))
    with Ledger(tmp_path, clock=lambda: now[0]) as ledger:
        for _ in range(63):
            ledger.write(line(), accepted=False)
        assert synced[0] == 0
        ledger.write(line(), accepted=False)
        assert synced[0] == 2  # both files
        now[0] = 1.5
        ledger.write(line(), accepted=False)
        assert synced[0] == 4


def test_a_line_that_is_too_long_becomes_a_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_BYTES", 300)
    data, result = line_of(rejection(detail="x" * 200))
    assert isinstance(result, Rejection)
    assert result.reason == "too_large"
    assert json.loads(data)["reason"] == "too_large"
