"""JSON-LD as pages carry it."""

from __future__ import annotations

from pipelines.extract.structured import article_node, read, string
from pipelines.extract.tree import parse


def graph(*blocks: str):  # type: ignore[no-untyped-def]
    scripts = "".join(f'<script type="application/ld+json">{b}</script>' for b in blocks)
    return read(parse(f"<html><head>{scripts}</head><body><p>x</p></body></html>")[0])


def test_an_article_in_a_graph_is_found_and_references_resolve() -> None:
    g = graph(
        '{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"], "headline": "Bridge opens",'
        ' "author": {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": "Ida Holm"}]}'
    )
    found = article_node(g, None, None)
    assert found is not None
    assert found[1]["headline"] == "Bridge opens"
    assert g.lookup["#p"]["name"] == "Ida Holm"


def test_broken_blocks_are_mended_where_that_is_safe() -> None:
    for block in (
        '{"@type": "NewsArticle", "headline": "A line\nbreak inside",}',
        '<!-- {"@type": "NewsArticle", "headline": "In a comment"} -->',
        '{"@type": "NewsArticle", "headline": "Semicolon"};',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Entities&quot;}",
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "In CDATA"}\n//]]>',
    ):
        assert article_node(graph(block), None, None) is not None, block


def test_what_cannot_be_mended_is_noted_and_the_rest_is_read() -> None:
    g = graph('{"@type": "NewsArticle", "headline": "cut o', '{"@type": "NewsArticle", "headline": "Whole"}')
    assert g.notes == ("json_ld_broken",)
    assert article_node(g, None, None)[1]["headline"] == "Whole"  # type: ignore[index]


def test_deep_nesting_does_not_raise() -> None:
    g = graph('{"a":' * 50_000 + "1" + "}" * 50_000)
    assert g.nodes == ()


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    g = graph('{"@type": "NewsArticle", "headline": "Fire \\ud800 in port"}')
    assert "\ud800" not in (string(article_node(g, None, None)[1]["headline"]) or "")  # type: ignore[index]


def test_the_page_s_own_article_wins_over_listed_ones() -> None:
    g = graph(
        '[{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other", '
        '"datePublished": "2024-01-01"}]},'
        '{"@type": "NewsArticle", "headline": "Mine", "url": "https://a.test/mine"}]'
    )
    assert article_node(g, "https://a.test/mine?ref=1", None)[1]["headline"] == "Mine"  # type: ignore[index]


def test_strings_lose_markup_and_entities() -> None:
    assert string("Salt &amp;amp; <b>Pepper</b> ") == "Salt & Pepper"
    assert string({"@value": "x"}) == "x"
    assert string(["", "a"]) is None
    assert string(7) is None
