"""Names of outlets and institutions in bylines, told by their words and their form (`news-conventions` A.7)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.words import Words
from pipelines.text import has_digit, is_caps, is_cased

_PREPOSITION: Final = 3  # letters of the low words inside names of institutions
_SITE: Final = re.compile(r"^([\w-]{2,40}(?:\.[a-z]{2,3})?)(\.[A-Za-z]{2,6})$")
_GENERATIONS: Final = frozenset(("ii", "iii", "iv"))
_LONG_ACRONYM: Final = 6
_VOWEL: Final = re.compile(r"[AEIOUYÀ-ÖØ-Ý]|[^\x00-\u024f]")
_CAMEL: Final = re.compile(r"^[A-Z][a-z]{3,}[A-Z]")  # shorter beginnings are a name's: DeShawn, MacLeod


def is_bio(text: str, words: Words) -> bool:
    """Tell whether a text is a sentence about its author: "Jo Reyes is a writer at ..."."""
    return any(w in words.verbs for w in text.split()[1:8])


def is_org_name(text: str, words: Words) -> bool:
    """Tell whether a text is the name of an outlet or an institution, by its words."""
    parts = text.split()
    if is_bio(text, words) or any(p.islower() and len(p) > _PREPOSITION for p in parts[1:]):
        return False  # a sentence that ends with an institution is none
    if not parts or not (text[:1].isupper() or not is_cased(text) or text[:1].isdigit()):
        return False
    low = [p.casefold().strip(".,") for p in parts]
    if low[-1] in words.outlet_words and len(parts) > 1:
        return True
    if agencies.agency(parts[0], words.tag) and len(parts) <= 3 and places.is_place(" ".join(parts[1:]), words.tag):
        return True  # "AFP Deutschland"
    if any(w in words.outlet_words for w in low[1:]) and len(parts) <= 5:
        return True
    if (
        low[0] in words.articles
        and 2 <= len(parts) <= 5
        and all(p[:1].isupper() or p[:1].isdigit() or len(p) <= _PREPOSITION for p in parts)
    ):
        # an article and one word is an outlet ("La Riviera"), with more it may be a surname's ("De La Cruz Ortiz")
        return len(parts) == 2 or low[0] == "the" or not names.is_person_name(" ".join(parts[1:]), words.tag)
    if agencies.agency(parts[0], words.tag) and len(parts) == 2 and is_caps(parts[0]):
        return True  # "MDR Aktuell"
    if _is_brand(parts):
        return True
    if has_digit(text) and parts[0][:1].isupper() and len(parts) <= 4:
        return True
    return agencies.is_outlet_like(text, words.tag) and len(parts) > 1


def is_paper(text: str, words: Words) -> bool:
    """Tell whether a text begins with an outlet's noun and a preposition: "Corriere del Molo"."""
    parts = text.split()
    return len(parts) > 2 and parts[0].casefold() in words.outlet_words and parts[1].islower()


def _is_brand(parts: list[str]) -> bool:
    """Tell whether capitals stand where names have none: an acronym in front ("NASA Earth Observatory", "BCD Health").

    A surname in capitals before one given name is a person's ("DUPONT Jean"), unless it has no vowel.
    """
    caps = [i for i, p in enumerate(parts) if len(p) > 1 and is_caps(p) and p.isalpha()]
    mixed = [p for p in parts if not is_caps(p) and p[:1].isupper() and len(p) > 1]
    if len(caps) != 1 or not mixed or parts[caps[0]].strip(".").casefold() in _GENERATIONS:
        return False
    if caps[0] == 0:
        spoken = _VOWEL.search(parts[0]) is not None
        return len(parts[0]) > 2 and (not spoken or (len(mixed) > 1 and len(parts[0]) <= _LONG_ACRONYM))
    return any(_CAMEL.match(p) for p in mixed)


def outlet_name(text: str, words: Words) -> str:
    """Return the agency's canonical name, or the outlet as printed with a domain in capitals calmed."""
    canonical = agencies.agency(text, words.tag)
    if canonical:
        return canonical
    site = _SITE.match(text)
    return site.group(1) + site.group(2).lower() if site else text
