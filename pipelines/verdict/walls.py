"""Why a page is no article: walls, errors, overviews of other pages, too little text (design section 4)."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from pipelines import limits
from pipelines.draft import Draft
from pipelines.record import Reason
from pipelines.rules import languages_for
from pipelines.text import fold, weight
from pipelines.verdict.genre import genre_of

_STORY_PARAGRAPHS: Final = 3
_STORY_CHARACTERS: Final = 600
_PARAGRAPH: Final = 40  # characters of a paragraph that counts
_PROSE: Final = frozenset({"paragraph", "quote"})
_LOOKED_AT: Final = 4_000  # characters of page text in which walls are looked for: walls are short pages
_LONG_WALL: Final = 3  # phrases of one wall that a page as long as a story must show, in half of its text
_TEASERS: Final = 6  # lines, each in an element of its own, that make an overview of other pages
_ONE_LINE: Final = 80
"""Characters of a teaser's line; the paragraphs of a story are longer on average."""
_TEASER: Final = 250  # characters: a longer line is a story's paragraph, not a teaser
_STEP: Final = re.compile(r"\[\d+\]")
_WALLS: Final[tuple[Reason, ...]] = ("blocked", "consent", "login", "needs_script", "soft_404")
_INDEX_TYPES: Final = frozenset({"collectionpage", "searchresultspage", "profilepage"})


def refusal(draft: Draft) -> tuple[Reason, str | None] | None:
    """Return the reason and the detail for which a page is no article, None for an article.

    Walls need two different phrases, or one that stands in the headline; a page with as much text as a story needs
    three, and in half of its text.
    """
    if draft.status >= 400:
        return _wall(draft, 1) or ("bad_http", f"HTTP status {draft.status}")
    weights = [weight(line.text) for line in draft.lines]
    characters = sum(weights)
    paragraphs = sum(
        size >= _PARAGRAPH and line.kind in _PROSE for line, size in zip(draft.lines, weights, strict=True)
    )
    if paragraphs >= _STORY_PARAGRAPHS and characters >= _STORY_CHARACTERS:
        return _long_reason(draft, characters)
    return _reason(draft, characters, paragraphs)


def story_length(draft: Draft) -> int:
    """Return the characters of a draft's lines, those of an unspaced script times three."""
    return sum(weight(line.text) for line in draft.lines)


def _long_reason(draft: Draft, characters: int) -> tuple[Reason, str | None] | None:
    """Return why a page with as much text as a story is none: wall phrases in half of its text, or teasers only."""
    if characters <= _LOOKED_AT:
        wall = _wall(draft, _LONG_WALL)
        if wall is not None:
            phrases = _phrases(draft.language, wall[0])
            walled = sum(weight(line.text) for line in draft.lines if any(p in fold(line.text) for p in phrases))
            if walled * 2 >= characters:
                return wall
    if draft.page_type is None and not draft.bylines and not draft.bylines_away and not draft.author_entries:
        return _overview(draft)
    return None


def _reason(draft: Draft, characters: int, paragraphs: int) -> tuple[Reason, str | None] | None:
    wall = _wall(draft)
    if wall is not None:
        return wall
    shown = draft.images or draft.posts or paragraphs
    carries = bool(shown) and genre_of(draft, characters) in {"gallery", "video", "live_blog"}
    if draft.page_type in _INDEX_TYPES:
        return "index_page", f"the page calls itself {draft.page_type}"
    if not draft.lines and not draft.headline and not draft.posts:
        return "empty", "no headline and no text"
    if not draft.headline:
        return "no_article", "no headline"
    if (overview := _overview(draft)) is not None:
        return overview
    linked = [line for line in draft.lines if line.link_share >= 0.9]
    if len(linked) >= 8 and len(linked) * 3 >= len(draft.lines) * 2:
        return "index_page", f"{len(linked)} of {len(draft.lines)} lines are links"
    if characters >= limits.MIN_ARTICLE_CHARACTERS or paragraphs >= limits.MIN_ARTICLE_PARAGRAPHS or carries:
        return None
    if draft.access == "partial" and (paragraphs or draft.standfirst or draft.description):
        return None
    if not draft.lines:
        if _is_shell(draft):
            return "needs_script", "a title and an empty page"
        return "no_article", "a headline without text"
    return "too_short", f"{characters} characters in {paragraphs} paragraphs"


def _is_shell(draft: Draft) -> bool:
    """Tell whether all that is known stands in the page's head: the rest is built by a script."""
    if draft.from_text or not draft.headlines or any(figure.source == "html" for figure in draft.figures):
        return False
    if draft.dropped or draft.bylines or draft.bylines_away or draft.standfirst:
        return False
    return not any("/body/" in found.locator for found in draft.headlines)


def _overview(draft: Draft) -> tuple[Reason, str] | None:
    """Return index_page where the lines are short and each stands alone in one of many equal elements."""
    lines = [line for line in draft.lines if line.kind in ("paragraph", "heading")]
    if len(lines) < _TEASERS or any(weight(line.text) > _TEASER for line in lines):
        return None
    # a teaser leads somewhere or is one line; some templates print each paragraph of a story in a wrapper of its own
    linked = sum(1 for line in lines if line.links)
    if 2 * linked < len(lines) and sum(weight(line.text) for line in lines) > _ONE_LINE * len(lines):
        return None
    parents = Counter(line.locator.rpartition("/")[0] for line in lines if "/" in line.locator)
    shapes = Counter(_STEP.sub("", parent) for parent in parents)
    if not shapes:
        return None
    shape, count = shapes.most_common(1)[0]
    inside = sum(n for parent, n in parents.items() if _STEP.sub("", parent) == shape)
    if count >= _TEASERS and inside * 3 >= len(lines) * 2 and inside <= 2 * count:
        return "index_page", f"{inside} short lines in {count} equal elements"
    return None


@cache
def _phrases(tag: str | None, wall: str) -> tuple[str, ...]:
    return tuple(fold(p) for lang in languages_for(tag) for p in lang[f"wall.{wall}"])


def _wall(draft: Draft, least: int = 2) -> tuple[Reason, str] | None:
    """Return the wall of which the page shows at least `least` phrases; one in the headline counts twice."""
    head = fold(draft.headline or "")
    body = " \n ".join([line.text for line in draft.lines] + [d.text for d in draft.dropped])
    text = fold(body[:_LOOKED_AT])
    best: tuple[int, Reason, str] | None = None
    for wall in _WALLS:
        phrases = _phrases(draft.language, wall)
        inside = _widest([p for p in phrases if p in text])
        above = _widest([p for p in phrases if p in head and len(p) * 2 >= len(head)])
        score = len(inside) + 2 * len(above)
        if score >= least and (best is None or score > best[0]):
            best = (score, wall, "; ".join(dict.fromkeys(above + inside)))
    return (best[1], best[2]) if best else None


def _widest(found: list[str]) -> list[str]:
    """Return the phrases that are no part of another found phrase: one sentence must not count twice."""
    return [p for p in found if not any(p != other and p in other for other in found)]
