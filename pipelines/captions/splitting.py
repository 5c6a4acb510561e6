"""Where in a caption string the credit line begins (`news-conventions` C.2): candidates, sure ones first, one judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from pipelines.captions.credits import CreditReading, without_brackets
from pipelines.captions.judging import CLOSED, EDGE, Cut, Judge, name_at_end, sentence_ends
from pipelines.captions.tails import after_sentence, after_sign, eastern, running
from pipelines.text import is_caps, is_cased, is_unspaced

_BRACKET: Final = re.compile(
    r" ?[(（\[［【]([^()（）\[\]［］【】]{1,240}"
    r"(?:[(（][^()（）]{1,60}[)）][^()（）\[\]]{0,120}){0,3})[)）\]］】] ?[.。]?$"
)
_CLOSING: Final = (")", "）", "]", "］", "】")
_SIGNS: Final = ":：=＝©/).…"
_SUPPLY: Final = frozenset(("courtesy", "handout", "pool"))
_EQUALS: Final = re.compile("[＝=][^＝=]{1,60}$")
_MARK: Final = re.compile(r"[/|()（）\[\]［］【】｜／＝=©@]")
_INNER: Final = re.compile(r" ?[(（\[]([^()（）\[\]]{2,160})[)）\]] ?[-–—|]? ?")


def split(text: str, judge: Judge) -> Cut | None:
    """Return caption and credit of a trimmed string, or None when it holds no credit."""
    marked = _MARK.search(text) is not None or judge.words.label.admits(text) or judge.may_be_sure(text)
    for find in _FINDERS if marked else (after_sentence,):
        found = next(find(text, judge), None)
        if found is not None:
            return found
    return None


def _pointed(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield "Image source, X Image caption, Y": the caption has a label too."""
    label = judge.words.label_start.match(text)
    pointer = judge.words.captioned.search(text, label.end()) if label else None
    if pointer and pointer.start():
        credit = judge.read(text[: pointer.start()].rstrip(" ,"), labelled=True)
        if credit:
            yield Cut(text[pointer.end() :].strip(), credit)


def _alone(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a string that is nothing but a credit, or a credit before its caption."""
    inner = without_brackets(text)
    label = judge.words.label_start.match(inner)
    courtesy = judge.words.courtesy.match(inner)
    ends = sentence_ends(inner, judge.words)
    if label or courtesy:
        ends = [e for e in ends if not judge.words.label.match(inner, e)]
        whole = judge.read(inner, labelled=True) if not (courtesy and not label and ends) else None
        flagged = judge.words.flag(inner) in _SUPPLY or (label and judge.words.flag(inner[label.end() :]) in _SUPPLY)
        if label and whole and not flagged and _bare_label(label.group(), inner[label.end() :], whole):
            return
        if whole and (not ends or whole.certain or whole.named):
            yield Cut("", whole)
        if label:
            yield from _leading(text, label.end(), judge)
        return
    bracketed = inner != text
    if ends or len(inner.split()) > 12 or any(_label_starts(inner, judge)) or _bracket_after_caption(inner, judge):
        return
    found = judge.sure(inner)
    if found and (bracketed or inner[-1:] not in ".!?。" or found.named) and (is_cased(inner) or _fits(inner, judge)):
        yield Cut("", found)


def _bare_label(label: str, rest: str, credit: CreditReading) -> bool:
    """Tell whether the one word that opens a string is no label: nothing behind it has the form of a name."""
    word = label.strip()
    if " " in word or word[-1] in _SIGNS:
        return False
    if is_cased(rest[:1]):
        return rest[:1].islower()
    return rest.endswith(".") or not (credit.certain or credit.credit.creators)


def _bracket_after_caption(text: str, judge: Judge) -> bool:
    """Tell whether a string ends in a credit in brackets or after ＝ and is none before it."""
    bracket = _bracket_at_end(text)
    found = bracket or _EQUALS.search(text)
    if found is None or judge.sure(text[: found.start()]) is not None:
        return False
    if is_unspaced(text) or not is_cased(text[: found.start()]):
        return True
    before = judge.read(text[: found.start()], labelled=False)
    named = before is not None and bool(before.credit.creators)
    return bracket is not None and not named and judge.sure(bracket.group(1)) is not None


def _bracket_at_end(text: str) -> re.Match[str] | None:
    return _BRACKET.search(text) if text.rstrip(" .。")[-1:] in _CLOSING else None


def _fits(text: str, judge: Judge) -> bool:
    """Tell whether a text in a script without capitals is a credit as a whole: short, or ending as credits end."""
    if is_unspaced(text):
        return len(text) <= 24 and "。" not in text
    return len(text.split()) <= 5 or bool(judge.words.courtesy.match(text))


def _leading(text: str, after: int, judge: Judge) -> Iterator[Cut]:
    """Yield a labelled credit with a slash that stands before the caption: "BILD: SN/APA/GEORG HOCH Die Chefin ..."."""
    best: tuple[int, CreditReading] | None = None
    for found in list(re.finditer(r"\S+", text[after:]))[:12]:
        end = after + found.end()
        rest = text[end:].strip()
        if "/" not in text[after:end] or not rest[:1].isupper() or len(rest.split()) < 4:
            continue
        credit = judge.read(text[:end], labelled=True)
        if credit and credit.certain and (best is None or is_caps(found.group())):
            best = end, credit
    if best:
        yield Cut(text[best[0] :].strip(), best[1])


def _bracketed(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a credit in brackets at the end; a name or a label right before the bracket belongs to it."""
    found = _bracket_at_end(text)
    if found is None:
        return
    inner, before = found.group(1).strip(), text[: found.start()].rstrip()
    marked = bool(
        judge.words.label.match(inner) or judge.words.courtesy.match(inner) or judge.words.markers.match(inner)
    )
    credit = judge.read(inner, labelled=True)
    if credit is None or not (marked or credit.certain or _provided(inner, credit) or _closed(before, credit)):
        return
    for start in _label_starts(before, judge):
        whole = judge.read(text[start:], labelled=True)
        if whole:
            yield Cut(before[:start].rstrip(EDGE), whole)
            return
    start_of_name = name_at_end(before, judge.words, after_sentence=True) if not marked else None
    if start_of_name and credit.credit.agencies and not credit.credit.creators:
        whole = judge.read(text[start_of_name:], labelled=True)
        if whole and whole.credit.creators:
            yield Cut(before[:start_of_name].rstrip(), whole)
            return
    earlier = _copy_before(before + " ", judge)
    both = judge.read(text[earlier:], labelled=True) if earlier is not None else None
    yield Cut(before[:earlier].rstrip(), both) if both else Cut(before, credit)


def _provided(inner: str, credit: CreditReading) -> bool:
    """Tell whether a bracket holds PERSON/ORG or ORG/PERSON."""
    made = credit.credit
    return credit.tied or ("/" in inner and bool(made.creators) and bool(made.agencies or made.supplied_by))


def _closed(before: str, credit: CreditReading) -> bool:
    """Tell whether a bracket with names only follows a finished sentence; a single unlisted word may say anything."""
    inner = credit.credit.raw
    told = credit.named or bool(credit.credit.agencies) or " " in inner or "/" in inner or is_caps(inner)
    return before[-1:] in ".!?…。" and is_cased(inner) and told


def _labelled(text: str, judge: Judge) -> Iterator[Cut]:
    """Yield a credit that a label opens inside the string; a copy of it right before belongs to it."""
    for start in _label_starts(text, judge):
        if start == 0:
            continue
        opened = text[:start].rstrip()
        credit_text = text[start:].strip()
        if opened[-1:] in "([（【":
            opened = opened[:-1].rstrip()
            credit_text = (
                credit_text.rstrip(" .").removesuffix(")").removesuffix("]").removesuffix("）").removesuffix("】")
            )
        credit = judge.read(credit_text, labelled=True)
        if credit is None:
            continue
        earlier = _copy_before(text[:start], judge)
        if earlier is not None:
            whole = judge.read(text[earlier:], labelled=True)
            if whole:
                yield Cut(text[:earlier].rstrip(EDGE), whole)
                return
        yield Cut(opened.rstrip(EDGE), credit)
        return


def _label_starts(text: str, judge: Judge) -> Iterator[int]:
    """Yield where labels begin that may open a credit: with a colon, or after a finished sentence and before a name."""
    previous: tuple[int, int] | None = None
    for found in judge.words.label.finditer(text):
        start = found.start()
        label = found.group().rstrip()
        twin = label.rstrip(" :：.©") + " "
        if previous and not text[previous[1] : start].strip():
            start = previous[0]  # "Foto ©" is one label
        elif len(twin) > 3 and text[:start].endswith(twin):
            start -= len(twin)  # "Credit Credit...": the hidden and the shown one
        previous = start, found.end()
        rest = text[found.end() :].lstrip(" :.…")
        before = text[:start].rstrip()
        if not rest or rest[0] in ",." or text[found.end() : found.end() + 1] == ".":
            continue
        strong = label[-1] in ":：©.=＝)）" or not label[0].isalpha()
        named = rest[:1].isupper() or rest[0] in "@\"'‘“«(" or not is_cased(rest[:1])
        closed = not before or before[-1] in CLOSED or before[-1] in "([（" or (label[0].isupper() and " " in label)
        outlet = _outlet_before(before, judge) if named and (not closed or label[-1] == ":") else None
        if outlet is not None:
            yield outlet  # "Express photo by ...", "ST PHOTO: ..."
        if strong or (named and closed) or rest[0] == "@":
            yield start


def _outlet_before(text: str, judge: Judge) -> int | None:
    """Return where a last sentence of one or two capitalised words begins: whose photographer it is."""
    ends = sentence_ends(text, judge.words)
    last = text[ends[-1] :] if ends else ""
    words = last.split()
    short = 1 <= len(words) <= 2 and len(last) < 25 and last[-1].isalnum()
    return ends[-1] if short and all(w[:1].isupper() for w in words) else None


def _copy_before(text: str, judge: Judge) -> int | None:
    """Return where a first copy of the credit begins right before a label: "(AP Photo/X) Photo: X"."""
    for found in _INNER.finditer(text):
        if found.end() == len(text) and judge.sure(found.group(1)):
            return found.start() + (text[found.start()] == " ")
    bare = text.rstrip()
    if bare.endswith("/"):
        return name_at_end(bare[:-1].rstrip(), judge.words)
    return None


_FINDERS: Final[tuple[Callable[[str, Judge], Iterator[Cut]], ...]] = (
    _pointed, _alone, eastern, _bracketed, _labelled, after_sentence, after_sign, running,
)  # fmt: skip
