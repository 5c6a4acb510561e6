"""Data sets: each form holds what the records hold, the same bytes twice, and is read back by what reads it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsspider import Article, RecordError, read_records
from newsspider.cli import main
from newsspider.export import FORMATS, Selection, export, forms
from newsspider.export.selection import fields
from newsspider.export.shards import harmless
from newsspider.export.writing import ExportError
from newsspider.mappings import ninjs
from pipelines.ledger import encode
from pipelines.record import Rejection

ROOT = Path(__file__).resolve().parents[2]
EXTRAS = {"parquet": "pyarrow", "huggingface": "pyarrow", "duckdb": "duckdb"}
NEW_BYTES = {"duckdb"}
"""Formats whose library writes other bytes each time."""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the records of all fixture pages, and their rejections behind them in the same file."""
    out = tmp_path_factory.mktemp("records") / "articles.jsonl"
    command = [
        sys.executable,
        "-m",
        "newsspider",
        "reparse",
        "fixtures/sites",
        "-o",
        str(out),
        "--quiet",
        "--jobs",
        "1",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    both = out.with_name("both.jsonl")
    both.write_bytes(out.read_bytes() + out.with_name("articles.rejected.jsonl").read_bytes())
    return both


def made(records: Path, folder: Path, to: str, **more: Any) -> tuple[Path, dict[str, Any]]:
    if to in EXTRAS:
        pytest.importorskip(EXTRAS[to], reason=f"--to {to} needs an extra: make extras")
    before = hashlib.sha256(records.read_bytes()).hexdigest()
    facts = export([records], folder, to, **more)
    assert hashlib.sha256(records.read_bytes()).hexdigest() == before, "an export changes no record"
    return folder, facts


def rows(records: Path) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(forms.row(r))) for r in read_records(records)]


@pytest.mark.parametrize("to", FORMATS)
def test_twice_the_same(to: str, records: Path, tmp_path: Path) -> None:
    one, facts = made(records, tmp_path / "one", to)
    two, _ = made(records, tmp_path / "two", to)
    assert facts["records"] == len(list(read_records(records))) > 40
    assert facts["rejections_passed_over"] > 3
    assert {f["path"] for f in facts["files"]} == {
        p.relative_to(one).as_posix() for p in one.rglob("*") if p.is_file() and p.name != "dataset.json"
    }
    for file in facts["files"]:
        content = (one / file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert to in NEW_BYTES or content == (two / file["path"]).read_bytes()
    assert to in NEW_BYTES or (one / "dataset.json").read_bytes() == (two / "dataset.json").read_bytes()


@pytest.mark.parametrize("compression", ["gzip", "zstd", "none"])
def test_lines_are_the_records_byte_for_byte(compression: str, records: Path, tmp_path: Path) -> None:
    folder, facts = made(records, tmp_path / "set", "jsonl", compression=compression, rows=20)
    files = [folder / f["path"] for f in facts["files"]]
    assert len(files) == -(-facts["records"] // 20)
    assert list(read_records(*files)) == list(read_records(records))
    if compression == "gzip":
        content = b"".join(gzip.decompress(p.read_bytes()) for p in files)
        assert content == b"".join(
            x for x in records.read_bytes().splitlines(keepends=True) if b'"reason":' not in x[:600]
        )


def test_a_row_goes_back_to_its_record(records: Path) -> None:
    for record in read_records(records):
        assert forms.record_of(forms.row(record)) == record


def test_parquet_through_arrow_and_pandas(records: Path, tmp_path: Path) -> None:
    folder, _ = made(records, tmp_path / "set", "parquet", rows=30)
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "data", schema=forms.arrow_schema())
    assert table.schema.equals(forms.arrow_schema(), check_metadata=False)
    assert table.to_pylist() == rows(records)
    assert [forms.record_of(r) for r in table.to_pylist()] == list(read_records(records))
    assert pq.read_schema(next(folder.glob("data/*.parquet"))).metadata[b"newsspider.schema_version"] == b"1.0"
    pandas = pytest.importorskip("pandas", reason="reading with pandas needs the extras")
    frame = pandas.concat([pandas.read_parquet(p) for p in sorted(folder.glob("data/*.parquet"))])
    assert list(frame["date_published"].astype(object).where(frame["date_published"].notna(), None)) == [
        r["date_published"] for r in rows(records)
    ]


def test_parquet_through_duckdb(records: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="reading with DuckDB needs the extras")
    folder, _ = made(records, tmp_path / "set", "parquet")
    query = f"SELECT id, date_published, dateline.places[1].name FROM '{folder}/data/*.parquet'"
    found = duckdb.connect().execute(query).fetchall()
    want = [
        (
            r["id"],
            r["date_published"],
            r["dateline"]["places"][0]["name"] if r["dateline"] and r["dateline"]["places"] else None,
        )
        for r in rows(records)
    ]
    assert found == want


def test_a_duckdb_file(records: Path, tmp_path: Path) -> None:
    folder, _ = made(records, tmp_path / "set", "duckdb")
    import duckdb

    base = duckdb.connect(str(folder / "articles.duckdb"), read_only=True)
    names = [c.name for c in forms.columns()]
    found = [dict(zip(names, row, strict=True)) for row in base.execute("SELECT * FROM articles").fetchall()]
    assert found == rows(records)
    assert sorted(p.name for p in folder.iterdir()) == ["articles.duckdb", "dataset.json"]


def test_a_hugging_face_folder(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datasets", reason="load_dataset needs the extras: make extras")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    # the first file has none of what later ones have: columns that are null throughout must keep their type
    poor = sorted(read_records(records), key=lambda r: bool(r.dateline) + len(r.images))
    from pipelines.ledger import encode

    sorted_file = tmp_path / "sorted.jsonl"
    sorted_file.write_bytes(b"".join(encode(r) + b"\n" for r in poor))
    folder, facts = made(sorted_file, tmp_path / "set", "huggingface", rows=15)
    script = f"""
import datasets, json
found = datasets.load_dataset({str(folder)!r}, split="train")
print(json.dumps(found.to_list()))
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert json.loads(ended.stdout) == json.loads(json.dumps(rows(sorted_file)))
    assert facts["files"][0]["path"] == "README.md"
    assert "license: other" in (folder / "README.md").read_text(encoding="utf-8")


def test_a_sqlite_file(records: Path, tmp_path: Path) -> None:
    folder, _ = made(records, tmp_path / "set", "sqlite")
    base = sqlite3.connect(folder / "articles.sqlite")
    lines = [x for (x,) in base.execute("SELECT record FROM articles ORDER BY number")]
    assert [json.loads(x)["id"] for x in lines] == [r.id for r in read_records(records)]
    assert {x.encode() + b"\n" for x in lines} <= set(records.read_bytes().splitlines(keepends=True))
    query = "SELECT headline, name FROM articles a JOIN authors p ON article = number WHERE role = 'author'"
    want = [(r.headline, a.name) for r in read_records(records) for a in r.authors if a.role == "author"]
    assert sorted(base.execute(query), key=str) == sorted(want, key=str)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.close()


def test_a_csv_file_is_harmless(records: Path, tmp_path: Path) -> None:
    first = next(iter(read_records(records)))
    bad = json.loads(records.read_bytes().splitlines()[0])
    bad["headline"] = '=HYPERLINK("http://x.test","a")'
    bad["section"] = 'two\nlines, "quoted"'
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(bad, ensure_ascii=False) + "\n", encoding="utf-8")
    folder, _ = made(path, tmp_path / "set", "csv")
    with (folder / "articles.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["headline"] == "'" + bad["headline"]
    assert row["section"] == bad["section"]
    assert row["id"] == first.id
    assert [harmless(x) for x in ("+1", "-1", "@a", "\tb", "a=1")] == ["'+1", "'-1", "'@a", "'\tb", "a=1"]


@pytest.mark.parametrize(
    ("selection", "test"),
    [
        (Selection(sites=frozenset({"northline.test"})), lambda r: r.publisher.domain == "northline.test"),
        (Selection(languages=frozenset({"de"})), lambda r: (r.language or "")[:2] == "de"),
        (Selection(since="2024-01-01", until="2024-12-31"), lambda r: (r.date_published or "")[:4] == "2024"),
        (Selection(filled=("dateline", "images")), lambda r: r.dateline and r.images),
        (Selection(filled=("dateline.date",)), lambda r: r.dateline and r.dateline.date),
        (Selection(access="partial"), lambda r: r.access == "partial"),
    ],
)
def test_selections(selection: Selection, test: Any, records: Path, tmp_path: Path) -> None:
    folder, facts = made(records, tmp_path / "set", "jsonl", selection=selection, compression="none")
    want = [r for r in read_records(records) if test(r)]
    assert list(read_records(*sorted(folder.glob("*.jsonl")))) == want
    assert 0 < len(want) == facts["records"]
    assert facts["left_out"] == len(list(read_records(records))) - len(want)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2026-99-99"), "since 2026-99-99: no day of the calendar"),
        (("--until", "2026-02-30"), "until 2026-02-30: no day of the calendar"),
        (("--since", "20260301"), "a day is YYYY-MM-DD"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "since 2026-03-02 is after until 2026-03-01"),
        (("--filled", "body.txt"), "the record has no field body.txt; near: body.text"),
        (("--filled", "captions"), "no field captions; near: images.caption"),
        (("--filled", "dateline.places.nme"), "near: dateline.places.name"),
        (("--filled", "body.text.x"), "no field body.text.x"),
        (("--filled", "provenance.source"), "no field provenance.source"),
        (("--language", "english"), "language english: a tag is two or three letters"),
        (("--site", "https://northline.test/"), "a site is a domain"),
    ],
)
def test_what_would_select_nothing_is_a_usage_error(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    out = tmp_path / "set"
    done = CliRunner().invoke(main, ["export", str(tmp_path / "a.jsonl"), "--to", "jsonl", "-o", str(out), *words])
    assert done.exit_code == 2
    assert said in done.stderr
    assert not out.exists()


def test_case_and_region_select_the_same(records: Path) -> None:
    german = [r.id for r in read_records(records) if Selection(languages=frozenset({"de"})).takes(r)]
    assert german
    for tag in ("DE", "de-AT", "De_ch"):
        assert [r.id for r in read_records(records) if Selection(languages=frozenset({tag})).takes(r)] == german
    site = Selection(sites=frozenset({"NorthLine.TEST"}))
    assert any(map(site.takes, read_records(records)))


def test_a_path_goes_through_lists(records: Path) -> None:
    captions, starts = Selection(filled=("images.caption",)), Selection(filled=("dateline.start",))
    for record in read_records(records):
        assert captions.takes(record) == any(i.caption for i in record.images)
        assert starts.takes(record) == (record.dateline is not None), "a position of 0 is a value"


def test_every_field_may_be_asked_for(records: Path) -> None:
    taken = {f: sum(map(Selection(filled=(f,)).takes, read_records(records))) for f in fields()}
    assert taken["id"] == taken["body.blocks.kind"] == len(list(read_records(records)))
    assert "provenance" in taken
    assert 0 < taken["authors.name"] < taken["id"]


def test_zstd_files_have_a_checksum(records: Path, tmp_path: Path) -> None:
    folder, facts = made(records, tmp_path / "set", "jsonl", compression="zstd")
    data = (folder / facts["files"][0]["path"]).read_bytes()
    assert data[4] & 0b100, "RFC 8878, 3.1.1.1: bit 2 of the frame header's descriptor"
    damaged = tmp_path / "a.jsonl.zst"
    damaged.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(RecordError, match="cut off or damaged"):
        list(read_records(damaged))


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize(
    "field", [{"access": "sometimes"}, {"date_published_offset": "guessed"}, {"date_modified_offset": "guessed"}]
)
def test_a_value_out_of_a_closed_list_is_refused(to: str, field: dict[str, str], records: Path, tmp_path: Path) -> None:
    if to in EXTRAS:
        pytest.importorskip(EXTRAS[to], reason=f"--to {to} needs an extra: make extras")
    good, bad = records.read_bytes().splitlines(keepends=True)[0], json.loads(records.read_bytes().splitlines()[1])
    path = tmp_path / "a.jsonl"
    path.write_bytes(good + json.dumps({**bad, **field}).encode() + b"\n")
    with pytest.raises(RecordError, match=r"a\.jsonl:2: no record: Invalid enum value"):
        export([path], tmp_path / "set", to)


@pytest.mark.parametrize("to", ["jsonl", "huggingface"])
def test_a_data_set_says_what_its_maker_says(to: str, records: Path, tmp_path: Path) -> None:
    if to in EXTRAS:
        pytest.importorskip(EXTRAS[to], reason=f"--to {to} needs an extra: make extras")
    _, facts = made(records, tmp_path / "plain", to)
    assert "belong to their publishers" in facts["licence"]
    assert facts["notes"] == []
    source = next(iter(read_records(records))).source
    refused = tmp_path / "rejected.jsonl"
    no = Rejection(url=None, retrieved_at=None, source=source, reason="robots", detail="noindex")
    refused.write_bytes(encode(no) + b"\n")
    command = ["export", str(records), str(refused), "--to", to, "-o", str(tmp_path / "set")]
    leave = "With leave of the Harbour Post: only for study."
    said = ["--licence", leave, "--note", "Asked in March.", "--note", "Two."]
    done = CliRunner().invoke(main, [*command, *said])
    assert done.exit_code == 0, done.output
    facts = json.loads((tmp_path / "set" / "dataset.json").read_text(encoding="utf-8"))
    assert facts["licence"] == leave
    assert facts["notes"] == ["Asked in March.", "Two."]
    assert facts["rejections_by_reason"]["robots"] == 1
    assert sum(facts["rejections_by_reason"].values()) == facts["rejections_passed_over"]
    if to == "huggingface":
        card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
        assert leave in card
        assert "## Notes\n\nAsked in March.\n\nTwo.\n" in card
    for empty in (("--licence", " "), ("--note", "")):
        done = CliRunner().invoke(main, [*command, "--overwrite", *empty])
        assert done.exit_code == 2
        assert "without words" in done.stderr


def test_a_folder_in_the_way(records: Path, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "mine").write_text("precious")
    with pytest.raises(ExportError, match="not empty"):
        export([records], tmp_path / "set", "jsonl")
    assert (tmp_path / "set" / "mine").read_text() == "precious"
    export([records], tmp_path / "set", "jsonl", overwrite=True)
    assert not (tmp_path / "set" / "mine").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["set"], "nothing half made stays"


def test_the_command_names_a_bad_line_and_leaves_nothing(records: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(records.read_bytes() + b"{}\n")
    command = [sys.executable, "-m", "newsspider", "export", str(path), "--to", "jsonl", "-o", str(tmp_path / "set")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert f"bad.jsonl:{len(records.read_bytes().splitlines()) + 1}: no record" in ended.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["bad.jsonl"]


@pytest.mark.parametrize("to", FORMATS)
def test_every_form_refuses_a_line_that_is_no_record(to: str, records: Path, tmp_path: Path) -> None:
    if to in EXTRAS:
        pytest.importorskip(EXTRAS[to], reason=f"--to {to} needs an extra: make extras")
    good, bad = records.read_bytes().splitlines(keepends=True)[0], json.loads(records.read_bytes().splitlines()[1])
    path = tmp_path / "a.jsonl"
    path.write_bytes(good + json.dumps({**bad, "body": 5}).encode() + b"\n")
    with pytest.raises(RecordError, match=r"a\.jsonl:2: no record"):
        export([path], tmp_path / "set", to)
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]


def values(found: Any) -> Any:
    if isinstance(found, dict):
        for inner in found.values():
            yield from values(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from values(inner)
    else:
        yield found


@pytest.mark.parametrize("to", ["newsarticle", "ninjs", "zyte"])
def test_mappings(to: str, records: Path, tmp_path: Path) -> None:
    folder, _ = made(records, tmp_path / "set", to, compression="none")
    found = [json.loads(x) for x in (folder / "articles-00000.jsonl").read_text(encoding="utf-8").splitlines()]
    for item, record in zip(found, read_records(records), strict=True):
        assert None not in list(values(item))
        assert "" not in list(values(item))
        check(to, item, record)


def check(to: str, item: dict[str, Any], record: Article) -> None:
    names = [a.name for a in record.authors if a.role == "author" and a.name]
    if to == "newsarticle":
        assert item["@type"] == "NewsArticle"
        assert [a["name"] for a in item.get("author", [])][: len(names)] == names
        assert item.get("dateline") == (record.dateline.raw if record.dateline else None)
        assert [i.get("caption") for i in item.get("image", [])] == [i.caption for i in record.images]
        assert item["articleBody"] == record.body.text
    elif to == "ninjs":
        assert item["uri"]
        assert item.get("by") == record.byline_raw
        assert item["bodies"][0]["value"] == record.body.text
        assert_ninjs(item)
        assert [a.get("by") for a in item.get("associations", [])] == [
            i.credit.raw if i.credit else None for i in record.images
        ]
    else:
        assert item.get("headline") == record.headline
        assert item["articleBody"] == record.body.text
        stated = record.date_published_offset in ("stated", "site") and "T" in (record.date_published or "")
        assert ("datePublished" in item) == stated


URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#$&-;=?-Z_a-z~%]+")


def assert_ninjs(item: dict[str, Any]) -> None:
    """See to what ninjs-schema_3.0.json asks of an item and of each association: `uri`, `name`, and the formats."""
    for part in (item, *item.get("associations", [])):
        assert URI.fullmatch(part["uri"]), part["uri"]
        assert part is item or part["name"]
        for key in ("firstCreated", "versionCreated", "contentCreated"):
            assert key not in part or datetime.fromisoformat(part[key]).tzinfo is not None
        for key in ("bodies", "headlines", "descriptions"):
            assert all("value" in entry for entry in part.get(key, []))
        assert all(URI.fullmatch(person["uri"]) for person in part.get("people", []) if "uri" in person)


def test_ninjs_names_every_picture_and_invents_no_time(records: Path) -> None:
    record = next(r for r in read_records(records) if r.images)
    picture = replace(record.images[0], date_taken="2026-03-03", is_main=False)
    urls = ("https://news.test/Brücke 1.jpg?a[]=1%20", None, "/left.jpg")
    images = tuple(replace(picture, url=u) for u in urls)
    item = ninjs.article(replace(record, url="https://news.test/story#top", images=images))
    assert_ninjs(item)
    assert [a["uri"] for a in item["associations"]] == [
        "https://news.test/Br%C3%BCcke%201.jpg?a%5B%5D=1%20",
        "https://news.test/story#picture1",
        "https://news.test/left.jpg",
    ]
    assert not any("contentCreated" in a for a in item["associations"]), "a day is no time"
    timed = replace(record, images=(replace(picture, date_taken="2026-03-03T09:00:00Z"),))
    assert ninjs.article(timed)["associations"][0]["contentCreated"] == "2026-03-03T09:00:00Z"
    nameless = ninjs.article(replace(record, url=None, images=(replace(picture, url=None),)))
    assert_ninjs(nameless)
    assert nameless["associations"][0]["uri"] == f"{record.id}#picture0"
    known = replace(record.authors[0], name="Ana Silva", type="person", url="/staff/ana")
    by = ninjs.article(replace(record, url="https://news.test/story", authors=(known, replace(known, url="http://[a"))))
    assert [p.get("uri") for p in by["people"]] == ["https://news.test/staff/ana", None]
    empty = ninjs.article(replace(record, body=replace(record.body, text="")))
    assert "bodies" not in empty


def test_zyte_items_load(records: Path) -> None:
    zyte = pytest.importorskip("zyte_common_items", reason="zyte-common-items needs the extra poet")
    from newsspider.mappings import zyte as mapping

    for record in read_records(records):
        item = zyte.Article.from_dict({"url": "https://x.test/", **mapping.article(record)})
        assert item.articleBody == record.body.text
