"""What is suspicious: each flag on a record that we spoiled, and none on the record as it was."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from newsspider.cli import main
from newsspider.reading import Read, decoded, zstd_module
from newsspider.suspicion import FLAGS, Flag, Thresholds, flags, suspicious
from pipelines.record import Article

ROOT = Path(__file__).resolve().parents[1]
MODEL = json.loads((ROOT / "fixtures" / "records" / "1.0.jsonl").read_text("utf-8").splitlines()[0])
SOUND = {
    **MODEL, "headline": "Ferry returns", "publisher": {"name": "The Harbour Post", "domain": "harbour-post.test"},
    "section": "Local", "description": "A summary.", "retrieved_at": "2026-03-03T12:00:00Z", "access": "full",
    "date_published": "2026-03-03T09:00:00Z", "date_published_offset": "stated", "date_published_utc_offset_minutes": 0,
    "date_modified": "2026-03-03T10:00:00Z", "date_modified_offset": "stated", "date_modified_utc_offset_minutes": 0,
    "authors": [{**MODEL["authors"][0], "name": "Ana Silva"}], "images": [], "dateline": None, "provenance": {},
}  # fmt: skip
DATELINE = {
    "raw": "LISBON, Jan. 3 -", "paragraph": 0, "start": 0, "end": 16, "body_start": 17, "label": None, "places": [],
    "date": "2026-01-03", "agencies": [], "byline": [],
}  # fmt: skip


PICTURE = {
    "url": None, "width": None, "height": None, "is_main": True, "caption": "Our building", "caption_source": "caption",
    "alt": None, "credit": None, "file_photo": False, "illustrative": False, "date_taken": None, "usage_terms": None,
    "positions": [], "source": "html",
}  # fmt: skip


def body(text: str) -> dict[str, Any]:
    return {"text": text, "paragraphs": [text], "blocks": [{"kind": "paragraph", "text": text, "level": None}]}


def article(**fields: Any) -> Article:
    found = decoded(json.dumps({**SOUND, **fields}).encode(), "here")
    assert isinstance(found, Article)
    return found


def names(record: Article, given: Thresholds = Thresholds()) -> list[str]:  # noqa: B008 - frozen
    return [f.flag for f in flags(record, given)]


def test_a_sound_record_has_none() -> None:
    assert names(article()) == []


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ("published_after_retrieved", {"date_published": "2026-03-05T09:00:00Z", "date_modified": None}),
        ("published_before_1995", {"date_published": "1984-03-05T09:00:00Z"}),
        ("modified_before_published", {"date_modified": "2026-02-24T08:00:00Z"}),
        ("dateline_far", {"dateline": DATELINE}),
        ("body_is_description", {"body": body("A summary!")}),
        ("body_short", {"body": body("Three words only.")}),
        ("author_is_section", {"authors": [{**MODEL["authors"][0], "name": "LOCAL"}]}),
        ("author_is_section", {"authors": [{**MODEL["authors"][0], "name": "The Harbour Post"}]}),
        ("headline_is_publisher", {"headline": "The Harbour Post"}),
    ],
)
def test_each_flag(flag: str, fields: dict[str, Any]) -> None:
    assert names(article(**fields)) == [flag]


@pytest.mark.parametrize(
    "fields",
    [
        {"date_published": "2026-03-04T09:00:00Z", "date_modified": None},  # a zone ahead
        {"date_modified": "2026-02-24T08:00:00", "date_modified_offset": "unknown"},
        {"date_modified": "2026-03-03T08:47:12Z"},  # set for nine, edited before
        {"date_modified": "2026-02-27T17:00:00Z"},  # of the weekend: edited on Friday
        {"dateline": {**DATELINE, "date": "2026-02-25"}},
        {"body": body("Three words only."), "access": "partial"},
        {"date_published": None, "date_published_offset": None},
        {"authors": [{**MODEL["authors"][0], "name": "The Harbour Post", "is_publisher": True}]},
    ],
)
def test_near_misses(fields: dict[str, Any]) -> None:
    assert names(article(**fields)) == []


def test_thresholds() -> None:
    assert names(article(dateline=DATELINE), Thresholds.of(["dateline_days=90"])) == []
    with pytest.raises(ValueError, match="one of"):
        Thresholds.of(["nonsense=1"])
    with pytest.raises(ValueError, match="no number"):
        Thresholds.of(["short=many"])


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    return path


def many(number: int, **fields: Any) -> list[dict[str, Any]]:
    """Return records of one site that have nothing in common but what `fields` says."""
    made = []
    for n in range(number):
        text = f"Story number {n} tells of the harbour and of what happened there on day {n}. " * 5
        url = f"https://harbour-post.test/{n}"
        own = {
            "id": "sha256:" + hashlib.sha256(url.encode()).hexdigest(), "url": url, "canonical_url": None,
            "headline": f"Story {n}", "body": body(text), "date_published": f"2026-03-03T{n % 10:02}:00:00Z",
            "authors": [{**MODEL["authors"][0], "name": f"Ana {n}"}],
        }  # fmt: skip
        made.append({**SOUND, **own, **fields})
    return made


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ("same_body", {"body": body("The same long story on every address. " * 10)}),
        ("same_headline", {"headline": "Latest news"}),
        ("same_caption", {"images": [PICTURE]}),
        ("same_time", {"date_published": "2026-03-03T09:00:00Z"}),
        ("author_everywhere", {"authors": [{**MODEL["authors"][0], "name": "Web Desk Two"}]}),
    ],
)  # fmt: skip
def test_flags_beside_other_records(flag: str, fields: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", many(12, **fields))
    found = [{f.flag for f in flagged} for _, flagged in suspicious([path], Thresholds())]
    assert found == [{flag}] * 12
    few = written(tmp_path / "b.jsonl", many(12))
    assert not any(flagged for _, flagged in suspicious([few], Thresholds()))


def test_versions_of_one_article_are_no_copies(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", [SOUND, SOUND, SOUND])
    assert not any(flagged for _, flagged in suspicious([path], Thresholds()))


def test_the_command(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", [*many(3), {**SOUND, "headline": "The Harbour Post"}])
    before = path.read_bytes()

    def check(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "newsspider", "check", str(path), *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = check("--suspicious", "--flags", str(tmp_path / "flags.jsonl"))
    assert done.returncode == 0, done.stdout
    lines = [json.loads(x) for x in (tmp_path / "flags.jsonl").read_text().splitlines()]
    assert path.read_bytes() == before
    assert check("--threshold", "x=1").returncode == 2
    assert "1 of 4 records are suspicious" in done.stdout
    assert lines[0]["line"] == 4
    assert lines[0]["flags"] == [
        {"flag": "headline_is_publisher", "pointer": "/headline", "detail": "The Harbour Post"}
    ]
    assert lines[1] == {"site": "harbour-post.test", "records": 4, "flags": {"headline_is_publisher": 1}}
    assert check("--strict", "0.2").returncode == 1
    assert check("--strict", "0.3").returncode == 0


def looked_at(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsspider", "check", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_fault_of_one_line_hides_no_flag_of_another(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.jsonl", [*many(3), {**SOUND, "nonsense": 1}, {**SOUND, "headline": "The Harbour Post"}]
    )
    path.write_bytes(path.read_bytes() + b'{"a": 1}\n[]\n{"schema_version"')
    done = looked_at("--suspicious", "--flags", tmp_path / "flags.jsonl", path)
    assert done.returncode == 1
    assert ":4: /nonsense: the key is not in the schema" in done.stdout
    assert ":8: torn: 17 bytes" in done.stdout
    assert "1 of 5 records are suspicious" in done.stdout
    assert json.loads((tmp_path / "flags.jsonl").read_text().splitlines()[0])["line"] == 5


def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes()) if path.suffix == ".gz" else zstd_module().compress(path.read_bytes())


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_files_are_checked(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"a.jsonl{ending}", [*many(3), {**SOUND, "headline": "The Harbour Post", "nonsense": 1}])
    path.write_bytes(whole := packed(path))
    done = looked_at("--suspicious", path)
    assert done.returncode == 1
    assert f"{path}:4: /nonsense" in done.stdout
    assert "1 of 4 records are suspicious" in done.stdout
    assert looked_at("--repair", path).returncode == 2, "a repair would cut off compressed bytes"
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-30])
    done = looked_at("--suspicious", path)
    assert done.returncode == 1
    assert "the file is cut off or damaged" in done.stdout


def test_a_compressed_file_without_a_last_end_of_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(SOUND).encode() + b"\n" + b'{"a"'))
    assert f"{path}:2: torn: 4 bytes without an end of line\n" in looked_at(path).stdout


def test_flags_wait_on_the_disk_and_not_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, target = written(tmp_path / "a.jsonl", [SOUND]), tmp_path / "flags.jsonl"
    record = article()
    sizes = []

    def found(*_: Any) -> Iterator[tuple[Read, list[Flag]]]:
        for n in range(2_000):
            yield Read(b"", record, path, n), [Flag("body_short", "/body", "3 characters")]
        (draft,) = tmp_path.glob(".flags.jsonl.*.part")
        sizes.append(draft.stat().st_size)
        assert not target.exists(), "it appears when it is whole"

    monkeypatch.setattr("newsspider.suspicion.suspicious", found)
    done = CliRunner().invoke(main, ["check", str(path), "--flags", str(target)])
    assert done.exit_code == 0, done.output
    assert sizes[0] > 100_000
    assert len(target.read_bytes().splitlines()) == 2_001
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "flags.jsonl"]


def test_flags_that_cannot_be_written(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", [SOUND])
    done = looked_at(path, "--flags", tmp_path / "none" / "flags.jsonl")
    assert done.returncode == 4
    assert "cannot write" in done.stderr


def test_the_list_of_flags_is_closed() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert all(
        f"| `{flag}` | {said} |" in page.replace(", both with a known offset", "") for flag, said in FLAGS.items()
    )
