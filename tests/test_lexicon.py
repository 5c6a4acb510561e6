"""The lexicon: what its tokens say of lines in scripts with and without blanks, and what data alone adds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.bylines import grammar, read_byline
from pipelines.bylines.kinds import Reader
from pipelines.lexicon import lexicon_for, tokens, words
from pipelines.rules import Language, known_languages, language, languages_for

TAGS = sorted(known_languages())


def kinds(text: str, tag: str) -> list[tuple[str, list[str]]]:
    return [(t.text, sorted(t.kinds)) for t in tokens(text, lexicon_for(tag))]


@given(st.text(max_size=200), st.sampled_from((*TAGS, None)))
@settings(max_examples=300, deadline=None)
def test_tokens_are_spans_in_order(text: str, tag: str | None) -> None:
    """Each token is the text of its span, and nothing but blanks and joining letters stands between two."""
    end = 0
    for token in tokens(text, lexicon_for(tag)):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        assert token.space == (token.start > end)
        end = token.end


@pytest.mark.parametrize(
    ("text", "tag", "cut"),
    [
        ("新华社记者李强", "zh", ["新华社", "记者", "李强"]),
        ("朝比奈透記者", "ja", ["朝比奈透", "記者"]),
        ("ASCII編集部", "ja", ["ASCII", "編集部"]),
        ("한지우기자", "ko", ["한지우", "기자"]),
        ("アンナ・コーエン", "ja", ["アンナ・コーエン"]),
        ("한지우·박도윤", "ko", ["한지우", "·", "박도윤"]),
    ],
)
def test_a_run_without_blanks_is_cut_at_known_words(text: str, tag: str, cut: list[str]) -> None:
    assert [t.text for t in tokens(text, lexicon_for(tag))] == cut


def test_a_word_of_one_character_is_no_syllable_of_a_name() -> None:
    """文 says who wrote only where it stands alone."""
    assert [t.text for t in tokens("李文博", lexicon_for("zh"))] == ["李文博"]
    assert "marks" in tokens("文/李文博", lexicon_for("zh"))[0].kinds


def test_the_longest_phrase_comes_first() -> None:
    line = tokens("By The Associated Press writers", lexicon_for("en"))
    assert line[1].opens("agency") == 3
    assert line[1].value("agency") == "AP"
    assert line[2].opens("agency") == 2


def test_short_codes_of_agencies_count_only_as_printed() -> None:
    assert tokens("AP", lexicon_for("en"))[0].value("agency") == "AP"
    assert "agency" not in tokens("ap", lexicon_for("en"))[0].kinds
    assert tokens("AA", lexicon_for("tr"))[0].value("agency") == "Anadolu"
    assert "agency" not in tokens("AA", lexicon_for("en"))[0].kinds


def test_an_open_class_is_known_by_its_ending() -> None:
    """A compound that no list holds is what its last word is."""
    assert "titles" in tokens("Gerichtsredakteurin", lexicon_for("de"))[0].kinds
    assert "bureaus" in tokens("Kulturredaktion", lexicon_for("de"))[0].kinds
    assert tokens("strategists", lexicon_for("en"))[0].kinds["titles"] == "plural"


def test_colons_quotes_and_widths_are_one() -> None:
    for printed in ("Par : Ana", "Par: Ana", "Par： Ana"):
        assert tokens(printed, lexicon_for("fr"))[0].opens("prefixes") == 2
    assert tokens("Foto’s: Ana", lexicon_for("nl"))[0].value("roles") == "photographer"


def test_points_of_abbreviations_are_no_part_of_the_word() -> None:
    for printed in ("Dr. Ana", "Dr Ana", "DR. Ana"):
        assert "honorifics" in tokens(printed, lexicon_for("en"))[0].kinds


def test_a_language_without_a_file_has_the_words_of_all() -> None:
    """Labels that are the same everywhere, English ones, and the agencies."""
    line = tokens("Foto: Ana Kovač / AFP", lexicon_for("sq"))
    assert line[0].value("roles") == "photographer"
    assert line[-1].value("agency") == "AFP"
    assert [lang.tag for lang in languages_for("sq")] == ["sq", "en", "mul"]
    assert language("mul")["byline.accounts"]


@pytest.mark.parametrize("tag", TAGS)
def test_each_phrase_of_a_language_is_found_where_it_stands(tag: str) -> None:
    """What a file lists is matched in a line of that language, as the kind of its group."""
    lexicon = lexicon_for(tag)
    missed = []
    for group, phrases in language(tag).phrases.items():
        room, _, rest = group.partition(".")
        kind = rest.partition(".")[0]
        if room != "byline":
            continue
        for phrase in phrases:
            line = tokens(phrase, lexicon)
            if line and line[0].opens(kind) != len(line):
                missed.append((group, phrase))
    assert missed == []


def test_a_script_without_blanks_needs_words_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thai has no file: a prefix, a joiner and a role as data read its bylines, prefixes glued or not."""
    groups = {"byline.prefixes": ("โดย", "ผู้เขียน:"), "byline.joiners": ("และ",), "byline.roles.photographer": ("ภาพ:",)}
    thai = Language("th", groups, {}, {})
    monkeypatch.setattr(words, "language", lambda tag: thai if tag == "th" else language(tag))
    reader = Reader(lexicon_for.__wrapped__.__wrapped__("th"), "th")  # type: ignore[attr-defined]
    monkeypatch.setattr(grammar, "reader_for", lambda tag: reader)
    for line in ("โดย มานี รักดี และ ปิติ ใจกล้า", "โดยมานี รักดี และ ปิติ ใจกล้า", "ผู้เขียน: มานี รักดี และ ปิติ ใจกล้า"):
        assert [a.name for a in read_byline(line, "th").authors] == ["มานี รักดี", "ปิติ ใจกล้า"], line
    assert [(a.name, a.role) for a in read_byline("ภาพ: มานี รักดี", "th").authors] == [("มานี รักดี", "photographer")]
    assert not read_byline("ตลาดริมน้ำเปิดอีกครั้งหลังน้ำลดลงแล้ว", "th").authors
    assert not read_byline("มานี ไปตลาด", "th").authors, "a blank alone says nothing"


def test_kinds_of_a_line() -> None:
    assert kinds("Jo Reyes, Harbor Times Staff Writer", "en")[4:] == [
        ("Times", ["outlet", "outlet_words"]),
        ("Staff", ["generic", "title_heads"]),
        ("Writer", ["role_words", "titles", "writers_of"]),
    ]
