"""Is this page an article at all, how much of it is free, and what genre does it state? (Design section 4)."""

from __future__ import annotations

from pipelines.draft import Draft
from pipelines.replacing import replace
from pipelines.verdict.genre import genre_of
from pipelines.verdict.walls import refusal, story_length

__all__ = ["stage"]


def stage(draft: Draft) -> Draft:
    """Reject what is no article; else fill `genre` and `access` as far as the page states them."""
    reason = refusal(draft)
    if reason is not None:
        return replace(draft, rejection=reason)
    access = "full" if draft.free is True else draft.access
    return replace(draft, genre=draft.genre or genre_of(draft, story_length(draft)), access=access)
