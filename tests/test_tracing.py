"""Every value can be found on the page: the words at the XPath of its evidence are the words it was read from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.decode import decode, repair
from pipelines.extract.tree import parse as tree_of
from pipelines.extract.tree import text_of
from pipelines.page import Origin, Page
from pipelines.parse import parse
from pipelines.record import Article
from pipelines.tracing import locate

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PAGES = sorted(FIXTURES.glob("sites/*/*/page.html"))


def traced(path: Path) -> tuple[Article | None, bytes]:
    content = path.read_bytes()
    found = parse(
        Page(content, "https://www.example.test/a", "2026-01-01T00:00:00Z", origin=Origin("file", "page.html"))
    )
    return (found if isinstance(found, Article) else None), content


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.relative_to(FIXTURES / "sites").as_posix())
def test_the_words_stand_where_the_evidence_says(path: Path) -> None:
    article, content = traced(path)
    if article is None:
        return
    tree, refused = tree_of(repair(decode(content, None).text))
    assert refused is None
    for pointer, evidence in article.provenance.items():
        if evidence.start is None or not (evidence.locator or "").startswith("/html"):
            continue
        found = tree.xpath(evidence.locator)
        assert len(found) == 1, pointer
        text = found[0] if isinstance(found[0], str) else text_of(found[0])
        words = text[evidence.start : evidence.end]
        assert words, pointer
        assert locate(evidence.raw or "", words) or words in (evidence.raw or ""), pointer


def test_every_name_of_a_fixture_is_traced() -> None:
    untraced = []
    for path in PAGES:
        article, _ = traced(path)
        if article is not None:
            pointers = [f"/authors/{i}/name" for i, a in enumerate(article.authors) if a.name]
            pointers += [
                f"/dateline/places/{i}/name" for i in range(len(article.dateline.places if article.dateline else ()))
            ]
            pointers += [
                p for p, v in (("/publisher/name", article.publisher.name), ("/section", article.section)) if v
            ]
            pointers += ["/alternative_headline"] if article.alternative_headline else []
            untraced += [f"{path.parent.name}{p}" for p in pointers if p not in article.provenance]
    assert untraced == []


@pytest.mark.parametrize(
    ("value", "text", "words"),
    [
        ("Ana Silva", "By ANA SILVA and Ben Cho", "ANA SILVA"),
        ("Noe Rios", "Noé  Ríos (Enviado especial)", "Noé  Ríos"),
        ("AP", "CAPITAL PHOTO/AP", "AP"),
        ("Lee", "Leeds: Mia Lee", "Lee"),
        ("岡本真紀", "【エルサレム岡本真紀】", "岡本真紀"),
        ("Jean-Luc O'Brien", "JEAN‐LUC O’BRIEN", "JEAN‐LUC O’BRIEN"),
        ("Ana Silva", "Anabel Silvani", None),
        ("", "By Ana Silva", None),
    ],
)
def test_locate(value: str, text: str, words: str | None) -> None:
    span = locate(value, text)
    assert (text[span[0] : span[1]] if span else None) == words


@given(st.text(max_size=20), st.text(max_size=20), st.text(min_size=1, max_size=12))
def test_what_is_located_is_inside(before: str, after: str, value: str) -> None:
    text = f"{before} {value} {after}"
    span = locate(value, text)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
