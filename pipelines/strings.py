"""One string in, what the grammars make of it out: the way to try a rule without a page.

The result has the shape of `expect` in the case files (news-conventions F).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from pipelines import limits
from pipelines.draft import AuthorEntry

KINDS: Final = ("byline", "dateline", "caption", "line")


def read(
    kind: str, given: str | Mapping[str, Any], tag: str | None, context: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the reading of one input as a dictionary.

    `given` is a string; for bylines and captions also a mapping of the sources that a page offers (`json_ld`,
    `meta`, `visible`, `trailing`, `publisher`; `figcaption`, `credit_span`, `json_ld`, `img_alt`, `og_image_alt`).
    `context` holds what the page knows: position, links, published, publisher, container, media,
    publisher_dateline_style. Raises ValueError for an unknown kind.

    >>> read("line", "Advertisement", "en")["action"]
    'drop'
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: one of {', '.join(KINDS)}")
    known = dict(context or {})
    if isinstance(given, str):
        given = given[: limits.MAX_DECODED_BYTES]
        reading = _READERS[kind](given, tag, known)
    elif kind in _MERGERS:
        reading = _MERGERS[kind](dict(given), tag, known)
    else:
        raise ValueError(f"a {kind} is read from a string")
    found: dict[str, Any] = msgspec.to_builtins(reading)
    return found


def _byline(text: str, tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.bylines import read_byline

    links = tuple(_link_text(x) for x in known.get("links") or ())
    return read_byline(text, tag, position=known.get("position") or "", links=links, publisher=known.get("publisher"))


def _link_text(link: Any) -> str:
    """Return the text of a link given as its text, as {text, url}, or as (text, url)."""
    if isinstance(link, str):
        return link
    return str(link.get("text") or "") if isinstance(link, Mapping) else str(link[0])


def _dateline(text: str, tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.datelines import read_dateline

    style = known.get("publisher_dateline_style") or known.get("style")
    return read_dateline(text, tag, published=known.get("published"), style=style)


def _caption(text: str, tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.captions import read_caption

    return read_caption(
        text,
        tag,
        published=known.get("published"),
        container=known.get("container") or "",
        media=known.get("media") or "",
        publishers=_strings(known.get("publisher")),
    )


def _line(text: str, tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.boilerplate import read_line
    from pipelines.bylines import read_byline

    return read_line(
        text,
        tag,
        position=known.get("position") or "body",
        publisher=known.get("publisher"),
        credits=lambda line, lang: read_byline(line, lang, position="trailing").authors,
    )


def _byline_sources(sources: dict[str, Any], tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.bylines import RejectedText, read_sources

    publisher = sources.get("publisher") or known.get("publisher")
    stated = sources.get("json_ld")
    entries = _authors(stated)
    reading = read_sources(
        entries,
        _strings(sources.get("visible")),
        _strings(sources.get("trailing")),
        _strings(sources.get("meta")),
        tag,
        publisher,
    )
    if not entries and isinstance(stated, Mapping) and stated.get("author") in ([{}], {}, [], ""):
        refused = (RejectedText("{}", "empty"), *reading.rejected)
        return dataclasses.replace(reading, rejected=refused, reason=reading.reason if reading.is_byline else None)
    return reading


def _strings(value: Any) -> list[str]:
    """Return the strings of a source: one, a list, or the values of a mapping."""
    if isinstance(value, str):
        return [value]
    return [str(v) for v in (value.values() if isinstance(value, Mapping) else value or ())]


def _authors(value: Any) -> tuple[AuthorEntry, ...]:
    """Return the authors of a JSON-LD value as a page would give them."""
    if not value:
        return ()
    from pipelines.extract import sheet, statements, structured, tree

    script = msgspec.json.encode(value).decode().replace("</", "<\\/")
    page = f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>'
    root, refusal = tree.parse(page)
    if refusal is not None:
        return ()
    graph = structured.read(root)
    return statements.authors(structured.article_node(graph, None, None), graph, sheet.Sheet(root))


def _caption_sources(sources: dict[str, Any], tag: str | None, known: dict[str, Any]) -> Any:
    from pipelines.captions import merge_texts
    from pipelines.extract.imageobject import figure_of

    node = sources.get("json_ld")
    figure = figure_of(node, "$") if isinstance(node, Mapping | str) else None
    return merge_texts(
        tag,
        figcaption=sources.get("figcaption"),
        credit_span=sources.get("credit_span"),
        json_ld=figure,
        img_alt=sources.get("img_alt"),
        og_image_alt=sources.get("og_image_alt"),
        published=known.get("published"),
        publishers=_strings(known.get("publisher")),
    )


_READERS: Final = {"byline": _byline, "dateline": _dateline, "caption": _caption, "line": _line}
_MERGERS: Final = {"byline": _byline_sources, "caption": _caption_sources}
