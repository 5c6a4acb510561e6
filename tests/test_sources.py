"""Sources: every kind of input as pages in a fixed order, every bad entry as one rejection that says where."""

import base64
import gzip
import hashlib
import io
import json
import logging
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from newsspider.sources import Stored, count, entries, load
from newsspider.sources import facts as facts_module
from newsspider.sources.payload import split, unpack
from newsspider.sources.stored import unzip
from pipelines import limits
from pipelines.page import Page
from pipelines.record import Rejection

HTML = b"<html><body><h1>Ferry back in service</h1><p>The ferry runs again.</p></body></html>"


def read(*inputs: Path, root: Path | None = None) -> list[Page | Rejection]:
    return [load(e) if isinstance(e, Stored) else e for e in entries(inputs, root)]


def paths(found: Sequence[Page | Rejection]) -> list[str | None]:
    return [f.source.path if isinstance(f, Rejection) else f.origin.path for f in found]


def put(path: Path, content: bytes | str = HTML) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def bad(found: Page | Rejection) -> str:
    assert isinstance(found, Rejection)
    assert found.reason == "bad_input"
    return found.detail or ""


# --- folders and files ---


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.htm", "a/b.xhtml", "c.HTML.gz", "notes.md", ".hidden.html", "d.txt", "a.html"):
        put(tmp_path / name, gzip.compress(HTML) if name.endswith("gz") else HTML)
    found = read(tmp_path)
    assert paths(found) == ["a/b.xhtml", "a/z.htm", "a.html", "b.html", "c.HTML.gz", "d.txt"]
    assert all(isinstance(f, Page) and f.content == HTML and f.retrieved_at is None for f in found)
    assert [f.media_type for f in found if isinstance(f, Page)][-1] == "text/plain"
    assert count([tmp_path]) == 6


def test_single_files_have_their_name_as_path(tmp_path: Path) -> None:
    html, text = put(tmp_path / "sub" / "x.html"), put(tmp_path / "x.txt", "A dump.")
    found = read(html, text, put(tmp_path / "odd.name"))
    assert paths(found) == ["x.html", "x.txt", "odd.name"]
    assert [f.origin.kind for f in found if isinstance(f, Page)] == ["file", "text", "file"]


def test_a_name_that_is_no_utf8_is_shown_as_such(tmp_path: Path) -> None:
    try:
        put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.html")))
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    assert paths(read(tmp_path)) == ["caf\ufffd.html"]


def test_links_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "secret.html")
    put(tmp_path / "in" / "a.html")
    (tmp_path / "in" / "b.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "in" / "c.html").symlink_to("a.html")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    found = read(tmp_path / "in")
    assert paths(found) == ["a.html", "b.html", "c.html"]
    assert "leaves the folder" in bad(found[1])
    assert isinstance(found[2], Page)


def test_what_is_no_file_is_refused_and_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.html")
    (tmp_path / "b.html").symlink_to("missing.html")
    assert ["not a regular file" in bad(f) or "No such file" in bad(f) for f in read(tmp_path)] == [True, True]


@pytest.mark.parametrize("cut", [12, 40, 60])
def test_a_cut_gzip_is_marked(tmp_path: Path, cut: int) -> None:
    (page,) = read(put(tmp_path / "x.html.gz", gzip.compress(HTML)[:cut]))
    assert isinstance(page, Page)
    assert page.truncated
    assert HTML.startswith(page.content)


def test_gzip_members_padding_and_plain_files_called_gz(tmp_path: Path) -> None:
    two = gzip.compress(HTML[:30]) + gzip.compress(HTML[30:]) + b"\0" * 100
    for content in (two, HTML):
        (page,) = read(put(tmp_path / "x.html.gz", content))
        assert isinstance(page, Page)
        assert (page.content, page.truncated) == (HTML, False)


def test_a_gzip_bomb_and_a_long_file_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FETCHED_BYTES", 1_000_000)
    for name, content in (("a.html.gz", gzip.compress(b" " * 50_000_000)), ("b.html", b" " * 1_000_001)):
        (found,) = read(put(tmp_path / name, content))
        assert isinstance(found, Rejection)
        assert found.reason == "too_large"
    (found,) = read(put(tmp_path / "c.html", b" " * 1_000_000))
    assert isinstance(found, Page)


@pytest.mark.parametrize("content", [b"", b" " * 1000, b"%PDF-1.7\n", random.Random(3).randbytes(5_000)])
def test_bytes_of_any_kind_are_a_page_to_be_judged_later(tmp_path: Path, content: bytes) -> None:
    (page,) = read(put(tmp_path / "x.html", content))
    assert isinstance(page, Page)
    assert page.content == content


# --- manifests ---


def manifest(folder: Path, *lines: str, name: str = "manifest.jsonl") -> Path:
    return put(folder / name, "\n".join(lines) + "\n")


def test_a_manifest_gives_order_and_facts(tmp_path: Path) -> None:
    put(tmp_path / "p/b.html")
    put(tmp_path / "p/a.html.gz", gzip.compress(HTML))
    file = manifest(
        tmp_path,
        '{"path": "p/b.html", "url": "https://a.test/b", "retrieved_at": "2021-05-01T10:00:00+02:00"}',
        "",
        '{"path": "p/./a.html.gz", "other": [1]}',
    )
    found = read(file)
    assert paths(found) == ["p/b.html", "p/./a.html.gz"]
    assert isinstance(found[0], Page)
    assert (found[0].url, found[0].retrieved_at) == ("https://a.test/b", "2021-05-01T08:00:00Z")
    assert isinstance(found[1], Page)
    assert (found[1].url, found[1].retrieved_at, found[1].content) == (None, None, HTML)
    assert count([file]) == 2


BAD_LINES = [
    ("no json", ":2: not a JSON object"),
    ('{"path": "a.html"', ":2: not a JSON object"),
    ("[1]", ":2: not a JSON object"),
    ("\xff\xfe", ":2: not a JSON object"),
    ('{"url": "https://a.test"}', ":2: no `path`"),
    ('{"path": null}', ":2: no `path`"),
    ('{"path": "missing.html"}', ":2: no such file: 'missing.html'"),
    ('{"path": "sub"}', ":2: no such file"),
    ('{"path": "../out.html"}', ":2: path leaves the folder"),
    ('{"path": "sub/../../out.html"}', ":2: path leaves the folder"),
    ('{"path": "/etc/passwd"}', ":2: path must be relative"),
    ('{"path": "link.html"}', ":2: path leaves the folder"),
    ('{"path": "a\\u0000.html"}', ":2: path must be relative"),
    ('{"path": "a\\n.html"}', ":2: no such file"),
    ('{"path": "' + "x" * 5_000 + '"}', ":2: cannot look at"),
    ('{"path": "' + "x" * 100_000 + '"}', ":2: the line is longer than"),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES)
def test_a_bad_line_is_one_rejection_that_names_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    home = tmp_path / "home"
    put(tmp_path / "out.html")
    put(home / "a.html")
    (home / "sub").mkdir()
    (home / "link.html").symlink_to(tmp_path / "out.html")
    file = put(home / "m.jsonl", b"\n".join([b'{"path": "a.html"}', line.encode("latin-1"), b'{"path": "a.html"}']))
    found = read(file)
    assert len(found) == 3
    assert isinstance(found[0], Page)
    assert isinstance(found[2], Page)
    detail = bad(found[1])
    assert detail.startswith("m.jsonl")
    assert message in detail
    assert len(detail) <= limits.MAX_DETAIL
    assert detail.isprintable()


def test_a_root_replaces_the_folder_of_the_manifest(tmp_path: Path) -> None:
    put(tmp_path / "pages/a.html")
    file = manifest(tmp_path / "lists", '{"path": "a.html"}')
    assert "no such file" in bad(read(file)[0])
    assert isinstance(read(file, root=tmp_path / "pages")[0], Page)


def test_csv_manifests(tmp_path: Path) -> None:
    put(tmp_path / "a.html")
    rows = '\ufeffurl,path,retrieved_at\n"https://a.test/?a=1,2",a.html,2021-05-01T10:00:00Z\n,a.html,\n\nx,b.html,\n1,2,3,4\n'
    found = read(put(tmp_path / "m.csv", rows))
    assert isinstance(found[0], Page)
    assert found[0].url == "https://a.test/?a=1,2"
    assert isinstance(found[1], Page)
    assert found[1].url is None
    assert "m.csv:5: no such file" in bad(found[2])
    assert "m.csv:6: 4 values for 3 columns" in bad(found[3])
    assert "n.csv:1: the first line must name the columns" in bad(read(put(tmp_path / "n.csv", "a.html,b\n"))[0])
    assert read(put(tmp_path / "empty.csv", "")) == []


def test_a_time_without_an_offset_is_unknown_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path / "a.html")
    with caplog.at_level(logging.WARNING, "newsspider"):
        (page,) = read(manifest(tmp_path, '{"path": "a.html", "retrieved_at": "2021-05-01 10:00"}'))
    assert isinstance(page, Page)
    assert page.retrieved_at is None
    assert "manifest.jsonl:1" in caplog.text


def test_a_folder_with_a_manifest_uses_it_and_loses_nothing(tmp_path: Path) -> None:
    for name in ("a.html", "b.html", "c.html"):
        put(tmp_path / name)
    manifest(tmp_path, '{"path": "b.html", "url": "https://a.test/b"}')
    found = read(tmp_path)
    assert paths(found) == ["b.html", "a.html", "c.html"]
    assert isinstance(found[0], Page)
    assert found[0].url == "https://a.test/b"


# --- fixtures ---


def test_fixture_folders(tmp_path: Path) -> None:
    case = tmp_path / "sites" / "a.test" / "one"
    put(case / "page.html")
    put(case / "page.json", json.dumps({
        "url": "https://a.test/1", "retrieved_at": "2020-01-01T00:00:00Z", "status": 404,
        "content_type": "text/html; charset=latin-1",
    }))  # fmt: skip
    put(case / "expected.json", "{}")
    for given, path in ((tmp_path, "sites/a.test/one/page.html"), (case / "page.html", "page.html")):
        (page,) = read(given)
        assert isinstance(page, Page)
        assert (page.origin.path, page.url, page.status, page.charset) == (path, "https://a.test/1", 404, "latin-1")
    assert read(case) == read(case / "page.html")
    for broken in ("{", '{"uri": "x"}', '{"status": "ok"}', '{"retrieved_at": "yesterday"}'):
        put(case / "page.json", broken)
        assert "page.json" in bad(read(tmp_path)[0])


# --- the HTTP cache ---


def cached(folder: Path, body: bytes, headers: str, *, meta: str | None = None, zipped: bool = False) -> None:
    pack: Callable[[bytes], bytes] = gzip.compress if zipped else bytes
    said = repr(
        {
            "url": "http://a.test/",
            "method": "GET",
            "status": 200,
            "response_url": "https://a.test/x",
            "timestamp": 1614852000.5,
        }
    )
    put(folder / "meta", pack((meta or said).encode()))
    put(folder / "response_headers", pack(headers.encode()))
    put(folder / "response_body", pack(body))
    put(folder / "pickled_meta", b"cos\nsystem\n(S'echo unpickled'\ntR.")


@pytest.mark.parametrize("zipped", [False, True])
def test_entries_of_a_scrapy_cache(tmp_path: Path, zipped: bool) -> None:
    folder = tmp_path / "news" / "ab" / "abcdef"
    cached(
        folder, gzip.compress(HTML), "Content-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip", zipped=zipped
    )
    (page,) = read(tmp_path)
    assert isinstance(page, Page)
    assert (page.content, page.url, page.retrieved_at, page.charset) == (
        HTML,
        "https://a.test/x",
        "2021-03-04T10:00:00Z",
        "utf-8",
    )
    assert (page.origin.kind, page.origin.path) == ("httpcache", "news/ab/abcdef")


@pytest.mark.parametrize("meta", ["", "{", "__import__('os')", "[1]", "{'status': 200}", "(" * 9_000])
def test_a_cache_entry_whose_meta_is_no_literal_is_refused(tmp_path: Path, meta: str) -> None:
    cached(tmp_path / "ab" / "abc", HTML, "", meta=meta or " ")
    assert "meta" in bad(read(tmp_path)[0])


# --- zip ---


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/x.html", HTML)
        archive.writestr("a.html.gz", gzip.compress(HTML))
        archive.writestr("../evil.html", HTML)
        archive.writestr("picture.png", b"x")
    found = read(tmp_path / "a.zip")
    assert paths(found) == ["../evil.html", "a.html.gz", "b/x.html"]
    assert all(isinstance(f, Page) and f.content == HTML for f in found)


def test_a_damaged_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.html", HTML)
        archive.writestr("b.html", HTML)
    data = (tmp_path / "a.zip").read_bytes()
    at = data.index(b"Ferry")
    put(tmp_path / "a.zip", data[:at] + b"XXXXX" + data[at + 5 :])
    found = read(tmp_path / "a.zip")
    assert "a.html" in bad(found[0])
    assert isinstance(found[1], Page)
    assert "not a zip file" in bad(read(put(tmp_path / "b.zip", HTML))[0])


# --- WARC ---


def record(
    number: int, *, body: bytes = b"", headers: str = "", kind: str = "response", more: str = "", digest: bool = True
) -> bytes:
    body = body or b"<html><p>Page %d. " % number + b"x" * 400 + b"</p></html>"
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    if kind == "resource":
        block = body
    sha = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
        f"WARC-Date: 2021-03-04T10:00:00Z\r\n"
        f"WARC-Target-URI: https://a.test/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        + (f"WARC-Block-Digest: sha1:{sha}\r\n" if digest else "")
        + more
        + f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(path: Path, records: Sequence[bytes], *, zipped: bool) -> list[int]:
    offsets, data = [], b""
    for item in records:
        offsets.append(len(data))
        data += gzip.compress(item) if zipped else item
    put(path, data)
    return offsets


@pytest.mark.parametrize("zipped", [True, False])
def test_warc_records(tmp_path: Path, zipped: bool) -> None:
    file = tmp_path / ("a.warc.gz" if zipped else "a.warc")
    offsets = warc(file, [
        record(0, kind="warcinfo"), record(1), record(2, kind="request"), record(3, kind="resource"),
        record(4, kind="metadata"),
        record(5, headers="Content-Encoding: gzip\r\n", body=gzip.compress(HTML)),
        record(6, headers="Transfer-Encoding: chunked\r\n", body=b"%x\r\n" % len(HTML) + HTML + b"\r\n0\r\n\r\n"),
        record(7, more="WARC-Truncated: length\r\n"),
    ], zipped=zipped)  # fmt: skip
    found = read(file)
    assert [f.url for f in found] == [f"https://a.test/{n}" for n in (1, 3, 5, 6, 7)]
    pages = [f for f in found if isinstance(f, Page)]
    assert len(pages) == 5
    assert [p.origin.offset for p in pages] == [offsets[n] for n in (1, 3, 5, 6, 7)]
    assert {(p.origin.kind, p.origin.path, p.retrieved_at) for p in pages} == {
        ("warc", file.name, "2021-03-04T10:00:00Z")
    }
    assert pages[2].content == pages[3].content == HTML
    assert [p.truncated for p in pages] == [False, False, False, False, True]
    assert pages[0].charset == "utf-8"


def damaged(name: str, good: bytes, at: int, end: int) -> bytes:
    if name.startswith("flip"):
        data = bytearray(good)
        data[at + (int(name[4:]) if name[4:].isdigit() else (end - at) * 2 // 3)] ^= 0xFF
        return bytes(data)
    return {
        "cut in the middle": good[: at + (end - at) // 2],
        "cut in the header": good[: at + 60],
        "garbage": good[:at] + random.Random(1).randbytes(500) + good[at:],
        "zeros": good[: at + 100] + bytes(64) + good[at + 164 :],
    }[name]


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("cut in the middle", 10),
        ("cut in the header", 10),
        ("garbage", 20),
        ("flip0", 19),
        ("flip12", 19),
        ("flip in the body", 19),
        ("zeros", 19),
    ],
)
def test_a_damaged_record_costs_itself_only(tmp_path: Path, name: str, pages: int, zipped: bool) -> None:
    file = tmp_path / "a.warc"
    offsets = warc(file, [record(n) for n in range(20)], zipped=zipped)
    put(file, damaged(name, file.read_bytes(), offsets[10], offsets[11]))
    found = read(file)
    assert sum(isinstance(f, Page) for f in found) == pages
    (refused,) = [f for f in found if isinstance(f, Rejection)]
    assert refused.reason in ("bad_input", "truncated")
    assert refused.source.offset == offsets[10]
    assert "a.warc at byte" in (refused.detail or "")
    assert found == read(file)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("length", ["+50", "-50", "1000000000000", "-5", "x"])
def test_a_wrong_length_costs_one_record(tmp_path: Path, length: str, zipped: bool) -> None:
    records = [record(n) for n in range(20)]
    at = records[10].index(b"Content-Length: ") + 16
    true = int(records[10][at : records[10].index(b"\r\n", at)])
    wrong = str(true + int(length)) if length in ("+50", "-50") else length
    records[10] = records[10].replace(b"Content-Length: %d" % true, f"Content-Length: {wrong}".encode())
    warc(tmp_path / "a.warc", records, zipped=zipped)
    found = read(tmp_path / "a.warc")
    assert sum(isinstance(f, Page) for f in found) == 19
    assert sum(isinstance(f, Rejection) for f in found) == 1


def test_a_warc_that_is_one_gzip_member(tmp_path: Path) -> None:
    put(tmp_path / "a.warc.gz", gzip.compress(b"".join(record(n) for n in range(20))))
    assert sum(isinstance(f, Page) for f in read(tmp_path / "a.warc.gz")) == 20


@pytest.mark.parametrize("content", [b"", HTML * 50, random.Random(2).randbytes(10_000), gzip.compress(HTML, mtime=0)])
def test_what_is_no_warc_is_said_once(tmp_path: Path, content: bytes) -> None:
    (found,) = read(put(tmp_path / "a.warc.gz", content))
    assert "a.warc.gz" in bad(found)


def test_a_record_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FETCHED_BYTES", 10_000)
    body = b"<p>" + bytes(200_000)
    warc(
        tmp_path / "a.warc",
        [record(1), record(2, headers="Content-Encoding: gzip\r\n", body=gzip.compress(body)), record(3)],
        zipped=False,
    )
    found = read(tmp_path / "a.warc")
    assert [f.reason if isinstance(f, Rejection) else "page" for f in found] == ["page", "too_large", "page"]


def test_a_folder_may_hold_warc_files(tmp_path: Path) -> None:
    put(tmp_path / "x.html")
    warc(tmp_path / "sub/a.warc", [record(1), record(2)], zipped=False)
    assert paths(read(tmp_path)) == ["sub/a.warc", "sub/a.warc", "x.html"]
    assert count([tmp_path]) is None


# --- payloads ---


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        # without a time in the header, else two test processes collect different tests
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("x-gzip", gzip.compress(HTML, mtime=0)),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML)[2:-4]),
        ("gzip, gzip", gzip.compress(gzip.compress(HTML, mtime=0), mtime=0)),
        ("gzip", HTML),
        ("br", HTML),
        ("zstd", HTML),
        ("identity", HTML),
        ("nonsense", HTML),
        ("", HTML),
    ],
)
def test_content_encodings_true_and_false(encoding: str, body: bytes) -> None:
    assert unpack(body, {"content-encoding": encoding}).content == HTML


def test_cut_bodies_are_marked() -> None:
    assert unpack(gzip.compress(HTML)[:-10], {"content-encoding": "gzip"}).truncated
    chunked = {"transfer-encoding": "chunked"}
    assert unpack(b"5\r\nabcde\r\n10\r\nab", chunked).content == b"abcdeab"
    assert unpack(b"5\r\nabcde\r\n10\r\nab", chunked).truncated
    assert unpack(b"5\r\nabcde\r\n", chunked).truncated
    assert unpack(HTML, chunked).content == HTML


@pytest.mark.parametrize(
    "block", [b"", b"HTTP/1.1 200 OK", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 abc\r\n\r\nx", b"<html>\r\n\r\n"]
)
def test_what_is_no_response(block: bytes) -> None:
    assert split(block) is None


def test_unzip_reads_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FETCHED_BYTES", 100)
    assert unzip(io.BytesIO(gzip.compress(b"x" * 100))) == (b"x" * 100, False, True)
    assert unzip(io.BytesIO(gzip.compress(b"x" * 101))) == (b"x" * 100, False, False)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2021-03-04T10:00:00Z", "2021-03-04T10:00:00Z"),
        ("2021-03-04T10:00:00.123456+0900", "2021-03-04T01:00:00Z"),
        ("2021-03-04t10:00z", "2021-03-04T10:00:00Z"),
        ("20210304100000", "2021-03-04T10:00:00Z"),
        ("2021-03-04", None),
        ("2021-13-04T10:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_instants(text: str | None, instant: str | None) -> None:
    assert facts_module.instant(text) == instant
