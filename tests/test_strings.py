"""Single strings: what `newsspider parse` and the case files ask for."""

from typing import Any

import pytest

from pipelines.strings import KINDS, read

HARD: list[str] = ["", " ", "\n", "\0", "(" * 3_000, "By " * 3_000, "x" * 70_000, "\ud800", "— " * 500, "東京" * 2_000]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
@pytest.mark.parametrize("tag", [None, "en", "ja", "xx", "de-AT"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_string_has_a_reading(kind: str, tag: str | None, text: str) -> None:
    found = read(kind, text, tag)
    assert isinstance(found, dict)
    assert found


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("byline", {"is_byline", "authors", "rejected"}),
        ("dateline", {"is_dateline", "body"}),
        ("caption", {"is_caption", "text", "credit", "file_photo", "illustrative", "date_taken"}),
        ("line", {"action", "category"}),
    ],
)
def test_readings_have_the_keys_of_the_cases(kind: str, keys: set[str]) -> None:
    assert keys <= read(kind, "The harbour office said so on Monday.", "en").keys()


def story(author: object) -> dict[str, Any]:
    return {"@type": "NewsArticle", "author": author}


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        ({"json_ld": story("Ana Silva")}, ["Ana Silva"]),
        ({"json_ld": story([{"@type": "Person", "name": "Ana Silva"}, "Ben Cho"])}, ["Ana Silva", "Ben Cho"]),
        (
            {"json_ld": {"@graph": [{"@type": "Person", "@id": "#p", "name": "Ana Silva"}, story({"@id": "#p"})]}},
            ["Ana Silva"],
        ),
        ({"json_ld": story("</script>Ana Silva")}, ["Ana Silva"]),
        ({"visible": "By Ana Silva"}, ["Ana Silva"]),
        ({"meta": {"author": "Ana Silva"}}, ["Ana Silva"]),
        ({}, []),
        ({"json_ld": 5}, []),
        ({"json_ld": []}, []),
    ],
)  # fmt: skip
def test_the_sources_of_a_byline_merge(sources: dict[str, Any], names: list[str]) -> None:
    assert [a["name"] for a in read("byline", sources, "en")["authors"]] == names


@pytest.mark.parametrize(
    ("sources", "text", "creator"),
    [
        ({"figcaption": "The pier at dawn. Photo: Ana Silva"}, "The pier at dawn.", "Ana Silva"),
        ({"figcaption": "The pier at dawn.", "credit_span": "Photo: Ana Silva"}, "The pier at dawn.", "Ana Silva"),
        (
            {"json_ld": {"@type": "ImageObject", "caption": "The pier at dawn.", "creditText": "Ana Silva"}},
            "The pier at dawn.",
            "Ana Silva",
        ),
        ({"img_alt": "Boats below a pier"}, "Boats below a pier", None),
        ({"og_image_alt": "Boats below a pier"}, "Boats below a pier", None),
    ],
)  # fmt: skip
def test_the_texts_of_a_picture_merge(sources: dict[str, Any], text: str, creator: str | None) -> None:
    found = read("caption", sources, "en")
    assert found["text"] == text
    assert (found["credit"]["creators"][0]["name"] if found["credit"] else None) == creator


def test_links_tell_names_apart_in_any_form() -> None:
    for links in (
        ["Ana Silva", "Ben Cho"],
        [{"text": "Ana Silva", "url": "/a"}, {"text": "Ben Cho"}],
        [["Ana Silva", "/a"], ["Ben Cho", ""]],
    ):
        found = read("byline", "Ana Silva Ben Cho", "en", {"links": links})
        assert [a["name"] for a in found["authors"]] == ["Ana Silva", "Ben Cho"]


def test_what_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        read("headline", "x", "en")
    for kind in ("dateline", "line"):
        with pytest.raises(ValueError, match="from a string"):
            read(kind, {}, "en")
