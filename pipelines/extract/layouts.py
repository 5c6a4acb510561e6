"""What the selectors of a site file find on a page: for whoever writes one."""

from __future__ import annotations

from pipelines.extract.parsed import tree_of
from pipelines.extract.tree import select, text_of
from pipelines.page import Page
from pipelines.sites import Match, Site


def matches(page: Page, site: Site) -> tuple[Match, ...]:
    """Return what each selector of the layout in force finds on `page`; () where there is no layout or no page."""
    layout = site.layout(page.retrieved_at)
    if layout is None:
        return ()
    root = tree_of(page)
    if root is None:
        return ()
    named = [(name, getattr(layout, name)) for name in ("headline", "byline", "standfirst", "published", "body")]
    asked = [(name, selector) for name, selector in named if selector] + [("drop", d) for d in layout.drop]
    found = []
    for name, selector in asked:
        elements = select(root, selector)
        found.append(Match(name, selector, len(elements), text_of(elements[0]) if elements else None))
    return tuple(found)
