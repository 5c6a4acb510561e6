"""Captions and credits that stand among the lines of the body: out, or to a picture of their own (C.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from pipelines import limits
from pipelines.captions.grammar import read_caption
from pipelines.captions.judging import Judge
from pipelines.captions.reading import CaptionReading
from pipelines.captions.words import Words, words_for
from pipelines.draft import Draft, Line
from pipelines.lexicon import lexicon_for, tokens
from pipelines.record import Credit, Dropped, Image, Position
from pipelines.text import is_unspaced, key


def take_out(
    draft: Draft, images: list[Image]
) -> tuple[tuple[Line, ...], list[Dropped], list[tuple[Line, CaptionReading]]]:
    """Return (lines without captions, what was dropped, captions that stood in the text with their readings)."""
    texts = _texts(draft, images)
    kept: list[Line] = []
    dropped: list[Dropped] = []
    found: list[tuple[Line, CaptionReading]] = []
    publishers = (draft.publisher.name or "", *draft.publisher_aliases)
    judge = Judge(words_for(draft.language), frozenset(key(p) for p in publishers if p))
    longest = min(limits.MAX_CAPTION, 3 * max(map(len, texts), default=0))
    openings = {text[:_OPENING] for text in texts}
    initials = {text[:1] for text in texts}
    for number, line in enumerate(draft.lines):
        category = (
            texts.get(key(line.text)) if len(line.text) < longest and _opens_as(line.text, openings, initials) else None
        )
        reading = _in_text(number, line, draft, judge) if category is None else None
        if category is not None:
            dropped.append(Dropped(line.text, category, _position(number, draft.lines)))
        elif reading is not None:
            found.append((line, reading))
        else:
            kept.append(line)
    return tuple(kept), dropped, found


_OPENING: Final = 6


def _opens_as(text: str, openings: Set[str], initials: Set[str]) -> bool:
    """Tell whether a line may have the letters of a picture's text: only then all of it is folded."""
    initial = text[:1]
    if initial.isascii() and initial.isalnum() and initial.lower() not in initials:
        return False
    first = key(text[: 3 * _OPENING])
    return len(first) < _OPENING or first[:_OPENING] in openings


def _texts(draft: Draft, images: Sequence[Image]) -> dict[str, str]:
    """Return what the pictures say, folded, and as what a line of the same words is dropped."""
    texts: dict[str, str] = {}
    for figure in draft.figures:
        for value in (figure.caption, figure.title, figure.alt):
            if value:
                texts.setdefault(key(value), "caption")
        if figure.credit:
            texts.setdefault(key(figure.credit), "image_credit")
    for image in images:
        caption = key(image.caption) if image.caption else ""
        texts.setdefault(caption, "caption")
        if image.credit:
            texts.setdefault(key(f"{image.caption}{image.credit.raw}"), "caption")
    found = {text: category for text, category in texts.items() if len(text) >= limits.MIN_CAPTION_KEY}
    for image in images:
        if image.credit and len(key(image.credit.raw)) >= limits.MIN_CREDIT_KEY:
            found.setdefault(key(image.credit.raw), "image_credit")
    return found


def _position(number: int, lines: Sequence[Line]) -> Position:
    return "head" if number == 0 else "tail" if number >= len(lines) * 0.8 else "body"


_OPENING_WORDS: Final = 40  # letters in which the longest prefix stands
_LONGEST_CREDIT: Final = 200
_SENTENCE_END: Final = tuple(".!?:…。")
_TIED: Final = re.compile(r"[/|()（）\[\]【】｜／＝=©@]")
_CREDIT_WORDS: Final = 14
_CREDIT_SIGNS: Final = 60
_CLOSING: Final = (")", "）", "]")
_CREDITED: Final = re.compile(r"[(（\[][^()（）\[\]]{3,120}[)）\]]\s*$")


def _in_text(number: int, line: Line, draft: Draft, judge: Judge) -> CaptionReading | None:
    """Return the reading of a line that is a caption or a credit in the text itself (C.8-3, C.8-4)."""
    if line.kind != "paragraph" or len(line.text) > (600 if draft.from_text else _LONGEST_CREDIT):
        return None
    credited = line.text.rstrip()[-1:] in _CLOSING and _CREDITED.search(line.text) is not None
    if draft.from_text:
        # before the story, ending in a bracketed credit; a later line that quotes an agency in brackets is story
        if number > 3 or not credited:
            return None
        reading = read_caption(
            line.text,
            draft.language,
            published=draft.date_published,
            container="figcaption",
            publishers=(draft.publisher.name or "", *draft.publisher_aliases),
        )
        return reading if reading.credit and reading.text and _credit_like(reading) else None
    opens = credited and number == 0 and len(draft.lines) > 3 and len(line.text) < 180
    if not opens and not _may_be_credit(line.text, judge):
        return None
    if _opens_byline(line.text, draft.language):
        return None
    reading = read_caption(
        line.text,
        draft.language,
        published=draft.date_published,
        publishers=(draft.publisher.name or "", *draft.publisher_aliases),
    )
    if reading.credit is None or not _credit_like(reading):
        return None
    if not reading.text:
        return reading if _is_of_picture(line.text, reading.credit, judge.words) else None
    return reading if opens else None


def _opens_byline(text: str, tag: str | None) -> bool:
    """Tell whether a line opens with the prefix of a byline: it names the writers of the story, no picture's makers."""
    first = next(iter(tokens(text[:_OPENING_WORDS], lexicon_for(tag))), None)
    return first is not None and first.opens("prefixes") > first.opens("roles")


def _may_be_credit(text: str, judge: Judge) -> bool:
    """Tell whether a whole line may be a credit: it opens with a label, or is short and names a source."""
    if len(text) > _LONGEST_CREDIT:
        return False
    if judge.words.label_start.match(text):
        return True
    if text[-1:] in _SENTENCE_END and _TIED.search(text) is None:
        return False
    short = len(text) < _CREDIT_SIGNS if is_unspaced(text) else text.count(" ") < _CREDIT_WORDS
    return short and judge.may_be_sure(text)


def _credit_like(reading: CaptionReading) -> bool:
    credit = reading.credit
    return credit is not None and bool(credit.agencies or credit.creators) and not credit.ai_generated


def _is_of_picture(text: str, credit: Credit, words: Words) -> bool:
    """Tell a credit line in the text from an agency's sign-off ("EFE"), a data source and a rights notice."""
    if words.reserved.search(text) or words.source_label.match(text):
        return False
    return words.label_start.match(text) is not None or bool(credit.creators and credit.agencies)
