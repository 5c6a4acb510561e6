"""Sources: one bad entry costs one entry. Each case goes in by `iter_reparse`, and no exception comes out."""

from __future__ import annotations

import gzip
import json
import os
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import newsspider
from newsspider.checking import check_line
from newsspider.sources import Stored, load
from newsspider.sources import entries as sources_of
from pipelines.ledger import line_of
from pipelines.page import Page
from pipelines.record import Article, Rejection
from tests.hostile.archives import archive, member
from tests.hostile.story import plain

SEED = int(os.environ.get("FUZZ_SEED", "42"))
MUTANTS = int(os.environ.get("FUZZ_MUTANTS", "80"))
GOOD = plain()


def read(*inputs: Path) -> list[Article | Rejection]:
    found = list(newsspider.iter_reparse(list(inputs), jobs=1))
    for one in found:
        line, _ = line_of(one)
        assert list(check_line(line)) == []
    return found


def reasons(*inputs: Path) -> list[str]:
    return ["record" if isinstance(found, Article) else found.reason for found in read(*inputs)]


def test_a_manifest_with_bytes_of_latin_1_brackets_and_halves_of_characters(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(GOOD)
    good = b'{"path": "a.html", "url": "https://www.harbour-post.test/a"}\n'
    bad = b'{"path": "caf\xe9.html"}\n' + b"[" * 5_000 + b"\n" + b'{"path": "\\ud800.html", "url": "http://\\udc80/"}\n'
    (tmp_path / "m.jsonl").write_bytes(good + bad + good.replace(b"/a", b"/b"))
    found = read(tmp_path / "m.jsonl")
    assert [f.reason if isinstance(f, Rejection) else "record" for f in found] == [
        "record", "bad_input", "bad_input", "bad_input", "record",
    ]  # fmt: skip
    assert "m.jsonl:2" in (next(f for f in found if isinstance(f, Rejection)).detail or "")


def test_a_csv_with_a_line_of_megabytes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(GOOD)
    (tmp_path / "m.csv").write_bytes(b"path,url\n" + b"x" * 3_000_000 + b"\na.html,https://www.harbour-post.test/a\n")
    assert reasons(tmp_path / "m.csv") == ["bad_input", "record"]


def test_a_zip_with_damaged_members_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    kinds = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    with zipfile.ZipFile(path, "w") as out:
        for number, kind in enumerate(kinds):
            out.writestr(zipfile.ZipInfo(f"{number}.html"), GOOD, compress_type=kind)
            out.writestr(zipfile.ZipInfo(f"{number}-bad.html"), GOOD * 3, compress_type=kind)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as whole:
        for info in whole.infolist():
            if "bad" in info.filename:
                start = info.header_offset + 30 + len(info.filename)
                data[start + 10 : start + 60] = bytes(50)
    path.write_bytes(bytes(data))
    assert sorted(reasons(path)) == ["bad_input"] * 4 + ["record"] * 4


def test_members_that_share_their_bytes_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("000.html", GOOD)
        for number in range(1, 60):
            shared = zipfile.ZipInfo(f"{number:03}.html")
            first = out.infolist()[0]
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(shared, name, getattr(first, name))
            out.filelist.append(shared)
            out.NameToInfo[shared.filename] = shared
    assert sorted(reasons(path)) == ["bad_input"] * 59 + ["record"]


@pytest.mark.parametrize(
    "meta",
    [
        b"{'url': 'http://a.test/', 'status': 200, 'timestamp': 1e30}",
        b"{'url': 'http://a.test/', 'status': True, 'timestamp': 1.0}",
        b"{'url': 'http://a.test/\\ud800', 'status': 200, 'timestamp': 1.0}",
        b"{'url': 'http://a.test/', 'status': 10**30, 'timestamp': 1.0}",
        b"[" * 20_000,
    ],
)
def test_a_cache_with_an_odd_meta(tmp_path: Path, meta: bytes) -> None:
    entry = tmp_path / "in" / "aa"
    entry.mkdir(parents=True)
    (entry / "meta").write_bytes(meta)
    (entry / "response_headers").write_bytes(b"Content-Type: text/html")
    (entry / "response_body").write_bytes(GOOD)
    (tmp_path / "in" / "z.html").write_bytes(GOOD)
    assert reasons(tmp_path / "in")[-1] == "record"
    assert len(reasons(tmp_path / "in")) == 2


def test_pipes_and_links_of_a_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.html"
    outside.write_bytes(GOOD)
    (inside / "fixture").mkdir(parents=True)
    (inside / "cache").mkdir()
    os.mkfifo(inside / "fixture" / "page.json")
    (inside / "fixture" / "page.html").write_bytes(GOOD)
    for name in ("meta", "response_headers"):
        (inside / "cache" / name).write_bytes(b"{'url': 'http://a.test/', 'status': 200, 'timestamp': 1.0}")
    (inside / "cache" / "response_body").symlink_to(outside)
    os.mkfifo(inside / "pipe.html")
    os.mkfifo(inside / "pipe.warc.gz")
    (inside / "a.html").symlink_to(inside / "b.html")
    (inside / "b.html").symlink_to(inside / "a.html")
    (inside / "good.html").write_bytes(GOOD)
    try:
        found = reasons(inside)
    except OSError:  # a WARC file that cannot be opened ends a run with its name: it is taken away below
        (inside / "pipe.warc.gz").unlink()
        found = reasons(inside)
    assert sorted(set(found)) == ["bad_input", "record"]
    assert found.count("record") == 1


def test_arc_files_are_read_plain_and_packed(tmp_path: Path) -> None:
    head = b"1 1 Archive\nURL IP-address Archive-date Content-type Archive-length\n\n"
    records = [b"filedesc://a.arc 0.0.0.0 20080430204825 text/plain %d\n%b" % (len(head), head)]
    for number, body in enumerate((GOOD, b"\x89PNG", GOOD)):
        kind = b"image/png" if body[:1] == b"\x89" else b"text/html"
        block = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n%b" % (kind, body)
        records.append(
            b"https://www.harbour-post.test/%d 1.2.3.4 20080430204826 %b %d\n%b" % (number, kind, len(block), block)
        )
    (tmp_path / "a.arc").write_bytes(b"\n".join(records) + b"\n")
    (tmp_path / "b.arc.gz").write_bytes(b"".join(gzip.compress(r + b"\n") for r in records))
    for name in ("a.arc", "b.arc.gz"):
        found = read(tmp_path / name)
        assert [f.url for f in found] == [f"https://www.harbour-post.test/{n}" for n in (0, 2)]
        assert all(isinstance(f, Article) and f.retrieved_at == "2008-04-30T20:48:26Z" for f in found)


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.warc.lz4", b"\x04\x22\x4d\x18"), ("a.html", b"\x28\xb5\x2f\xfd"), ("a.warc.gz.bad", b"BZh9")],
)
def test_what_is_packed_otherwise_is_said(tmp_path: Path, name: str, start: bytes) -> None:
    (tmp_path / name).write_bytes(start + bytes(200))
    (found,) = read(tmp_path / name)
    assert isinstance(found, Rejection)
    assert found.reason == "bad_input"
    assert "is not read" in (found.detail or "")


def test_a_warc_by_another_name_is_a_warc(tmp_path: Path) -> None:
    archive(tmp_path / "a.warc.gz.bad", [member(1, GOOD), member(2, GOOD)])
    assert reasons(tmp_path / "a.warc.gz.bad") == ["record", "record"]


def test_responses_of_an_archive_that_are_no_stories(tmp_path: Path) -> None:
    text = b"User-agent: *\nDisallow: /private\n" * 20
    members = [
        member(1, text, kind="text/plain"), member(2, GOOD, kind="text/plain"), member(3, GOOD),
        member(4, gzip.compress(GOOD)),
        member(5, gzip.compress(gzip.compress(GOOD)), more="Content-Encoding: gzip\r\n"),
        member(6, gzip.compress(gzip.compress(GOOD)), more="Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n"),
        member(7, GOOD).replace(b"WARC-Record-ID: <urn:uuid:" + b"%032x" % 7 + b">\r\n", b""),
    ]  # fmt: skip
    archive(tmp_path / "a.warc.gz", members)
    assert reasons(tmp_path / "a.warc.gz") == ["record"] * 6


@pytest.mark.parametrize("length", [b"9" * 20, b"9223372036854775808", b"-1", b"1e9"])
def test_a_length_that_no_file_has(tmp_path: Path, length: bytes) -> None:
    good = member(2, GOOD)
    bad = member(1, GOOD)
    at = bad.index(b"Content-Length: ") + 16
    bad = bad[:at] + length + bad[bad.index(b"\r\n", at) :]
    archive(tmp_path / "a.warc", [good, bad, member(3, GOOD)], zipped=False)
    found = reasons(tmp_path / "a.warc")
    assert found[0] == "record"
    assert set(found[1:]) & {"bad_input", "truncated", "bad_http"}


def test_a_file_of_marks_of_gzip_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(member(1, GOOD)) + b"\x1f\x8b\x08\x00" * 300_000)
    found = reasons(tmp_path / "a.warc.gz")
    assert found[0] == "record"
    assert len(found) < 5


def test_charsets_that_are_codecs_and_no_encodings(tmp_path: Path) -> None:
    rows = []
    for number, name in enumerate(("zlib_codec", "rot13", "idna", "undefined", "unicode_escape", "hex", "nosuch")):
        (tmp_path / f"{number}.html").write_bytes(
            plain("", f"<meta charset='{name}'>").replace(b"charset='utf-8'", b"x")
        )
        rows.append(json.dumps({"path": f"{number}.html", "url": f"https://www.harbour-post.test/{number}"}))
    (tmp_path / "m.jsonl").write_text("\n".join(rows))
    assert reasons(tmp_path / "m.jsonl") == ["record"] * 7
    assert isinstance(newsspider.parse(Page(GOOD, charset="zlib_codec")), Article)


_PIECES = (b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"PK\x01\x02", b"\xff", b'"', b"\\ud800", b"[" * 3_000)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(4):
            out.writestr(f"{number}.html", GOOD)


def _warc(path: Path) -> None:
    archive(path, [member(n, GOOD) for n in range(4)])


def _manifest(path: Path) -> None:
    for number in range(4):
        (path.parent / f"{number}.html").write_bytes(GOOD)
    path.write_text("".join(json.dumps({"path": f"{n}.html", "url": f"http://a.test/{n}"}) + "\n" for n in range(4)))


@pytest.mark.parametrize(
    ("name", "make"), [("a.zip", _zip), ("a.warc.gz", _warc), ("a.jsonl", _manifest), ("a.csv", _manifest)]
)
def test_mutants_of_a_source_raise_nothing(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    """Every entry is a page or a rejection; what a child would load is loaded here."""
    make(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for seed in range(SEED, SEED + MUTANTS // 2):
        chance = random.Random(f"{name}{seed}")
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[at] = chance.randrange(256)
            elif chance.random() < 0.5:
                del data[at : at + chance.randrange(40)]
            else:
                data[at:at] = chance.choice(_PIECES)
        (tmp_path / name).write_bytes(bytes(data) or b"x")
        for entry in sources_of([tmp_path / name]):
            found = load(entry) if isinstance(entry, Stored) else entry
            assert isinstance(found, Page | Rejection), seed
            if isinstance(found, Rejection):
                assert found.detail, seed
                line, _ = line_of(found)
                assert list(check_line(line)) == [], seed


def test_a_gzip_page_that_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(GOOD)[:-20])
    (tmp_path / "b.html.gz").write_bytes(b"\x1f\x8b\x08" + zlib.compress(b"x"))
    assert len(reasons(tmp_path)) == 2
