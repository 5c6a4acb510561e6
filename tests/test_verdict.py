"""The verdict: walls are rejected, short wire items and stories that mention walls are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines import verdict
from pipelines.draft import Draft, Line
from pipelines.record import Source

_PAGE = Draft(url=None, retrieved_at=None, source=Source("file", None, None, "0"), language="en")
_STORY = tuple(
    Line(f"The ferry crew voted on clause {n} of the contract, " + "and the port waited. " * 9) for n in range(4)
)


@pytest.mark.parametrize(
    ("headline", "lines", "reason"),
    [
        ("Page not found", ("Sorry, the page you are looking for could not be found.",), "soft_404"),
        ("Just a moment", ("Checking your browser before access.", "Ray ID 7"), "blocked"),
        ("Daily", ("Please enable JavaScript.", "JavaScript is required to view this site."), "needs_script"),
        ("Ferry crew votes", ("A vote was held.",), "too_short"),
        ("Ferry crew votes", (), "no_article"),
        (None, (), "empty"),
    ],
)
def test_refused(headline: str | None, lines: tuple[str, ...], reason: str) -> None:
    draft = verdict.stage(replace(_PAGE, headline=headline, lines=tuple(Line(x) for x in lines)))
    assert draft.rejection is not None
    assert draft.rejection[0] == reason


def test_a_story_about_captchas_stays() -> None:
    story = (*_STORY, Line("The site asked: are you a robot? Access denied, it said; complete the captcha."))
    assert verdict.stage(replace(_PAGE, headline="Access denied", lines=story)).rejection is None


def test_type_and_section_state_the_genre() -> None:
    opinion = replace(_PAGE, headline="Ferries", lines=_STORY, page_type="newsarticle", section="Opinion")
    assert verdict.stage(opinion).genre == "opinion"
    assert verdict.stage(replace(opinion, section=None)).genre == "news"
    assert verdict.stage(replace(opinion, section=None, page_type=None)).genre is None


def test_free_pages_are_full() -> None:
    draft = replace(_PAGE, headline="Ferries", lines=_STORY)
    assert verdict.stage(draft).access == "unknown"
    assert verdict.stage(replace(draft, free=True)).access == "full"
