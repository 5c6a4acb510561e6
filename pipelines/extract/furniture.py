"""Page furniture, detached by structure before the body is read: roles, landmarks, template names, link density.

Whatever an element is called, it stays when it holds story paragraphs of its own: dropping by names alone costs more
text than it wins (research: quality).
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.measures import STORY_PARAGRAPH, Measure, measure
from pipelines.extract.tree import GONE, Element, detach, hidden, is_gone, pieces, raw_text, shown, tokens

GUARD: Final = 400
"""Characters of story paragraphs that save an element from its name: two ordinary paragraphs."""

STRONG_GUARD: Final = 2_000
"""The same for the names that boxes of whole sentences bear: biographies, comments, other stories."""

_LANDMARKS: Final = frozenset(
    ("nav", "footer", "aside", "form", "button", "dialog", "menu", "noscript", "fieldset", "audio", "video")
)
_ROLES: Final = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alert",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    )
)
_BOXES: Final = frozenset(
    (
        "div",
        "section",
        "ul",
        "ol",
        "aside",
        "header",
        "p",
        "span",
        "table",
        "article",
        "dl",
        "a",
        "li",
        "h2",
        "h3",
        "h4",
        "h5",
        "small",
        "em",
        "b",
        "strong",
    )
)


def strip(root: Element, keep: Element | None) -> None:
    """Detach the furniture of a page; `keep` is an element (the headline) whose ancestors are safe.

    Where that would take most of the page's story, nothing is detached: then the names lie.
    """
    body = root.find("body")
    if body is None:
        return
    measures = measure(body)
    named, bare = _strip(body, keep, measures)
    whole = measures[body].story
    lost = sum(measures[e].story for e in named)
    led = sum(measures[e].story for e in bare)
    back = named if lost > 0.5 * whole else []
    if whole - lost - led < STORY_PARAGRAPH <= whole:
        back = named + bare
    elif led > _LISTED[1] * whole:
        # a list of things with a word on each is the story where it stands among the story's paragraphs
        home = _home(body, measures)
        beside = [e for e in bare if home in e.iterancestors() and measures[e].story]
        if len(beside) >= _LISTED[0] and sum(measures[e].story for e in beside) > _LISTED[1] * whole:
            back = back + beside
    for element in back:
        del element.attrib[GONE]


_LISTED: Final = (4, 0.25)
"""Cards, and their share of the page's story paragraphs, that make a list of things and no row of other stories."""


def _home(body: Element, measures: dict[Element, Measure]) -> Element:
    """Return the element that holds most of the story paragraphs that are left."""
    sizes: Counter[Element] = Counter()
    for paragraph in body.iter("p"):
        size = measures.get(paragraph)
        if size is not None and size.story and not is_gone(paragraph):
            sizes[paragraph.getparent()] += size.story
    return max(sizes, key=sizes.__getitem__, default=body)


def _strip(
    body: Element, keep: Element | None, measures: dict[Element, Measure]
) -> tuple[list[Element], list[Element]]:
    """Detach and return what is furniture by name, and what is by what it holds."""
    named: list[Element] = []
    bare: list[Element] = []
    safe = {body, *(keep.iterancestors() if keep is not None else ())}
    whole = measures[body].story if body in measures else 0
    styles = _styles(body, measures)
    stack = [body]
    while stack:
        element = stack.pop()
        for child in element:
            size = measures.get(child) if isinstance(child.tag, str) else None
            if size is None:
                continue
            if child in safe or (whole and size.story > 0.35 * whole and size.story > 200):
                stack.append(child)
            elif child.get("class") not in styles and _is_furniture(child, size):
                detach(child, "furniture")
                named.append(child)
            elif size.story < GUARD and _is_leading_away(child, size):
                detach(child, "furniture")
                bare.append(child)
            else:
                stack.append(child)
    return named, bare


def _styles(body: Element, measures: dict[Element, Measure]) -> set[str]:
    """Return the classes that most story paragraphs bear: a style of the text, whatever words are in them."""
    found: Counter[str] = Counter()
    for paragraph in body.iter("p"):
        size = measures.get(paragraph)
        if size is not None and size.story:
            found[paragraph.get("class") or ""] += 1
    total = sum(found.values())
    return {name for name, times in found.items() if name and times >= _STYLE and 2 * times > total}


_STYLE: Final = 3
"""Paragraphs of one class that make it a style."""


def _is_furniture(element: Element, size: Measure) -> bool:
    """Tell whether an element is furniture by its role or name."""
    tag = element.tag
    if size.story >= GUARD:
        return size.story < STRONG_GUARD and tag in _BOXES and _is_strong(element)
    if tag in _LANDMARKS or element.get("role") in _ROLES:
        return True
    # "aria-hidden" keeps a text from readers' ears, not from their eyes: the locked half of a story bears it too
    if hidden(element) and size.text > 0 and not (size.story and element.get("aria-hidden") and shown(element)):
        return True
    if tag not in _BOXES and "-" not in tag:
        return False
    marks = tokens(element)
    if (marks & names("hidden") and size.text < 400) or (marks & names("summary") and _is_summary(element, size)):
        return True
    named = marks & names("furniture") | marks & names("furniture_weak")
    return bool(
        named
        and (named - names("furniture_weak") or size.links or _is_interactive(element))
        and not _is_inline_story(element, size)
    )


def _is_leading_away(element: Element, size: Measure) -> bool:
    """Tell whether a box only leads elsewhere: a card, a field for an e-mail address, nothing but links."""
    tag = element.tag
    if tag in _CARDS and size.links and _is_card(element, size):
        return True
    if tag in {"div", "section"} and not size.story and size.text < _CARD and _asks_for_mail(element):
        return True
    return (
        tag in {"ul", "ol", "div", "section", "table", "dl"}
        and size.links >= 3
        and size.linked > 0.8 * size.text
        and size.text < 3_000
    )


_CARDS: Final = frozenset(("a", "article", "div", "li", "section"))
_STOPS: Final = (".", "!", "?", "…")
_TITLE: Final = 20
"""Characters of the shortest title: less is the badge of a picture."""
_CARD: Final = 600
"""Characters of a card: picture label, headline, two lines of teaser."""


def _is_card(element: Element, size: Measure) -> bool:
    """Tell whether a small box names another story: its heading is a link, or a link is all of it."""
    if not _TITLE <= size.text <= _CARD:
        return False
    headings = [h for h in element.iter("h2", "h3", "h4", "h5", "h6") if h.get(GONE) is None]
    if element.tag == "a":
        return bool(headings) and element.get("href") is not None
    if headings:
        return all(_is_linked(h) for h in headings)
    # a label and a linked title, in lines of their own
    return (
        not size.story
        and size.linked > 0.6 * size.text
        and next(element.iter("figcaption"), None) is None
        and sum(1 for _ in element.iterdescendants("p", "div", "span", "li")) > 1
        and not any(raw_text(e).rstrip()[-1:] in _STOPS for e in (element, *element.iter("p", "a")))
    )


def _is_linked(heading: Element) -> bool:
    """Tell whether all words of a heading are one link to another page."""
    whole = raw_text(heading).strip()
    around = next((a for a in heading.iterancestors() if a.tag == "a"), None)
    link = around if around is not None else next(heading.iter("a"), None)
    if not whole or link is None or (link.get("href") or "#").startswith("#"):
        return False
    return around is not None or len(raw_text(link).strip()) >= 0.9 * len(whole)


def _asks_for_mail(element: Element) -> bool:
    return any((e.get("type") or "").lower() == "email" for e in element.iter("input"))


def _is_strong(element: Element) -> bool:
    marks = tokens(element)
    return bool(marks & names("furniture_strong")) and not marks & names("story_strong")


def _is_interactive(element: Element) -> bool:
    """Tell whether there is something to press, fill in or play: words alone may be a heading in a theme's widget."""
    return (
        next(
            element.iter("button", "form", "input", "iframe", "img", "ins", "video", "audio", "label", "svg"),
            None,
        )
        is not None
    )


_INLINE: Final = frozenset(("span", "a", "em", "b", "strong", "small", "font", "i"))


def _is_summary(element: Element, size: Measure) -> bool:
    """Tell whether a box named as a summary is one: a list of points, or a box with a heading of its own."""
    return (
        size.text < 2_500
        and element.tag not in {"h2", "h3", "h4", "h5", "h6"}
        and next(element.iter("ul", "ol", "h2", "h3", "h4", "details"), None) is not None
        and next(element.iter("h1"), None) is None
    )


def _is_inline_story(element: Element, size: Measure) -> bool:
    """Tell whether a marked element is running text: a link inside a sentence, a paragraph class with "ad"."""
    if element.tag in _INLINE:
        block = element.getparent()
        while block is not None and block.tag in _INLINE:
            block = block.getparent()
        if block is None or block.tag in {"div", "section", "header", "article", "ul"}:
            return False
        left = len(raw_text(element)) + 20
        return any((left := left - len(piece)) < 0 for piece in pieces(block))
    if element.tag == "p":
        return size.story > 0
    return size.text - size.linked > 600 and size.linked < 0.1 * size.text
