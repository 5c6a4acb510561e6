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
    daylines,
    figures,
    furniture,
    headline,
    hydration,
    meta,
    pictures,
    plain,
    standing,
    statements,
    structured,
    tongue,
    visible,
    votes,
    writers,
)
from pipelines.extract.blocks import Block, Cutter
from pipelines.extract.markup import named, names_in_order
from pipelines.extract.parsed import Unreadable, parse_page
from pipelines.extract.sheet import Sheet
from pipelines.extract.structured import Node, string
from pipelines.extract.tree import Element
from pipelines.page import Page
from pipelines.record import Publisher, Reason, Rejection, Source
from pipelines.sites import Layout, Site
from pipelines.text import clean, key

WALL_STATUSES: Final = frozenset({401, 402, 403, 429, 451, 503})
"""Statuses under which servers send walls: the verdict reads the page and says which."""
Ballots = dict[str, set[bool]]
"""What was voted on blocks, by their shape."""


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
    start = Draft(
        url=page.url,
        retrieved_at=page.retrieved_at,
        source=source,
        truncated=page.truncated,
        status=page.status,
        publisher=Publisher(None, meta.domain_of(page.url)),
    )
    if page.media_type == "text/plain":
        dump = plain.read_page(page, start)
        return reject(*dump) if isinstance(dump, tuple) else dump
    with _room_to_descend():
        parsed = parse_page(page)
        if isinstance(parsed, Unreadable):
            return reject(parsed.reason, parsed.detail)
        start = replace(start, encoding=parsed.encoding, decode_errors=parsed.errors)
        if parsed.lightened:
            start = replace(start, warnings=("script_too_large",))
        draft = read(parsed.root, start, site, containers, ballots)
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
    _open_shadows(root)
    sheet = Sheet(root)
    for selector in layout.drop:
        for element in sheet.select(selector):
            sheet.claim(element, "site")
    title = headline.choose(sheet, head, node, publisher.name, next(iter(sheet.select(layout.headline)), None))
    shown = figures.collect(sheet, head.base)
    stamps = [_stamp(sheet, e) for e in sheet.select(layout.published)] + visible.times(sheet)
    bylines = writers.found(sheet, sheet.select(layout.byline)) or writers.marked(sheet, title.element)
    descriptions = statements.descriptions(head)
    description = _first(descriptions)
    deck = next(iter(sheet.select(layout.standfirst)), None)
    if deck is None:
        deck = visible.standfirst(sheet, title.element, description)
    decks = [Found(sheet.shown(deck), "html", sheet.path(deck))] if deck is not None else []
    if deck is not None:
        sheet.claim(deck, "standfirst")
    if title.element is not None:
        sheet.claim(title.element, "headline")
    beside = writers.neighbours(sheet, bylines) + writers.signed(sheet)
    near = writers.near(stamps, title.element)
    dated = writers.beside_time(sheet, near) + writers.neighbours(sheet, near)
    visible.claim_lone(sheet, (e for _, e in bylines), "byline")
    visible.claim_lone(sheet, (e for _, e in stamps), "time")
    walled = statements.free(node) is False and any(_is_shown_wall(sheet, e) for e in named(sheet, "paywall"))
    furniture.strip(sheet, title.element)
    inside = next(iter(sheet.select(layout.body)), None)
    blocks = Cutter(sheet).cut(inside if inside is not None else _scope(sheet, title.element))
    kept = _kept(sheet, blocks, draft.container, ballots)
    after = _first_after(blocks, title.element)
    story = body.choose(
        sheet,
        blocks,
        kept,
        string(node[1].get("articleBody")) if node else None,
        after,
        frozenset(key(c.raw) for c in title.candidates),
    )
    around = _between(blocks, after, story)
    if story.standfirst is not None and not decks:
        decks.append(writers.found_in(sheet, story.standfirst))
    lines = standing.lines(sheet, story.blocks, kept) or _stated_body(node) or hydration.lines(root)
    span = _span(sheet, story, title.element)
    if site is not None and site.name:
        publisher, aliases = replace(publisher, name=site.name), (*site.aliases, site.name, *aliases)
    languages = statements.languages(node, head)
    language = tongue.choose(
        [site.language if site else None, *(f.raw for f in languages)],
        " ".join(s.text for s in story.blocks if s.kind == "paragraph")[:1_500] or (title.text or ""),
    )
    canonicals, sections = statements.canonicals(head, draft.url), statements.sections(node, head)
    printed, changes = daylines.printed(sheet, story, title.element, title.text, language)
    published = (*statements.dates(node, sheet, head, stamps, span, draft.url, modified=False), *printed)
    modified = (*statements.dates(node, sheet, head, stamps, span, None, modified=True), *changes)
    placed = writers.placed(sheet, bylines, around, language, title.element, span, story.blocks)
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
        author_entries=statements.authors(node, graph, sheet, head.base),
        bylines=placed.head,
        bylines_away=placed.away,
        dated=tuple(dated),
        beside=(*beside, *writers.unnamed(sheet, around)),
        above=placed.lines,
        meta_authors=tuple(
            Found(v[: limits.MAX_BYLINE], "html", f"meta[{n}]") for n, v in head.all(*names_in_order("meta_authors"))
        ),
        published=(*published, *daylines.guessed(root, draft.retrieved_at, known=bool(published or modified))),
        modified=modified,
        time_zone=site.timezone if site else None,
        dateline_style=site.dateline if site else None,
        figures=pictures.choose(sheet, shown, span, story.container, node, graph, head, publisher.name),
        lines=lines,
        posts=statements.posts(node),
        free=statements.free(node),
        access="partial" if walled else draft.access,
        warnings=(*draft.warnings, *graph.notes),
        offered=tuple((pointer, tuple(found)) for pointer, found in offered.items()),
    )


def _open_shadows(root: Element) -> None:
    """Turn declarative shadow roots into what they are on the screen: parts of the page."""
    for element in root.iter("template"):
        if element.get("shadowrootmode") is not None:
            element.tag = "div"


def _kept(sheet: Sheet, blocks: list[Block], known: Container | None, ballots: Ballots | None) -> set[int]:
    """Return the orders of the blocks that trafilatura keeps, by what is known of their shapes or by asking it."""
    kept = container.votes(sheet, blocks, known)
    if kept is None:
        kept = votes.vote(sheet, blocks)
    if ballots is not None:
        for block in blocks:
            if block.key:
                ballots.setdefault(container.shape(sheet, block), set()).add(block.order in kept)
    return kept


def _first(found: list[Found]) -> str | None:
    return found[0].raw or None if found else None


def _stamp(sheet: Sheet, element: int) -> tuple[Found, int]:
    given = sheet.attributes[element]
    stated = given.get("datetime") or given.get("content") or sheet.shown(element)
    return Found(clean(stated), "html", sheet.path(element)), element


def _scope(sheet: Sheet, title: int | None) -> int:
    """Return the element to look for the story in: the `article` around the headline, else the body.

    Pages that go on with the next story below hold several such articles.
    """
    around = next((a for a in sheet.above(title) if sheet.tag[a] == "article"), None) if title is not None else None
    if (
        around is not None
        and sum(sheet.has(a, "h1") for a in sheet.of("article")) > 1
        and sheet.size(around) > _LONG_ARTICLE
    ):
        return around
    return sheet.of("body")[0]


_LONG_ARTICLE: Final = 1_500
"""Characters of an `article` that is the story and no teaser of it."""


def _stated_body(node: tuple[str, Node] | None) -> tuple[Line, ...]:
    """Return JSON-LD `articleBody` as lines, for pages whose visible text comes by script."""
    value = node[1].get("articleBody") if node else None
    if not isinstance(value, str) or node is None:
        return ()
    parts = re.split(r"\n+|</p>|<br\s*/?>", value)
    return tuple(Line(text, locator=f"{node[0]}.articleBody") for text in (string(p) for p in parts) if text)


def _between(blocks: list[Block], after: int, story: body.Story) -> list[Block]:
    """Return the blocks between headline and story, and the few that follow its end, that are no part of it."""
    chosen = {s.order for s in story.blocks}
    first, last = min(chosen, default=after), max(chosen, default=after)
    return [s for s in blocks if s.order not in chosen and (after - 2 <= s.order < first or last < s.order <= last + 3)]


def _first_after(blocks: list[Block], title: int | None) -> int:
    return next((s.order for s in blocks if s.element >= title), 0) if title is not None else 0


def _span(sheet: Sheet, story: body.Story, title: int | None) -> tuple[int, int]:
    """Return the stretch of the page, in element numbers, from headline to the story's last block."""
    places = [s.element for s in story.blocks]
    first = min(places, default=0)
    last = max(places, default=len(sheet.tag))
    if title is not None:
        first = min(first, title)
    if story.container is not None and places:
        first = min(first, max(story.container, first - 120))
    return first, last


def _is_shown_wall(sheet: Sheet, element: int) -> bool:
    """Tell whether an element is named as the end of the free part, and says something about it."""
    return sheet.tag[element] in {"div", "section", "aside"} and not sheet.hidden(element) and sheet.size(element) >= 20
