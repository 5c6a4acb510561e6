"""Pictures of the page with every text that belongs to them, detached before the body is read.

Trusted from most to least: `figure` with `figcaption`; an element named as a caption beside a picture; data attributes
of galleries; the picture's own attributes. Which of them belong to the story is decided later, by their
place in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipelines import limits
from pipelines.draft import Figure
from pipelines.extract import imagetag
from pipelines.extract.markup import marked, names
from pipelines.extract.tree import Element, detach, hidden, is_gone, path_of, text_of, tokens
from pipelines.text import clean

_IMAGES: Final = ("img", "amp-img")
_FRAMES: Final = frozenset(
    ["div", "p", "span", "a", "picture", "section", "td", "li", "aside", "dl", "center", "amp-carousel"]
)
_TEXT_LIMIT: Final = 1_500
"""A frame with more text than this is a story with a picture in it, not a picture with a caption."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and the element that frames it."""

    figure: Figure
    element: Element


def collect(root: Element, base: str | None) -> list[Shown]:
    """Return the pictures of the page in document order and detach their elements."""
    shown: list[Shown] = []
    for frame in list(root.iter("figure")):
        if not is_gone(frame):
            shown.extend(_figure(frame, base))
    for caption in _caption_elements(root):
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
    for frame in _picture_frames(root):
        if not is_gone(frame):
            shown.extend(_frame(frame, frame, base))
    shown.extend(_data_captions(root, base))
    for image in list(root.iter(*_IMAGES)):
        if not is_gone(image) and len(shown) < limits.MAX_PICTURES:
            picture = imagetag.picture(image, base)
            if picture is not None and imagetag.is_large(image):
                shown.append(Shown(replace(picture, locator=path_of(image)), image))
    return shown[: limits.MAX_PICTURES]


def _figure(frame: Element, base: str | None) -> Iterator[Shown]:
    inner = [f for f in frame.iter("figure") if f is not frame]
    if inner:
        yield from _nested(frame, inner, base)
        return
    images = list(frame.iter(*_IMAGES))
    caption = next(iter(frame.iter("figcaption")), None)
    if caption is None:
        caption = next((e for e in frame.iter() if e is not frame and marked(e, "caption")), None)
    if (
        not images
        and caption is None
        and (next(frame.iter("table", "blockquote", "pre"), None) is not None or len(text_of(frame)) > 300)
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
            text, credit = _texts(frame, caption)
            found[-1] = Shown(
                replace(found[-1].figure, caption=text, credit=credit or found[-1].figure.credit),
                found[-1].element,
            )
    if len(text_of(frame)) < _TEXT_LIMIT:
        detach(frame, "figure")
    yield from found


def _frame(frame: Element, caption: Element | None, base: str | None) -> Iterator[Shown]:
    if _is_signature(frame, caption):
        return
    images = [i for i in frame.iter(*_IMAGES) if not is_gone(i)]
    pictures = [p for p in (imagetag.picture(i, base) for i in images) if p is not None]
    text, credit = _texts(frame, caption)
    container = _container(frame)
    if pictures:
        best = max(pictures, key=lambda p: (p.width or 0, bool(p.alt)))
        picture = replace(best, alt=next((p.alt for p in pictures if p.alt), None))
    else:
        picture = Figure(url=imagetag.noscript_url(frame, base))
    detach(frame, "figure")
    named = caption if caption is not None else frame
    if picture.url or text or credit:
        yield Shown(
            replace(
                picture,
                caption=text,
                credit=credit,
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


def _texts(frame: Element, caption: Element | None) -> tuple[str | None, str | None]:
    """Return (caption, credit) of a frame: the caption without buttons, the credit if it has an element of its own."""
    credits_found: list[Element] = []
    for element in frame.iter():
        if not isinstance(element.tag, str) or element is frame or element is caption:
            continue
        mine = names("credit") & tokens(element)
        if (
            mine
            and (caption is None or caption not in element.iter())
            and len(text_of(element)) < 300
            and not any(c in element.iterancestors() for c in credits_found)
        ):
            credits_found.append(element)
    credit = " ".join(dict.fromkeys(t for t in (text_of(e) for e in credits_found) if t)) or None
    if caption is None:
        return None, credit
    skip = set(credits_found)
    text = clean(_without(caption, skip))
    return text or None, credit


_WIDGETS: Final = frozenset(("button", "svg", "script", "style", "noscript", "input", "template"))


def _without(element: Element, skip: set[Element]) -> str:
    parts = [element.text or ""]
    for child in element:
        if (
            isinstance(child.tag, str)
            and child not in skip
            and child.tag not in _WIDGETS
            and not (hidden(child) and child.get("aria-hidden") is None)
        ):
            parts.append(
                " " + _without(child, skip) + " "
                if child.tag in {"p", "div", "br", "li", "figcaption"}
                else _without(child, skip)
            )
        elif child in skip:
            parts.append(" ")
        parts.append(child.tail or "")
    return "".join(parts)


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


def _caption_elements(root: Element) -> list[Element]:
    return [
        e
        for e in root.iter(
            "div", "p", "span", "small", "dd", "figcaption", "li", "em", "i", "a", "td", "section", "font"
        )
        if e.get("class") and marked(e, "caption")
    ]


def _picture_frames(root: Element) -> list[Element]:
    """Return elements named as pictures that hold one picture and a line or two, none of them named as caption."""
    found = []
    for element in root.iter("div", "span", "section", "p", "a"):
        if not element.get("class") or not marked(element, "picture"):
            continue
        images = sum(1 for _ in element.iter(*_IMAGES))
        if (
            images == 1
            and 0 < len(text_of(element)) <= 500
            and next(element.iter("h1", "h2", "h3", "h4", "ul", "time"), None) is None
        ):
            links = sum(len(text_of(a)) for a in element.iter("a"))
            if element.tag != "a" and links * 2 < len(text_of(element)):
                found.append(element)
    return found


def _is_caption_alone(element: Element) -> bool:
    """Tell whether an element without a picture near is a caption: "caption" alone is a type size as often as not."""
    if next(element.iter("p", "h2", "ul", "time"), None) not in {None, element} or hidden(element):
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
    length = len(text_of(caption))
    if not length or length > _TEXT_LIMIT:
        return None
    element: Element | None = caption
    for _ in range(5):
        if element is None or element.tag in {"body", "article", "main", "html"}:
            return None
        if next(element.iter(*_IMAGES, "video", "picture"), None) is not None:
            # the frame must not hold the story: other text than the caption's stays short
            return element if len(text_of(element)) <= length * 1.5 + 250 else None
        element = element.getparent()
    return None


def _data_captions(root: Element, base: str | None) -> Iterator[Shown]:
    for element in root.xpath("//*[@data-caption or @data-sub-html or @data-credit]"):
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
