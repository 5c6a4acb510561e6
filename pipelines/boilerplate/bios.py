"""Who wrote it and how to reach them: biographical lines and contact lines (`news-conventions` D.2, D.3-3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipelines.boilerplate.reading import LineReading
from pipelines.boilerplate.words import Words, bare, keys_of
from pipelines.record import Author
from pipelines.text import fold, is_unspaced, key

_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}")
_HANDLE: Final = re.compile(r"(?<![\w.])@\w{2,30}")
_ENDS: Final = re.compile(r"[.!?](?: |$)")
_WORD: Final = re.compile(r"[\w.'’-]{1,40}")
_QUOTES: Final = frozenset('"“”„«»「」『』')
_LONGEST: Final = 300  # characters of a bio of somebody whom the page has not named as its author
_LONGEST_KNOWN: Final = 1500  # columnists tell of themselves at length
_CONTACT: Final = 250
_NAME: Final = 30  # characters of a name beside an address
_LEAD: Final = 60  # characters in which the subject of a bio ends
_CLOSE: Final = 40  # characters behind a name in which the verb of a bio stands
_SAYS: Final = 240  # characters in which a bio says what its subject does


def read_contact(core: str, flat: str, lists: Sequence[Words], authors: Sequence[str]) -> LineReading | None:
    """Return the reading of "Email Jo Ray at jo@example.org": mail or handle behind an imperative, else None."""
    if len(core) > _CONTACT or "@" not in core:
        return None
    mail = _MAIL.search(core)
    handles = tuple(_HANDLE.findall(_MAIL.sub("", core)))
    if not (mail or handles):
        return None
    for words in lists:
        for phrase in words.groups.get("contact", ()):
            if flat.startswith(phrase) and not flat[len(phrase) : len(phrase) + 1].isalnum():
                rest = core[len(phrase) :].lstrip(" :：")
                name = " ".join(_capitals(rest.split())) if rest[:1].isalpha() else ""
                value = [Author(name or None, email=mail.group(0) if mail else None, social=handles)]
                return LineReading("capture", "author_contact", "authors", value if name else None)
    if mail is not None and _is_signature(core, mail.group(0)):
        return LineReading("capture", "author_contact", "authors")
    # a date behind a handle is the foot of an embedded post
    if "#" not in flat and any(_known(" ".join(pair), authors) for pair in _pairs(core)):
        return LineReading("capture", "author_contact", "authors")
    return None


def _is_signature(core: str, mail: str) -> bool:
    """Tell whether a line is an address, or a name of a few words and an address: "Mara Dunn mara@herald.example"."""
    rest = core.replace(mail, "").strip(" ()<>|/,:;=")
    return len(rest) <= _NAME and len(rest.split()) <= 4 and all(c.isalpha() or c in " .'’-·" for c in rest)


def _capitals(parts: list[str]) -> list[str]:
    taken: list[str] = []
    for part in parts[:5]:
        if not part[0].isupper() or "@" in part:
            break
        taken.append(part.rstrip(",:"))
    return taken


def read_bio(core: str, low: str, lists: Sequence[Words], position: str, authors: Sequence[str]) -> LineReading | None:
    """Return the reading of "Name is a [job] for Outlet" at the very end, or of what is told of a known author."""
    if len(core) > (_LONGEST_KNOWN if authors and position == "tail" else _LONGEST):
        return None
    if len(low) != len(core) or low.endswith(("?", ":")):
        return None
    if position != "tail" and not may_name(core, authors):
        return None
    if position == "tail" and authors and not _QUOTES & set(core) and (subject := _subject(core, authors)):
        name, end = subject
        if _tells(low, end, lists):
            return LineReading("capture", "author_bio", "authors", [_stated(core, low, lists) or Author(name)])
    if len(core) > _LONGEST or not core[:1].isupper():
        return None
    found = _stated(core, low, lists)
    if found is None or (position != "tail" and not _known(found.name or "", authors)):
        return None
    return LineReading("capture", "author_bio", "authors", [found])


def _tells(low: str, end: int, lists: Sequence[Words]) -> bool:
    """Tell whether what follows a name says what the person does: a verb of bios close by, a job or a beat."""
    says = low[end:_SAYS]
    for words in lists:
        verbs, acts = words.groups.get("bio_verbs", ()), words.groups.get("bio_acts", ())
        if not any(f in says for f in (*words.groups.get("jobs", ()), *acts)):
            continue
        close = f"{says[:_CLOSE]} "
        if not verbs or any(f" {verb} " in close for verb in verbs) or any(f" {act}" in close for act in acts):
            return True
    return False


def _subject(core: str, authors: Sequence[str]) -> tuple[str, int] | None:
    """Return the known author whom the first words of a line name, and where the name ends."""
    if is_unspaced(core[:80]):
        first = re.split(r"[\s、,(（・=＝は:：]", core[:_LEAD], maxsplit=1)[0]
        return (first, len(first)) if len(first) > 1 and _known(first, authors) else None
    for pair in _pairs(core):
        name = " ".join(pair)
        if _known(name, authors):
            full = next((a for a in authors if key(a) == key(name)), name)
            return full, core.find(pair[1], core.find(pair[0])) + len(pair[1])
    return None


def _pairs(core: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of capitalised neighbours among the first words."""
    words = [m.group(0) for m in _WORD.finditer(core[:_LEAD])][:8]
    for one, two in pairwise(words):
        if one[:1] == one[:1].upper() and two[:1] == two[:1].upper():
            yield one, two.rstrip(".'’")


def _known(name: str, authors: Sequence[str]) -> bool:
    wanted = key(name)
    return len(wanted) > 1 and wanted in keys_of(tuple(authors))


def may_name(core: str, authors: Sequence[str]) -> bool:
    """Tell whether the first word of a line stands in the name of a known author."""
    if not authors:
        return False
    end = core.find(" ")
    first = core if end < 0 else core[:end]
    if not first.isalpha():
        return bool(authors)
    wanted = first.lower() if first.isascii() else key(first)
    return wanted in keys_of(tuple(authors))


def _stated(core: str, low: str, lists: Sequence[Words]) -> Author | None:
    """Return subject, job and outlet of a sentence "Name is a [job] for Outlet"."""
    for words in lists:
        for verb in words.groups.get("bio_verbs", ()):
            at = low.find(f" {verb} ", 0, _LEAD)
            if at <= 0:
                continue
            name, rest = core[:at], core[at + len(verb) + 2 :]
            parts = name.split()
            if not 1 < len(parts) < 5 or not all(p[0].isupper() for p in parts[:1] + parts[-1:]):
                continue
            end = _ENDS.search(rest)
            job, outlet = _job(rest[: end.start()] if end else rest, words)
            if job is not None:
                return Author(name, job_title=job, affiliation=outlet)
    return None


def _job(sentence: str, words: Words) -> tuple[str | None, str | None]:
    """Return job title and outlet of the predicate of a bio; (None, None) where it names no newsroom job."""
    low = fold(sentence)
    jobs = words.groups.get("jobs", ())
    hits = [at for j in jobs if (at := low.find(j)) >= 0]
    if len(low) != len(sentence) or not hits or min(hits) > _LEAD:
        return None, None
    for link in words.groups.get("bio_links", ()):
        at = low.find(f" {link} ")
        if at >= 0:
            rest = sentence[at + len(link) + 2 :].split(",", maxsplit=1)[0].strip()
            head = sentence[:at].strip()
            if rest and (rest[0].isupper() or rest[0].isdigit()) and bare(low[:at]):
                return head, rest
            if rest and any(bare(head.casefold()).endswith(j) for j in jobs):
                return head, None
    return (sentence.strip(), None) if len(sentence) <= _LEAD else (None, None)
