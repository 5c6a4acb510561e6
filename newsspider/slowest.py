"""The pages of a run that took longest, for run.json."""

from __future__ import annotations

import heapq
import time
from typing import Any, Final

_KEPT: Final = 10
"""As many as a person reads through (research: reliability, section 6)."""


class Slowest:
    """Seconds of each page on the wire, and from there to its line; the ten longest are kept."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[float, float]] = {}
        self._kept: list[tuple[float, str, float]] = []

    def came(self, url: str, fetching: float) -> None:
        """Take in that a page is there, after `fetching` seconds on the wire."""
        self._begun[url] = (time.monotonic(), fetching)

    def done(self, url: str) -> None:
        """Take in that a page has its line; one that did not come through `came` is left out."""
        begun, fetching = self._begun.pop(url, (None, 0.0))
        if begun is not None:
            parsing = time.monotonic() - begun
            heapq.heappush(self._kept, (fetching + parsing, url, fetching))
            if len(self._kept) > _KEPT:
                heapq.heappop(self._kept)

    def facts(self) -> list[dict[str, Any]]:
        """Return the pages, the slowest first: `fetching` and `to_line` in seconds, waiting for a worker included."""
        return [
            {"url": url, "fetching": round(fetching, 3), "to_line": round(whole - fetching, 3)}
            for whole, url, fetching in sorted(self._kept, reverse=True)
        ]
