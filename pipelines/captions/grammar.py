"""One caption string to caption text and credit line (`news-conventions` C.2 to C.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipelines import limits
from pipelines.captions.credits import CreditReading
from pipelines.captions.facts import date_taken, day_behind, positions
from pipelines.captions.judging import Judge
from pipelines.captions.reading import CaptionReading
from pipelines.captions.splitting import split
from pipelines.captions.trimming import trim, without_tags
from pipelines.captions.words import Words, words_for
from pipelines.picture import Credit
from pipelines.text import clean, is_unspaced, key

_FRAMES: Final = frozenset(("figcaption", "caption", "gallery"))
"""Containers whose text is a caption whatever it says."""
_GOES_ON: Final = re.compile("[ '’-]")
"""What stands behind a noun that is a word of the sentence and no label."""
_LOOSE_SIGN: Final = re.compile(r"(?: ?[|–—]| -)$")


def read_caption(
    text: str,
    tag: str | None = None,
    *,
    published: str | None = None,
    container: str = "",
    media: str = "",
    publishers: Sequence[str] = (),
) -> CaptionReading:
    """Return caption, credit and facts of one caption string.

    `published` resolves days without month; `container` says where the string stood (figcaption, footer), `media` what
    it describes (chart); `publishers` are never taken for people. A string that is neither caption nor credit has
    `is_caption` False.

    >>> r = read_caption("The harbour at dawn. (Ana Silva/Pool via AP)")
    >>> r.text, r.credit.creators[0].name, r.credit.agencies, r.credit.pool
    ('The harbour at dawn.', 'Ana Silva', ('AP',), True)
    """
    return _read(text[: limits.MAX_CAPTION], tag, published, container, media, folded(tuple(publishers)))


@lru_cache(maxsize=32)
def folded(publishers: tuple[str, ...]) -> frozenset[str]:
    """Return the keys of a page's outlets: each of its captions asks for them."""
    return frozenset(key(p) for p in publishers if p)


@lru_cache(maxsize=64)  # a page gives one text as caption, as alternative text and in its metadata
def _read(
    text: str, tag: str | None, published: str | None, container: str, media: str, publishers: frozenset[str]
) -> CaptionReading:
    words = words_for(tag)
    shown = clean(text)
    refusal = _refusal(shown, words, container)
    if refusal:
        return CaptionReading(False, reason=refusal)
    trimmed = trim(shown, words)
    found = split(trimmed.text, Judge(words, publishers))
    caption = found.caption if found else _without_label(trimmed.text, words)
    if found is None and container not in _FRAMES and _is_sentence(caption, words):
        return CaptionReading(False, reason="sentence")
    caption, tagged_file, tagged_illustrative = without_tags(caption, words)
    caption = _LOOSE_SIGN.sub("", caption.strip()).strip(" |")
    reading = found.credit if found else None
    third = any(t in shown for t in words.third)
    return CaptionReading(
        True,
        caption,
        _completed(reading, caption, words, media, third=third) if reading else None,
        trimmed.file_photo or tagged_file or _says_file(reading, caption, words),
        trimmed.illustrative or tagged_illustrative or bool(reading and reading.illustrative),
        date_taken(caption, words, published) or day_behind(shown),
        trimmed.usage_terms,
        positions(caption, words),
    )


def _refusal(text: str, words: Words, container: str) -> str | None:
    if not text:
        return "empty"
    if container == "footer":
        return "copyright_footer"
    if text.startswith(words.ui):
        return "ui_text"
    video = words.kinds[3][1].match(text)
    if video and ":" in text[video.end() : video.end() + 40] and text[video.end() - 1] != ":":
        return "video_label"
    return None


def _without_label(text: str, words: Words) -> str:
    """Return a caption without the label that opens it ("Image: The captain has signed a contract")."""
    label = words.label_start.match(text)
    return text[label.end() :] if label and label.group().rstrip().endswith((":", "：")) else text


def _is_sentence(text: str, words: Words) -> bool:
    """Tell whether a string without a credit opens with a credit word and goes on as prose (C.9)."""
    if is_unspaced(text) and text.endswith(words.requests or ("\0",)):
        return True
    low = text.casefold()
    if low.startswith(words.openers):
        return True
    first, *rest = _GOES_ON.split(low, maxsplit=1)
    return bool(rest) and (first in words.nouns or words.flag(first) in {"pool", "handout"})


def _says_file(reading: CreditReading | None, caption: str, words: Words) -> bool:
    return bool(reading and reading.file_photo) or words.file_sentence.search(caption) is not None


def _completed(reading: CreditReading, caption: str, words: Words, media: str, *, third: bool) -> Credit:
    """Return the credit with what the caption and the place say of it: data source, third party, several pictures."""
    credit = reading.credit
    if media == "chart" and credit.kind == "photo":
        # under a chart it is the data source (C.10)
        makers = tuple(c.name for c in credit.creators)
        credit = replace(credit, kind="graphic", creators=(), supplied_by=(*makers, *credit.supplied_by))
    low = caption.casefold()
    if low.startswith(words.combined) or _names_both_sides(low, words):
        credit = replace(credit, composite=True)
    return replace(credit, handout=True) if third else credit


def _names_both_sides(low: str, words: Words) -> bool:
    """Tell whether a caption describes two pictures: "left, on Aug. 7, and right, on July 31"."""
    sides = {words.sides[m.group().casefold()] for m in words.side.finditer(low) if len(m.group()) > 2}
    joined = any(f"{j} {s}" in low for s, v in words.sides.items() if v == "right" and len(s) > 2 for j in words.joined)
    return {"left", "right"} <= sides and joined
