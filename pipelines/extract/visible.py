"""What stands visibly between headline and story: byline, time, standfirst; collected, then claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from unicodedata import east_asian_width

from pipelines.draft import Found
from pipelines.extract.blocks import Block
from pipelines.extract.markup import named, names
from pipelines.extract.sheet import Sheet
from pipelines.rules import languages_for
from pipelines.text import clean, is_unspaced, key

_BYLINE_LIMIT: Final = 300
_PRINTED_LIMIT: Final = 150
_UNNAMED_LIMIT: Final = 80  # letters of a line that is nothing but names
_UNNAMED_LINES: Final = 12
_INNER_LIMIT: Final = 40  # inline elements of a byline that are looked at
_TEASER_LIMIT: Final = 600  # letters of a card: headline, summary and byline of another story
_TIME_LIMIT: Final = 160
_STANDFIRST: Final = (40, 900)
_STANDFIRST_SHORT: Final = 12
_STANDFIRST_NEAR: Final = 12  # elements after the headline: a standfirst follows at once
_STANDFIRST_WITHIN: Final = 150  # elements after the headline: below stand the story and other stories'
_DIGIT: Final = re.compile(r"\d")
_SKIP: Final = frozenset(
    (
        "html",
        "body",
        "main",
        "article",
        "img",
        "input",
        "meta",
        "link",
        "script",
        "time",
        "picture",
        "figure",
        "iframe",
    )
)


def links_of(sheet: Sheet, element: int) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) of the links below `element`."""
    links = (element, *sheet.below(element, "a")) if sheet.tag[element] == "a" else sheet.below(element, "a")
    return tuple((text, sheet.get(a, "href") or "") for a in links if (text := sheet.shown(a)))


def found(sheet: Sheet, elements: Iterable[int]) -> list[tuple[Found, int]]:
    """Return the elements that a site file names, as candidates."""
    return [(Found(text, "html", sheet.path(e), links_of(sheet, e)), e) for e in elements if (text := sheet.shown(e))]


def bylines(sheet: Sheet, headline: int | None) -> list[tuple[Found, int]]:
    """Return the byline elements of a page, outermost first found, in document order; none is claimed yet."""
    found: list[tuple[Found, int]] = []
    reach = 0
    refuse = names("byline_not")
    related = [e for e in sheet.bearing("rel") if "author" in sheet.attributes[e]["rel"].split()]
    for element in sorted({*named(sheet, "byline"), *related, *sheet.of("address")}):
        if element < reach or sheet.tag[element] in _SKIP or sheet.to[element] - sheet.at[element] <= _NOTHING:
            continue
        if headline is not None and sheet.holds(element, headline):
            continue
        marks = sheet.words(element)
        if marks & refuse and not marks & {"byline", "bylines"}:
            continue
        if sheet.claimed(element) or _refused_above(sheet, element, refuse):
            continue
        text = _apart(sheet, element)
        if not _NOTHING < len(text) <= _BYLINE_LIMIT or _in_teaser(sheet, element, headline):
            continue
        found.append((Found(text, "html", sheet.path(element), links_of(sheet, element)), element))
        reach = sheet.end[element]
        if len(found) >= _MOST:
            break
    return found


_NOTHING: Final = 2
"""Characters that no name has."""
_MOST: Final = 40
"""Byline elements that are read: more are those of other stories."""


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


def printed_bylines(sheet: Sheet, blocks: list[Block], tag: str | None) -> list[Found]:
    """Return short lines that open with a byline prefix of the page's language, for templates that name nothing."""
    prefixes = tuple(p.casefold() for lang in languages_for(tag) for p in lang["byline.prefixes"])
    return [
        found_in(sheet, b) for b in blocks if len(b.text) <= _PRINTED_LIMIT and _opens_with(b.text.casefold(), prefixes)
    ]


def unnamed_lines(sheet: Sheet, blocks: list[Block]) -> list[Found]:
    """Return the short lines beside the story that no template names: a name alone may be its byline."""
    return [found_in(sheet, b) for b in blocks if 1 < len(b.text) <= _UNNAMED_LIMIT][:_UNNAMED_LINES]


def found_in(sheet: Sheet, block: Block) -> Found:
    """Return a block of the page as a string that it offers for a field."""
    return Found(
        block.text, "html", sheet.path(block.element), tuple(block.links[:20]), sheet.offset(block.element, block.at)
    )


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


_WRAPPERS: Final = 3
"""Elements that a template wraps around a time or a name for its layout."""
_INLINE: Final = frozenset(("span", "em", "i", "b", "strong", "p", "div", "a", "li", "h6", "small"))


def neighbours(sheet: Sheet, found: Iterable[tuple[Found, int]]) -> list[Found]:
    """Return the short elements that share a line with byline or time elements: a job title, a photographer."""
    out: list[Found] = []
    marked = {e for _, e in found}
    for _, inner in found:
        element = _outermost(sheet, inner)
        for beside in (sheet.beside(element, 1), sheet.beside(element, -1)):
            if beside is not None and sheet.tag[beside] in _INLINE and beside not in marked:
                text = sheet.shown(beside)
                if 1 < len(text) <= _UNNAMED_LIMIT:
                    out.append(Found(text, "html", sheet.path(beside)))
    return out[:_UNNAMED_LINES]


def _outermost(sheet: Sheet, element: int) -> int:
    """Return the highest of the few elements around `element` that hold nothing else."""
    for above in islice(sheet.above(element), _WRAPPERS):
        alone = element == above + 1 and sheet.end[element] == sheet.end[above]
        if sheet.tag[above] not in _INLINE or not alone or sheet.text[sheet.at[above] : sheet.at[element]].strip():
            break
        element = above
    return element


def _opens_with(text: str, prefixes: tuple[str, ...]) -> bool:
    return any(
        text.startswith(p) and (not p[-1:].isalnum() or not text[len(p) : len(p) + 1].isalnum()) for p in prefixes
    )


def _refused_above(sheet: Sheet, element: int, refuse: frozenset[str]) -> bool:
    """Tell whether a near ancestor says that this is a bio, a comment or a teaser."""
    for above in islice(sheet.above(element), _REFUSED):
        tag = sheet.tag[above]
        if tag in {"article", "main", "body"}:
            return False
        if tag in {"aside", "footer", "nav", "blockquote"}:
            return True
        marks = sheet.words(above)
        if marks & refuse and not marks & {"byline", "bylines", "header", "headline"}:
            return True
    return False


_REFUSED: Final = 6
"""Elements around a byline whose names speak for it."""


def times(sheet: Sheet) -> list[tuple[Found, int]]:
    """Return the time elements of a page in document order: `time`, itemprop dates, elements named as dates."""
    found: list[tuple[Found, int]] = []
    reach = 0
    for element in sorted({*sheet.of("time"), *named(sheet, "time")}):
        tag = sheet.tag[element]
        if element < reach or sheet.claimed(element) or tag in {"html", "body", "main", "article", "meta", "script"}:
            continue
        given = sheet.attributes[element]
        if tag != "time" and not (given.get("class") or given.get("itemprop")):
            continue
        if sheet.size(element) > _TIME_LIMIT:
            continue
        text = _cells(sheet, element)
        stamp = (
            given.get("datetime")
            or given.get("content")
            or given.get("data-datetime")
            or given.get("data-timestamp")
            or ""
        )
        if not _DIGIT.search(stamp or text):
            continue
        inner = next((v for t in sheet.below(element, "time") if (v := sheet.get(t, "datetime"))), None)
        path = sheet.path(element) + ("/@datetime" if inner or stamp else "")
        found.append((Found(clean(inner or stamp) or text, "html", path), element))
        reach = sheet.end[element]
        if len(found) >= _TIMES:
            break
    return found


def _cells(sheet: Sheet, element: int) -> str:
    """Return a time's text with a blank where elements meet between figures: "28.09.19" and "12:44" are two cells."""
    text = sheet.shown(element)
    for inner in islice(sheet.below(element, "span", "b", "strong", "em", "i"), _INNER_LIMIT):
        at = sheet.at[inner]
        if sheet.text[at - 1 : at].isdigit() and sheet.text[at : at + 1].isdigit():
            place = sheet.offset(element, at)
            text = f"{text[:place]} {text[place:]}"
    return text


_TIMES: Final = 30
"""Time elements that are read: more are those of other stories."""


def claim_lone(sheet: Sheet, elements: Iterable[int], field: str) -> None:
    """Claim the elements that are a line of their own; one inside a sentence stays."""
    for element in elements:
        if sheet.tag[element] in _IN_LINE:
            block = sheet.up[element]
            while sheet.tag[block] in _IN_LINE - {"time"}:
                block = sheet.up[block]
            rest = sheet.size(block) - sheet.size(element)
            if rest > _SENTENCE:
                continue
            if rest < _LABEL and sheet.tag[block] in _HOLDERS and not sheet.has(block, "h1"):
                sheet.claim(block, field)
                continue
        sheet.claim(element, field)


_IN_LINE: Final = frozenset(("time", "span", "a", "b", "strong", "em", "i", "small", "font"))
_HOLDERS: Final = frozenset(("p", "div", "li", "h5", "h6", "dd", "td"))
_SENTENCE: Final = 100
"""Characters beside a time or name that make it part of a sentence."""
_LABEL: Final = 40
"""Characters beside it that are its label."""


_DECKS: Final = frozenset(("p", "div", "h2", "h3", "h4", "span", "section", "header", "ul", "em", "strong"))


def standfirst(sheet: Sheet, headline: int | None, description: str | None) -> int | None:
    """Return the element of the visible standfirst, or None.

    It is named so and stands near the headline, or it follows the headline at once and says what the page's description
    says; it is not itself one of the story's run of paragraphs. Directly below the headline it may be short.
    """
    strong, weak = names("standfirst"), names("standfirst_weak")
    at = headline or 0
    told = key(description or "")
    following = range(at + 1, min(at + _STANDFIRST_NEAR + 1, len(sheet.tag))) if headline is not None and told else ()
    offered: set[int] = {*named(sheet, "standfirst"), *named(sheet, "standfirst_weak"), *following}
    for element in sorted(offered):
        if sheet.tag[element] not in _DECKS or not at - 60 <= element <= at + _STANDFIRST_WITHIN:
            continue
        if sheet.claimed(element) or sheet.to[element] == sheet.at[element]:
            continue
        marks = sheet.words(element)
        named_so, hinted = bool(marks & strong), bool(marks & weak)
        near = headline is not None and at < element <= at + _STANDFIRST_NEAR
        if not named_so and not hinted and not (near and told and _is_beside(sheet, element, headline)):
            continue
        if headline is not None and (sheet.holds(element, headline) or sheet.holds(headline, element)):
            continue
        if sheet.size(element) > _STANDFIRST[1]:
            continue
        text = sheet.shown(element)
        if _width(text[: _STANDFIRST[0]]) < (_STANDFIRST_SHORT if near else _STANDFIRST[0]):
            continue
        opens = named_so and sheet.tag[element] in {"h2", "h3", "h4"} and _opens_run(sheet, element)
        if _in_story_run(sheet, element) and not opens:
            continue
        if not named_so and not (
            (hinted and _same_start(key(text), told)) or _is_deck(sheet, element, headline, text, told, hinted=hinted)
        ):
            continue
        return element
    return None


def _is_beside(sheet: Sheet, element: int, headline: int | None) -> bool:
    return headline is not None and sheet.up[element] == sheet.up[headline]


def _is_deck(sheet: Sheet, element: int, headline: int | None, text: str, told: str, *, hinted: bool) -> bool:
    """Tell whether an element beside the headline, outside the story, is hinted to be its deck or the description."""
    if not _is_beside(sheet, element, headline) or any(s > element for s in _paragraphs_beside(sheet, element)):
        return False
    first = sheet.tag[element] in {"p", "li"} or not sheet.has(element, "p", "li")
    return key(text) == told or (hinted and first)


def _paragraphs_beside(sheet: Sheet, element: int) -> Iterator[int]:
    """Yield the story paragraphs with the same parent as an element, itself left out."""
    return (
        s
        for s in sheet.siblings(element)
        if s != element and sheet.tag[s] == "p" and sheet.size(s) > _STORY and not sheet.claimed(s)
    )


_STORY: Final = 80
"""Characters of a paragraph of a story."""


def _width(text: str) -> int:
    """Return the length of a text in columns: an East Asian letter says as much as two others."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _same_start(text: str, told: str) -> bool:
    size = min(len(text), len(told), 60)
    return size >= (6 if is_unspaced(text) else 12) and text[:size] == told[:size]


def _in_story_run(sheet: Sheet, element: int) -> bool:
    """Tell whether the element's siblings are story paragraphs: then it opens the body, whatever its class."""
    return sum(1 for _ in islice(_paragraphs_beside(sheet, element), 2)) == 2


def _opens_run(sheet: Sheet, element: int) -> bool:
    """Tell whether no story paragraph stands before the element: a heading further down divides the story."""
    return not any(s < element for s in _paragraphs_beside(sheet, element))
