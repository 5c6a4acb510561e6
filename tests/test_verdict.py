"""The verdict: walls are rejected, short wire items and stories that mention walls are not."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import pytest

from pipelines import verdict
from pipelines.draft import Draft, Line
from pipelines.record import Author, Dateline, DatelineParty, Source

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


_FILED = Dateline("LOWPORT (AFP) -", 0, 0, 15, 16, agencies=("AFP",))


@pytest.mark.parametrize(
    ("authors", "dateline", "genre"),
    [
        ((), _FILED, "wire"),
        ((Author("AFP", type="organization"),), None, "wire"),
        ((Author("dpa", type="organization"), Author("Ivo Pell", role="editor")), None, "wire"),
        ((Author("Mara Dunn"),), _FILED, "news"),
        ((Author("Mara Dunn"), Author("AFP", type="organization")), None, "news"),
        ((), replace(_FILED, byline=(DatelineParty("Mara Dunn"),)), "news"),
        ((Author("Getty Images", type="organization"),), None, "news"),
        ((), replace(_FILED, agencies=("PR Newswire",)), "press_release"),
        ((), None, "news"),
    ],
)
def test_a_story_by_an_agency_and_nobody_else_is_wire(
    authors: tuple[Author, ...], dateline: Dateline | None, genre: str
) -> None:
    draft = replace(_PAGE, headline="Ferries", lines=_STORY, page_type="newsarticle")
    assert verdict.stage(replace(draft, authors=authors, dateline=dateline)).genre == genre


@pytest.mark.parametrize("piece", ["access denied ", "a|", "- ", "page not found: ", "/2/", "[1]", "a "])
def test_time_grows_with_the_page_and_no_faster(piece: str) -> None:
    """Headline, section, address and lines of 1 to 16 times the length: the exponent is at most 1.3."""

    def seconds(times: int) -> float:
        text = piece * (2_000 * times // len(piece))
        lines = tuple(Line(piece * 20, locator=f"/html/body/div[{n}]/p") for n in range(40 * times))
        draft = replace(_PAGE, headline=text, section=text, url="https://delta.example/" + text, lines=lines)
        begun = time.process_time()
        verdict.stage(draft)
        return time.process_time() - begun

    seconds(1)
    small, large = min(seconds(1) for _ in range(3)), min(seconds(16) for _ in range(2))
    if large > 0.05:  # less says nothing on a busy machine
        assert math.log(large / max(small, 0.05 / 16**1.3)) / math.log(16) <= 1.3
