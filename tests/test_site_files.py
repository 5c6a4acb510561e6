"""The example site files under fixtures/: what each adds to a page that the generic path reads without it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from newsspider.cli import main
from pipelines.page import Page
from pipelines.parse import matches, parse
from pipelines.record import Article
from pipelines.sites import load_folder, site_for

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FILES = FIXTURES / "site-files"
SITES = load_folder(FILES)


def page(case: str) -> Page:
    folder = FIXTURES / "sites" / case
    facts = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    return Page((folder / "page.html").read_bytes(), facts["url"], facts["retrieved_at"])


def both(case: str) -> tuple[Article, Article]:
    given = page(case)
    plain, ours = parse(given), parse(given, site=site_for(case.split("/", maxsplit=1)[0], SITES))
    assert isinstance(plain, Article)
    assert isinstance(ours, Article)
    return plain, ours


def test_a_time_zone_gives_the_offset_and_says_so() -> None:
    plain, ours = both("huabei-net.test/tielu")
    assert (plain.date_published_offset, plain.date_published_utc_offset_minutes) == ("unknown", None)
    assert ours.date_published == f"{plain.date_published}+08:00"
    assert (ours.date_published_offset, ours.date_published_utc_offset_minutes) == ("site", 480)


def test_a_house_style_gives_a_dateline_that_is_ambiguous_elsewhere() -> None:
    plain, ours = both("ruhr-anzeiger.test/fahrradstrasse")
    assert plain.dateline is None
    assert ours.dateline is not None
    assert [p.name for p in ours.dateline.places] == ["Essen"]
    assert ours.body.paragraphs == (plain.body.paragraphs[0].removeprefix("Essen. "), *plain.body.paragraphs[1:])


def test_the_layout_of_the_day_is_tried() -> None:
    site = SITES["cedarfalls-herald.test"]
    old = matches(page("cedarfalls-herald.test/levee-2008"), site)
    assert [(m.field, m.count) for m in old] == [("drop", 1), ("drop", 1)]
    (new,) = matches(Page(page("cedarfalls-herald.test/levee-2008").content, retrieved_at="2024-01-01T00:00:00Z"), site)
    assert (new.field, new.count, new.words) == ("body", 0, None)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["sites", "test", *map(str, arguments)])


def test_the_command_shows_what_selectors_find_and_change() -> None:
    shown = run(FILES, FIXTURES / "sites" / "ruhr-anzeiger.test")
    assert shown.exit_code == 0
    assert "h1.a-title: 1" in shown.output
    assert "changes dateline: none → Essen." in shown.output
    assert "+01:00" in shown.output


def test_the_command_names_faults_and_idle_selectors(tmp_path: Path) -> None:
    file = tmp_path / "ruhr-anzeiger.test.toml"
    good = (FILES / file.name).read_text(encoding="utf-8")
    file.write_text(good.replace("div.a-wer", "div.a-who"), encoding="utf-8")
    idle = run(file, FIXTURES / "sites" / "ruhr-anzeiger.test")
    assert idle.exit_code == 1
    assert "ruhr-anzeiger.test: byline: div.a-who matches nothing on these pages" in idle.output
    file.write_text(good.replace("Europe/Berlin", "Europe/Bärlin"), encoding="utf-8")
    wrong = run(file)
    assert wrong.exit_code == 1
    assert f"{file.name}:5: no IANA time zone" in wrong.output
