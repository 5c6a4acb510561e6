"""Where articles are announced: bytes of a feed, a sitemap or a section page in, links out. No network, no clock.

`read` never raises for what a server sends: what is wrong with it stands in `Found.faults`.
"""

from __future__ import annotations

from newsspider.discovery.links import MAX_LINKS, Found, Link, absolute, address
from newsspider.discovery.pages import announced, matches, read_page
from newsspider.discovery.reading import read

__all__ = ["MAX_LINKS", "Found", "Link", "absolute", "address", "announced", "matches", "read", "read_page"]
