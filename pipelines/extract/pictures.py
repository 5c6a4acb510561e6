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
from pipelines.extract.sheet import Sheet
from pipelines.extract.structured import Graph, Node, resolve
from pipelines.names import is_person_name
from pipelines.text import key

_ASIDE: Final = frozenset(("aside", "button", "label", "summary", "form", "header"))
"""Where a picture without a caption is furniture."""
_WORD: Final = re.compile(r"[a-z0-9]+")


def choose(
    sheet: Sheet,
    shown: list[figures.Shown],
    span: tuple[int, int],
    story: int | None,
    node: tuple[str, Node] | None,
    graph: Graph,
    head: meta.Meta,
    publisher: str | None = None,
) -> tuple[Figure, ...]:
    """Return the pictures of the story: those that stand between headline and end, then those that metadata names."""
    taken: list[figures.Shown] = []
    for item in shown:
        at = item.element
        near = span[0] - 40 <= at <= span[1] + 12 or (span[0] - 250 <= at < span[0] and _beside(sheet, at, story))
        if not near and at > span[1]:
            near = _same_gallery(sheet, item, taken)
        if near and not _teaser(sheet, item, story) and not _is_emblem(item.figure, publisher):
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


def _beside(sheet: Sheet, element: int, story: int | None) -> bool:
    """Tell whether an element stands in the same `article` as the story."""
    if story is None:
        return False
    around = next((a for a in (story, *sheet.above(story)) if sheet.tag[a] == "article"), None)
    return around is not None and sheet.holds(around, element)


def _same_gallery(sheet: Sheet, item: figures.Shown, taken: list[figures.Shown]) -> bool:
    """Tell whether a captioned picture stands in a gallery, or a row, that has begun among the story's pictures."""
    if not item.figure.caption or not taken:
        return False
    last = taken[-1].element
    if sheet.tag[item.element] == "figure" and sheet.up[item.element] == sheet.up[last]:
        return True
    if item.figure.container != "gallery":
        return False
    around = sheet.above(item.element)
    gallery = next((a for a in around if sheet.tag[a] != "li" and marked(sheet, a, "gallery")), None)
    return gallery is not None and sheet.holds(gallery, last)


def _teaser(sheet: Sheet, item: figures.Shown, story: int | None) -> bool:
    """Tell whether a picture belongs to a link to another story, a portrait or an advertisement."""
    element = item.element
    if sheet.tag[element] != "figure" and _holds_headline(sheet, element, item.figure.caption or ""):
        return True
    # the parser nests what stands behind a `source` in it: those are no boxes
    around = (a for a in (element, *sheet.above(element)) if sheet.tag[a] != "source")
    for depth, above in enumerate(around):
        tag = sheet.tag[above]
        # what holds the story too says nothing of this picture
        if tag in {"main", "body"} or depth > _LEVELS or (story is not None and sheet.holds(above, story)):
            return False
        if tag == "article" and story is None:
            return False
        if tag in {"nav", "footer"} or (tag in _ASIDE and not item.figure.caption):
            return True
        marks = _whole(sheet, above)
        if marks & names("other_picture") and not marks & names("story"):
            return True
        linked = tag == "a" and sheet.get(above, "href") and not sheet.has(above, "figcaption")
        if linked and (sheet.size(above) > _TITLE or _portrait(sheet, item.figure, above)):
            return True
        aside = sheet.claims.get(above) == "furniture" or marks & names("teaser")
        if aside and depth and _links_away(sheet, above, element):
            return True
    return False


_LEVELS: Final = 7
"""Elements around a picture that may say that it belongs to another story."""
_TITLE: Final = 25
"""Characters of a link that is another story's headline."""


def _whole(sheet: Sheet, element: int) -> frozenset[str]:
    """Return the names of an element; short ones only where they stand alone ("v-a--d" is no ad)."""
    marks = sheet.words(element)
    if all(len(t) > _SHORT for t in marks):
        return marks
    alone = set(_WORD.findall(f"{sheet.class_of(element)} {sheet.get(element, 'id') or ''}".lower()))
    return frozenset(t for t in marks if len(t) > _SHORT or t in alone)


_SHORT: Final = 3
"""Letters of a name that chance makes."""


def _portrait(sheet: Sheet, figure: Figure, link: int) -> bool:
    """Tell whether a linked picture shows the writer: nothing but a person's name describes it."""
    named = figure.title or figure.alt or ""
    return not figure.caption and (is_person_name(named) or "author" in (sheet.get(link, "rel") or "").split())


def _is_emblem(figure: Figure, publisher: str | None) -> bool:
    """Tell whether a picture is a logo or an icon by the words that describe it."""
    described = f"{figure.alt or ''} {figure.title or ''}".strip()
    if figure.caption or figure.credit or not described:
        return False
    words = set(described.casefold().split())
    return bool(words & names("emblem")) or (publisher is not None and key(described) == key(publisher))


def _holds_headline(sheet: Sheet, frame: int, caption: str) -> bool:
    """Tell whether a frame that is no `figure` also holds a link with a text of its own: a card of another story."""
    links = (a for a in sheet.below(frame, "a") if sheet.get(a, "href") and not sheet.has(a, "img"))
    return any(len(text) > _CARD and text not in caption for text in map(sheet.shown, links))


def _links_away(sheet: Sheet, box: int, frame: int) -> bool:
    """Tell whether a box around a picture also holds a headline-like link outside the picture's frame."""
    links = (a for a in (box, *sheet.below(box, "a")) if sheet.tag[a] == "a" and not sheet.holds(a, frame))
    return any(not sheet.holds(frame, a) and sheet.size(a) > _CARD for a in links)


_CARD: Final = 20
"""Characters of a link with a text of its own."""
