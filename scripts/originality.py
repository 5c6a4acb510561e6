"""Words of the labelled pages in this repository: what stands in both, and should not.

    scripts/originality.py --shared FOLDER    list every run of words that the repository and the pages share

Pages and labels are for measuring only, so no sentence of theirs may stand here. Two texts share a run where seven
words follow each other in both (ten characters in scripts without blanks). Stock formulas, which every house
prints, stand in `scripts/formulas.txt`, one a line. Exit 1 where a run is found that is no formula.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import lxml.html

ROOT = Path(__file__).resolve().parent.parent
FORMULAS = ROOT / "scripts" / "formulas.txt"
RUN_WORDS = 7
RUN_LETTERS = 10
TEXTS = (".py", ".toml", ".md", ".jsonl", ".html", ".json", ".txt", ".xml")
FOLDERS = ("pipelines", "newsspider", "tests", "fixtures", "docs", "scripts")
OWN = ("places.toml", "exonyms.toml", "gate.json", "formulas.txt")
WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0e7f])+")
QUOTED = re.compile(r'"([^"]*)"')
DENSE = re.compile(f"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]{{{RUN_LETTERS},}}")


def runs(text: str) -> Iterator[str]:
    """Yield every run of `RUN_WORDS` words, folded, and of `RUN_LETTERS` letters where a script has no blanks."""
    words = WORD.findall(text.casefold())
    for start in range(len(words) - RUN_WORDS + 1):
        yield " ".join(words[start : start + RUN_WORDS])
    for match in DENSE.finditer(text):
        stretch = match.group()
        for start in range(len(stretch) - RUN_LETTERS + 1):
            yield stretch[start : start + RUN_LETTERS]


def own() -> dict[str, list[str]]:
    """Return every run of the repository's lines with the places (file:line) where it stands."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in TEXTS or path.name in OWN or "__pycache__" in path.parts:
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                for text in apart(line, path.suffix):
                    for run in runs(text):
                        found[run].append(f"{path.relative_to(ROOT)}:{number}")
    return found


def apart(line: str, suffix: str) -> Iterable[str]:
    """Return the texts of a line that belong together: the strings of JSON and TOML one by one, else the line."""
    if suffix == ".jsonl":
        return strings(line)
    return QUOTED.findall(line) if suffix == ".toml" else (line,)


def shared_texts(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of every page, label and case under the shared folder."""
    for path in sorted(shared.rglob("*")):
        name = path.relative_to(shared).as_posix()
        if not path.is_file() or name.startswith(("research", "seed", "score", "hooks")):
            continue
        if path.suffix == ".jsonl" and "manifest" not in path.name:
            for line in path.read_text(encoding="utf-8").splitlines():
                for text in strings(line):
                    yield name, text
        elif path.name.endswith((".html", ".html.gz", ".htm", ".htm.gz")):
            data = path.read_bytes()
            yield name, printed(gzip.decompress(data) if path.suffix == ".gz" else data)


def strings(line: str) -> Iterator[str]:
    """Yield every string of a line of JSON, keys aside."""
    values = [json.loads(line)]
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            values.extend(value.values())
        elif isinstance(value, list):
            values.extend(value)


def printed(data: bytes) -> str:
    """Return the text of a page, scripts aside; nothing where the parser gives up."""
    try:
        tree = lxml.html.document_fromstring(data.decode("utf-8", "replace"))
    except (lxml.etree.LxmlError, ValueError):
        return ""
    for element in list(tree.iter("script", "style")):
        element.drop_tree()
    return " ".join(tree.itertext())


def found_in(texts: Iterable[tuple[str, str]], runs_here: dict[str, list[str]]) -> dict[str, str]:
    """Return the runs that stand in one of the texts, each with the name of the first text."""
    found: dict[str, str] = {}
    for name, text in texts:
        for run in runs(text):
            if run in runs_here and run not in found:
                found[run] = name
    return found


def stock() -> frozenset[str]:
    """Return the runs of the formulas that every house prints, and of the standards that files name."""
    lines = FORMULAS.read_text(encoding="utf-8").splitlines()
    return frozenset(run for line in lines if not line.startswith("#") for run in runs(line))


def main() -> int:
    """Print what both share; return 1 where it is no stock formula."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder of labelled pages")
    shared = parser.parse_args().shared
    if not shared.is_dir():
        print(f"no labelled pages at {shared}: nothing to compare")
        return 0
    excused, here = stock(), own()
    found = found_in(shared_texts(shared), {run: places for run, places in here.items() if run not in excused})
    for run, name in found.items():
        print(f"{here[run][0]}\t{run}\t{name}", file=sys.stderr)
    print(f"{len(here)} runs of {RUN_WORDS} words compared: {len(found)} stand in the labelled pages too")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
