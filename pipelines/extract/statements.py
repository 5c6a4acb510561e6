"""What the page states about itself in JSON-LD, microdata and meta: who, when, where it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pipelines import limits
from pipelines.draft import AuthorEntry, Found
from pipelines.extract import meta, microdata, structured
from pipelines.extract.markup import names, names_in_order
from pipelines.extract.people import author_entries
from pipelines.extract.sheet import Sheet
from pipelines.extract.structured import Graph, Node, resolve, string
from pipelines.record import Post, Publisher
from pipelines.stamps import read_date
from pipelines.text import clean, key

_URL_DATE: Final = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:/|[-_]|$)")


def outlets(graph: Graph, head: meta.Meta, shown: str | None) -> list[Found]:
    """Return every name of the publisher: JSON-LD, og:site_name, the site's own nodes, the page title.

    The title names the site where it is the visible headline (`shown`), a sign, and the name.
    """
    names: list[Found] = []
    for path, node in graph.nodes:
        value = resolve(node.get("publisher"), graph)
        name = string(value)
        if name:
            names.append(Found(name, "json-ld", f"{path}.publisher"))
    names += _meta(head, *_SITE_NAMES)[:1]
    stated = frozenset(key(n.raw) for n in names)
    writers: frozenset[str] | None = None
    for path, node in graph.of_type("website", "newsmediaorganization", "organization"):
        name = string(node.get("name"))
        if name and key(name) not in stated:
            if writers is None:
                writers = _writers(graph)
            if key(name) in writers or _WRITER.search(path):
                continue  # an agency or partner that wrote the story is not the outlet
        if name:
            names.append(Found(name, "json-ld", f"{path}.name"))
        others = node.get("alternateName")
        for other in others if isinstance(others, list) else [others]:
            if isinstance(other, str) and other.strip():
                names.append(Found(clean(other), "json-ld", f"{path}.alternateName"))
    if not names:
        names += [Found(n, "html", "title") for n in _named_in_title(head.title, shown)]
    return [n for n in names if len(n.raw) < _NAME_LIMIT]


_NAME_LIMIT: Final = 80
"""Characters of a publisher's name; what is longer is a slogan."""
_SITE_NAMES: Final = (
    "og:site_name",
    "application-name",
    "al:android:app_name",
    "twitter:app:name:iphone",
    "dc.publisher",
    "apple-mobile-web-app-title",
)


def publisher(named: list[Found], url: str | None) -> tuple[Publisher, tuple[str, ...]]:
    """Return the publisher and every name it goes by; `url` is the page's."""
    domain = meta.domain_of(url)
    unique = tuple(dict.fromkeys(n.raw for n in named))
    stem = (domain.split(".")[0],) if domain else ()
    return Publisher(unique[0] if unique else None, domain), unique + stem


def _meta(head: meta.Meta, *labels: str) -> list[Found]:
    """Return what the meta tags of these names say, in the order of the names."""
    return [
        Found(clean(value), "opengraph" if label.startswith(_OPEN_GRAPH) else "html", f"meta[{label}]")
        for label, value in head.all(*labels)
    ]


_OPEN_GRAPH: Final = ("og:", "article:")


def _part(node: tuple[str, Node] | None, name: str) -> list[Found]:
    """Return what the article's JSON-LD says under one name."""
    value = string(node[1].get(name)) if node else None
    return [Found(value, "json-ld", f"{node[0]}.{name}")] if node and value else []


_WRITER: Final = re.compile(r"\.(?:author|creator|contributor|sourceOrganization|isBasedOn)(?:\[\d+\])?$")


def _writers(graph: Graph) -> frozenset[str]:
    """Return the keys of the names that article nodes give as authors."""
    found: list[str] = []
    for _, node in graph.of_type(*structured.ARTICLES):
        found += [key(e.name) for e in author_entries(node.get("author"), lookup=graph.lookup)]
    return frozenset(found)


def _named_in_title(title: str | None, shown: str | None) -> list[str]:
    rest = title[len(shown) :] if title and shown and title.startswith(shown) else ""
    found = _SUFFIX.fullmatch(rest)
    return [found[1]] if found else []


_SUFFIX: Final = re.compile(r"\s*[-–—|·•:_]\s*([^-–—|·•:_]{2,60})")


def canonicals(head: meta.Meta, url: str | None) -> list[Found]:
    """Return the canonical URLs that belong to the fetched site; another site cannot rename the page."""
    given = [Found(head.canonical, "html", "link[rel=canonical]")] if head.canonical else []
    return [
        f
        for f in [*given, *_meta(head, "og:url")]
        if f.raw.startswith(("http://", "https://")) and (url is None or meta.same_site(f.raw, url))
    ]


def languages(node: tuple[str, Node] | None, head: meta.Meta) -> list[Found]:
    """Return the languages that the page states, most trusted first."""
    inside = [Found(head.language, "html", "/html/@lang")] if head.language else []
    locale = _meta(head, "og:locale")[:1] + _meta(head, "content-language", "language", "dc.language")[:1]
    return [*_part(node, "inLanguage"), *inside, *locale]


def sections(node: tuple[str, Node] | None, head: meta.Meta) -> list[Found]:
    """Return the sections of the outlet that the page names, most trusted first."""
    return _part(node, "articleSection") + _meta(
        head, "article:section", "parsely-section", "section", "sailthru.section"
    )


def descriptions(head: meta.Meta) -> list[Found]:
    """Return the summaries in metadata, most trusted first."""
    return _meta(head, "og:description", "description", "twitter:description")


_PLAIN = frozenset({"newsarticle", "article", "webpage", "reportagenewsarticle"})
_PAGES = (
    "claimreview", "imagegallery", "mediagallery", "collectionpage", "searchresultspage", "profilepage", "videoobject",
)  # fmt: skip


def page_type(node: tuple[str, Node] | None, graph: structured.Graph, head: meta.Meta) -> str | None:
    """Return the most telling schema.org type, else og:type, lower case.

    A fact check stands beside its article as a node of its own; galleries, videos and overviews stand alone.
    """
    alone = [
        t for path, other in graph.nodes if "." not in path.replace(".@graph", "") for t in structured.types_of(other)
    ]
    if node is not None:
        kinds = structured.types_of(node[1])
        telling = next((t for t in structured.ARTICLES if t in kinds), kinds[0] if kinds else None)
        return "claimreview" if "claimreview" in alone and telling in _PLAIN else telling
    return next((t for t in _PAGES if t in alone), None) or (head.first("og:type") or "").lower() or None


def keywords(node: tuple[str, Node] | None, head: meta.Meta) -> tuple[str, ...]:
    """Return the keywords, split where they come as one string."""
    value: Any = node[1].get("keywords") if node else None
    given: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        text = string(item)
        if text:
            given.extend(text.split(",") if not isinstance(value, list) else [text])
    if not given:
        given = [v for _, v in head.all("article:tag")] or [
            p for _, v in head.all("news_keywords", "keywords", "parsely-tags")[:1] for p in re.split(r"[,;、，]", v)
        ]
    return tuple(dict.fromkeys(k for k in (clean(g) for g in given) if k and len(k) < 100))[:50]


def free(node: tuple[str, Node] | None) -> bool | None:
    """Return JSON-LD `isAccessibleForFree`, None where it is not stated."""
    value = node[1].get("isAccessibleForFree") if node else None
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {
        "true",
        "false",
        "http://schema.org/true",
        "http://schema.org/false",
    }:
        return value.lower().endswith("true")
    return None


def authors(
    node: tuple[str, Node] | None, graph: Graph, sheet: Sheet, base: str | None = None
) -> tuple[AuthorEntry, ...]:
    """Return the author entries of JSON-LD, else of microdata; `base` is what addresses in the page are relative to."""
    entries: list[AuthorEntry] = []
    if node is not None:
        path, values = node
        for name, role in (
            ("author", "author"),
            ("creator", "author"),
            ("contributor", "contributor"),
            ("editor", "editor"),
            ("translator", "translator"),
        ):
            # a creator says more than an author that is the outlet
            if name in values and not (name == "creator" and any(e.kind in {None, "person"} for e in entries)):
                entries.extend(author_entries(values[name], role=role, locator=f"{path}.{name}", lookup=graph.lookup))
    return tuple(entries) or microdata.authors(sheet, base)


def posts(node: tuple[str, Node] | None) -> tuple[Post, ...]:
    """Return the posts of a live blog from JSON-LD `liveBlogUpdate`, in the order given."""
    values = node[1].get("liveBlogUpdate") if node else None
    found: list[Post] = []
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict):
            text = string(value.get("articleBody") or value.get("text"))
            stamp = read_date(string(value.get("datePublished")) or "")
            if text:
                found.append(Post(string(value.get("headline")), stamp.value if stamp else None, text))
    return tuple(found[: limits.MAX_POSTS])


def dates(
    node: tuple[str, Node] | None,
    sheet: Sheet,
    head: meta.Meta,
    stamps: list[tuple[Found, int]],
    span: tuple[int, int],
    url: str | None,
    *,
    modified: bool,
) -> Iterable[Found]:
    """Yield the candidates for a date in order of trust: JSON-LD, microdata, meta, visible time, and the URL last."""
    name = "dateModified" if modified else "datePublished"
    if node is not None:
        for part in (name,) if modified else (name, "dateCreated"):
            value = string(node[1].get(part))
            if value and part == name:
                yield Found(value, "json-ld", f"{node[0]}.{part}")
    yield from microdata.dates(sheet, name)
    for label, value in head.all(*names_in_order("meta_modified" if modified else "meta_published")):
        yield Found(value, "opengraph" if label.startswith(_OPEN_GRAPH) else "html", f"meta[{label}]")
    for found, element in stamps:
        if span[0] - 200 <= element <= span[1] + 40 and _is_update(sheet, element) == modified:
            yield found
    if url:
        match = _URL_DATE.search(url)
        if match:
            yield Found(f"{match[1]}-{match[2]}-{match[3]}", "derived", "url")


def _is_update(sheet: Sheet, element: int) -> bool:
    marks = sheet.words(element)
    above = sheet.up[element]
    if above >= 0 and sheet.size(above) <= _BOX:
        marks |= sheet.words(above)
    return not names("updated").isdisjoint(marks)


_BOX: Final = 199
"""Characters of a box whose name speaks for the time in it."""
