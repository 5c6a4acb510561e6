"""Authors of structured data, each entry's name itself read as a byline (`news-conventions` A.7, A.10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipelines import agencies, names
from pipelines.bylines.grammar import read_byline
from pipelines.bylines.levels import Level, names_outlet
from pipelines.bylines.reading import RejectedText
from pipelines.draft import AuthorEntry
from pipelines.lexicon import lexicon_for
from pipelines.record import Author, Role
from pipelines.text import clean, key

_BAD_TITLES: Final = 60
_ROLES: Final[dict[str, Role]] = {"contributor": "contributor", "editor": "editor", "translator": "translator"}


def entry_level(entries: Sequence[AuthorEntry], tag: str | None, publishers: Sequence[str]) -> Level:
    """Return what structured data says: each entry's name is itself read as a byline."""
    level = Level("json-ld")
    for entry in entries:
        level_authors, refused = _entry(entry, tag, publishers)
        level.authors += level_authors
        level.rejected += refused
    people = any(a.type == "person" for a in level.authors)
    # an agency or outlet beside a person as an entry of its own supplied material (A.7)
    level.authors = [
        replace(a, role="source") if people and a.type == "organization" and a.role == "author" and not a.generic else a
        for a in level.authors
    ]
    return level


def _entry(entry: AuthorEntry, tag: str | None, publishers: Sequence[str]) -> tuple[list[Author], list[RejectedText]]:
    name = clean(entry.name)
    if publishers and (host := domain(name)) and names_outlet(host, publishers):
        return [Author(publishers[0], "organization", _role(entry), url=entry.url)], []
    if names_outlet(name, publishers):
        return [Author(name, "organization", _role(entry), url=entry.url)], []
    canonical = agencies.agency(name, tag)
    if canonical:
        generic = names.is_staff(name)
        return [Author(canonical, "organization", _role(entry), url=entry.url, generic=generic)], []
    slug = names.from_slug(name)
    if slug:
        name = slug
    organization = entry.kind is not None and (
        "organization" in entry.kind or entry.kind in {"corporation", "newsmediaorganization"}
    )
    reading = read_byline(name, tag, position="stated")
    if organization and not any(a.type == "person" and a.name and key(a.name) != key(name) for a in reading.authors):
        if reading.reason in {"url", "cms_account", "handle_only"}:
            return [], list(reading.rejected)
        if reading.authors and all(a.type == "organization" and a.role == "source" for a in reading.authors):
            return [replace(a, url=entry.url) for a in reading.authors], []  # "Source: Harbor University"
        generic = any(a.generic for a in reading.authors)
        return [Author(name, "organization", _role(entry), url=entry.url, generic=generic)], []
    if not reading.is_byline:
        if entry.kind == "person" and reading.reason != "cms_account" and _single_name(name, tag):
            return [_with_details(Author(names.restore_case(name, tag), "person", _role(entry)), entry, tag)], []
        return [], list(reading.rejected) or [RejectedText(entry.name, reading.reason or "sentence")]
    single = len(reading.authors) == 1
    return [
        _with_details(replace(a, role=_role(entry) if a.role == "author" else a.role), entry if single else None, tag)
        for a in reading.authors
    ], list(reading.rejected)


_HOST: Final = re.compile(r"^(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,3}[a-z]{2,10})/?$", re.IGNORECASE)


def domain(text: str) -> str | None:
    """Return the host that a text is, `www.` aside, else None."""
    found = _HOST.match(text) if "." in text else None
    return found.group(1).lower() if found else None


def _single_name(name: str, tag: str | None) -> bool:
    """Tell whether one word can be a name where JSON-LD types it as Person (A.6)."""
    return (
        " " not in name
        and not lexicon_for(tag).kinds_of(name.casefold()).keys() & {"role_words", "titles", "sections"}
        and name.replace("-", "").replace("'", "").isalpha()
        and 2 < len(name) < 25
        and (name[:1].isupper() or not name.isascii())
    )


def _role(entry: AuthorEntry) -> Role:
    return _ROLES.get(entry.role, "author")


def _with_details(author: Author, entry: AuthorEntry | None, tag: str | None) -> Author:
    if entry is None or author.type != "person":
        return author
    affiliation = agencies.agency(entry.affiliation, tag) or entry.affiliation if entry.affiliation else None
    title = entry.job_title if entry.job_title and len(entry.job_title) <= _BAD_TITLES else None
    if title is not None and title.startswith("(") and title.endswith(")"):
        title = None  # a remark on the story: "(Live updates)"
    return replace(
        author,
        job_title=author.job_title or title,
        url=entry.url,
        email=author.email or entry.email,
        affiliation=author.affiliation or affiliation,
        alternate_name=author.alternate_name
        or (
            entry.alternate_name
            if entry.alternate_name and key(entry.alternate_name) != key(author.name or "")
            else None
        ),
    )
