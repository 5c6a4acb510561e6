"""What is sound by the schema and still suspicious: by itself, or beside the other records of its site.

Flags are for people who decide; none says that a record is wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from newsspider.reading import DamagedError, Read, RecordError, decoded, numbered
from pipelines.record import Article

FLAGS: Final = {
    "published_after_retrieved": "published later than the page was fetched",
    "published_before_1995": "published before there was news on the web",
    "modified_before_published": "changed long before it was published",
    "dateline_far": "the dateline's day is far from the publication",
    "body_is_description": "the body says no more than the metadata's summary",
    "body_short": "a body of a few sentences, on a page that is not said to be partial",
    "author_is_section": "an author bears the name of the section or the publisher",
    "headline_is_publisher": "the headline is the name of the publisher",
    "same_body": "another address of the site has the same body",
    "same_headline": "several addresses of the site have this headline",
    "same_caption": "unrelated pages of the site have this caption",
    "same_time": "most records of the site have this time of publication",
    "author_everywhere": "nearly all records of the site have this author",
}
"""The closed list, with what each says."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on something is suspicious; each may be set by the user."""

    late_hours: float = 26.0
    """Hours after the fetch: a day for zones that pages do not state, and two for clocks."""
    early_hours: float = 96.0
    """Hours between the last change and the publication: a story is set for its hour after its last edit, most of them
    minutes or half a day before, a weekend's features three days. Of 455 pages 26 are changed first, two of them more
    than four days."""
    dateline_days: float = 14.0
    """Days between dateline and publication: features are filed a week before; a fortnight is another story's."""
    short: float = 200.0
    """Characters of a body: two or three sentences."""
    captions: float = 3.0
    """Headlines that one caption may stand under."""
    headlines: float = 3.0
    """Addresses that one headline may stand on."""
    share: float = 0.8
    """Share of a site's records with one time or one author."""
    enough: float = 10.0
    """Records of a site before a share says anything."""

    @classmethod
    def of(cls, given: Iterable[str]) -> Self:
        """Return thresholds from NAME=VALUE; raises ValueError that names what is wrong."""
        found: dict[str, float] = {}
        names = {f.name for f in fields(cls)}
        for text in given:
            name, mark, value = text.partition("=")
            if not mark or name not in names:
                raise ValueError(f"{text}: a threshold is NAME=NUMBER, with one of {', '.join(sorted(names))}")
            try:
                found[name] = float(value)
            except ValueError as error:
                raise ValueError(f"{text}: {value} is no number") from error
        return replace(cls(), **found)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that is suspicious."""

    flag: str
    pointer: str
    """JSON Pointer of the value."""
    detail: str


class Books:
    """What the records of each site have in common, as digests: eight bytes for each body, headline and caption."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()
        self._bodies: Counter[bytes] = Counter()
        self._headlines: Counter[bytes] = Counter()
        self._captions: defaultdict[bytes, set[bytes]] = defaultdict(set)
        self._times: Counter[bytes] = Counter()
        self._authors: Counter[bytes] = Counter()
        self._seen: set[bytes] = set()

    def add(self, record: Article) -> None:
        """Take in a record; another version of a known one counts once."""
        site = site_of(record)
        if (mine := _digest(site, record.id)) in self._seen:
            return
        self._seen.add(mine)
        self.records[site] += 1
        self._bodies[_digest(site, record.body.text)] += 1
        if record.headline:
            self._headlines[_digest(site, record.headline)] += 1
        if record.date_published:
            self._times[_digest(site, record.date_published)] += 1
        for name in {a.name for a in record.authors if a.name and not a.is_publisher}:
            self._authors[_digest(site, name)] += 1
        for image in record.images:
            if image.caption:
                self._captions[_digest(site, image.caption)].add(_digest(record.headline or record.id))

    def flags(self, record: Article, given: Thresholds) -> Iterator[Flag]:
        """Yield what is suspicious about a record beside the others of its site."""
        site = site_of(record)
        count = self.records[site]
        if (times := self._bodies[_digest(site, record.body.text)]) > 1:
            yield Flag("same_body", "/body", f"{times} addresses")
        if record.headline and (times := self._headlines[_digest(site, record.headline)]) >= given.headlines:
            yield Flag("same_headline", "/headline", f"{times} addresses")
        for n, image in enumerate(record.images):
            if image.caption and (times := len(self._captions[_digest(site, image.caption)])) >= given.captions:
                yield Flag("same_caption", f"/images/{n}/caption", f"under {times} headlines")
        if count < given.enough:
            return
        if record.date_published:
            share = self._times[_digest(site, record.date_published)] / count
            if share >= given.share and "T" in record.date_published:
                yield Flag("same_time", "/date_published", f"{share:.0%} of the site's records")
        for n, author in enumerate(record.authors):
            share = self._authors[_digest(site, author.name)] / count if author.name else 0.0
            if share >= given.share and not author.is_publisher:
                yield Flag("author_everywhere", f"/authors/{n}", f"{share:.0%} of the site's records")


def flags(record: Article, given: Thresholds) -> Iterator[Flag]:
    """Yield what is suspicious about a record by itself."""
    yield from _times(record, given)
    body, description = _plain(record.body.text), _plain(record.description)
    if description and body == description:
        yield Flag("body_is_description", "/body", f"{len(record.body.text)} characters")
    elif len(record.body.text) < given.short and record.access != "partial":
        yield Flag("body_short", "/body", f"{len(record.body.text)} characters")
    house = _plain(record.publisher.name)
    for n, author in enumerate(record.authors):
        name = _plain(author.name)
        if name and not author.is_publisher and name in (_plain(record.section), house):
            yield Flag("author_is_section", f"/authors/{n}/name", author.name or "")
    if house and _plain(record.headline) == house:
        yield Flag("headline_is_publisher", "/headline", record.headline or "")


def _times(record: Article, given: Thresholds) -> Iterator[Flag]:
    published = instant(record.date_published)
    modified, fetched = instant(record.date_modified), instant(record.retrieved_at)
    if published is None:
        return
    if fetched is not None and published - fetched > timedelta(hours=given.late_hours):
        yield Flag("published_after_retrieved", "/date_published", f"fetched {record.retrieved_at}")
    if published.year < 1995:
        yield Flag("published_before_1995", "/date_published", record.date_published or "")
    known = record.date_published_offset == record.date_modified_offset != "unknown"
    whole = "T" in (record.date_published or "") and "T" in (record.date_modified or "")
    early = published - modified if modified is not None and known and whole else timedelta(0)
    if early > timedelta(hours=given.early_hours):
        yield Flag("modified_before_published", "/date_modified", f"{early / timedelta(hours=1):.0f} hours")
    if record.dateline is not None and record.dateline.date is not None:
        apart = abs((date.fromisoformat(record.dateline.date) - published.date()).days)
        if apart > given.dateline_days:
            yield Flag("dateline_far", "/dateline/date", f"{apart} days")


def instant(stamp: str | None) -> datetime | None:
    """Return a time of a record; one without an offset is taken as UTC, which thresholds of a day forgive."""
    if stamp is None:
        return None
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def site_of(record: Article) -> str:
    """Return the site of a record."""
    return record.publisher.domain or "unknown"


def suspicious(files: Sequence[Path], given: Thresholds) -> Iterator[tuple[Read, list[Flag]]]:
    """Yield every record of some files with its flags; reads the files twice. Raises OSError.

    What is no record is passed over: a fault of one line says nothing about the others.
    """
    books = Books()
    for _, record in _records(files):
        books.add(record)
    for read, record in _records(files):
        yield read, [*flags(record, given), *books.flags(record, given)]


def _records(files: Sequence[Path]) -> Iterator[tuple[Read, Article]]:
    for path in files:
        with contextlib.suppress(DamagedError):
            for number, line in numbered(path):
                with contextlib.suppress(RecordError):
                    # a torn line may be a record that lost its end; the next run writes it again
                    value = decoded(line[:-1], "") if line.endswith(b"\n") else None
                    if isinstance(value, Article):
                        yield Read(line[:-1], value, path, number), value


class Sites:
    """Flags by site, for the table and the file."""

    def __init__(self) -> None:
        self._records: Counter[str] = Counter()
        self._flags: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, record: Article, found: Sequence[Flag]) -> None:
        """Count a record."""
        self._records[site_of(record)] += 1
        self._flags[site_of(record)].update({f.flag for f in found})

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield one line a site, the most flagged first."""
        order = sorted(self._records, key=lambda s: (-self._flags[s].total(), s))
        for site in order:
            told = dict(sorted(self._flags[site].items(), key=lambda p: (-p[1], p[0])))
            yield {"site": site, "records": self._records[site], "flags": told}


def _digest(*parts: str | bytes | None) -> bytes:
    whole = b"\0".join(p if isinstance(p, bytes) else (p or "").encode("utf-8", "replace") for p in parts)
    return hashlib.blake2b(whole, digest_size=8).digest()


def _plain(text: str | None) -> str:
    return "".join(c for c in (text or "").casefold() if c.isalnum())
