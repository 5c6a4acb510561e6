"""Microdata authors and dates: `itemprop` inside the story's `itemscope`; the rest is rare on news."""

from __future__ import annotations

from typing import Final

from pipelines.draft import AuthorEntry, Found
from pipelines.extract.imagetag import address
from pipelines.extract.index import Index
from pipelines.extract.tree import GONE, Element, is_longer, path_of, text_of
from pipelines.text import clean

_CARD = 600  # letters of a card that announces another story


def authors(index: Index, base: str | None = None) -> tuple[AuthorEntry, ...]:
    """Return the `itemprop=author` entries with a scope and a name of their own; addresses are joined to `base`.

    Cards of other stories name their writers in the same way: what stands in furniture counts only where nothing else
    names an author.
    """
    found: list[AuthorEntry] = []
    aside: list[AuthorEntry] = []
    for element in index.bearing("itemprop"):
        if "author" not in element.get("itemprop") or element.get("itemscope") is None:
            continue
        if any(
            "comment" in (a.get("itemtype") or "").lower() or "review" in (a.get("itemtype") or "").lower()
            for a in element.iterancestors()
        ):
            continue
        if _of_another_story(element, index.root):
            continue
        name = _property(element, "name")
        kind = (element.get("itemtype") or "").rsplit("/", 1)[-1].lower() or None
        mine = aside if any(a.get(GONE) == "furniture" for a in (element, *element.iterancestors())) else found
        if not name or len(mine) >= _MOST:
            continue
        mine.append(
            AuthorEntry(
                name,
                kind,
                _property(element, "jobTitle"),
                address(_property(element, "url"), base),
                role="author",
                locator=path_of(element),
            )
        )
    return tuple(found or aside)


_MOST: Final = 20
"""Authors that are read: more are those of other stories."""


def _of_another_story(element: Element, root: Element) -> bool:
    """Tell whether the nearest story scope around an element is one of several and holds no main heading."""
    scopes = [a for a in element.iterancestors() if "article" in (a.get("itemtype") or "").lower()]
    if not scopes or next(scopes[0].iter("h1"), None) is not None:
        return False
    return next(root.iter("h1"), None) is not None and not is_longer(scopes[0], _CARD - 1)


def dates(index: Index, name: str) -> list[Found]:
    """Return the values of `itemprop=name` (datePublished, dateModified), machine-readable form first."""
    found: list[Found] = []
    for element in [e for e in index.bearing("itemprop") if e.get("itemprop") == name][:5]:
        raw = element.get("content") or element.get("datetime") or text_of(element)
        if raw and clean(raw):
            found.append(Found(clean(raw)[:200], "microdata", path_of(element)))
    return found


def _property(scope: Element, name: str) -> str | None:
    for element in scope.iter():
        if isinstance(element.tag, str) and element.get("itemprop") == name:
            value = element.get("content") or (element.get("href") if name == "url" else None) or text_of(element)
            if value and clean(value):
                return clean(value)
    return None
