"""Site files: faults are named with file and line, layouts end on a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.rules import RuleError
from pipelines.sites import load, load_folder, shipped, site_for

GOOD = """
domain = "harbour-post.test"
name = "The Harbour Post"
timezone = "Europe/London"
dateline = "caps-dash"
feeds = ["https://harbour-post.test/feed.xml"]

[[layout]]
body = "div.story"
drop = ["aside.letters"]

[[layout]]
until = 2024-07-10
body = "div#article"
"""


def test_a_page_is_read_with_the_layout_of_its_day() -> None:
    site = load(GOOD, "x.toml")
    assert site.layout("2020-01-01T00:00:00Z").body == "div#article"  # type: ignore[union-attr]
    assert site.layout("2024-07-10T23:00:00Z").body == "div#article"  # type: ignore[union-attr]
    assert site.layout("2024-07-11T00:00:00Z").body == "div.story"  # type: ignore[union-attr]
    assert site.layout(None).body == "div.story"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "line", "fault"),
    [
        (("Europe/London", "Europe/Lundon"), 4, "no IANA time zone"),
        (('name = "The', 'nam = "The'), 3, "unknown field `nam`"),
        (("caps-dash", "loud"), 5, "Invalid enum value"),
        (("https://harbour-post.test/feed", "ftp://harbour-post.test/feed"), 6, "$.feeds"),
        (('body = "div.story"', 'body = "div["'), 9, "not a CSS selector"),
        (("until = 2024-07-10", 'until = "soon"'), 13, "layout"),
        (("until = 2024-07-10\n", ""), 8, "only one layout"),
    ],
)
def test_a_fault_is_named_with_its_line(change: tuple[str, str], line: int, fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(GOOD.replace(*change), "sites/x.toml")
    assert str(caught.value).startswith(f"sites/x.toml:{line}:")
    assert fault in str(caught.value)


def test_a_file_is_named_by_its_domain(tmp_path: Path) -> None:
    (tmp_path / "other.test.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RuleError, match="must be the file's name"):
        load_folder(tmp_path)
    (tmp_path / "other.test.toml").rename(tmp_path / "harbour-post.test.toml")
    sites = load_folder(tmp_path)
    assert site_for("www.harbour-post.test", sites) is sites["harbour-post.test"]
    assert site_for("post.test", sites) is None


def test_the_shipped_sites_load() -> None:
    assert all(name == site.domain for name, site in shipped().items())
