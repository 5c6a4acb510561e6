"""The index of a page gives what a search of the whole tree would, in document order."""

from __future__ import annotations

import pytest

from pipelines.draft import Draft
from pipelines.extract import extract, microdata
from pipelines.extract.index import Index
from pipelines.extract.markup import names
from pipelines.extract.tree import parse, tokens
from pipelines.page import Page

PAGE = """<html><body>
<div class="story-byline"><a rel="nofollow author" href="/a">Mara Lindt</a></div>
<h2 id="caption">Quay</h2>
<p class="Photo__caption--wide">The quay at low water.</p>
<x-byline>Jon Aster</x-byline>
<time itemprop="datePublished">3 May</time>
<span data-testid="time-stamp" data-caption="A crane">12:40</span>
</body></html>"""


def _index() -> Index:
    root, refusal = parse(PAGE)
    assert refusal is None
    return Index(root)


def test_groups_are_those_of_the_words_of_each_element() -> None:
    index = _index()
    for group in ("byline", "caption", "time", "standfirst"):
        assert index.named(group) == [e for e in index.order if names(group) & tokens(e)]
    assert [e.tag for e in index.named("byline")] == ["div", "x-byline"]
    # the id of a heading is its text
    assert [e.tag for e in index.named("caption")] == ["p"]


def test_telling_attributes_are_found_whatever_else_an_element_bears() -> None:
    index = _index()
    assert [e.tag for e in index.bearing("rel")] == ["a"]
    assert [e.tag for e in index.bearing("itemprop", "data-caption")] == ["time", "span"]


def test_several_searches_give_each_element_once_in_document_order() -> None:
    index = _index()
    time = index.root.iter("time")
    found = index.sorted(index.named("time"), index.bearing("rel"), time)
    assert [e.tag for e in found] == ["a", "time", "span"]


def test_addresses_of_microdata_authors_are_whole() -> None:
    root, _ = parse(
        '<html><body><h1>T</h1><div itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<a itemprop="url" href="../people/ana"><b itemprop="name">Ana Silva</b></a></div></body></html>'
    )
    (author,) = microdata.authors(Index(root), "https://news.example/a/story.html")
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
