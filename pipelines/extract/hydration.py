"""The story in a page's state: some frameworks send it as markup inside a script and print it in the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from pipelines import limits
from pipelines.draft import Line
from pipelines.extract.blocks import Cutter
from pipelines.extract.markup import names
from pipelines.extract.sheet import Sheet
from pipelines.extract.tree import BLOCKS, Element, parse, path_of

_STRING: Final = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\Z)|\\.', re.DOTALL)
"""A string of a script; every quote that opens one is used up with it, so that a script is walked once."""
_SHORTEST: Final = 400
"""Characters of a string that can hold three paragraphs."""
_PARAGRAPH: Final = re.compile(r"<p[\s>]")
_FEWEST: Final = 3
_LEAVES: Final = frozenset(("p", "h2", "h3", "h4", "li", "blockquote"))


def lines(root: Element) -> tuple[Line, ...]:
    """Return the story that a script holds as markup: the string with the most text in paragraphs; empty for none."""
    best: tuple[Line, ...] = ()
    for script in root.iter("script"):
        text = script.text or ""
        if not _SHORTEST < len(text) <= limits.MAX_JSON_LD or ("<p" not in text and "u003cp" not in text):
            continue
        for markup in _markup(text):
            found = _read(markup, path_of(script))
            if sum(len(line.text) for line in found) > sum(len(line.text) for line in best):
                best = found
    return best


def _markup(text: str, depth: int = 0) -> Iterator[str]:
    """Yield the strings of a script that hold paragraphs; state inside a string is looked into once more."""
    for match in _STRING.finditer(text):
        if match[1] is None or len(match[1]) < _SHORTEST:
            continue
        try:
            value = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        if len(_PARAGRAPH.findall(value)) >= _FEWEST and value.lstrip()[:1] == "<":
            yield value
        elif depth == 0 and ("u003cp" in value or "<p" in value):
            yield from _markup(value, 1)


def _read(markup: str, locator: str) -> tuple[Line, ...]:
    root, _ = parse(f"<html><body>{markup}</body></html>")
    if root is None:
        return ()
    sheet = Sheet(root)
    aside = names("caption") | names("credit")
    for element, tag in enumerate(sheet.tag):
        if tag in BLOCKS and tag not in _LEAVES and (tag in _ASIDE or aside & sheet.words(element)):
            sheet.claim(element, "figure")
    return tuple(
        Line(s.text, s.kind, s.level, locator, round(s.link_share, 3), tuple(s.links[:50]), s.emphasis, s.group)
        for s in Cutter(sheet).cut(0)
        if sheet.tag[s.element] in _LEAVES
    )


_ASIDE: Final = frozenset(("figure", "figcaption", "aside", "table"))
