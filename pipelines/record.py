"""The record: one news article as one JSON object, and its counterpart, the rejection.

Names follow schema.org in snake_case where it has one, else the newsroom's term (dateline, byline, credit line). Every
key is always present: null, `[]` or false when unknown, never an empty string, never absent. The docstring under each
field is its definition; `newsspider schema` and `docs/record.md` are made from this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipelines.evidence import Alternative, Dropped, Evidence, Extractor, Refused, Source
from pipelines.picture import Creator, Credit, Image, PersonPosition
from pipelines.vocabulary import (
    REASONS,
    SCHEMA_VERSION,
    Access,
    BlockKind,
    CorrectionType,
    Count,
    Country,
    CreditKind,
    Day,
    EvidenceSource,
    Identifier,
    OffsetBasis,
    PartyType,
    PictureSource,
    Position,
    Reason,
    Role,
    Timestamp,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who put the page up."""

    name: str | None = None
    """Name of the outlet as it calls itself (JSON-LD `publisher`, `og:site_name`, or the page's own words)."""
    domain: str | None = None
    """Registrable domain of the fetched URL."""


@dataclass(frozen=True, slots=True)
class Author:
    """One party of the byline or of a credit line for text (schema.org Person or Organization)."""

    name: str | None
    """Display form, case restored; null only beside `alternate_name` or `job_title`."""
    type: PartyType = "person"
    """Person or organization; an agency is an organization even where JSON-LD types it as Person."""
    role: Role = "author"
    """What the party did, from a closed list; only a printed label makes it anything but author."""
    job_title: str | None = None
    """Job title as printed (schema.org `jobTitle`)."""
    affiliation: str | None = None
    """Outlet or agency the person works for; agencies in canonical form."""
    bureau: str | None = None
    """Bureau, desk or department as printed."""
    location: str | None = None
    """Place the person worked from, as printed in the byline."""
    email: str | None = None
    """E-mail address; filled only with NEWSSPIDER_CONTACTS, and by `newsspider parse`."""
    social: tuple[str, ...] = ()
    """Handles, starting with @; filled under the same condition."""
    url: str | None = None
    """Profile page."""
    honorific_prefix: str | None = None
    """Dr., Prof., Sgt. ... (schema.org `honorificPrefix`)."""
    honorific_suffix: str | None = None
    """PhD, M.D. ... (schema.org `honorificSuffix`); Jr., Sr., II stay in `name`."""
    alternate_name: str | None = None
    """Staff initials or a second name (schema.org `alternateName`)."""
    engagement: Literal["special"] | None = None
    """"special" for "Special to X" and "For X"."""
    generic: bool = False
    """True for desks and unnamed collectives: Staff, News Desk, Agencies."""
    is_publisher: bool = False
    """True where the outlet itself is the only known author."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a dateline."""

    name: str
    """Printed language and script, case restored, not translated."""
    region: str | None = None
    """Full English name of the state, province or territory."""
    country: Country | None = None
    """ISO 3166-1 alpha-2, only where it is certain (news-conventions B.4)."""


@dataclass(frozen=True, slots=True)
class DatelineParty:
    """A person named inside the dateline."""

    name: str | None
    """Name as printed, case restored."""
    location: str | None = None
    """Place that the bracket ties to the name."""
    job_title: str | None = None
    """Title of an unnamed correspondent."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening phrase that says where, and often when and through whom, the story was filed."""

    raw: str
    """As printed, from the first character of the place or source through the terminator."""
    paragraph: Count
    """Index of the paragraph it was cut from, before cutting; 0 where it stood in an element of its own."""
    start: Count
    """First code point of `raw` there; above 0 where a label, a byline or, in a signature, the story precedes."""
    end: Count
    """Code point after `raw`."""
    body_start: Count
    """First code point of the story there: after `end`, or 0 where `raw` signs the end of the story."""
    label: str | None = None
    """Label that preceded: UPDATE 2, EXCLUSIVE."""
    places: tuple[Place, ...] = ()
    """Where the story was filed, in print order (schema.org `locationCreated`)."""
    date: Day | None = None
    """Filing date, ISO 8601; a year that is not printed is inferred from the publication date (B.5)."""
    agencies: tuple[str, ...] = ()
    """Agencies in print order, canonical names."""
    byline: tuple[DatelineParty, ...] = ()
    """Names printed inside the dateline."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body."""

    kind: BlockKind
    """What the block is on the page."""
    text: str
    """Its text; the cells of a table row are separated by " | ", rows by a line break."""
    level: int | None = None
    """Heading level 1 to 6; null for all else."""


@dataclass(frozen=True, slots=True)
class Body:
    """The story without dateline, captions and furniture."""

    text: str
    """`paragraphs` joined by a blank line."""
    paragraphs: tuple[str, ...] = ()
    """Text of the blocks in document order; headings and list items are paragraphs of their own."""
    blocks: tuple[Block, ...] = ()
    """The same with kinds and levels."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The original that this page translates (schema.org `translationOfWork`)."""

    language: str | None = None
    """BCP 47 of the original."""
    headline: str | None = None
    """Its headline, if printed."""
    url: str | None = None
    """Its URL, if linked."""
    publisher: str | None = None
    """Its outlet, if another one."""


@dataclass(frozen=True, slots=True)
class Republication:
    """Where the text appeared first (schema.org `isBasedOn`)."""

    name: str
    """The outlet."""
    url: str | None = None
    """The original, if linked."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed correction or update note (schema.org `correction`)."""

    type: CorrectionType
    """Its kind."""
    date: Day | None = None
    """The day it bears."""
    text: str | None = None
    """As printed."""


@dataclass(frozen=True, slots=True)
class EditorNote:
    """A note from the desk to the reader, a funding or syndication notice."""

    text: str
    """As printed."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a live blog."""

    headline: str | None
    """Its headline, if any."""
    date: Timestamp | None
    """When it was posted."""
    text: str
    """Its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One normalised news article."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this schema."""
    id: Identifier
    """"sha256:" and the hex digest of `canonical_url`, else `url`, else the body text."""
    url: str | None
    """Final response URL; null only for text-only input."""
    canonical_url: str | None
    """`rel=canonical` or `og:url`, of the same site only."""
    retrieved_at: Timestamp | None
    """When the page was fetched, RFC 3339, UTC."""
    publisher: Publisher
    """Who put the page up."""
    language: str | None
    """BCP 47 of the article, not of the site."""
    headline: str | None
    """The story's headline without site name or kicker (schema.org `headline`)."""
    alternative_headline: str | None
    """Visible standfirst, deck or subtitle (schema.org `alternativeHeadline`)."""
    description: str | None
    """Summary from metadata (schema.org `description`)."""
    section: str | None
    """Section of the outlet (schema.org `articleSection`)."""
    genre: str | None
    """news, opinion, analysis, interview, live_blog, gallery, video, fact_check, press_release, wire ..."""
    date_published: Timestamp | None
    """RFC 3339; without a known offset local time without one; a date only if no time is known."""
    date_modified: Timestamp | None
    """The same for the last change."""
    date_published_raw: str | None
    """As found."""
    date_modified_raw: str | None
    """As found."""
    date_published_offset: OffsetBasis | None
    """How the UTC offset is known: stated on the page, from the site file, or unknown. Never invented."""
    date_published_utc_offset_minutes: int | None
    """The offset in minutes east of UTC, for readers that lose it."""
    date_modified_offset: OffsetBasis | None
    """The same for `date_modified`."""
    date_modified_utc_offset_minutes: int | None
    """The same for `date_modified`."""
    byline_raw: str | None
    """The visible byline as printed."""
    authors: tuple[Author, ...]
    """Parties in order of appearance."""
    dateline: Dateline | None
    """Where the story was filed."""
    body: Body
    """The story."""
    images: tuple[Image, ...]
    """Lead and inline pictures; teasers, portraits, advertisements and trackers are left out."""
    posts: tuple[Post, ...]
    """Posts of a live blog, in page order."""
    translation_of: Translation | None
    """The original that this page translates."""
    republished_from: Republication | None
    """Where the text appeared first."""
    corrections: tuple[Correction, ...]
    """Printed corrections and updates."""
    editor_notes: tuple[EditorNote, ...]
    """Notes from the desk."""
    keywords: tuple[str, ...]
    """Keywords from metadata (schema.org `keywords`)."""
    copyright_notice: str | None
    """As printed (schema.org `copyrightNotice`)."""
    access: Access
    """full, partial (paywalled teaser), or unknown."""
    dropped: tuple[Dropped, ...]
    """Lines taken out of the body."""
    rejected: tuple[Refused, ...]
    """Strings that looked like values and were refused."""
    provenance: dict[str, Evidence] = field(default_factory=dict)
    """Evidence by JSON Pointer of the field."""
    warnings: tuple[str, ...]
    """Machine-readable codes of what a reader should know."""
    encoding: str | None
    """Character encoding the bytes were read with."""
    decode_errors: Count
    """Bytes that could not be decoded."""
    truncated: bool | None
    """True where bytes are known to be missing, null where it cannot be known."""
    source: Source
    """Where the page's bytes lie."""
    extractor: Extractor
    """What made the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One page that did not become an article."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this schema."""
    url: str | None
    """Final response URL."""
    retrieved_at: str | None
    """When the page was fetched."""
    source: Source
    """Where the page's bytes lie."""
    reason: Reason
    """From the closed list."""
    detail: str | None = None
    """At most 200 characters for a person."""


__all__ = [  # the front door for all types of the record, wherever they are written down
    "REASONS",
    "SCHEMA_VERSION",
    "Access",
    "Alternative",
    "Article",
    "Author",
    "Block",
    "BlockKind",
    "Body",
    "Correction",
    "CorrectionType",
    "Count",
    "Country",
    "Creator",
    "Credit",
    "CreditKind",
    "Dateline",
    "DatelineParty",
    "Day",
    "Dropped",
    "EditorNote",
    "Evidence",
    "EvidenceSource",
    "Extractor",
    "Identifier",
    "Image",
    "OffsetBasis",
    "PartyType",
    "PersonPosition",
    "PictureSource",
    "Place",
    "Position",
    "Post",
    "Publisher",
    "Reason",
    "Refused",
    "Rejection",
    "Republication",
    "Role",
    "Source",
    "Timestamp",
    "Translation",
]  # fmt: skip
