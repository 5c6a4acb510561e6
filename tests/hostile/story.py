"""An ordinary page of our own, to be damaged in one way at a time."""

from __future__ import annotations

import json
from typing import Any

HEADLINE = "Harbour ferry sails again after winter in dock"
SENTENCE = (
    "The ferry between the two islands will sail again from Monday, the harbour office said, after a winter in the "
    "dock that cost the town more than it had planned. "
)
URL = "https://www.harbour-post.test/town/ferry-sails-again"
RETRIEVED = "2024-06-01T08:00:00Z"


def page(body: str, head: str = "", *, lang: str = "en", title: str = HEADLINE, charset: str = "utf-8") -> str:
    """Return a page with `body` as it stands."""
    meta = f"<meta charset='{charset}'>" if charset else ""
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head>{meta}<title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def article(more: str = "", *, byline: str = "By Ana Silva", paragraphs: int = 6, headline: str = HEADLINE) -> str:
    """Return an article element: headline, byline, paragraphs, then `more`."""
    text = "".join(f"<p>{SENTENCE} It was repair number {n}.</p>" for n in range(paragraphs))
    return f"<article><h1>{headline}</h1><p class='byline'>{byline}</p>{text}{more}</article>"


def plain(more: str = "", head: str = "") -> bytes:
    """Return the ordinary page as bytes, with `more` at the end of the article and `head` in the head."""
    return page(article(more), head).encode()


def linked(value: Any) -> str:
    """Return a JSON-LD block; a string is taken as it stands."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f"<script type='application/ld+json'>{text}</script>"


def news(**more: Any) -> dict[str, Any]:
    """Return a NewsArticle node of the ordinary page."""
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **more}


def dated(stated: str) -> bytes:
    """Return the ordinary page with a date stated in JSON-LD, meta and a time element."""
    return page(
        f"<time datetime='{stated}'>{stated}</time>" + article(),
        f"<meta property='article:published_time' content='{stated}'>" + linked(news(datePublished=stated)),
    ).encode()
