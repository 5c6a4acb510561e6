"""Several sources to one list (`news-conventions` A.10): structured data, visible, credit lines, meta, dateline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipelines import agencies, names
from pipelines.bylines.entries import domain, entry_level
from pipelines.bylines.forms import piece_of
from pipelines.bylines.grammar import read_byline, reader_for
from pipelines.bylines.kinds import singular
from pipelines.bylines.levels import Level, is_own_desk, is_publisher, names_outlet, text_level
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.weighing import AUTHORS, same, weighed, writes
from pipelines.draft import AuthorEntry
from pipelines.record import Author
from pipelines.replacing import replace
from pipelines.text import clean, is_caps, key

_TITLE: Final = 80  # letters of a line that may be a job title alone
_STRENGTH: Final = ("author", "original_author", "reporter", "writer", "contributor")


@dataclass(frozen=True, slots=True)
class Merged:
    """One list with what it is made of."""

    authors: tuple[Author, ...]
    rejected: tuple[RejectedText, ...]
    levels: tuple[Level, ...]
    origin: tuple[str, ...]
    """Name of the level that each author came from."""


def combine(levels: Sequence[Level], publishers: Sequence[str]) -> Merged:
    """Return one list from levels in order of trust (A.10).

    The highest level that names an author, more than the publisher or a desk, gives names and order; the other levels
    add parties and fill details; meta and lone lines are asked only when nothing else names anybody.
    """
    levels = weighed(levels, publishers)
    rejected: list[RejectedText] = [r for level in levels for r in level.rejected]
    top = _top(levels, publishers)
    if top is None:
        chosen = _outlet_only(levels, publishers)
    else:
        own = [a for a in top.authors if is_own_desk(a, publishers)] if any(map(writes, top.authors)) else []
        rejected += [RejectedText(a.name or "", "publisher") for a in own]
        mine = [a for a in top.authors if not is_publisher(a, publishers) and a not in own]
        chosen = _named([(a, top.name) for a in mine])
        for level in levels:
            if level is not top and level.name != "meta":
                for author in level.authors:
                    # a lone line is no author beside one that the page marks as such
                    if not is_publisher(author, publishers) and not (
                        level.name == "signature" and _stands_alone(author)
                    ):
                        _join(chosen, author, level, top)
        for level in levels:
            rejected += [RejectedText(a.name or "", "publisher") for a in level.authors if is_publisher(a, publishers)]
    if chosen and all(a.role == "source" and not a.generic and n == "signature" for a, n in chosen):
        chosen = [(replace(a, role="author"), n) for a, n in chosen]  # what stands alone supplied all of it
    kept = _roles(chosen)
    return Merged(tuple(a for a, _ in kept), tuple(dict.fromkeys(rejected)), tuple(levels), tuple(n for _, n in kept))


def _stands_alone(author: Author) -> bool:
    """Tell whether a lone line names a party of its own, no photographer, translator or title of one named above."""
    return author.type == "organization" or (author.role in AUTHORS and author.name is not None)


def _top(levels: Sequence[Level], publishers: Sequence[str]) -> Level | None:
    """Return the highest level that names an author, else the highest that names anybody but the outlet."""
    naming = [level for level in levels if level.name != "away" and level.people(publishers)]
    return next((x for x in naming if any(a.role in AUTHORS for a in x.people(publishers))), next(iter(naming), None))


def _outlet_only(levels: Sequence[Level], publishers: Sequence[str]) -> list[tuple[Author, str]]:
    """Return the desks, else the outlet itself, of levels that name nobody else (A.7)."""
    found = _unique(
        [
            (replace(a, is_publisher=True, role="author") if is_publisher(a, publishers) else a, level.name)
            for level in levels
            for a in level.authors
        ]
    )
    others = [c for c in found if not c[0].is_publisher]
    # a desk is better than the outlet's name; unnamed agencies are nothing better, they stand beside it
    desks = [c for c in others if c[0].role != "source"]
    return desks or [*[c for c in found if c[0].is_publisher][:1], *others]


def _named(chosen: list[tuple[Author, str]]) -> list[tuple[Author, str]]:
    """Give a title that stands alone to the one person named beside it, and leave it out beside several."""
    lone = [a for a, _ in chosen if a.name is None and a.alternate_name is None and a.job_title]
    people = [c for c in chosen if c[0].type == "person" and c[0] not in lone]
    if not lone or not people:
        return chosen
    kept = [c for c in chosen if c[0] not in lone]
    if len(people) == 1:
        return [(_filled(a, lone[0]), n) if a is people[0][0] else (a, n) for a, n in kept]
    return kept


def _join(chosen: list[tuple[Author, str]], author: Author, level: Level, top: Level) -> None:
    people = [i for i, (a, _) in enumerate(chosen) if a.type == "person"]
    if author.name is None and author.alternate_name is None and author.job_title and people:
        # an unnamed correspondent is the one person named above
        if len(people) == 1:
            chosen[people[0]] = (_filled(chosen[people[0]][0], author), chosen[people[0]][1])
        return
    for i, (known, origin) in enumerate(chosen):
        if same(known, author):
            if (
                known.role == author.role
                or _rank(author.role) > _rank(known.role)
                or (level.name == "trailing" and author.role != known.role)
            ):
                chosen[i] = (_filled(known, author), origin)
            return
    if level.name == "away":
        return  # what stands beside a story names others' writers too
    if level.name == "visible" and top.name == "json-ld":
        # structured data lists the writers; a visible line adds one only beside somebody it shares with that list
        shared = [o for o in level.authors if o.type == "person" or author.role not in AUTHORS]
        if not any(same(known, other) for known, _ in chosen for other in shared):
            return
        if author.name is None or (author.type == "organization" and not _supplies(author, chosen)):
            return
        author = replace(author, role="source") if author.type == "organization" else author
    if author.generic and any(a.type == "person" for a, _ in chosen):
        return
    chosen.append((author, level.name))


def _supplies(author: Author, chosen: list[tuple[Author, str]]) -> bool:
    """Tell whether an organisation is an agency that nobody named so far writes for."""
    return agencies.agency(author.name or "") is not None and all(a.affiliation != author.name for a, _ in chosen)


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
        twin = next((i for i, (a, _) in enumerate(out) if same(a, author)), None)
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
    levels.append(text_level("meta", [_publisher_aware(m, tag, publishers, (), "stated") for m in meta]))
    merged = combine(levels, publishers)
    rejected = merged.rejected
    return BylineReading(
        bool(merged.authors),
        merged.authors,
        rejected,
        None if merged.authors else (rejected[0].reason if rejected else "empty"),
    )


def _publisher_aware(
    text: str, tag: str | None, publishers: Sequence[str], links: Sequence[str] = (), position: str = ""
) -> BylineReading:
    if names_outlet(text, publishers):
        return BylineReading(True, (Author(clean(text), "organization"),))
    head, _, site = clean(text).rstrip(")").rpartition("(")
    if head and publishers and (host := domain(site)) and names_outlet(host, publishers):
        return BylineReading(True, (Author(publishers[0], "organization"),))  # "Harbour Radio (www.harbour.example)"
    return _outlet_apart(read_byline(text, tag, links=links, position=position), publishers)


def _outlet_apart(reading: BylineReading, publishers: Sequence[str]) -> BylineReading:
    """Return a reading in which the outlet's name beside a person is where that person works, and no person itself."""
    if not any(a.type == "person" and names_outlet(a.name or "", publishers) for a in reading.authors):
        return reading
    out: list[Author] = []
    for author in reading.authors:
        if author.type != "person" or not names_outlet(author.name or "", publishers):
            out.append(author)
        elif out and out[-1].type == "person":
            out[-1] = replace(out[-1], affiliation=out[-1].affiliation or author.name)
        else:
            out.append(Author(author.name, "organization"))
    return replace(reading, authors=tuple(out))


def visible_reading(
    text: str, tag: str | None, publishers: Sequence[str], links: Sequence[str], position: str = ""
) -> BylineReading:
    """Return the reading of a visible byline or of metadata ("stated"); a title alone waits for a name."""
    r = reader_for(tag)
    if len(text) < _TITLE and r.is_job(piece_of(clean(text), r)):
        return BylineReading(True, (Author(None, job_title=singular(clean(text))),))
    return _publisher_aware(text, tag, publishers, links, position)
