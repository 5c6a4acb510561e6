"""Bytes to text: the order of evidence, and what is refused before a parser sees it."""

from __future__ import annotations

import pytest

from pipelines.extract.decode import decode, guard, inspect, repair

SENTENCES = [
    ("cs", "windows-1250", "Příliš žluťoučký kůň úpěl ďábelské ódy nad řekou."),
    ("ru", "windows-1251", "Городской совет утвердил бюджет на следующий год."),
    ("ru", "koi8-r", "Городской совет утвердил бюджет на следующий год."),
    ("el", "iso-8859-7", "Το δημοτικό συμβούλιο ενέκρινε τον προϋπολογισμό."),
    ("tr", "iso-8859-9", "Şehir meclisi gelecek yılın bütçesini onayladı."),
    ("ar", "windows-1256", "وافق مجلس المدينة على ميزانية العام المقبل."),
    ("he", "windows-1255", "מועצת העיר אישרה את התקציב לשנה הבאה."),
    ("ja", "shift_jis", "市議会は来年度の予算案を可決した。"),
    ("ja", "euc-jp", "市議会は来年度の予算案を可決した。"),
    ("ja", "iso-2022-jp", "市議会は来年度の予算案を可決した。"),
    ("zh", "gb18030", "市议会通过了明年的预算案。"),
    ("zh", "big5", "市議會通過了明年的預算案。"),
    ("ko", "euc-kr", "시의회는 내년 예산안을 통과시켰다."),
    ("fr", "iso-8859-1", "Le conseil municipal a adopté le budget de l'année à venir."),
]


@pytest.mark.parametrize(("tag", "charset", "sentence"), SENTENCES, ids=[f"{t}-{c}" for t, c, _ in SENTENCES])
def test_a_label_in_meta_is_followed(tag: str, charset: str, sentence: str) -> None:
    page = f'<html lang="{tag}"><head><meta charset="{charset}"></head><body><p>{sentence}</p></body></html>'
    assert sentence in decode(page.encode(charset)).text


@pytest.mark.parametrize(("tag", "charset", "sentence"), SENTENCES, ids=[f"{t}-{c}" for t, c, _ in SENTENCES])
def test_a_label_of_the_transport_is_followed(tag: str, charset: str, sentence: str) -> None:
    assert sentence in decode(f"<p>{sentence}</p>".encode(charset), charset).text


def test_utf8_bytes_win_over_a_wrong_label() -> None:
    page = '<meta charset="iso-8859-1"><p>Café à la gare</p>'.encode()
    found = decode(page, "iso-8859-1")
    assert "Café à la gare" in found.text
    assert found.encoding == "utf-8"


def test_latin_bytes_labelled_utf8_are_read_as_latin() -> None:
    found = decode(
        '<meta charset="utf-8"><p>Café à la gare, été 1999, déjà vu, naïveté</p>'.encode("iso-8859-1"), "utf-8"
    )
    assert "Café à la gare, été" in found.text


def test_a_broken_tail_does_not_change_the_encoding_of_a_long_page() -> None:
    page = ("<p>" + "Le café était fermé. " * 300 + "</p>").encode() + "é".encode("latin-1") * 3
    found = decode(page)
    assert found.encoding == "utf-8"
    assert found.errors == 3
    assert "Le café était fermé." in found.text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_wide_encodings_and_marks(codec: str) -> None:
    assert (
        "Straßenbahn" in decode(("<html><body><p>Die Straßenbahn fährt nicht mehr." + " Text." * 40).encode(codec)).text
    )


def test_utf7_is_never_decoded() -> None:
    assert "<script>" not in decode(b"+ADw-script+AD4-", "utf-7").text


@pytest.mark.parametrize("number", ["&#1;", "&#11;", "&#x1F;", "&#xFFFE;", "&#0;", "&#xD800;", "&#x110000;"])
def test_references_to_illegal_characters_are_taken_out(number: str) -> None:
    assert repair(f"The {number}mayor") == "The mayor"


@pytest.mark.parametrize("number", ["&#65;", "&#x41;", "&#8217;", "&#10;"])
def test_other_references_stay(number: str) -> None:
    assert repair(number) == number


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n" * 500, "empty"),
        (b"%PDF-1.7 x", "not_html"),
        (b"\x89PNG\r\n", "not_html"),
        (b"PK\x03\x04", "not_html"),
    ],
)
def test_what_is_no_page_is_named(content: bytes, reason: str) -> None:
    assert inspect(content) == reason


def test_plain_words_are_no_html() -> None:
    assert guard('{"a": 1}') == "not_html"
    assert guard("<p>fine</p>") is None


def test_too_many_attributes_are_refused_but_one_long_value_is_not() -> None:
    assert guard("<div " + " ".join(f"a{i}=1" for i in range(9_000)) + ">x</div>") == "too_complex"
    assert guard("<div data-props='" + '{"k": "v"}' * 9_000 + "'>x</div>") is None
    assert guard("<script>if (a<b) { " + "x=1; " * 9_000 + "}</script><p>x</p>") is None


def test_a_huge_page_is_refused() -> None:
    assert guard("<p>" + "x" * 5_000_001) == "too_large"
