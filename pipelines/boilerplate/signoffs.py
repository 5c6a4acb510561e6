"""What stands below the story to say where it came from: "(dpa)", "(jr)", "Source: X" (`news-conventions` D.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.agencies import agency, is_outlet_like, kind
from pipelines.boilerplate.words import Words, bare, keys_of
from pipelines.text import key

_LONGEST: Final = 120
_MOST: Final = 6  # names and agencies in one sign-off
_LIBRARY: Final = 40  # characters of a library's name
_CREDIT: Final = 80  # characters of the names in a picture credit
_NAMED: Final = 60  # characters of an author's or an outlet's name
_REPORTERS: Final = 3  # names behind one title
_SHORT: Final = 4  # characters of a Chinese, Japanese or Korean name
_NAMES: Final = re.compile(r"[ :：、，,/／·・]")
_MARKS: Final = ":：/／|–—"
_INITIAL: Final = re.compile(r"\b[^\W\d_]\. ")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PARTICLE: Final = 3  # letters up to which a small word may stand between names: von, via, for
_PARTS: Final = re.compile(r" ?[/,;·|–—&、・] ?")
_INITIALS: Final = re.compile(r"^[^\W\d_A-Z]{2,4}$")
_SITE: Final = re.compile(r"^[\w-]{2,40}\.(?:[a-z]{2,3}\.)?[a-z]{2,4}$")
_BRACKETED: Final = re.compile(r"^([^()]{2,40}?) ?\(([^()]{2,80})\)$")


def is_signoff(whole: str, core: str, low: str, tag: str | None, lists: Sequence[Words], known: Sequence[str]) -> bool:
    """Tell whether a line below the story is nothing but agencies, outlets, known authors or an editor's initials.

    `whole` is the line with its brackets: initials alone count only inside brackets.
    """
    if len(core) > _LONGEST or core[-1:] in "?!":
        return False
    bracketed = whole != core
    for words in lists:
        if bare(low) in words.groups.get("sign_off_whole", ()):
            return True
        for lead in words.groups.get("sign_off", ()):
            if low.startswith(lead) and len(low) == len(core) and not low[len(lead) : len(lead) + 1].isalnum():
                rest = core[len(lead) :].lstrip(" :：")
                return bool(rest) and (lead in words.groups.get("sign_off_any", ()) or _all(rest, tag, known, True))
    if _is_reporter(core, lists, bracketed):
        return True
    inner = _BRACKETED.match(core)
    if inner is not None:
        return _all(inner.group(1), tag, known, False)
    return _all(core, tag, known, bracketed)


def _is_reporter(core: str, lists: Sequence[Words], bracketed: bool) -> bool:
    """Tell whether a line is a reporter's title and short names of a script without case: "记者 孟晓岚", "윤가람 기자".

    A blank or brackets part name and title: without them a title begins or ends words of a sentence.
    """
    if core.isascii():
        return False
    for words in lists:
        for title in words.groups.get("reporter_before", ()):
            rest = core[len(title) :]
            if core.startswith(title) and (bracketed or not rest[:1].isalpha()) and _short_names(rest):
                return True
        for title in words.groups.get("reporter_after", ()):
            rest = core[: -len(title)]
            if core.endswith(title) and (bracketed or rest[-1:] == " ") and _short_names(rest):
                return True
    return False


def _short_names(text: str) -> bool:
    names = [name for name in _NAMES.split(text) if name]
    if not 0 < len(names) <= _REPORTERS or len("".join(names)) < 2:
        return False
    return all(name.isalpha() and name[0] > "\u1100" and len(name) <= _SHORT for name in names)


def _all(text: str, tag: str | None, known: Sequence[str], labelled: bool) -> bool:
    """Tell whether all parts are sources; `labelled`: brackets or a label say that it is a sign-off."""
    parts = [p.strip(" .()[]") for p in _PARTS.split(text) if p.strip(" .()[]")]
    if not 1 <= len(parts) <= _MOST:
        return False
    if len(parts) > 2 and " " not in text and all(_INITIALS.match(p) for p in parts):
        return True  # "ab/cde/fg": desks sign with nothing but initials
    sources = [_is_source(p, tag, known) for p in parts]
    if not labelled and not any(sources):
        return False
    return all(
        found or _INITIALS.match(part) or ((labelled or len(parts) > 1) and _is_outlet(part, tag))
        for found, part in zip(sources, parts, strict=True)
    )


def _is_source(part: str, tag: str | None, known: Sequence[str]) -> bool:
    if agency(part, tag) is not None or _SITE.match(part) is not None:
        return True
    wanted = key(part) if len(part) <= _NAMED else ""
    if len(wanted) <= _PARTICLE:
        return False
    return any(wanted == k or (" " in part and wanted in k) for k in keys_of(tuple(known)).split("\n"))


def _is_outlet(part: str, tag: str | None) -> bool:
    return part[:1].isupper() and len(part.split()) <= 4 and is_outlet_like(part, tag)


def is_image_credit(core: str, low: str, tag: str | None, lists: Sequence[Words]) -> bool:
    """Tell whether a line only credits a picture: a label and names ("Photo: Jo Ray/AP"), or a picture library."""
    if len(core) > _LONGEST:
        return False
    found = agency(core, tag) if len(core) <= _LIBRARY else None
    if found is not None:
        return kind(found) == "library"
    for words in lists:
        labels = words.groups.get("image_credit", ())
        for label in labels if low.startswith(labels) else ():
            if low.startswith(label) and len(low) == len(core):
                rest = core[len(label) :].lstrip()
                if rest[:1] in _MARKS and rest:
                    return _only_names(rest.lstrip(_MARKS + " "))
                if (" " in label or label.endswith(".")) and core[len(label) : len(label) + 1] == " ":
                    return _only_names(rest)
    return False


def _only_names(text: str) -> bool:
    """Tell whether a text holds no word of a sentence: longer words are capitals, and there is no full stop."""
    if not text or len(text) > _CREDIT or text[-1] in "?!。" or ". " in _INITIAL.sub("", text):
        return False
    words = [w for w in _WORD.findall(text) if len(w) > _PARTICLE]
    return all(w[0] == w[0].upper() for w in words) and (text[0] == text[0].upper() or text[0] == "@")
