"""Pages that scripts draw: an add-on that lets a crawl render them in the system's Chromium, through scrapy-playwright.

`ADDONS = {"newsspider.Browser": 600}` in a project's settings, and `render = true` at a site of `sites.toml` (or
`-a render=1` for the spider `articles`). All other pages are fetched as ever. Needs the extra `browser`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from newsspider.discovery.requestable import is_public
from newsspider.fetch.addresses import AddressMiddleware
from newsspider.fetch.refusals import Refused

_PRIORITY: Final = "addon"
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HANDLER: Final = "newsspider.rendering.Rendering"
_UNWANTED: Final = frozenset({"image", "media", "font"})
"""What a text does without."""
QUIET_SECONDS: Final = 8.0
"""How long a page may go on loading after its own event says that it is there: some never end."""
_FLAGS: Final = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--mute-audio",
)  # fmt: skip


def executable() -> str | None:
    """Return the path of the system's Chromium, None where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def fault(settings: BaseSettings) -> str | None:
    """Return why this machine or project cannot render pages, None where it can."""
    if not any(name in (Browser, "newsspider.Browser") for name in settings.getdict("ADDONS")):
        return 'rendering wants ADDONS = {"newsspider.Browser": 600} in settings.py'
    if find_spec("scrapy_playwright") is None:
        return 'rendering wants scrapy-playwright: pip install "newsspider[browser]"'
    if not (settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS").get("executable_path") or executable()):
        return f"rendering wants a Chromium: none of {', '.join(_NAMES)} was found"
    return None


class Browser:
    """The add-on: a download handler for the requests that ask for it, and the browser's options."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the handler, below what the project says itself."""
        handlers = dict(settings.getdict("DOWNLOAD_HANDLERS"))
        for scheme in ("http", "https"):
            handlers.setdefault(scheme, _HANDLER)
        settings.set("DOWNLOAD_HANDLERS", handlers, priority=max(settings.getpriority("DOWNLOAD_HANDLERS") or 0, 15))
        flags = list(_FLAGS)
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to be root with one
        if settings.getbool("NEWSSPIDER_TEST_HOSTS"):
            flags.append("--host-resolver-rules=MAP *.test 127.0.0.1")
        options = {"executable_path": executable(), "args": flags}
        settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options, priority=_PRIORITY)
        settings.set("PLAYWRIGHT_BROWSER_TYPE", "chromium", priority=_PRIORITY)
        settings.set("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", 4, priority=_PRIORITY)
        settings.set("PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT", 30_000, priority=_PRIORITY)
        settings.set("PLAYWRIGHT_CONTEXTS", {"default": {"service_workers": "block"}}, priority=_PRIORITY)


def rendered() -> dict[str, Any]:
    """Return what a request's meta needs to be rendered."""
    return {"playwright": True}


class Guard:
    """Refuses what a browser must not load: pictures, media and fonts, and whatever leads to a private address.

    Names are resolved here, and once more by the browser: a name that changes between the two gets through, so the
    address of each page itself is looked at again when it has come (`check`).
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._addresses = AddressMiddleware(settings)
        self._known: dict[str, bool] = {}

    async def __call__(self, request: Any) -> bool:
        """Tell whether a request of the browser is aborted."""
        if request.resource_type in _UNWANTED:
            return True
        url = str(request.url)
        if url.startswith(("data:", "blob:")):
            return False
        if self._addresses.fault(url) is not None:
            return True
        host = urlsplit(url).hostname or ""
        if host not in self._known:
            self._known[host] = self._addresses.permits(host) or await _resolves_to_public(host)
        return not self._known[host]

    def check(self, url: str, address: Any) -> None:
        """Raise Refused where a page came from a private address."""
        fault = self._addresses.fault(url)
        host = urlsplit(url).hostname or ""
        if fault is None and address is not None and not self._addresses.permits(host) and not is_public(str(address)):
            fault = f"private address: {address}"
        if fault is not None:
            raise Refused("private_address" if fault.startswith("private") else "bad_redirect", fault)


async def _resolves_to_public(host: str) -> bool:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return bool(found) and all(is_public(str(where[4][0])) for where in found)
