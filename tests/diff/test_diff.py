"""What changed between two runs: fields, bodies, moves, and the recipe for a new version of trafilatura."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsspider.diff import compare, html_page

ROOT = Path(__file__).resolve().parents[2]
LINES = [json.loads(x) for x in (ROOT / "fixtures" / "records" / "1.0.jsonl").read_text("utf-8").splitlines()]
RECORDS = [x for x in LINES if "reason" not in x]
REJECTION = next(x for x in LINES if "reason" in x)


def written(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines), encoding="utf-8")
    return path


def changed(**fields: Any) -> list[dict[str, Any]]:
    return [{**RECORDS[0], **fields}, *RECORDS[1:]]


def run(*arguments: str, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command, given = [sys.executable, "-m", "newsspider", *arguments], {"PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **given})


def test_the_same_twice(tmp_path: Path) -> None:
    one, two = written(tmp_path / "a.jsonl", LINES), written(tmp_path / "b.jsonl", LINES[::-1])
    before = one.read_bytes()
    made = compare([one], [two])
    assert made.is_empty
    assert (made.pages, made.same) == (len(LINES), len(LINES))
    assert "the two runs agree" in html_page(made, "a", "b")
    assert one.read_bytes() == before
    assert run("diff", str(one), str(two), cwd=tmp_path).returncode == 0


def test_fields_and_bodies(tmp_path: Path) -> None:
    body = RECORDS[0]["body"]
    paragraphs = [*body["paragraphs"][1:], "A last paragraph of five words."]
    blocks = [{"kind": "paragraph", "text": p, "level": None} for p in paragraphs]
    text = "\n\n".join(paragraphs)
    other = {"text": text, "paragraphs": paragraphs, "blocks": blocks}
    new = changed(headline="Another <b>headline</b>", body=other)
    made = compare([written(tmp_path / "a.jsonl", RECORDS)], [written(tmp_path / "b.jsonl", new)])
    assert made.fields == {"headline": 1, "body": 1}
    assert (made.changed, made.same) == (1, len(RECORDS) - 1)
    (sample,) = made.samples["body"]
    assert sample.old.startswith(body["paragraphs"][0][:50])
    assert sample.new == "A last paragraph of five words."
    assert made.words_won >= 1
    page = html_page(made, "a", "b")
    assert "Another &lt;b&gt;headline&lt;/b&gt;" in page
    assert "<b>headline" not in page


def test_moves(tmp_path: Path) -> None:
    gone = {**REJECTION, "source": RECORDS[0]["source"], "url": RECORDS[0]["url"], "reason": "too_short"}
    other = {**REJECTION, "reason": "soft_404" if REJECTION["reason"] != "soft_404" else "consent"}
    made = compare(
        [written(tmp_path / "a.jsonl", LINES)],
        [written(tmp_path / "b.jsonl", [gone, *RECORDS[1:], other])],
    )
    assert made.moves == {"record → too_short": 1, f"{REJECTION['reason']} → {other['reason']}": 1}
    assert [s.new for s in made.lost] == ["too_short"]


def test_pages_of_one_run_only(tmp_path: Path) -> None:
    made = compare([written(tmp_path / "a.jsonl", RECORDS[:5])], [written(tmp_path / "b.jsonl", RECORDS[2:])])
    assert (made.pages, made.removed, made.added) == (3, 2, len(RECORDS) - 5)


@pytest.mark.parametrize(("more", "code"), [((), 1), (("--fail-over", "0.5"), 0), (("--fields", "authors"), 0)])
def test_exit_codes(more: tuple[str, ...], code: int, tmp_path: Path) -> None:
    one, two = written(tmp_path / "a.jsonl", RECORDS), written(tmp_path / "b.jsonl", changed(section="Other"))
    done = run("diff", str(one), str(two), *more, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    done = run("diff", str(one), str(two), "--json", cwd=tmp_path)
    assert json.loads(done.stdout)["fields"] == {"section": 1}
    (tmp_path / "b.jsonl").write_text("{}\n")
    assert run("diff", str(one), str(two), cwd=tmp_path).returncode == 2
    assert run("diff", str(one), str(two), "--fields", "nonsense", cwd=tmp_path).returncode == 2


SHIM = """
import sysconfig
from pathlib import Path

# the installed version, with one function changed: what another version would be
_real = Path(sysconfig.get_paths()["purelib"]) / "trafilatura"
__path__ = [str(_real)]
exec(compile((_real / "__init__.py").read_text(), str(_real / "__init__.py"), "exec"))
import trafilatura.core
inner = trafilatura.core.bare_extraction

def shorter(*given, **options):
    found = inner(*given, **options)
    if found is not None and found.body is not None:
        for last in list(found.body.iter("p"))[-1:]:
            last.getparent().remove(last)
    return found

bare_extraction = trafilatura.core.bare_extraction = shorter
"""


@pytest.mark.long
def test_the_recipe_for_a_new_trafilatura(tmp_path: Path) -> None:
    """docs/cookbook.md: parse, install the other version, parse again, look. Here the other version is a wrapper."""
    (tmp_path / "other" / "trafilatura").mkdir(parents=True)
    (tmp_path / "other" / "trafilatura" / "__init__.py").write_text(SHIM)
    pages = str(ROOT / "fixtures" / "sites")
    assert run("reparse", pages, "-o", "before/articles.jsonl", "--quiet", cwd=tmp_path).returncode == 0
    assert run("reparse", pages, "-o", "again/articles.jsonl", "--quiet", cwd=tmp_path).returncode == 0
    assert run("diff", "before/articles.jsonl", "again/articles.jsonl", cwd=tmp_path).returncode == 0
    other = {"PYTHONPATH": os.pathsep.join((str(tmp_path / "other"), str(ROOT)))}
    assert run("reparse", pages, "-o", "after/articles.jsonl", "--quiet", cwd=tmp_path, env=other).returncode == 0
    done = run("diff", "before/articles.jsonl", "after/articles.jsonl", "--html", "diff.html", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "\nbody: " in done.stdout
    assert "<summary>body" in (tmp_path / "diff.html").read_text(encoding="utf-8")
