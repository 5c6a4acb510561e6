"""Several texts of one picture to one reading (`news-conventions` C.7)."""

from __future__ import annotations

from dataclasses import replace

from pipelines.captions.grammar import read_caption
from pipelines.captions.reading import CaptionReading
from pipelines.draft import Figure
from pipelines.record import Creator, Credit
from pipelines.text import clean, key


def merge_texts(
    tag: str | None,
    *,
    figcaption: str | None = None,
    credit_span: str | None = None,
    json_ld: Figure | None = None,
    img_alt: str | None = None,
    og_image_alt: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> CaptionReading:
    """Return one reading: caption from figcaption, JSON-LD, data attribute, then alt; credit visible, then JSON-LD."""
    shown = _read(figcaption, tag, published, "figcaption")
    stated = _read(json_ld.caption if json_ld else None, tag, published, "figcaption")
    attribute = _read(title, tag, published, "gallery")
    chosen = (
        next((r for r in (shown, stated, attribute) if r is not None and r.text), None)
        or shown
        or stated
        or CaptionReading(True)
    )
    credit = _credit(shown, credit_span, tag)
    if credit is None:
        credit = (
            _stated_credit(json_ld, tag)
            or (stated.credit if stated else None)
            or (attribute.credit if attribute else None)
        )
    text, source = chosen.text, "caption" if chosen.text else None
    alternative = clean(img_alt or og_image_alt or "")
    if not text and alternative:
        described = read_caption(alternative, tag, published=published, container="figcaption")
        text, source = described.text, "alt"
        credit = credit or described.credit
    flags = [r for r in (shown, stated, attribute) if r is not None]
    return replace(
        chosen,
        is_caption=bool(text or credit),
        text=text,
        credit=credit,
        text_source=source,
        file_photo=any(r.file_photo for r in flags),
        illustrative=any(r.illustrative for r in flags),
        reason=None,
    )


def _read(text: str | None, tag: str | None, published: str | None, container: str) -> CaptionReading | None:
    if not text:
        return None
    reading = read_caption(text, tag, published=published, container=container)
    return reading if reading.is_caption else None


def _credit(shown: CaptionReading | None, span: str | None, tag: str | None) -> Credit | None:
    """Return the visible credit: the span's where it says more than the caption's own."""
    inside = shown.credit if shown else None
    if not span:
        return inside
    beside = read_caption(span, tag, container="figcaption").credit
    if beside is None:
        beside = read_caption(f"© {span}", tag, container="figcaption").credit
        beside = replace(beside, raw=clean(span)) if beside else None
    if inside is None or beside is None:
        return inside or beside
    if key(inside.raw) in key(beside.raw):
        return beside
    return inside if key(beside.raw) in key(inside.raw) or len(inside.creators) >= len(beside.creators) else beside


def _stated_credit(figure: Figure | None, tag: str | None) -> Credit | None:
    if figure is None:
        return None
    credit = read_caption(f"© {figure.credit}", tag, container="figcaption").credit if figure.credit else None
    if credit is not None and figure.credit:
        credit = replace(credit, raw=clean(figure.credit))
    people = [read_caption(f"Photo: {c}", tag, container="figcaption").credit for c in figure.creators]
    extra = [c for p in people if p for c in p.creators]
    if credit is None and people and any(people):
        first = next(p for p in people if p)
        return replace(
            first,
            raw=", ".join(figure.creators),
            creators=tuple(extra),
            agencies=tuple(a for p in people if p for a in p.agencies),
        )
    if credit is not None and extra and not credit.creators:
        credit = replace(credit, creators=tuple(Creator(c.name, c.role) for c in extra))
    return credit
