"""How texts are read and compared: figures and names by their places, in linear time, each file from start to end."""

from __future__ import annotations

import gzip
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rensa", reason="stories need the extra stories: make extras")

from newsspider.reading import zstd_module
from newsspider.stories import group
from newsspider.stories.shingles import Text, likeness
from newsspider.stories.telling import figures_agree, names_agree, places
from tests.stories import moulds, pairs
from tests.stories.test_stories import record
from tests.stories.wires import WIRES


def text(paragraphs: list[str]) -> Text:
    return Text.of("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("a loss of 1,234.5 million euros", "a loss of 1.234,5 million euros", (2, 2)),
        ("a loss of 12 million euros", "a loss of 15 million euros", (0, 2)),
        ("a loss of 12 million euros", "a gain of twelve dollars", (0, 0)),
        ("总费用约为23.6亿元", "总费用约为２３.６亿元", (2, 2)),
        ("共有三十八间房屋受损", "共有四十二间房屋受损", (0, 2)),
        ("درجة الحرارة ٣٥ درجة اليوم", "درجة الحرارة ٣٥ درجة اليوم", (2, 2)),
    ],
)
def test_figures_are_compared_in_their_places(one: str, other: str, agree: tuple[int, int]) -> None:
    found = figures_agree(places(one)[0], places(other)[0])
    assert (found.same, found.compared) == agree


def test_names_are_compared_within_sentences() -> None:
    one, other = (places(f"Today the mayor {n} said that he would go.")[1] for n in ("Novak", "Keane"))
    assert (names_agree(one, one).same, names_agree(one, other).same) == (1, 0)
    assert names_agree(one, other).differing == 1
    assert not places("Nobody came. Everybody left.")[1]
    spelled = (places(f"It was {n} who came to the house.")[1] for n in ("Zelensky", "Zelenskiy"))
    assert names_agree(*spelled).share == 1


@pytest.mark.parametrize("name", WIRES)
def test_an_update_changes_a_few_figures(name: str) -> None:
    """One figure in six is another, as where a toll rises; then all, as on another day."""
    story = WIRES[name]
    figures = 0

    def changed(paragraph: str, every: int) -> str:
        nonlocal figures
        made = ""
        for at, c in enumerate(paragraph):
            if c.isdigit() and not (at and paragraph[at - 1].isdigit()):
                figures += 1
                made += str((int(c) + 3) % 9 + 1) if figures % every == 0 else c
            else:
                made += c
        return made

    assert likeness(text(story), text([changed(p, 6) for p in story])).verdict == "copy"
    assert likeness(text(story), text([changed(p, 1) for p in story])).verdict == "other"


@pytest.mark.parametrize("mould", moulds.MOULDS)
def test_likeness_is_the_same_for_either_order(mould: str) -> None:
    one, other = map(text, moulds.reports(mould, 2))
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one).verdict == "copy"


PUMPS = ("a", "1", "1.", "1,1 ", "A b ", "三", "ア", "二十 ", "Ab. ", "\n", "“", "١٢ ", "市1")


@pytest.mark.parametrize("pump", PUMPS)
def test_texts_are_taken_apart_in_linear_time(pump: str) -> None:
    def cost(length: int) -> float:
        given = pump * (length // len(pump))
        costs = []
        for _ in range(3):
            begun = time.process_time()
            made = Text.of(given)
            likeness(made, made)
            costs.append(time.process_time() - begun)
        return min(costs)

    assert cost(64_000) < 0.02 + 16 * cost(8_000)  # eight times the text: 8 is linear, 64 quadratic


class Watched(io.BufferedReader):
    """A reader that must not go back."""

    def seek(self, *_: Any) -> int:
        raise AssertionError("sought in a compressed file")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed_files_are_read_once_from_start_to_end(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [record(f"paper/{n}", pairs.story(n % 5)) for n in range(15)]
    data = "".join(json.dumps(x) + "\n" for x in lines).encode()
    plain, packed = tmp_path / "a.jsonl", tmp_path / f"a.jsonl{suffix}"
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data) if suffix == ".gz" else zstd_module().compress(data))
    expected: list[dict[str, Any]] = []
    group([plain], expected.append)
    monkeypatch.setattr("newsspider.reading.io.BufferedReader", Watched)
    found: list[dict[str, Any]] = []
    group([packed], found.append)
    assert found == expected
    assert sorted(len(x["members"]) for x in found) == [3] * 5
