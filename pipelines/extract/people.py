"""JSON-LD authors in every shape that pages carry (`news-conventions` A.10); pure dictionary work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipelines import limits
from pipelines.draft import AuthorEntry
from pipelines.extract.structured import string, types_of

_PERSON: Final = re.compile(r"[#/]person(?:/|$)", re.IGNORECASE)
"""What plug-ins write into the identifier of a person whose node they leave out."""

Lookup = Mapping[str, Mapping[str, Any]]


def author_entries(
    value: object, *, role: str = "author", locator: str = "$.author", lookup: Lookup | None = None
) -> tuple[AuthorEntry, ...]:
    """Return the entries of a JSON-LD author value: string, object, reference, or arrays of them, nested or not."""
    return tuple(_entries(value, role, locator, lookup or {}, 0))[: limits.MAX_AUTHORS]


def _entries(value: object, role: str, locator: str, lookup: Lookup, depth: int) -> Iterator[AuthorEntry]:
    if depth > 5:
        return
    if isinstance(value, list):
        for index, item in enumerate(value[: limits.MAX_AUTHORS]):
            yield from _entries(item, role, f"{locator}[{index}]", lookup, depth + 1)
    elif isinstance(value, str):
        text = string(value)
        if text:
            yield AuthorEntry(text[: limits.MAX_BYLINE], role=role, locator=locator)
    elif isinstance(value, Mapping):
        yield from _node(value, role, locator, lookup)


def _node(node: Mapping[str, Any], role: str, locator: str, lookup: Lookup) -> Iterator[AuthorEntry]:
    identifier = node.get("@id")
    if isinstance(identifier, str) and "name" not in node and identifier in lookup:
        node = {**lookup[identifier], **node}
    kinds = types_of(node) or (("person",) if _PERSON.search(str(identifier)) else ())
    given = node.get("name") or node.get("byline") or node.get("@value")
    names = given if isinstance(given, list) else [given]
    if not any(names):
        names = [" ".join(p for p in (string(node.get("givenName")), string(node.get("familyName"))) if p)]
    for item in names:
        name = string(item)
        if name:
            yield AuthorEntry(
                name[: limits.MAX_BYLINE],
                kinds[0] if kinds else None,
                _joined(node.get("jobTitle")),
                _link(node),
                string(node.get("worksFor") or node.get("affiliation")),
                string(node.get("alternateName")),
                (string(node.get("email")) or "").removeprefix("mailto:") or None,
                role,
                locator,
            )


def _joined(value: object) -> str | None:
    parts = [string(v) for v in value] if isinstance(value, list) else [string(value)]
    return ", ".join(p for p in parts if p) or None


def _link(node: Mapping[str, Any]) -> str | None:
    for name in ("url", "sameAs"):
        value = node.get(name)
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return None
