"""One line of a page to an action: drop, capture or keep (`news-conventions` D)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from pipelines import limits
from pipelines.boilerplate.bios import may_name, read_bio
from pipelines.boilerplate.cues import cues_for, may_matter
from pipelines.boilerplate.notices import read_notice
from pipelines.boilerplate.prompts import read_menu, read_prompt
from pipelines.boilerplate.reading import KEEP, CreditReader, LineReading
from pipelines.boilerplate.signoffs import is_image_credit, is_signoff
from pipelines.boilerplate.words import Words, bare, flatten, numbered, words_for
from pipelines.text import clean, fold, fold_clean, key

_BULLET: Final = " -–—•*▪►▶■●※·>»→|+"
_BRACKETS: Final = MappingProxyType({pair[0]: pair[1] for pair in ("()", "[]", "【】", "（）", "<>", "＜＞", "［］")})
_SIGN: Final = re.compile(r"^(?:<?copyright\b|\(c\) ?\d{4}|[©ⓒ℗])", re.IGNORECASE)
_WIRE_ID: Final = re.compile(r"^(?:[©ⓒ] ?)?[\w-]{2,20}, ?\w{2,12}:\d{6}-[\w/-]{3,40}$")
_LETTER: Final = re.compile(r"[^\W_]")
_OPEN: Final = frozenset("\"“„«‘「『'")
_CLOSED: Final = frozenset('"”“»’」』')
_TITLE: Final = 40  # characters of a title in quotation marks at the start of a promotion; a longer quote is speech
_SHORT: Final = 220  # D.3-3 says 200; house labels with their dates run a little over
_PROMPT: Final = 330  # two sentences of a newsletter box
_PROMO: Final = 500  # a paragraph in which a house asks for money below the story
_NOTICE_LABEL: Final = 40
_NOTICE_LABELS: Final = ("correction", "clarification", "retraction", "editors_note")
_LABEL: Final = 60  # characters before the colon of "More on the topic: ..."
_POINTER_WORDS: Final = 4  # "Read more on our site." is no sentence of a story
_UNLABELLED: Final = 600  # a longer notice begins with a label, a longer bio names a known author
_HEAD: Final = 90  # characters in which a label ends
_LONG: Final = 1500  # an editor's note may be this long; a longer paragraph is story
_HEAD_ONLY: Final = frozenset({"breadcrumb"})


def read_line(
    text: str,
    tag: str | None,
    *,
    position: str = "body",
    publisher: str | None = None,
    publisher_aliases: Sequence[str] = (),
    authors: Sequence[str] = (),
    heading: bool = False,
    credits: CreditReader | None = None,  # noqa: A002 - agreed name
) -> LineReading:
    """Return what to do with one whole line of a page; never raises (conventions D.3).

    `position` is head, body or tail; `heading` tells that the page marks the line as one; `authors` are names already
    known; `credits` reads a credit line to authors.

    >>> read_line("READ MORE: Ferry strike enters third week", "en").category
    'related'
    >>> read_line("Share houses were in demand last spring.", "en").action
    'keep'
    """
    if len(text) > limits.MAX_LINE:
        return KEEP
    whole = clean(text)
    if not whole or len(whole) > _LONG or (len(whole) > _UNLABELLED and not _may_be_long(whole, position, authors)):
        return KEEP
    if not whole[0].isalpha() and _LETTER.search(whole) is None:
        return LineReading("drop", "separator") if len(whole) <= _SHORT else KEEP
    core = _core(whole)
    low = fold_clean(core)
    lists = words_for(tag)
    short = len(low) <= _SHORT or len(low) <= cues_for(tag).longest
    if short and (category := _whole_line(low, lists, position)) is not None:
        return LineReading("drop", category)
    if core[:1] in _OPEN and _CLOSED.isdisjoint(core[1:_TITLE]):
        return KEEP
    matters = may_matter(core, low, tag, position)
    if not matters and position != "tail" and not may_name(core, authors):
        return KEEP  # story, as most lines are
    flat = numbered(low) if matters else low
    found = read_notice(core, flat, tag, lists, authors=authors, credits=credits) if matters else None
    found = found or read_bio(core, low, lists, position, authors)
    if found is not None:
        return found
    if matters and is_image_credit(core, low, tag, lists):
        return LineReading("capture", "image_credit", "images", core)
    outlets = [n for n in (publisher, *publisher_aliases) if n] if matters or position == "tail" else []
    if position == "tail" and not heading and is_signoff(whole, core, low, tag, lists, (*authors, *outlets)):
        return LineReading("capture", "credits", "authors", list(credits(core, tag)) if credits else None)
    furniture = _furniture(whole, core, flat, lists, position, outlets) if matters else None
    return LineReading("drop", furniture) if furniture else KEEP


def _may_be_long(whole: str, position: str, authors: Sequence[str]) -> bool:
    """Tell whether a long paragraph may be more than story: it has a label, or may be about a known author."""
    return ":" in whole[:_HEAD] or "：" in whole[:_HEAD] or (position == "tail" and bool(authors))


def _furniture(
    whole: str, core: str, flat: str, lists: Sequence[Words], position: str, outlets: Sequence[str]
) -> str | None:
    """Return the category of a line that a page shows around its story, else None."""
    if len(whole) <= 2 * _SHORT and _is_copyright(core, flat, lists):
        return "copyright"
    if len(flat) > _PROMO:
        return None
    if len(flat) <= _PROMPT and (category := _label(flat, lists)) is not None:
        return category
    if _reports(flat, lists):
        return None
    if len(flat) <= _PROMPT:
        found = _labelled(core, flat, lists, outlets) or read_prompt(core, flat, lists, position, outlets)
        if found is not None:
            return found
    if position == "tail":
        for phrase, category in (pair for words in lists for pair in words.tails):
            if flat.startswith(phrase) and _ends_word(flat, len(phrase)):
                return None if _goes_on(flat, category, lists, outlets) else category
    return None


def _reports(flat: str, lists: Sequence[Words]) -> bool:
    """Tell whether a line is a sentence that quotes somebody: "Read the leaflet, the doctor said." (D.3-3)."""
    if flat[-1] not in ".。":
        return False
    padded = f" {flat[:-1]} ".replace(",", " ,")
    # words of languages that write no blanks stand in the line as they are
    return any(
        f" {w} " in padded if w[0] < "⺀" else w in flat for words in lists for w in words.groups.get("says", ())
    )


def _core(text: str) -> str:
    """Return a line without bullets and without brackets around all of it."""
    text = text.strip(_BULLET) if text[0] in _BULLET else text
    closing = _BRACKETS.get(text[:1])
    if closing is not None and text[-1] == closing and text.find(text[0], 1) < 0:
        return text[1:-1].strip()
    return text


def _whole_line(low: str, lists: Sequence[Words], position: str) -> str | None:
    line = ""
    for words in lists:
        if len(low) <= words.longest:
            line = line or bare(numbered(low))
            category = words.exact.get(line)
            if category is not None and (category not in _HEAD_ONLY or position == "head"):
                return category
    return read_menu(low, lists) if len(low) <= _SHORT else None


def _is_copyright(core: str, flat: str, lists: Sequence[Words]) -> bool:
    sign = _SIGN.match(core)
    if sign is not None:
        if core[0] in "©ⓒ℗":
            return True
        rest = core[sign.end() :]
        return any(c.isdigit() or c in "©ⓒ" for c in rest[:20]) or sign.group(0).startswith("(")
    if _WIRE_ID.match(core) is not None:
        return True
    return len(flat) <= _SHORT and any(w.within["copyright"].found_in(flat) for w in lists)


def _label(flat: str, lists: Sequence[Words]) -> str | None:
    """Return the category of the label that stands before the first colon, bar or dash."""
    end = min((i for i in (flat.find(":"), flat.find("|"), flat.find(" - ")) if i > 0), default=-1)
    if not 0 < end <= _LABEL:
        return None
    head = bare(flat[:end])
    return next((words.labels[head] for words in lists if head in words.labels), None)


def _labelled(core: str, flat: str, lists: Sequence[Words], outlets: Sequence[str]) -> str | None:
    for words in lists:
        for phrase, category in words.starts.get(flat[:2], ()):
            if (
                flat.startswith(phrase)
                and _ends_word(flat, len(phrase))
                and not _goes_on(flat, category, lists, outlets)
            ):
                return category
        if (inside := words.within["contains"].found_in(flat)) is not None:
            return words.contains[inside]
        if len(flat) <= 100 and (found := _outlet_line(core, words, outlets)):
            return found
    return None


def _goes_on(flat: str, category: str, lists: Sequence[Words], outlets: Sequence[str]) -> bool:
    """Tell whether words of a pointer begin a sentence of the story: "More on the topic will be said on Monday."."""
    if category != "related" or flat[-1] not in ".。" or len(flat.split()) <= _POINTER_WORDS:
        return False
    padded = f" {flat[:-1]} "
    ours = [own for words in lists for own in words.prompts.get("own", ())] + [fold(n) for n in outlets]
    return not any(f" {own} " in padded for own in ours)


def _ends_word(flat: str, at: int) -> bool:
    return at >= len(flat) or not flat[at].isalnum() or not flat[at].isascii() or not flat[at - 1].isalnum()


def _outlet_line(core: str, words: Words, outlets: Sequence[str]) -> str | None:
    """Return the category of "Also in {publisher}" and its like (D.3-4)."""
    names = [key(n) for n in outlets]
    low = fold(core)
    for before, after, category in words.outlets:
        name = outlet_between(core, low, before, after)
        if name is None:
            continue
        if key(name) in names or (not names and all(p[0].isupper() or p[0].isdigit() for p in name.split())):
            return category
    return None


def outlet_between(core: str, low: str, before: str, after: str) -> str | None:
    """Return what stands between two phrases that begin and end a line, at most five words; `low` is it folded."""
    if not low.startswith(before):
        return None
    line = core.rstrip(" .:!")
    low = low[: len(line)]
    if len(low) != len(line) or not low.endswith(after):
        return None
    name = line[len(before) : len(line) - len(after)].strip()
    return name if name and len(name.split()) <= 5 else None


def names_outlet(text: str, tag: str | None) -> str | None:
    """Return the outlet that a "{publisher} on social media" line names, else None."""
    core = _core(clean(text[: limits.MAX_LINE])) if text.strip() else ""
    for words in words_for(tag):
        for before, after, category in words.outlets:
            if category == "follow" and core:
                name = outlet_between(core, fold(core), before, after)
                if name and all(p[0].isupper() or p[0].isdigit() for p in name.split()):
                    return name
    return None


def is_notice_label(text: str, tag: str | None) -> bool:
    """Tell whether a line is the label of a notice that follows as a paragraph of its own: "Correction"."""
    if len(text) > _NOTICE_LABEL:
        return False
    line = bare(flatten(clean(text)))
    return any(line in words.groups.get(g, ()) for words in words_for(tag) for g in _NOTICE_LABELS)
