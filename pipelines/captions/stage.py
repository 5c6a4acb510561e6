"""The captions stage: figures to pictures, and their texts out of the body (`news-conventions` C.7, C.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from pipelines import limits
from pipelines.captions.leaks import take_out
from pipelines.captions.merging import merge_texts
from pipelines.captions.reading import CaptionReading
from pipelines.draft import Draft, Figure
from pipelines.record import Evidence, Image, PictureSource
from pipelines.replacing import replace
from pipelines.text import key

_WEB: Final = ("https://", "http://")
_SIZE: Final = re.compile(
    r"(?:[-_/](?:w|h|width|height)?[-_=]?\d{2,4}(?:x\d{2,4})?(?=[-_/.]|$))|\b\d{2,4}x\d{2,4}\b", re.IGNORECASE
)


def stage(draft: Draft) -> Draft:
    """Fill `images` from the figures and take captions, credits and alternative texts out of the lines."""
    images: list[Image] = []
    evidence = list(draft.evidence)
    shown = any(f.source == "html" for f in draft.figures)
    for group in _groups(draft.figures):
        if shown and not any(f.is_main or f.source == "html" for f in group):
            continue  # whatever its texts say, it is only stated
        image, figure = _image(group, draft)
        if image is None or (shown and _is_only_stated(group, image)):
            continue
        evidence += _evidence(len(images), image, figure)
        images.append(image)
    images = _with_lead(images)
    lines, dropped, extra = take_out(draft, images)
    for line, reading in extra:
        image = _picture(reading, source="text")
        evidence += _evidence(len(images), image, Figure(caption=line.text, source="text", locator=line.locator))
        images.append(image)
    if images and not any(i.is_main for i in images):
        images[0] = replace(images[0], is_main=True)
    return replace(
        draft, images=tuple(images), lines=lines, dropped=(*draft.dropped, *dropped), evidence=tuple(evidence)
    )


def _is_only_stated(group: list[Figure], image: Image) -> bool:
    """Tell whether only metadata names a picture: the lead with a caption counts all the same."""
    if any(f.source == "html" for f in group):
        return False
    described = image.caption_source == "caption" or (image.credit is not None and image.caption_source is None)
    return not (image.is_main and described)


def picture_key(url: str) -> str:
    """Return what two URLs of one picture share: the path without size and query parameters.

    >>> picture_key("https://a.test/[x") == picture_key("https://A.test/[x")
    True
    """
    if url.startswith(_WEB) and url.isascii() and url.isprintable() and "[" not in url and "]" not in url:
        # what `urlsplit` says of such an address, at a fraction of the time
        netloc, slash, path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")
        path = slash + path
    else:
        try:
            parts = urlsplit(url)
        except ValueError:  # a page may state what is no address
            return url.casefold()
        netloc, path = parts.netloc, parts.path
    path = _SIZE.sub("", path)
    name = path.rsplit("/", 1)[-1]
    return name.casefold() if len(name) > 14 else f"{netloc}{path}".casefold()


def _groups(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Group figures that show the same picture: equal URL key, else equal caption, a credit behind it or not (C.7)."""
    groups: list[list[Figure]] = []
    by_url: dict[str, int] = {}
    by_text: dict[str, int] = {}
    for figure in figures:
        url = picture_key(figure.url) if figure.url else ""
        text = key(figure.caption or figure.title or "")
        text = text if len(text) >= limits.MIN_CAPTION_KEY else ""
        found = by_url.get(url) if url else None
        if found is not None and text and not any(_same_text(text, f) for f in groups[found]):
            found = None  # numbered files and placeholders have one key, their captions tell them apart
        if found is None and text:
            found = by_text.get(text)
        if found is None and len(text) >= limits.LONG_CAPTION_KEY and figure.source != "html":
            found = next((n for t, n in by_text.items() if t.startswith(text) or _extends(text, t)), None)
        if found is None:
            found = len(groups)
            groups.append([])
        groups[found].append(figure)
        for table, value in ((by_url, url), (by_text, text)):
            if value:
                table.setdefault(value, found)
    return groups


def _same_text(text: str, figure: Figure) -> bool:
    """Tell whether a figure has no caption, or one that says the same: one of the two within the other."""
    other = key(figure.caption or figure.title or "")
    return len(other) < limits.MIN_CAPTION_KEY or text in other or other in text


def _extends(text: str, shorter: str) -> bool:
    return len(shorter) >= limits.LONG_CAPTION_KEY and text.startswith(shorter)


def _image(group: list[Figure], draft: Draft) -> tuple[Image | None, Figure]:
    """Return the picture of a group and the figure that shows it best."""
    visible = [f for f in group if f.source == "html"]
    best = max(visible, key=lambda f: (len(f.caption or ""), len(f.credit or "")), default=group[0])
    alt = next((f.alt for f in group if f.alt), None)
    reading = merge_texts(
        draft.language,
        figcaption=best.caption if visible else None,
        credit_span=next((f.credit for f in visible if f.credit), None),
        beside=next((f.beside for f in visible if f.beside), None),
        json_ld=next((f for f in group if f.source == "json-ld" and (f.caption or f.credit or f.creators)), None),
        img_alt=alt,
        published=draft.date_published,
        publishers=(draft.publisher.name or "", *draft.publisher_aliases),
        title=next((f.title for f in visible if f.title and " " in f.title), None),
    )
    url = next((f.url for f in (best, *group) if f.url), None)
    if not (url or reading.text or reading.credit):
        return None, best
    image = _picture(
        reading,
        best.source,
        url=url,
        width=next((f.width for f in group if f.width), None),
        height=next((f.height for f in group if f.height), None),
        is_main=any(f.is_main for f in group),
        alt=alt if alt and alt != reading.text and key(alt) != key(reading.text) else None,
    )
    return image, best


def _picture(
    reading: CaptionReading,
    source: PictureSource,
    *,
    url: str | None = None,
    width: int | None = None,
    height: int | None = None,
    is_main: bool = False,
    alt: str | None = None,
) -> Image:
    return Image(
        url=url,
        width=width,
        height=height,
        is_main=is_main,
        alt=alt,
        caption=reading.text or None,
        caption_source=None if not reading.text else "alt" if reading.text_source == "alt" else "caption",
        credit=reading.credit,
        file_photo=reading.file_photo,
        illustrative=reading.illustrative,
        date_taken=reading.date_taken,
        usage_terms=reading.usage_terms,
        positions=reading.positions,
        source=source,
    )


def _evidence(number: int, image: Image, figure: Figure) -> Iterator[tuple[str, Evidence]]:
    raw = figure.caption or figure.title or figure.alt
    if image.caption:
        start = raw.find(image.caption) if raw else -1
        span = (start, start + len(image.caption)) if start >= 0 else (None, None)
        stated = Evidence(figure.source, raw, figure.locator or None, "C.7", (), *span)
        yield f"/images/{number}/caption", stated
    if image.credit:
        in_text = figure.source == "text"
        bracketed = f"({image.credit.raw})"
        printed = bracketed if in_text and raw and bracketed in raw else figure.credit or raw
        yield (
            f"/images/{number}/credit",
            Evidence(figure.source, printed, figure.locator or None, "C.8-4" if in_text else "C.4"),
        )


def _with_lead(images: list[Image]) -> list[Image]:
    """Mark one lead picture: the one metadata names where the page shows it, else the first that is shown."""
    shown = [i for i, image in enumerate(images) if image.source == "html"]
    lead = next((i for i in shown if images[i].is_main), next(iter(shown), 0))
    return [i if i.is_main == (n == lead) else replace(i, is_main=n == lead) for n, i in enumerate(images)]
