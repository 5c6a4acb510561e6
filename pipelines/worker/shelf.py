"""Replies that wait for their turn: in memory up to a limit, on the disk beyond it."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from typing import IO

from pipelines import limits


@dataclass(frozen=True, slots=True)
class Parked:
    """Where a reply waits in the file."""

    at: int
    size: int


class Shelf:
    """A place for replies, used from several threads; the file has no name and is gone with the process."""

    def __init__(self, room: int = limits.SHELF_BYTES) -> None:
        self._room, self._held, self._parked, self._end = room, 0, 0, 0
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()

    def put(self, reply: bytes) -> bytes | Parked:
        """Take a reply in and return what `take` wants for it: the reply itself where there is room for it."""
        with self._lock:
            if self._held + len(reply) <= self._room:
                self._held += len(reply)
                return reply
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="newsspider-")  # noqa: SIM115 - closed by `close`
            place = Parked(self._end, len(reply))
            self._file.seek(place.at)
            self._file.write(reply)
            self._end += place.size
            self._parked += 1
            return place

    def take(self, place: bytes | Parked) -> bytes:
        """Return a reply and forget it."""
        with self._lock:
            if isinstance(place, bytes):
                self._held -= len(place)
                return place
            assert self._file is not None
            self._file.seek(place.at)
            reply = self._file.read(place.size)
            self._parked -= 1
            if not self._parked:  # nobody waits there any more: the disk gets its room back
                self._end = 0
                self._file.truncate(0)
            return reply

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
