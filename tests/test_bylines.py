"""Properties of bylines that hold for any input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import names
from pipelines.bylines import grammar, read_byline
from pipelines.bylines.lone import read_signature
from pipelines.text import key

TAGS = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "pl",
    "tr",
    "ru",
    "el",
    "ar",
    "he",
    "hi",
    "ja",
    "zh",
    "ko",
    None,
)
GIVEN = ("Mara", "Tom", "Inés", "Björn", "Zoë", "Jean-Luc", "Oya", "Ngozi", "J.", "A.B.")
FAMILY = ("Quill", "O'Hara", "van der Meer", "Núñez", "Şahin", "MacLaren", "de la Cruz", "Öberg", "Al-Sayed")
TITLES = (
    "",
    ", Staff Writer",
    " | Health Editor",
    " (AP)",
    ", London",
    " in Nairobi",
    " • 3 May 2024",
    " mara@mail.test",
)
PREFIXES = ("", "By ", "BY ", "Written by ", "Von ", "Par ", "Por ", "Door ")
# Words that open no name: function words, and verbs that every sentence needs.
SUBJECTS = ("The council", "A driver", "Police", "The river", "His sister", "Nobody", "The old bridge", "Two ministers")
VERBS = ("said", "crossed", "has closed", "will open", "denied", "repaired", "was sold to", "waited for")
OBJECTS = ("the plan on Friday", "a new school", "the harbour at dawn", "what had been promised", "three more buses")
OPENERS = ("", "By ", "From ", "Yesterday ", "In spring ", "By then ")

persons = st.builds(lambda a, b: f"{a} {b}", st.sampled_from(GIVEN), st.sampled_from(FAMILY))
bylines = st.builds(
    lambda prefix, people, joiner, tail: prefix + joiner.join(people) + tail,
    st.sampled_from(PREFIXES),
    st.lists(persons, min_size=1, max_size=3, unique=True),
    st.sampled_from((" and ", ", ", " & ", " / ")),
    st.sampled_from(TITLES),
)
sentences = st.builds(
    lambda opener, subject, verb, rest: f"{opener}{subject if not opener else subject.lower()} {verb} {rest}.",
    st.sampled_from(OPENERS),
    st.sampled_from(SUBJECTS),
    st.sampled_from(VERBS),
    st.sampled_from(OBJECTS),
)
anything = st.one_of(st.text(max_size=120), bylines, sentences)


@given(st.one_of(bylines, st.text(max_size=120)), st.sampled_from(TAGS))
@settings(max_examples=300, deadline=None)
def test_no_name_gains_a_letter(text: str, tag: str | None) -> None:
    read = key(text)
    for author in read_byline(text, tag).authors:
        if author.type == "person" and author.name:
            assert all(key(part) in read for part in author.name.split()), (text, author.name)


@given(anything, st.sampled_from(TAGS))
@settings(max_examples=200, deadline=None)
def test_capitals_that_were_restored_stay(text: str, tag: str | None) -> None:
    for author in read_byline(text, tag).authors:
        if author.type == "person" and author.name:
            assert names.restore_case(author.name, tag) == names.restore_case(names.restore_case(author.name, tag), tag)


@given(sentences, st.sampled_from(TAGS))
@settings(max_examples=300, deadline=None)
def test_a_sentence_is_never_a_byline(text: str, tag: str | None) -> None:
    assert not read_byline(text, tag).authors, text
    assert read_signature(text, tag, [], sure=True) is None


@given(st.text(max_size=200), st.sampled_from(TAGS), st.sampled_from(("", "trailing")))
@settings(max_examples=200, deadline=None)
def test_a_reading_says_what_it_is(text: str, tag: str | None, position: str) -> None:
    reading = read_byline(text, tag, position=position)
    assert reading.is_byline == bool(reading.authors)
    assert reading.is_byline or reading.reason


@given(st.lists(persons, min_size=1, max_size=3, unique=True), st.sampled_from(TAGS[:9]))
@settings(max_examples=150, deadline=None)
def test_what_was_read_reads_the_same_again(people: list[str], tag: str) -> None:
    first = [a.name for a in read_byline("By " + ", ".join(people), tag).authors]
    assert [a.name for a in read_byline("By " + ", ".join(n for n in first if n), tag).authors] == first


@given(st.sampled_from(PREFIXES), persons, st.sampled_from(TAGS))
@settings(max_examples=200, deadline=None)
def test_the_short_way_reads_what_the_long_way_reads(prefix: str, name: str, tag: str | None) -> None:
    short = read_byline(prefix + name, tag)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grammar, "read_plain", lambda text, links, words: None)
        assert read_byline(prefix + name, tag) == short
