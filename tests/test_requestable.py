"""Addresses: what passes can be made a request of, and what a listing holds never raises."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy.http import Request
from scrapy.utils.python import to_bytes

from newsspider import discovery
from newsspider.discovery.links import absolute, when
from newsspider.discovery.requestable import form_fault
from newsspider.state import State

ODD = (
    "http://a.test:99999/", "http://a.test:abc/", "http://a.test:-1/", "http://a.test:８０/", "http://[::1]x/",
    "http://[::1/", "http://a..test/", "http://" + "a" * 300 + ".test/", "http://a.test:0/", "http://a.test\x00/",
    "http://\ud800.test/", "http://a.test/\udc80", "http://user@a.test/", "javascript:alert(1)", "http:///x", "http://",
    "http://a test/", "http://%41.test/", "http://[v1.x]/", "//a.test:1e3/",
)  # fmt: skip


@pytest.mark.parametrize("url", ODD, ids=ascii)
def test_what_no_request_can_be_made_of_is_named(url: str) -> None:
    assert form_fault(url) or url.startswith("//")
    feed = f"<rss version='2.0'><channel><item><link>{url}</link></item><item><link>https://b.test/a</link></item>"
    found = discovery.read((feed + "</channel></rss>").encode("utf-8", "replace"), "https://b.test/feed")
    assert [link.url for link in found.links][-1:] == ["https://b.test/a"] or "bad_xml" in found.faults


_URL = st.one_of(
    st.text(max_size=40),
    st.builds(
        lambda host, port, path: f"http://{host}{port}/{path}",
        st.text(max_size=20),
        st.sampled_from(["", ":80", ":99999", ":x", ":", ":８"]),
        st.text(max_size=20),
    ),
)


@given(_URL)
@example("http://a.test:80:80/")
@example("http://ａ.test/")
def test_what_passes_can_be_requested(url: str) -> None:
    found = absolute("https://www.harbour-post.test/feed.xml", url)
    if found is None:
        return
    request = Request(found)
    parts = urlsplit(to_bytes(request.url, encoding="ascii").decode())
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert parts.port is None or 0 < parts.port < 65_536
    discovery.address(found)


@pytest.mark.parametrize(
    "text",
    ["Thu, 01 Jan 99999999999 00:00:00 GMT", "Thu, 01 Jan 2020 00:00:00 +99999999", "0001-01-01T00:00:00+14:00",
     "x" * 90, "9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_none(text: str) -> None:
    found = when(text)
    assert found is None or found.timestamp()


def test_a_link_with_half_a_character_does_not_reach_the_state(tmp_path: object) -> None:
    feed = '{"items": [{"url": "https://b.test/\\ud800"}, {"url": "https://b.test/a"}]}'
    found = discovery.read(feed.encode(), "https://b.test/feed")
    state = State(tmp_path / "state.sqlite")  # type: ignore[operator]
    asked, _, _ = state.discover("b.test", found.links, 0.0)
    state.close()
    assert asked == ["https://b.test/a"]
