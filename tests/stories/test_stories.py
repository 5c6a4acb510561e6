"""Which records are one story: measured on pairs that we wrote; roles, versions, translations, and their file."""

from __future__ import annotations

import hashlib
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rensa", reason="stories need the extra stories: make extras")

from newsspider.stories import group
from newsspider.stories.shingles import Text, likeness
from tests.stories import pairs

ROOT = Path(__file__).resolve().parents[2]
MODEL = json.loads((ROOT / "fixtures" / "records" / "1.0.jsonl").read_text("utf-8").splitlines()[0])


def id_of(identity: str) -> str:
    return "sha256:" + hashlib.sha256(identity.encode()).hexdigest()


def record(identity: str, paragraphs: list[str], **more: Any) -> dict[str, Any]:
    body = {
        "text": "\n\n".join(paragraphs),
        "paragraphs": paragraphs,
        "blocks": [{"kind": "paragraph", "text": p, "level": None} for p in paragraphs],
    }
    url = f"https://www.{identity.split('/', maxsplit=1)[0]}.test/{identity}"
    bare = {"authors": [], "dateline": None, "images": [], "provenance": {}, "republished_from": None}
    facts = {"id": id_of(identity), "url": url, "canonical_url": None, "body": body, "translation_of": None}
    publisher = {
        "name": identity.split("/", maxsplit=1)[0].title(),
        "domain": f"{identity.split('/', maxsplit=1)[0]}.test",
    }
    return {**MODEL, **bare, **facts, "publisher": publisher, **more}


def grouped(tmp_path: Path, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    found: list[dict[str, Any]] = []
    group([path], found.append)
    return found


def test_precision_and_recall_on_written_pairs(tmp_path: Path) -> None:
    """The acceptance figures: precision at least 0.99, recall at least 0.95, over all pairs."""
    stories = [*(pairs.story(n) for n in range(40)), *pairs.real(), pairs.CHINESE]
    records, truth, kinds = [], {}, {}
    for n, text in enumerate(stories):
        truth[id_of(f"first/{n}")] = n
        records.append(record(f"first/{n}", text))
        for kind, copy in pairs.copies(text, n).items():
            name = f"{kind.replace(' ', '-')}/{n}"
            kinds[id_of(name)] = kind
            truth[id_of(name)] = n
            records.append(record(name, copy))
    for n, text in enumerate(pairs.lookalikes()):
        truth[id_of(f"alike/{n}")] = -n - 1
        records.append(record(f"alike/{n}", text))
    found = {
        frozenset(p)
        for line in grouped(tmp_path, records)
        for p in itertools.combinations([m["id"] for m in line["members"]], 2)
    }
    wanted = {frozenset((a, b)) for a, b in itertools.combinations(truth, 2) if truth[a] == truth[b]}
    precision, recall = len(found & wanted) / len(found), len(found & wanted) / len(wanted)
    missed = sorted({kinds.get(i, "first") for p in wanted - found for i in p})
    print(f"stories: precision {precision:.4f}, recall {recall:.4f} over {len(wanted)} pairs; missed: {missed}")
    assert precision >= 0.99
    assert recall >= 0.95, missed


def test_a_quotation_makes_no_copy() -> None:
    one, other = pairs.story(1, 10), pairs.story(2, 10)
    assert likeness(Text.of("\n".join(one)), Text.of("\n".join([*other, one[0]]))).verdict in ("other", "alike")
    assert likeness(Text.of("\n".join(one)), Text.of("\n".join(one[:6]))).verdict == "copy"


WIRE = {
    "raw": "OSTRAU (Reuters) -", "paragraph": 0, "start": 0, "end": 18, "body_start": 19, "label": None,
    "places": [{"name": "Ostrau", "region": None, "country": None}], "date": None, "agencies": ["Reuters"],
    "byline": [],
}  # fmt: skip


@pytest.mark.parametrize("own", [True, False])
def test_the_wire_is_told_with_its_evidence(own: bool, tmp_path: Path) -> None:
    text = pairs.story(3)
    records = [
        record("paper/1", text[:6], dateline=WIRE, date_published="2026-03-01T10:00:00Z"),
        record("courier/1", text, dateline=WIRE, date_published="2026-03-01T09:00:00Z"),
    ]
    if own:
        publisher = {"name": "Reuters", "domain": "reuters.test"}
        records.append(record("wire/1", text, publisher=publisher, date_published="2026-03-01T11:00:00Z"))
    (line,) = grouped(tmp_path, records)
    assert line["agency"] == "Reuters"
    roles = {m["publisher"]: m["role"] for m in line["members"]}
    assert roles == {"paper.test": "copy", "courier.test": "copy", **({"reuters.test": "original"} if own else {})}
    assert line["members"][0]["agency_named_in"] == ["dateline"]
    assert line["original"] == (records[2]["id"] if own else None)


def test_without_an_agency_the_earliest_is_the_original(tmp_path: Path) -> None:
    text = pairs.story(4)
    late, early = record("a/1", text, date_published="2026-03-02"), record("b/1", text, date_published="2026-03-01")
    (line,) = grouped(tmp_path, [late, early])
    assert [m["role"] for m in line["members"]] == ["copy", "original"]
    assert line["agency"] is None
    assert [m["shared"] for m in line["members"]] == [1.0, 1.0]


def test_the_earliest_is_told_by_instants(tmp_path: Path) -> None:
    text = pairs.story(4)
    east = record("east/1", text, date_published="2026-03-02T10:00:00+09:00")
    west = record("west/1", text, date_published="2026-03-02T09:00:00Z")
    (line,) = grouped(tmp_path, [west, east])
    assert {m["publisher"]: m["role"] for m in line["members"]} == {"east.test": "original", "west.test": "copy"}


def test_a_group_keeps_its_id_as_copies_join(tmp_path: Path) -> None:
    text = pairs.story(4)
    first, second = (record(f"{n}/1", text, date_published=f"2026-03-0{n}T10:00:00Z") for n in (1, 2))
    later = [record(f"{n}/late", text, date_published="2026-03-05") for n in range(9)]
    undated = [record(f"{n}/undated", text, date_published=None) for n in range(9)]
    ids = {grouped(tmp_path, [first, second, *more])[0]["group"] for more in ([], later, undated, [*undated, *later])}
    assert len(ids) == 1
    early = record("early/1", text, date_published="2026-02-28T10:00:00+09:00")
    assert grouped(tmp_path, [first, second, early])[0]["group"] not in ids
    assert grouped(tmp_path, undated)[0]["group"] == grouped(tmp_path, undated[::-1])[0]["group"]


CREDITED = {
    **dict.fromkeys(("url", "width", "height", "caption", "caption_source", "alt", "date_taken", "usage_terms")),
    "is_main": True, "file_photo": False, "illustrative": False, "positions": [], "source": "html",
    "credit": {
        "raw": "Reuters", "kind": "photo", "creators": [], "agencies": ["Reuters"], "supplied_by": [], "pool": False,
        "handout": False, "courtesy": False, "composite": False, "ai_generated": False,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"copyright_notice": "© 2026 Thomson Reuters. All rights reserved."}, ["copyright_notice"]),
        ({"copyright_notice": "© 2026 Preuters Media"}, []),
        ({"images": [CREDITED]}, ["credit"]),
        ({"images": [CREDITED], "copyright_notice": "© Reuters 2026"}, ["copyright_notice", "credit"]),
    ],
)
def test_notices_and_credits_support_an_agency_that_another_names(
    more: dict[str, Any], named: list[str], tmp_path: Path
) -> None:
    text = pairs.story(3)
    bare = record("courier/1", text, date_published="2026-03-01T09:00:00Z", **more)
    wired = record("paper/1", text, dateline=WIRE, date_published="2026-03-01T10:00:00Z")
    (line,) = grouped(tmp_path, [bare, wired])
    assert line["agency"] == "Reuters"
    assert line["members"][0]["agency_named_in"] == named
    assert line["original"] == (None if named else bare["id"])
    (line,) = grouped(tmp_path, [bare, record("paper/1", text)])
    assert line["agency"] is None


def test_versions_and_translations_are_linked(tmp_path: Path) -> None:
    text = pairs.story(5)
    first = record("post/1", text[:4])
    second = record("post/1", [*pairs.story(6), "An update."])
    translated = record("journal/1", pairs.story(7), language="fr", translation_of={
        "language": "en", "headline": None, "url": first["url"], "publisher": None})  # fmt: skip
    (line,) = grouped(tmp_path, [first, second, translated])
    assert [m["role"] for m in line["members"]] == ["original", "version", "translation"]
    assert line["members"][1]["version_of"] == first["id"]
    assert line["members"][2]["translation_of"] == first["id"]


def test_the_command(tmp_path: Path) -> None:
    text = pairs.story(8)
    path = tmp_path / "articles.jsonl"
    lines = [record("a/1", text), record("b/1", text), record("c/1", pairs.story(9)), record("d/1", ["Short."])]
    path.write_text("".join(json.dumps(r) + "\n" for r in lines), encoding="utf-8")
    before = path.read_bytes()
    for name in ("one", "two"):
        command = [sys.executable, "-m", "newsspider", "stories", str(path), "-o", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "4 records, 1 groups: 2 records share their text" in done.stderr
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert path.read_bytes() == before
    (line,) = [json.loads(x) for x in (tmp_path / "one").read_text(encoding="utf-8").splitlines()]
    assert line["group"].startswith("story:")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles.jsonl", "one", "two"]
