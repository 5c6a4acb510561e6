"""What a site repeats: learned after a run, frozen during the next, never at the cost of a story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.cli import main
from newsspider.memory import Memory, common
from pipelines.memory import SiteMemory, fingerprint, repeated
from pipelines.page import Page
from pipelines.parse import parse
from pipelines.record import Article

HOUSE = "The Sound, our weekly walk along the coast, starts at the old customs house"
WHO = "What happens next"
STORIES = {
    "ferry": ["The ferry to Aldern will sail again in March, the county council decided on Tuesday evening.",
              "Two crossings a day are planned, with room for sixty passengers and eight cars."],
    "school": ["The school on Aldern keeps its last class, after eleven parents signed a letter to the ministry.",
               "Lessons will be held in the harbour office until the roof of the old building is mended."],
    "lamp": ["The lighthouse at Skarn goes dark on Sunday, since ships have not needed it for a decade.",
             "The village may keep the lamp if it pays for the cable, the coast service wrote on Monday."],
    "bees": ["Bees have moved into the tower of the town hall and nobody dares to ring the bell any more.",
             "A keeper from Oddsund will come on Friday with a ladder, a veil and a wooden box."],
}  # fmt: skip


def html(name: str, *more: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in (*STORIES[name], *more))
    title = f"A headline about the {name} in Aldern"
    return f"<html lang=en><head><title>{title}</title></head><body><h1>{title}</h1><div>{body}</div></body>".encode()


def known(*texts: str) -> SiteMemory:
    return SiteMemory("sha256:0", frozenset(f for t in texts if (f := fingerprint(t))))


def test_what_few_stories_hold_is_no_house_text() -> None:
    assert common({"a": ["x", "y"], "b": ["x"], "c": ["z"]}) == {"x"}
    assert common({"a": ["x"]}) == frozenset()
    many = {str(i): ["house"] + (["event"] if i < 3 else []) for i in range(20)}
    assert common(many) == {"house"}, "a paragraph of three stories about one event is theirs"


def test_a_heading_goes_only_with_what_it_heads() -> None:
    memory = known(WHO, HOUSE)
    assert repeated([STORIES["ferry"][0], WHO, STORIES["ferry"][1]], [False, True, False], memory) == set()
    assert repeated([STORIES["ferry"][0], WHO, HOUSE], [False, True, False], memory) == {1, 2}


def test_a_page_that_is_known_as_a_whole_stays() -> None:
    assert repeated([HOUSE, HOUSE], [False, False], known(HOUSE)) == set()


def test_long_blocks_and_signs_have_no_fingerprint() -> None:
    assert fingerprint("x" * 601) is None
    assert fingerprint("* * *") is None


def test_a_record_names_the_memory_and_keeps_what_went() -> None:
    page = Page(html("ferry", HOUSE), "https://www.aldern.test/ferry", "2026-02-04T08:00:00Z")
    without, with_it = parse(page), parse(page, memory=known(HOUSE))
    assert isinstance(without, Article)
    assert isinstance(with_it, Article)
    assert list(without.body.paragraphs) == [*STORIES["ferry"], HOUSE]
    assert list(with_it.body.paragraphs) == STORIES["ferry"]
    assert [(d.text, d.category) for d in with_it.dropped] == [(HOUSE, "site")]
    assert (without.extractor.memory, with_it.extractor.memory) == (None, "sha256:0")


def test_versions_of_a_story_count_once(tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as store:
        for _ in range(5):
            store.learn("aldern.test", [*STORIES["ferry"], HOUSE])
        assert store.snapshot().of("aldern.test") is None
        store.learn("aldern.test", [*STORIES["lamp"], HOUSE])
        found = store.snapshot()
        assert found.of("aldern.test") == SiteMemory(found.digest, known(HOUSE).blocks)
        assert found.of("other.test") is None


@pytest.mark.long
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_reads_one_snapshot_and_learns_at_its_end(tmp_path: Path, jobs: str) -> None:
    lines = []
    for name in STORIES:
        (tmp_path / f"{name}.html").write_bytes(html(name, HOUSE))
        lines.append({"path": f"{name}.html", "url": f"https://www.aldern.test/{name}"})
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    bodies = []
    for run in ("one", "two", "three"):
        out = tmp_path / run / "articles.jsonl"
        order = [
            "reparse",
            str(manifest),
            "-o",
            str(out),
            "--jobs",
            jobs,
            "--quiet",
            "--memory",
            str(tmp_path / "m.sqlite"),
        ]
        assert CliRunner().invoke(main, order, catch_exceptions=False).exit_code == 0
        records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        bodies.append([r["body"]["paragraphs"][-1] for r in records])
        memories = {r["extractor"]["memory"] for r in records}
        assert len(memories) == 1
    assert bodies[0] == [HOUSE] * 4, "the first run knows nothing yet"
    assert bodies[1] == bodies[2] == [story[-1] for story in STORIES.values()]
