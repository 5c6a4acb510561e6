"""Is a head with its terminator a dateline? The rules of B.6 to B.8, each with the reason of its refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import agencies, almanac, places
from pipelines.datelines.head import Head
from pipelines.datelines.words import own_phrases, phrases
from pipelines.text import is_caps, is_cased

_OPENERS: Final = "\"'“”„‚‘’«»(¿¡[‹›「『…—–"
_SCORE: Final = re.compile(r"^\(?\d{1,3}\s?[-:–]\s?\d{1,3}\b")
_STOP: Final = re.compile(r"[.!?]")
_TITLE: Final = 7
"""Words of a title before its colon: "Bilbao - Bayona en tren: guía"."""
_ASIDE: Final = 3
"""Words between two dashes that are an aside: "Dresden – Elbflorenz – wird teurer"."""
_CODE: Final = 4
"""Letters of a newsroom's code in lower case: (swx), (hef)."""
_WORDS: Final = 3
"""Words behind brackets that are a sentence at least."""
_SENTENCE: Final = 60
"""Code points of what follows a place in mixed case and a colon: less may be a headline or a title."""
_LARGE: Final = 100
"""Thousands of people that make a short name in capitals a place rather than an acronym."""
_ANGLO: Final = frozenset({"US", "GB", "CA", "AU", "NZ", "IE"})
"""Countries whose papers end a dateline with a dash: "JACKSON:" and "MADISON:" are speakers."""
_TOWN: Final = 40
"""Thousands of people that make a name in capitals before a colon a place rather than a speaker."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A head, where it stands, and how it ends."""

    text: str
    start: int
    end: int
    head: Head
    sign: str
    tag: str | None
    style: str | None
    correspondent: bool
    """True when an unnamed correspondent opens or closes the head."""

    @property
    def printed(self) -> str:
        """Return the head with its terminator."""
        return self.text[self.start : self.end]

    @property
    def in_capitals(self) -> bool:
        """Tell whether the first place is printed in capitals; "KANSAS CITY, Mo." is."""
        city = self.printed.split(",", 1)[0].split("،", 1)[0].split("(", 1)[0]
        return is_caps(city.strip(" .:|–—-"))


def continues(rest: str) -> bool:
    """Tell whether a sentence starts here: a capital, a digit, a quote or a bracket, in cased scripts (B.6-4)."""
    body = rest.lstrip()
    if not body:
        return True
    first = body[0]
    return not is_cased(first) or first.isupper() or first.isdigit() or first in _OPENERS


def refusal(given: Candidate) -> str | None:
    """Return why a candidate is refused (B.6), None when it is a dateline."""
    head, sign = given.head, given.sign
    if not continues(given.text[given.end :]):
        return "lowercase_continuation"
    if not head.places:
        return _agency_only(given)
    if head.source:
        return _sourced(given)
    if sign in {"", "/", "/."}:
        return "no_terminator"
    if given.correspondent:
        return None if head.resolved else "not_a_place"
    if sign in {".", "।"}:
        return _full_stop(given)
    if head.has_date:
        # "PENANG, May 3 —": nobody but a newsroom puts a date there; in mixed case the place must be known
        return None if head.resolved or given.in_capitals else "not_a_place"
    if not head.resolved and not (given.style == "caps-dash" and is_caps(given.printed)):
        return "not_a_place"
    return _bare(given)


def _agency_only(given: Candidate) -> str | None:
    """Judge "March 4 (Reuters) -", "(CNN)", "CNN —": the source must be listed; a full stop needs a date."""
    head, sign = given.head, given.sign
    if not head.listed:
        return "not_a_place"
    if sign == ".":
        return None if head.has_date else "no_terminator"
    bracketed = given.text[given.start : given.start + 1] == "("
    return None if head.has_date or sign or bracketed else "no_terminator"


def _sourced(given: Candidate) -> str | None:
    """Judge a place with a source: a listed one may end the head, any other needs a place beyond doubt (B.6-6)."""
    head, sign = given.head, given.sign
    if head.listed:
        return None if sign or given.text[given.end - 1 : given.end] in {")", "]"} else "no_terminator"
    inner = given.printed.rpartition("(")[2].strip(" ):.-–—|")
    if inner.islower() and len(inner) > _CODE and not given.in_capitals:
        return "not_a_source"  # "Parma (prosciutto):" explains a word
    if sign == "" and given.printed.endswith(")"):
        # "LONDON (VG) Flere hundre ...": nothing but the capitals and a sentence tell
        shown = given.in_capitals or is_caps(inner)
        rest = given.text[given.end :]
        told = rest[:1].isspace() and len(rest.split()) > _WORDS
        return None if head.resolved and shown and told else "no_terminator"
    if sign in {"", "."}:
        return "no_terminator"
    return None if head.resolved or given.in_capitals else "not_a_source"


def _full_stop(given: Candidate) -> str | None:
    """Judge "Stuttgart/Ulm." and "Dortmund.": the style of German regional papers, or all of several places known."""
    head = given.head
    if head.has_date and head.resolved:
        return None if given.in_capitals and head.date else "no_terminator"
    if given.style == "city-period" or (head.resolved and len(head.places) > 1):
        return None
    name = head.places[0].name
    printed = given.printed.strip(" .।")
    if not _is_certain(name, given.tag) or head.explicit or "." in printed:
        return "no_terminator"
    if given.in_capitals and len(name) > 3:
        return None  # "STOCKHOLM.": nothing but a place is printed so
    styled = bool(own_phrases(given.tag, "city_period")) and name.casefold() not in own_phrases(given.tag, "nouns")
    return None if styled and printed == name else "no_terminator"


def _bare(given: Candidate) -> str | None:
    """Judge places alone: what follows must be a sentence, not the end of a range or a label's tail (B.6-3, B.6-7)."""
    head, tag = given.head, given.tag
    first = head.places[0].name
    words = given.text[given.end :].split()
    if not words:
        return None
    if first.casefold() in own_phrases(tag, "not_places") or almanac.is_weekday(first, tag):
        return "not_a_place"
    if not head.explicit and any(places.is_area(p.name) for p in head.places):
        return "not_a_place"
    if given.in_capitals and not head.explicit and any(_may_be_acronym(p.name, tag) for p in head.places):
        return "not_a_place"
    if given.sign in {"-", "–", "—"}:
        if any(_SCORE.match(word) for word in words[1:4]):
            return "score"
        if not given.in_capitals and (_is_range(words, tag) or _is_title(words)):
            return "range"
        if not given.in_capitals and _is_aside(words, given.sign):
            return "lowercase_continuation"
    if given.sign == ":":
        return _colon(given, words)
    return "label" if given.sign == "|" and not given.in_capitals and not head.explicit else None


def _is_aside(words: list[str], sign: str) -> bool:
    """Tell whether a second dash closes a few words and the sentence goes on in lower case; a third opens its own."""
    closes = next((n for n, word in enumerate(words[: _ASIDE + 1]) if word == sign), 0)
    return 0 < closes < len(words) - 1 and words[closes + 1][:1].islower() and sign not in words[closes + 1 :]


def _is_title(words: list[str]) -> bool:
    """Tell whether a name and a colon follow, as in the title of a match: "Porto - Benfica: where to watch"."""
    count = next((n for n, word in enumerate(words[:2], 1) if word.endswith(":")), 0)
    return count > 0 and all(word[:1].isupper() for word in words[:count])


def _colon(given: Candidate, words: list[str]) -> str | None:
    """Judge "LUCKNOW:" and "Jaipur:": Indian and African style; a title, a speech or a speaker has the same form."""
    rest = given.text[given.end :].strip()
    found = given.head.places
    stop = _STOP.search(rest)
    if words[0].casefold() in phrases(given.tag, "speech") or (stop and stop.group() == "?"):
        return "speaker"
    if len(found) == 1 and not given.head.explicit and _is_anglo(found[0].name, given.tag):
        return "speaker"
    certain = all(_is_certain(p.name, given.tag) for p in found) or given.head.explicit
    town = certain or all(places.people(p.name, primary=True) >= _TOWN for p in found)
    if len(words) < 4 or not (town if given.in_capitals else certain and len(rest) > _SENTENCE):
        return "speaker"
    return "speaker" if rest[-1:] not in ".!?।”\"'’…»)" and len(rest) < _SENTENCE else None


def _is_anglo(name: str, tag: str | None) -> bool:
    """Tell whether a town lies where papers print no colon after it, and where towns are called like people."""
    match = places.place(name, tag)
    return match is not None and match.basis != "standalone" and match.country in _ANGLO


def _is_certain(name: str, tag: str | None) -> bool:
    match = places.place(name, tag)
    return match is not None and match.basis in {"standalone", "gazetteer"}


def _may_be_acronym(name: str, tag: str | None) -> bool:
    """Tell whether a short word may be an organisation: a small place of that name is no evidence."""
    match = places.place(name, tag)
    if not name.isalpha() or len(name) > 5 or match is None or match.basis != "known":
        return False
    return places.people(name, primary=True) < _LARGE


def _is_range(words: list[str], tag: str | None) -> bool:
    """Tell whether a second place and a word of time or way follow: "Paris in two hours"."""
    ways = phrases(tag, "ranges")
    titled = any(word.endswith(":") for word in words[:_TITLE])
    for count in (1, 2, 3):
        if len(words) > count:
            name, after = " ".join(words[:count]), words[count]
            led = titled or after.casefold() in ways or name.endswith((":", ","))
            name = name.strip(".,:;")
            # "الدوحة - قنا:" names a town, and an agency before all
            if led and places.is_place(name, tag) and not agencies.agency(name, tag):
                return True
    return False
