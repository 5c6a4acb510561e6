"""What the newsroom writes behind the last full stop of a story: "... is free. (kas)", "... 5 p.m. EFE", "... ®".

Initials, agencies, names, signs and the end marks of wires stand behind the sentence, in brackets, behind a
slash, or bare. What a bracket says before the full stop belongs to the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from pipelines.agencies import agency
from pipelines.almanac import find_dates
from pipelines.names import is_person_name
from pipelines.rules import language
from pipelines.text import is_unspaced

_ENDS: Final = frozenset(".!?…。！？؟।۔»”\"’'“」』")
"""What a sentence ends with, its closing quote included."""
_STORY: Final = 40
"""Characters of a paragraph that a mark may be cut off from; 20 in scripts without blanks."""
_BRACKETS: Final = {")": "(", "）": "（", "]": "["}
"""Closing and opening; what stands in 【】 or ends with a day is read as a dateline later."""
_LONGEST: Final = 130
"""Characters of a bracket that signs: the names of a bureau."""
_EASTERN: Final = 60
"""Characters of a bracket behind the last stop in scripts without blanks: there it is always the newsroom's."""
_BARE: Final = 14
"""Characters of a mark without brackets: an agency, initials behind a slash, a sign."""
_PARTS: Final = re.compile(r"\s?[,/;·|–—]\s?|\s(?:and|und|et|e|y|i|och|og|en|ja)\s")
_INITIALS: Final = re.compile(r"[^\W\d_]{1,4}(?:-\d)?")
_SIGN: Final = re.compile(r"[^\w\s()\[\].,;:!?'\"“”‘’«»%°…—–-]{1,3}")
_SLASHED: Final = re.compile(r"[/|–—-]\s?[^\W\d_]{2,4}")
_CAPITALS: Final = re.compile(r"[^\W\d_a-z]{2,4}")


def cut(text: str, tag: str | None, outlet: str | None, signs: Callable[[str], bool]) -> tuple[str, str] | None:
    """Return (the story's text, the mark behind it) of a story's last paragraph, None where nothing is marked.

    `outlet` is the publisher's name, whose initials some houses print; `signs` reads a line as the line grammar does.

    >>> cut("The festival opens at noon, and all of its shows are free. (kas)", "en", None, lambda line: True)
    ('The festival opens at noon, and all of its shows are free.', '(kas)')
    """
    whole = text.rstrip()
    at = _wire_end(whole)
    rest = whole[:at].rstrip()
    start = _bracket(rest, tag, signs)
    if start is None and at == len(whole):
        start = _bare(rest, tag, outlet)
    cut_at = start if start is not None else at if at < len(whole) else None
    if cut_at is None:
        return None
    story = whole[:cut_at].rstrip()
    enough = len(story) >= (_STORY // 2 if is_unspaced(story) else _STORY)
    return (story, whole[cut_at:].strip()) if enough and story[-1] in _ENDS else None


def is_end(text: str) -> bool:
    """Tell whether a line is nothing but an end mark: "- THE END -", "###"."""
    return text.casefold().strip(_AROUND) in {mark.strip(_AROUND) for mark in _marks()}


_AROUND: Final = " -–—*=/."
"""What stands around an end mark."""


@cache
def _marks() -> tuple[str, ...]:
    return tuple(mark.casefold() for mark in language("mul")["line.notice.end_marks"])


def _wire_end(text: str) -> int:
    """Return where a wire's end mark ("Enditem/", "###") begins, or the length of the text."""
    low = text.casefold()
    ends = (len(text) - len(mark) for mark in _marks() if low.endswith(mark))
    return min((at for at in ends if at > 0 and not low[at - 1].isalnum()), default=len(text))


def _bracket(text: str, tag: str | None, signs: Callable[[str], bool]) -> int | None:
    """Return where a bracket that signs the story begins."""
    bare = text.rstrip(".。")
    opener = _BRACKETS.get(bare[-1:])
    at = text.rfind(opener, max(0, len(text) - _LONGEST)) if opener else -1
    before, inside = text[:at].rstrip(), bare[at + 1 : -1].strip()
    if at <= 0 or not before or before[-1] not in _ENDS or not inside:
        return None
    if is_unspaced(inside):
        return at if len(inside) <= _EASTERN and not set(inside) & set("。！？") else None
    return at if signs(bare[at:]) or _names(inside, tag) else None


def _names(inside: str, tag: str | None) -> bool:
    """Tell whether a bracket holds names, initials and agencies and little else."""
    if find_dates(inside, tag):
        return False
    parts = [p for p in _PARTS.split(inside) if p]
    known = [_is_known(p, tag) for p in parts]
    short = all(len(p.split()) < _WORDS for p in parts)
    return short and 2 * sum(known) > len(parts)


_WORDS: Final = 5
"""Words of a part that may stand among names: "aus dem Rathaus"."""


def _is_known(part: str, tag: str | None) -> bool:
    if _INITIALS.fullmatch(part) or agency(part, tag) is not None:
        return True
    return " " in part and is_person_name(part, tag)


def _bare(text: str, tag: str | None, outlet: str | None) -> int | None:
    """Return where a mark without brackets begins: behind the last stop, an agency, initials, or a sign."""
    end = max((i for i in range(max(0, len(text) - _BARE), len(text)) if text[i] in _ENDS), default=-1)
    mark = text[end + 1 :].strip()
    if end < 0 or not mark:
        return None
    initials = "".join(word[0] for word in (outlet or "").split() if word[0].isupper())
    signs = (
        _SIGN.fullmatch(mark)
        or _SLASHED.fullmatch(mark)
        or (_CAPITALS.fullmatch(mark) and (agency(mark, tag) is not None or mark == initials))
    )
    return end + 1 if signs else None
