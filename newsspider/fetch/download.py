"""One file over HTTP onto the disk: from public addresses only, whatever a name resolves to or a redirect says."""

from __future__ import annotations

import os
import shutil
import socket
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from newsspider.discovery.requestable import fault_of, is_public

_HOPS: Final = 5
_SECONDS: Final = 60.0
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = 200


class RemoteError(OSError):
    """A URL cannot be read, or what its kind needs is not installed."""

    exit_code = 1


def download(url: str, folder: Path) -> Path:
    """Copy the file at an http(s) URL into `folder` and return the copy, which bears its name; raises RemoteError."""
    folder.mkdir(parents=True, exist_ok=True)
    allowed = frozenset(filter(None, os.environ.get("NEWSSPIDER_PRIVATE_HOSTS", "").split(",")))
    place = url
    for _ in range(_HOPS + 1):
        fault = fault_of(place, allowed)
        if fault is not None:
            raise RemoteError(f"{place}: {fault}")
        target = folder / (urlsplit(place).path.rstrip("/").rpartition("/")[2] or "input")
        try:
            step = _fetched(place, target, allowed)
        except (OSError, HTTPException) as error:
            raise RemoteError(f"cannot read {place}: {error}") from error
        if step is None:
            return target
        place = urljoin(place, step)
    raise RemoteError(f"{url}: more than {_HOPS} redirects")


def _fetched(url: str, target: Path, allowed: frozenset[str]) -> str | None:
    """Write what lies at a URL to a file; return where it redirects to, None where it is written."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    # the address that is checked is the one that is spoken to: a name that is bound anew in between gains nothing
    address = _address(host, port, allowed)
    plain = socket.create_connection((address, port), timeout=_SECONDS)
    secure = HTTPSConnection(host, port, timeout=_SECONDS) if parts.scheme == "https" else None
    connection = secure or HTTPConnection(host, port, timeout=_SECONDS)
    connection.sock = plain if secure is None else _secured(plain, host)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "newsspider", "Accept-Encoding": "identity"})
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            return response.getheader("Location") or ""
        if response.status != _OK:
            raise OSError(f"HTTP {response.status}")
        with target.open("xb") as file:
            shutil.copyfileobj(response, file)
    finally:
        connection.close()
    return None


def _secured(plain: socket.socket, host: str) -> socket.socket:
    import ssl

    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _address(host: str, port: int, allowed: frozenset[str]) -> str:
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    public = found if host in allowed else [address for address in found if is_public(address)]
    if not public:
        raise OSError(f"private address: {host} is {found[0] if found else 'unknown'}")
    return public[0]
