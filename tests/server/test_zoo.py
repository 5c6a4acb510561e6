"""Rows 56 to 76 of the bad inputs: one crawl over the whole zoo, and what each page became."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.server.bad import PRIVATE, ZOO, answer, prepare
from tests.server.crawling import Crawl, scrapy
from tests.server.loopback import Loopback

RECORD = "record"
ZOO_SETTINGS = {"DOWNLOAD_TIMEOUT": "8", "CONCURRENT_REQUESTS": "64", "DOWNLOAD_MAXSIZE": "3000000"}
EXPECTED = {
    "length-long": "truncated", "chunk-cut": "truncated", "chunk-bad": "bad_http|truncated", "reset": "truncated",
    "length-short": "empty|no_article|too_short", "length-negative": "bad_http", "length-word": "bad_http",
    "length-twice": "bad_http",
    "gzip-cut": RECORD, "gzip-fake": RECORD, "brotli-fake": "bad_http|not_html", "no-length": RECORD,
    "bomb-gzip": "too_large", "bomb-gzip-twice": "too_large", "bomb-brotli": "too_large", "endless": "too_large",
    "redirect-self": "redirect_loop", "redirect-chain": "redirect_loop", "redirect-empty": "redirect_loop",
    "refresh-loop": "redirect_loop",
    "redirect-file": "bad_redirect", "redirect-ftp": "bad_redirect", "redirect-s3": "bad_redirect",
    "redirect-data": "bad_redirect", "refresh-file": "bad_redirect", "redirect-script": "bad_redirect",
    "redirect-bracket": "bad_redirect", "redirect-space": "bad_redirect|bad_http", "redirect-long": "bad_redirect",
    "redirect-user": "bad_redirect",
    **{f"private-{i}": "private_address" for i in range(len(PRIVATE))}, "redirect-other": RECORD,
    "drip": "timeout", "drip-headers": "timeout", "hang": "timeout",
    "busy-429": "rate_limited", "busy-503": "rate_limited", "busy-long": "rate_limited", "busy-once": RECORD,
    "status-999": "bad_http", "garbage": "bad_http", "silent": "bad_http",
    "part": "truncated", "no-content": "empty",
    "headers-many": "record|bad_http", "header-long": "record|bad_http", "cookies": RECORD,
    "consent": "consent", "captcha": "blocked", "gone": "soft_404", "login": "login",
    "robots-503": "robots", "robots-403": RECORD, "robots-page": RECORD, "robots-no": "robots",
    "robots-only-us": "robots", "robots-hang": "timeout", "robots-delay": RECORD,
}  # fmt: skip


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loopback, Crawl, dict[str, dict[str, Any]]]]:
    out = tmp_path_factory.mktemp("zoo")
    prepare()
    with Loopback(answer) as server:
        urls = [server.url(f"{name}.test", "/page") for name in EXPECTED]
        urls += [
            server.url("robots-delay.test", "/page2"),
            server.url("busy-once.test", "/page2"),
            server.url("cookies.test", "/page2"),
        ]
        (out / "urls.txt").write_text("\n".join(urls))
        done = scrapy("articles", out, "-a", f"file={out / 'urls.txt'}", **ZOO_SETTINGS)
        lines = done.by_url()
        lines[server.url("redirect-other.test", "/page")] = lines.pop(server.url("headers-seen.test", "/page"))
        assert sorted(lines) == sorted(urls), done.log[-3000:]
        yield server, done, {url.split("/")[2].partition(".")[0]: lines[url] for url in urls if url.endswith("page")}


def test_every_behaviour_has_an_expectation() -> None:
    assert set(ZOO) <= set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_becomes(name: str, zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    line = zoo[2][name]
    found = line.get("reason", RECORD)
    assert found in EXPECTED[name].split("|"), json.dumps(line)[:500]


def test_a_cut_body_is_never_whole(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    assert zoo[2]["gzip-cut"]["truncated"] is True
    assert zoo[2]["no-length"]["truncated"] is False


def test_the_crawl_ended_well(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    assert zoo[1].code == 0
    assert "Traceback" not in zoo[1].log
    assert " ERROR:" not in zoo[1].log, zoo[1].log[-2000:]


def test_requests_are_bounded(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    hits = zoo[0].hits
    assert max(hits.values()) <= 3, hits.most_common(3)
    chain = sum(n for (host, path), n in hits.items() if host == "redirect-chain.test" and path != "/robots.txt")
    assert chain == 6
    assert all(hits[f"{name}.test", "/robots.txt"] <= 1 for name in EXPECTED if name != "robots-503")


def test_forbidden_pages_are_not_asked_for(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    for name in ("robots-503", "robots-no", "robots-only-us", "robots-hang"):
        assert zoo[0].hits[f"{name}.test", "/page"] == 0


def test_no_cookie_goes_back_and_the_agent_says_who_it_is(
    zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]],
) -> None:
    assert [a.path for a in zoo[0].log if "cookie" in a.headers] == []
    assert {a.headers["user-agent"].partition("/")[0] for a in zoo[0].log} == {"newsspider"}


def test_no_private_address_is_asked(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    assert [a for a in zoo[0].log if not a.host.endswith(".test") or a.path == "/inside"] == []


def test_hosts_are_left_in_peace_as_long_as_they_ask(zoo: tuple[Loopback, Crawl, dict[str, dict[str, Any]]]) -> None:
    asked = [a.at for a in zoo[0].log if a.host == "busy-once.test" and a.path != "/robots.txt"]
    assert len(asked) >= 3
    assert asked[1] - asked[0] >= 0.95, "Retry-After: 1"
    slow = [a.at for a in zoo[0].log if a.host == "robots-delay.test"]
    assert len(slow) == 3
    assert min(b - a for a, b in pairwise(slow[1:])) >= 0.95, "Crawl-delay: 1"
    assert zoo[0].hits["busy-long.test", "/page"] == 1, "a day is too long to wait"
