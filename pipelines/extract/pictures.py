"""Which of the page's pictures belong to the story: place in the page decides, then what metadata names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import limits
from pipelines.draft import Figure
from pipelines.extract import figures, meta
from pipelines.extract.imageobject import figure_of
from pipelines.extract.markup import marked, names
from pipelines.extract.structured import Graph, Node, resolve
from pipelines.extract.tree import GONE, Element, raw_text, tokens
from pipelines.names import is_person_name
from pipelines.text import clean, key

_ASIDE: Final = frozenset(("aside", "button", "label", "summary", "form", "header"))
"""Where a picture without a caption is furniture."""
_WORD: Final = re.compile(r"[a-z0-9]+")


def choose(
    shown: list[figures.Shown],
    order: dict[Element, int],
    span: tuple[int, int],
    story: Element | None,
    node: tuple[str, Node] | None,
    graph: Graph,
    head: meta.Meta,
    publisher: str | None = None,
) -> tuple[Figure, ...]:
    """Return the pictures of the story: those that stand between headline and end, then those that metadata names."""
    taken: list[figures.Shown] = []
    for item in shown:
        at = order.get(item.element, -1)
        near = span[0] - 40 <= at <= span[1] + 12 or (span[0] - 250 <= at < span[0] and _beside(item.element, story))
        if not near and at > span[1]:
            near = _same_gallery(item, taken)
        if near and not _teaser(item, story) and not _is_emblem(item.figure, publisher):
            taken.append(item)
    mine = [item.figure for item in taken]
    stated: list[Figure] = []
    if node is not None:
        values = node[1].get("image")
        for index, value in enumerate(values if isinstance(values, list) else [values]):
            given = resolve(value, graph)
            figure = figure_of(given, f"{node[0]}.image[{index}]") if isinstance(given, (dict, str)) else None
            if figure is not None:
                stated.append(replace(figure, source="json-ld"))
    picture = head.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    if picture and picture.startswith("http"):
        stated.append(
            Figure(
                url=picture,
                alt=head.first("og:image:alt", "twitter:image:alt"),
                source="opengraph",
                locator="meta[og:image]",
            )
        )
    if stated:
        stated[0] = replace(stated[0], is_main=True)
    return tuple([*mine, *stated][: limits.MAX_PICTURES])


def _beside(element: Element, story: Element | None) -> bool:
    """Tell whether an element stands in the same `article` as the story."""
    if story is None:
        return False
    around = next((a for a in (story, *story.iterancestors()) if a.tag == "article"), None)
    return around is not None and around in element.iterancestors()


def _same_gallery(item: figures.Shown, taken: list[figures.Shown]) -> bool:
    """Tell whether a captioned picture stands in a gallery, or a row, that has begun among the story's pictures."""
    if not item.figure.caption or not taken:
        return False
    if item.element.tag == "figure" and item.element.getparent() is taken[-1].element.getparent():
        return True
    if item.figure.container != "gallery":
        return False
    gallery = next((a for a in item.element.iterancestors() if marked(a, "gallery") and a.tag != "li"), None)
    return gallery is not None and gallery in taken[-1].element.iterancestors()


def _teaser(item: figures.Shown, story: Element | None) -> bool:
    """Tell whether a picture belongs to a link to another story, a portrait or an advertisement."""
    around = {story, *story.iterancestors()} if story is not None else set()
    element = item.element
    if element.tag != "figure" and _holds_headline(element, item.figure.caption or ""):
        return True
    for depth, above in enumerate((element, *element.iterancestors())):
        # what holds the story too says nothing of this picture
        if above.tag in {"main", "body"} or depth > 7 or above in around or (above.tag == "article" and not around):
            return False
        if above.tag in {"nav", "footer"} or (above.tag in _ASIDE and not item.figure.caption):
            return True
        marks = _whole(above)
        if marks & names("other_picture") and not marks & names("story"):
            return True
        linked = above.tag == "a" and above.get("href") and next(above.iter("figcaption"), None) is None
        if linked and (len(raw_text(above).strip()) > 25 or _portrait(item.figure, above)):
            return True
        if (above.get(GONE) == "furniture" or marks & names("teaser")) and depth and _links_away(above, element):
            return True
    return False


def _whole(element: Element) -> frozenset[str]:
    """Return the names of an element; short ones only where they stand alone ("v-a--d" is no ad)."""
    alone = set(_WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
    return frozenset(t for t in tokens(element) if len(t) > 3 or t in alone)


def _portrait(figure: Figure, link: Element) -> bool:
    """Tell whether a linked picture shows the writer: nothing but a person's name describes it."""
    named = figure.title or figure.alt or ""
    return not figure.caption and (is_person_name(named) or "author" in (link.get("rel") or "").split())


def _is_emblem(figure: Figure, publisher: str | None) -> bool:
    """Tell whether a picture is a logo or an icon by the words that describe it."""
    described = f"{figure.alt or ''} {figure.title or ''}".strip()
    if figure.caption or figure.credit or not described:
        return False
    words = set(described.casefold().split())
    return bool(words & names("emblem")) or (publisher is not None and key(described) == key(publisher))


def _holds_headline(frame: Element, caption: str) -> bool:
    """Tell whether a frame that is no `figure` also holds a link with a text of its own: a card of another story."""
    links = (a for a in frame.iter("a") if a is not frame and a.get("href") and next(a.iter("img"), None) is None)
    return any(len(text) > 20 and text not in caption for text in (clean(raw_text(a)) for a in links))


def _links_away(box: Element, frame: Element) -> bool:
    """Tell whether a box around a picture also holds a headline-like link outside the picture's frame."""
    return any(len(clean(raw_text(a))) > 20 and frame not in a.iterancestors() for a in box.iter("a"))
