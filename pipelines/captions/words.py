"""The caption and credit words of a page's language and of English, compiled once per language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines.record import CreditKind, Role
from pipelines.rules import languages_for
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


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by use; patterns are alternations of escaped phrases, longest first."""

    tag: str | None
    label: re.Pattern[str]
    label_start: re.Pattern[str]
    source_label: re.Pattern[str]
    """Labels that name where data come from as often as pictures."""
    kinds: tuple[tuple[CreditKind, re.Pattern[str]], ...]
    roles: tuple[tuple[Role, re.Pattern[str]], ...]
    widgets: re.Pattern[str]
    repeats: re.Pattern[str]
    pointers: re.Pattern[str]
    captioned: re.Pattern[str]
    markers: re.Pattern[str]
    flags: dict[str, str]
    """Folded phrase to flag."""
    flag_phrases: tuple[str, ...]
    file_tag: re.Pattern[str]
    file_sentence: re.Pattern[str]
    illustrative_tag: re.Pattern[str]
    courtesy: re.Pattern[str]
    ai: tuple[str, ...]
    combined: tuple[str, ...]
    ties: re.Pattern[str]
    joiners: re.Pattern[str]
    joined: tuple[str, ...]
    by: re.Pattern[str]
    connectors: frozenset[str]
    articles: re.Pattern[str]
    nouns: frozenset[str]
    """What a picture is called: no part of a name."""
    outlet_heads: frozenset[str]
    """First words of outlets' names: Agencia, Agence, Diario."""
    companies: frozenset[str]
    """Words of firms, clubs and houses that stand in no person's name."""
    after_comma: frozenset[str]
    brand_endings: tuple[str, ...]
    rights: re.Pattern[str]
    reserved: re.Pattern[str]
    third: tuple[str, ...]
    ui: tuple[str, ...]
    openers: tuple[str, ...]
    requests: tuple[str, ...]
    abbreviations: frozenset[str]
    sides: dict[str, str]
    side: re.Pattern[str]
    year_in: re.Pattern[str]
    year_not: re.Pattern[str]
    """Words before a year that is no date of the picture: since, until."""
    makers: tuple[str, ...]
    """Endings that name the photographer: 撮影, 摄, 기자."""
    suppliers: tuple[str, ...]
    """Endings that name the supplier: 提供, 제공, cung cấp."""
    issued: tuple[str, ...]
    """What stands between an agency and a photographer: 记者, 发."""

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


def _pattern(phrases: list[str], wrap: str = "{}", flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(wrap.replace("{}", f"(?:{_any(phrases)})"), flags) if phrases else re.compile(r"(?!)")


def _labels(phrases: list[str], wrap: str) -> re.Pattern[str]:
    """Return a pattern of labels: where the data has a colon, the text must have one, in any of its forms."""
    inner = _any([p[:-1].rstrip() + "\0" if p.endswith((":", "：")) else p for p in phrases]).replace("\0", r"\s?[:：]")
    return re.compile(wrap.replace("{}", f"(?:{inner})"), re.IGNORECASE)


@cache
def words_for(tag: str | None) -> Words:
    """Return the compiled words for a page's language, English included."""
    languages = languages_for(tag)

    def get(group: str, section: str = "caption") -> list[str]:
        return list(dict.fromkeys(p for lang in languages for p in lang[f"{section}.{group}"]))

    flags: dict[str, str] = {}
    for flag, group in _FLAGS:
        for phrase in get(group):
            flags.setdefault(phrase.casefold(), flag)
    every = [p for group in ("labels", *_KINDS, "montage", "stylist", "hair") for p in get(group)]
    sides = {k.casefold(): v for lang in reversed(languages) for k, v in lang.table("caption.sides").items()}
    ties = "|".join(
        (
            rf"(?P<via>(?:^|(?<![\s,/])[\s,/]+)(?:{_any(get('via'))}) )",
            rf"(?P<courtesy>(?:^|(?<![\s,/;|(])[\s,/;|(]+)(?:{_any(get('courtesy'))})(?: |$))",
            rf"(?P<for>(?:(?<=[/,|])|^| )(?:{_any(get('for'))}) )",
            rf"(?P<on> (?:{_any(get('on'))}) )",
            _CUT,
        )
    )
    return Words(
        tag=tag,
        label=_labels(every, r"{}\s*[:：]?"),
        label_start=_labels(every, r"^\s*{}\s*[:：]?\s*"),
        source_label=_labels(get("source_labels"), r"^\s*{}"),
        kinds=tuple((kind, _labels(get(kind), "{}") if get(kind) else re.compile("(?!)")) for kind in _KINDS),
        roles=tuple((role, _labels(get(group), "{}")) for role, group in _ROLES if get(group)),
        widgets=_pattern(get("widgets"), r"(?<![\s,])[\s,]*{}\s*$"),
        repeats=_pattern(get("repeats"), r" ?{}(?: {})* ?"),
        pointers=_pattern(get("pointers"), r"^\s*{}[\s,]+"),
        captioned=_pattern(get("captioned"), r" ?{}[\s,:]+"),
        markers=_pattern(get("markers"), r"^\s*{}\s*", 0),
        flags=flags,
        flag_phrases=tuple(sorted(flags, key=len, reverse=True)),
        file_tag=_tag(get("file")),
        file_sentence=_pattern(get("file_sentence")),
        illustrative_tag=_tag(get("illustrative")),
        courtesy=_pattern(get("courtesy"), r"^\s*{}\s*"),
        ai=tuple(p.casefold() for p in get("ai")),
        combined=tuple(p.casefold() for p in get("combined")),
        ties=re.compile(ties, re.IGNORECASE),
        joiners=_pattern([*get("joiners", "byline"), "&", "+"], r" {} | ?、 ?"),
        joined=tuple(get("joiners", "byline")),
        by=_pattern(get("by"), r" {} "),
        connectors=frozenset(p.casefold() for g in ("connectors", "via", "for", "file", "pool") for p in get(g)),
        articles=_pattern(get("articles"), r"^{}[\s'’]+"),
        nouns=frozenset(p.casefold() for p in get("nouns")),
        outlet_heads=frozenset(p.casefold() for p in get("outlet_heads")),
        companies=frozenset(p.casefold() for p in get("companies")),
        after_comma=frozenset(p.casefold() for p in get("after_comma")),
        brand_endings=tuple(p if is_unspaced(p) else f" {p.casefold()}" for p in get("brand_endings")),
        rights=_pattern(get("rights"), r"{}.*$"),
        reserved=_pattern(get("reserved"), r"[.,–—-]? ?{}\.?"),
        third=tuple(get("third")),
        ui=tuple(get("ui")),
        openers=tuple(p.casefold() for p in get("openers")),
        requests=tuple(get("requests")),
        abbreviations=frozenset(p.casefold().rstrip(".") for p in get("abbreviations")),
        sides=sides,
        side=_pattern(list(sides)),
        year_in=_pattern(get("year_in"), r"{}\s+(\d{4})(?=\s*[.,;)]|\s*$)"),
        year_not=_pattern(get("year_not"), r"{} $"),
        makers=tuple(sorted(get("suffix_photographer"), key=len, reverse=True)),
        suppliers=tuple(sorted(get("suffix_supplied"), key=len, reverse=True)),
        issued=tuple(sorted(get("issued"), key=len, reverse=True)),
    )


def _tag(phrases: list[str]) -> re.Pattern[str]:
    """Return the pattern of a marker that stands as a tag: in brackets anywhere, or as the last sentence."""
    return _pattern(
        phrases,
        r"(?:(?<=[.!?]) [(\[]{}[)\]]\.)| ?[(\[（【] ?{} ?[:：]? ?[)\]）】]"
        r"|(?:(?<=[.!?…\"”’»]) |(?<=。) ?| ?[|–—] ){}\.?$",
    )
