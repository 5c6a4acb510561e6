"""The caption and credit words of a page's language and of English, compiled once per language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.rules import languages_for
from pipelines.text import is_unspaced


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases by use; patterns are alternations of escaped phrases, longest first."""

    tag: str | None
    label: re.Pattern[str]
    label_start: re.Pattern[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    widgets: re.Pattern[str]
    pointers: re.Pattern[str]
    markers: re.Pattern[str]
    file: frozenset[str]
    file_tag: re.Pattern[str]
    file_sentence: tuple[str, ...]
    illustrative_tag: re.Pattern[str]
    pool: frozenset[str]
    handout: frozenset[str]
    courtesy: re.Pattern[str]
    supplied: frozenset[str]
    composite: frozenset[str]
    ai: tuple[str, ...]
    not_names: frozenset[str]
    via: re.Pattern[str]
    rights: re.Pattern[str]
    third: tuple[str, ...]
    ui: tuple[str, ...]
    positions: tuple[str, ...]
    year_in: re.Pattern[str]
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    montage: re.Pattern[str]
    suffix_photographer: tuple[str, ...]
    suffix_supplied: tuple[str, ...]
    issued: tuple[str, ...]


def _escape(phrase: str, *, bounded: bool = True) -> str:
    body = r"\s*".join(re.escape(w) for w in phrase.split())
    body = body.replace(r"\s*", r"\s+") if " " in phrase and not phrase.endswith((" :",)) else body
    if is_unspaced(phrase) or not bounded:
        return body
    return (r"(?<!\w)" if phrase[0].isalnum() else "") + body + (r"(?![\w-])" if phrase[-1].isalnum() else "")


def _pattern(phrases: list[str], wrap: str = "{}", flags: int = re.IGNORECASE) -> re.Pattern[str]:
    inner = "|".join(_escape(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p)))
    return re.compile(wrap.format(f"(?:{inner})"), flags) if inner else re.compile(r"(?!)")


@cache
def words_for(tag: str | None) -> Words:
    """Return the compiled words for a page's language, English included."""
    languages = languages_for(tag)

    def get(group: str) -> list[str]:
        return list(dict.fromkeys(p for lang in languages for p in lang["caption." + group]))

    labels = get("labels")
    kinds = [(kind, _pattern(get(kind))) for kind in ("illustration", "graphic", "screenshot", "video")]
    every = labels + [p for kind in ("illustration", "graphic", "screenshot", "video", "montage") for p in get(kind)]
    folded = lambda group: frozenset(p.casefold() for p in get(group))  # noqa: E731
    return Words(
        tag=tag,
        label=_pattern(every, r"{}\s*:?"),
        label_start=_pattern(every, r"^\s*{}\s*:?\s*"),
        kinds=tuple(kinds),
        widgets=_pattern(get("widgets"), r"[\s,]*{}\s*$"),
        pointers=_pattern(get("pointers"), r"^\s*{}[\s,]+"),
        markers=_pattern(get("markers"), r"^\s*{}\s*", 0),
        file=folded("file"),
        file_tag=_pattern(get("file"), r"\s*[(\[]\s*{}\s*[)\]]"),
        file_sentence=tuple(get("file_sentence")),
        illustrative_tag=_pattern(get("illustrative"), r"\s*[(\[]\s*{}\s*[)\]]"),
        pool=folded("pool"),
        handout=folded("handout"),
        courtesy=_pattern(get("courtesy"), r"^\s*(?:photo|photograph|image|picture|foto)?\s*{}\s*"),
        supplied=folded("supplied"),
        composite=folded("composite"),
        ai=tuple(p.casefold() for p in get("ai")),
        not_names=folded("not_names"),
        via=_pattern(get("via"), r"\s*,?\s+{}\s+|^{}\s+" if False else r"(?:^|[\s,/]+){}\s+"),
        rights=_pattern(get("rights"), r"{}.*$"),
        third=tuple(get("third")),
        ui=tuple(get("ui")),
        positions=tuple(sorted(get("positions"), key=len, reverse=True)),
        year_in=_pattern(get("year_in"), r"{}\s+(\d{{4}})(?=\s*[.,;)]|\s*$)"),
        roles=(("stylist", _pattern(get("stylist"))), ("hair_stylist", _pattern(get("hair")))),
        montage=_pattern(get("montage")),
        suffix_photographer=tuple(sorted(get("suffix_photographer"), key=len, reverse=True)),
        suffix_supplied=tuple(get("suffix_supplied")),
        issued=tuple(get("issued")),
    )
