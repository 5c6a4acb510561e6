"""Which addresses can be asked for at all: the one place that decides, wherever an address enters.

Feeds, sitemaps, section pages, redirects and lists of URLs hold anything. What passes here can be made a request of,
encoded and connected to; what does not is named with its fault.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Final
from urllib.parse import urlsplit

MAX_URL: Final = 4_000
"""Characters of an address: servers refuse lines over 8 KB, and the longest address of a news page seen has 700."""
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_HOST: Final = re.compile(r"[^\s\x00-\x20/\\@?#<>\"{}|^`\[\]%]{1,253}")
_NUMERIC: Final = re.compile(r"\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{0,5})?")
"""An IPv6 address in a URL, with a port."""
_PLAIN: Final = re.compile(r"https?://(?:[a-z0-9_-]{1,63}\.){0,20}[a-z0-9_-]{1,63}(?:/[!-~]*)?")
"""What nearly every address looks like: nothing of it is changed on its way, and nothing can fail."""
_CONTROL: Final = re.compile("[\x00-\x1f\x7f]")


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "224.0.0.1")]
    [True, False, False, False, False]
    """
    try:
        value = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(value, ipaddress.IPv6Address):
        inner = value.ipv4_mapped or value.sixtofour or (value.teredo[1] if value.teredo else None)
        if inner is None and value in _NAT64:
            inner = ipaddress.IPv4Address(int(value) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return value.is_global and not value.is_multicast and not value.is_reserved


def fault_of(url: str, allowed: Any = ()) -> str | None:
    """Return why a URL must not be fetched, None where it may be tried; `allowed` are hosts that may be private.

    >>> fault_of("http://[::1]/"), fault_of("file:///etc/hostname"), fault_of("https://news.example/a")
    ('private address: ::1', 'scheme file is not fetched', None)
    """
    fault = form_fault(url)
    if fault is not None:
        return fault
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return None if is_public(host) or host in allowed else f"private address: {host}"


def form_fault(url: str) -> str | None:
    """Return why no request can be made of a URL, None where one can.

    >>> form_fault("https://news.example:99999/a"), form_fault("https://news.example:8080/a")
    ('no URL: Port out of range 0-65535', None)
    """
    if len(url) > MAX_URL:
        return f"an address of {len(url)} characters"
    if _PLAIN.fullmatch(url):
        return None
    if _CONTROL.search(url):
        return "no URL: control characters"
    try:
        url.encode("utf-8")
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except UnicodeEncodeError:
        return "no URL: half a character (a lone surrogate)"
    except ValueError as error:
        return f"no URL: {error}"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme[:20]} is not fetched"
    if parts.username is not None or parts.password is not None:
        return "credentials in the URL"
    if port == 0:
        return "no URL: port 0"
    if "[" in parts.netloc or "]" in parts.netloc:
        return None if _NUMERIC.fullmatch(parts.netloc) and _is_ip(host or "") else "no host name"
    if not host or not _HOST.fullmatch(host):
        return "no host name"
    try:
        # what the name is sent as; the codec refuses empty and overlong labels
        host.removesuffix(".").encode("idna")
    except UnicodeError:
        return "no host name"
    return None


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
