"""The body of a page, whatever content system printed it: one story, many templates, the same text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.page import Page
from pipelines.parse import parse
from pipelines.record import Article
from tests.extract.templates import BODY, HEADLINE, TEMPLATES


def read(content: bytes) -> Article:
    found = parse(Page(content, "https://www.aldern-courier.test/news/ferry", "2026-02-04T08:00:00Z"))
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.__name__)
def test_the_story_is_the_same_in_every_template(template: Callable[[], bytes]) -> None:
    article = read(template())
    assert article.headline == HEADLINE
    assert list(article.body.paragraphs) == BODY
