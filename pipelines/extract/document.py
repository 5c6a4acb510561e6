"""One page from bytes to draft: what has a name is taken, what has none is dropped, what remains is the body."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from pipelines import limits
from pipelines.draft import AuthorEntry, Draft, Figure, Found, Line
from pipelines.extract import body, decode, figures, furniture, headline, meta, microdata, plain, structured, tongue, visible
from pipelines.extract.imageobject import figure_of
from pipelines.extract.people import author_entries
from pipelines.extract.segments import Cutter, Segment, hints_of
from pipelines.extract.structured import Graph, Node, resolve, string
from pipelines.extract.markup import names
from pipelines.extract.tree import GONE, UNSEEN, Element, detach, parse, path_of, raw_text, select, text_of, tokens
from pipelines.page import Page
from pipelines.record import Publisher, Reason, Rejection, Source
from pipelines.sites import Layout, Site
from pipelines.text import clean, key

_URL_DATE: Final = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:/|[-_]|$)")
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "article.published", "publish-date", "publish_date", "published_time", "publication_date", "publicationdate", "pubdate", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "dcterms.date", "dc.date", "dc.date.created", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article.created", "article_date_original", "originalpublicationdate", "firstcreate", "firstpublished", "date", "last-published", "iso-8601-publish-date", "vr:published_time", "shareaholic:article_published_time",
)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "article.updated", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "revision_date", "lastupdate", "modified_time", "article:updated_time",
)  # fmt: skip
_META_AUTHORS: Final = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author_name", "cxenseparse:author", "article:author", "twitter:creator:name", "authors", "citation_author")  # fmt: skip


def extract(page: Page, site: Site | None = None) -> Draft | Rejection:
    """Return what the page holds, or why it cannot be read; never raises for a bad page.

    `site` gives what the generic path cannot know; None is the generic path.
    """
    source = Source(page.origin.kind, page.origin.path, page.origin.offset, hashlib.sha256(page.content).hexdigest())

    def reject(reason: Reason, detail: str | None = None) -> Rejection:
        cut = detail[: limits.MAX_DETAIL] if detail else None
        return Rejection(url=page.url, retrieved_at=page.retrieved_at, source=source, reason=reason, detail=cut)

    if page.status >= 400:
        return reject("bad_http", f"HTTP status {page.status}")
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
        truncated=True if page.truncated else False,
        publisher=Publisher(None, meta.domain_of(page.url)),
    )
    text = decode.repair(decoded.text)
    if page.media_type == "text/plain":
        if decoded.errors * 20 > len(text):
            return reject("not_html", "binary in a text file")
        return plain.read(text, start)
    refusal = decode.guard(text)
    if refusal:
        return reject(refusal)
    root = parse(text)
    if isinstance(root, str):
        return reject(root)
    if root.find("body") is None:
        return reject("no_article", "no body element")
    return read(root, start, site)


def read(root: Element, draft: Draft, site: Site | None = None) -> Draft:
    """Return `draft` filled from the tree of a page."""
    layout = (site.layout(draft.retrieved_at) if site else None) or Layout()
    head = meta.read(root, draft.url)
    graph = structured.read(root)
    publisher, aliases = _publisher(graph, head, draft.url)
    guess = next((text_of(h) for h in root.iter("h1")), None)
    node = structured.article_node(graph, draft.url or head.canonical, guess)
    for element in list(root.iter(*UNSEEN)):
        if element.tag not in {"title", "meta", "link"}:
            detach(element, "unseen")
    for selector in layout.drop:
        for element in select(root, selector):
            detach(element, "site")
    title = headline.choose(root, head, node, publisher.name, next(iter(select(root, layout.headline)), None))
    order = {e: i for i, e in enumerate(root.iter())}
    shown = figures.collect(root, head.base)
    stamps = [_stamp(e) for e in select(root, layout.published)] + visible.times(root)
    bylines = visible.found(select(root, layout.byline)) or visible.bylines(root, title.element)
    description = head.first("og:description", "description", "twitter:description")
    deck = next(iter(select(root, layout.standfirst)), None)
    if deck is None:
        deck = visible.standfirst(root, order, title.element, description)
    standfirst = text_of(deck) if deck is not None else None
    if deck is not None:
        detach(deck, "standfirst")
    if title.element is not None:
        detach(title.element, "headline")
    visible.detach_lone((e for _, e in bylines), "byline")
    visible.detach_lone((e for _, e in stamps), "time")
    furniture.strip(root, title.element)
    inside = next(iter(select(root, layout.body)), None)
    segments = Cutter().cut(inside if inside is not None else _scope(root, title.element))
    kept = body.vote(root, segments)
    after = _first_after(segments, order, title.element)
    story = body.choose(segments, kept, string(node[1].get("articleBody")) if node else None, after, frozenset(key(c.raw) for c in title.candidates))
    if story.standfirst is not None and standfirst is None:
        standfirst = story.standfirst.text
    lines = tuple(_line(s) for s in story.segments) or _stated_body(node)
    span = _span(story, order, title.element)
    if site is not None and site.name:
        publisher, aliases = replace(publisher, name=site.name), (*site.aliases, site.name, *aliases)
    language = tongue.choose([site.language if site else None, *_stated_languages(node, head)], " ".join(s.text for s in story.segments if s.kind == "paragraph")[:1_500] or (title.text or ""))
    return replace(
        draft,
        canonical_url=_canonical(head, draft.url),
        language=language,
        publisher=publisher,
        publisher_aliases=aliases,
        headline=title.text,
        headlines=title.candidates,
        standfirst=standfirst,
        description=clean(description) if description else None,
        section=_section(node, head),
        page_type=_page_type(node, head),
        keywords=_keywords(node, head),
        author_entries=_authors(node, graph, root),
        bylines=_near(bylines, order, span),
        meta_authors=tuple(Found(v[: limits.MAX_BYLINE], "html", f"meta[{n}]") for n, v in head.all(*_META_AUTHORS)),
        published=tuple(_dates(node, root, head, stamps, order, span, draft.url, modified=False)),
        modified=tuple(_dates(node, root, head, stamps, order, span, None, modified=True)),
        time_zone=site.timezone if site else None,
        dateline_style=site.dateline if site else None,
        figures=_figures(shown, order, span, story.container, node, graph, head),
        lines=lines,
        free=_free(node),
        warnings=graph.notes,
    )


def _stamp(element: Element) -> tuple[Found, Element]:
    return Found(clean(element.get("datetime") or element.get("content") or text_of(element)), "html", path_of(element)), element


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
    )


def _scope(root: Element, title: Element | None) -> Element:
    """Return the element to look for the story in: the `article` around the headline where it holds a story, else the body.

    Pages that go on with the next story below hold several such articles.
    """
    whole = root.find("body")
    around = next((a for a in title.iterancestors("article")), None) if title is not None else None
    if around is not None and sum(1 for a in root.iter("article") if next(a.iter("h1"), None) is not None) > 1 and len(text_of(around)) > 1_500:
        return around
    return whole


def _stated_body(node: tuple[str, Node] | None) -> tuple[Line, ...]:
    """Return JSON-LD `articleBody` as lines, for pages whose visible text comes by script."""
    value = node[1].get("articleBody") if node else None
    if not isinstance(value, str) or node is None:
        return ()
    parts = re.split(r"\n+|</p>|<br\s*/?>", value)
    return tuple(Line(text, locator=f"{node[0]}.articleBody") for text in (string(p) for p in parts) if text)


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


def _publisher(graph: Graph, head: meta.Meta, url: str | None) -> tuple[Publisher, tuple[str, ...]]:
    names: list[str] = []
    for _, node in graph.nodes:
        value = resolve(node.get("publisher"), graph)
        name = string(value)
        if name:
            names.append(name)
    site = head.first("og:site_name", "application-name", "al:android:app_name", "twitter:app:name:iphone", "dc.publisher", "apple-mobile-web-app-title")
    if site:
        names.append(site)
    for _, node in graph.of_type("website", "newsmediaorganization", "organization"):
        name = string(node.get("name"))
        if name:
            names.append(name)
        for other in node.get("alternateName") if isinstance(node.get("alternateName"), list) else [node.get("alternateName")]:
            if isinstance(other, str) and other.strip():
                names.append(clean(other))
    domain = meta.domain_of(url or head.canonical)
    unique = tuple(dict.fromkeys(n for n in names if len(n) < 80))
    stem = (domain.split(".")[0],) if domain else ()
    return Publisher(unique[0] if unique else None, domain), unique + stem


def _canonical(head: meta.Meta, url: str | None) -> str | None:
    for value in (head.canonical, head.first("og:url")):
        if value and value.startswith(("http://", "https://")) and (url is None or meta.same_site(value, url)):
            return value
    return None


def _stated_languages(node: tuple[str, Node] | None, head: meta.Meta) -> list[str | None]:
    inside = string(node[1].get("inLanguage")) if node else None
    return [inside, head.language, head.first("og:locale"), head.first("content-language", "language", "dc.language")]


def _section(node: tuple[str, Node] | None, head: meta.Meta) -> str | None:
    return (string(node[1].get("articleSection")) if node else None) or head.first("article:section", "parsely-section", "section", "sailthru.section")


def _page_type(node: tuple[str, Node] | None, head: meta.Meta) -> str | None:
    if node is not None:
        kinds = structured.types_of(node[1])
        return next((t for t in structured.ARTICLES if t in kinds), kinds[0] if kinds else None)
    return (head.first("og:type") or "").lower() or None


def _keywords(node: tuple[str, Node] | None, head: meta.Meta) -> tuple[str, ...]:
    value: Any = node[1].get("keywords") if node else None
    given: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        text = string(item)
        if text:
            given.extend(text.split(",") if not isinstance(value, list) else [text])
    if not given:
        given = [v for _, v in head.all("article:tag")] or [p for _, v in head.all("news_keywords", "keywords", "parsely-tags")[:1] for p in re.split(r"[,;、，]", v)]
    return tuple(dict.fromkeys(k for k in (clean(g) for g in given) if k and len(k) < 100))[:50]


def _free(node: tuple[str, Node] | None) -> bool | None:
    value = node[1].get("isAccessibleForFree") if node else None
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false", "http://schema.org/true", "http://schema.org/false"}:
        return value.lower().endswith("true")
    return None


def _authors(node: tuple[str, Node] | None, graph: Graph, root: Element) -> tuple[AuthorEntry, ...]:
    entries: list[AuthorEntry] = []
    if node is not None:
        path, values = node
        for name, role in (("author", "author"), ("creator", "author"), ("contributor", "contributor"), ("editor", "editor"), ("translator", "translator")):
            if name in values and not (name == "creator" and entries):
                entries.extend(author_entries(values[name], role=role, locator=f"{path}.{name}", lookup=graph.lookup))
    return tuple(entries) or microdata.authors(root)


def _dates(
    node: tuple[str, Node] | None,
    root: Element,
    head: meta.Meta,
    stamps: list[tuple[Found, Element]],
    order: dict[Element, int],
    span: tuple[int, int],
    url: str | None,
    *,
    modified: bool,
) -> Iterable[Found]:
    name = "dateModified" if modified else "datePublished"
    if node is not None:
        for part in (name,) if modified else (name, "dateCreated"):
            value = string(node[1].get(part))
            if value and part == name:
                yield Found(value, "json-ld", f"{node[0]}.{part}")
    yield from microdata.dates(root, name)
    for label, value in head.all(*(_MODIFIED if modified else _PUBLISHED)):
        yield Found(value, "opengraph" if label.startswith(("article:", "og:")) else "html", f"meta[{label}]")
    for found, element in stamps:
        if span[0] - 200 <= order.get(element, 0) <= span[1] + 40 and _is_update(element) == modified:
            yield found
    if url:
        match = _URL_DATE.search(url)
        if match:
            yield Found(f"{match[1]}-{match[2]}-{match[3]}", "derived", "url")


def _is_update(element: Element) -> bool:
    marks = tokens(element)
    parent = element.getparent()
    if parent is not None and len(text_of(parent)) < 200:
        marks = marks | tokens(parent)
    return bool(marks & names("updated"))


def _figures(
    shown: list[figures.Shown],
    order: dict[Element, int],
    span: tuple[int, int],
    story: Element | None,
    node: tuple[str, Node] | None,
    graph: Graph,
    head: meta.Meta,
) -> tuple[Figure, ...]:
    """Return the pictures of the story: those that stand between headline and end, then those that metadata names."""
    mine: list[Figure] = []
    for item in shown:
        at = order.get(item.element, -1)
        if (span[0] - 40 <= at <= span[1] + 12 or (span[0] - 250 <= at < span[0] and _beside(item.element, story))) and not _teaser(item.element):
            mine.append(item.figure)
    stated: list[Figure] = []
    if node is not None:
        values = node[1].get("image")
        for index, value in enumerate(values if isinstance(values, list) else [values]):
            value = resolve(value, graph)
            figure = figure_of(value, f"{node[0]}.image[{index}]") if isinstance(value, (dict, str)) else None
            if figure is not None:
                stated.append(replace(figure, source="json-ld"))
    picture = head.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if picture and picture.startswith("http"):
        stated.append(Figure(url=picture, alt=head.first("og:image:alt", "twitter:image:alt"), source="opengraph", locator="meta[og:image]"))
    if stated:
        stated[0] = replace(stated[0], is_main=True)
    return tuple([*mine, *stated][: limits.MAX_PICTURES])


def _beside(element: Element, story: Element | None) -> bool:
    """Tell whether an element stands in the same `article` as the story, or in the page's only `main` part before it."""
    if story is None:
        return False
    around = next((a for a in (story, *story.iterancestors()) if a.tag == "article"), None)
    return around is not None and around in element.iterancestors()


_OTHERS: Final = frozenset(
    ("related", "recommended", "promo", "ad", "ads", "advertisement", "author", "avatar", "newsletter", "mostread", "recirc", "logo", "authorbio", "bio", "sponsored", "relatedarticles", "readmore", "morestories")
)


def _teaser(element: Element) -> bool:
    """Tell whether a picture belongs to a link to another story, a portrait or an advertisement."""
    for depth, above in enumerate((element, *element.iterancestors())):
        if above.tag in {"main", "body", "article"} or depth > 7:
            return False
        if above.tag in {"nav", "footer"}:
            return True
        marks = tokens(above)
        if marks & _OTHERS and not marks & names("story"):
            return True
        if above.tag == "a" and above.get("href") and len(raw_text(above).strip()) > 25 and next(above.iter("figcaption"), None) is None:
            return True
        if (above.get(GONE) == "furniture" or marks & {"teaser", "teasers", "card", "cards"}) and depth and _links_away(above, element):
            return True
    return False


def _links_away(box: Element, frame: Element) -> bool:
    """Tell whether a box around a picture also holds a headline-like link outside the picture's frame."""
    return any(len(clean(raw_text(a))) > 20 and frame not in a.iterancestors() for a in box.iter("a"))
