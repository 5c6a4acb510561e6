"""JSON-LD as pages really carry it: broken strings, comments, arrays, graphs and references.

Blocks that do not parse as JSON are mended once by linear steps (control characters, trailing commas, comments, stray
semicolons, HTML entities); what still fails is left out, never searched with patterns.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import msgspec

from pipelines import limits
from pipelines.extract.tree import Element
from pipelines.page import whole
from pipelines.text import clean

Node = Mapping[str, Any]

ARTICLES: Final = (
    "liveblogposting", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "asknewsarticle", "reviewnewsarticle", "advertisercontentarticle", "satiricalarticle",
    "blogposting", "report", "scholarlyarticle", "techarticle", "article", "socialmediaposting", "review", "recipe",
)  # fmt: skip
"""schema.org types that carry a story, most telling first."""
_RANKS: Final = {name: rank for rank, name in enumerate(ARTICLES)}

_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_TRAILING_COMMA: Final = re.compile(r",(?=\s{0,20}[}\]])")


@dataclass(frozen=True, slots=True)
class Graph:
    """All JSON-LD nodes of a page."""

    nodes: tuple[tuple[str, Node], ...] = ()
    """(JSON path, node), in page order, nested article nodes included."""
    lookup: Mapping[str, Node] = field(default_factory=dict)
    """Nodes by `@id`."""
    notes: tuple[str, ...] = ()
    """Codes of what could not be read."""

    def of_type(self, *types: str) -> Iterator[tuple[str, Node]]:
        """Yield (path, node) of the types named (lower case), in page order."""
        wanted = frozenset(types)
        for path, node in self.nodes:
            if not wanted.isdisjoint(types_of(node)):
                yield path, node


def types_of(node: Node) -> tuple[str, ...]:
    """Return the `@type` values of a node, lower case, without a namespace."""
    value = node.get("@type") or node.get("type")
    if isinstance(value, str):
        return (_bare(value),)
    return tuple(_bare(v) for v in value if isinstance(v, str)) if isinstance(value, list) else ()


@lru_cache(maxsize=1_000)  # a live blog names the same few types some thousand times
def _bare(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def read(root: Element) -> Graph:
    """Return the JSON-LD graph of a page."""
    nodes: list[tuple[str, Node]] = []
    notes: list[str] = []
    for number, script in enumerate(root.iter("script")):
        kind = script.get("type")
        if not kind or "ld+json" not in kind.lower():
            continue
        source = script.text or ""
        if not source.strip():
            continue
        if len(source) > limits.MAX_JSON_LD:
            notes.append("json_ld_too_large")
            continue
        try:
            value = _loads(source)
            _walk(value, f"jsonld[{number}]", nodes, 0)
        except RecursionError:
            notes.append("json_ld_too_deep")
            continue
        if value is None:
            notes.append("json_ld_broken")
    lookup: dict[str, Node] = {}
    for _, node in nodes:
        identifier = node.get("@id")
        if isinstance(identifier, str) and len(node) > 2 and identifier not in lookup:
            lookup[identifier] = node
    return Graph(tuple(nodes), MappingProxyType(lookup), tuple(dict.fromkeys(notes)))


def _loads(source: str) -> Any | None:
    """Return the value of a block, None where it cannot be mended; raises RecursionError where it is too deep."""
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(source.encode("utf-8", "replace"))
    mended = source.strip()
    mended = mended.removeprefix("<!--")
    mended = mended.removesuffix("-->")
    mended = mended.replace("<![CDATA[", "").replace("]]>", "").replace("//\n", "\n").strip().strip(";").strip()
    for attempt in (mended, html.unescape(mended) if "&quot;" in mended and '"' not in mended[:40] else ""):
        if not attempt:
            continue
        for text in (attempt, _TRAILING_COMMA.sub("", attempt)):
            with contextlib.suppress(ValueError):
                return _repaired(_DECODER.decode(text))
        with contextlib.suppress(ValueError):
            # several documents one after the other in one block: the first counts
            return _repaired(_DECODER.raw_decode(attempt)[0])
    return None


def _repaired(value: Any) -> Any:
    """Return a value without halves of characters: the standard library reads what no file can hold."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_repaired(item) for item in value]
    if isinstance(value, dict):
        return {whole(name): _repaired(item) for name, item in value.items()}
    return value


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= 20 else digits  # Python refuses to read thousands of digits


_DECODER: Final = json.JSONDecoder(strict=False, parse_int=_number)


def _walk(value: Any, path: str, nodes: list[tuple[str, Node]], depth: int) -> None:
    if depth > limits.MAX_JSON_DEPTH:
        raise RecursionError
    if len(nodes) > 5_000:
        return
    if isinstance(value, list):
        for index, item in enumerate(value[:5_000]):
            _walk(item, f"{path}[{index}]", nodes, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@id" in value or "@graph" in value:
            nodes.append((path, value))
        for name, item in value.items():
            if isinstance(item, (dict, list)):
                _walk(item, f"{path}.{name}", nodes, depth + 1)


_NESTS: Final = (
    ".itemListElement", ".hasPart", ".isRelatedTo", ".mentions", ".liveBlogUpdate", ".comment", ".isPartOf",
    ".citation", ".relatedLink", ".isBasedOn",
)  # fmt: skip
"""Properties under which other stories stand."""


def article_node(graph: Graph, url: str | None, headline: str | None) -> tuple[str, Node] | None:
    """Return the node of the story itself.

    Nodes are ranked by URL agreement with the page, by having a headline that the page shows, by type, by size; a node
    nested in a list of other stories loses.
    """
    best: tuple[tuple[int, ...], str, Node] | None = None
    for path, node in graph.nodes:
        rank = min((_RANKS[t] for t in types_of(node) if t in _RANKS), default=None)
        if rank is None:
            continue
        nested = sum(map(path.count, _NESTS)) if "." in path else 0
        if best is not None and -nested < best[0][0]:
            continue
        mine = 1 if url and any(_same_url(u, url) for u in _urls(node)) else 0
        named = 1 if headline and string(node.get("headline") or node.get("name")) == headline else 0
        full = sum(1 for k in ("headline", "datePublished", "author", "articleBody", "image") if node.get(k))
        score = (-nested, mine, named, full, -rank)
        if best is None or score > best[0]:
            best = (score, path, node)
    return (best[1], best[2]) if best else None


def _urls(node: Node) -> Iterator[str]:
    for name in ("url", "@id", "mainEntityOfPage"):
        value = node.get(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in (value.get("@id"), value.get("url")):
                if isinstance(inner, str):
                    yield inner


def _same_url(a: str, b: str) -> bool:
    def bare(u: str) -> str:
        u = u.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
        return u.split("://", 1)[-1].removeprefix("www.").rstrip("/").lower()

    return bare(a) == bare(b)


def resolve(value: Any, graph: Graph) -> Any:
    """Return `value`, a reference `{"@id": ...}` replaced by the node it names."""
    if isinstance(value, Mapping) and "@id" in value and len(value) <= 2:
        return graph.lookup.get(str(value["@id"]), value)
    return value


_TAGS: Final = re.compile(r"<[^<>]{0,1000}>")


def string(value: Any) -> str | None:
    """Return a JSON-LD value as one cleaned string, HTML taken out; None for what is no text."""
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, (str, Mapping))), None)
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name") or value.get("headline")
    if not isinstance(value, str):
        return None
    if "&" in value:
        value = html.unescape(html.unescape(value))
    if "<" in value:
        value = _TAGS.sub(" ", value)
    return clean(value) or None
