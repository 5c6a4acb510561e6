"""How long an element's text is, told without reading all of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.tree import detach, is_longer, parse, text_of

_WORDS = st.text(alphabet="ab é\u00a0 \n\u200b日", max_size=12)
_MARKUP = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>" if tag != "br" else "<br>",
        st.sampled_from(["div", "span", "p", "b", "br", "script", "select", "section"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(_MARKUP, st.integers(0, 80))
def test_is_longer_is_the_length_of_the_text(markup: str, limit: int) -> None:
    root, _ = parse(f"<html><body><div>{markup}</div></body></html>")
    box = root.find(".//div")
    assert is_longer(box, limit) == (len(text_of(box)) > limit)


@pytest.mark.parametrize(("limit", "longer"), [(8, True), (9, False)])
def test_what_is_detached_does_not_count(limit: int, longer: bool) -> None:
    root, _ = parse("<html><body><div>Ana <p>Silva</p><aside>and many other words</aside></div></body></html>")
    detach(root.find(".//aside"), "furniture")
    assert text_of(root.find(".//div")) == "Ana Silva"
    assert is_longer(root.find(".//div"), limit) is longer
