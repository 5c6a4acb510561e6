"""Lines that carry data: credits, originals, translations, corrections, notes, bios (`news-conventions` D.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.almanac import find_dates, resolve
from pipelines.boilerplate.bios import read_contact
from pipelines.boilerplate.reading import CreditReader, LineReading
from pipelines.boilerplate.words import Words, bare
from pipelines.record import Correction, EditorNote, Republication, Translation
from pipelines.text import fold, has_digit, is_unspaced

_COLON: Final = re.compile(r"[:：](?!\d)")
_DASH: Final = re.compile(r" ?(?:--|[-–—])(?= )")
_KINDS: Final = (
    ("correction", "correction"),
    ("clarification", "clarification"),
    ("update", "update"),
    ("retraction", "retraction"),
)
_LONGEST: Final = 600  # characters of a correction that tells both versions
_BEFORE_NAME: Final = 4  # words that may stand between "published on" and the outlet: "the website of"
_NOTE: Final = 60  # characters behind a numbered label from which on it is a story's first paragraph, no note
_DATELINE: Final = 80  # characters in which a dateline ends
_DATED: Final = 120  # characters in which a notice says when it was made
_ENDS: Final = re.compile(r"[.!?](?: |$)")


def read_notice(
    core: str,
    flat: str,
    tag: str | None,
    lists: Sequence[Words],
    *,
    authors: Sequence[str],
    credits: CreditReader | None,  # noqa: A002 - agreed name
) -> LineReading | None:
    """Return the reading of a line that carries data, or None."""
    label = _split(core)
    for words in lists:
        found = (
            _update_time(core, flat, tag, words)
            or _note(core, flat, label, words)
            or _correction(core, flat, label, tag, words)
            or _credit(core, flat, tag, words, credits)
            or _translation(core, flat, tag, words, credits)
            or _republication(core, flat, words)
        )
        if found is not None:
            return found
    return read_contact(core, flat, lists, authors)


def _split(core: str) -> tuple[str, str, str] | None:
    """Return (words before the first colon, the same folded, rest) where a label may stand there."""
    colon = _COLON.search(core, 0, 90)
    if colon is None:
        return None
    return core[: colon.start()], fold(core[: colon.start()]), core[colon.end() :].strip()


def _label(split: tuple[str, str, str] | None, labels: Sequence[str]) -> tuple[str, str] | None:
    """Return (label part, rest) where the words before the first colon are or begin with a label."""
    if split is None:
        return None
    printed, head, rest = split
    dated = has_digit(head)
    for label in labels:
        if head == label or (dated and head.startswith(label) and len(head) < len(label) + 40):
            return printed, rest
    return None


def _day(text: str, tag: str | None) -> str | None:
    dates = find_dates(text, tag) or (find_dates(text, "en") if tag != "en" else ())
    return resolve(dates[0], None) if dates else None


def _correction(
    core: str, flat: str, label: tuple[str, str, str] | None, tag: str | None, words: Words
) -> LineReading | None:
    for group, kind in _KINDS:
        labelled = _label(label, words.groups.get(group, ()))
        if labelled is not None:
            head, rest = labelled
            day = _day(head, tag)
            if day is None and len(rest) <= 30 and (day := _day(rest, tag)):
                rest = ""
            if (kind == "update" and not rest) or (day is None and _begins_story(head, rest)):
                continue
            return _correcting(kind, day or _stated_day(rest, tag, words), rest or None)
    for group, kind in (("corrected", "correction"), ("updated", "update")):
        if len(flat) <= _LONGEST and words.within[group].found_in(flat):
            return _correcting(kind, _stated_day(core, tag, words), core)
    if len(flat) <= _NOTE and bare(flat) in words.groups.get("updated_whole", ()):
        return _correcting("update", None, core)
    return None


def _begins_story(head: str, rest: str) -> bool:
    """Tell whether a label is a wire's and a story follows: "UPDATE 2: GENEVA, Oct 2 (Example) - Delegations ..."."""
    if has_digit(head) and len(rest) > _NOTE:
        return True
    dash = _DASH.search(rest, 0, _DATELINE)
    if dash is None:
        return False
    lead = rest[: dash.start()].rstrip()
    first = lead.split(" ", 1)[0].strip(",/")
    return lead.endswith(")") or (len(first) > 2 and first.isupper())


def _stated_day(text: str, tag: str | None, words: Words) -> str | None:
    """Return the day on which a text says that it was changed: a full date behind "amended on" and its like."""
    low = fold(text[:_DATED])
    leads = words.groups.get("dated", ())
    for date in find_dates(text[:_DATED], tag) if leads else ():
        before = low[: date.start].rstrip(" ,")
        if date.year is not None and before.endswith(leads):
            return resolve(date, None)
    return None


def _correcting(kind: str, day: str | None, text: str | None) -> LineReading:
    category = "update_note" if kind == "update" else "correction"
    return LineReading("capture", category, "corrections", Correction(kind, day, text))  # type: ignore[arg-type]


def _capital(text: str) -> bool:
    """Tell whether a name may begin here: a capital, or a letter of a script without case."""
    text = text.lstrip(" :：-–—'\"“")
    return bool(text) and text[0].isalpha() and text[0] == text[0].upper()


def _credit(core: str, flat: str, tag: str | None, words: Words, credits: CreditReader | None) -> LineReading | None:  # noqa: A002 - agreed name
    hit = False
    starts = words.groups.get("credit_starts", ())
    for phrase in starts if flat.startswith(starts) else ():
        if flat.startswith(phrase) and len(flat) <= 400 and len(flat) > len(phrase):
            rest = core[len(phrase) :]
            # a label in a script without case must end in a colon: the same letters begin sentences
            if phrase[-1].isascii() or rest[:1] in ":： /／":
                hit = _capital(rest) and (not rest[:1].isalnum() or is_unspaced(rest))
        if hit:
            break
    if not hit and len(flat) <= 400:
        hit = any(flat.rstrip(" .").endswith(p) for p in words.groups.get("credit_ends", ())) and _capital(core)
    if not hit:
        return None
    return LineReading("capture", "credits", "authors", list(credits(core, tag)) if credits else None)


def _tongue(flat: str, words: Words) -> str | None:
    for name, code in words.tongues.items():
        at = flat.find(name)
        if at >= 0 and (not name.isascii() or not flat[at - 1 : at].isalpha()):
            return code
    return None


def _translation(
    core: str,
    flat: str,
    tag: str | None,
    words: Words,
    credits: CreditReader | None,  # noqa: A002 - agreed name
) -> LineReading | None:
    if len(flat) > 300:
        return None
    for phrase in words.groups.get("original_by", ()):
        at = flat.find(phrase)
        if 0 <= at <= 20 and (at == 0 or _tongue(flat[:at], words)):
            value = list(credits(core, tag)) if credits else None
            return LineReading(
                "capture",
                "original_by",
                "authors",
                value,
                _tongue(flat[: at + len(phrase)], words),
                core[: at + len(phrase)].rsplit(" ", 1)[0],
            )
    for phrase in words.groups.get("translated_by", ()):
        if flat.startswith(phrase) and _capital(core[len(phrase) :]):
            value = list(credits(core, tag)) if credits else None
            return LineReading("capture", "translation", "authors", value, _tongue(flat, words))
    if words.within["translation_of"].found_in(flat):
        outlet = _outlet_after(core, words.groups.get("translation_outlet", ()), words)
        return LineReading(
            "capture", "translation", "translation_of", Translation(_tongue(flat, words), None, None, outlet)
        )
    return None


def _outlet_after(core: str, leads: Sequence[str], words: Words) -> str | None:
    """Return the outlet's name that follows one of the leading phrases, cut at the closing verb or stop."""
    if len(fold(core)) != len(core):
        return None
    low = fold(core)
    for lead in leads:
        at = low.find(lead)
        if at < 0:
            continue
        rest = core[at + len(lead) :].strip()
        if rest[:1] in "\"“„«'‘「『《":
            quoted = re.match(r"[\"“„«'‘「『《]([^\"“”„«»’」』》]{2,80})", rest)
            if quoted:
                return quoted.group(1).strip()
        end = _ENDS.search(rest)
        rest = rest[: end.start()] if end else rest.rstrip(".")
        folded = f"{fold(rest)} "
        cut = len(rest)
        for stop in words.groups.get("outlet_stops", ()):
            # the words of a spaced script stand between blanks; a number may follow ("on 3 May")
            found = folded.find(f" {stop.rstrip(' #')} " if stop[0].isalpha() and stop[0] < "⺀" else stop)
            if found > 0:
                cut = min(cut, found)
        name = rest[:cut].strip(' ,;:"“”„')
        # "on the website of The Delta": the name begins with the first capital of the next words
        parts = name.split(" ")
        skipped = next((n for n, p in enumerate(parts[:_BEFORE_NAME]) if p[:1].isupper() or not p.isascii()), 0)
        name = " ".join(parts[skipped:])
        if 2 <= len(name) <= 80 and (name[0].isupper() or name[0].isdigit() or not name[0].isascii() or "." in name):
            return name
    return None


def _republication(core: str, flat: str, words: Words) -> LineReading | None:
    leads = words.groups.get("republished", ())
    if len(flat) > 400 or not (flat.startswith(leads) or any(s in flat for s in words.groups.get("itself", ()))):
        return None
    name = _outlet_after(core, leads, words)
    return LineReading("capture", "republication", "republished_from", Republication(name)) if name else None


def _note(core: str, flat: str, label: tuple[str, str, str] | None, words: Words) -> LineReading | None:
    labelled = _label(label, words.groups.get("editors_note", ()))
    if labelled is not None and labelled[1]:
        if words.within["corrected"].found_in(flat):  # "Editor's note: An earlier version ..."
            return _correcting("correction", None, labelled[1])
        return LineReading("capture", "editors_note", "editor_notes", EditorNote(labelled[1]))
    if len(flat) > 400:
        return None
    for group, category in (
        ("editorial", "editors_note"),
        ("funding", "funding"),
        ("syndication", "syndication_note"),
    ):
        if words.within[group].found_in(flat):
            return LineReading("capture", category, "editor_notes", EditorNote(core))
    return None


def _update_time(core: str, flat: str, tag: str | None, words: Words) -> LineReading | None:
    if len(flat) > 60 or "#" not in flat:
        return None
    for phrase in words.groups.get("update_time", ()):
        if flat.startswith(phrase):
            value = core[len(phrase) :].strip(" :：-–")
            # a time or a date follows at once, and little else: "Updated timetables apply from May 2" is prose
            if value and (value[0].isdigit() or find_dates(value[:40], tag)) and _letters(value) <= 20:
                return LineReading("capture", "update_time", "date_modified_raw", value)
    return None


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)
