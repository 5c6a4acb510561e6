"""Lines that carry data: credits, originals, translations, corrections, notes, bios (`news-conventions` D.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.almanac import find_dates, resolve
from pipelines.boilerplate.reading import CreditReader, LineReading
from pipelines.boilerplate.words import Words, bare
from pipelines.record import Author, Correction, EditorNote, Republication, Translation
from pipelines.text import fold, is_unspaced, key

_NAME: Final = r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}"
_BIO: Final = re.compile(rf"^({_NAME}) (.+)$", re.DOTALL)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_HANDLE: Final = re.compile(r"(?<![\w.])@\w{2,30}")
_COLON: Final = re.compile(r"[:：](?!\d)")
_ENDS: Final = re.compile(r"[.!?](?: |$)")


def read_notice(
    core: str,
    flat: str,
    tag: str | None,
    lists: Sequence[Words],
    *,
    position: str,
    authors: Sequence[str],
    credits: CreditReader | None,  # noqa: A002 - agreed name
) -> LineReading | None:
    """Return the reading of a line that carries data, or None."""
    for words in lists:
        found = (
            _update_time(core, flat, tag, words)
            or _note(core, flat, words)
            or _correction(core, flat, tag, words)
            or _credit(core, flat, tag, words, credits)
            or _translation(core, flat, tag, words, credits)
            or _republication(core, flat, words)
        )
        if found is not None:
            return found
    for words in lists:
        found = _contact(core, flat, words) or _bio(core, flat, words, position, authors)
        if found is not None:
            return found
    return None


def _label(core: str, labels: Sequence[str]) -> tuple[str, str] | None:
    """Return (label part, rest) where the words before the first colon are or begin with a label."""
    colon = _COLON.search(core, 0, 90)
    if colon is None:
        return None
    head = fold(core[: colon.start()])
    for label in labels:
        if head == label:
            return core[: colon.start()], core[colon.end() :].strip()
        if head.startswith(label) and any(c.isdigit() for c in head) and len(head) < len(label) + 40:
            return core[: colon.start()], core[colon.end() :].strip()
    return None


def _day(text: str, tag: str | None) -> str | None:
    dates = find_dates(text, tag) or (find_dates(text, "en") if tag != "en" else ())
    return resolve(dates[0], None) if dates else None


def _correction(core: str, flat: str, tag: str | None, words: Words) -> LineReading | None:
    for group, kind in (
        ("correction", "correction"),
        ("clarification", "clarification"),
        ("update", "update"),
        ("retraction", "retraction"),
    ):
        labelled = _label(core, words.groups.get(group, ()))
        if labelled is not None:
            head, rest = labelled
            day = _day(head, tag)
            if day is None and len(rest) <= 30 and (day := _day(rest, tag)):
                rest = ""
            if kind == "update" and not rest:
                continue
            return _correcting(kind, day, rest or None)
    if any(p in flat for p in words.groups.get("corrected", ())):
        return _correcting("correction", None, core)
    if any(p in flat for p in words.groups.get("updated", ())):
        return _correcting("update", None, core)
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
    for phrase in words.groups.get("credit_starts", ()):
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
    for phrase in words.groups.get("translation_of", ()):
        if phrase in flat:
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
        folded = fold(rest)
        cut = len(rest)
        for stop in words.groups.get("outlet_stops", ()):
            found = folded.find(stop)
            if found > 0:
                cut = min(cut, found)
        name = rest[:cut].strip(' ,;:"“”„')
        if 2 <= len(name) <= 80 and (name[0].isupper() or name[0].isdigit() or not name[0].isascii() or "." in name):
            return name
    return None


def _republication(core: str, flat: str, words: Words) -> LineReading | None:
    if len(flat) > 400 or not any(s in flat for s in words.groups.get("itself", ())):
        return None
    name = _outlet_after(core, words.groups.get("republished", ()), words)
    return LineReading("capture", "republication", "republished_from", Republication(name)) if name else None


def _note(core: str, flat: str, words: Words) -> LineReading | None:
    labelled = _label(core, words.groups.get("editors_note", ()))
    if labelled is not None and labelled[1]:
        return LineReading("capture", "editors_note", "editor_notes", EditorNote(labelled[1]))
    if len(flat) > 400:
        return None
    for group, category in (
        ("editorial", "editors_note"),
        ("funding", "funding"),
        ("syndication", "syndication_note"),
    ):
        if any(p in flat for p in words.groups.get(group, ())):
            return LineReading("capture", category, "editor_notes", EditorNote(core))
    return None


def _update_time(core: str, flat: str, tag: str | None, words: Words) -> LineReading | None:
    if len(flat) > 60 or "#" not in flat:
        return None
    for phrase in words.groups.get("update_time", ()):
        if flat.startswith(phrase):
            value = core[len(phrase) :].strip(" :：-–")
            # a time or a date follows at once, and little else: "Updated rules take effect on July 1" is prose
            if value and (value[0].isdigit() or find_dates(value[:40], tag)) and _letters(value) <= 20:
                return LineReading("capture", "update_time", "date_modified_raw", value)
    return None


def _letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _contact(core: str, flat: str, words: Words) -> LineReading | None:
    mail = _MAIL.search(core)
    handles = tuple(h for h in _HANDLE.findall(_MAIL.sub("", core)))
    if len(core) > 250 or not (mail or handles):
        return None
    for phrase in words.groups.get("contact", ()):
        if flat.startswith(phrase):
            named = re.match(rf" ({_NAME})", core[len(phrase) :])
            name = named.group(1) if named else None
            if name:
                name = " ".join(_capitals(name.split()))
            value = [Author(name or None, email=mail.group(0) if mail else None, social=handles)]
            return LineReading("capture", "author_contact", "authors", value if name else None)
    return None


def _capitals(parts: list[str]) -> list[str]:
    taken: list[str] = []
    for part in parts:
        if not part[0].isupper():
            break
        taken.append(part)
    return taken


def _bio(core: str, flat: str, words: Words, position: str, authors: Sequence[str]) -> LineReading | None:
    """Read "Name is a [job] for Outlet" at the very end, or of a known author anywhere."""
    if len(core) > 300 or not core[:1].isupper():
        return None
    for verb in words.groups.get("bio_verbs", ()):
        at = flat.find(f" {verb} ", 0, 60)
        if at <= 0 or len(flat) != len(core):
            continue
        name, rest = core[:at], core[at + len(verb) + 2 :]
        parts = name.split()
        if not 1 < len(parts) < 5 or not all(p[0].isupper() for p in parts[:1] + parts[-1:]):
            continue
        known = any(key(a) == key(name) for a in authors)
        if position != "tail" and not known:
            return None
        end = _ENDS.search(rest)
        sentence = rest[: end.start()] if end else rest
        job, outlet = _job(sentence, words)
        if job is None:
            return None
        return LineReading("capture", "author_bio", "authors", [Author(name, job_title=job, affiliation=outlet)])
    return None


def _job(sentence: str, words: Words) -> tuple[str | None, str | None]:
    """Return job title and outlet of the predicate of a bio; (None, None) where it names no newsroom job."""
    low = fold(sentence)
    if len(low) != len(sentence):
        return None, None
    hits = [low.find(j) for j in words.groups.get("jobs", ())]
    ends = [low.find(j) + len(j) for j in words.groups.get("jobs", ()) if j in low]
    if not ends or min(h for h in hits if h >= 0) > 60:
        return None, None
    for link in words.groups.get("bio_links", ()):
        at = low.find(f" {link} ")
        if at >= 0:
            rest = sentence[at + len(link) + 2 :].split(",", maxsplit=1)[0].strip()
            head = sentence[:at].strip()
            if rest and (rest[0].isupper() or rest[0].isdigit()) and bare(low[:at]):
                return head, rest
            if rest and any(bare(head.casefold()).endswith(j) for j in words.groups.get("jobs", ())):
                return head, None
    return (sentence.strip(), None) if len(sentence) <= 60 else (None, None)
