"""The index of a page gives what a search of the whole tree would, in document order."""

from __future__ import annotations

from pipelines.extract import microdata
from pipelines.extract.index import Index
from pipelines.extract.markup import names
from pipelines.extract.tree import parse, tokens

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
