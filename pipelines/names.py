"""People's names as printed: plausible or not, case restored, compared (`news-conventions` A.5, A.6, A.10)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pipelines.rules import language, languages_for
from pipelines.text import clean, has_digit, is_caps, is_cased, is_unspaced, key

PARTICLES: Final = frozenset(language("mul")["names.particles"])
"""Low words inside names (A.6), plus those that only ever stand inside one."""

_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.){1,4}(?:-[^\W\d_]\.)?$|^[^\W\d_]\.?$|^[^\W\d_](?:\.-?[^\W\d_]){1,3}\.?$")
_MARKS: Final = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0de5\u0df2-\u0df3\u0e31-\u0e4e\u200c\u200d"
)
# vowel signs and points are no letters to `\w`: without them no name in Devanagari is one
_WORD: Final = re.compile(rf"^[^\W\d_][\w{_MARKS}'’ʼ´`.·-]*$")
_CJK: Final = re.compile(r"^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆ヶノ]{2,5}$")
_CJK_SPACED: Final = re.compile(r"^[\u3400-\u9fff々ヶノ]{1,4}[ \u3000][\u3040-\u30ff\u3400-\u9fff々ー]{1,6}$")
_HAN: Final = r"[\u3400-\u4dbf\u4e00-\u9fff々ヶノ]"
# One half of a name in kanji, the other in kana, or both in one kana: prose changes script more than once.
_KANA_MIXED: Final = re.compile(
    rf"^(?:{_HAN}{{1,4}}[ \u3000]?(?:[\u3041-\u309fー]{{2,4}}|[\u30a1-\u30ffー]{{1,8}})"
    rf"|(?:[\u3041-\u309fー]{{2,4}}|[\u30a1-\u30ffー]{{1,8}})[ \u3000]?{_HAN}{{1,4}}"
    r"|[\u3041-\u309fー]{2,4}[ \u3000][\u3041-\u309fー]{2,4}"
    r"|[\u30a1-\u30ffー]{2,6}[ \u3000][\u3041-\u309fー]{2,4}|[\u30a1-\u30ffー]{2,6}[ \u3000][\u30a1-\u30ffー]{2,8})$"
)
# the middle dot is a sign of the block: it must not count as a letter, else a row of dots is tried in every way
_KATAKANA: Final = re.compile(r"^[\u30a0-\u30fa\u30fc-\u30ff]{2,}(?:[・＝ ·][\u30a0-\u30fa\u30fc-\u30ff]{2,}){1,4}$")
_JOINED: Final = re.compile(r"^[^\W\d_]{1,5}['’-]\w*[^\W\d_a-z]")  # d'Aubigny, dell'Acqua, al-Masri
_EAST: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HANGUL: Final = re.compile(r"^[\uac00-\ud7af]{2,5}$")
_LONGEST: Final = 60
_LONGEST_WORD: Final = 14  # letters and marks of a name in a script whose sentences have no blanks
_GENERATION: Final = frozenset(("jr", "sr", "ii", "iii", "iv"))


@cache
def _refused(tag: str | None) -> frozenset[str]:
    return frozenset(w.casefold() for lang in languages_for(tag) for w in lang["byline.not_names"])


@cache
def _phrases(tag: str | None, group: str) -> tuple[str, ...]:
    """Return the phrases of a group, page language then English, longest first."""
    found = dict.fromkeys(p for lang in languages_for(tag) for p in lang[group])
    return tuple(sorted(found, key=len, reverse=True))


def is_person_name(text: str, tag: str | None = None) -> bool:
    """Tell whether `text` can be a person's name: two to six words in name form, or a CJK or Korean name.

    Conservative: one word is none, words of sentences, digits and institutions make it none.

    >>> is_person_name("Gerda von der Tann"), is_person_name("The harbour"), is_person_name("佐藤花", "ja")
    (True, False, True)
    """
    name = clean(text).strip(" ,;:")
    if not 2 <= len(name) <= _LONGEST or has_digit(name):
        return False
    if is_unspaced(name) and _EAST.search(name):
        return bool(_CJK.match(name) or _CJK_SPACED.match(name) or _KATAKANA.match(name) or _KANA_MIXED.match(name))
    if _HANGUL.match(name):
        return True
    words = name.split()
    # where no capitals tell names from prose, six words are a sentence
    if not 2 <= len(words) <= (7 if is_cased(name) else 4):
        return False
    if is_unspaced(name) and any(len(w) > _LONGEST_WORD for w in words):
        return False  # Thai and its neighbours put a blank between names and between clauses
    return is_name_words(words, tag)


def is_name_words(words: list[str], tag: str | None = None) -> bool:
    """Tell whether each word can stand in a name and at least one is a full capitalised word."""
    refused = _refused(tag)
    first = words[0].casefold()
    if len(words) == 2 and first in PARTICLES and first in refused:
        return False  # "Zur Person" begins a line of prose
    full = 0
    for index, word in enumerate(words):
        bare = word.strip(",")
        low = bare.casefold().strip(".")
        if low in PARTICLES and index < len(words) - 1:
            if index == 0 and bare.islower():
                return False  # "la Iași" is a place with its preposition
            continue
        if low in _GENERATION and index:
            continue
        initials = ("." in bare or len(bare) == 1) and _INITIALS.match(bare)
        if low in refused and (index == 0 or bare == bare.lower()) and not (bare[-1:] == "." and initials):
            return False
        if not (initials or _WORD.match(bare)):
            return False
        if initials:
            if not bare[0].isupper() and is_cased(bare):
                return False
            continue
        if is_cased(bare):
            first = bare.lstrip("'’ʼ")
            if not (first[:1].isupper() or _JOINED.match(first)):
                return False
        if bare.endswith(".") and len(bare) > 4:
            return False
        full += 1
    return full >= 1


def is_staff(text: str) -> bool:
    """Tell whether an agency's printed form names its staff and nobody of them (A.7): "Reuters Staff"."""
    return text.casefold().endswith(" staff")


def restore_case(name: str, tag: str | None = None) -> str:
    """Return a name printed in capitals or in lower case as it is written elsewhere; mixed case is never changed.

    >>> restore_case("PIM VAN DER HOEK"), restore_case("FERGAL MCTAVISH"), restore_case("LaRhonda MacIver")
    ('Pim van der Hoek', 'Fergal McTavish', 'LaRhonda MacIver')
    """
    if not is_cased(name):
        return name
    words = name.split(" ")
    letters = [c for c in name if c.lower() != c.upper()]
    lower = all(c == c.lower() for c in letters) and len(letters) > 2
    caps = is_caps(name) and any(sum(c.isalpha() for c in w) > 1 and not _INITIALS.match(w) for w in words)
    if caps or lower:
        return " ".join(_word(w, index == 0, tag) for index, w in enumerate(words))
    # AFP prints the surname alone in capitals
    if len(words) > 1 and any(is_caps(w) and len(w) > 2 and not _INITIALS.match(w) for w in words):
        mixed = [w for w in words if not is_caps(w)]
        if any(len(w) > 1 and w[0].isupper() for w in mixed):
            last = len(words) - 1
            return " ".join(
                _word(w, index == 0, tag)
                if is_caps(w)
                and (len(w) > 2 or (index < last and w.casefold() in PARTICLES))
                and w[0].isalpha()
                and not _is_code(w)
                and not _INITIALS.match(w)
                else w
                for index, w in enumerate(words)
            )
    return name


def _is_code(word: str) -> bool:
    return word.strip(".").casefold() in _GENERATION


def _word(word: str, first: bool, tag: str | None) -> str:
    low = _lower(word, tag)
    if not first and low in PARTICLES - {"mc", "mac", "st", "e", "y", "le"}:
        return low
    if _INITIALS.match(word):
        return word.upper()
    if low.strip(".") in {"ii", "iii", "iv"}:
        return word.upper()
    return "-".join(_part(p, tag) for p in low.split("-"))


def _part(part: str, tag: str | None) -> str:
    if len(part) > 3 and part.startswith("mc"):
        return "Mc" + _upper(part[2], tag) + part[3:]
    if len(part) > 2 and part[1] in "'’" and part[0] in "od":
        return _upper(part[0], tag) + part[1] + _upper(part[2], tag) + part[3:]
    return _upper(part[:1], tag) + part[1:]


def _turkic(tag: str | None) -> bool:
    return bool(tag) and (tag or "").split("-")[0] in {"tr", "az"}


def _lower(text: str, tag: str | None) -> str:
    if _turkic(tag):
        text = text.replace("I", "ı").replace("İ", "i")
    low = text.lower().replace("i̇", "i")
    # a final sigma stands at the end of Greek words only
    return re.sub(r"σ(?=$|[^\w])", "ς", low) if any("α" <= c <= "ω" for c in low) else low


def _upper(letter: str, tag: str | None) -> str:
    return "İ" if letter == "i" and _turkic(tag) else letter.upper()


def strip_honorifics(name: str, tag: str | None = None) -> tuple[str, str | None]:
    """Return (name without titles before it, those titles as printed).

    >>> strip_honorifics("Prof. Dr. Henrik Dorn", "de")
    ('Henrik Dorn', 'Prof. Dr.')
    """
    found: list[str] = []
    rest = name
    titles = _by_first_word(tag, "byline.honorifics")
    for _ in range(4):
        known = titles.get(rest.split(None, 1)[0].casefold() if rest.strip() else "")
        low = rest.casefold() if known else ""
        title = next((t for t in known or () if low.startswith(t + " ")), None)
        if title is None or " " not in rest[len(title) :].strip():
            break
        found.append(rest[: len(title)])
        rest = rest[len(title) :].strip()
    return (rest, " ".join(found)) if found and rest else (name, None)


@cache
def _by_first_word(tag: str | None, group: str) -> dict[str, tuple[str, ...]]:
    """Return the folded phrases of a group by their first word, longest first."""
    found: dict[str, list[str]] = {}
    for phrase in _phrases(tag, group):
        found.setdefault(phrase.casefold().split()[0], []).append(phrase.casefold())
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _folded(tag: str | None, group: str) -> frozenset[str]:
    return frozenset(p.casefold() for p in _phrases(tag, group))


def strip_suffixes(name: str, tag: str | None = None) -> tuple[str, str | None]:
    """Return (name without degrees after it, those degrees); Jr., Sr., II stay in the name, the comma before them goes.

    >>> strip_suffixes("Iris Marlow, PhD"), strip_suffixes("Walter Pryce, Jr.")
    (('Iris Marlow', 'PhD'), ('Walter Pryce Jr.', None))
    """
    parts = [p.strip() for p in name.split(",")]
    suffixes, generations = _folded(tag, "byline.suffixes"), _folded(tag, "byline.generations")
    kept, degrees = parts[:1], []
    for part in parts[1:]:
        if part.casefold() in suffixes:
            degrees.append(part)
        elif part.casefold() in generations:
            kept[-1] += " " + part
        else:
            kept.append(part)
    first = kept[0].split()
    while len(first) > 2 and first[-1].casefold() in suffixes and first[-1].casefold() not in generations:
        degrees.insert(0, first.pop())
    kept[0] = " ".join(first)
    return ", ".join(kept), ", ".join(degrees) or None


def same_person(a: str, b: str) -> bool:
    """Tell whether two spellings are one person: equal letters, or an initial form with the same surname (A.10).

    >>> same_person("J. Reyes", "Jo Reyes"), same_person("JO REYES", "Jo Reyes"), same_person("Ana Reyes", "Jo Reyes")
    (True, True, False)
    """
    if key(a) == key(b):
        return True
    x, y = a.replace(".", ". ").split(), b.replace(".", ". ").split()
    if len(x) < 2 or len(y) < 2 or key(x[-1]) != key(y[-1]):
        return False
    one, two = x[:-1], y[:-1]
    if len(one) != len(two):
        shorter, longer = sorted((one, two), key=len)
        return key(shorter[0]) == key(longer[0]) and len(shorter) == 1  # middle names that one of them leaves out
    return all(_agree(p, q) for p, q in zip(one, two, strict=True))


def _agree(a: str, b: str) -> bool:
    x, y = key(a), key(b)
    return x == y or (min(len(x), len(y)) == 1 and x[:1] == y[:1])


def better_spelling(a: str, b: str) -> str:
    """Return the fuller of two spellings of one person: mixed case, full given names, accents (A.6)."""

    def rank(name: str) -> tuple[int, int, int]:
        return (not is_caps(name), sum(len(key(w)) for w in name.split()), sum(ord(c) > 127 for c in name))

    return b if rank(b) > rank(a) else a


def from_slug(text: str) -> str | None:
    """Return the name that a URL slug spells, or None when it has no two alphabetic parts.

    >>> from_slug("bert-lowe")
    'Bert Lowe'
    """
    parts = text.split("-") if "-" in text else text.split("_")
    if len(parts) < 2 or len(parts) > 4 or text != text.lower() or not all(p.isalpha() and len(p) > 1 for p in parts):
        return None
    return " ".join(_word(p, i == 0, None) for i, p in enumerate(parts))
