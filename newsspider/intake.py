"""What a spider does with a response: archive it, remember it, and tell whether it is new."""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from newsspider.archive import Archive, ArchiveError
from newsspider.fetch.bodies import Wire, wire_of
from newsspider.fetch.refusals import first_url
from newsspider.sources import facts, payload
from newsspider.state import State
from pipelines.page import Origin

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_DISK_EVERY: Final = 50
"""Pages between two looks at the free disk."""
_META_ROBOTS: Final = re.compile(rb"<meta[^>]{0,200}?name=[\"']?robots\b[^>]{0,300}>", re.IGNORECASE)


class Intake:
    """Archive and state of a run, as a spider sees them."""

    def __init__(self, state: State, folder: Path, settings: BaseSettings, clock: Callable[[], float]) -> None:
        self.state, self._folder, self._clock = state, folder, clock
        self._least = settings.getint("NEWSSPIDER_LEAST_FREE")
        self._obey = settings.getbool("NEWSSPIDER_OBEY_NOARCHIVE")
        self._pages = 0
        self.archive: Archive | None = None
        if settings.getbool("NEWSSPIDER_ARCHIVE"):
            most = settings.getint("NEWSSPIDER_ARCHIVE_BYTES")
            self.archive = Archive(folder / "archive", state.segments(), agent=settings["USER_AGENT"], max_segment=most)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for a page only if it changed."""
        known = self.state.page(url)
        if known is None or known.sha256 is None:
            return {}
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in asked.items() if value}

    def keep(self, response: Response) -> Origin | None:
        """Archive a response and return where it lies; None where the page is the one that is known.

        Raises ArchiveError.
        """
        assert response.request is not None
        self._mind_the_disk()
        wire, request, asked = wire_of(response), response.request, first_url(response.request)
        site = str(request.meta.get("site") or urlsplit(response.url).hostname)
        before = self.state.page(response.url) or self.state.page(asked)
        if before is not None and before.sha256 is None:
            before = None
        digest = hashlib.sha256(wire.payload.content).hexdigest()
        told = {"etag": _header(wire, "ETag"), "last_modified": _header(wire, "Last-Modified")}
        if before is not None and (wire.status == 304 or (wire.status < 300 and digest == before.sha256)):
            with self.state.together():
                if self.archive is not None:
                    refers: dict[str, str | None] = {
                        "WARC-Refers-To": before.record_id,
                        "WARC-Refers-To-Target-URI": before.url,
                        "WARC-Refers-To-Date": facts.epoch(before.fetched_at or 0),
                        "WARC-Payload-Digest": before.payload_digest,
                    }
                    kept = self.archive.revisit(request, wire, response.url, refers)
                    self.state.acknowledge(kept.name, kept.end)
                self.state.fetched(site, (asked, response.url), wire.at.timestamp(), **_given(told))
            return None
        known: dict[str, Any] = {**told, "status": wire.status, "sha256": digest}
        if self.archive is None or self.forbids(wire, b"noarchive"):
            self.state.fetched(site, (asked, response.url), wire.at.timestamp(), **known)
            return Origin("http")
        if wire.is_bare:
            kept = self.archive.rendered(request, wire, response.url)
        else:
            kept = self.archive.response(request, wire, response.url, _ip(response))
        where = {"warc": kept.name, "offset": kept.offset, "record_id": kept.record_id}
        with self.state.together():
            self.state.acknowledge(kept.name, kept.end)
            self.state.expect(kept.name, kept.offset, response.url)
            known |= where | {"payload_digest": kept.payload_digest}
            self.state.fetched(site, (asked, response.url), wire.at.timestamp(), **known)
        return Origin("warc", kept.name, kept.offset)

    def _mind_the_disk(self) -> None:
        """Raise ArchiveError where the disk is nearly full: what is written until then stays whole."""
        self._pages += 1
        if self._pages % _DISK_EVERY == 1:
            free = shutil.disk_usage(self._folder).free
            if free < self._least // 2:
                raise ArchiveError(errno.ENOSPC, f"{free // 1_000_000} MB free for {self._folder}")

    def hop(self, request: Request, response: Response) -> None:
        """Archive a redirect on the way to a page."""
        if self.archive is not None:
            at = datetime.fromtimestamp(self._clock(), UTC)
            wire = Wire(response.status, response.headers, response.body, at, payload.Payload(response.body))
            kept = self.archive.response(request, wire, request.url, _ip(response))
            self.state.acknowledge(kept.name, kept.end)

    def forbids(self, wire: Wire, word: bytes) -> bool:
        """Tell whether a page says `noarchive` or `noindex`, where NEWSSPIDER_OBEY_NOARCHIVE listens."""
        if not self._obey:
            return False
        said = b",".join(wire.headers.getlist("X-Robots-Tag"))
        said += b",".join(_META_ROBOTS.findall(wire.payload.content[:100_000]))
        return word in said.lower()


def _header(wire: Wire, name: str) -> str | None:
    value = wire.headers.get(name)
    return value.decode("latin-1")[:500] if value else None


def _given(facts: dict[str, str | None]) -> dict[str, str]:
    return {k: v for k, v in facts.items() if v}


def _ip(response: Response) -> str | None:
    return str(response.ip_address) if response.ip_address else None
