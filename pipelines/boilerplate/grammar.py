"""One line of a page to an action: drop, capture or keep (`news-conventions` D)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines import limits
from pipelines.boilerplate.notices import read_notice
from pipelines.boilerplate.reading import KEEP, CreditReader, LineReading
from pipelines.boilerplate.words import Words, bare, flatten, words_for
from pipelines.text import clean, fold, key

_BULLET: Final = " -–—•*▪►▶■●※·>»→|+"
_BRACKETS: Final = (("(", ")"), ("[", "]"), ("【", "】"), ("（", "）"), ("<", ">"), ("＜", "＞"), ("［", "］"))
_SIGN: Final = re.compile(r"^(?:<?copyright\b|\(c\) ?\d{4}|[©ⓒ℗])", re.IGNORECASE)
_WIRE_ID: Final = re.compile(r"^(?:[©ⓒ] ?)?[\w-]{2,20}, ?\w{2,12}:\d{6}-[\w/-]{3,40}$")
_LETTER: Final = re.compile(r"[^\W_]")
_SHORT: Final = 220
_LONG: Final = 1500
_HEAD_ONLY: Final = frozenset({"breadcrumb"})


def read_line(
    text: str,
    tag: str | None,
    *,
    position: str = "body",
    publisher: str | None = None,
    publisher_aliases: Sequence[str] = (),
    authors: Sequence[str] = (),
    link_share: float = 0.0,  # noqa: ARG001 - read by the stage
    credits: CreditReader | None = None,  # noqa: A002 - agreed name
) -> LineReading:
    """Return what to do with one whole line of a page; never raises (conventions D.3).

    `position` is head, body or tail; `authors` are names already known; `credits` reads a credit line to authors.

    >>> read_line("READ MORE: Ferry strike enters third week", "en").category
    'related'
    >>> read_line("Share prices fell 3 percent on Tuesday.", "en").action
    'keep'
    """
    if len(text) > limits.MAX_LINE:
        return KEEP
    whole = clean(text)
    if not whole or len(whole) > _LONG:
        return KEEP
    if _LETTER.search(whole) is None:
        return LineReading("drop", "separator") if len(whole) <= _SHORT else KEEP
    core = _core(whole)
    flat = flatten(core)
    lists = words_for(tag)
    if len(flat) <= _SHORT:
        found = _whole_line(flat, lists, position)
        if found is not None:
            return found
    if core[:1] in "\"“„«‘「『'" and len(core) > 1:
        return KEEP
    notice = read_notice(core, flat, tag, lists, position=position, authors=authors, credits=credits)
    if notice is not None:
        return notice
    if len(whole) <= 2 * _SHORT and _is_copyright(core, flat, lists):
        return LineReading("drop", "copyright")
    if len(flat) > 1.5 * _SHORT:
        return KEEP
    found = _labelled(core, flat, lists, publisher, publisher_aliases)
    return found or KEEP


def _core(text: str) -> str:
    """Return a line without bullets and without brackets around all of it."""
    text = text.strip(_BULLET) if text[0] in _BULLET else text
    for opening, closing in _BRACKETS:
        if text.startswith(opening) and text.endswith(closing) and text.find(opening, 1) < 0:
            return text[1:-1].strip()
    return text


def _whole_line(flat: str, lists: Sequence[Words], position: str) -> LineReading | None:
    line = bare(flat)
    for words in lists:
        category = words.exact.get(line)
        if category is not None and (category not in _HEAD_ONLY or position == "head"):
            return LineReading("drop", category)
    return None


def _is_copyright(core: str, flat: str, lists: Sequence[Words]) -> bool:
    sign = _SIGN.match(core)
    if sign is not None:
        if core[0] in "©ⓒ℗":
            return True
        rest = core[sign.end() :]
        return any(c.isdigit() or c in "©ⓒ" for c in rest[:20]) or sign.group(0).startswith("(")
    if _WIRE_ID.match(core) is not None:
        return True
    return len(flat) <= _SHORT and any(p in flat for words in lists for p in words.groups.get("copyright", ()))


def _labelled(
    core: str, flat: str, lists: Sequence[Words], publisher: str | None, aliases: Sequence[str]
) -> LineReading | None:
    colon = min((i for i in (flat.find(":"), flat.find("|"), flat.find(" - ")) if i > 0), default=-1)
    head = bare(flat[:colon]) if 0 < colon <= 60 else None
    for words in lists:
        if head is not None and (category := words.labels.get(head)):
            return LineReading("drop", category)
        for phrase, category in words.starts.get(flat[:2], ()):
            if flat.startswith(phrase) and _ends_word(flat, len(phrase)):
                return LineReading("drop", category)
        for phrase, category in words.contains:
            if phrase in flat:
                return LineReading("drop", category)
        if len(flat) <= 100 and (category := _outlet_line(core, words, publisher, aliases)):
            return LineReading("drop", category)
    return None


def _ends_word(flat: str, at: int) -> bool:
    return at >= len(flat) or not flat[at].isalnum() or not flat[at].isascii() or not flat[at - 1].isalnum()


def _outlet_line(core: str, words: Words, publisher: str | None, aliases: Sequence[str]) -> str | None:
    """Return the category of "Also in {publisher}" and its like (D.3-4)."""
    for before, after, category in words.outlets:
        name = outlet_between(core, before, after)
        if name is None:
            continue
        names = [key(n) for n in (publisher, *aliases) if n]
        if key(name) in names or (not names and all(p[0].isupper() or p[0].isdigit() for p in name.split())):
            return category
    return None


def outlet_between(core: str, before: str, after: str) -> str | None:
    """Return what stands between two phrases that begin and end a line, at most five words."""
    low = fold(core)
    line = core.rstrip(" .:!")
    low = low[: len(line)]
    if len(low) != len(line) or not low.startswith(before) or not low.endswith(after):
        return None
    name = line[len(before) : len(line) - len(after)].strip()
    return name if name and len(name.split()) <= 5 else None


def names_outlet(text: str, tag: str | None) -> str | None:
    """Return the outlet that a "{publisher} on social media" line names, else None."""
    core = _core(clean(text[: limits.MAX_LINE])) if text.strip() else ""
    for words in words_for(tag):
        for before, after, category in words.outlets:
            if category == "follow" and core:
                name = outlet_between(core, before, after)
                if name and all(p[0].isupper() or p[0].isdigit() for p in name.split()):
                    return name
    return None
