"""Single rules of fetching without a crawl: headers on redirects, Retry-After, log lines, robots files."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from newsspider.fetch import redirects, robots
from newsspider.fetch.refusals import Refused, explained
from newsspider.fetch.retry import seconds_of
from newsspider.logs import EscapingFormatter

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def followed(location: str, **meta: Any) -> Request:
    middleware = redirects.RedirectMiddleware.from_crawler(get_crawler())
    headers = {"X-Api-Key": "secret", "Authorization": "Basic x", "Cookie": "a=b", "User-Agent": "n", "Accept": "*/*"}
    request = Request("https://a.example/x", headers=headers, meta=meta)
    response = Response("https://a.example/x", status=302, headers={"Location": location})
    found = middleware.process_response(request, response)
    assert isinstance(found, Request)
    return found


def test_row_68_no_header_of_a_site_leaves_its_host() -> None:
    assert set(followed("https://b.example/y").headers) == {b"User-Agent", b"Accept"}
    assert followed("/y").headers["X-Api-Key"] == b"secret"


def test_a_redirect_does_not_lead_back() -> None:
    with pytest.raises(Refused, match="redirect_loop"):
        followed("https://a.example/first", redirect_urls=["https://a.example/first"])


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"30", 30.0),
        (b"0", 0.0),
        (b"Tue, 03 Mar 2026 12:02:00 GMT", 120.0),
        (b"Tue, 03 Mar 2026 11:00:00 GMT", 0.0),
        (b"-5", None),
        (b"soon", None),
        (b"", None),
        (None, None),
        (b"9" * 400, 999_999_999.0),
    ],
)
def test_retry_after(header: bytes | None, seconds: float | None) -> None:
    assert seconds_of(header, NOW) == seconds


@pytest.mark.parametrize(
    ("status", "body", "rules"),
    [
        (200, b"User-agent: *\nDisallow: /", b"User-agent: *\nDisallow: /"),
        (404, b"User-agent: *\nDisallow: /", b""),
        (403, b"<html>", b""),
        (200, b"\xef\xbb\xbf <!doctype html><p>Disallow: /", b""),
        (200, b"#" * 600_000, b"#" * 512_000),
    ],
)
def test_rules_files(status: int, body: bytes, rules: bytes) -> None:
    assert robots._text(Response("https://a.example/robots.txt", status=status, body=body)) == rules


def test_row_99_log_lines_cannot_be_forged() -> None:
    formatter = EscapingFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    error = ValueError("bad\nERROR: forged \x1b[31m")
    trace = (ValueError, error, None)
    record = logging.LogRecord("n", logging.INFO, "f", 1, "page %s", ("https://a.test/\nERROR: forged\x1b[0m",), trace)
    lines = formatter.format(record).split("\n")
    assert lines[0] == "INFO: page https://a.test/\\nERROR: forged\\x1b[0m"
    assert all(line.startswith("    ") for line in lines[1:])
    assert "\x1b" not in "".join(lines)


def test_what_nobody_thought_of_is_told_as_such() -> None:
    assert explained(KeyError("x"))[0] == "internal_error"
    assert explained(Refused("robots", "no"))[0] == "robots"
