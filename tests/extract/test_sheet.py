"""The page as one text with its elements as intervals: what arithmetic says is what a walk of the tree would."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.draft import Draft
from pipelines.extract import extract, microdata
from pipelines.extract.blocks import Cutter
from pipelines.extract.markup import named, names
from pipelines.extract.measures import Measures
from pipelines.extract.parsed import tree_of
from pipelines.extract.sheet import Sheet
from pipelines.extract.template import words
from pipelines.extract.tree import UNSEEN, Element, parse, text_of
from pipelines.page import Page
from pipelines.rules import read_toml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PAGES = sorted(FIXTURES.glob("sites/*/*/page.html"))

_WORDS = st.text(alphabet="ab é\u00a0 \n\u200b日", max_size=12)
_TAGS = ["div", "span", "p", "b", "br", "script", "select", "section", "a", "ul", "li", "pre", "h2"]
_MARKUP = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} href=/x>{''.join(parts)}</{tag}>" if tag != "br" else "<br>",
        st.sampled_from(_TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


def _sheet(markup: str) -> Sheet:
    root, refusal = parse(f"<html><body><div>{markup}</div></body></html>")
    assert refusal is None
    return Sheet(root)


def _seen(sheet: Sheet) -> list[int]:
    return [e for e in range(len(sheet.tag)) if sheet.tag[e] not in UNSEEN]


@given(_MARKUP)
def test_elements_are_intervals(markup: str) -> None:
    sheet = _sheet(markup)
    for element in range(1, len(sheet.tag)):
        up = sheet.up[element]
        assert up < element < sheet.end[element] <= sheet.end[up]
        assert sheet.at[up] <= sheet.at[element] <= sheet.to[element] <= len(sheet.text)
        assert list(sheet.children(up)).count(element) == 1
        node: Element = sheet.nodes[element]
        assert sheet.nodes[up] is node.getparent()
        assert [sheet.nodes[a] for a in sheet.above(element)] == list(node.iterancestors())


@given(_MARKUP)
def test_the_text_is_what_a_reader_has(markup: str) -> None:
    sheet = _sheet(markup)
    for element in _seen(sheet):
        words = text_of(sheet.nodes[element])
        assert sheet.printed(element) == sheet.shown(element) == words
        assert "".join(sheet.lines(element)).replace(" ", "") == words.replace(" ", "")
        start = sheet.start(element)
        assert sheet.offset(element, start) == 0
        assert not words or sheet.text[start] == words[0]


@given(_MARKUP, st.data())
def test_what_is_claimed_is_cut_from_the_text_and_comes_back(markup: str, data: st.DataObject) -> None:
    sheet = _sheet(markup)
    claimed = data.draw(st.lists(st.sampled_from(_seen(sheet)), max_size=4, unique=True))
    for element in claimed:
        sheet.claim(element, "furniture")
    for element in _seen(sheet):
        inside = [c for c in claimed if sheet.holds(element, c) and c != element]
        gone = set().union(*(range(sheet.at[c], sheet.to[c]) for c in inside))
        left = [sheet.text[i] for i in range(sheet.at[element], sheet.to[element]) if i not in gone]
        assert sheet.raw(element) == "".join(left)
        assert sheet.claimed(element) == any(sheet.holds(c, element) for c in claimed)
    for element in claimed:
        sheet.release(element)
    assert not any(sheet.away)


@given(_MARKUP)
def test_sums_are_those_of_a_walk(markup: str) -> None:
    sheet = _sheet(markup)
    sizes = Measures(sheet)
    for element in _seen(sheet):
        below = range(element, sheet.end[element])
        links = [e for e in below if sheet.tag[e] == "a"]
        assert sizes.links(element) == len(links)
        assert sizes.text(element) == len(sheet.raw(element).replace("\n", ""))
        outer = [e for e in links if not any(sheet.holds(o, e) and o != e for o in links)]
        inside = any(sheet.tag[a] == "a" for a in sheet.above(element))
        if not inside:
            assert sizes.linked(element) == sum(sheet.to[e] - sheet.at[e] for e in outer)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.relative_to(FIXTURES / "sites").as_posix())
def test_paths_of_a_page_are_those_of_the_parser(path: Path) -> None:
    root = tree_of(Page(path.read_bytes()))
    if root is None:
        return
    sheet, tree = Sheet(root), root.getroottree()
    for element, node in enumerate(sheet.nodes):
        assert sheet.path(element) == tree.getpath(node)
        assert sheet.number_of(node) == element


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.parent.relative_to(FIXTURES / "sites").as_posix())
def test_every_word_of_a_page_is_in_one_block(path: Path) -> None:
    root = tree_of(Page(path.read_bytes()))
    if root is None:
        return
    sheet = Sheet(root)
    body = sheet.of("body")[0]
    blocks = Cutter(sheet).cut(body)
    words = "".join(b.text.replace(" | ", "") if b.kind == "table" else b.text for b in blocks)
    assert "".join(words.split()) == "".join(sheet.shown(body).split())
    assert [b.order for b in blocks] == list(range(len(blocks)))
    assert all(sheet.at[b.element] <= b.at <= sheet.to[b.element] for b in blocks)


PAGE = """<div class="story-byline"><a rel="nofollow author" href="/a">Mara Lindt</a></div>
<h2 id="caption">Quay</h2>
<p class="Photo__caption--wide">The quay at low water.</p>
<x-byline>Jon Aster</x-byline>
<time itemprop="datePublished">3 May</time>
<span data-testid="time-stamp" data-caption="A crane">12:40</span>"""


def test_groups_are_those_of_the_words_of_each_element() -> None:
    sheet = _sheet(PAGE)
    for group in ("byline", "caption", "time", "standfirst"):
        assert named(sheet, group) == [e for e in range(len(sheet.tag)) if names(group) & sheet.words(e)]
    assert [sheet.tag[e] for e in named(sheet, "byline")] == ["div", "x-byline"]
    # the id of a heading is its text
    assert [sheet.tag[e] for e in named(sheet, "caption")] == ["p"]


def test_telling_attributes_are_found_whatever_else_an_element_bears() -> None:
    sheet = _sheet(PAGE)
    assert [sheet.tag[e] for e in sheet.bearing("rel")] == ["a"]
    assert [sheet.tag[e] for e in (*sheet.bearing("itemprop"), *sheet.bearing("data-caption"))] == ["time", "span"]


def test_addresses_of_microdata_authors_are_whole() -> None:
    sheet = _sheet(
        '<h1>T</h1><div itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<a itemprop="url" href="../people/ana"><b itemprop="name">Ana Silva</b></a></div>'
    )
    (author,) = microdata.authors(sheet, "https://news.example/a/story.html")
    assert (author.name, author.url) == ("Ana Silva", "https://news.example/people/ana")


_WRITER = '<span itemprop="author" itemscope itemtype="https://schema.org/Person">By <b itemprop="name">{}</b></span>'
_CARD = '<div class="card"><h3><a href="/{0}">A harbour is dredged for the {0}th time</a></h3>{1}</div>'
_CARDS = "".join(
    _CARD.format(number, _WRITER.format(who))
    for number, who in ((7, "Ines Duarte"), (8, "Rui Prado"), (9, "Lena Voss"))
)
_SENTENCE = "<p>The council voted on Monday to close the quay until the wall has been mended by the port.</p>"


@pytest.mark.parametrize(
    ("own", "authors"),
    [(_WRITER.format("Ana Silva"), ["Ana Silva"]), ("", ["Ines Duarte", "Rui Prado", "Lena Voss"])],
)
def test_writers_on_cards_of_other_stories_are_not_its_own(own: str, authors: list[str]) -> None:
    story = f"<main><h1>Quay closed</h1>{own}{_SENTENCE * 2}</main>"
    page = f"<html><body>{story}<aside>{_CARDS}</aside></body></html>"
    draft = extract(Page(page.encode(), url="https://news.example/quay"))
    assert isinstance(draft, Draft)
    assert [entry.name for entry in draft.author_entries] == authors


def test_every_template_name_can_be_met() -> None:
    """A page's names are cut at hyphens and folded, so an entry with either never matches."""
    for group, entry in read_toml("markup.toml").items():
        if not group.startswith("meta_"):
            phrases = entry["phrases"]
            assert len(set(phrases)) == len(phrases), group
            assert [p for p in phrases if p not in words(p)] == [], group
