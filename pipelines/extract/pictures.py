"""Which of the page's pictures belong to the story: place in the page decides, then what metadata names."""

from __future__ import annotations

from dataclasses import replace

from pipelines import limits
from pipelines.draft import Figure
from pipelines.extract import figures, meta
from pipelines.extract.imageobject import figure_of
from pipelines.extract.markup import names
from pipelines.extract.structured import Graph, Node, resolve
from pipelines.extract.tree import GONE, Element, raw_text, tokens
from pipelines.text import clean


def choose(
    shown: list[figures.Shown],
    order: dict[Element, int],
    span: tuple[int, int],
    story: Element | None,
    node: tuple[str, Node] | None,
    graph: Graph,
    head: meta.Meta,
) -> tuple[Figure, ...]:
    """Return the pictures of the story: those that stand between headline and end, then those that metadata names."""
    mine: list[Figure] = []
    for item in shown:
        at = order.get(item.element, -1)
        if (
            span[0] - 40 <= at <= span[1] + 12 or (span[0] - 250 <= at < span[0] and _beside(item.element, story))
        ) and not _teaser(item.element):
            mine.append(item.figure)
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


def _teaser(element: Element) -> bool:
    """Tell whether a picture belongs to a link to another story, a portrait or an advertisement."""
    for depth, above in enumerate((element, *element.iterancestors())):
        if above.tag in {"main", "body", "article"} or depth > 7:
            return False
        if above.tag in {"nav", "footer"}:
            return True
        marks = tokens(above)
        if marks & names("other_picture") and not marks & names("story"):
            return True
        if (
            above.tag == "a"
            and above.get("href")
            and len(raw_text(above).strip()) > 25
            and next(above.iter("figcaption"), None) is None
        ):
            return True
        if (above.get(GONE) == "furniture" or marks & names("teaser")) and depth and _links_away(above, element):
            return True
    return False


def _links_away(box: Element, frame: Element) -> bool:
    """Tell whether a box around a picture also holds a headline-like link outside the picture's frame."""
    return any(len(clean(raw_text(a))) > 20 and frame not in a.iterancestors() for a in box.iter("a"))
