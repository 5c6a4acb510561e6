"""Credits without label or bracket: after the last sentence, after a sign, in East Asian form, or running on (C.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipelines import agencies, limits
from pipelines.captions.credits import CreditReading
from pipelines.captions.judging import CLOSED, EDGE, SENTENCE_END, Cut, Judge, agency_at_end, name_at_end, sentence_ends
from pipelines.captions.words import Words
from pipelines.text import is_caps, is_cased, is_unspaced

_DASH: Final = re.compile(r" / | [-–—|·•] ?|(?<=\S)[|｜] ?")
_JA_TAIL: Final = re.compile(r"[＝=]([^＝=]{1,60})$")
_JA_MAKER: Final = re.compile(r"(.{0,50}[、，])?([^、，]{2,14})$")
_SLASHED: Final = re.compile(r" ?/ ?")


def eastern(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield what follows the last ＝ in Japanese (説明＝場所で日付、名前撮影), or the last full stop in Chinese."""
    found = _JA_TAIL.search(text)
    if found and is_unspaced(text):
        tail = found.group(1).strip()
        if tail[-1:] in ")）]】":
            return
        maker = _JA_MAKER.search(tail)
        placed = maker is not None and maker.group(2).endswith(judge.words.place_endings)
        made = judge.read(maker.group(2), labelled=True) if maker and not placed else None
        if maker and made and (made.credit.creators or made.certain):
            caption = text[: found.start(1) + len(maker.group(1))] if maker.group(1) else text[: found.start()]
            yield Cut(caption.rstrip("、，"), made)
        credit = judge.read(tail, labelled=True)
        if credit and (credit.certain or judge.words.label.match(tail)):
            yield Cut(text[: found.start()].rstrip(), credit)
    if not is_cased(text):
        yield from _eastern_makers(text, judge)


def _eastern_makers(text: str, judge: Judge) -> Iterator[Cut]:
    for end in sentence_ends(text, judge.words)[-3:]:
        tail = text[end:].strip(" /|–—-")
        ended = tail.strip("）)").endswith(judge.words.makers) if judge.words.makers else False
        credit = judge.read(tail, labelled=True) if tail and len(tail) <= 40 else None
        if credit and (credit.certain or (ended and credit.credit.creators)):
            yield Cut(text[:end].rstrip(), credit)


def after_sentence(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a last sentence that is a credit without any label: "... in May 2019. Jane Roe/Pool via REUTERS"."""
    ends = [m.end() for m in SENTENCE_END.finditer(text) if m.group()[-1] == " " or m.group()[0] in "。！？"]
    for end in ends[-4:]:
        sign, tail = text[end : end + 1], text[end:].strip(" |–—-/")
        if not tail or len(tail) > limits.MAX_CREDIT or _abbreviated(text[:end].rstrip(), judge.words):
            continue
        if sentence_ends(tail, judge.words):
            continue
        found = judge.sure(tail) or _provided(tail, judge) or _marked(sign, text[:end], tail, judge)
        if found:
            yield Cut(text[:end].rstrip(" |"), found)


def _provided(text: str, judge: Judge) -> CreditReading | None:
    """Return the credit that PERSON/ORG or ORG/PERSON is, an outlet that no table knows."""
    credit = judge.read(text, labelled=False) if "/" in text or "," in text or "|" in text else None
    if credit is None or not (credit.credit.creators and credit.credit.agencies):
        return None
    known = all(agencies.is_outlet_like(a, judge.words.tag) for a in credit.credit.agencies)
    return credit if "/" in text or known else None


def _marked(sign: str, before: str, tail: str, judge: Judge) -> CreditReading | None:
    """Return the credit that a slash, or a person's name all in capitals behind a sentence that is not, tells apart."""
    if sign == "/" and len(tail) < 60:
        return judge.read(tail, labelled=False)
    if not is_caps(tail) or is_caps(before) or " " not in tail:
        return None
    credit = judge.read(tail, labelled=False)
    if credit is None:
        return None
    told = credit.credit.creators or (credit.named and credit.credit.supplied_by)
    return credit if told and (credit.named or credit.tied) else None


def _abbreviated(text: str, words: Words) -> bool:
    """Tell whether the point at the end belongs to a title or to the initial that opens a text."""
    last = text.rsplit(" ", 1)[-1].rstrip(".").casefold()
    return text.endswith(".") and (last in words.abbreviations or len(text) < 3)


def after_sign(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a credit after a dash or bar: "— Picture by X", "| X/PA via Getty"."""
    for found in list(_DASH.finditer(text))[-4:]:
        tail = text[found.end() :].strip()
        if found.start() < 3 or not tail:
            continue
        credit = _signed(tail, judge) if found.group() == " / " else judge.sure(tail)
        if credit is None:
            continue
        start = name_at_end(text[: found.start()], judge.words) if not credit.credit.creators else None
        whole = judge.read(text[start:], labelled=True) if start else None
        if start and whole and whole.credit.creators:
            yield Cut(text[:start].rstrip(), whole)
        else:
            yield Cut(text[: found.start()].rstrip(EDGE), credit)


def _signed(text: str, judge: Judge) -> CreditReading | None:
    """Return the credit that a bare name after " / " is (Spanish and Icelandic papers)."""
    credit = judge.read(text, labelled=False)
    return credit if credit and credit.named and credit.credit.creators and is_cased(text) else None


def running(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a credit at the end with no sign before it: "... Stefan Roe/via Reuters", "... @plan via X / Reuters"."""
    handle = "@" in text and re.search(r" (?=@[\w.]{2,40}(?: ?/| via| \())", text)
    if handle and (found := judge.sure(text[handle.end() :])):
        yield Cut(text[: handle.start()].rstrip(), found)
    for tie in judge.words.ties.finditer(text) if judge.words.courtesy.admits(text) else ():
        if tie.lastgroup == "courtesy" and tie.start() > 3 and text[: tie.start()].rstrip()[-1:] in CLOSED:
            found = judge.read(text[tie.start() :].strip(" ,/;|"), labelled=False)
            if found:
                yield Cut(text[: tie.start()].rstrip(" ,/;|"), found)
    slashes = list(_SLASHED.finditer(text))[-4:]
    for slash in slashes:
        head = text[: slash.start()]
        start = agency_at_end(head, judge.words) or name_at_end(head, judge.words)
        if start:
            found = judge.sure(text[start:])
            if found and found.credit.creators:
                yield Cut(text[:start].rstrip(), found)
    for slash in slashes if is_cased(text) else []:
        found = judge.sure(text[slash.end() :]) if text[: slash.start()].strip() else None
        if found and found.credit.creators and found.credit.agencies:
            # Reuters in French: "(NYSE). /Photo prise le ... à New York/REUTERS/Martin Voss"
            yield Cut(text[: slash.end()].rstrip(), found)
