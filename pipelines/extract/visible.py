"""What stands visibly between headline and story: byline, time, standfirst; collected, then detached."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final
from unicodedata import east_asian_width

from pipelines.draft import Found
from pipelines.extract.index import Index
from pipelines.extract.markup import names
from pipelines.extract.segments import Segment
from pipelines.extract.tree import Element, detach, is_gone, is_longer, lines_of, path_of, text_of, tokens
from pipelines.rules import languages_for
from pipelines.text import clean, is_unspaced, key

_BYLINE_LIMIT: Final = 300
_PRINTED_LIMIT: Final = 150
_UNNAMED_LIMIT: Final = 80  # letters of a line that is nothing but names
_UNNAMED_LINES: Final = 12
_INNER_LIMIT: Final = 40
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


def links_of(element: Element) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) of the links below `element`."""
    return tuple((text_of(a), a.get("href") or "") for a in element.iter("a") if text_of(a))


def found(elements: Iterable[Element]) -> list[tuple[Found, Element]]:
    """Return the elements that a site file names, as candidates."""
    return [(Found(text_of(e), "html", path_of(e), links_of(e)), e) for e in elements if text_of(e)]


def bylines(index: Index, headline: Element | None) -> list[tuple[Found, Element]]:
    """Return the byline elements of a page, outermost first found, in document order; none is detached yet."""
    found: list[tuple[Found, Element]] = []
    taken: set[Element] = set()
    refuse = names("byline_not")
    above = set(headline.iterancestors()) if headline is not None else set()
    related = (e for e in index.bearing("rel") if "author" in e.get("rel").split())
    for element in index.sorted(index.named("byline"), related, index.root.iter("address")):
        if element.tag in _SKIP or element is headline or element in above:
            continue
        marks = tokens(element)
        if marks & refuse and not marks & {"byline", "bylines"}:
            continue
        if is_gone(element) or any(a in taken for a in element.iterancestors()) or _refused_above(element, refuse):
            continue
        links = links_of(element)
        text = _apart("\n".join(lines_of(element)), element)
        if not 2 < len(text) <= _BYLINE_LIMIT:
            continue
        if _in_teaser(element, headline):
            continue
        found.append((Found(text, "html", path_of(element), links), element))
        taken.add(element)
        if len(found) >= 40:
            break
    return found


def _apart(text: str, element: Element) -> str:
    """Return a byline's text with a line break where one inline element ends and the next begins inside a word.

    Templates rely on style sheets for the gap: "Ana Silva" and "Share" are printed apart and marked up as one word.
    """
    for inner in list(element.iter("a", "span", "strong", "b", "em", "i", "cite"))[:_INNER_LIMIT]:
        name = text_of(inner)
        at = text.find(name) + len(name)
        if len(name) > 2 and at >= len(name) and text[at - 1 : at + 1].isalnum() and text[at : at + 1].isupper():
            text = f"{text[:at]}\n{text[at:]}"
    return text


def _in_teaser(element: Element, headline: Element | None) -> bool:
    """Tell whether the nearest `article` around an element is another story's card: small, without the headline."""
    near = next(element.iterancestors("article"), None)
    if headline is None or near is None or any(a is near for a in headline.iterancestors("article")):
        return False
    return next(near.iter("h2", "h3", "h4", "a"), None) is not None and not is_longer(near, _TEASER_LIMIT - 1)


def printed_bylines(segments: list[Segment], tag: str | None) -> list[Found]:
    """Return short lines that open with a byline prefix of the page's language, for templates that name nothing."""
    prefixes = tuple(p.casefold() for lang in languages_for(tag) for p in lang["byline.prefixes"])
    return [found_in(s) for s in segments if len(s.text) <= _PRINTED_LIMIT and _opens_with(s.text.casefold(), prefixes)]


def unnamed_lines(segments: list[Segment]) -> list[Found]:
    """Return the short lines beside the story that no template names: a name alone may be its byline."""
    return [found_in(s) for s in segments if 1 < len(s.text) <= _UNNAMED_LIMIT][:_UNNAMED_LINES]


def found_in(segment: Segment) -> Found:
    """Return a block of the page as a string that it offers for a field."""
    return Found(segment.text, "html", path_of(segment.element), tuple(segment.links[:20]), segment.offset)


def signed(index: Index) -> list[Found]:
    """Return the short elements that templates name as the source of a text: agencies and initials below a story."""
    refuse = names("credit") | names("caption")
    return [
        Found(text_of(e), "html", path_of(e))
        for e in index.named("byline_source")
        if e.tag in {"p", "div", "span", "small", "li"}
        and not tokens(e) & refuse
        and 1 < len(text_of(e)) <= _UNNAMED_LIMIT
        and next(e.iterancestors("figure"), None) is None
    ][:_UNNAMED_LINES]


_WRAPPERS: Final = 3
"""Elements that a template wraps around a time or a name for its layout."""
_INLINE: Final = frozenset(("span", "em", "i", "b", "strong", "p", "div", "a", "li", "h6", "small"))


def neighbours(found: Iterable[tuple[Found, Element]]) -> list[Found]:
    """Return the short elements that share a line with byline or time elements: a job title, a photographer."""
    out: list[Found] = []
    marked = {e for _, e in found}
    for _, inner in found:
        element = _outermost(inner)
        for beside in (element.getnext(), element.getprevious()):
            if beside is not None and beside.tag in _INLINE and beside not in marked:
                text = text_of(beside)
                if 1 < len(text) <= _UNNAMED_LIMIT:
                    out.append(Found(text, "html", path_of(beside)))
    return out[:_UNNAMED_LINES]


def _outermost(element: Element) -> Element:
    """Return the highest of the few elements around `element` that hold nothing else."""
    for above in islice(element.iterancestors(), _WRAPPERS):
        if above.tag not in _INLINE or len(above) > 1 or (above.text or "").strip():
            break
        element = above
    return element


def _opens_with(text: str, prefixes: tuple[str, ...]) -> bool:
    return any(
        text.startswith(p) and (not p[-1:].isalnum() or not text[len(p) : len(p) + 1].isalnum()) for p in prefixes
    )


def _refused_above(element: Element, refuse: frozenset[str]) -> bool:
    """Tell whether a near ancestor says that this is a bio, a comment or a teaser."""
    for depth, above in enumerate(element.iterancestors()):
        if depth > 5 or above.tag in {"article", "main", "body"}:
            return False
        if above.tag in {"aside", "footer", "nav", "blockquote"}:
            return True
        marks = tokens(above)
        if marks & refuse and not marks & {"byline", "bylines", "header", "headline"}:
            return True
    return False


def times(index: Index) -> list[tuple[Found, Element]]:
    """Return the time elements of a page in document order: `time`, itemprop dates, elements named as dates."""
    found: list[tuple[Found, Element]] = []
    taken: set[Element] = set()
    for element in index.sorted(index.root.iter("time"), index.named("time")):
        if element.tag in {"html", "body", "main", "article", "meta", "script"}:
            continue
        if element.tag != "time" and not (element.get("class") or element.get("itemprop")):
            continue
        if any(a in taken for a in element.iterancestors()) or is_gone(element):
            continue
        text = text_of(element)
        stamp = (
            element.get("datetime")
            or element.get("content")
            or element.get("data-datetime")
            or element.get("data-timestamp")
            or ""
        )
        if len(text) > _TIME_LIMIT or not _DIGIT.search(stamp or text):
            continue
        inner = next((t.get("datetime") for t in element.iter("time") if t.get("datetime")), None)
        found.append(
            (
                Found(
                    clean(inner or stamp) or text,
                    "html",
                    path_of(element) + ("/@datetime" if inner or stamp else ""),
                ),
                element,
            )
        )
        taken.add(element)
        if len(found) >= 30:
            break
    return found


def detach_lone(elements: Iterable[Element], reason: str) -> None:
    """Detach the elements that are a line of their own; one inside a sentence stays."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in {"time", "span", "a", "b", "strong", "em", "i", "small", "font"}:
            block = parent
            while (
                block.tag in {"span", "a", "b", "strong", "em", "i", "small", "font"} and block.getparent() is not None
            ):
                block = block.getparent()
            rest = len(text_of(block)) - len(text_of(element))
            if rest > 100:
                continue
            if rest < 40 and block.tag in {"p", "div", "li", "h5", "h6", "dd", "td"} and not list(block.iter("h1")):
                detach(block, reason)
                continue
        detach(element, reason)


_DECKS: Final = frozenset(("p", "div", "h2", "h3", "h4", "span", "section", "header", "ul", "em", "strong"))


def standfirst(index: Index, headline: Element | None, description: str | None) -> Element | None:
    """Return the element of the visible standfirst, or None.

    It is named so and stands near the headline, or it follows the headline at once and says what the page's description
    says; it is not itself one of the story's run of paragraphs. Directly below the headline it may be short.
    """
    strong, weak = names("standfirst"), names("standfirst_weak")
    order = index.order
    at = order.get(headline, 0) if headline is not None else 0
    told = key(description or "")
    following = islice(order, at + 1, at + _STANDFIRST_NEAR + 1) if headline is not None and told else ()
    for element in index.sorted(index.named("standfirst"), index.named("standfirst_weak"), following):
        place = order[element]
        if element.tag not in _DECKS or place > at + _STANDFIRST_WITHIN or place < at - 60 or is_gone(element):
            continue
        marks = tokens(element)
        named, hinted = bool(marks & strong), bool(marks & weak)
        near = headline is not None and at < place <= at + _STANDFIRST_NEAR
        if not named and not hinted and not (near and told and _is_beside(element, headline)):
            continue
        if headline is not None and (headline in element.iter() or element in headline.iter()):
            continue
        text = text_of(element)
        if len(text) > _STANDFIRST[1] or _width(text[: _STANDFIRST[0]]) < (
            _STANDFIRST_SHORT if near else _STANDFIRST[0]
        ):
            continue
        if _in_story_run(element) and not (named and element.tag in {"h2", "h3", "h4"} and _opens_run(element)):
            continue
        if not named and not (
            (hinted and _same_start(key(text), told)) or _is_deck(element, headline, text, told, hinted=hinted)
        ):
            continue
        return element
    return None


def _is_beside(element: Element, headline: Element | None) -> bool:
    parent = element.getparent()
    return parent is not None and headline is not None and parent is headline.getparent()


def _is_deck(element: Element, headline: Element | None, text: str, told: str, *, hinted: bool) -> bool:
    """Tell whether an element beside the headline, outside the story, is hinted to be its deck or the description."""
    if not _is_beside(element, headline) or any(is_longer(s, 80) for s in element.itersiblings("p")):
        return False
    return key(text) == told or (hinted and next(element.iter("p", "li"), element) is element)


def _width(text: str) -> int:
    """Return the length of a text in columns: an East Asian letter says as much as two others."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _same_start(text: str, told: str) -> bool:
    size = min(len(text), len(told), 60)
    return size >= (6 if is_unspaced(text) else 12) and text[:size] == told[:size]


def _in_story_run(element: Element) -> bool:
    """Tell whether the element's siblings are story paragraphs: then it opens the body, whatever its class."""
    parent = element.getparent()
    if parent is None:
        return False
    run = (s for s in parent if s is not element and s.tag == "p" and is_longer(s, 80))
    return sum(1 for _ in islice(run, 2)) == 2


def _opens_run(element: Element) -> bool:
    """Tell whether no story paragraph stands before the element: a heading further down divides the story."""
    return not any(is_longer(s, 80) for s in element.itersiblings("p", preceding=True))
