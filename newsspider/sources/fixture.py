"""A page as a folder: `page.html` and, in `page.json`, the facts of its fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import msgspec

from newsspider.sources import facts
from newsspider.sources.stored import Stored, opened, refused
from pipelines.page import Origin, Page
from pipelines.record import Rejection

PAGE: Final = "page.html"
FACTS: Final = "page.json"
_MAX_FACTS: Final = 64_000
"""Bytes of page.json: five short strings."""


class Facts(msgspec.Struct, forbid_unknown_fields=True):
    """What `page.json` may hold."""

    url: str | None = None
    retrieved_at: str | None = None
    status: Annotated[int, msgspec.Meta(ge=100, le=999)] = 200
    content_type: str | None = None


def is_fixture(file: Path) -> bool:
    """Tell whether a file is the page of a fixture folder."""
    return file.name == PAGE and file.with_name(FACTS).exists()


def entry(folder: Path, path: str) -> Stored | Rejection:
    """Return the page of a fixture folder; `path` is what the record's source shall say."""
    try:
        with opened(folder / FACTS) as file:
            found = msgspec.json.decode(file.read(_MAX_FACTS), type=Facts)
    except (OSError, ValueError, RecursionError) as error:
        return refused("file", path, f"{FACTS} beside {path}: {error}")
    when = facts.instant(found.retrieved_at)
    if found.retrieved_at and when is None:
        return refused(
            "file", path, f"{FACTS} beside {path}: retrieved_at is no time with an offset: {found.retrieved_at!r}"
        )
    kind, charset = facts.media_type(found.content_type)
    page = Page(b"", found.url, when, found.status, kind, charset, origin=Origin("file", path))
    return Stored(str(folder / PAGE), page)
