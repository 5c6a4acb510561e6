"""What the sources of a page's authors say of each other, before one gives the list (`news-conventions` A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines import names
from pipelines.bylines.levels import Level
from pipelines.bylines.reading import RejectedText
from pipelines.record import Author
from pipelines.replacing import replace
from pipelines.text import key

AUTHORS: Final = frozenset(("author", "original_author", "reporter", "writer"))
"""Roles of those who wrote or researched a story."""


def weighed(levels: Sequence[Level], publishers: Sequence[str]) -> list[Level]:
    """Return the levels in order of trust, without what other levels show to be no author of this story."""
    return _outvoted(_relabelled(_personal(_confirmed(levels))), publishers)


def same(a: Author, b: Author) -> bool:
    """Tell whether two entries are one party."""
    if a.name is None or b.name is None:
        return a.alternate_name is not None and a.alternate_name == b.alternate_name
    return names.same_person(a.name, b.name) if a.type == "person" == b.type else key(a.name) == key(b.name)


def _confirmed(levels: Sequence[Level]) -> list[Level]:
    """Leave out editors that only structured data names: templates print the editor-in-chief there on every page."""
    shown = [a for level in levels[1:] for a in level.authors]
    first = levels[0]
    kept = [a for a in first.authors if a.role != "editor" or any(same(a, other) for other in shown)]
    return [Level(first.name, kept, first.rejected), *levels[1:]]


def _personal(levels: Sequence[Level]) -> list[Level]:
    """Leave out organisations of structured data that the page prints as where its author works."""
    works = {
        key(a.affiliation)
        for level in levels[1:]
        for a in level.authors
        if a.type == "person" and a.role in AUTHORS and a.affiliation
    }
    first = levels[0]
    kept = [a for a in first.authors if a.type != "organization" or a.generic or key(a.name or "") not in works]
    if len(kept) == len(first.authors) or any(a.type == "person" for a in kept):
        return list(levels)
    return [Level(first.name, kept, first.rejected), *levels[1:]]


def _relabelled(levels: Sequence[Level]) -> list[Level]:
    """Let a printed label overrule structured data where the page prints another author ("Editor: X" beside "Y")."""
    printed = [a for level in levels[1:3] for a in level.authors if a.type == "person"]
    if not any(a.role in AUTHORS for a in printed):
        return list(levels)
    first = levels[0]
    mended = []
    for author in first.authors:
        said = [a.role for a in printed if same(a, author)]
        other = author.role == "author" and said and all(r in _LABELLED for r in said)
        mended.append(replace(author, role=said[0]) if other else author)
    if mended == first.authors:
        return list(levels)
    return [Level(first.name, [], first.rejected), *levels[1:3], Level("json-ld", mended), *levels[3:]]


_LABELLED: Final = frozenset(("editor", "translator", "photographer", "fact_checker", "compiler", "videographer"))


def _outvoted(levels: Sequence[Level], publishers: Sequence[str]) -> list[Level]:
    """Put what the page prints first where structured data names no person, or one that print and meta contradict.

    Templates state who posted a story, or the agency that supplied it; the byline above the story names who wrote it.
    """
    first, printed = levels[0], next((x for x in levels[1:] if x.name == "visible"), None)
    writers = [a for a in printed.people(publishers) if writes(a)] if printed is not None else []
    if first.name != "json-ld" or printed is None or not writers:
        return list(levels)
    posters = [a for a in first.people(publishers) if a.type == "person"]
    stated = [a for level in levels if level.name == "meta" for a in level.authors if a.type == "person"]
    denied = bool(posters) and not any(same(a, b) for a in posters for b in (*printed.authors, *stated))
    if posters and not (denied and all(any(same(a, b) for b in stated) for a in writers)):
        return list(levels)
    refused = [RejectedText(a.name or "", "cms_account") for a in posters]
    kept = [
        replace(a, role="source") if a.role == "author" and not a.generic else a
        for a in first.authors
        if a not in posters
    ]
    rest = [level for level in levels[1:] if level is not printed]
    return [printed, Level("json-ld", kept, [*first.rejected, *refused]), *rest]


def writes(author: Author) -> bool:
    """Tell whether an author is a person with a name who wrote or researched the story."""
    return author.type == "person" and author.name is not None and author.role in AUTHORS
