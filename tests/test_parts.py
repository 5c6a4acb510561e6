"""Articles of several pages: one record, the other pages as `part_of`, whatever the order and the number of workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsspider import iter_reparse
from newsspider.parts import bases, groups
from newsspider.sources import entries
from pipelines import limits
from pipelines.page import Page
from pipelines.record import Article, Rejection

_SITE = "https://delta.example"
_SENTENCES = (
    "The ferry between the two islands will sail again from Monday after a winter in the dock, the office said.",
    "Fishermen on the northern shore had asked the council for a second pier, and for lights along the old one.",
    "The engine came from a yard in the south, where three ships of the same kind are still waiting for parts.",
    "Children from the upper village crossed by rowing boat for two months, with a teacher at the oars each day.",
    "Nobody on the council wished to say what the repair had cost in the end, nor who would pay the last bill.",
    "The captain has spent thirty years on the route and would rather not see another winter like this one again.",
)


def _page(
    number: int, *, head: str = "", foot: str = "", title: str = "Ferry is back in service", text: int = 0
) -> str:
    words = " ".join(f"{s} ({text or number}.{i})" for i, s in enumerate(_SENTENCES[:3]))
    more = " ".join(f"{s} ({text or number}.{i})" for i, s in enumerate(_SENTENCES[3:]))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1><p class=byline>By Ana Silva</p><p>{words}</p><p>{more}</p></article>{foot}</body></html>"
    )


def _stored(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    rows = []
    for number, (path, html) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(html, "utf-8")
        rows.append(json.dumps({"path": f"{number}.html", "url": _SITE + path, "retrieved_at": "2024-05-02T10:00:00Z"}))
    (folder / "manifest.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def _read(folder: Path, jobs: int = 1) -> dict[str, Article | Rejection]:
    return {(found.url or "").removeprefix(_SITE): found for found in iter_reparse([folder], jobs=jobs)}


_BY_REL = {
    "/ferry": _page(1, head='<link rel=next href="/ferry?page=2">'),
    "/ferry?page=2": _page(2, head='<link rel=prev href="/ferry"><link rel=next href="/ferry?page=3">'),
    "/ferry?page=3": _page(3, head='<link rel=prev href="/ferry?page=2">'),
}
_BY_CANONICAL = {
    "/canonical/ferry.html": _page(1),
    "/canonical/ferry-2.html": _page(2, head=f'<link rel=canonical href="{_SITE}/canonical/ferry.html">'),
}
_BY_NUMBER = {
    "/number/ferry/": _page(1, foot='<div><span>1</span> <a href="/number/ferry/2/">2</a></div>'),
    "/number/ferry/2/": _page(2),
}
_BY_PART = {
    "/ld/ferry": _page(1),
    "/ld/ferry/page/2": _page(
        2,
        head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry is back in service",'
        f'"isPartOf":{{"@type":"Article","url":"{_SITE}/ld/ferry"}}}}</script>',
    ),
}


def test_parts_that_a_page_names_become_one_record(tmp_path: Path) -> None:
    """The pages name each other by rel=next and prev, by canonical, by a number, by JSON-LD."""
    ways = (_BY_REL, _BY_CANONICAL, _BY_NUMBER, _BY_PART)
    found = _read(_stored(tmp_path / "in", {path: html for way in ways for path, html in way.items()}))
    assert len(found) == sum(map(len, ways)), "pages in are lines out"
    for pages in ways:
        first, *others = (found[path] for path in pages)
        assert isinstance(first, Article)
        assert len(first.body.paragraphs) == 2 * len(pages)
        assert [f"({n}.0)" in first.body.text for n in range(1, len(pages) + 1)] == [True] * len(pages)
        assert "joined_parts" in first.warnings
        assert [(o.reason, o.detail) for o in others if isinstance(o, Rejection)] == [
            ("part_of", f"part {n} of {first.url}") for n in range(2, len(pages) + 1)
        ]


def test_order_and_workers_change_nothing(tmp_path: Path) -> None:
    plain = _read(_stored(tmp_path / "a", _BY_REL))
    turned = _read(_stored(tmp_path / "b", dict(reversed(_BY_REL.items()))), jobs=2)
    assert list(turned) == list(reversed(plain))
    for url, found in plain.items():
        other = turned[url]
        assert type(other) is type(found)
        if isinstance(found, Article) and isinstance(other, Article):
            assert (other.body, other.authors, other.id) == (found.body, found.authors, found.id)


def test_what_is_no_part_stays_a_record(tmp_path: Path) -> None:
    pairs = {
        "/unnamed": (_page(1), _page(2)),
        "/headline": (_page(1, head='<link rel=next href="/headline?page=2">'), _page(2, title="Council meets")),
        "/text": (_page(1, head='<link rel=next href="/text?page=2">'), _page(2, text=1)),
        "/address": (_page(1, head='<link rel=next href="/address?page=3">'), _page(2)),
        "/number": (_page(1, foot='<a href="/number?page=2">3</a>'), _page(2)),
    }
    pages = {
        path + tail: html for path, pair in pairs.items() for tail, html in zip(("", "?page=2"), pair, strict=True)
    }
    found = _read(_stored(tmp_path / "in", pages))
    assert [path for path, one in found.items() if not isinstance(one, Article) or "joined_parts" in one.warnings] == []
    assert len(found) == len(pages)


def test_a_missing_part_ends_the_article(tmp_path: Path) -> None:
    pages = {path: html for path, html in _BY_REL.items() if not path.endswith("=2")}
    assert all(isinstance(one, Article) for one in _read(_stored(tmp_path / "in", pages)).values())


def test_an_amp_page_has_the_identity_of_its_page(tmp_path: Path) -> None:
    amp = _page(1, head=f'<link rel=canonical href="{_SITE}/ferry">').replace("<html", "<html amp", 1)
    found = _read(
        _stored(
            tmp_path / "in",
            {
                "/ferry": _page(1, head=f'<link rel=canonical href="{_SITE}/ferry">'),
                "/amp/ferry": amp,
                "/ferry/print": amp,
            },
        )
    )
    assert len({one.id for one in found.values() if isinstance(one, Article)}) == 1
    assert all(isinstance(one, Article) for one in found.values())


def test_addresses_without_a_number_are_read_once(tmp_path: Path) -> None:
    folder = _stored(tmp_path / "in", {"/ferry": _page(1), "/harbour/2024/pier": _page(2)})
    calls = []

    def read() -> object:
        calls.append(1)
        return entries([folder])

    assert groups(read) == {}  # type: ignore[arg-type]
    assert len(calls) == 1


def test_what_an_archive_keeps_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Page(html.encode(), url=_SITE + path) for path, html in _BY_REL.items()]
    monkeypatch.setattr(limits, "MAX_PART_BYTES", len(pages[0].content) + 10)
    assert groups(lambda: pages) == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://d.example/a?id=7&seite=2", {("d.example/a?seite=2", 7), ("d.example/a?id=7", 2)}),
        ("https://d.example/a/seite/3", {("d.example/a/seite", 3), ("d.example/a", 3)}),
        ("https://d.example/2024/05/12", {("d.example/2024/05", 12)}),
        ("https://d.example/a_2.shtml", {("d.example/a.shtml", 2)}),
        ("https://d.example/a,12", {("d.example/a", 12)}),
        ("https://d.example/a-2024.html", set()),
        ("https://d.example/?p=1", set()),
        ("https://d.example/a?page=02", set()),
        ("https://[d.example/a?page=2", set()),
    ],
)
def test_addresses_are_read_by_their_form(url: str, expected: set[tuple[str, int]]) -> None:
    assert set(bases(url)) == expected
