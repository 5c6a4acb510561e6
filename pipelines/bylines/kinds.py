"""What a piece of a byline is: rules in order of evidence, the first that holds decides (`news-conventions` A.5, A.7).

A word that the lexicon knows is that before it is part of a person; a person needs the shape of a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.cutting import Piece
from pipelines.lexicon import Lexicon
from pipelines.text import has_digit, is_caps, is_cased, is_unspaced, key

_PREPOSITION: Final = 3  # letters of the low words inside names of institutions
_OUTLET: Final = 5  # words of an outlet's name that may hold its noun anywhere
_LONG_NAME: Final = 4  # words behind which a name that begins with a field of work is an institution's
_NEWSWIRE: Final = 6  # letters of an agency's name that no surname has
_ACRONYM: Final = 6  # letters of an outlet's short form
_TITLE: Final = 9  # words of a job title
_QUOTES: Final = '«»„“”"'
_INITIALS: Final = re.compile(r"^[a-zäöüß]{2,4}$")
_DOMAIN: Final = re.compile(
    r"^(?:www\.)?[\w-]{2,40}\.(?:com|org|net|de|fr|it|es|at|ch|in|co\.uk|ru|jp|tv|news|io)$", re.IGNORECASE
)
_HOST: Final = re.compile(r"^(?:[\w-]{2,40}\.){1,2}[A-Za-z]{2,6}$")
_NUMBERED: Final = re.compile(r"^[A-Za-z]{1,6}\d{1,3}$")  # "g1", "tv2"
_SITE: Final = re.compile(r"^([\w-]{2,40}(?:\.[a-z]{2,3})?)(\.[A-Za-z]{2,6})$")
_VOWEL: Final = re.compile(r"[AEIOUYÀ-ÖØ-Ý]|[^\x00-\u024f]")
_CAMEL: Final = re.compile(r"^[A-Z][a-z]{3,}[A-Z]")  # shorter beginnings are a name's: DeShawn, MacLeod
_GENERATIONS: Final = frozenset(("ii", "iii", "iv"))
_NICKNAME: Final = re.compile(r"\s?(?:\([^()]{2,20}\)|[\"“„«‘'][^\"”“»’']{2,20}[\"”»’'])(?=\s)")


class Reader:
    """The rules for one language."""

    def __init__(self, lexicon: Lexicon, tag: str | None) -> None:
        self.lexicon = lexicon
        self.tag = tag

    def glued_prefix(self, word: str) -> int:
        """Return the letters of a prefix glued to a name: "ByMaya", "VonKatrin"; De, Di and Da begin names."""
        at = next((i for i in range(1, len(word)) if word[i].isupper()), 0)
        if at == 0 and len(word) % 2 == 0:
            at = len(word)  # "Byby JO REYES"
        low = word[:at].casefold()
        half = low[: at // 2]
        known = (half if half * 2 == low else low) in self.lexicon.of("prefixes")
        return at if known and not (low in names.PARTICLES and low[-1] in "aeiou") else 0

    def kind(self, piece: Piece, *, first: bool, prefixed: bool) -> str:
        """Return what a piece is; `first` when no party precedes it, `prefixed` behind a byline prefix."""
        for kind, rule in _FIRST if first else _BESIDE:
            if rule(self, piece):
                # a blank is no sign of a name where sentences have none: only a label says so
                return kind if kind != "person" or prefixed or not first or not _is_thai(piece.text) else "unknown"
        text = piece.text
        if first and prefixed and " " not in text and text.replace("-", "").isalpha() and 2 < len(text) < 25:
            return "single"
        return "unknown"

    def agency(self, piece: Piece) -> str | None:
        """Return the canonical name of the agency that a piece is, an article aside ("L'AFP", "the AP")."""
        text = piece.text
        bare = text[2:] if text[1:2] in {"'", "’"} else text.partition(" ")[2] if self._has_article(piece) else text
        return agencies.agency(bare, self.tag)

    def _has_article(self, piece: Piece) -> bool:
        return len(piece.tokens) > 1 and "articles" in piece.tokens[0].kinds

    def is_person(self, piece: Piece) -> bool:
        """Tell whether a piece has the shape of a person's name and nothing knows it as anything else."""
        text = piece.text
        bare = _NICKNAME.sub("", text) if "(" in text or any(q in text for q in _QUOTES) else text
        if any(t.form == "own" or ("channels" in t.kinds and len(t.low) > 1) for t in piece.tokens):
            return False  # "Ana Silva's Discussions", "Share Facebook"
        if "suffixes" in piece.tokens[0].kinds and "." in piece.tokens[0].text:
            return False  # "M.A. Geography"
        if len(piece.tokens) >= _LONG_NAME and "title_heads" in piece.tokens[0].kinds:
            return False
        if names.is_person_name(bare, self.tag):
            return not self.is_org(piece)
        # a day or a month is a given name where a surname stands behind it: "Sunday Okoro", "April Jones"
        line = piece.tokens
        return (
            1 < len(line) <= 3
            and bool(line[0].kinds.keys() & {"weekday", "month"})
            and all(not t.kinds and t.text[:1].isupper() and t.text.isalpha() for t in line[1:])
        )

    def is_org(self, piece: Piece) -> bool:
        """Tell whether a text is the name of an outlet or an institution, by its words and their form."""
        text = piece.text
        words = text.split()
        if self.is_bio(piece) or any(p.islower() and len(p) > _PREPOSITION for p in words[1:]):
            return False  # a sentence that ends with an institution is none
        if len(words) > 1 and _NUMBERED.match(words[0]) and all(w[:1].isupper() for w in words[1:]):
            return True  # "g1 Minas"
        if not words or not (text[:1].isupper() or not is_cased(text) or text[:1].isdigit()):
            return False
        line = piece.tokens
        if any("outlet_words" in t.kinds for t in (line[1:] if len(line) <= _OUTLET else line[-1:])):
            return True
        agency = line[0].opens("agency")
        if 1 < agency < len(line) or any("agency" in t.kinds and len(t.low) >= _NEWSWIRE for t in line[1:]):
            return True  # an agency's full name and the desk or service behind it
        if agency and agency < len(line) <= 3:
            rest = piece.part(agency).text
            if places.is_place(rest, self.tag) or (len(line) == 2 and is_caps(line[0].text)):
                return True  # "AFP Deutschland", "MDR Aktuell"
        capital = all(p[:1].isupper() or p[:1].isdigit() or len(p) <= _PREPOSITION for p in words)
        if "articles" in line[0].kinds and 2 <= len(words) <= 5 and capital:
            # an article and one word is an outlet ("La Riviera"), with more it may be a surname's ("De La Cruz Ortiz")
            rest = " ".join(words[1:])
            return len(words) == 2 or line[0].low == "the" or not names.is_person_name(rest, self.tag)
        if _is_brand(words) or (has_digit(text) and words[0][:1].isupper() and 1 < len(words) <= 4):
            return True
        return len(words) > 1 and agencies.is_outlet_like(text, self.tag)

    def is_paper(self, piece: Piece) -> bool:
        """Tell whether a piece begins with an outlet's noun and a preposition: "Corriere del Molo"."""
        line = piece.tokens
        return len(line) > 2 and "outlet_words" in line[0].kinds and line[1].text.islower()

    def is_bio(self, piece: Piece) -> bool:
        """Tell whether a text is a sentence about its author: "Jo Reyes is a writer at ..."."""
        return any("verbs" in t.kinds and t.text.islower() for t in piece.tokens[1:8])

    def is_title(self, piece: Piece) -> bool:
        """Tell whether a piece holds a job title, alone or with an outlet or place."""
        line = [t for t in piece.tokens if t.form == "word"]
        if not line or len(line) > _TITLE or self.is_bio(piece):
            return False
        first, last = line[0].kinds, line[-1].kinds
        if len(line) == 2 and "titles" not in first and names.is_person_name(piece.text, self.tag):
            alone = last.get("titles") == "" and line[-1].low in self.lexicon.of("titles")
            if not alone and not ("title_heads" in first and "titles" in last):
                return False
        return any(t.opens("titles") for t in line)

    def is_job(self, piece: Piece) -> bool:
        """Tell whether a piece is nothing but a job title: "Senior Staff Writer"."""
        line = piece.tokens
        if not 0 < len(line) <= 5:
            return False
        ends = "titles" in line[-1].kinds or (len(line) > 1 and "title_tails" in line[-1].kinds)
        return ends and all(t.kinds.keys() & {"titles", "title_heads", "sections", "title_tails"} for t in line)

    def is_field(self, text: str) -> bool:
        """Tell whether a word is a field of work and no place: a section, a word of titles, capitals of an acronym."""
        return self.is_section(text) or (is_caps(text) and len(text) <= _ACRONYM)

    def is_section(self, text: str) -> bool:
        """Tell whether a word is a section's or a field's in titles."""
        return text.casefold() in self.lexicon.of("sections") | self.lexicon.of("title_heads")

    def is_generic(self, piece: Piece) -> bool:
        """Tell whether a piece is a desk or a staff without names: alone, with its article, beside its outlet."""
        line = piece.tokens
        if piece.is_all("generic"):
            return True
        if len(line) > 1 and "indefinite" in line[0].kinds and piece.part(1).is_all("generic"):
            return True
        if len(line) == 1:
            outlet, _, desk = line[0].text.rpartition("-")
            return "generic" in line[0].kinds or (is_caps(outlet) and desk.casefold() in self.lexicon.of("generic"))
        if len(line) > 3 and "articles" in line[0].kinds and "generic" in line[1].kinds:
            return len(line[2].text) <= _PREPOSITION and line[3].text[:1].isupper()  # "La rédaction du Quai"
        if "generic" in line[0].kinds and len(line) <= 5 and line[0].low not in self.lexicon.of("titles"):
            rest = piece.part(1)
            known = self.agency(rest) or rest.text.casefold() in self.lexicon.of("sections")
            if known or self.is_org(rest) or (len(line) > 2 and "articles" in line[1].kinds):
                return True  # the desk first: "Redazione ANSA", "Redacción El Faro"
        short = 1 < len(line[0].text) <= _ACRONYM and is_caps(line[0].text) and not is_caps(piece.text)
        if short and "titles" not in line[0].kinds and self.is_job(piece.part(1)):
            return True  # "HT Correspondent", "ABCD Travel Editor"
        for count in (1, 2, 3):
            if len(line) > count and line[-count].opens("generic") == count:
                # an outlet before it: "KXQ Staff", "NF7 Redaktion"; a person's title is no desk
                head = piece.part(0, -count)
                person = names.is_person_name(head.text, self.tag)
                return len(head.tokens) <= 4 and (not person or self.is_org(head))
        return False

    def is_desk(self, piece: Piece) -> bool:
        """Tell whether a piece ends or begins with the word of a bureau: "Denver Bureau", "bureau européen"."""
        line = piece.tokens
        if "bureaus" in line[-1].kinds or (len(line) > 1 and "bureaus" in line[0].kinds):
            return True
        return any(kind == "bureaus" and line[-1].low.endswith(e) for e, kind in self.lexicon.endings)

    def place(self, text: str) -> str | None:
        """Return the place that a text is, a short preposition aside: "do Porto"."""
        if places.is_place(text, self.tag):
            return text
        head, _, rest = text.partition(" ")
        known = head in names.PARTICLES and rest[:1].isupper() and places.is_place(rest, self.tag)
        return rest if known else None

    def outlet(self, text: str) -> str:
        """Return the agency's canonical name, or the outlet as printed with a domain in capitals calmed."""
        canonical = agencies.agency(text, self.tag)
        if canonical:
            return canonical
        site = _SITE.match(text)
        if site and is_caps(text):
            return text.lower()
        return site.group(1) + site.group(2).lower() if site else text.strip(_QUOTES)


def singular(title: str) -> str:
    """Return a plural title for one person: "Staff Writers" gives "Staff Writer"; template doubles collapse.

    >>> singular("Reporter Reporter"), singular("Staff Writers")
    ('Reporter', 'Staff Writer')
    """
    parts = title.split()
    half = len(parts) // 2
    if len(parts) > 1 and len(parts) % 2 == 0 and [key(p) for p in parts[:half]] == [key(p) for p in parts[half:]]:
        parts = parts[:half]
    if parts[-1].casefold() in {"writers", "reporters", "correspondents", "editors", "journalists", "contributors"}:
        parts[-1] = parts[-1][:-1]
    return " ".join(parts)


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
        return len(parts[0]) > 2 and (not spoken or (len(mixed) > 1 and len(parts[0]) <= _ACRONYM))
    return any(_CAMEL.match(p) for p in mixed)


def _is_thai(text: str) -> bool:
    return not is_cased(text) and is_unspaced(text)


def _is_degree(_: Reader, p: Piece) -> bool:
    return p.is_all("suffixes") or p.is_all("generations")


def _is_single(_: Reader, p: Piece) -> bool:
    text = p.text
    letters = text.replace("-", "").replace("'", "").replace("’", "")
    return is_cased(text) and text[:1].isupper() and len(text) > 1 and letters.isalpha()


_Rules = tuple[tuple[str, Callable[[Reader, Piece], bool]], ...]
_FIRST: Final[_Rules] = (
    ("agency", lambda r, p: r.agency(p) is not None),
    ("unnamed", lambda _, p: p.is_all("unnamed")),
    ("generic", Reader.is_generic),
    ("generic", lambda _, p: "bureaus" in p.tokens[-1].kinds),
    ("role_word", lambda r, p: p.is_all("role_words") or r.is_job(p)),
    ("outlet", lambda _, p: bool(_DOMAIN.match(p.text))),
    ("person", Reader.is_person),
    ("outlet", Reader.is_org),
    ("place", lambda r, p: not is_cased(p.text) and places.is_place(p.text, r.tag)),
    ("single", _is_single),
)
"""What a piece is before any party, by evidence."""
_BESIDE: Final[_Rules] = (
    ("agency", lambda r, p: r.agency(p) is not None),
    ("outlet", lambda _, p: p.text[:1] in _QUOTES and p.text[-1:] in _QUOTES),
    ("unnamed", lambda _, p: p.is_all("unnamed")),
    ("degree", _is_degree),
    ("title", Reader.is_title),
    ("bureau", lambda r, p: len(p.tokens) == 1 and r.is_desk(p)),
    ("generic", Reader.is_generic),
    ("role_word", lambda _, p: p.is_all("role_words")),
    ("bureau", Reader.is_desk),
    ("outlet", lambda _, p: bool(_DOMAIN.match(p.text) or _HOST.match(p.text) or _NUMBERED.match(p.text))),
    ("outlet", lambda r, p: p.detail and "title_heads" in p.tokens[0].kinds and r.is_person(p)),
    (
        "person",
        lambda r, p: (
            r.is_person(p)
            and "title_heads" not in p.tokens[0].kinds
            and not r.is_paper(p)
            and not places.is_place(p.text, r.tag)
        ),
    ),
    ("place", lambda r, p: r.place(p.text) is not None),
    ("outlet", lambda r, p: r.is_org(p) or r.is_paper(p)),
    ("initials", lambda _, p: bool(_INITIALS.match(p.text))),
    ("single", _is_single),
)
"""What a piece is beside a party."""
