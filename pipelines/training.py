"""Where a site's stories stand, learned from some of its pages: no more is believed than what changes no record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipelines.container import Container
from pipelines.draft import Draft
from pipelines.extract import container as elements
from pipelines.extract import extract
from pipelines.extract.document import Ballots
from pipelines.page import Page
from pipelines.parse import record_of
from pipelines.record import Article, Rejection
from pipelines.sites import Site

FEWEST: Final = 3
"""Stories whose records must come out the same from the container alone."""
_MOST: Final = 4
"""Containers of one site: the house styles of news, opinion, galleries, live blogs."""
_TRIED: Final = 16
"""Paths that are tried on all pages of a site."""
_HOLDS: Final = ("headlines", "bylines", "published", "figures", "author_entries")
"""Fields of a draft that tell a page that was read in part."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A page with what the full path makes of it."""

    page: Page
    draft: Draft
    record: Article


def learn(pages: Sequence[Page], site: Site | None = None, fewest: int = FEWEST) -> tuple[Container, ...]:
    """Return the containers of one site's pages: each gave the record of the full path for `fewest`.

    The one with the most pages comes first. Copies of a story count once.
    """
    stories = _stories(pages, site)
    proposed: Counter[str] = Counter()
    for story in stories:
        proposed.update(elements.candidates(story.page, _places(story)))
    found: list[Container] = []
    trials = [c for path, times in proposed.most_common(_TRIED) if (c := _tried(path, stories, site, fewest))]
    covered: set[int] = set()
    for container, same in sorted(trials, key=lambda t: (-len(t[1]), t[0].least)):
        if len(found) < _MOST and len(same - covered) >= fewest:
            found.append(container)
            covered |= same
    return tuple(found)


def _stories(pages: Sequence[Page], site: Site | None) -> list[_Whole]:
    found: dict[str, _Whole] = {}
    for page in pages:
        draft = extract(page, site)
        record = draft if isinstance(draft, Rejection) else record_of(draft)
        if isinstance(draft, Draft) and isinstance(record, Article):
            found.setdefault(max(record.body.paragraphs, key=len, default=""), _Whole(page, draft, record))
    found.pop("", None)
    return list(found.values())


def _places(story: _Whole) -> Iterator[str]:
    """Yield the XPath of all that the record of a story was made from."""
    yield from (line.locator for line in story.draft.lines)
    yield from (evidence.locator or "" for evidence in story.record.provenance.values())


def _tried(
    path: str, stories: Sequence[_Whole], site: Site | None, fewest: int
) -> tuple[Container, frozenset[int]] | None:
    """Return the container at a path with the numbers of the stories that it gives whole, None for a doubtful one."""
    bare = Container(path)
    same: list[int] = []
    rest: list[int] = []
    ballots: Ballots = {}
    for number, story in enumerate(stories):
        cast: Ballots = {}
        equal = _same(story, bare, site, cast)
        if equal is not None:
            (same if equal else rest).append(number)
        if equal:
            for shape, votes in cast.items():
                ballots.setdefault(shape, set()).update(votes)
    sights = [seen for n in same if (seen := elements.sight(stories[n].page, path))]
    if len(sights) < fewest:
        return None
    drafts = [stories[n].draft for n in same]
    container = replace(
        bare,
        least=round(min(seen.share for seen in sights), 3),
        kinds=frozenset(seen.kind for seen in sights),
        beside=frozenset[str]().union(*(seen.beside for seen in sights)),
        holds=tuple(name for name in _HOLDS if all(getattr(d, name) for d in drafts)),
        stories=len(same),
    )
    if any(_same(stories[n], container, site) is False for n in rest):
        return None
    voted = replace(
        container,
        kept=frozenset(shape for shape, votes in ballots.items() if votes == {True}),
        left=frozenset(shape for shape, votes in ballots.items() if votes == {False}),
    )
    if not any(_same(story, voted, site) is False for story in stories):
        container = voted
    return container, frozenset(same)


def _same(story: _Whole, container: Container, site: Site | None, ballots: Ballots | None = None) -> bool | None:
    """Tell whether the container alone gives the record of a story; None where the story is read whole."""
    draft = extract(story.page, site, (container,), ballots)
    if isinstance(draft, Rejection) or draft.container is None:
        return None
    record = record_of(draft)
    # a rejection sends the page to the full path
    return None if isinstance(record, Rejection) else record == story.record
