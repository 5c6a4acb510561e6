"""No request reaches a private address, however the host is spelled and whatever its name resolves to.

The check stands in the resolver, through which host names and IPv4 spellings (decimal, octal, hexadecimal, short) go
alike, so that a name that is re-bound between two requests is checked each time. A middleware refuses what never gets
so far: IPv6 literals, other schemes, credentials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.error import DNSLookupError

from newsspider.discovery.requestable import fault_of, is_public
from newsspider.fetch.refusals import Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_LOOPBACK: Final = "127.0.0.1"
_REFUSED: Final[LocalCache[str, str]] = LocalCache(10_000)
"""Host names that resolved to a private address: Twisted forgets why a resolver refused."""


class PrivateAddressError(DNSLookupError):
    """A host resolved to an address that is not public; Twisted logs any other error of a resolver with its trace."""


def refused_address(host: str) -> str | None:
    """Return the private address for which a host was refused, None where it was not."""
    return _REFUSED.get(host)


class _Allowed:
    """The hosts that may be private: those listed, and `*.test` where the test hosts are on."""

    def __init__(self, settings: BaseSettings) -> None:
        self.tests: bool = settings.getbool("NEWSSPIDER_TEST_HOSTS")
        self.listed: frozenset[str] = frozenset(settings.getlist("NEWSSPIDER_PRIVATE_HOSTS"))

    def is_test(self, host: str) -> bool:
        return self.tests and host.endswith(".test")

    def __contains__(self, host: str) -> bool:
        return host in self.listed or self.is_test(host)


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver, for public addresses only.

    NEWSSPIDER_PRIVATE_HOSTS lists exceptions; with NEWSSPIDER_TEST_HOSTS names ending in `.test` are 127.0.0.1.
    """

    allowed: _Allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the settings."""
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver.allowed = _Allowed(crawler.settings)
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 - Twisted's name
        """Return a Deferred of the host's address; it fails with PrivateAddressError for one that is not public."""
        if self.allowed.is_test(name):
            return super().getHostByName(_LOOPBACK, timeout)
        found = super().getHostByName(name, timeout)
        return found if name in self.allowed else found.addCallback(self._checked, name)

    @staticmethod
    def _checked(address: str, name: str) -> str:
        if is_public(address):
            return address
        _REFUSED[name] = address
        raise PrivateAddressError(f"{name} is {address}")


class AddressMiddleware:
    """Refuses requests whose URL alone says that they lead nowhere public."""

    def __init__(self, settings: BaseSettings) -> None:
        self._allowed = _Allowed(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings."""
        return cls(crawler.settings)

    def process_request(self, request: Request) -> None:
        """Raise Refused for another scheme, credentials, no host, or a private address as host."""
        fault = self.fault(request.url)
        if fault is not None:
            raise Refused("private_address" if fault.startswith("private") else "bad_redirect", fault)

    def fault(self, url: str) -> str | None:
        """Return why a URL must not be fetched by what it says itself (`fault_of`)."""
        return fault_of(url, self._allowed)

    def permits(self, host: str) -> bool:
        """Tell whether a host may have a private address."""
        return host in self._allowed

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say that a host was refused for its address, which Twisted reports as a name that does not resolve."""
        address = refused_address(urlsplit(request.url).hostname or "")
        if address is not None and type(exception).__name__ == "CannotResolveHostError":
            raise Refused("private_address", f"private address: {address}") from exception
