"""Agencies, picture libraries and outlets by their printed forms (`news-conventions` G.1): a closed table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines.rules import languages_for, read_toml
from pipelines.text import clean, narrow


@dataclass(frozen=True, slots=True)
class _Table:
    exact: dict[str, str]
    folded: dict[str, str]
    kinds: dict[str, str]
    forms: dict[str, tuple[str, ...]]
    """Printed forms of a canonical name, longest first."""
    openings: frozenset[str]
    """The first three characters of each form, folded: most texts are no agency's name, and a look-up is cheap."""
    desks: frozenset[str]
    """Agencies that sign with the code of a regional desk behind a slash: dpa/lby."""


@cache
def _table() -> _Table:
    exact: dict[str, str] = {}
    folded: dict[str, str] = {}
    kinds: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    desks = set()
    for canonical, entry in read_toml("agencies.toml").items():
        kinds[canonical] = entry["kind"]
        given = {*entry.get("exact", ()), *entry.get("forms", ())}
        forms[canonical] = tuple(sorted(given, key=lambda f: (-len(f), f)))
        if entry.get("desks"):
            desks.add(canonical)
        for form in entry.get("exact", ()):
            exact[narrow(form)] = canonical
        for form in entry.get("forms", ()):
            folded[_fold(form)] = canonical
    openings = frozenset(_opening(f) for f in (*exact, *folded, "AA"))
    return _Table(exact, folded, kinds, forms, openings, frozenset(desks))


def _opening(text: str) -> str:
    return text[:3].casefold().replace("-", " ").rstrip()


def _fold(text: str) -> str:
    return " ".join(narrow(clean(text)).casefold().replace("-", " ").split())


def agency(text: str, tag: str | None = None) -> str | None:
    """Return the canonical name when the whole text is a listed form, else None.

    Short codes count only as printed; AA is Anadolu on Turkish pages alone.

    >>> agency("AP Photo"), agency("ap"), agency("Getty Images Europe")
    ('AP', None, 'Getty Images')
    """
    if len(text) > _LONGEST:
        return None
    table = _table()
    opening = text[:3]
    # most texts begin with three plain letters, and no form does with these
    if opening.isalnum() and text[:4].isascii() and opening.lower() not in table.openings and _SLASH.isdisjoint(text):
        return None
    whole = narrow(clean(text)).strip(" .,;:©ⓒ")
    if not whole:
        return None
    if _opening(whole) not in table.openings and "/" not in whole:
        return None
    found = table.exact.get(whole) or table.folded.get(_fold(whole))
    if found is None and whole == _TURKISH and tag and tag.split("-")[0] == "tr":
        return "Anadolu"
    return found or (_of_desk(whole) if "/" in whole else None)


def may_name_one(text: str) -> bool:
    """Tell quickly whether a word of the text begins as a listed form does; False is certain."""
    openings = _table().openings
    return any(_opening(word) in openings or any(c in word for c in ".-") for word in _WORDS.findall(narrow(text)))


_TURKISH: Final = "AA"
_SLASH: Final = frozenset("/／")


def _of_desk(text: str) -> str | None:
    """Return the agency of "dpa/lby": behind the slash stands the code of a regional desk, which is no agency."""
    name, _, code = text.partition("/")
    table = _table()
    canonical = table.exact.get(name) or table.folded.get(_fold(name))
    known = code in table.exact or code in table.folded
    return canonical if canonical in table.desks and not known and re.match("^[a-z]{2,3}$", code) else None


_LONGEST: Final = 200
"""Characters of a combined form with its blanks; what is longer is a sentence."""
_WORDS: Final = re.compile(r"[^\s()\[\]/,:=]+")
_JOINTS: Final = ("/", ",", "、", "・", "=", " et ", " und ", " and ", " y ", " e ", " och ", " og ", "-", "–")


def agencies_in(text: str, tag: str | None = None) -> tuple[str, ...]:
    """Return the agencies of a combined form in print order, or () when a part is not listed.

    >>> agencies_in("EFE/EPA"), agencies_in("AFP時事"), agencies_in("dpa/lby"), agencies_in("AP/Smith")
    (('EFE', 'EPA'), ('AFP', 'Jiji'), ('dpa',), ())
    """
    if len(text) > _LONGEST:
        return ()
    whole = agency(text, tag)
    if whole:
        return (whole,)
    flat = narrow(clean(text)).strip()
    for joint in _JOINTS:
        if joint in flat:
            found = _listed(flat.split(joint), tag)
            if found:
                return found
    if flat.isascii():
        return ()
    for cut in range(2, min(len(flat) - 1, 12)):
        if not flat[cut].isascii():
            head, tail = agency(flat[:cut], tag), agency(flat[cut:], tag)
            if head and tail:
                return head, tail
    return ()


def _listed(parts: list[str], tag: str | None) -> tuple[str, ...]:
    """Return the canonical names when every part is listed."""
    found = [agency(part, tag) for part in parts]
    return tuple(name for name in found if name) if all(found) else ()


def printed_forms(canonical: str) -> tuple[str, ...]:
    """Return the forms that the table lists for a canonical name, longest first; () when it is not listed.

    >>> "Associated Press" in printed_forms("AP"), printed_forms("The Harbour Post")
    (True, ())
    """
    return _table().forms.get(canonical, ())


def forms() -> tuple[str, ...]:
    """Return all listed forms."""
    return (_TURKISH, *(form for printed in _table().forms.values() for form in printed))


def kind(canonical: str) -> str | None:
    """Return what a listed organisation is: agency, library, broadcaster, newswire, outlet or brand."""
    return _table().kinds.get(canonical)


def is_outlet_like(text: str, tag: str | None = None) -> bool:
    """Tell whether a name ends as outlets' and libraries' names do (C.4-3): News, Times, Zeitung, 新聞."""
    flat = _fold(text)
    words, endings = outlet_endings(tag)
    return bool(flat) and (flat.rsplit(None, 1)[-1] in words or flat.endswith(endings))


@cache
def outlet_endings(tag: str | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return (folded words that end outlets' names, those that do so without a blank before them)."""
    found = [e.casefold() for lang in languages_for(tag) for e in lang["caption.outlet_endings"]]
    return frozenset(found), tuple(e for e in found if not e.isascii())


@cache
def form_words() -> frozenset[str]:
    """Return the folded words of all printed forms, and the forms without blanks."""
    return frozenset(w for forms in _table().forms.values() for f in (*forms, "aa") for w in _fold(f).split())


def is_institution(text: str, tag: str | None = None) -> bool:
    """Tell whether a name holds a word of public bodies and institutions (C.4-2): Ministry, Police, University."""
    flat = _fold(text)
    known = _institutions(tag)
    words = flat.replace(".", " ").split()
    return (
        not known.words.isdisjoint(words)
        or any(p in flat for p in known.inside)
        or any(w.endswith(known.endings) for w in words)
    )


@dataclass(frozen=True, slots=True)
class _Institutions:
    words: frozenset[str]
    inside: tuple[str, ...]
    """Phrases of several words, and words that letters alone do not make."""
    endings: tuple[str, ...]
    """Where words are compounds: Landesmuseum."""


_COMPOUNDING: Final = frozenset(("ja", "zh", "ko", "de", "no", "sv", "da", "nl", "fi"))


@cache
def _institutions(tag: str | None) -> _Institutions:
    by_language = [(lang.tag, [_fold(w) for w in lang["caption.institutions"]]) for lang in languages_for(tag)]
    words = frozenset(w for _, group in by_language for w in group)
    return _Institutions(
        words,
        tuple(sorted(w for w in words if " " in w or (not w.isascii() and not w.isalpha()))),
        tuple(sorted({w for lang, group in by_language if lang in _COMPOUNDING for w in group if len(w) > 1})),
    )
