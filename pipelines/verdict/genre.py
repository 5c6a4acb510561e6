"""What genre a page states: by its type, its section, a label in its headline, its address, or by what it holds.

Only what the page says counts. Words and the genres they stand for are data (`wall.genres` of a language).
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from pipelines.agencies import agency, kind
from pipelines.draft import Draft
from pipelines.rules import languages_for
from pipelines.text import key

_TYPES: Final = MappingProxyType(
    {
        "newsarticle": "news",
        "reportagenewsarticle": "news",
        "opinionnewsarticle": "opinion",
        "analysisnewsarticle": "analysis",
        "backgroundnewsarticle": "background",
        "askpublicnewsarticle": "news",
        "reviewnewsarticle": "review",
        "review": "review",
        "criticreview": "review",
        "liveblogposting": "live_blog",
        "imagegallery": "gallery",
        "mediagallery": "gallery",
        "videoobject": "video",
        "claimreview": "fact_check",
        "satiricalarticle": "satire",
        "advertisercontentarticle": "advertisement",
        "interview": "interview",
        "pressrelease": "press_release",
    }
)
_SECTIONS: Final = re.compile(r" ?[,;/|>›»] ?")
_LABEL: Final = re.compile(r" ?[:：|] ?| [–—-] ")
_LABEL_LENGTH: Final = 25  # characters of a label in a headline: "Opinion", "Communiqué de presse"
_MEDIA: Final = frozenset({"gallery", "video", "audio"})
"""Genres that a headline or an address does not make: "Video: ..." heads many a plain report."""
_WRITERS: Final = frozenset({"author", "reporter", "writer", "contributor", "original_author", "compiler"})
"""Roles of those who write a story; its editor or translator leaves it the agency's."""
_POSTS: Final = 2  # dated entries from which on a page is a live blog
_PICTURES: Final = 6  # captioned pictures that make a gallery ...
_PICTURE_TEXT: Final = 120  # ... where the story has fewer characters than this for each of them


def genre_of(draft: Draft, characters: int) -> str | None:
    """Return the genre that a page states, None where it states none; `characters` is the length of its story.

    A type that says more than "news" comes first, then section, headline label, address, content.
    """
    stated = _TYPES.get(draft.page_type or "")
    if stated not in (None, "news"):
        return stated
    return _section(draft) or _headline(draft) or _address(draft) or _content(draft, characters) or stated


@cache
def _words(tag: str | None) -> MappingProxyType[str, str]:
    """Return the words for genres of a language and of English, in key form."""
    found: dict[str, str] = {}
    for lang in reversed(languages_for(tag)):
        found.update((key(word), genre) for word, genre in lang.table("wall.genres").items())
    return MappingProxyType(found)


def _section(draft: Draft) -> str | None:
    words = _words(draft.language)
    for part in _SECTIONS.split(draft.section or ""):
        whole = key(part)
        if whole in words:
            return words[whole]
        # "AP Fact Check", "News Analysis": the last words name the genre, the first the house
        ends = part.split()
        for count in (2, 1):
            last = key(" ".join(ends[-count:]))
            if len(ends) > count and words.get(last) not in (None, *_MEDIA):
                return words[last]
    return None


def _headline(draft: Draft) -> str | None:
    words = _words(draft.language)
    parts = _LABEL.split(draft.headline or "")
    if len(parts) < 2:
        return None
    for part in (parts[0], parts[-1]):
        # compounds name the genre last: "Harbour-Ticker"
        genre = (
            (words.get(key(part)) or words.get(key(part.rpartition("-")[2]))) if len(part) <= _LABEL_LENGTH else None
        )
        if genre is not None and genre not in _MEDIA:
            return genre
    return None


def _address(draft: Draft) -> str | None:
    words = _words(draft.language)
    host, _, path = (draft.url or "").partition("://")[2].partition("/")
    *folders, slug = path.partition("?")[0].rstrip("/").split("/")
    for part in (*folders, host.partition(".")[0]):
        genre = words.get(key(part.replace("-", " ").replace("_", " ")))
        if genre is not None and genre not in _MEDIA:
            return genre
    first = " ".join(re.split(r"[-_]", slug)[:2])
    return words.get(key(first)) if " " in first and words.get(key(first)) not in _MEDIA else None


def _content(draft: Draft, characters: int) -> str | None:
    if len(draft.posts) >= _POSTS:
        return "live_blog"
    if draft.dateline is not None and any(kind(agency) == "newswire" for agency in draft.dateline.agencies):
        return "press_release"
    if _is_wire(draft):
        return "wire"
    captioned = sum(image.caption is not None for image in draft.images)
    if captioned >= _PICTURES and characters < _PICTURE_TEXT * captioned:
        return "gallery"
    return None


def _is_wire(draft: Draft) -> bool:
    """Tell whether an agency wrote the story: it stands in the dateline or is the author, and nobody else is."""
    if draft.dateline is not None and draft.dateline.byline:
        return False
    agencies = [name for author in draft.authors if (name := agency(author.name or "", draft.language))]
    if len(agencies) < sum(author.role in _WRITERS for author in draft.authors):
        return False
    named = (*agencies, *(draft.dateline.agencies if draft.dateline is not None else ()))
    return any(kind(name) == "agency" for name in named)
