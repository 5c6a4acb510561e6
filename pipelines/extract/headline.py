"""The headline: the visible `h1` that metadata agrees with, without site name and kicker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipelines.draft import Found
from pipelines.extract.markup import named as named_so
from pipelines.extract.markup import names
from pipelines.extract.meta import Meta
from pipelines.extract.sheet import Sheet
from pipelines.extract.structured import Node, string
from pipelines.extract.titles import printed_title
from pipelines.text import clean, fold, key

_SEPARATOR: Final = re.compile(r"\s+[-–—|·•:»‹›ㅣ]\s+|\s*[|｜ㅣ]\s*|--|(?<=\S)：(?=\S)")
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Headline:
    """The chosen headline, its element where it is visible, and every candidate, the chosen one first."""

    text: str | None
    element: int | None
    candidates: tuple[Found, ...]


def choose(
    sheet: Sheet,
    meta: Meta,
    node: tuple[str, Node] | None,
    publisher: str | None,
    named: int | None = None,
) -> Headline:
    """Return the headline of a page; `named` is the element that a site file points to.

    Order: the `h1` that agrees best with JSON-LD, og:title and title; JSON-LD; og:title; title; the only `h1`.
    """
    stated: list[Found] = []
    if node is not None:
        for name in ("headline", "name", "alternativeHeadline"):
            value = string(node[1].get(name))
            if value:
                stated.append(Found(_bare(value, publisher), "json-ld", f"{node[0]}.{name}"))
                break
    for name in ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title"):
        value = meta.first(name)
        if value:
            stated.append(Found(_bare(value, publisher), "opengraph" if ":" in name else "html", f"meta[{name}]"))
    if meta.title:
        stated.append(Found(_bare(meta.title, publisher), "html", "/html/head/title"))
    shown = [(e, _visible(sheet, e, stated)) for e in sheet.of("h1") if not _inside_link_list(sheet, e)]
    shown = [(e, t) for e, t in shown if 1 < len(t) <= _LONGEST]
    if not shown:
        shown = [(e, _visible(sheet, e, stated)) for e in _marked_headlines(sheet)]
        shown = [(e, t) for e, t in shown if any(_alike(t, s.raw) >= 0.9 for s in stated)]
    if named is not None and _visible(sheet, named, stated):
        shown.insert(0, (named, _visible(sheet, named, stated)))
    best = (
        shown[0]
        if named is not None and shown
        else max(shown, key=lambda x: _agreement(x[1], stated) - (0.05 if sheet.hidden(x[0]) else 0.0), default=None)
    )
    if (
        named is None
        and best is not None
        and stated
        and _agreement(best[1], stated) < 0.3
        and not _plausible(best[1], stated)
    ):
        best = None
    if named is None and (best is None or _agreement(best[1], stated) < _SURE):
        line = printed_title(sheet, stated)
        if line is not None:
            # the story is looked for as on any page without a heading: the line may be all that the page has of one
            words = Found(line[1], "html", sheet.path(line[0]))
            return Headline(line[1], None, (words, *(Found(t, "html", sheet.path(e)) for e, t in shown), *stated))
    visible = [Found(t, "html", sheet.path(e)) for e, t in shown if best is None or e is not best[0]]
    if best is not None:
        chosen = Found(best[1], "html", sheet.path(best[0]), offset=max(0, sheet.printed(best[0]).find(best[1])))
        return Headline(best[1], best[0], (chosen, *visible, *stated))
    return Headline(stated[0].raw if stated else None, None, (*stated, *visible))


_SURE: Final = 0.6
"""Agreement with a stated title from which an `h1` is the headline whatever else the page prints."""


def _plausible(text: str, stated: list[Found]) -> bool:
    """Tell whether an `h1` that shares few words with the metadata can still be the headline."""
    return len(text) >= 25 and len(stated) < 3


def _visible(sheet: Sheet, element: int, stated: list[Found]) -> str:
    """Return the words of a headline element, without its kicker unless metadata has the kicker too."""
    whole = _words(sheet, element, kicker=True)
    bare = _EDGES.sub("", _words(sheet, element, kicker=False))
    if bare == whole or not bare:
        return whole
    told = {key(s.raw) for s in stated}
    return whole if key(whole) in told and key(bare) not in told else bare


_EDGES: Final = re.compile(r"^[\s:|–—•·-]+(?=\S)|\s*[|–—•·:]\s*$")


def _words(sheet: Sheet, element: int, *, kicker: bool) -> str:
    """Return the words of a heading, a seam where one element ends and the next begins."""
    parts: list[str] = []
    place = sheet.at[element]
    whole = sheet.size(element)
    for child in sheet.children(element):
        parts.append(sheet.text[place : sheet.at[child]])
        if sheet.tag[child] not in _NO_WORDS:
            label = names("kicker") & sheet.words(child) and whole > sheet.size(child) + _LABEL
            if kicker or not label:
                gap = "" if sheet.tag[child] == "a" else _SEAM
                parts.append(f"{gap}{sheet.shown(child)}{gap}")
        place = sheet.to[child]
    parts.append(sheet.text[place : sheet.to[element]])
    # a seam between elements is a space, but none before the colon that follows a kicker
    return clean(_GAP.sub(_closed, "".join(parts)))


_NO_WORDS: Final = frozenset(("script", "style", "button", "svg", "sup"))
_LABEL: Final = 15
"""Characters that a heading has beside its kicker."""
_SEAM: Final = "\x0b"
_GAP: Final = re.compile(r"\s+(?P<sign>[:,;])?")


def _closed(gap: re.Match[str]) -> str:
    sign = gap["sign"] or ""
    return sign if sign and _SEAM in gap.group() else " " + sign


def _inside_link_list(sheet: Sheet, element: int) -> bool:
    return any(sheet.tag[a] in {"nav", "footer", "li"} for a in sheet.above(element))


def _marked_headlines(sheet: Sheet) -> list[int]:
    return [
        e
        for e in named_so(sheet, "headline_marks")
        if sheet.tag[e] in {"h2", "h3", "div", "p", "span"}
        and (sheet.get(e, "class") or sheet.get(e, "itemprop"))
        and sheet.size(e) <= _LONGEST
    ]


def _agreement(text: str, stated: list[Found]) -> float:
    return max((_alike(text, s.raw) for s in stated), default=0.0)


def _alike(a: str, b: str) -> float:
    """Return the share of words (character pairs in unspaced scripts) that two headlines have in common, 0 to 1."""
    x, y = _units(a), _units(b)
    if not x or not y:
        return 0.0
    return len(x & y) / max(1, min(len(x), len(y))) * (0.5 + 0.5 * min(len(x), len(y)) / max(len(x), len(y)))


@lru_cache(maxsize=200)  # every headline of a page is compared with every other
def _units(text: str) -> frozenset[str]:
    words = fold(text).split()
    if len(words) > 2:
        return frozenset(filter(None, map(key, words)))
    flat = key(text)
    return frozenset(flat[i : i + 2] for i in range(len(flat) - 1))


def _bare(text: str, publisher: str | None) -> str:
    """Return a title without the site's name at its end or start."""
    parts = [p.strip() for p in _SEPARATOR.split(text)]
    if len(parts) < 2 or not publisher:
        return text
    name = key(publisher)
    spans = [m.span() for m in _SEPARATOR.finditer(text)]
    if name and _names(parts[-1], name) and len(text[: spans[-1][0]]) >= 8:
        return _bare(text[: spans[-1][0]].strip(), publisher)
    if name and _names(parts[0], name) and len(text[spans[0][1] :]) >= 8:
        return text[spans[0][1] :].strip()
    return text


def _names(part: str, publisher: str) -> bool:
    flat = key(part)
    return bool(flat) and (flat in publisher or publisher in flat) and len(flat) <= len(publisher) + 12
