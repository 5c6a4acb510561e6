"""The learned container: the same record from less of the page, and the whole page at the first doubt."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsspider.cli import main
from newsspider.memory import Memory
from pipelines.container import Container
from pipelines.draft import Draft
from pipelines.extract import extract, votes
from pipelines.memory import SiteMemory
from pipelines.page import Page
from pipelines.parse import extractor, parse
from pipelines.record import Article
from pipelines.training import learn
from tests.server import houses

DIGEST = "sha256:" + "0" * 64


def used(page: Page, containers: tuple[Container, ...]) -> Container | None:
    draft = extract(page, None, containers)
    assert isinstance(draft, Draft)
    return draft.container


def same(page: Page, containers: tuple[Container, ...]) -> bool:
    """Tell whether a page's record is the same with the containers, but for the digest of the memory."""
    whole, part = parse(page), parse(page, memory=SiteMemory(DIGEST, frozenset(), containers))
    if isinstance(whole, Article) and isinstance(part, Article):
        assert part.extractor == extractor(DIGEST)
        return replace(part, extractor=whole.extractor) == whole
    return whole == part


def changed(number: int, *changes: tuple[str, str]) -> Page:
    """Return a page of the first house with some of its template changed."""
    page = houses.page("gull.test", number)
    html = page.content.decode()
    for before, after in changes:
        assert before in html
        html = html.replace(before, after)
    return replace(page, content=html.encode())


@pytest.fixture(scope="module")
def gull() -> tuple[Container, ...]:
    return learn(list(houses.pages("gull.test", 0, 8)))


@pytest.mark.parametrize(("host", "hits"), [("gull.test", 24), ("fjord.test", 24), ("tern.test", 20)])
def test_pages_of_a_site_seen_before(host: str, hits: int) -> None:
    """Every record is that of the full path; the pages at a wall, a kind too rare to be learned, take it."""
    containers = learn(list(houses.pages(host, 0, 12)))
    later = list(houses.pages(host, 12, 36))
    assert sum(used(page, containers) is not None for page in later) == hits
    assert all(same(page, containers) for page in later)


def test_the_smallest_element_is_the_container(gull: tuple[Container, ...]) -> None:
    assert [c.path for c in gull] == ['//body//article[contains(concat(" ",normalize-space(@class)," ")," story ")]']
    assert gull[0].stories == 8


def test_places_on_the_page_are_those_of_the_whole_page(gull: tuple[Container, ...]) -> None:
    page = houses.page("gull.test", 40)
    part = parse(page, memory=SiteMemory(DIGEST, frozenset(), gull))
    assert isinstance(part, Article)
    assert used(page, gull) is not None
    assert part.provenance["/headline"].locator == "/html/body/main/article/h1"


def test_known_shapes_of_blocks_need_no_vote(gull: tuple[Container, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(votes, "vote", lambda root, segments: asked.append(1) or {s.order for s in segments})
    assert used(houses.page("gull.test", 40), gull) is not None
    assert asked == []
    extract(changed(40, ('<div class="story-body"><p>', '<div class="story-body"><p class="lede">')), None, gull)
    assert asked == [1], "an unknown shape is voted on"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([('<article class="story">', '<article class="piece">')], id="renamed"),
        pytest.param([("<footer>", '<article class="story"><h2>Another</h2></article><footer>')], id="twice"),
        pytest.param([('<article class="story">', '<article class="story"></article><div>')], id="empty"),
        pytest.param(
            [("</article>", f'</article><div class="update"><p>{houses.sentence("update")} It said more.</p></div>')],
            id="something new beside it",
        ),
        pytest.param([('<div class="story-body">', '</article><div class="story-body">')], id="story moved out"),
        pytest.param([('"NewsArticle"', '"LiveBlogPosting"')], id="another kind of page"),
        pytest.param([('"NewsArticle"', '"NewsArticle","isAccessibleForFree":false')], id="no longer free"),
        pytest.param([('<h1 class="story-title">', "<h1 hidden>")], id="hidden headline"),
    ],
)
def test_a_redesign_is_read_whole(changes: list[tuple[str, str]], gull: tuple[Container, ...]) -> None:
    page = changed(41, *changes)
    assert same(page, gull)
    if changes[0][0] != '<h1 class="story-title">':
        assert used(page, gull) is None


def test_a_short_story_is_read_whole(gull: tuple[Container, ...]) -> None:
    page = houses.page("gull.test", 42)
    head, _, rest = page.content.decode().partition('<div class="story-body">')
    text = f"<p>{houses.sentence('short')} {houses.sentence('shorter')}</p>"
    short = f'{head}<div class="story-body">{text}</div>{rest.partition("</div>")[2]}'
    page = replace(page, content=short.encode())
    assert used(page, gull) is None
    assert same(page, gull)


def test_too_few_stories_teach_nothing() -> None:
    assert learn(list(houses.pages("gull.test", 0, 2))) == ()
    assert learn([replace(houses.page("gull.test", 0), url=f"https://gull.test/{i}") for i in range(9)]) == (), "copies"


def test_what_stands_outside_is_held_by_a_larger_element() -> None:
    """The byline stands beside the article: the element around both is the container."""
    byline = '<div class="under"><p class="byline">By Zoe Quinn</p></div>'
    pages = [
        changed(i, ("</article>", f"</article>{byline}"), ('<p class="byline">By ', "<p>Text by ")) for i in range(6)
    ]
    stated = [replace(p, content=p.content.replace(b'"author"', b'"editor"')) for p in pages]
    found = learn(stated)
    assert found
    assert "layout" in found[0].path
    assert all(same(page, found) for page in stated)


def test_learning_gives_the_same_for_the_same_pages(gull: tuple[Container, ...]) -> None:
    assert learn(list(houses.pages("gull.test", 0, 8))) == gull


def test_the_store_keeps_containers(tmp_path: Path, gull: tuple[Container, ...]) -> None:
    with Memory(tmp_path / "m.sqlite") as store:
        empty = store.snapshot().digest
        store.keep("gull.test", gull)
        found = store.snapshot()
        assert found.of("gull.test") == SiteMemory(found.digest, frozenset(), gull)
        assert found.of("other.test") is None
        assert found.digest != empty
        store.keep("gull.test", ())
        assert store.snapshot().digest == empty


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_learn_then_reparse(tmp_path: Path, jobs: str) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(main, [*words, "--jobs", jobs], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    lines = []
    for number in range(6):
        (tmp_path / f"{number}.html").write_bytes(houses.page("gull.test", number).content)
        lines.append({"path": f"{number}.html", "url": f"https://www.gull.test/news/{number}"})
    manifest, memory = tmp_path / "manifest.jsonl", tmp_path / "m.sqlite"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    told = run("learn", str(manifest), "--memory", str(memory))
    assert "www.gull.test\t6 pages\t//body//article" in told
    assert "1 sites with a container" in told
    with Memory(memory) as store:
        digest = store.snapshot().digest
    outputs = []
    for name, more in (("without", []), ("with", ["--memory", str(memory)])):
        out = tmp_path / name / "articles.jsonl"
        run("reparse", str(manifest), "-o", str(out), "--quiet", *more)
        outputs.append(out.read_bytes())
    without, with_it = outputs
    assert with_it == without.replace(b'"memory":null', f'"memory":"{digest}"'.encode())
    assert with_it != without
