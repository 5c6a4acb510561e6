"""JSON-LD ImageObject to a figure; pure dictionary work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.draft import Figure
from pipelines.extract.structured import string


def figure_of(node: Mapping[str, Any] | str, locator: str) -> Figure | None:
    """Return the picture that an ImageObject or a bare URL describes, or None when it names none."""
    if isinstance(node, str):
        return Figure(url=node, source="json-ld", locator=locator) if node.startswith("http") else None
    url = node.get("contentUrl") or node.get("url") or node.get("@id")
    creators = node.get("creator") or node.get("author")
    names = [string(c) for c in creators] if isinstance(creators, list) else [string(creators)]
    caption = string(node.get("caption") or node.get("description"))
    credit = string(node.get("creditText") or node.get("copyrightNotice"))
    if not isinstance(url, str) or not url.startswith("http"):
        url = None
    if url is None and caption is None and credit is None:
        return None
    return Figure(
        url=url,
        width=_pixels(node.get("width")),
        height=_pixels(node.get("height")),
        caption=caption,
        credit=credit,
        source="json-ld",
        locator=locator,
        creators=tuple(n for n in names if n),
    )


def _pixels(value: object) -> int | None:
    if isinstance(value, Mapping):
        value = value.get("value")
    if isinstance(value, str):
        value = value.removesuffix("px").strip()
        return int(value) or None if value.isdigit() and len(value) < 6 else None
    return int(value) or None if isinstance(value, (int, float)) and 0 < value < 100_000 else None
