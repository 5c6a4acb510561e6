"""One page from bytes to draft: what has a name is taken, what has none is dropped, what remains is the body."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipelines import limits
from pipelines.container import Container
from pipelines.draft import Draft, Found, Line
from pipelines.extract import (
    body,
    container,
    decode,
    figures,
    furniture,
    headline,
    hydration,
    meta,
    pictures,
    plain,
    statements,
    structured,
    tongue,
    visible,
    votes,
)
from pipelines.extract.index import Index
from pipelines.extract.markup import names_in_order
from pipelines.extract.segments import Cutter, Segment, hints_of, place
from pipelines.extract.structured import Node, string
from pipelines.extract.tree import (
    UNSEEN,
    Element,
    detach,
    hidden,
    is_longer,
    parse,
    path_of,
    select,
    text_of,
)
from pipelines.page import Page
from pipelines.record import Publisher, Reason, Rejection, Source
from pipelines.sites import Layout, Site
from pipelines.text import clean, key

WALL_STATUSES: Final = frozenset({401, 402, 403, 429, 451, 503})
"""Statuses under which servers send walls: the verdict reads the page and says which."""
Ballots = dict[str, set[bool]]
"""What was voted on blocks, by their shape."""
_NEAR_HEADLINE: Final = 60  # elements: the lines of a page's head, not those of its boxes


def extract(
    page: Page,
    site: Site | None = None,
    containers: tuple[Container, ...] = (),
    ballots: Ballots | None = None,
) -> Draft | Rejection:
    """Return what the page holds, or why it cannot be read; never raises for a bad page.

    `site` gives what the generic path cannot know; None is the generic path. `containers` are where stories of the
    site stood: where one fits, the rest of the page is not read, and `Draft.container` says so.
    `ballots` takes in what was voted on which shapes of blocks, for learning.
    """
    source = Source(page.origin.kind, page.origin.path, page.origin.offset, hashlib.sha256(page.content).hexdigest())

    def reject(reason: Reason, detail: str | None = None) -> Rejection:
        if page.status >= 400:
            reason, detail = "bad_http", f"HTTP status {page.status}"
        cut = detail[: limits.MAX_DETAIL] if detail else None
        return Rejection(url=page.url, retrieved_at=page.retrieved_at, source=source, reason=reason, detail=cut)

    if page.status >= 400 and page.status not in WALL_STATUSES:
        return reject("bad_http")
    refusal = decode.inspect(page.content)
    if refusal:
        return reject(refusal)
    decoded = decode.decode(page.content, page.charset)
    start = Draft(
        url=page.url,
        retrieved_at=page.retrieved_at,
        source=source,
        encoding=decoded.encoding,
        decode_errors=decoded.errors,
        truncated=page.truncated,
        status=page.status,
        publisher=Publisher(None, meta.domain_of(page.url)),
    )
    text = decode.repair(decoded.text)
    if page.media_type == "text/plain":
        if decoded.errors * 20 > len(text):
            return reject("not_html", "binary in a text file")
        return plain.read(text, start)
    if decoded.errors * limits.MIN_CHARACTERS_PER_ERROR > len(text):
        return reject("undecodable", f"{decoded.errors} errors in {len(text)} characters of {decoded.encoding}")
    text, lightened = decode.lighten(decode.unwrap(text))
    refusal = decode.guard(text)
    if refusal:
        return reject(refusal)
    with _room_to_descend():
        root, refusal = parse(text)
        if refusal:
            return reject(refusal)
        if root.find("body") is None:
            return reject("no_article", "no body element")
        if lightened:
            start = replace(start, warnings=("script_too_large",))
        draft = read(root, start, site, containers, ballots)
    if draft.container is not None and container.doubtful(draft, draft.container):
        return extract(page, site)
    return draft


@contextlib.contextmanager
def _room_to_descend() -> Iterator[None]:
    """Let walks of the tree go as deep as limits.MAX_DEPTH allows: some take three calls for one level.

    The collector of cycles waits meanwhile: a page's thousands of elements hold none, and looking at them takes time.
    """
    before, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(before, 6 * limits.MAX_DEPTH))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
        if collecting:
            gc.enable()


def read(
    root: Element,
    draft: Draft,
    site: Site | None = None,
    containers: tuple[Container, ...] = (),
    ballots: Ballots | None = None,
) -> Draft:
    """Return `draft` filled from the tree of a page, or from its container alone."""
    layout = (site.layout(draft.retrieved_at) if site else None) or Layout()
    head = meta.read(root, draft.url)
    graph = structured.read(root)
    guess = container.first_heading(root)
    outlets = statements.outlets(graph, head, guess)
    publisher, aliases = statements.publisher(outlets, draft.url or head.canonical)
    node = structured.article_node(graph, draft.url or head.canonical, guess)
    if containers and layout == Layout():
        draft = replace(draft, container=container.enter(root, container.kind_of(graph, head, node), containers))
    index = Index(root)
    order = index.order
    _detach_unread(root, layout)
    title = headline.choose(index, head, node, publisher.name, next(iter(select(root, layout.headline)), None))
    shown = figures.collect(index, head.base)
    stamps = [_stamp(e) for e in select(root, layout.published)] + visible.times(index)
    bylines = visible.found(select(root, layout.byline)) or visible.bylines(index, title.element)
    descriptions = statements.descriptions(head)
    description = _first(descriptions)
    deck = next(iter(select(root, layout.standfirst)), None)
    if deck is None:
        deck = visible.standfirst(index, title.element, description)
    decks = [Found(text_of(deck), "html", path_of(deck))] if deck is not None else []
    if deck is not None:
        detach(deck, "standfirst")
    if title.element is not None:
        detach(title.element, "headline")
    beside = visible.neighbours(bylines) + visible.signed(index)
    dated = visible.neighbours(_around(stamps, order, title.element))
    visible.detach_lone((e for _, e in bylines), "byline")
    visible.detach_lone((e for _, e in stamps), "time")
    walled = statements.free(node) is False and any(map(_is_shown_wall, index.named("paywall")))
    furniture.strip(root, title.element)
    inside = next(iter(select(root, layout.body)), None)
    segments = Cutter().cut(inside if inside is not None else _scope(root, title.element))
    kept = _kept(root, segments, draft.container, ballots)
    after = _first_after(segments, order, title.element)
    story = body.choose(
        segments,
        kept,
        string(node[1].get("articleBody")) if node else None,
        after,
        frozenset(key(c.raw) for c in title.candidates),
    )
    around = _between(segments, after, story)
    place([*story.segments, *around])
    if story.standfirst is not None and not decks:
        decks.append(visible.found_in(story.standfirst))
    lines = tuple(_line(s) for s in story.segments) or _stated_body(node) or hydration.lines(root)
    span = _span(story, order, title.element)
    if site is not None and site.name:
        publisher, aliases = replace(publisher, name=site.name), (*site.aliases, site.name, *aliases)
    languages = statements.languages(node, head)
    language = tongue.choose(
        [site.language if site else None, *(f.raw for f in languages)],
        " ".join(s.text for s in story.segments if s.kind == "paragraph")[:1_500] or (title.text or ""),
    )
    canonicals, sections = statements.canonicals(head, draft.url), statements.sections(node, head)
    offered = {
        "/alternative_headline": decks,
        "/canonical_url": canonicals,
        "/description": descriptions,
        "/language": languages,
        "/publisher/name": outlets,
        "/section": sections,
    }
    return replace(
        draft,
        canonical_url=_first(canonicals),
        language=language,
        publisher=publisher,
        publisher_aliases=aliases,
        headline=title.text,
        headlines=title.candidates,
        standfirst=_first(decks),
        description=description,
        section=_first(sections),
        page_type=statements.page_type(node, graph, head),
        keywords=statements.keywords(node, head),
        author_entries=statements.authors(node, graph, index, head.base),
        bylines=_near(bylines, order, span) or tuple(visible.printed_bylines(around, language)),
        dated=tuple(dated),
        beside=(*beside, *visible.unnamed_lines(around)),
        meta_authors=tuple(
            Found(v[: limits.MAX_BYLINE], "html", f"meta[{n}]") for n, v in head.all(*names_in_order("meta_authors"))
        ),
        published=tuple(statements.dates(node, index, head, stamps, span, draft.url, modified=False)),
        modified=tuple(statements.dates(node, index, head, stamps, span, None, modified=True)),
        time_zone=site.timezone if site else None,
        dateline_style=site.dateline if site else None,
        figures=pictures.choose(shown, order, span, story.container, node, graph, head, publisher.name),
        lines=lines,
        posts=statements.posts(node),
        free=statements.free(node),
        access="partial" if walled else draft.access,
        warnings=(*draft.warnings, *graph.notes),
        offered=tuple((pointer, tuple(found)) for pointer, found in offered.items()),
    )


def _detach_unread(root: Element, layout: Layout) -> None:
    """Detach what nobody reads on the page, and what the site's file drops."""
    for element in root.iter("template"):
        if element.get("shadowrootmode") is not None:  # a declarative shadow root is seen
            element.tag = "div"
    for element in list(root.iter(*UNSEEN)):
        if element.tag not in {"title", "meta", "link"}:
            detach(element, "unseen")
    for selector in layout.drop:
        for element in select(root, selector):
            detach(element, "site")


def _kept(root: Element, segments: list[Segment], known: Container | None, ballots: Ballots | None) -> set[int]:
    """Return the orders of the segments that trafilatura keeps, by what is known of their shapes or by asking it."""
    kept = container.votes(segments, known)
    if kept is None:
        kept = votes.vote(root, segments)
    if ballots is not None:
        for segment in segments:
            if segment.key:
                ballots.setdefault(container.shape(segment), set()).add(segment.order in kept)
    return kept


def _first(found: list[Found]) -> str | None:
    return found[0].raw or None if found else None


def _around(
    stamps: list[tuple[Found, Element]], order: dict[Element, int], title: Element | None
) -> list[tuple[Found, Element]]:
    """Return the time elements that stand near the headline."""
    at = order.get(title, 0) if title is not None else 0
    return [(f, e) for f, e in stamps if abs(order.get(e, 0) - at) <= _NEAR_HEADLINE]


def _stamp(element: Element) -> tuple[Found, Element]:
    return Found(
        clean(element.get("datetime") or element.get("content") or text_of(element)), "html", path_of(element)
    ), element


def _line(segment: Segment) -> Line:
    return Line(
        segment.text,
        segment.kind,
        segment.level,
        path_of(segment.element),
        round(segment.link_share, 3),
        tuple(segment.links[:50]),
        segment.emphasis,
        segment.group,
        hints_of(segment.element),
        segment.offset,
    )


def _scope(root: Element, title: Element | None) -> Element:
    """Return the element to look for the story in: the `article` around the headline, else the body.

    Pages that go on with the next story below hold several such articles.
    """
    whole = root.find("body")
    around = next((a for a in title.iterancestors("article")), None) if title is not None else None
    if (
        around is not None
        and sum(1 for a in root.iter("article") if next(a.iter("h1"), None) is not None) > 1
        and is_longer(around, 1_500)
    ):
        return around
    return whole


def _stated_body(node: tuple[str, Node] | None) -> tuple[Line, ...]:
    """Return JSON-LD `articleBody` as lines, for pages whose visible text comes by script."""
    value = node[1].get("articleBody") if node else None
    if not isinstance(value, str) or node is None:
        return ()
    parts = re.split(r"\n+|</p>|<br\s*/?>", value)
    return tuple(Line(text, locator=f"{node[0]}.articleBody") for text in (string(p) for p in parts) if text)


def _between(segments: list[Segment], after: int, story: body.Story) -> list[Segment]:
    """Return the blocks between headline and story, and the few that follow its end, that are no part of it."""
    chosen = {s.order for s in story.segments}
    first, last = min(chosen, default=after), max(chosen, default=after)
    return [
        s for s in segments if s.order not in chosen and (after - 2 <= s.order < first or last < s.order <= last + 3)
    ]


def _first_after(segments: list[Segment], order: dict[Element, int], title: Element | None) -> int:
    if title is None:
        return 0
    at = order.get(title, 0)
    return next((s.order for s in segments if order.get(s.element, 0) >= at), 0)


def _span(story: body.Story, order: dict[Element, int], title: Element | None) -> tuple[int, int]:
    """Return the stretch of the page, in element numbers, from headline to the story's last block."""
    places = [order.get(s.element, 0) for s in story.segments]
    first = min(places, default=0)
    last = max(places, default=len(order))
    if title is not None:
        first = min(first, order.get(title, first))
    if story.container is not None and places:
        first = min(first, max(order.get(story.container, first), first - 120))
    return first, last


def _near(found: list[tuple[Found, Element]], order: dict[Element, int], span: tuple[int, int]) -> tuple[Found, ...]:
    """Return the byline elements that stand around the story: a little before its head to a little after its end."""
    return tuple(f for f, e in found if span[0] - 150 <= order.get(e, 0) <= span[1] + 60)


def _is_shown_wall(element: Element) -> bool:
    """Tell whether an element is named as the end of the free part, and says something about it."""
    return element.tag in {"div", "section", "aside"} and not hidden(element) and len(text_of(element)) >= 20
