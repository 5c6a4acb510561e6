"""Pages that scripts draw, through a real Chromium: records, archive, and what the browser must not load."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from newsspider.fetch.refusals import Refused
from tests.crawl.project import Project, project
from tests.crawl.test_archive import kinds
from tests.crawl.test_run import reparsed
from tests.server.sites import NewsSite, Town
from tests.server.stories import TEXT

playwright = pytest.importorskip("scrapy_playwright", reason="rendering needs the extra browser: make extras")
from newsspider import browser  # noqa: E402

chromium = pytest.mark.skipif(browser.executable() is None, reason="no Chromium on this machine")

DRAWN = f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>The ferry is drawn by a script</title></head><body><div id="root">Loading</div>
<noscript>You need to enable JavaScript to run this app.</noscript><img src="/picture.jpg"><script>
setTimeout(() => {{
  const text = {TEXT!r}.repeat(2);
  document.getElementById("root").innerHTML = "<article><h1>The ferry is drawn by a script</h1>"
    + "<p class=byline>By Ana Silva</p><p>" + text + "</p><p>" + text + "</p></article>";
  fetch("http://inner.local:1/secret").catch(() => null);
}}, 300);
</script></body></html>""".encode()
SETTINGS = "from newsspider.settings import *\nADDONS = {'newsspider.Browser': 600}\n"


def drawn(folder: Path, town: Town, site: NewsSite, settings: str = SETTINGS) -> Project:
    made = project(folder, town, site, extra="render = true")
    (made.folder / "scrapy.cfg").write_text("[settings]\ndefault = with_browser\n")
    (made.folder / "with_browser.py").write_text(settings)
    return made


@chromium
def test_a_drawn_page_becomes_a_record(tmp_path: Path) -> None:
    site = NewsSite("drawn.test", {"/news/1/the-ferry-is-drawn": DRAWN})
    with Town(site) as town:
        plain = project(tmp_path / "plain", town, site)
        assert plain.run().returncode in (0, 6)
        assert [r["reason"] for r in plain.rejected()] in (["needs_script"], ["no_article"])
        made = drawn(tmp_path / "p", town, site)
        done = made.run()
        assert done.returncode == 0, done.stderr[-3000:]
        (record,) = made.records()
        assert record["headline"] == "The ferry is drawn by a script"
        assert [a["name"] for a in record["authors"]] == ["Ana Silva"]
        assert town.hits["drawn.test", "/picture.jpg"] == 0
        assert {a.headers["user-agent"] for a in town.log} == {"newsspider/test (+https://operator.example/bot)"}
        assert ("resource", None) in kinds(made.archive)
        assert reparsed(made) == made.raw_records()


@chromium
def test_robots_hold_for_rendered_pages(tmp_path: Path) -> None:
    site = NewsSite("drawn.test", {"/private/the-ferry-is-drawn": DRAWN})
    with Town(site) as town:
        made = drawn(tmp_path / "p", town, site)
        made.run()
        assert [r["reason"] for r in made.rejected()] == ["robots"]
        assert town.hits["drawn.test", "/private/the-ferry-is-drawn"] == 0


def test_rendering_without_the_add_on_is_told(tmp_path: Path) -> None:
    site = NewsSite("drawn.test", {"/news/1/the-ferry-is-drawn": DRAWN})
    with Town(site) as town:
        made = drawn(tmp_path / "p", town, site, "from newsspider.settings import *\n")
        done = made.run()
        assert done.returncode == 2
        assert "newsspider.Browser" in done.stderr
        assert "newsspider.Browser" in made.call("doctor").stdout


@pytest.mark.parametrize(
    ("url", "kind", "aborted"),
    [
        ("http://127.0.0.1/", "document", True),
        ("http://[::1]/", "xhr", True),
        ("http://localhost/", "xhr", True),
        ("file:///etc/hostname", "document", True),
        ("http://169.254.169.254/latest", "fetch", True),
        ("https://8.8.8.8/a.png", "image", True),
        ("https://8.8.8.8/a.js", "script", False),
        ("http://listed.internal/a.js", "script", False),
        ("data:text/css,a", "stylesheet", False),
    ],
)
def test_what_a_browser_may_not_load(url: str, kind: str, aborted: bool) -> None:
    guard = browser.Guard(Settings({"NEWSSPIDER_PRIVATE_HOSTS": ["listed.internal"]}))
    assert asyncio.run(guard(SimpleNamespace(url=url, resource_type=kind))) is aborted


@pytest.mark.parametrize("address", ["10.0.0.8", "127.0.0.1", "::1"])
def test_a_page_from_a_private_address_is_refused(address: str) -> None:
    guard = browser.Guard(Settings())
    with pytest.raises(Refused, match="private"):
        guard.check("https://harbour.example/", address)
    guard.check("https://harbour.example/", "93.184.216.34")
