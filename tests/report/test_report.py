"""The review report: what is in it, that nothing of a page runs or loads, and how it behaves in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsspider import read_records
from newsspider.report import build, building, facts
from pipelines.marking import Place, marked
from pipelines.page import Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
HOSTILE = """<html lang="en"><head><title>A page of ill will</title></head><body onload="alert(1)"><article>
<h1>Mayor says <img src=x onerror="parent.evil=1"> &lt;/script&gt;&lt;script&gt;parent.evil=2&lt;/script&gt;</h1>
<p class="byline">By Ana &lt;b&gt;Silva</p><script>parent.evil=3</script><iframe src="https://evil.test/"></iframe>
<style>@import url(https://evil.test/a.css)</style><link rel="stylesheet" href="https://evil.test/b.css">
<p style="background:url(https://evil.test/c.png)">{text}</p><a href="javascript:parent.evil=4">{text}</a>
<svg><script>parent.evil=5</script></svg><form action="https://evil.test/"><button>Go</button></form>
<p>{text}</p><p>{text} \u202egnp.exe</p></article></body></html>""".format(
    text="The mayor spoke for an hour and said nothing that had not been said before, as far as anybody could tell."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the records of all fixture pages, one page of ill will, and their report."""
    folder = tmp_path_factory.mktemp("report")
    pages = folder / "pages"
    shutil.copytree(ROOT / "fixtures" / "sites", pages)
    (pages / "hostile.html").write_text(HOSTILE, encoding="utf-8")
    out = folder / "articles.jsonl"
    run(folder, "reparse", "pages", "-o", "articles.jsonl", "--quiet")
    before = out.read_bytes()
    done = run(folder, "report", "articles.jsonl", "articles.rejected.jsonl", "--pages", "pages", "-o", "report.html")
    assert out.read_bytes() == before, "a report changes no record"
    assert re.search(r"\d+ records, \d+ beside their pages", done.stderr)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsspider", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)


def embedded(path: Path) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_every_record_stands_beside_its_page(made: Path) -> None:
    data = embedded(made / "report.html")
    records = [json.loads(x) for x in (made / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [i["record"] for i in data["items"]] == records
    assert all(i["page"] for i in data["items"])
    assert len(data["rejected"]) == len((made / "articles.rejected.jsonl").read_text().splitlines()) > 3


def test_the_same_report_twice(made: Path) -> None:
    run(made, "report", "articles.jsonl", "articles.rejected.jsonl", "--pages", "pages", "-o", "again.html")
    assert (made / "again.html").read_bytes() == (made / "report.html").read_bytes()


def test_nothing_of_a_page_is_left_that_runs_or_loads(made: Path) -> None:
    for item in embedded(made / "report.html")["items"]:
        assert not re.search(r"<(script|style|link|iframe|img|svg|form|object|a)\b", item["page"], re.IGNORECASE)
        tags = re.findall(r"<[a-z][^>]*>", item["page"])
        names = {n for t in tags for n in re.findall(r'\s([a-z-]+)="', t)}
        assert names <= {"data-p", "data-b", "data-drop", "lang", "dir", "colspan", "rowspan", "tabindex"}


def test_places_are_marked(made: Path) -> None:
    seen = lines = whole = 0
    for item in embedded(made / "report.html")["items"]:
        where = item["record"]["provenance"]
        shown = {p for found in re.findall(r'data-p="([^"]+)"', item["page"]) for p in found.split()}
        for pointer, evidence in where.items():
            if evidence["start"] is not None and (evidence["locator"] or "").startswith("/html/body"):
                assert pointer in shown, (item["record"]["url"], pointer)
                seen += 1
        lines += len(re.findall(r'data-b="\d+"', item["page"]))
        whole += len(item["record"]["body"]["paragraphs"])
    assert seen > 200
    assert lines > 0.85 * whole, "all but lines that have no element of their own"


def test_a_mark_stands_on_its_words() -> None:
    page = Page(b"<html><body><p>By <b>ANA SILVA</b> and Ben Cho</p><p>Share this</p></body></html>")
    places = [Place("/authors/0/name", "/html/body/p[1]", 3, 12), Place("/authors/1/name", "/html/body/p[1]", 17, 24)]
    shown = marked(page, places, [], ["Share this"])
    assert shown is not None
    assert '<b><mark data-p="/authors/0/name" tabindex="0">ANA SILVA</mark></b>' in shown
    assert '<mark data-p="/authors/1/name" tabindex="0">Ben Cho</mark>' in shown
    assert '<p data-drop="1">Share this</p>' in shown


def test_quality_is_lost_for_what_is_missing() -> None:
    for record in read_records(ROOT / "fixtures" / "records" / "1.0.jsonl"):
        points, lost = facts.quality(record)
        assert 0 <= points <= 100
        assert bool(lost) == (points < 100)


def test_a_report_without_pages_and_with_runs(made: Path, tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / "runs" / f"2026010{n}").mkdir(parents=True)
        told = {"sites": {"northline.test": {"records": n * 4}}}
        (tmp_path / "runs" / f"2026010{n}" / "run.json").write_text(json.dumps(told))
    report = build([made / "articles.jsonl"], tmp_path / "r.html", runs=tmp_path / "runs")
    assert (report.pages, report.missing) == (0, 0)
    assert 'aria-label="records in the last runs: 0, 4, 8"' in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_large_reports_keep_pages_beside(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_INSIDE", 10_000)
    report = build([made / "articles.jsonl"], tmp_path / "r.html", pages=[made / "pages"])
    assert len(report.beside) == report.records
    data = embedded(tmp_path / "r.html")
    assert data["items"][0]["page"] == "r.pages/000000.js"


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="browser tests need the extras: make extras")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


class Tab:
    """A tab that remembers what was asked for and what was said."""

    def __init__(self, browser: Any, path: Path, width: int = 1300, fragment: str = "") -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 850})
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.on("console", lambda m: self.said.append(m.text))
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.goto(path.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]")

    def number(self, words: str) -> int:
        script = "w => JSON.parse(document.getElementById('data').textContent).items.findIndex(i => i.record.headline.includes(w))"
        return int(self.page.evaluate(script, words))

    def open(self, words: str) -> Any:
        self.page.keyboard.press("/")
        self.page.keyboard.press("Escape")
        self.page.click(f"#titles [data-open='{self.number(words)}']")
        frame = self.page.frame_locator("#page iframe")
        frame.locator("body").wait_for()
        return frame


def test_nothing_is_asked_for_and_no_rule_is_broken(made: Path, browser: Any) -> None:
    tab = Tab(browser, made / "report.html")
    for _ in range(len(embedded(made / "report.html")["items"])):
        tab.page.keyboard.press("j")
        tab.page.wait_for_timeout(20)
    tab.open("Mayor says")
    tab.page.wait_for_timeout(200)
    assert [x for x in tab.asked if not x.startswith(("file:", "about:"))] == []
    assert tab.said == []
    assert tab.page.evaluate("window.evil") is None


def test_one_side_lights_up_the_other(made: Path, browser: Any) -> None:
    tab = Tab(browser, made / "report.html")
    frame = tab.open("sandbags")
    tab.page.hover("#record [data-pointer='/dateline']")
    assert frame.locator(".lit").first.inner_text().startswith("WATERLOO")
    frame.locator("mark[data-p='/authors/0/name']").hover()
    assert tab.page.locator("#record .lit").first.inner_text().startswith("Marge O'Donnell")
    tab.page.focus("#record [data-block='1']")
    assert frame.locator("[data-b='1'].lit").count() == 1


def test_keys(made: Path, browser: Any) -> None:
    tab = Tab(browser, made / "report.html")
    press, page = tab.page.keyboard.press, tab.page
    press("j")
    press("j")
    assert page.get_attribute("#titles [aria-current]", "data-open") == "1"
    press("k")
    press("a")
    assert page.inner_text("#said").endswith("accept")
    press("w")
    assert page.locator("#titles .state").inner_text() == "✗"
    page.reload()
    press("j")
    assert page.locator("#titles .state").count() == 1, "marks stay in the browser"
    press("f")
    assert page.inner_text("#record .command").startswith("newsspider fixture add '")
    press("?")
    with page.expect_download() as loaded:
        page.click("#save")
    (mark,) = [json.loads(x) for x in Path(loaded.value.path()).read_text("utf-8").splitlines()]
    assert mark["mark"] == "wrong"
    press("o")
    assert page.is_visible("#overview")
    press("w")
    page.keyboard.press("/")
    page.keyboard.type("sandbags")
    assert page.locator("#titles button").count() == 1


def test_a_phone_scrolls_down_only(made: Path, browser: Any) -> None:
    for fragment in ("", "#record-3"):
        tab = Tab(browser, made / "report.html", 360, fragment)
        tab.page.wait_for_timeout(100)
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_right_to_left(made: Path, browser: Any) -> None:
    tab = Tab(browser, made / "report.html")
    frame = tab.open("تراجع")
    assert tab.page.evaluate("getComputedStyle(document.querySelector('#record h2')).direction") == "rtl"
    assert frame.locator("body").evaluate("e => getComputedStyle(e).direction") == "rtl"


CONTRAST = """() => {
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const parse = s => s.match(/[\\d.]+/g).map(Number);
  const back = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll("body *")) {
    if (!e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.tagName === "SCRIPT") continue;
    const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(back(e).slice(0, 3));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(e.tagName + " " + e.className + " " + ratio.toFixed(2));
  }
  return bad;
}"""


def test_contrast(made: Path, browser: Any) -> None:
    tab = Tab(browser, made / "report.html")
    assert tab.page.evaluate(CONTRAST) == []
    frame = tab.open("sandbags")
    assert tab.page.evaluate(CONTRAST) == []
    assert frame.locator("body").evaluate(f"() => ({CONTRAST})()") == []


def test_a_thousand_records_open_in_two_seconds(made: Path, browser: Any, tmp_path: Path) -> None:
    lines = (made / "articles.jsonl").read_bytes().splitlines(keepends=True)
    many = tmp_path / "many.jsonl"
    many.write_bytes(b"".join(lines[n % len(lines)] for n in range(1_000)))
    build([many], tmp_path / "many.html", pages=[made / "pages"])
    tab = Tab(browser, tmp_path / "many.html")
    took = tab.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert took < 2_000
    tab.page.keyboard.press("j")
    tab.page.frame_locator("#page iframe").locator("body").wait_for()
    assert tab.page.locator("#titles button").count() == 1_000


def test_pages_beside_come_when_they_are_asked_for(
    made: Path, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MOST_INSIDE", 10_000)
    build([made / "articles.jsonl"], tmp_path / "r.html", pages=[made / "pages"])
    tab = Tab(browser, tmp_path / "r.html")
    assert not any(x.endswith(".js") for x in tab.asked)
    frame = tab.open("sandbags")
    frame.locator("h1").wait_for()
    assert sum(x.endswith(".js") for x in tab.asked) in (1, 2)
    assert tab.said == []
