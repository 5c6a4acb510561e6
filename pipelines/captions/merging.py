"""Several texts of one picture to one reading (`news-conventions` C.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.captions.credits import read_credit
from pipelines.captions.grammar import folded, read_caption
from pipelines.captions.reading import CaptionReading
from pipelines.captions.words import words_for
from pipelines.draft import Figure
from pipelines.record import Credit
from pipelines.replacing import replace
from pipelines.text import clean, key


@dataclass(frozen=True, slots=True)
class _Page:
    """What the page says to every caption on it."""

    tag: str | None
    published: str | None
    publishers: Sequence[str]

    def caption(self, text: str | None, container: str = "figcaption") -> CaptionReading | None:
        if not text:
            return None
        reading = read_caption(
            text, self.tag, published=self.published, container=container, publishers=self.publishers
        )
        return reading if reading.is_caption else None

    def credit(self, text: str | None) -> tuple[Credit | None, bool]:
        """Return the credit of a text that an element or property names as one, and whether it says file photo."""
        if not text:
            return None, False
        found = read_credit(text, words_for(self.tag), labelled=True, publishers=folded(tuple(self.publishers)))
        if found is not None:
            return found.credit, found.file_photo
        reading = self.caption(text)
        return (reading.credit if reading else None), False

    def credit_beside(self, text: str | None) -> Credit | None:
        """Return the credit of a text that nothing names as one, when all of it is a credit."""
        reading = self.caption(text, "")
        return reading.credit if reading and not reading.text else None


def merge_texts(
    tag: str | None,
    *,
    figcaption: str | None = None,
    credit_span: str | None = None,
    beside: str | None = None,
    json_ld: Figure | None = None,
    img_alt: str | None = None,
    og_image_alt: str | None = None,
    published: str | None = None,
    title: str | None = None,
    publishers: Sequence[str] = (),
) -> CaptionReading:
    """Return one reading: caption from figcaption, JSON-LD, data attribute, then alt; credit visible, then JSON-LD.

    `beside` is what else the picture's frame shows: a credit only when it reads as one.
    """
    page = _Page(tag, published, publishers)
    shown = page.caption(figcaption)
    stated = page.caption(json_ld.caption if json_ld else None)
    attribute = page.caption(title, "gallery")
    read = [r for r in (shown, stated, attribute) if r is not None]
    chosen = next((r for r in read if r.text), None) or next(iter(read), CaptionReading(True))
    named, filed = page.credit(credit_span)
    credit = (
        _visible(shown.credit if shown else None, named or page.credit_beside(beside))
        or (_stated(json_ld, page) if json_ld else None)
        or next((r.credit for r in (stated, attribute) if r is not None and r.credit), None)
    )
    text, source = chosen.text, "caption" if chosen.text else None
    alternative = clean(img_alt or og_image_alt or "")
    described = page.caption(alternative) if alternative and not text else None
    if described is not None:
        text, source, credit = described.text, "alt", credit or described.credit
    return replace(
        chosen,
        is_caption=bool(text or credit),
        text=text,
        credit=credit,
        text_source=source,
        file_photo=any(r.file_photo for r in read) or filed,
        illustrative=any(r.illustrative for r in read),
        reason=None,
    )


def _visible(inside: Credit | None, beside: Credit | None) -> Credit | None:
    """Return the credit of the caption or of the element beside it: the one that says more, or the two halves."""
    if inside is None or beside is None:
        return inside or beside
    if key(inside.raw) in key(beside.raw):
        return beside
    if key(beside.raw) in key(inside.raw):
        return inside
    if beside.creators and not inside.creators and not beside.agencies:
        raw = f"{beside.raw} {inside.raw}"
        return replace(inside, raw=raw, creators=beside.creators)
    return inside if len(inside.creators) >= len(beside.creators) else beside


def _stated(figure: Figure, page: _Page) -> Credit | None:
    """Return the credit that JSON-LD states, with the people it names as creators."""
    credit, _ = page.credit(figure.credit)
    makers = [c for c, _ in (page.credit(name) for name in figure.creators) if c is not None]
    people = tuple(c for made in makers for c in made.creators)
    if credit is None and makers:
        agencies = tuple(dict.fromkeys(a for made in makers for a in made.agencies))
        return replace(makers[0], raw=", ".join(figure.creators), creators=people, agencies=agencies)
    if credit is not None and people and not credit.creators:
        return replace(credit, creators=people)
    return credit
