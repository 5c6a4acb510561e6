"""Learn where stories end: weights of `pipelines/data/ending.toml` from pages labelled by hand.

    scripts/train_end.py [--shared ../shared] [--jobs 2] [--check]

Reads only labels written by hand (`gold` and `more/gold`), never body text that another parser made. Each figure is
cross-validated: a publisher's pages are judged by weights that never saw them. `--check` prints and writes nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from pipelines import parse as parsing
from pipelines.boilerplate import ending
from pipelines.draft import Draft
from pipelines.extract import extract
from pipelines.page import Origin, Page
from pipelines.record import Rejection

OUT = Path(__file__).resolve().parent.parent / "pipelines" / "data" / "ending.toml"
SETS = (("pages", "gold"), ("more/pages", "more/gold"))
FOLDS = 10
RIDGE = 2.0  # keeps the weights of rare features small: some stand on five lines
STEPS = 12  # Newton's method is at rest after eight
SPOILED = 3  # one good end lost is worse than two bad ones left
MARGINS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
COSTS = (0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Sample:
    """The last lines of one page, which of them stand below the story (None: either reading holds), and whose it is."""

    last: list[ending.Tail]
    below: list[bool | None]
    publisher: str
    name: str
    learning: list[tuple[list[float], float]]
    """Rows with their truth, of the lines as the page has them: what the rules take is below the story too."""

    @property
    def ends(self) -> set[int]:
        """Return how many last lines may go so that the story ends where a label says."""
        sure = sum(b is True for b in self.below)
        return set(range(sure, sure + sum(b is None for b in self.below) + 1))


def squash(text: str) -> str:
    """Return letters and digits alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def before_ending(page: Page) -> tuple[Draft, Draft] | None:
    """Return a page's draft before the line rules and as the stage of the end gets it, or None without a story."""
    draft = extract(page)
    if isinstance(draft, Rejection):
        return None
    raw = draft
    for name, stage in parsing.STAGES:
        if name == "boilerplate":
            raw = draft
        if name == "ending":
            break
        draft = parsing.advance(draft, stage)
    return raw, draft


def sample(job: tuple[Path, dict[str, Any], dict[str, Any]]) -> Sample | None:
    """Return one labelled page as a sample, or None where its end is not among the last lines."""
    home, row, label = job
    content = gzip.decompress((home / row["path"]).read_bytes())
    drafts = before_ending(Page(content, row["url"], row.get("retrieved_at"), origin=Origin("file", row["path"])))
    if drafts is None:
        return None
    raw, draft = drafts
    also = label.get("body_last_also") or []
    stated = [squash(words) for words in (label["body_last"], *([also] if isinstance(also, str) else also)) if words]
    judged, below = ending.tails(draft), truths(draft, stated)
    if not judged or not below:
        return None
    learning = [
        (ending.measured(t), float(b))
        for d in ((raw, draft) if truths(raw, stated) else (draft,))
        for t, b in zip(ending.tails(d), truths(d, stated), strict=True)
        if b is not None
    ]
    host = re.sub(r"^www\.", "", row["url"].split("/")[2]) if "//" in (row["url"] or "") else row["path"]
    return Sample(judged, below, host, row["path"], learning)


def truths(draft: Draft, stated: list[str]) -> list[bool | None]:
    """Return for each of the last lines whether it is below the story, or nothing where the end is not among them."""
    lines = [squash(line.text) for line in draft.lines]
    found = sorted({i for words in stated for i in places(words, lines)})
    first = len(lines) - len(ending.tails(draft))
    if not found or found[-1] < first - 1:
        return []
    return [True if i > found[-1] else None if i > found[0] else False for i in range(first, len(lines))]


def places(words: str, lines: list[str]) -> list[int]:
    """Return the last line that ends with these words, or ends them."""
    for index in range(len(lines) - 1, -1, -1):
        if lines[index] and (lines[index].endswith(words) or (words.endswith(lines[index]) and len(lines[index]) > 20)):
            return [index]
    return []


def samples(shared: Path, jobs: int) -> list[Sample]:
    """Return every labelled page."""
    work = []
    for pages, labels in SETS:
        manifest = (shared / pages / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        rows = {row["path"]: row for row in map(json.loads, manifest)}
        for name in ("en", "intl", "extra"):
            file = shared / labels / f"{name}.jsonl"
            for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
                label = json.loads(line)
                work.append((shared / pages, rows[label["page"]], label))
    with Pool(jobs) as pool:
        return [s for s in pool.imap(sample, work, 4) if s is not None]


def fit(given: Sequence[Sample]) -> list[float]:
    """Return the weights of a ridge logistic regression by Newton's method."""
    rows = [pair for s in given for pair in s.learning]
    size = len(ending.FEATURES)
    learned = [0.0] * size
    for _ in range(STEPS):
        slope = [-RIDGE * w for w in learned]
        curve = [[RIDGE if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, truth in rows:
            z = max(-30.0, min(30.0, sum(w * x for w, x in zip(learned, row, strict=True))))
            sure = 1.0 / (1.0 + math.exp(-z))
            spread = sure * (1.0 - sure)
            there = [(i, x) for i, x in enumerate(row) if x]
            for i, x in there:
                slope[i] += (truth - sure) * x
                for j, y in there:
                    curve[i][j] += spread * x * y
        learned = [w + step for w, step in zip(learned, solve(curve, slope), strict=True)]
    return learned


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Return x of `matrix` x = `right` by elimination; the ridge keeps every pivot above zero."""
    size = len(right)
    table = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(table[i][k]))
        table[k], table[pivot] = table[pivot], table[k]
        for i in range(k + 1, size):
            factor = table[i][k] / table[k][k]
            table[i] = [a - factor * b for a, b in zip(table[i], table[k], strict=True)]
    found = [0.0] * size
    for k in range(size - 1, -1, -1):
        rest = sum(table[k][j] * found[j] for j in range(k + 1, size))
        found[k] = (table[k][size] - rest) / table[k][k]
    return found


def mended(given: Sequence[tuple[Sample, list[float]]], margin: float, cost: float) -> tuple[int, int]:
    """Return how many ends are mended and how many spoiled."""
    better = worse = 0
    for page, learned in given:
        right = ending.end(page.last, ending.Weights(tuple(learned), margin, cost)) in page.ends
        better += right and 0 not in page.ends
        worse += not right and 0 in page.ends
    return better, worse


def crossed(given: Sequence[Sample]) -> list[tuple[Sample, list[float]]]:
    """Return each page with weights that were learned from other publishers."""
    hosts = sorted({s.publisher for s in given})
    fold = {host: i % FOLDS for i, host in enumerate(hosts)}
    learned = [fit([s for s in given if fold[s.publisher] != i]) for i in range(FOLDS)]
    return [(s, learned[fold[s.publisher]]) for s in given]


def written(learned: list[float], margin: float, cost: float, said: str) -> str:
    """Return the data file."""
    lines = [
        '# Where a story ends: how much each feature of a line speaks for "below the story".',
        "# The features are told in pipelines/boilerplate/ending.py.",
        "# Written by `make train`; a weight may be changed by hand, 0.0 switches its feature off.",
        f"# {said}",
        "",
        f"margin = {margin}",
        f"gap_cost = {cost}",
        "",
        "[weights]",
        *(f"{name} = {w:.3f}" for name, w in zip(ending.FEATURES, learned, strict=True)),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn, say what it is worth on publishers not seen, write the file."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--check", action="store_true")
    options.add_argument("--show", action="store_true", help="print what is mended, spoiled and left")
    given = options.parse_args()
    pages = samples(given.shared, given.jobs)
    judged = crossed(pages)
    tried = {(m, c): mended(judged, m, c) for m in MARGINS for c in COSTS}
    for pair, (better, worse) in tried.items():
        print(f"margin {pair[0]} gap cost {pair[1]}: {better} mended, {worse} spoiled")
    margin, cost = max(tried, key=lambda pair: (tried[pair][0] - SPOILED * tried[pair][1], sum(pair)))
    better, worse = tried[margin, cost]
    bad = sum(0 not in s.ends for s in pages)
    said = f"{len(pages)} pages, {bad} with lines below; publishers not seen: {better} mended, {worse} spoiled."
    print(said)
    if given.show:
        for page, others in judged:
            at = ending.end(page.last, ending.Weights(tuple(others), margin, cost))
            if at or 0 not in page.ends:
                print(at in page.ends, at, sorted(page.ends), page.name, [t.line.text[:100] for t in page.last[-3:]])
    learned = fit(pages)
    print("publishers seen: {} mended, {} spoiled".format(*mended([(s, learned) for s in pages], margin, cost)))
    if not given.check:
        OUT.write_text(written(learned, margin, cost, said), encoding="utf-8")


if __name__ == "__main__":
    main()
