"""Pictures of the page with every text that belongs to them, detached before the body is read.

Trusted from most to least: `figure` with `figcaption`; an element named as a caption beside a picture; data attributes
of galleries; the picture's own attributes. Which of them belong to the story is decided later, by their
place in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from pipelines import limits
from pipelines.draft import Figure
from pipelines.extract import imagetag
from pipelines.extract.figuretext import texts
from pipelines.extract.index import Index
from pipelines.extract.markup import marked, names
from pipelines.extract.tree import Element, detach, hidden, is_gone, is_longer, path_of, text_of, tokens
from pipelines.text import clean

_IMAGES: Final = ("img", "amp-img")
_FRAMES: Final = frozenset(
    ["div", "p", "span", "a", "picture", "section", "td", "li", "aside", "dl", "center", "amp-carousel"]
)
_NEAR: Final = 60
"""Elements between a picture and a credit that belongs to it and stands outside its frame."""
_TEXT_LIMIT: Final = 1_500
"""A frame with more text than this is a story with a picture in it, not a picture with a caption."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and the element that frames it."""

    figure: Figure
    element: Element


def collect(index: Index, base: str | None) -> list[Shown]:
    """Return the pictures of the page in document order and detach their elements."""
    root = index.root
    shown: list[Shown] = []
    for frame in list(root.iter("figure")):
        if not is_gone(frame):
            shown.extend(_figure(frame, base))
    for caption in _caption_elements(index):
        if is_gone(caption):
            continue
        frame = _frame_of(caption)
        if frame is not None:
            if _container(frame) != "video":
                shown.extend(_frame(frame, caption, base))
            else:
                detach(frame, "video")
        elif 20 <= len(text_of(caption)) <= 600 and _is_caption_alone(caption):
            # the picture itself comes by script: its caption must not leak into the body all the same
            shown.extend(_frame(caption, caption, base))
    for frame in (*_picture_frames(index), *_slanted(root)):
        if not is_gone(frame):
            shown.extend(_frame(frame, frame, base))
    shown.extend(_data_captions(index, base))
    for image in list(root.iter(*_IMAGES)):
        if not is_gone(image) and len(shown) < limits.MAX_PICTURES:
            picture = imagetag.picture(image, base)
            if picture is not None and imagetag.is_large(image):
                shown.append(Shown(replace(picture, locator=path_of(image)), image))
    return _with_lone_credits(shown[: limits.MAX_PICTURES], index)


def _figure(frame: Element, base: str | None) -> Iterator[Shown]:
    inner = [f for f in frame.iter("figure") if f is not frame]
    if inner:
        yield from _nested(frame, inner, base)
        return
    images = list(frame.iter(*_IMAGES))
    caption = next(iter(frame.iter("figcaption")), None)
    if caption is None:
        caption = next((e for e in frame.iter() if e is not frame and marked(e, "caption")), None)
    after = frame.getnext()
    if caption is None and images and after is not None and after.tag == "figcaption":
        yield from _frame(frame, after, base)
        detach(after, "caption")
        return
    if (
        not images
        and caption is None
        and (next(frame.iter("table", "blockquote", "pre"), None) is not None or is_longer(frame, 300))
    ):
        return
    if (
        sum(len(text_of(p)) for p in frame.iter("p") if caption is None or caption not in p.iterancestors())
        > _TEXT_LIMIT
    ):
        return
    if next(frame.iter("table"), None) is not None and not images:
        if caption is not None:
            detach(caption, "caption")
        return
    yield from _frame(frame, caption, base)


def _nested(frame: Element, inner: list[Element], base: str | None) -> Iterator[Shown]:
    found: list[Shown] = []
    for child in inner:
        if not is_gone(child):
            found.extend(_figure(child, base))
    # a caption of the whole group follows the last of its pictures
    for caption in frame.iter("figcaption"):
        if not is_gone(caption) and found and not found[-1].figure.caption:
            text, credit, _ = texts(frame, caption)
            found[-1] = Shown(
                replace(found[-1].figure, caption=text, credit=credit or found[-1].figure.credit),
                found[-1].element,
            )
    if not is_longer(frame, _TEXT_LIMIT - 1):
        detach(frame, "figure")
    yield from found


def _frame(frame: Element, caption: Element | None, base: str | None) -> Iterator[Shown]:
    if _is_signature(frame, caption):
        return
    images = [i for i in frame.iter(*_IMAGES) if not is_gone(i)]
    pictures = [p for p in (imagetag.picture(i, base) for i in images) if p is not None]
    text, credit, beside = texts(frame, caption)
    container = _container(frame)
    if pictures:
        best = max(pictures, key=lambda p: (p.width or 0, bool(p.alt)))
        picture = replace(best, alt=next((p.alt for p in pictures if p.alt), None))
    else:
        picture = Figure(url=imagetag.noscript_url(frame, base))
    detach(frame, "figure")
    named = caption if caption is not None else frame
    if picture.url or text or credit or beside:
        yield Shown(
            replace(
                picture,
                caption=text,
                credit=credit,
                beside=beside,
                container=container,
                locator=path_of(named),
                text=text_of(named) if text or credit else None,
            ),
            frame,
        )


def _is_signature(frame: Element, caption: Element | None) -> bool:
    """Tell whether the frame shows the writer, not the news: a portrait with name, profile link or time."""
    inside = caption if caption is not None else frame
    if (
        any("author" in (a.get("rel") or "").split() for a in inside.iter("a"))
        or next(inside.iter("time"), None) is not None
    ):
        return True
    marks = tokens(frame) | (tokens(caption) if caption is not None else frozenset())
    for above, _ in zip(frame.iterancestors(), range(3), strict=False):
        if above.tag in {"article", "main", "body"}:
            break
        marks |= tokens(above)
    return bool(marks & names("signature"))


def _container(frame: Element) -> str:
    for element in (frame, *frame.iterancestors()):
        if element.tag in {"article", "main", "body"}:
            break
        words = tokens(element)
        if words & names("gallery"):
            return "gallery"
        if "video" in words or "player" in words:
            return "video"
    return "video" if next(frame.iter("video"), None) is not None else ""


_CAPTIONS: Final = frozenset(
    ("div", "p", "span", "small", "dd", "figcaption", "li", "em", "i", "a", "td", "section", "font")
)


def _caption_elements(index: Index) -> list[Element]:
    return [e for e in index.named("caption") if e.tag in _CAPTIONS and e.get("class")]


def _picture_frames(index: Index) -> list[Element]:
    """Return elements named as pictures that hold one picture and a line or two, none of them named as caption."""
    found = []
    for element in index.named("picture"):
        if element.tag not in {"div", "span", "section", "p"} or not element.get("class"):
            continue
        images = sum(1 for _ in element.iter(*_IMAGES))
        if (
            images == 1
            and next(element.iter("h1", "h2", "h3", "h4", "ul", "time"), None) is None
            and not is_longer(element, 500)
        ):
            links = sum(len(text_of(a)) for a in element.iter("a"))
            if links * 2 < len(text_of(element)):
                found.append(element)
    return found


def _slanted(root: Element) -> list[Element]:
    """Return paragraphs that hold one picture and, all in italics or small print, a line or two: its caption."""
    found = []
    for only in root.iter("em", "i", "small"):
        element = only.getparent()
        if element.tag not in {"p", "div"} or sum(1 for _ in islice(element.iter(*_IMAGES), 2)) != 1:
            continue
        slanted = [c for c in element if c.tag in {"em", "i", "small"}]
        if len(slanted) != 1:
            continue
        if not is_longer(element, 400) and len(text := text_of(element)) > 3 and text == text_of(only):
            found.append(element)
    return found


def _with_lone_credits(shown: list[Shown], index: Index) -> list[Shown]:
    """Give credits that stand alone in the page to the picture before them; without one they are a picture unseen."""
    order = index.order
    for element in index.named("credit_line"):
        text = text_of(element) if element.get("class") is not None and not is_gone(element) else ""
        if not 4 <= len(text) <= 200 or next(element.iter("p", "a", "time"), None) not in {None, element}:
            continue
        at = order[element]
        before = [i for i, s in enumerate(shown) if at - _NEAR <= order.get(s.element, -_NEAR) < at]
        last = max(before, key=lambda i: order[shown[i].element], default=None)
        if last is not None and not shown[last].figure.credit:
            shown[last] = Shown(replace(shown[last].figure, credit=text), shown[last].element)
            detach(element, "credit")
        elif any(marked(a, "picture") for a, _ in zip(element.iterancestors(), range(3), strict=False)):
            shown.append(Shown(Figure(credit=text, locator=path_of(element)), element))
            detach(element, "credit")
    return shown


def _is_caption_alone(element: Element) -> bool:
    """Tell whether an element without a picture near is a caption: "caption" alone is a type size as often as not."""
    if next(element.iter("p", "h2", "ul", "time"), None) not in {None, element} or hidden(element):
        return False
    if any(text_of(a) == text_of(element) for a in (*element.iter("a", "button"),)):
        return False
    if names("caption") & tokens(element) - {"caption", "captions"}:
        return True
    return any(
        marked(above, "picture")
        for above, _ in zip(element.iterancestors(), range(3), strict=False)
        if above.tag not in {"body", "article", "main"}
    )


def _frame_of(caption: Element) -> Element | None:
    """Return the nearest ancestor (or the caption itself) that holds a picture and little more than the caption."""
    if is_longer(caption, _TEXT_LIMIT) or not (length := len(text_of(caption))):
        return None
    element: Element | None = caption
    for _ in range(5):
        if element is None or element.tag in {"body", "article", "main", "html"}:
            return None
        if next(element.iter(*_IMAGES, "video", "picture"), None) is not None:
            # the frame must not hold the story: other text than the caption's stays short
            return None if is_longer(element, length + length // 2 + 250) else element
        element = element.getparent()
    return None


def _data_captions(index: Index, base: str | None) -> Iterator[Shown]:
    for element in index.bearing("data-caption", "data-sub-html", "data-credit"):
        if is_gone(element):
            continue
        caption = clean(element.get("data-caption") or element.get("data-sub-html") or "")
        if "<" in caption:
            caption = clean(re.sub(r"<[^<>]{0,500}>", " ", caption))
        url = imagetag.address(element.get("data-src") or element.get("href") or element.get("src"), base)
        image = element if element.tag in _IMAGES else next(element.iter(*_IMAGES), None)
        picture = imagetag.picture(image, base) if image is not None else None
        figure = picture or Figure(url=url)
        if caption or element.get("data-credit"):
            yield Shown(
                replace(
                    figure,
                    title=caption or None,
                    credit=clean(element.get("data-credit") or "") or None,
                    container="gallery",
                    locator=path_of(element),
                ),
                element,
            )
