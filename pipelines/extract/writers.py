"""Who the page prints as the writers of its story: marked bylines, lines between headline and story, lines at its end.

Place tells whose byline it is: between headline and story it is the story's, whatever its box is called; elsewhere it
may be a related story's, and counts where the head names nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pipelines.draft import Found
from pipelines.extract.blocks import Block
from pipelines.extract.markup import named, names
from pipelines.extract.sheet import Sheet
from pipelines.rules import languages_for
from pipelines.text import clean, weight

_BYLINE_LIMIT: Final = 300
_PRINTED_LIMIT: Final = 150
_UNNAMED_LIMIT: Final = 80  # letters of a line that is nothing but names
_UNNAMED_LINES: Final = 12
_BELOW: Final = 3  # of them below the story
_INNER_LIMIT: Final = 40  # inline elements of a byline that are looked at
_TEASER_LIMIT: Final = 600  # letters of a card: headline, summary and byline of another story
_NOTHING: Final = 2  # letters that no name has
_MOST: Final = 40  # byline elements that are read: more are those of other stories
_REFUSED: Final = 6  # elements around a byline whose names speak for it
_HEAD: Final = 500  # letters between headline and byline: kicker, standfirst, tools
_ABOVE: Final = 200  # letters between a byline and the headline below it
_SKIP: Final = frozenset(
    ("html", "body", "main", "article", "img", "input", "meta", "link", "script", "time", "picture", "figure", "iframe")
)
_OTHERS: Final = frozenset(("nav", "blockquote", "aside", "footer"))
_LINES: Final = 5  # lines of a byline with name, title, place, date
_LISTED: Final = 3  # bylines at places of one form away from the head: each is of another story
_STEP: Final = re.compile(r"\[\d+\]")
_NEAR: Final = 60  # elements: the lines of a page's head, not those of its boxes
_LABEL: Final = 8  # letters of a time and nothing else
_WRAPPERS: Final = 3  # elements that a template wraps around a time or a name for its layout
_INLINE: Final = frozenset(("span", "em", "i", "b", "strong", "p", "div", "a", "li", "h6", "small"))

Marked = list[tuple[Found, int]]
"""Strings with the elements that hold them."""


@dataclass(frozen=True, slots=True)
class Bylines:
    """The bylines of a page by their place."""

    head: tuple[Found, ...]
    """Between headline and story, or right above the headline."""
    away: tuple[Found, ...]
    """Beside the story or below its end: its own, or those of others."""
    lines: tuple[Found, ...]
    """Short lines that no template names, between headline and story or right below it."""


def links_of(sheet: Sheet, element: int) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) of the links below `element`."""
    links = (element, *sheet.below(element, "a")) if sheet.tag[element] == "a" else sheet.below(element, "a")
    return tuple((text, sheet.get(a, "href") or "") for a in links if (text := sheet.shown(a)))


def found(sheet: Sheet, elements: Iterable[int]) -> Marked:
    """Return the elements that a site file names, as candidates."""
    return [(Found(text, "html", sheet.path(e), links_of(sheet, e)), e) for e in elements if (text := sheet.shown(e))]


def marked(sheet: Sheet, headline: int | None) -> Marked:
    """Return the elements that templates mark as bylines, outermost first, in document order; none is claimed yet."""
    out: Marked = []
    reach = 0
    related = [e for e in sheet.bearing("rel") if "author" in sheet.attributes[e]["rel"].split()]
    cited = [e for e in sheet.of("cite") if _is_alone(sheet, e) and _at_head(sheet, e, headline)]
    for element in sorted({*named(sheet, "byline"), *related, *cited, *sheet.of("address")}):
        if element < reach or sheet.tag[element] in _SKIP or sheet.to[element] - sheet.at[element] <= _NOTHING:
            continue
        if (headline is not None and sheet.holds(element, headline)) or sheet.claimed(element):
            continue
        if headline is not None and element < headline and _in_masthead(sheet, element, headline):
            continue
        text = _apart(sheet, element)
        # a box of many lines tells of its author, wherever it stands
        near = text.count("\n") < _LINES and _at_head(sheet, element, headline)
        if _is_others(sheet, element, names("byline_others" if near else "byline_not")):
            continue
        if not _NOTHING < len(text) <= _BYLINE_LIMIT or _in_teaser(sheet, element, headline):
            continue
        out.append((Found(text, "html", sheet.path(element), links_of(sheet, element)), element))
        reach = sheet.end[element]
        if len(out) >= _MOST:
            break
    return out


def _in_masthead(sheet: Sheet, element: int, headline: int) -> bool:
    """Tell whether an element above the headline stands in a header that is not the story's."""
    above = (a for a in sheet.above(element) if sheet.tag[a] == "header" or sheet.get(a, "role") == "banner")
    return any(not sheet.holds(a, headline) for a in above)


def _is_alone(sheet: Sheet, element: int) -> bool:
    """Tell whether an element is all that its line holds: no source of a sentence or a quote."""
    above = sheet.up[element]
    lines = [line for line in sheet.lines(above) if sheet.shown(element) in line]
    return sheet.tag[above] != "blockquote" and lines == [sheet.shown(element)]


def _at_head(sheet: Sheet, element: int, headline: int | None) -> bool:
    """Tell whether an element stands where a story's byline stands: a little below or right above the headline."""
    if headline is None:
        return False
    if element > headline:
        between = sheet.at[element] - sheet.to[headline]
        return between <= _HEAD and weight(sheet.text[sheet.to[headline] : sheet.at[element]]) <= _HEAD
    return 0 <= sheet.at[headline] - sheet.to[element] <= _ABOVE


def _is_others(sheet: Sheet, element: int, refuse: frozenset[str]) -> bool:
    """Tell whether an element or a near one around it says that this is a biography, a comment or a teaser."""
    own = sheet.words(element)
    if own & refuse and not own & {"byline", "bylines"}:
        return True
    for above in islice(sheet.above(element), _REFUSED):
        tag = sheet.tag[above]
        if tag in {"article", "main", "body"}:
            return False
        if tag in _OTHERS:
            return True
        marks = sheet.words(above)
        hit = marks & refuse
        if hit == {"footer"} and marks & names("story"):
            continue  # the foot of the story, not of the page
        if hit and not marks & {"byline", "bylines", "header", "headline"}:
            return True
    return False


def _apart(sheet: Sheet, element: int) -> str:
    """Return a byline's text with a line break where one inline element ends and the next begins inside a word.

    Templates rely on style sheets for the gap: "Ana Silva" and "Share" are printed apart and marked up as one word.
    """
    text = "\n".join(sheet.lines(element))
    for inner in islice(sheet.below(element, "a", "span", "strong", "b", "em", "i", "cite"), _INNER_LIMIT):
        name = sheet.shown(inner)
        at = text.find(name) + len(name)
        if len(name) > 2 and at >= len(name) and text[at - 1 : at + 1].isalnum() and text[at : at + 1].isupper():
            text = f"{text[:at]}\n{text[at:]}"
    return text


def _in_teaser(sheet: Sheet, element: int, headline: int | None) -> bool:
    """Tell whether the nearest `article` around an element is another story's card: small, without the headline."""
    near = next((a for a in sheet.above(element) if sheet.tag[a] == "article"), None)
    if headline is None or near is None or sheet.holds(near, headline):
        return False
    return sheet.has(near, "h2", "h3", "h4", "a") and sheet.size(near) < _TEASER_LIMIT


def placed(
    sheet: Sheet,
    bylines: Marked,
    around: list[Block],
    tag: str | None,
    headline: int | None,
    span: tuple[int, int],
    story: Sequence[Block],
) -> Bylines:
    """Return the bylines of a story by their place; `span` are the elements of its head and its end.

    `around` are the blocks beside the story: those that open with a byline prefix of the page's language are bylines of
    templates that name nothing.
    """
    top, last = span
    first = min((b.element for b in story), default=last)
    end = max((b.order for b in story), default=0) + 1
    near = [(f, e) for f, e in bylines if top - _BEFORE <= e <= last + _BEHIND]
    near += [(_broken(sheet, found_in(sheet, b), b), b.element) for b in _prefixed(around, tag)]
    begin = top if headline is None else headline
    below = [(f, e) for f, e in near if begin < e and (e < first or (e < last and _at_head(sheet, e, headline)))]
    head = below or [(f, e) for f, e in near if e < begin and _at_head(sheet, e, headline)]
    away = [(f, e) for f, e in near if (f, e) not in head]
    listed = Counter(_STEP.sub("", f.locator) for f, _ in away)
    return Bylines(
        tuple(f for f, _ in head),
        tuple(f for f, _ in away if listed[_STEP.sub("", f.locator)] < _LISTED),
        tuple(unnamed(sheet, [b for b in around if b.element < first or b.order == end])),
    )


_BEFORE: Final = 150
_BEHIND: Final = 60
"""Elements before the head of a story and behind its end in which bylines are its own."""


def _broken(sheet: Sheet, found: Found, block: Block) -> Found:
    """Return a line with breaks where its inline elements end inside a word, where it is all of its element."""
    text = _apart(sheet, block.element)
    return replace(found, raw=text) if "".join(text.split()) == "".join(found.raw.split()) else found


def _prefixed(blocks: list[Block], tag: str | None) -> list[Block]:
    """Return short blocks that open with a byline prefix of the page's language, for templates that name nothing."""
    groups = languages_for(tag)
    # "From Halden" tells where from as often as who
    places = frozenset(p.casefold() for lang in groups for p in lang["byline.places_in"])
    prefixes = tuple(f for lang in groups for p in lang["byline.prefixes"] if (f := p.casefold()) not in places)
    return [b for b in blocks if len(b.text) <= _PRINTED_LIMIT and _opens_with(b.text.casefold(), prefixes)]


def _opens_with(text: str, prefixes: tuple[str, ...]) -> bool:
    return any(
        text.startswith(p) and (not p[-1:].isalnum() or not text[len(p) : len(p) + 1].isalnum()) for p in prefixes
    )


def unnamed(sheet: Sheet, blocks: list[Block]) -> list[Found]:
    """Return the short lines beside the story that no template names: a name alone may be its byline."""
    short = [_broken(sheet, found_in(sheet, b), b) for b in blocks if 1 < len(b.text) <= _BYLINE_LIMIT]
    return short if len(short) <= _UNNAMED_LINES else short[: _UNNAMED_LINES - _BELOW] + short[-_BELOW:]


def found_in(sheet: Sheet, block: Block) -> Found:
    """Return a block of the page as a string that it offers for a field."""
    return Found(
        block.text, "html", sheet.path(block.element), tuple(block.links[:20]), sheet.offset(block.element, block.at)
    )


def near(stamps: Marked, headline: int | None) -> Marked:
    """Return the time elements that stand near the headline."""
    return [(f, e) for f, e in stamps if abs(e - (headline or 0)) <= _NEAR]


def beside_time(sheet: Sheet, stamps: Marked) -> list[Found]:
    """Return the lines of elements that templates mark as times and that hold more than one: a writer, a source."""
    out: list[Found] = []
    for _, element in stamps:
        path = sheet.path(element)
        lines = sheet.lines(element)
        out += [Found(clean(line), "html", path) for line in lines if _LABEL < len(line) <= _UNNAMED_LIMIT]
    return out[:_UNNAMED_LINES]


def signed(sheet: Sheet) -> list[Found]:
    """Return the short elements that templates name as the source of a text: agencies and initials below a story."""
    refuse = names("credit") | names("caption")
    return [
        Found(text, "html", sheet.path(e))
        for e in named(sheet, "byline_source")
        if sheet.tag[e] in {"p", "div", "span", "small", "li"}
        and not sheet.words(e) & refuse
        and 1 < len(text := sheet.shown(e)) <= _UNNAMED_LIMIT
        and not any(sheet.tag[a] == "figure" for a in sheet.above(e))
    ][:_UNNAMED_LINES]


def neighbours(sheet: Sheet, found: Iterable[tuple[Found, int]]) -> list[Found]:
    """Return the short elements that share a line with byline or time elements: a job title, a photographer."""
    out: list[Found] = []
    marked = {e for _, e in found}
    for _, inner in found:
        element = _outermost(sheet, inner)
        for beside in (_spoken(sheet, element, 1), _spoken(sheet, element, -1)):
            if beside is not None and sheet.tag[beside] in _INLINE and beside not in marked:
                text = sheet.shown(beside)
                if 1 < len(text) <= _UNNAMED_LIMIT:
                    out.append(Found(text, "html", sheet.path(beside)))
    return out[:_UNNAMED_LINES]


def _spoken(sheet: Sheet, element: int, step: int) -> int | None:
    """Return the next element beside one that holds a word: signs between them are no part of either."""
    beside = sheet.beside(element, step)
    while beside is not None and not any(c.isalpha() for c in sheet.shown(beside)) and sheet.size(beside) <= 1:
        beside = sheet.beside(beside, step)
    return beside


def _outermost(sheet: Sheet, element: int) -> int:
    """Return the highest of the few elements around `element` that hold nothing else."""
    for above in islice(sheet.above(element), _WRAPPERS):
        alone = element == above + 1 and sheet.end[element] == sheet.end[above]
        if sheet.tag[above] not in _INLINE or not alone or sheet.text[sheet.at[above] : sheet.at[element]].strip():
            break
        element = above
    return element
