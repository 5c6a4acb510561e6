"""Several sources to one list (`news-conventions` A.10): structured data, visible, credit lines, meta, dateline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipelines import agencies, names
from pipelines.bylines.grammar import read_byline
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.draft import AuthorEntry
from pipelines.record import Author
from pipelines.text import clean, is_caps, key

_STRENGTH: Final = ("author", "original_author", "reporter", "writer", "contributor")
_BAD_TITLES: Final = 60


@dataclass(slots=True)
class Level:
    """What one source says."""

    name: str
    authors: list[Author] = field(default_factory=list)
    rejected: list[RejectedText] = field(default_factory=list)

    def people(self, publishers: Sequence[str]) -> list[Author]:
        """Return the parties that are more than the publisher or a desk: only they stop lower levels."""
        return [a for a in self.authors if not is_publisher(a, publishers) and not a.generic]


@dataclass(frozen=True, slots=True)
class Merged:
    """One list with what it is made of."""

    authors: tuple[Author, ...]
    rejected: tuple[RejectedText, ...]
    levels: tuple[Level, ...]
    origin: tuple[str, ...]
    """Name of the level that each author came from."""


def is_publisher(author: Author, publishers: Sequence[str]) -> bool:
    """Tell whether a party is the outlet itself."""
    mine = key(author.name or "")
    return (
        author.type == "organization"
        and bool(mine)
        and any(mine == key(p) or key(p) == "the" + mine or mine == "the" + key(p) for p in publishers if p)
    )


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
    if any(key(name) == key(p) for p in publishers if p):
        return [Author(name, "organization", _role(entry), url=entry.url)], []
    canonical = agencies.agency(name, tag)
    if canonical:
        return [Author(canonical, "organization", _role(entry), url=entry.url)], []
    slug = names.from_slug(name)
    if slug:
        name = slug
    organization = entry.kind is not None and (
        "organization" in entry.kind or entry.kind in {"corporation", "newsmediaorganization"}
    )
    reading = read_byline(name, tag)
    if organization and not any(a.type == "person" and a.name and key(a.name) != key(name) for a in reading.authors):
        if reading.reason in {"url", "cms_account", "handle_only"}:
            return [], list(reading.rejected)
        generic = any(a.generic for a in reading.authors)
        return [Author(name, "organization", _role(entry), url=entry.url, generic=generic)], []
    if not reading.is_byline:
        if entry.kind == "person" and _single_name(name):
            return [_with_details(Author(names.restore_case(name, tag), "person", _role(entry)), entry, tag)], []
        return [], list(reading.rejected) or [RejectedText(entry.name, reading.reason or "sentence")]
    single = len(reading.authors) == 1
    return [
        _with_details(replace(a, role=_role(entry) if a.role == "author" else a.role), entry if single else None, tag)
        for a in reading.authors
    ], list(reading.rejected)


def _single_name(name: str) -> bool:
    """Tell whether one word can be a name where JSON-LD types it as Person (A.6)."""
    return (
        " " not in name
        and name.replace("-", "").replace("'", "").isalpha()
        and 2 < len(name) < 25
        and (name[:1].isupper() or not name.isascii())
    )


def _role(entry: AuthorEntry):  # type: ignore[no-untyped-def]
    return entry.role if entry.role in {"author", "contributor", "editor", "translator"} else "author"


def _with_details(author: Author, entry: AuthorEntry | None, tag: str | None) -> Author:
    if entry is None or author.type != "person":
        return author
    affiliation = agencies.agency(entry.affiliation, tag) or entry.affiliation if entry.affiliation else None
    title = entry.job_title if entry.job_title and len(entry.job_title) <= _BAD_TITLES else None
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


def text_level(name: str, readings: Sequence[BylineReading]) -> Level:
    """Return what printed lines say."""
    level = Level(name)
    for reading in readings:
        level.authors += reading.authors
        level.rejected += reading.rejected
    return level


def combine(levels: Sequence[Level], publishers: Sequence[str]) -> Merged:
    """Return one list from levels in order of trust (A.10).

    The highest level that names more than the publisher or a desk gives names and order; trailing lines, visible
    bylines and datelines below it add parties and fill details; meta is asked only when nothing else names anybody.
    """
    rejected: list[RejectedText] = [r for level in levels for r in level.rejected]
    chosen: list[tuple[Author, str]] = []
    top: Level | None = None
    for level in levels:
        people = level.people(publishers)
        if top is None:
            if not people:
                continue
            top = level
            chosen = [(a, level.name) for a in level.authors if not is_publisher(a, publishers)]
            continue
        if level.name == "meta":
            continue
        for author in level.authors:
            if not is_publisher(author, publishers):
                _join(chosen, author, level, top)
    if top is None:
        desks = [(a, lv.name) for lv in levels for a in lv.authors]
        chosen = _unique(
            [(replace(a, is_publisher=True, role="author") if is_publisher(a, publishers) else a, n) for a, n in desks]
        )
        desks_only = [c for c in chosen if not c[0].is_publisher and c[0].role != "source"]
        # a desk is better than the outlet's name; unnamed agencies are nothing better, they stand beside it
        chosen = desks_only or [
            *[c for c in chosen if c[0].is_publisher][:1],
            *[c for c in chosen if not c[0].is_publisher],
        ]
    else:
        for level in levels:
            rejected += [RejectedText(a.name or "", "publisher") for a in level.authors if is_publisher(a, publishers)]
    kept = _roles(chosen)
    return Merged(tuple(a for a, _ in kept), tuple(dict.fromkeys(rejected)), tuple(levels), tuple(n for _, n in kept))


def _join(chosen: list[tuple[Author, str]], author: Author, level: Level, top: Level) -> None:
    people = [i for i, (a, _) in enumerate(chosen) if a.type == "person"]
    if author.name is None and author.alternate_name is None and author.job_title and people:
        # an unnamed correspondent is the one person named above
        if len(people) == 1:
            chosen[people[0]] = (_filled(chosen[people[0]][0], author), chosen[people[0]][1])
        return
    for i, (known, origin) in enumerate(chosen):
        if _same(known, author):
            if (
                known.role == author.role
                or _rank(author.role) > _rank(known.role)
                or (level.name == "trailing" and author.role != known.role)
            ):
                chosen[i] = (_filled(known, author), origin)
            return
    if level.name == "visible" and top.name == "json-ld":
        # structured data lists the writers; a visible line adds one only beside somebody it shares with that list
        if not any(_same(known, other) for known, _ in chosen for other in level.authors):
            return
        if author.type == "organization" or author.name is None:
            return
    if author.generic and any(a.type == "person" for a, _ in chosen):
        return
    chosen.append((author, level.name))


def _same(a: Author, b: Author) -> bool:
    if a.name is None or b.name is None:
        return a.alternate_name is not None and a.alternate_name == b.alternate_name
    return names.same_person(a.name, b.name) if a.type == "person" == b.type else key(a.name) == key(b.name)


def _filled(known: Author, other: Author) -> Author:
    """Return the known author with details of the other filled in, the better spelling of the name first."""
    if known.type != "person" or other.type != "person":
        return known
    name = (
        names.better_spelling(known.name or "", other.name or "")
        if known.name and other.name
        else known.name or other.name
    )
    if name and is_caps(name):
        name = names.restore_case(name)
    return replace(
        known,
        name=name,
        job_title=known.job_title or other.job_title,
        affiliation=known.affiliation
        or (None if other.affiliation and agencies.agency(other.affiliation) else other.affiliation),
        bureau=known.bureau or other.bureau,
        location=known.location or other.location,
        email=known.email or other.email,
        social=known.social or other.social,
        engagement=known.engagement or other.engagement,
        honorific_prefix=known.honorific_prefix or other.honorific_prefix,
        honorific_suffix=known.honorific_suffix or other.honorific_suffix,
        alternate_name=known.alternate_name or other.alternate_name,
    )


def _rank(role: str) -> int:
    return _STRENGTH.index(role) if role in _STRENGTH else len(_STRENGTH)


def _roles(chosen: list[tuple[Author, str]]) -> list[tuple[Author, str]]:
    """Return one entry a person with the strongest role; a wire line may name one person under two labels (A.9)."""
    out: list[tuple[Author, str]] = []
    for author, origin in chosen:
        twin = next((i for i, (a, _) in enumerate(out) if _same(a, author)), None)
        if twin is None or (
            out[twin][0].role in {"reporter", "writer"}
            and author.role in {"reporter", "writer"}
            and out[twin][0].role != author.role
        ):
            out.append((author, origin))
        elif _rank(author.role) < _rank(out[twin][0].role):
            out[twin] = (_filled(author, out[twin][0]), out[twin][1])
        else:
            out[twin] = (_filled(out[twin][0], author), out[twin][1])
    return out


def _unique(chosen: list[tuple[Author, str]]) -> list[tuple[Author, str]]:
    seen: dict[str, tuple[Author, str]] = {}
    for author, origin in chosen:
        seen.setdefault(key(author.name or author.alternate_name or ""), (author, origin))
    return list(seen.values())


def read_sources(
    entries: Sequence[AuthorEntry],
    visible: Sequence[str],
    trailing: Sequence[str],
    meta: Sequence[str],
    tag: str | None = None,
    publisher: str | None = None,
) -> BylineReading:
    """Return one reading of several sources given as strings, for `newsspider parse byline` with an object as input."""
    publishers = [publisher] if publisher else []
    levels = [entry_level(entries, tag, publishers)]
    levels.append(text_level("visible", [_publisher_aware(v, tag, publishers) for v in visible]))
    levels.append(text_level("trailing", [read_byline(t, tag, position="trailing") for t in trailing]))
    levels.append(text_level("meta", [_publisher_aware(m, tag, publishers) for m in meta]))
    merged = combine(levels, publishers)
    rejected = merged.rejected
    return BylineReading(
        bool(merged.authors),
        merged.authors,
        rejected,
        None if merged.authors else (rejected[0].reason if rejected else "empty"),
    )


def _publisher_aware(text: str, tag: str | None, publishers: Sequence[str], links: Sequence[str] = ()) -> BylineReading:
    if any(key(text) == key(p) for p in publishers if p):
        return BylineReading(True, (Author(clean(text), "organization"),))
    return read_byline(text, tag, links=links)


def visible_reading(text: str, tag: str | None, publishers: Sequence[str], links: Sequence[str]) -> BylineReading:
    """Return the reading of a visible byline; the outlet's own name is the outlet."""
    return _publisher_aware(text, tag, publishers, links)
