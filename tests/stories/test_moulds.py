"""Reports of one mould are stories of their own; a wire story stays one story, however houses cut and rewrite it."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rensa", reason="stories need the extra stories: make extras")

from tests.stories import moulds, pairs
from tests.stories.test_stories import grouped, id_of, record
from tests.stories.wires import WIRES

Records = list[dict[str, Any]]


def measured(tmp_path: Path, texts: dict[str, tuple[Any, list[str]]]) -> tuple[float, float, list[list[str]]]:
    """Return precision and recall over all pairs of texts, given by name with their stories, and the wrong pairs."""
    names = {id_of(name): name for name in texts}
    lines = grouped(tmp_path, [record(name, text) for name, (_, text) in texts.items()])
    found = {
        frozenset(p) for x in lines for p in itertools.combinations(sorted(names[m["id"]] for m in x["members"]), 2)
    }
    wanted = {frozenset(p) for p in itertools.combinations(texts, 2) if texts[p[0]][0] == texts[p[1]][0]}
    right = len(found & wanted)
    wrong = sorted(sorted(p) for p in found ^ wanted)
    return right / max(1, len(found)), right / max(1, len(wanted)), wrong


@pytest.mark.parametrize("mould", moulds.MOULDS)
def test_reports_of_one_mould_are_no_copies(mould: str, tmp_path: Path) -> None:
    """Sixty reports of a mould, and a paper's copies of five: 1,770 pairs that look alike, ten that are one story."""
    texts: dict[str, tuple[Any, list[str]]] = {}
    chance = random.Random(mould)
    for n, text in enumerate(moulds.reports(mould, 60)):
        texts[f"first/{n}"] = n, text
        if n % 12 == 0:
            texts[f"style/{n}"] = n, moulds.house_style(text, n)
            texts[f"edited/{n}"] = n, [pairs.edited(p, chance) for p in text]
    precision, recall, wrong = measured(tmp_path, texts)
    print(f"{mould}: precision {precision:.3f}, recall {recall:.3f} over {len(texts) * (len(texts) - 1) // 2} pairs")
    assert precision >= 0.99, wrong
    assert recall >= UNTOLD.get(mould, 0.95), wrong


UNTOLD = {"horoscope, Portuguese": 0.3, "horoscope with dates, English": 0.3, "match without figures, German": 0.3}
"""Moulds without figures of the day: only what is the same word for word is found, a third of the copies here."""


def test_precision_and_recall_over_all_moulds_and_wires(tmp_path: Path) -> None:
    """The acceptance figures over everything that is written here, in one input."""
    texts: dict[str, tuple[Any, list[str]]] = {}
    chance = random.Random(3)
    for mould in moulds.MOULDS:
        for n, text in enumerate(moulds.reports(mould, 20, seed=5)):
            texts[f"report/{mould}/{n}"] = (mould, n), text
    for name, text in WIRES.items():
        made = {**pairs.copies(text, 1), "style": moulds.house_style(text, 1)}
        if text[0].count(" ") < 3:
            del made["another lead"], made["local paragraphs"]  # which are English
        made |= {f"rewritten {n}": moulds.rewritten(text, chance) for n in range(3)}
        texts |= {f"wire/{name}/{kind}": (name, text) for kind, text in made.items()}
    precision, recall, wrong = measured(tmp_path, texts)
    print(f"all moulds and wires: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= 0.99, wrong
    assert recall >= 0.95, wrong


@pytest.mark.parametrize(("every", "floor"), [(12, 0.99), (8, 0.97), (6, 0.95)])
def test_rewritten_stories_are_found_alone(every: int, floor: float, tmp_path: Path) -> None:
    """A story and one rewritten copy, with no third to link them."""
    found = wanted = 0
    for stories in (list(WIRES.values()), pairs.real(), [pairs.story(n) for n in range(8)]):
        for seed in range(100, 112):
            chance = random.Random(seed)
            texts = {f"first/{n}": (n, text) for n, text in enumerate(stories)}
            texts |= {f"other/{n}": (n, moulds.rewritten(text, chance, every=every)) for n, text in enumerate(stories)}
            precision, recall, wrong = measured(tmp_path, texts)
            assert precision == 1.0, wrong
            found, wanted = found + round(recall * len(stories)), wanted + len(stories)
    print(f"one word in {every} rewritten: recall {found / wanted:.3f} over {wanted} pairs")
    assert found / wanted >= floor
