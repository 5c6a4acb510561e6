"""The caption and credit words of a page's language and of English, compiled once per language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from pipelines import agencies, names
from pipelines.captions.phrases import Heads, Phrases, lowered
from pipelines.record import CreditKind, Role
from pipelines.rules import languages_for, primary_of
from pipelines.text import is_unspaced

_KINDS: Final[tuple[CreditKind, ...]] = ("illustration", "graphic", "screenshot", "video")
_ROLES: Final[tuple[tuple[Role, str], ...]] = (
    ("stylist", "stylist"), ("hair_stylist", "hair"), ("graphic_artist", "montage"), ("videographer", "video"),
    ("source", "courtesy_labels"),
)  # fmt: skip
_FLAGS: Final = (
    ("pool", "pool"), ("handout", "handout"), ("file", "file"), ("illustrative", "illustrative"),
    ("composite", "composite"), ("courtesy", "supplied"), ("skip", "not_names"), ("platform", "platforms"),
)  # fmt: skip
# What cuts a credit line into parts; the words that tie two parts (via, for, courtesy of) come from the data.
_CUT: Final = (
    r" ?(?:[/|;｜／・=＝]|\+{2,}) ?| [-–—] | ?, |、"
    r"| ?(?:\((?!(?-i:[a-z]{2,3})\))|(?<!(?-i:\([a-z][a-z]))(?<!(?-i:\([a-z][a-z][a-z]))\)|[（）\[\]【】]) ?"
)

# A marker as a tag: in brackets anywhere, or as the last sentence.
_TAG: Final = (
    r"(?:(?<=[.!?]) [(\[]{}[)\]]\.)| ?[(\[（【] ?{} ?[:：]? ?[)\]）】]"
    r"|(?:(?<=[.!?…\"”’»]) |(?<=。) ?| ?[|–—] ){}\.?$"
)
_BEFORE_TAG: Final = frozenset('([（【.!?…"”’»。|–—')


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by use; patterns are alternations of escaped phrases, longest first."""

    tag: str | None
    label: Phrases
    label_start: Phrases
    source_label: Phrases
    """Labels that name where data come from as often as pictures."""
    kinds: tuple[tuple[CreditKind, Phrases], ...]
    roles: tuple[tuple[Role, Phrases], ...]
    widgets: Phrases
    repeats: Phrases
    pointers: Phrases
    captioned: Phrases
    markers: Phrases
    flags: dict[str, str]
    """Folded phrase to flag."""
    flag_phrases: tuple[str, ...]
    flagged: Phrases
    """Any of them."""
    file_tag: Phrases
    file_sentence: Phrases
    illustrative_tag: Phrases
    courtesy: Phrases
    ai: tuple[str, ...]
    combined: tuple[str, ...]
    sources: Phrases
    """Agencies, suppliers and flags: without one of them an unmarked text is no credit."""
    ties: Phrases
    signs: re.Pattern[str]
    """What cuts a credit line without any tying word."""
    joiners: Phrases
    joined: tuple[str, ...]
    by: Phrases
    connectors: frozenset[str]
    articles: Phrases
    known: frozenset[str]
    """The words of all phrases and of all agencies' names, in low letters: they stand in credits."""
    nouns: frozenset[str]
    """What a picture is called: no part of a name."""
    outlet_heads: frozenset[str]
    """First words of outlets' names: Agencia, Agence, Diario."""
    companies: frozenset[str]
    """Words of firms, clubs and houses that stand in no person's name."""
    after_comma: frozenset[str]
    pointed: frozenset[str]
    """Words whose full stop belongs to a name: Inc., Jr."""
    brand_endings: tuple[str, ...]
    rights: Phrases
    reserved: Phrases
    third: tuple[str, ...]
    ui: tuple[str, ...]
    openers: tuple[str, ...]
    requests: tuple[str, ...]
    abbreviations: frozenset[str]
    sides: dict[str, str]
    side: Phrases
    year_in: Phrases
    circa: Phrases
    year_not: Phrases
    """Words before a year that is no date of the picture: since, until."""
    place_endings: tuple[str, ...]
    """Endings of places that have the length of a name: 長野県."""
    makers: tuple[str, ...]
    """Endings that name the photographer: 撮影, 摄, 기자."""
    suppliers: tuple[str, ...]
    """Endings that name the supplier: 提供, 제공, cung cấp."""
    issued: tuple[str, ...]
    """What stands between an agency and a photographer: 记者, 发."""

    def trims(self, text: str) -> bool:
        """Tell whether any word of what stands around captions stands in a text; most texts have none."""
        return bool(self.label.heads.bits(text) & _trimmed(self.tag))

    def flag(self, text: str) -> str | None:
        """Return the flag that the whole text is: pool, handout, file, courtesy ..."""
        return self.flags.get(text.casefold().strip(" .·"))


def _escape(phrase: str) -> str:
    body = r"\s+".join(re.escape(w) for w in phrase.split())
    if is_unspaced(phrase):
        return body
    return (r"(?<!\w)" if phrase[0].isalnum() else "") + body + (r"(?![\w-])" if phrase[-1].isalnum() else "")


def _any(phrases: list[str]) -> str:
    return "|".join(_escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p))) or r"(?!)"


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Makes the patterns of one language: alternations of escaped phrases, longest first."""

    heads: Heads

    def group(
        self, phrases: list[str], wrap: str = "{}", flags: int = re.IGNORECASE, signs: str = "", *, last: bool = False
    ) -> Phrases:
        """Return a group; `last` tells that a phrase must end the text."""
        leading, anchored = wrap.startswith("{}"), wrap.startswith("^")
        bit = self.heads.register([*phrases, *signs], first=leading or anchored)

        def make() -> re.Pattern[str]:
            return re.compile(wrap.replace("{}", f"(?:{_any(phrases)})"), flags) if phrases else re.compile(r"(?!)")

        closing = tuple({lowered(p.split()[-1]) for p in phrases}) if last else ()
        return Phrases(make, self.heads, bit, leading, anchored, closing=closing)

    def labels(self, phrases: list[str], wrap: str) -> Phrases:
        """Return a group of labels: where the data has a colon, the text must have one, in any of its forms."""
        bit = self.heads.register(phrases, first=True)

        def make() -> re.Pattern[str]:
            inner = _any([p[:-1].rstrip() + "\0" if p.endswith((":", "：")) else p for p in phrases])
            return re.compile(wrap.replace("{}", f"(?:{inner})").replace("\0", r"\s?[:：]"), re.IGNORECASE)

        return Phrases(make, self.heads, bit, wrap.startswith("{}"), wrap.startswith("^"))

    def tag(self, phrases: list[str]) -> Phrases:
        """Return the group of a marker that stands as a tag: in brackets anywhere, or as the last sentence."""
        bit = self.heads.register(phrases, first=True)

        def make() -> re.Pattern[str]:
            return re.compile(_TAG.replace("{}", f"(?:{_any(phrases)})"), re.IGNORECASE)

        return Phrases(make, self.heads, bit, behind=_BEFORE_TAG)


@cache
def _trimmed(tag: str | None) -> int:
    """Return the bits of the groups that stand around captions."""
    words = words_for(tag)
    groups = (words.rights, words.repeats, words.widgets, words.pointers, words.captioned, words.markers)
    bits = words.illustrative_tag.bit | words.file_tag.bit
    for group in groups:
        bits |= group.bit
    return bits


@cache
def words_for(tag: str | None) -> Words:
    """Return the compiled words for a page's language, English included."""
    primary = primary_of(tag)
    if primary != tag:
        return replace(words_for(primary), tag=tag)  # the regions of a language share its words
    languages = languages_for(tag)
    make = _Compiler(Heads())

    def get(group: str, section: str = "caption") -> list[str]:
        return list(dict.fromkeys(p for lang in languages for p in lang[f"{section}.{group}"]))

    flags: dict[str, str] = {}
    for flag, group in _FLAGS:
        for phrase in get(group):
            flags.setdefault(phrase.casefold(), flag)
    every = [p for group in ("labels", *_KINDS, "montage", "stylist", "hair") for p in get(group)]
    sides = {k.casefold(): v for lang in reversed(languages) for k, v in lang.table("caption.sides").items()}

    def ties() -> re.Pattern[str]:
        parts = (
            rf"(?P<via>(?:^|(?<![\s,/])[\s,/]+)(?:{_any(get('via'))}) )",
            rf"(?P<courtesy>(?:^|(?<![\s,/;|(])[\s,/;|(]+)(?:{_any(get('courtesy'))})(?: |$))",
            rf"(?P<for>(?:(?<=[/,|])|^| )(?:{_any(get('for'))}) )",
            rf"(?P<on> (?:{_any(get('on'))}) )",
            _CUT,
        )
        return re.compile("|".join(parts), re.IGNORECASE)

    return Words(
        tag=tag,
        label=make.labels(every, r"{}\s*[:：]?"),
        label_start=make.labels(every, r"^\s*{}\s*[:：]?\s*"),
        source_label=make.labels(get("source_labels"), r"^\s*{}"),
        kinds=tuple((kind, make.labels(get(kind), "{}")) for kind in _KINDS),
        roles=tuple((role, make.labels(get(group), "{}")) for role, group in _ROLES if get(group)),
        widgets=make.group(get("widgets"), r"(?<![\s,])[\s,]*{}\s*$", last=True),
        repeats=make.group(get("repeats"), r" ?{}(?: {})* ?"),
        pointers=make.group(get("pointers"), r"^\s*{}[\s,]+"),
        captioned=make.group(get("captioned"), r" ?{}[\s,:]+"),
        markers=make.group(get("markers"), r"^\s*{}\s*", 0),
        flags=flags,
        flag_phrases=tuple(sorted(flags, key=len, reverse=True)),
        flagged=make.group(list(flags)),
        file_tag=make.tag(get("file")),
        file_sentence=make.group(get("file_sentence")),
        illustrative_tag=make.tag(get("illustrative")),
        courtesy=make.group(get("courtesy"), r"^\s*{}\s*"),
        ai=tuple(p.casefold() for p in get("ai")),
        combined=tuple(p.casefold() for p in get("combined")),
        sources=make.group([*agencies.forms(), *flags, *get("courtesy"), *get("suffix_supplied")], r"\s*{}", signs="@"),
        ties=Phrases(
            ties,
            make.heads,
            make.heads.register([p for group in ("via", "courtesy", "for", "on") for p in get(group)], first=False),
        ),
        signs=re.compile(_CUT, re.IGNORECASE),
        joiners=make.group([*get("joiners", "byline"), "&", "+"], r" {} | ?、 ?", signs="、"),
        joined=tuple(get("joiners", "byline")),
        by=make.group(get("by"), r" {} "),
        connectors=frozenset(p.casefold() for g in ("connectors", "via", "for", "file", "pool") for p in get(g)),
        articles=make.group(get("articles"), r"^{}[\s'’]+"),
        known=frozenset(
            w.casefold()
            for lang in languages
            for group, phrases in lang.phrases.items()
            if group.startswith(("caption.", "byline.joiners")) and group != "caption.institutions"
            for p in phrases
            for w in p.split()
        )
        | agencies.form_words()
        | names.PARTICLES,
        nouns=frozenset(p.casefold() for p in get("nouns")),
        outlet_heads=frozenset(p.casefold() for p in get("outlet_heads")),
        companies=frozenset(p.casefold() for p in get("companies")),
        after_comma=frozenset(p.casefold() for p in get("after_comma")),
        pointed=frozenset(p.casefold() for p in get("pointed")),
        brand_endings=tuple(p if is_unspaced(p) else f" {p.casefold()}" for p in get("brand_endings")),
        rights=make.group(get("rights"), r"{}.*$"),
        reserved=make.group(get("reserved"), r"[.,–—-]? ?{}\.?"),
        third=tuple(get("third")),
        ui=tuple(get("ui")),
        openers=tuple(p.casefold() for p in get("openers")),
        requests=tuple(get("requests")),
        abbreviations=frozenset(p.casefold().rstrip(".") for p in get("abbreviations")),
        sides=sides,
        side=make.group(list(sides)),
        year_in=make.group(get("year_in"), r"{}\s+(\d{4})(?=\s*[.,;)]|\s*$)"),
        circa=make.group(get("circa"), r"{}\.?\s\d{3,4}"),
        year_not=make.group(get("year_not"), r"{} $"),
        place_endings=tuple(get("place_endings")),
        makers=tuple(sorted(get("suffix_photographer"), key=len, reverse=True)),
        suppliers=tuple(sorted(get("suffix_supplied"), key=len, reverse=True)),
        issued=tuple(sorted(get("issued"), key=len, reverse=True)),
    )
