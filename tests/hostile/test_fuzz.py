"""Seeded mutants of our fixtures, and strings shaken out of pieces: each ends as one line, none raises.

FUZZ_MUTANTS (80; `make fuzz`: 3000) and FUZZ_SEED say how many and which; a failure names its seed.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

import newsspider
from newsspider.checking import check_line
from pipelines import strings
from pipelines.ledger import line_of
from pipelines.record import Rejection

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MUTANTS = int(os.environ.get("FUZZ_MUTANTS", "80"))
SEED = int(os.environ.get("FUZZ_SEED", "42"))
PIECES = (
    b'<div>|</article>|<svg>|<!--|-->|<script>|&#1;|\0|\xff|\xed\xa0\x80|"|\'|<table>|]]>|{|}|","|\\ud800|<p>|<template>|'
    b"&lt;|<body>|\x1b$B|</html>"
).split(b"|")


def mutant(content: bytes, chance: random.Random) -> bytes:
    """Return a page with up to eight changes: flipped, cut, doubled, inserted, swapped, truncated."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 8, 60, 900)))
        kind = chance.randrange(7)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.randint(1, 40)
        elif kind in (3, 4):
            data[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 3, 400))
        elif kind == 5:
            data[at:end] = chance.randbytes(end - at)
        elif chance.random() < 0.3:
            del data[at:]
    return bytes(data)


def test_mutants_of_the_fixtures(tmp_path: Path) -> None:
    pages = sorted(FIXTURES.glob("sites/*/*/page.html"))
    with (tmp_path / "m.jsonl").open("w") as manifest:
        for seed in range(SEED, SEED + MUTANTS):
            chance = random.Random(seed)
            page = chance.choice(pages)
            facts = json.loads(page.with_name("page.json").read_text(encoding="utf-8"))
            (tmp_path / f"{seed}.html").write_bytes(mutant(page.read_bytes(), chance))
            row = {"path": f"{seed}.html", "url": facts["url"], "retrieved_at": facts["retrieved_at"]}
            manifest.write(json.dumps(row) + "\n")
    count = 0
    wrong: list[str] = []
    for seed, found in zip(
        range(SEED, SEED + MUTANTS), newsspider.iter_reparse([tmp_path / "m.jsonl"], jobs=2), strict=True
    ):
        count += 1
        assert found.source.path == f"{seed}.html"
        if isinstance(found, Rejection) and found.reason in ("internal_error", "extractor_error", "deadline", "memory"):
            wrong.append(f"seed {seed}: {found.reason}: {found.detail}")
        wrong += [f"seed {seed}: {p}: {m}" for p, m in check_line(line_of(found)[0])]
    assert wrong == []
    assert count == MUTANTS


WORDS = [
    "By ",
    "Von ",
    "Par ",
    "Ana Silva",
    "BEN CHO",
    "LISBON",
    " (AP) ",
    " — ",
    "-",
    ", ",
    " and ",
    "und",
    "/",
    "(",
    ")",
    "[",
    "]",
    "（",
    "）",
    "記者",
    "共同",
    "ソウル",
    "AFP",
    "Reuters",
    "Photo: ",
    "©",
    "Getty Images",
    "@ana",
    "ana@harbour.test",
    "March 3",
    "3.3.2024",
    "2024",
    ":",
    ";",
    "\u200b",
    "\u202e",
    "\xa0",
    "�",
    "😀",
    "'",
    "’",
    "&",
    "  ",
    "\n",
    "\t",
    "é",
    "ß",
    "İ",
    "ی",
    "و",
    "Dr. ",
    "Jr.",
    "O'",
    "van ",
    "de la ",
    "Special to ",
    "Updated ",
    "http://a.test/x",
    ".",
]


@pytest.mark.parametrize("kind", strings.KINDS)
def test_strings_shaken_out_of_pieces(kind: str) -> None:
    tags = (None, "en", "de", "fr", "ja", "zh", "ar", "ru", "xx", "")
    for seed in range(SEED, SEED + MUTANTS * 5):
        chance = random.Random(seed)
        text = "".join(chance.choice(WORDS) for _ in range(chance.randint(0, 40)))
        context = {"published": chance.choice((None, "2024-03-03", "nonsense")), "publisher": "The Harbour Post"}
        try:
            found = strings.read(kind, text, chance.choice(tags), context)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test names its seed
            pytest.fail(f"seed {seed}: {kind} {text!r}: {type(error).__name__}: {error}")
        json.dumps(found)
