"""Pages for the servers: invented stories, a number apart."""

from __future__ import annotations

TEXT = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after a winter in the "
    "dock that cost the town more than it had planned for the whole of the coming year."
)


def story(
    number: int = 0, *, extra: str = "", paragraphs: int = 4, head: str = "", site: str = "The Harbour Post"
) -> bytes:
    """Return an article page."""
    title = f"Ferry number {number} is back in service after a long winter"
    body = "".join(f"<p>{TEXT} Trip {number}, part {i}.</p>" for i in range(paragraphs))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - {site}</title>{head}'
        f'<meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="2026-03-03T09:{number % 60:02}:00+00:00"></head>'
        f'<body><nav><a href="/">Home</a></nav><article><h1>{title}</h1><p class="byline">By Ana Silva</p>'
        f"{body}{extra}</article></body></html>"
    ).encode()
