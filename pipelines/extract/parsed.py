"""Bytes of a page to its tree: the one way, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract import decode
from pipelines.extract.tree import Element, parse
from pipelines.page import Page
from pipelines.record import Reason


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a page and how its bytes were read."""

    root: Element
    encoding: str
    errors: int
    """Bytes that could not be decoded."""
    lightened: bool
    """True where a script that is longer than any data block may be was emptied."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why the bytes of a page give no tree."""

    reason: Reason
    detail: str | None = None


def parse_page(page: Page) -> Parsed | Unreadable:
    """Return the tree of a page, or why it has none; never raises for a bad page. A text dump has no tree."""
    refusal = decode.inspect(page.content)
    if refusal:
        return Unreadable(refusal)
    decoded = decode.decode(page.content, page.charset)
    text = decode.repair(decoded.text)
    if decode.is_garbled(decoded.errors, text):
        return Unreadable("undecodable", f"{decoded.errors} errors in {len(text)} characters of {decoded.encoding}")
    text, lightened = decode.lighten(decode.unwrap(text))
    refusal = decode.guard(text)
    if refusal:
        return Unreadable(refusal)
    root, refusal = parse(text)
    if refusal:
        return Unreadable(refusal)
    if root.find("body") is None:
        return Unreadable("no_article", "no body element")
    return Parsed(root, decoded.encoding, decoded.errors, lightened)


def tree_of(page: Page) -> Element | None:
    """Return the tree of a page, None where it has none."""
    parsed = None if page.media_type == "text/plain" else parse_page(page)
    return parsed.root if isinstance(parsed, Parsed) else None
