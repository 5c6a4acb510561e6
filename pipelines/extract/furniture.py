"""Page furniture, detached by structure before the body is read: roles, landmarks, template names, link density.

Whatever an element is called, it stays when it holds story paragraphs of its own: dropping by names alone costs more text
than it wins (research: quality).
"""

from __future__ import annotations

from typing import Final

from pipelines.extract.markup import names
from pipelines.extract.measures import Measure, measure
from pipelines.extract.tree import Element, detach, hidden, tokens

GUARD: Final = 400
"""Characters of story paragraphs that save an element from its name: two ordinary paragraphs."""

_LANDMARKS: Final = frozenset(("nav", "footer", "aside", "form", "button", "dialog", "menu", "noscript", "fieldset", "audio", "video"))
_ROLES: Final = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "menu", "menubar", "toolbar", "tablist"))
_BOXES: Final = frozenset(("div", "section", "ul", "ol", "aside", "header", "p", "span", "table", "article", "dl", "a", "li", "h2", "h3", "h4", "h5", "small", "em", "b", "strong"))


def strip(root: Element, keep: Element | None) -> None:
    """Detach the furniture of a page; `keep` is an element (the headline) whose ancestors are safe."""
    body = root.find("body")
    if body is None:
        return
    measures = measure(body)
    safe = {body, *(keep.iterancestors() if keep is not None else ())}
    whole = measures[body].story if body in measures else 0
    stack = [body]
    while stack:
        element = stack.pop()
        for child in element:
            if not isinstance(child.tag, str) or child not in measures:
                continue
            if child not in safe and _is_furniture(child, measures[child], whole):
                detach(child, "furniture")
            else:
                stack.append(child)


def _is_furniture(element: Element, size: Measure, whole: int) -> bool:
    if size.story >= GUARD or (whole and size.story > 0.5 * whole):
        return False
    tag = element.tag
    if tag in _LANDMARKS or element.get("role") in _ROLES:
        return True
    if hidden(element) and size.text > 0:
        return True
    if tag not in _BOXES and "-" not in tag:
        return False
    marks = tokens(element)
    if marks & names("furniture") and not _is_inline_story(element, size):
        return True
    # lists and boxes of nothing but links
    return tag in {"ul", "ol", "div", "section", "table", "dl"} and size.links >= 3 and size.linked > 0.8 * size.text and size.text < 3_000


def _is_inline_story(element: Element, size: Measure) -> bool:
    """Tell whether a marked element is a piece of running text: "more" inside a sentence, a paragraph class with "ad"."""
    if element.tag in {"p", "span", "a", "em", "b", "strong", "small"}:
        parent = element.getparent()
        inline = element.tag != "p" and parent is not None and parent.tag in {"p", "li", "span", "em", "strong", "b", "td", "blockquote"}
        return (inline and parent is not None and len((parent.text or "").strip()) + len((element.tail or "").strip()) > 20) or (
            element.tag == "p" and size.story > 0
        )
    return size.text - size.linked > 600 and size.linked < 0.1 * size.text
