"""Read pages with newsspider as read.py does with the peers: `parse` in one process, from bytes to the encoded line."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from read import Answer, serve

from newsspider import Article, Origin, Page, parse


def read(content: bytes, facts: dict[str, Any]) -> Answer | None:
    """Return the record of a page, None for a rejection."""
    origin = Origin("file", facts["path"])
    line = msgspec.json.encode(found := parse(Page(content, facts["url"], facts["retrieved_at"], origin=origin)))
    return json.loads(line) if isinstance(found, Article) else None


if __name__ == "__main__":
    serve(read, "newsspider")
