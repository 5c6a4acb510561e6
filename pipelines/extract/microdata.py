"""Microdata authors and dates: `itemprop` inside the story's `itemscope`; the rest is rare on news."""

from __future__ import annotations

from typing import Final

from pipelines.draft import AuthorEntry, Found
from pipelines.extract.imagetag import address
from pipelines.extract.sheet import Sheet
from pipelines.text import clean

_CARD = 600  # letters of a card that announces another story


def authors(sheet: Sheet, base: str | None = None) -> tuple[AuthorEntry, ...]:
    """Return the `itemprop=author` entries with a scope and a name of their own; addresses are joined to `base`.

    Cards of other stories name their writers in the same way: what stands in furniture counts only where nothing else
    names an author.
    """
    found: list[AuthorEntry] = []
    aside: list[AuthorEntry] = []
    for element in sheet.bearing("itemprop"):
        given = sheet.attributes[element]
        if "author" not in given["itemprop"] or "itemscope" not in given:
            continue
        around = [(sheet.get(a, "itemtype") or "").lower() for a in sheet.above(element)]
        if any("comment" in kind or "review" in kind for kind in around) or _of_another_story(sheet, element):
            continue
        name = _property(sheet, element, "name")
        kind = (given.get("itemtype") or "").rsplit("/", 1)[-1].lower() or None
        furniture = any(sheet.claims.get(a) == "furniture" for a in (element, *sheet.above(element)))
        mine = aside if furniture else found
        if not name or len(mine) >= _MOST:
            continue
        mine.append(
            AuthorEntry(
                name,
                kind,
                _property(sheet, element, "jobTitle"),
                address(_property(sheet, element, "url"), base),
                role="author",
                locator=sheet.path(element),
            )
        )
    return tuple(found or aside)


_MOST: Final = 20
"""Authors that are read: more are those of other stories."""


def _of_another_story(sheet: Sheet, element: int) -> bool:
    """Tell whether the nearest story scope around an element is one of several and holds no main heading."""
    scope = next((a for a in sheet.above(element) if "article" in (sheet.get(a, "itemtype") or "").lower()), None)
    if scope is None or sheet.has(scope, "h1"):
        return False
    return bool(sheet.of("h1")) and sheet.size(scope) < _CARD


def dates(sheet: Sheet, name: str) -> list[Found]:
    """Return the values of `itemprop=name` (datePublished, dateModified), machine-readable form first."""
    found: list[Found] = []
    for element in [e for e in sheet.bearing("itemprop") if sheet.get(e, "itemprop") == name][:5]:
        raw = sheet.get(element, "content") or sheet.get(element, "datetime") or sheet.shown(element)
        if raw and clean(raw):
            found.append(Found(clean(raw)[:200], "microdata", sheet.path(element)))
    return found


def _property(sheet: Sheet, scope: int, name: str) -> str | None:
    for element in range(scope, sheet.end[scope]):
        given = sheet.attributes[element]
        if given and given.get("itemprop") == name:
            value = given.get("content") or (given.get("href") if name == "url" else None) or sheet.shown(element)
            if value and clean(value):
                return clean(value)
    return None
