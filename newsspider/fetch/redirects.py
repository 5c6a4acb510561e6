"""Redirects that stay on the web, end, and carry no header of one host to another."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urljoin

from scrapy.downloadermiddlewares import redirect
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import get_meta_refresh

from newsspider.discovery.requestable import MAX_URL, fault_of
from newsspider.fetch.refusals import Refused
from newsspider.sources.response import REDIRECTS

_KEPT: Final = frozenset({b"Accept", b"Accept-Encoding", b"Accept-Language", b"User-Agent"})
"""Headers that may follow a redirect to another host."""


class _Redirects:
    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        _check(redirected.url)
        if redirected.url in {request.url, *request.meta.get("redirect_urls", ())}:
            raise Refused("redirect_loop", f"leads back to {redirected.url}")
        if urlparse_cached(redirected).netloc != urlparse_cached(request).netloc:
            for name in set(redirected.headers) - _KEPT:
                del redirected.headers[name]
        try:
            followed: Request = super()._redirect(redirected, request, reason)  # type: ignore[misc]
        except IgnoreRequest as error:
            raise Refused("redirect_loop", f"more than {request.meta['redirect_times']} redirects") from error
        return followed


class RedirectMiddleware(_Redirects, redirect.RedirectMiddleware):
    """Follows Location, or raises Refused with `bad_redirect` or `redirect_loop`."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the response, or the request that its redirect asks for."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None or request.meta.get("dont_redirect"):
            return super().process_response(request, response)
        if not location.strip():
            raise Refused("redirect_loop", "an empty Location leads back to the page")
        _check(_joined(request.url, location))
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise Refused("bad_redirect", f"Location is no URL: {error}") from error


class MetaRefreshMiddleware(_Redirects, redirect.MetaRefreshMiddleware):
    """Follows a meta refresh of a few seconds under the same rules."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Return the response, or the request that its refresh asks for."""
        if isinstance(response, HtmlResponse) and not _is_text(response):
            return response
        try:
            if isinstance(response, HtmlResponse):
                seconds, url = get_meta_refresh(response, ignore_tags=self._ignore_tags)
                if url and (seconds or 0) < self._maxdelay:
                    _check(url)
            return super().process_response(request, response)
        except (ValueError, AttributeError) as error:  # w3lib and Scrapy raise both for broken URLs
            raise Refused("bad_redirect", f"meta refresh to no URL: {error}") from error


def _is_text(response: HtmlResponse) -> bool:
    """Tell whether Scrapy can read a page as text: some charsets that servers name are codecs that raise."""
    try:
        return bool(response.text)
    except Exception:  # noqa: BLE001 - codecs that unpack raise errors of their own; the page is read elsewhere
        return False


def _joined(base: str, location: bytes) -> str:
    try:
        return urljoin(base, location.decode("latin-1").strip())
    except ValueError as error:
        raise Refused("bad_redirect", f"Location is no URL: {error}") from error


def _check(url: str) -> None:
    if len(url) > MAX_URL:
        raise Refused("bad_redirect", f"a Location of {len(url)} characters")
    fault = fault_of(url)
    if fault is not None and not fault.startswith("private"):  # the address check knows the exceptions
        raise Refused("bad_redirect", fault)
