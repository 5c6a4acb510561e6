"""The words of templates: which class and id names mark a caption, a byline, furniture."""

from __future__ import annotations

from functools import cache

from pipelines.extract.tree import Element, tokens
from pipelines.rules import read_toml


@cache
def names(group: str) -> frozenset[str]:
    """Return the tokens of a group of `data/markup.toml`."""
    return frozenset(_table()[group]["phrases"])


def names_in_order(group: str) -> list[str]:
    """Return the names of a group as the file orders them: most telling first."""
    return _table()[group]["phrases"]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return read_toml("markup.toml")


def marked(element: Element, group: str) -> bool:
    """Tell whether class, id or role of `element` holds a token of `group`."""
    return not names(group).isdisjoint(tokens(element))
