"""One piece of a byline between separators: a person, a title, an organisation, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from pipelines import agencies, names, places
from pipelines.bylines.outlets import is_bio, is_org_name, is_paper
from pipelines.bylines.words import Words
from pipelines.text import clean, is_caps, is_cased, key

Kind = Literal[
    "person",
    "agency",
    "generic",
    "unnamed",
    "outlet",
    "title",
    "bureau",
    "place",
    "initials",
    "degree",
    "special",
    "unknown",
    "role_word",
    "single",
]

_ACRONYM: Final = 6  # letters of an outlet's short form before "Correspondent"
_QUOTES: Final = '«»„“”"'
_PREPOSITION: Final = 3  # letters of the low words inside names of institutions
_INITIALS: Final = re.compile(r"^[a-zäöüß]{2,4}$")
# As a detail of a person anything in the form of a host name is the outlet.
_HOST: Final = re.compile(r"^(?:[\w-]{2,40}\.){1,2}[A-Za-z]{2,6}$")
_NUMBERED: Final = re.compile(r"^[A-Za-z]{1,6}\d{1,3}$")  # "g1", "tv2"
_DOMAIN: Final = re.compile(
    r"^(?:www\.)?[\w-]{2,40}\.(?:com|org|net|de|fr|it|es|at|ch|in|co\.uk|ru|jp|tv|news|io)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A classified piece."""

    kind: Kind
    text: str
    extra: str | None = None
    """Place of a title, title of an outlet, canonical name of an agency."""


def classify(text: str, words: Words, *, first: bool, prefixed: bool) -> Piece:
    """Return what a piece is; `first` when no party precedes it, `prefixed` when a byline prefix stood before it."""
    text = clean(text).strip(" ,;:")
    low = text.casefold().strip(".")
    tag = words.tag
    supplied = _supplier(text, tag, first=first)
    if supplied is not None:
        return supplied
    if low in words.unnamed:
        return Piece("unnamed", text)
    if not first and _is_degree(text, tag):
        return Piece("degree", text)
    if not first and is_title(text, words) and text.split()[0].casefold() != "our":
        return _title_piece(text, words)
    if (
        low in words.generic
        or _is_generic(text, words)
        or (first and low.split()[-1:] and low.split()[-1] in words.bureau_words)
    ):
        return Piece("generic", text)
    if low in words.role_words or (first and is_job(text, words)):
        return Piece("role_word", text)
    if _is_bureau(text, words) and not first:
        return Piece("bureau", text)
    if _DOMAIN.match(text) or (not first and (_HOST.match(text) or _NUMBERED.match(text))):
        return Piece("outlet", text.lower() if is_caps(text) else text)
    if (
        names.is_person_name(text, tag)
        and not is_org_name(text, words)
        and (first or not is_paper(text, words))
        and not (not first and places.is_place(text, tag))
    ):
        return Piece("person", text)
    if not first and (where := _where(text, tag)):
        return Piece("place", where)
    if is_org_name(text, words) or (not first and is_paper(text, words)):
        return Piece("outlet", text)
    if _INITIALS.match(text) and not first:
        return Piece("initials", text)
    if _is_single(text) or (
        first and prefixed and " " not in text and text.replace("-", "").isalpha() and 2 < len(text) < 25
    ):
        return Piece("single", text)
    return Piece("unknown", text)


def _is_single(text: str) -> bool:
    """Tell whether a text is one capitalised word."""
    letters = text.replace("-", "").replace("'", "").replace("’", "")
    return is_cased(text) and text[:1].isupper() and len(text) > 1 and letters.isalpha()


def _where(text: str, tag: str | None) -> str | None:
    """Return the place that a text is, a short preposition aside: "do Porto"."""
    if places.is_place(text, tag):
        return text
    head, _, rest = text.partition(" ")
    return rest if head in names.PARTICLES and rest[:1].isupper() and places.is_place(rest, tag) else None


def _supplier(text: str, tag: str | None, *, first: bool) -> Piece | None:
    """Return an agency, its article aside ("L'AFP"), or an outlet in quotes behind a name."""
    canonical = agencies.agency(text, tag) or (agencies.agency(text[2:], tag) if text[1:2] in {"'", "’"} else None)
    if canonical:
        return Piece("agency", text, canonical)
    if not first and text[:1] in _QUOTES and text[-1:] in _QUOTES:
        return Piece("outlet", text.strip(_QUOTES))
    return None


def _is_degree(text: str, tag: str | None) -> bool:
    name, degree = names.strip_suffixes("X, " + text, tag)
    return (degree is not None or name != "X, " + text) and "," not in text


def _is_generic(text: str, words: Words) -> bool:
    low = text.casefold()
    tail = low.split()
    if len(tail) > 1 and tail[0] in words.indefinite and " ".join(tail[1:]) in words.generic:
        return True
    if len(tail) > 3 and tail[0] in words.articles_low and tail[1] in words.generic and len(tail[2]) <= _PREPOSITION:
        return text.split()[3][:1].isupper()  # "La rédaction du Quai"
    if len(tail) > 1 and tail[0] in words.generic and len(tail) <= 5:
        # the desk first, as in "Redazione ANSA", "Redacción Deportes"
        rest = text.split(None, 1)[1]
        if agencies.agency(rest, words.tag) or rest.casefold() in words.sections or is_org_name(rest, words):
            return True
        if len(tail) > 2 and tail[1] in words.articles_low:
            return True  # "Redacción El Faro del Sur"
    if len(tail) == 1 and low.endswith(words.desk_endings):
        return True  # "Lokalredaktion"
    if _is_titled_acronym(text, words):
        return True
    for n in (1, 2, 3):
        if len(tail) > n and " ".join(tail[-n:]) in words.generic:
            # an outlet before it: "AOL Staff", "BR24 Redaktion"; a person's title is no desk
            head = text.split()[:-n]
            outlet = " ".join(head)
            return len(head) <= 4 and (not names.is_person_name(outlet, words.tag) or is_org_name(outlet, words))
    return False


def _is_titled_acronym(text: str, words: Words) -> bool:
    """Tell whether a text is an outlet's short form and a job title: "HT Correspondent", "ABCD Travel Editor"."""
    head, _, title = text.partition(" ")
    return 1 < len(head) <= _ACRONYM and is_caps(head) and bool(title) and not is_caps(text) and is_job(title, words)


def is_title(text: str, words: Words) -> bool:
    """Tell whether a text holds a job title, alone or with an outlet or place."""
    parts = text.casefold().replace(",", " ").split()
    if not parts or len(parts) > 9 or is_bio(text, words):
        return False
    if text.casefold() in words.titles:
        return True
    if (
        len(parts) == 2
        and names.is_person_name(text, words.tag)
        and parts[-1] not in words.titles
        and parts[0] not in words.titles
        and not (parts[0] in words.title_heads and in_titles(parts[-1], words))
    ):
        return False
    bare = [p.strip(".") for p in parts]
    return any(in_titles(p, words) for p in bare)


def is_job(text: str, words: Words) -> bool:
    """Tell whether a text is nothing but a job title: "Senior Staff Writer"."""
    low = [w.casefold() for w in text.split()]
    if not 0 < len(low) <= 5 or not (low[-1] in words.titles or (len(low) > 1 and low[-1] in words.title_tails)):
        return False
    return all(w in words.titles or w in words.title_heads or w in words.sections for w in low)


def is_field(text: str, words: Words) -> bool:
    """Tell whether a word is a field of work and no place: a section, a word of titles, capitals of an acronym."""
    low = text.casefold()
    return low in words.sections or low in words.title_heads or (is_caps(text) and len(text) <= _ACRONYM)


def in_titles(word: str, words: Words) -> bool:
    """Tell whether a folded word is a title, its plural, or a compound that ends with one."""
    return (
        word in words.title_words
        or ("-" in word and any(part in words.titles for part in word.split("-") if len(part) > 4))
        or (len(word) > 10 and word.endswith(words.title_endings))
    )


def _title_piece(text: str, words: Words) -> Piece:
    place = None
    text = singular(text)
    if words.places_in is not None:
        found = words.places_in.search(text)
        if found:
            place = text[found.end() :].strip()
            text = text[: found.start()].strip()
    return Piece("title", text, place)


def _is_bureau(text: str, words: Words) -> bool:
    low = text.casefold()
    return low.endswith(words.bureaus) or low.startswith(words.bureau_heads)


def leading_outlet(title: str, words: Words) -> str | None:
    """Return the outlet before a title: "Harbor Times" of "Harbor Times Staff Writer"."""
    parts = title.split()
    for cut in range(1, len(parts)):
        head = " ".join(parts[:cut])
        if agencies.agency(head, words.tag) or (is_org_name(head, words) and not is_title(head, words)):
            end = cut
            while end < len(parts) - 1 and parts[end].casefold() in words.outlet_words:
                end += 1
            low = [p.casefold().strip(".,") for p in parts]
            titled = all(p in words.title_heads or in_titles(p, words) for p in low[end:])
            return " ".join(parts[:end]) if titled and low[0] not in words.title_heads else None
    return None


def singular(title: str) -> str:
    """Return a plural title for one person: "Staff Writers" gives "Staff Writer"; template doubles collapse."""
    parts = title.split()
    half = len(parts) // 2
    if len(parts) > 1 and len(parts) % 2 == 0 and [key(p) for p in parts[:half]] == [key(p) for p in parts[half:]]:
        parts = parts[:half]
    last = parts[-1]
    if last.casefold() in {"writers", "reporters", "correspondents", "editors", "journalists", "contributors"}:
        parts[-1] = last[:-1]
    return " ".join(parts)


def trailing_title(text: str, words: Words) -> str | None:
    """Return the title words at the end of "Yomiuri Shimbun Staff Writers"."""
    parts = text.split()
    start = len(parts)
    while start > 0:
        low = parts[start - 1].casefold().strip(".,")
        if (
            low in words.titles
            or (low.endswith("s") and low[:-1] in words.titles)
            or (start < len(parts) and low in words.title_heads)
        ):
            start -= 1
        else:
            break
    return " ".join(parts[start:]) if 0 < start < len(parts) else None
