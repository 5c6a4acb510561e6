"""The command line: fast to answer, plain in what it says, safe in what it prints."""

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from newsspider.cli import main
from newsspider.cli.page import show
from newsspider.cli.terminal import escaped
from newsspider.reparse import parse_one
from pipelines.ledger import encode
from pipelines.page import Page
from pipelines.record import Article, Rejection, Source

TEXT = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after a winter in the "
    "dock that cost the town more than it had planned for the whole of the coming year."
)
PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Ferry is back in service again</title></head><body>"
    f"<article><h1>Ferry is back in service again</h1><p class=byline>By Ana Silva</p><p>{TEXT}</p>"
    f"<p>{TEXT} It was the third repair.</p></article></body></html>"
).encode()


def run(*arguments: object, given: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=given)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    return file


@pytest.fixture(scope="module")
def article() -> Article:
    found = parse_one(Page(PAGE, "https://harbour.test/a"))
    assert isinstance(found, Article)
    return found


def _seconds_of_children() -> float:
    """Return the processor time of the children so far: what else runs on the machine does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_answers_in_under_03_seconds_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from newsspider.cli import main; main(['--help'], standalone_mode=False); print([*sys.modules])"
    )
    best, out = 9.0, ""
    for _ in range(3):
        begun = _seconds_of_children()
        out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        best = min(best, _seconds_of_children() - begun)
    loaded = out.splitlines()[-1]
    assert not [m for m in ("trafilatura", "lxml", "scrapy", "rich", "msgspec") if f"'{m}'" in loaded]
    assert best < 0.3


def commands() -> list[list[str]]:
    names = main.list_commands(click.Context(main))
    return [*([n] for n in names), ["fixture", "add"]]


@pytest.mark.parametrize("name", commands(), ids=" ".join)
def test_every_verb_explains_itself_with_an_example(name: list[str]) -> None:
    done = run(*name, "--help")
    assert done.exit_code == 0
    if name != ["fixture"]:
        assert "Example" in done.output
        assert f"newsspider {' '.join(name)}" in done.output


def test_version_and_unknown_verbs() -> None:
    assert run("--version").output.startswith("newsspider 0")
    assert run("nonsense").exit_code == 2


def test_completion_lists_the_verbs() -> None:
    environment = {
        **os.environ,
        "_NEWSSPIDER_COMPLETE": "bash_complete",
        "COMP_WORDS": "newsspider re",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "newsspider"], capture_output=True, text=True, env=environment, check=False
    )
    assert "reparse" in done.stdout


def test_every_name_of_the_package_is_there() -> None:
    program = """
import sys, newsspider
assert "trafilatura" not in sys.modules
assert set(dir(newsspider)) >= {"Article", "Origin", "Page", "Rejection", "iter_reparse", "parse"}
assert all(getattr(newsspider, n) is not None for n in newsspider.__all__)
try:
    newsspider.nonsense
except AttributeError:
    print("ok")
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "ok\n"


# --- extract ---


def test_extract_shows_a_page(page: Path) -> None:
    done = run("extract", page, "--url", "https://harbour.test/a")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Ferry is back in service again\n")
    assert "harbour.test" in done.output
    assert "third repair" in done.output


def test_extract_json_is_the_record(page: Path, article: Article) -> None:
    done = run("extract", "--json", page, "--url", "https://harbour.test/a")
    found = json.loads(done.stdout)
    assert found["headline"] == article.headline
    assert found["source"] == {**json.loads(encode(article))["source"], "kind": "file", "path": "page.html"}
    piped = run("extract", "--json", "-", "--url", "https://harbour.test/a", given=PAGE)
    assert {**json.loads(piped.stdout), "source": None} == {**found, "source": None}


def test_extract_reads_a_text_dump(tmp_path: Path) -> None:
    file = tmp_path / "dump.txt"
    file.write_text(f"Ferry is back in service again\n\n{TEXT}\n\n{TEXT} Again.\n")
    done = run("extract", "--json", file)
    assert json.loads(done.stdout)["headline"] == "Ferry is back in service again"
    assert json.loads(done.stdout)["source"]["kind"] == "text"
    assert run("extract", "--json", "--text", "-", given=file.read_text()).exit_code == 0


def test_extract_of_a_fixture_knows_its_facts(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "page.json").write_text('{"url": "https://harbour.test/f", "retrieved_at": "2024-05-01T08:00:00Z"}')
    found = json.loads(run("extract", "--json", tmp_path / "page.html").stdout)
    assert (found["url"], found["retrieved_at"]) == ("https://harbour.test/f", "2024-05-01T08:00:00Z")
    (tmp_path / "page.json").write_text("{")
    done = run("extract", tmp_path / "page.html")
    assert done.exit_code == 1
    assert "page.json" in done.stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"%PDF-1.4 x", "not_html"), (b'{"a": 1}', "not_html"), (b"x" * 100, "not_html")],
)
def test_extract_says_why_there_is_no_article(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "x.html"
    file.write_bytes(content)
    done = run("extract", file)
    assert done.exit_code == 1
    assert f"no article: {reason}" in done.stderr
    as_json = run("extract", "--json", file)
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["reason"] == reason


@pytest.mark.parametrize("arguments", [["missing.html"], ["-", "--retrieved-at", "yesterday"]])
def test_extract_usage(arguments: list[str]) -> None:
    assert run("extract", *arguments, given=b"").exit_code == 2


def test_what_a_page_sends_to_a_terminal_is_shown_not_obeyed(article: Article) -> None:
    from dataclasses import replace

    evil = replace(
        article, headline="\x1b]0;owned\x07 [bold]x[/bold] \u202eabc", alternative_headline="[link=x]y[/link]"
    )
    out = io.StringIO()
    show(evil, Console(file=out, force_terminal=True, width=80))
    assert "\x1b]0;" not in out.getvalue()
    assert "\u202e" not in out.getvalue()
    assert "[bold]x[/bold]" in out.getvalue()
    assert "[link=x]y[/link]" in out.getvalue()
    assert escaped("a\nb\tc\x7f") == "a\\nb\\tc\\x7f"


# --- parse ---


@pytest.mark.parametrize(
    ("kind", "text", "check"),
    [
        ("byline", "By Ana Silva", lambda r: r["is_byline"] and r["authors"][0]["name"] == "Ana Silva"),
        ("byline", "The ferry sails again on Monday, said the office.", lambda r: not r["is_byline"]),
        ("dateline", "LISBON (AP) — Prices fell.", lambda r: r["is_dateline"] and r["places"][0]["name"] == "Lisbon"),
        (
            "dateline",
            "Prices fell in Lisbon.",
            lambda r: not r["is_dateline"] and r["body"] == "Prices fell in Lisbon.",
        ),
        ("caption", "The pier at dawn. (AP Photo/Ana Silva)", lambda r: r["credit"]["agencies"] == ["AP"]),
        ("line", "Skip to main content", lambda r: r["action"] == "drop"),
        ("line", TEXT, lambda r: r["action"] == "keep"),
    ],
)
def test_parse_one_string(kind: str, text: str, check: Callable[[dict[str, Any]], bool]) -> None:
    done = run("parse", kind, text, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert check(json.loads(done.stdout)), done.stdout
    assert json.loads(run("parse", kind, "--lang", "en", given=text + "\n").stdout) == json.loads(done.stdout)


def test_parse_case_lines_reads_only_what_it_may() -> None:
    cases = [
        {"input": "By Ana Silva", "lang": "en", "expect": {"is_byline": False}, "note": "not read"},
        {"input": "Von Ana Silva", "lang": "de", "context": None},
        {
            "input": {"json_ld": {"@type": "NewsArticle", "author": "Ana Silva"}, "visible": "By Ana Silva"},
            "lang": "en",
        },
    ]
    done = run("parse", "byline", "--jsonl", given="\n".join(json.dumps(c) for c in cases) + "\n\n")
    assert done.exit_code == 0, done.output
    found = [json.loads(x) for x in done.stdout.splitlines()]
    assert [[a["name"] for a in f["authors"]] for f in found] == [["Ana Silva"]] * 3


@pytest.mark.parametrize("line", ["oops", "[]", "{}", '{"input": 5}', '{"input": "x", "context": [1]}'])
def test_a_line_that_is_no_case_is_named(line: str) -> None:
    done = run("parse", "line", "--jsonl", given='{"input": "Advertisement", "lang": "en"}\n' + line)
    assert done.exit_code == 1
    assert "stdin:2" in done.stderr
    assert len(done.stdout.splitlines()) == 1


# --- check ---


EVIDENCE: dict[str, Any] = {
    "source": "html", "raw": "x", "locator": None, "rule": None, "alternatives": [], "start": None, "end": None,
}  # fmt: skip
DATELINE: dict[str, Any] = {
    "raw": "LISBON -", "paragraph": 0, "start": 0, "end": 5, "body_start": 9, "label": None, "places": [],
    "date": None, "agencies": [], "byline": [],
}  # fmt: skip


def changed(article: Article, **values: Any) -> bytes:
    return json.dumps({**json.loads(encode(article)), **values}).encode()


def write(file: Path, *lines: bytes, tail: bytes = b"") -> Path:
    file.write_bytes(b"".join(x + b"\n" for x in lines) + tail)
    return file


def test_check_of_good_lines(tmp_path: Path, article: Article) -> None:
    refused = Rejection(url=None, retrieved_at=None, source=Source("file", "a", None, "0" * 64), reason="empty")
    done = run("check", write(tmp_path / "a.jsonl", encode(article), encode(refused)))
    assert done.exit_code == 0, done.output
    assert "2 lines, 0 findings" in done.stderr


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"headline": 5}, "/headline"),
        ({"headline": ""}, "/headline"),
        ({"id": "sha256:" + "0" * 64}, "/id"),
        ({"nonsense": 1}, "/nonsense: the key is not in the schema"),
        ({"source": {"kind": "file", "path": "a", "offset": None}}, "sha256"),
        ({"body": {"text": "x", "paragraphs": ["y"], "blocks": []}}, "/body/paragraphs"),
        ({"publisher": {"name": "", "domain": None}}, "/publisher/name"),
        ({"publisher": {"name": "x"}}, "/publisher/domain: the key is missing"),
        ({"date_published": "2024-05-01T10:00:00+02:00", "date_published_utc_offset_minutes": 60}, "offset_minutes"),
        ({"date_published": "yesterday"}, "/date_published"),
        ({"access": "sometimes"}, "/access"),
        ({"provenance": {"/images/7/caption": EVIDENCE}}, "points at nothing"),
        ({"provenance": {"/headline": {**EVIDENCE, "start": 5, "end": 2}}}, "no span"),
        ({"dateline": DATELINE}, "/dateline"),
    ],
)  # fmt: skip
def test_check_finds_what_is_wrong_and_where(
    tmp_path: Path, article: Article, values: dict[str, Any], where: str
) -> None:
    file = write(tmp_path / "a.jsonl", encode(article), changed(article, **values))
    done = run("check", file)
    assert done.exit_code == 1
    assert f"{file}:2: " in done.stdout
    assert f"{file}:1: " not in done.stdout
    assert where in done.stdout


GERMAN = "Das Urteil wird für den Juni erwartet, sagte die Sprecherin des Gerichts am Freitag vor der Tür des Saals."
JAPANESE = "市の担当者は、港の橋を週末に閉鎖して点検すると発表した。点検の間、船は隣の桟橋から出る。"
KOREAN = "항구의 다리는 주말에 닫히고 점검을 받는다고 시의 담당자가 기자들에게 밝혔다. 배는 옆 부두에서 떠난다."


@pytest.mark.parametrize(
    ("tag", "story", "end", "above"),
    [
        ("de", GERMAN, " (Eva Lang aus Wien, Max Huber, 3.5.2024)", ""),
        ("ja", JAPANESE, "【パリ山田太郎】", ""),
        ("ko", KOREAN, "", "<div class=byline>수원, 대전 한지민 기자 han@news.test</div>"),
    ],
    ids=["de", "ja", "ko"],
)
def test_check_knows_a_dateline_that_signs_a_story(tmp_path: Path, tag: str, story: str, end: str, above: str) -> None:
    title = story[:24]
    page = (
        f"<!doctype html><html lang={tag}><head><meta charset=utf-8><title>{title}</title>"
        '<meta property="article:published_time" content="2024-05-03T09:00:00+02:00"></head><body>'
        f"<article><h1>{title}</h1>{above}<p>{story * 3}</p><p>{story * 2}{end}</p></article></body></html>"
    )
    found = parse_one(Page(page.encode(), "https://harbour.test/a"))
    assert isinstance(found, Article)
    assert found.dateline is not None
    assert found.dateline.byline
    done = run("check", write(tmp_path / "a.jsonl", encode(found)))
    assert done.exit_code == 0, done.stdout


@pytest.mark.parametrize(
    "signed",
    [
        {"start": 4, "end": 12, "body_start": 6},  # the story begins inside
        {"start": 0, "end": 8, "body_start": 0},  # nothing precedes
        {"start": 4, "end": 12, "body_start": 0},  # other words stand there
        {"start": 4000, "end": 4008, "body_start": 0, "paragraph": 99},  # no such paragraph
    ],
)
def test_check_finds_a_signature_that_is_none(tmp_path: Path, article: Article, signed: dict[str, int]) -> None:
    done = run("check", write(tmp_path / "a.jsonl", changed(article, dateline={**DATELINE, **signed})))
    assert done.exit_code == 1
    assert "/dateline: " in done.stdout


@pytest.mark.parametrize("line", [b"", b"[]", b"\xff\xfe", b'{"reason": "whim"}', b'{"a":"\\u0000"}'])
def test_check_of_lines_that_are_no_records(tmp_path: Path, line: bytes) -> None:
    done = run("check", write(tmp_path / "a.jsonl", line))
    assert done.exit_code == 1
    assert "a.jsonl:1: " in done.stdout


def test_check_names_and_repairs_a_torn_tail(tmp_path: Path, article: Article) -> None:
    file = write(tmp_path / "a.jsonl", encode(article), tail=encode(article)[:50])
    done = run("check", file)
    assert done.exit_code == 1
    assert ":2: torn: 50 bytes" in done.stdout
    assert run("check", "--repair", file).exit_code == 0
    assert (tmp_path / "a.jsonl.torn").read_bytes() == encode(article)[:50] + b"\n"
    assert file.read_bytes() == encode(article) + b"\n"
    assert run("check", file).exit_code == 0


def test_check_does_not_drown_its_reader(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *[b"[]"] * 50)
    assert "30 more findings" in run("check", file).stdout
    assert len(run("check", "--all", file).stdout.splitlines()) == 50


# --- schema, fixture ---


def test_schema_is_json() -> None:
    found = json.loads(run("schema").stdout)
    assert "2020-12" in found["$schema"]


def test_fixture_add_makes_a_folder_that_reparses(page: Path, tmp_path: Path) -> None:
    order = ["fixture", "add", page, "--url", "https://www.harbour.test/a", "--retrieved-at", "2024-05-01T08:00:00Z"]
    done = run(*order, "--case", "plain-byline", "--into", tmp_path / "sites")
    assert done.exit_code == 0, done.output
    assert "Ferry is back" in done.output
    folder = tmp_path / "sites" / "harbour.test" / "plain-byline"
    assert {p.name for p in folder.iterdir()} == {"page.html", "page.json", "expected.json"}
    expected = json.loads((folder / "expected.json").read_text())
    again = run("reparse", tmp_path / "sites", "-o", tmp_path / "out", "--sites", "off")
    assert again.exit_code == 0
    record = json.loads((tmp_path / "out" / "articles.jsonl").read_text())
    assert expected["body"] == {"paragraphs": record["body"]["paragraphs"]}
    assert {k: v for k, v in expected.items() if isinstance(v, str)}.items() <= record.items()
    assert {"headline", "language", "url"} <= expected.keys()
    assert not {"id", "source", "extractor", "provenance"} & expected.keys()
    assert run(*order, "--case", "plain-byline", "--into", tmp_path / "sites").exit_code == 2
    assert run(*order, "--case", "plain-byline", "--into", tmp_path / "sites", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("url", "case"),
    [("https://../x", "ok"), ("https://a.test/", "../up"), ("https://a.test/", "a/b"), ("nonsense", "ok")],
)
def test_nothing_from_a_url_or_a_name_reaches_a_path(page: Path, tmp_path: Path, url: str, case: str) -> None:
    done = run(
        "fixture",
        "add",
        page,
        "--url",
        url,
        "--retrieved-at",
        "2024-05-01T08:00:00Z",
        "--case",
        case,
        "--into",
        tmp_path / "in",
    )
    assert done.exit_code == 2
    assert not (tmp_path / "in").exists()


def test_explain_shows_words_places_and_what_was_left_out(article: Article, tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(encode(article) + b"\n")
    shown = run("explain", file)
    assert shown.exit_code == 0
    assert "authors/0/name  Ana Silva" in shown.output
    assert "/html/body/article/p[1]  [3:12]" in shown.output
    only = run("explain", file, "--field", "headline")
    assert "headline" in only.output
    assert "authors" not in only.output


def test_explain_finds_by_url_and_line(article: Article, tmp_path: Path) -> None:
    source = Source("file", "b.html", None, "0" * 64)
    refused = Rejection(url=None, retrieved_at=None, source=source, reason="not_html", detail="magic bytes")
    file = tmp_path / "all.jsonl"
    file.write_bytes(encode(article) + b"\n" + encode(refused) + b"\n{\n")
    assert "Ferry" in run("explain", file, "--url", "https://harbour.test/a").output
    assert run("explain", file, "--line", "2").output == "no article: not_html: magic bytes\n"
    missing = run("explain", file, "--line", "9")
    assert (missing.exit_code, "no such record" in missing.output) == (1, True)
    broken = run("explain", file, "--line", "3")
    assert broken.exit_code == 1
    assert "all.jsonl:3" in broken.output
