"""The captions stage: figures to pictures, and their texts out of the body (`news-conventions` C.7, C.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from pipelines.captions.grammar import read_caption
from pipelines.captions.merging import merge_texts
from pipelines.captions.reading import CaptionReading
from pipelines.draft import Draft, Figure, Line
from pipelines.record import Dropped, Evidence, Image, Position
from pipelines.text import key

_SIZE: Final = re.compile(
    r"(?:[-_/](?:w|h|width|height)?[-_=]?\d{2,4}(?:x\d{2,4})?(?=[-_/.]|$))|\b\d{2,4}x\d{2,4}\b", re.IGNORECASE
)
_MIN_KEY: Final = 12
"""Letters that two captions must share before equal texts make them one picture."""


def stage(draft: Draft) -> Draft:
    """Fill `images` from the figures and take captions, credits and alternative texts out of the lines."""
    groups = _groups(draft.figures)
    images: list[Image] = []
    evidence = list(draft.evidence)
    shown = any(f.source == "html" for g in groups for f in g)
    for group in groups:
        image, reading, figure = _image(group, draft)
        if image is None or (
            shown and all(f.source != "html" for f in group) and not image.caption and not image.credit
        ):
            continue
        number = len(images)
        images.append(image)
        evidence += _evidence(number, image, reading, figure)
    images = _lead(images, draft.figures, groups)
    lines, dropped, extra = _lines(draft, images)
    for line, reading in extra:
        evidence += _evidence(
            len(images), _of_text(reading), reading, Figure(caption=line.text, source="text", locator=line.locator)
        )
        images.append(_of_text(reading))
    if images and not any(i.is_main for i in images):
        images[0] = replace(images[0], is_main=True)
    return replace(
        draft, images=tuple(images), lines=lines, dropped=(*draft.dropped, *dropped), evidence=tuple(evidence)
    )


def picture_key(url: str) -> str:
    """Return what two URLs of one picture share: the path without size and query parameters."""
    parts = urlsplit(url)
    path = _SIZE.sub("", parts.path)
    name = path.rsplit("/", 1)[-1]
    return name.casefold() if len(name) > 14 else f"{parts.netloc}{path}".casefold()


def _groups(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Group figures that show the same picture: equal URL key, else equal caption (C.7)."""
    groups: list[list[Figure]] = []
    by_url: dict[str, int] = {}
    by_text: dict[str, int] = {}
    for figure in figures:
        url = picture_key(figure.url) if figure.url else None
        text = key(figure.caption or figure.title or "")
        found = by_url.get(url) if url else None
        if found is None and len(text) >= _MIN_KEY:
            found = by_text.get(text)
        if found is None:
            found = len(groups)
            groups.append([])
        groups[found].append(figure)
        if url:
            by_url.setdefault(url, found)
        if len(text) >= _MIN_KEY:
            by_text.setdefault(text, found)
    return groups


def _image(group: list[Figure], draft: Draft) -> tuple[Image | None, CaptionReading, Figure]:
    visible = [f for f in group if f.source == "html"]
    stated = next((f for f in group if f.source == "json-ld" and (f.caption or f.credit or f.creators)), None)
    best = max(visible, key=lambda f: (len(f.caption or ""), len(f.credit or "")), default=None)
    reading = merge_texts(
        draft.language,
        figcaption=best.caption if best else None,
        credit_span=next((f.credit for f in visible if f.credit), None),
        json_ld=stated,
        img_alt=next((f.alt for f in group if f.alt), None),
        og_image_alt=None,
        published=draft.date_published,
        title=next((f.title for f in visible if f.title and " " in f.title), None),
    )
    first = best or group[0]
    url = next((f.url for f in (first, *group) if f.url), None)
    alt = next((f.alt for f in group if f.alt), None)
    source = first.source
    if not (url or reading.text or reading.credit):
        return None, reading, first
    image = Image(
        url,
        next((f.width for f in group if f.width), None),
        next((f.height for f in group if f.height), None),
        any(f.is_main for f in group),
        reading.text or None,
        "alt" if reading.text_source == "alt" else "caption" if reading.text else None,
        alt if alt and key(alt) != key(reading.text) else None,
        reading.credit,
        reading.file_photo,
        reading.illustrative,
        reading.date_taken,
        reading.usage_terms,
        reading.positions,
        source,
    )
    return image, reading, first


def _evidence(number: int, image: Image, reading: CaptionReading, figure: Figure) -> list[tuple[str, Evidence]]:
    out = []
    source = figure.source if figure.source in {"html", "json-ld", "opengraph", "text"} else "html"
    raw = figure.caption or figure.title or figure.alt
    if image.caption:
        start = raw.find(image.caption) if raw else -1
        span = (start, start + len(image.caption)) if start >= 0 else (None, None)
        out.append((f"/images/{number}/caption", Evidence(source, raw, figure.locator or None, "C.7", (), *span)))
    if image.credit:
        shown = figure.credit or raw
        rule = "C.8-4" if source == "text" else "C.4"
        printed = f"({image.credit.raw})" if source == "text" and raw and f"({image.credit.raw})" in raw else shown
        out.append((f"/images/{number}/credit", Evidence(source, printed, figure.locator or None, rule)))
    del reading
    return out


def _lead(images: list[Image], figures: Sequence[Figure], groups: list[list[Figure]]) -> list[Image]:
    """Mark one lead picture: the one metadata names where the page shows it, else the first that is shown."""
    del figures, groups
    named = next((i for i, image in enumerate(images) if image.is_main and image.source == "html"), None)
    first = next((i for i, image in enumerate(images) if image.source == "html"), None)
    lead = named if named is not None else first if first is not None else (0 if images else None)
    return [replace(image, is_main=number == lead) for number, image in enumerate(images)]


def _lines(
    draft: Draft, images: list[Image]
) -> tuple[tuple[Line, ...], list[Dropped], list[tuple[Line, CaptionReading]]]:
    """Return (lines without captions, what was dropped, captions that stood in the text)."""
    texts: dict[str, str] = {}
    for figure in draft.figures:
        for value, category in (
            (figure.caption, "caption"),
            (figure.title, "caption"),
            (figure.credit, "image_credit"),
            (figure.alt, "caption"),
        ):
            if value and len(key(value)) >= _MIN_KEY:
                texts.setdefault(key(value), category)
    for image in images:
        if image.caption and len(key(image.caption)) >= _MIN_KEY:
            texts.setdefault(key(image.caption), "caption")
            if image.credit:
                texts.setdefault(key(image.caption + image.credit.raw), "caption")
        if image.credit and len(key(image.credit.raw)) >= 6:
            texts.setdefault(key(image.credit.raw), "image_credit")
    kept: list[Line] = []
    dropped: list[Dropped] = []
    found: list[tuple[Line, CaptionReading]] = []
    for number, line in enumerate(draft.lines):
        category = texts.get(key(line.text)) if len(line.text) < 1_500 else None
        if category:
            dropped.append(Dropped(line.text, category, _position(number, draft.lines)))
            continue
        reading = _in_text(number, line, draft)
        if reading is not None:
            found.append((line, reading))
            continue
        kept.append(line)
    return tuple(kept), dropped, found


def _position(number: int, lines: Sequence[Line]) -> Position:
    return "head" if number == 0 else "tail" if number >= len(lines) * 0.8 else "body"


_CREDITED: Final = re.compile(r"[(（\[][^()（）\[\]]{3,120}[)）\]]\s*$")


def _in_text(number: int, line: Line, draft: Draft) -> CaptionReading | None:
    """Return the reading of a line that is a caption or a credit in the text itself (C.8-3, C.8-4)."""
    if line.kind != "paragraph" or len(line.text) > 600:
        return None
    credited = _CREDITED.search(line.text) is not None
    if draft.from_text:
        # before the story, ending in a bracketed credit; a later line that quotes an agency in brackets is story
        if number > 3 or not credited:
            return None
        reading = read_caption(line.text, draft.language, published=draft.date_published, container="figcaption")
        return reading if reading.credit and reading.text and _credit_like(reading) else None
    if len(line.text) > 200:
        return None
    reading = read_caption(line.text, draft.language, published=draft.date_published)
    if reading.credit is None or not _credit_like(reading):
        return None
    if not reading.text:
        return reading
    return reading if credited and number == 0 and len(draft.lines) > 3 and len(line.text) < 180 else None


def _credit_like(reading: CaptionReading) -> bool:
    credit = reading.credit
    return credit is not None and bool(credit.agencies or credit.creators) and not credit.ai_generated


def _of_text(reading: CaptionReading) -> Image:
    return Image(
        caption=reading.text or None,
        caption_source="caption" if reading.text else None,
        credit=reading.credit,
        file_photo=reading.file_photo,
        illustrative=reading.illustrative,
        date_taken=reading.date_taken,
        usage_terms=reading.usage_terms,
        positions=reading.positions,
        source="text",
    )
