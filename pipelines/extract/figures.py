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
from pipelines.extract.markup import marked, named, names
from pipelines.extract.sheet import Sheet
from pipelines.text import clean

_IMAGES: Final = ("img", "amp-img")
_NEAR: Final = 60
"""Elements between a picture and a credit that belongs to it and stands outside its frame."""
_TEXT_LIMIT: Final = 1_500
"""A frame with more text than this is a story with a picture in it, not a picture with a caption."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and the element that frames it."""

    figure: Figure
    element: int


def collect(sheet: Sheet, base: str | None) -> list[Shown]:
    """Return the pictures of the page in document order, and claim their elements."""
    return _Collector(sheet, base).collect()


class _Collector:
    """Goes through the pictures of one page."""

    def __init__(self, sheet: Sheet, base: str | None) -> None:
        self._sheet = sheet
        self._base = base

    def collect(self) -> list[Shown]:
        sheet, base = self._sheet, self._base
        shown: list[Shown] = []
        for frame in sheet.of("figure"):
            if not sheet.claimed(frame):
                shown.extend(self._figure(frame))
        for caption in named(sheet, "caption"):
            if sheet.tag[caption] in _CAPTIONS and sheet.get(caption, "class") and not sheet.claimed(caption):
                shown.extend(self._captioned(caption))
        for frame in (*self._picture_frames(), *self._slanted()):
            if not sheet.claimed(frame):
                shown.extend(self._frame(frame, frame))
        shown.extend(self._data_captions())
        for image in sheet.of(*_IMAGES):
            if not sheet.claimed(image) and len(shown) < limits.MAX_PICTURES:
                picture = imagetag.picture(sheet, image, base)
                if picture is not None and imagetag.is_large(sheet, image):
                    shown.append(Shown(replace(picture, locator=sheet.path(image)), image))
        return self._with_lone_credits(shown[: limits.MAX_PICTURES])

    def _captioned(self, caption: int) -> Iterator[Shown]:
        """Yield the picture that an element named as a caption belongs to."""
        sheet = self._sheet
        frame = self._frame_of(caption)
        if frame is None:
            if _ALONE[0] <= sheet.size(caption) <= _ALONE[1] and self._is_caption_alone(caption):
                # the picture itself comes by script: its caption must not leak into the body all the same
                yield from self._frame(caption, caption)
        elif self._container(frame) == "video":
            sheet.claim(frame, "video")
        else:
            yield from self._frame(frame, caption)

    def _figure(self, frame: int) -> Iterator[Shown]:
        sheet = self._sheet
        inner = list(sheet.below(frame, "figure"))
        if inner:
            yield from self._nested(frame, inner)
            return
        pictured = sheet.has(frame, *_IMAGES)
        caption = next(sheet.below(frame, "figcaption"), None)
        if caption is None:
            caption = next((e for e in range(frame + 1, sheet.end[frame]) if marked(sheet, e, "caption")), None)
        after = sheet.beside(frame, 1)
        if caption is None and pictured and after is not None and sheet.tag[after] == "figcaption":
            yield from self._frame(frame, after)
            sheet.claim(after, "caption")
            return
        bare = not pictured and caption is None
        if bare and (sheet.size(frame) > _BARE or sheet.has(frame, "table", "blockquote", "pre")):
            return
        paragraphs = (p for p in sheet.below(frame, "p") if caption is None or not sheet.holds(caption, p))
        if sum(map(sheet.size, paragraphs)) > _TEXT_LIMIT:
            return
        if not pictured and sheet.has(frame, "table"):
            if caption is not None:
                sheet.claim(caption, "caption")
            return
        yield from self._frame(frame, caption)

    def _nested(self, frame: int, inner: list[int]) -> Iterator[Shown]:
        sheet = self._sheet
        found: list[Shown] = []
        for child in inner:
            if not sheet.claimed(child):
                found.extend(self._figure(child))
        # a caption of the whole group follows the last of its pictures
        for caption in sheet.below(frame, "figcaption"):
            if not sheet.claimed(caption) and found and not found[-1].figure.caption:
                text, credit, _ = texts(sheet, frame, caption)
                last = found[-1]
                found[-1] = Shown(replace(last.figure, caption=text, credit=credit or last.figure.credit), last.element)
        if sheet.size(frame) < _TEXT_LIMIT:
            sheet.claim(frame, "figure")
        yield from found

    def _frame(self, frame: int, caption: int | None) -> Iterator[Shown]:
        sheet = self._sheet
        if self._is_signature(frame, caption):
            return
        images = [i for i in (frame, *sheet.below(frame, *_IMAGES)) if sheet.tag[i] in _IMAGES and not sheet.claimed(i)]
        pictures = [p for p in (imagetag.picture(sheet, i, self._base) for i in images) if p is not None]
        text, credit, beside = texts(sheet, frame, caption)
        if pictures:
            best = max(pictures, key=lambda p: (p.width or 0, bool(p.alt)))
            picture = replace(best, alt=next((p.alt for p in pictures if p.alt), None))
        else:
            picture = Figure(url=imagetag.noscript_url(sheet, frame, self._base))
        container = self._container(frame)
        named_one = caption if caption is not None else frame
        place = sheet.printed(named_one) if text or credit else None
        sheet.claim(frame, "figure")
        if picture.url or text or credit or beside:
            facts = replace(
                picture,
                caption=text,
                credit=credit,
                beside=beside,
                container=container,
                locator=sheet.path(named_one),
                text=place,
            )
            yield Shown(facts, frame)

    def _is_signature(self, frame: int, caption: int | None) -> bool:
        """Tell whether the frame shows the writer, not the news: a portrait with name, profile link or time."""
        sheet = self._sheet
        inside = caption if caption is not None else frame
        if sheet.has(inside, "time") or any(
            "author" in (sheet.get(a, "rel") or "").split() for a in (inside, *sheet.below(inside, "a"))
        ):
            return True
        marks = sheet.words(frame) | (sheet.words(caption) if caption is not None else frozenset())
        for above in islice(sheet.above(frame), 3):
            if sheet.tag[above] in {"article", "main", "body"}:
                break
            marks |= sheet.words(above)
        return bool(marks & names("signature"))

    def _container(self, frame: int) -> str:
        sheet = self._sheet
        for element in (frame, *sheet.above(frame)):
            if sheet.tag[element] in {"article", "main", "body"}:
                break
            words = sheet.words(element)
            if words & names("gallery"):
                return "gallery"
            if "video" in words or "player" in words:
                return "video"
        return "video" if sheet.has(frame, "video") else ""

    def _picture_frames(self) -> list[int]:
        """Return elements named as pictures that hold one picture and a line or two, none of them named as caption."""
        sheet = self._sheet
        found = []
        for element in named(sheet, "picture"):
            if sheet.tag[element] not in {"div", "span", "section", "p"} or not sheet.get(element, "class"):
                continue
            if sheet.to[element] == sheet.at[element] or sheet.size(element) > _LINES:
                continue
            one = sum(1 for _ in islice(sheet.below(element, *_IMAGES), 2)) == 1
            if one and not sheet.has(element, "h1", "h2", "h3", "h4", "ul", "time"):
                links = sum(map(sheet.size, sheet.below(element, "a")))
                if links * 2 < sheet.size(element):
                    found.append(element)
        return found

    def _slanted(self) -> list[int]:
        """Return paragraphs that hold one picture and, all in italics or small print, a line or two: its caption."""
        sheet = self._sheet
        found = []
        for only in sheet.of(*_SLANTED):
            element = sheet.up[only]
            if sheet.tag[element] not in {"p", "div"} or sheet.size(element) > _SMALL_PRINT:
                continue
            if sum(1 for _ in islice(sheet.below(element, *_IMAGES), 2)) != 1:
                continue
            if sum(sheet.tag[c] in _SLANTED for c in sheet.children(element)) != 1:
                continue
            text = sheet.shown(element)
            if len(text) > _WORD and text == sheet.shown(only):
                found.append(element)
        return found

    def _with_lone_credits(self, shown: list[Shown]) -> list[Shown]:
        """Give credits that stand alone in the page to the picture before them; without one it is a picture unseen."""
        sheet = self._sheet
        for element in named(sheet, "credit_line"):
            if sheet.get(element, "class") is None or sheet.claimed(element):
                continue
            text = sheet.shown(element)
            if not _CREDIT[0] <= len(text) <= _CREDIT[1] or sheet.has(element, "p", "a", "time"):
                continue
            before = [i for i, s in enumerate(shown) if element - _NEAR <= s.element < element]
            last = max(before, key=lambda i: shown[i].element, default=None)
            if last is not None and not shown[last].figure.credit:
                shown[last] = Shown(replace(shown[last].figure, credit=text), shown[last].element)
                sheet.claim(element, "credit")
            elif any(marked(sheet, a, "picture") for a in islice(sheet.above(element), 3)):
                shown.append(Shown(Figure(credit=text, locator=sheet.path(element)), element))
                sheet.claim(element, "credit")
        return shown

    def _is_caption_alone(self, element: int) -> bool:
        """Tell whether an element without a picture near is a caption: "caption" alone is a type size as often."""
        sheet = self._sheet
        if sheet.has(element, "p", "h2", "ul", "time") or sheet.hidden(element):
            return False
        if any(sheet.size(a) == sheet.size(element) for a in sheet.below(element, "a", "button")):
            return False
        if names("caption") & sheet.words(element) - {"caption", "captions"}:
            return True
        return any(
            marked(sheet, above, "picture")
            for above in islice(sheet.above(element), 3)
            if sheet.tag[above] not in {"body", "article", "main"}
        )

    def _frame_of(self, caption: int) -> int | None:
        """Return the nearest ancestor (or the caption itself) that holds a picture and little more than the caption."""
        sheet = self._sheet
        length = sheet.size(caption)
        if not 0 < length <= _TEXT_LIMIT:
            return None
        for element in islice((caption, *sheet.above(caption)), 5):
            if sheet.tag[element] in {"body", "article", "main", "html"}:
                return None
            if sheet.has(element, *_IMAGES, "video", "picture"):
                # the frame must not hold the story: other text than the caption's stays short
                return None if sheet.size(element) > length + length // 2 + 250 else element
        return None

    def _data_captions(self) -> Iterator[Shown]:
        sheet = self._sheet
        told = {e for name in ("data-caption", "data-sub-html", "data-credit") for e in sheet.bearing(name)}
        for element in sorted(told):
            if sheet.claimed(element):
                continue
            given = sheet.attributes[element]
            caption = clean(given.get("data-caption") or given.get("data-sub-html") or "")
            if "<" in caption:
                caption = clean(_TAG.sub(" ", caption))
            url = imagetag.address(given.get("data-src") or given.get("href") or given.get("src"), self._base)
            image = element if sheet.tag[element] in _IMAGES else next(sheet.below(element, *_IMAGES), None)
            picture = imagetag.picture(sheet, image, self._base) if image is not None else None
            figure = picture or Figure(url=url)
            if caption or given.get("data-credit"):
                facts = replace(
                    figure,
                    title=caption or None,
                    credit=clean(given.get("data-credit") or "") or None,
                    container="gallery",
                    locator=sheet.path(element),
                )
                yield Shown(facts, element)


_CAPTIONS: Final = frozenset(
    ("div", "p", "span", "small", "dd", "figcaption", "li", "em", "i", "a", "td", "section", "font")
)
_SLANTED: Final = ("em", "i", "small")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_ALONE: Final = (20, 600)
"""Characters of a caption whose picture comes by script."""
_BARE: Final = 300
"""Characters of a `figure` without picture and caption: more is a quotation or a table."""
_LINES: Final = 500
"""Characters of the line or two in a picture's frame."""
_SMALL_PRINT: Final = 400
_WORD: Final = 3
_CREDIT: Final = (4, 200)
"""Characters of a credit that stands alone."""
