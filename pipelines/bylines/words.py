"""The byline words of a page's language and of English, compiled once per language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, cast

from pipelines import agencies
from pipelines.record import Role
from pipelines.rules import Language, languages_for, primary_of
from pipelines.text import is_unspaced


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled phrases; every pattern is an alternation of escaped phrases, longest first."""

    tag: str | None
    prefixes: re.Pattern[str]
    roles: re.Pattern[str]
    role_of: dict[str, Role]
    joiners: re.Pattern[str]
    withs: re.Pattern[str] | None
    ui: re.Pattern[str] | None
    dates: re.Pattern[str] | None
    reading: re.Pattern[str] | None
    contributed: re.Pattern[str] | None
    special: re.Pattern[str] | None
    places_in: re.Pattern[str] | None
    our: re.Pattern[str] | None
    titles: frozenset[str]
    title_heads: frozenset[str]
    bureaus: tuple[str, ...]
    """Folded, as what a desk's name ends with; `bureau_heads` as what it begins with."""
    bureau_heads: tuple[str, ...]
    bureau_words: frozenset[str]
    desk_endings: tuple[str, ...]
    generic: frozenset[str]
    unnamed: frozenset[str]
    role_words: frozenset[str]
    sections: frozenset[str]
    genres: tuple[str, ...]
    outlet_words: frozenset[str]
    writers_of: frozenset[str]
    comment: tuple[str, ...]
    others: tuple[str, ...]
    notes: tuple[str, ...]
    writes: re.Pattern[str] | None
    suffix_roles: dict[str, Role]
    sources: re.Pattern[str] | None
    source_prefixes: tuple[str, ...]
    articles: frozenset[str]
    articles_low: frozenset[str]
    indefinite: frozenset[str]
    more: re.Pattern[str] | None
    credits: re.Pattern[str] | None
    ago: re.Pattern[str] | None
    reported_from: re.Pattern[str] | None
    reports: re.Pattern[str] | None
    filed: tuple[str, ...]
    marks: dict[str, Role]
    own: frozenset[str]
    posted: tuple[str, ...]
    behind: re.Pattern[str] | None
    bare_labels: frozenset[str]
    at: frozenset[str]
    title_tails: frozenset[str]
    of: re.Pattern[str] | None
    verbs: frozenset[str]
    surnames: frozenset[str]
    han_titles: tuple[str, ...]
    source_labels: frozenset[str]
    not_names: frozenset[str]
    not_name_endings: tuple[str, ...]
    job_endings: tuple[str, ...]
    outlet_endings: tuple[str, ...]
    reporters: frozenset[str]
    attached: tuple[str, ...]
    attached_names: frozenset[str]
    tails: tuple[str, ...]
    tail_ends: tuple[str, ...]
    known: frozenset[str]
    """Folded words of any byline phrase or agency: a text without one of them can only be a name or prose."""
    endings: tuple[str, ...]
    """Folded endings that make a word a desk, a title or an outlet."""
    openers: frozenset[str]
    """Prefixes of one word that are neither a label of a role nor a genre: "by", "von"."""
    title_words: frozenset[str]
    """Titles with their plurals."""
    title_endings: tuple[str, ...]
    not_in_names: frozenset[str]
    """Words of titles, outlets, sections and desks."""

    def knows_none(self, text: str) -> bool:
        """Tell whether a text holds no word of any byline phrase or agency."""
        parts = text.casefold().translate(_BLANKS).split()
        return self.known.isdisjoint(parts) and self.known.isdisjoint(p.strip(_SIGNS) for p in parts)


def _alternation(phrases: list[str]) -> str:
    """Return the alternatives, longest first; a letter at an edge is a word's edge unless the script has no spaces.

    What begins a word shares one look behind: inside words the pattern then fails at once.
    """
    found = sorted({p.strip() for p in phrases if p.strip()}, key=lambda p: (-len(p), p))
    edged = [p for p in found if p[0].isalnum() and not is_unspaced(p)]
    free = [p for p in found if p not in set(edged)]
    groups = [rf"(?<!\w)(?:{'|'.join(_escaped(p) for p in edged)})"] if edged else []
    return "|".join([*groups, *(_escaped(p) for p in free)])


def _escaped(phrase: str) -> str:
    body = r"\s+".join(re.escape(w) for w in phrase.split())
    return body + (r"(?!\w)" if phrase[-1].isalnum() and not is_unspaced(phrase) else "")


def _pattern(phrases: list[str], wrap: str = "{}") -> re.Pattern[str] | None:
    inner = _alternation(phrases)
    return re.compile(wrap.format(f"(?:{inner})"), re.IGNORECASE) if inner else None


@cache
def words_for(tag: str | None) -> Words:
    """Return the compiled words for a page's language, English included."""
    primary = primary_of(tag)
    if primary != tag:
        return replace(words_for(primary), tag=tag)  # the regions of a language share its words
    languages = languages_for(tag)

    def all_of(group: str) -> list[str]:
        return list(dict.fromkeys(p for lang in languages for p in lang[group]))

    role_of: dict[str, Role] = {}
    labels: list[str] = []
    for lang in languages:
        for role, phrases in lang.groups("byline.roles"):
            for phrase in phrases:
                role_of.setdefault(_label(phrase), cast("Role", role))
                labels.append(phrase)
    suffixes = _roles(languages, "byline.suffix_roles")
    given = all_of("byline.prefixes")
    # "Author of the article: By ...": a label with a colon may stand before the word itself
    label = _alternation([p for p in given if p.endswith(":")])
    before = f"(?:(?:{label})\\s+)?" if label else ""
    prefixes = _pattern(given, rf"^[\s(\[（【—–-]*{before}{{}}[\s:：]*(?:[-–—]\s+)?")
    roles = _pattern(labels, r"{}\s*:?")
    joiners = all_of("byline.joiners")
    titles = frozenset(t.casefold() for t in all_of("byline.titles"))
    title_endings = tuple(
        t for t in titles if (len(t) >= _LONG_TITLE and not t.isascii()) or t.endswith(_COMPOUND_TITLES)
    )
    bureaus = tuple(b.casefold() for b in all_of("byline.bureaus"))
    desks = (t.casefold() for t in all_of("byline.generic"))
    desk_endings = tuple(g for g in desks if len(g) >= _DESK and " " not in g)
    endings = (
        *title_endings,
        *desk_endings,
        *agencies.outlet_endings(tag)[1],
    )
    never = re.compile(r"(?!)")
    return Words(
        tag=tag,
        prefixes=prefixes or never,
        roles=roles or never,
        role_of=role_of,
        joiners=re.compile(
            r"(?<!\s)\s*(?:;|,\s*(?=(?:" + _alternation(joiners) + r")\s)|(?:" + _alternation(joiners) + r")(?!\.))\s*",
            re.IGNORECASE,
        ),
        withs=_pattern(all_of("byline.withs"), r"(?<![\s(])[\s(]+{}\s+"),
        ui=_pattern(all_of("byline.ui")),
        dates=_pattern(all_of("byline.dates")),
        reading=_pattern(all_of("byline.reading")),
        contributed=_pattern(all_of("byline.contributed"), r"(?<![\s,])[\s,]*{}.*$"),
        special=_pattern(all_of("byline.special"), r"(?:^|(?<![\s,|])[\s,|]+){}\s+(?=\S)"),
        places_in=_pattern(all_of("byline.places_in"), r"(?<![\s,])[\s,]+{}\s+(?=(?-i:[^\W\d_a-z]))"),
        our=_pattern(all_of("byline.our"), r"^\s*{}\s*"),
        titles=titles,
        title_heads=frozenset(t.casefold() for t in all_of("byline.title_heads")),
        bureaus=bureaus,
        bureau_heads=tuple(b + " " for b in bureaus),
        bureau_words=frozenset(bureaus),
        desk_endings=desk_endings,
        generic=frozenset(t.casefold() for t in all_of("byline.generic")),
        unnamed=frozenset(t.casefold() for t in all_of("byline.unnamed")),
        role_words=frozenset(t.casefold() for t in all_of("byline.role_words")),
        sections=frozenset(t.casefold() for t in all_of("byline.sections")),
        genres=tuple(sorted(all_of("byline.genres"), key=len, reverse=True)),
        outlet_words=frozenset(t.casefold() for t in all_of("byline.outlet_words")),
        writers_of=frozenset(t.casefold() for t in all_of("byline.writers_of")),
        comment=tuple(all_of("byline.comment")),
        others=tuple(all_of("byline.others")),
        notes=tuple(all_of("byline.note_marks")),
        writes=_pattern(all_of("byline.writes"), r"(?<=\s){}"),
        suffix_roles=suffixes,
        sources=_pattern(all_of("byline.sources"), r"^{}\s*"),
        source_prefixes=tuple(all_of("byline.source_prefixes")),
        articles=frozenset(all_of("byline.articles")),
        articles_low=frozenset(a.casefold() for a in all_of("byline.articles")),
        indefinite=frozenset(all_of("byline.indefinite")),
        more=_pattern(all_of("byline.more"), r"^{}"),
        credits=_pattern(all_of("byline.credits"), r"^{}\s*[:©]"),
        ago=_ago(all_of("byline.ago_units"), all_of("byline.ago"), all_of("byline.ago_before")),
        reported_from=_pattern(all_of("byline.reported_from")),
        reports=_reports(all_of("byline.places_from"), all_of("byline.reports")),
        filed=tuple(sorted(all_of("byline.filed"), key=len, reverse=True)),
        marks=_roles(languages, "byline.marks"),
        verbs=frozenset(all_of("byline.verbs")),
        of=_pattern(all_of("byline.of"), r"\s{}\s+(?=(?-i:[^\W\d_a-z]))"),
        at=frozenset(all_of("byline.at")),
        title_tails=frozenset(all_of("byline.title_tails")),
        bare_labels=frozenset(p.casefold() for p in all_of("byline.bare_labels")),
        behind=_pattern(all_of("byline.behind"), r"\s{}$"),
        own=frozenset(all_of("byline.own")),
        posted=tuple(all_of("byline.posted")),
        surnames=frozenset(all_of("byline.surnames")),
        han_titles=tuple(sorted((t for t in all_of("byline.titles") if not t.isascii()), key=len, reverse=True)),
        source_labels=frozenset(all_of("byline.sources")),
        not_names=frozenset(all_of("byline.not_names")),
        not_name_endings=tuple(all_of("byline.not_name_endings")),
        job_endings=tuple(all_of("byline.job_endings")),
        outlet_endings=tuple(all_of("byline.outlet_endings")),
        reporters=frozenset(all_of("byline.reporters")),
        attached=tuple(all_of("byline.attached_joiners")),
        attached_names=frozenset(all_of("byline.attached_names")),
        tails=tuple(sorted(all_of("byline.others"), key=len, reverse=True)),
        tail_ends=tuple(p.casefold().rstrip(".") for p in all_of("byline.others")),
        known=_known(languages),
        endings=endings,
        openers=frozenset(p.casefold() for p in all_of("byline.prefixes") if p.isalpha())
        - role_of.keys()
        - {w for g in all_of("byline.genres") for w in g.casefold().split()},
        title_words=titles | {t + "s" for t in titles},
        title_endings=title_endings,
        not_in_names=titles | {w.casefold() for g in _NOT_IN_NAMES for w in all_of(f"byline.{g}")},
    )


_NOT_IN_NAMES: Final = ("outlet_words", "sections", "generic", "title_heads")
_LONG_TITLE: Final = 7  # letters of a title in another script, or with accents, that may end a compound
_DESK: Final = 7  # letters of a desk's word that may end a compound: "Lokalredaktion"
_COMPOUND_TITLES: Final = (
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "reporter",
    "reporterin",
)


_BLANKS: Final = str.maketrans(dict.fromkeys("-/|()[],:;&+", " "))


def _known(languages: Sequence[Language]) -> frozenset[str]:
    phrases = [
        p for lang in languages for name, group in lang.phrases.items() if name.startswith("byline.") for p in group
    ]
    phrases += [p for lang in languages for p in lang["caption.outlet_endings"]]
    found = {w.strip(_SIGNS) for p in phrases for w in p.casefold().translate(_BLANKS).split()}
    return frozenset(found | agencies.form_words())


_SIGNS: Final = " .,:;()'’*|"


def _roles(languages: Sequence[Language], group: str) -> dict[str, Role]:
    """Return the role that each phrase of the groups below `group` stands for."""
    return {p: cast("Role", role) for lang in languages for role, phrases in lang.groups(group) for p in phrases}


def _ago(units: list[str], after: list[str], before: list[str]) -> re.Pattern[str] | None:
    """Return the pattern of relative times: "7 hours ago", "vor 3 Stunden", and "7 hours" at the end of a line."""
    if not units:
        return None
    lead = rf"(?:(?:{_alternation(before)})\s)?" if before else ""
    tail = rf"(?:\s(?:{_alternation(after)})|(?=\s*$))" if after else r"(?=\s*$)"
    spans = rf"(?<!\w)\d{{1,3}}\s(?:{_alternation(units)})"
    sure = rf"|(?:{_alternation(before)})\s\d{{1,3}}\s(?:{_alternation(units)})" if before else ""
    return re.compile(rf"{lead}{spans}{tail}{sure}", re.IGNORECASE | re.MULTILINE)


def _reports(openers: list[str], verbs: list[str]) -> re.Pattern[str] | None:
    """Return the pattern of "Aus Kiew berichtet": place in the first group, names follow."""
    if not openers or not verbs:
        return None
    return re.compile(rf"^(?:{_alternation(openers)})\s([^,.;:]{{2,40}}?)\s(?:{_alternation(verbs)})\s")


def _label(phrase: str) -> str:
    return " ".join(phrase.casefold().rstrip(":： ").split())


def role_of(words: Words, printed: str) -> Role:
    """Return the role that a printed label stands for; an unknown label is a contributor's (A.4)."""
    return words.role_of.get(_label(printed), "contributor")
