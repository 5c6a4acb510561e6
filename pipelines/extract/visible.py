"""What stands visibly between headline and story: time, standfirst; collected, then claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from unicodedata import east_asian_width

from pipelines.draft import Found
from pipelines.extract.markup import named, names
from pipelines.extract.sheet import Sheet
from pipelines.text import clean, is_unspaced, key

_TIME_LIMIT: Final = 160
_INNER_LIMIT: Final = 40  # inline elements of a time that are looked at
_STANDFIRST: Final = (40, 900)
_STANDFIRST_SHORT: Final = 12
_STANDFIRST_NEAR: Final = 12  # elements after the headline: a standfirst follows at once
_STANDFIRST_WITHIN: Final = 150  # elements after the headline: below stand the story and other stories'
_DIGIT: Final = re.compile(r"\d")


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
