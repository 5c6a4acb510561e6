"""The record: one news article as one JSON object, and its counterpart, the rejection.

Names follow schema.org in snake_case where it has one, else the newsroom's term (dateline, byline, credit line). Every
key is always present: null, `[]` or false when unknown, never an empty string, never absent. The docstring under each
field is its definition; `newsspider schema` and `docs/record.md` are made from this file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from msgspec import Meta

from pipelines.page import SourceKind

SCHEMA_VERSION: Final = "1.0"

Timestamp = Annotated[
    str, Meta(pattern=r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$")
]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Identifier = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]
Count = Annotated[int, Meta(ge=0)]

Role = Literal[
    "author", "original_author", "reporter", "writer", "contributor", "compiler", "editor", "translator",
    "interviewer", "fact_checker", "reviewer", "photographer", "illustrator", "graphic_artist", "videographer",
    "stylist", "hair_stylist", "narrator", "producer", "source",
]  # fmt: skip
PartyType = Literal["person", "organization"]
BlockKind = Literal["paragraph", "heading", "list_item", "quote", "table"]
CreditKind = Literal["photo", "illustration", "graphic", "screenshot", "video"]
OffsetBasis = Literal["stated", "site", "unknown"]
Access = Literal["full", "partial", "unknown"]
Position = Literal["head", "body", "tail"]
EvidenceSource = Literal["json-ld", "microdata", "opengraph", "html", "text", "http", "derived"]
PictureSource = Literal["html", "json-ld", "opengraph", "text"]
CorrectionType = Literal["correction", "update", "clarification", "retraction"]

Reason = Literal[
    "empty", "not_html", "too_large", "too_deep", "too_complex", "undecodable", "truncated", "bad_http", "bad_input",
    "no_article", "needs_script", "index_page", "consent", "login", "blocked", "soft_404", "too_short", "part_of",
    "extractor_error", "internal_error", "deadline", "memory", "timeout", "rate_limited", "robots", "redirect_loop",
    "bad_redirect", "private_address", "not_modified",
]  # fmt: skip
REASONS: Final[tuple[str, ...]] = Reason.__args__  # type: ignore[attr-defined]
"""The closed list of reasons for which a page becomes a rejection instead of a record."""


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
    """Index of the paragraph it was cut from, before cutting."""
    start: Count
    """First code point of `raw` in that paragraph; above 0 where a label or byline precedes."""
    end: Count
    """Code point after `raw`."""
    body_start: Count
    """First code point of the story in that paragraph."""
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
class Creator:
    """Who made a picture (IPTC Creator)."""

    name: str
    """Display form, case restored, or a handle."""
    role: Role = "photographer"
    """Photographer unless a label says otherwise."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit line of a picture, split (IPTC Credit Line, Creator, Source)."""

    raw: str
    """As printed, label included, enclosing brackets excluded."""
    kind: CreditKind = "photo"
    """What is credited."""
    creators: tuple[Creator, ...] = ()
    """People and handles."""
    agencies: tuple[str, ...] = ()
    """Agencies, picture libraries and outlets in print order, canonical names."""
    supplied_by: tuple[str, ...] = ()
    """Any other organisation or person the picture came from."""
    pool: bool = False
    """A pool picture."""
    handout: bool = False
    """Handed out by a third party."""
    courtesy: bool = False
    """By courtesy of somebody, or privately supplied."""
    composite: bool = False
    """Several pictures in one, or a montage."""
    ai_generated: bool = False
    """Said to be made by a generative system (IPTC digitalSourceType)."""


@dataclass(frozen=True, slots=True)
class PersonPosition:
    """Where a named person stands in a picture."""

    name: str
    """As printed."""
    position: str
    """left, right, center, second from left ..."""


@dataclass(frozen=True, slots=True)
class Image:
    """One picture of the story."""

    url: str | None = None
    """Absolute URL of the largest offered version."""
    width: int | None = None
    """Pixels, where stated."""
    height: int | None = None
    """Pixels, where stated."""
    is_main: bool = False
    """True for the lead picture, at most one."""
    caption: str | None = None
    """Caption without credit, markers, counters and widget words."""
    caption_source: Literal["caption", "alt"] | None = None
    """"alt" where only the alternative text described the picture."""
    alt: str | None = None
    """Alternative text for screen readers where it differs from the caption."""
    credit: Credit | None = None
    """The credit line, split."""
    file_photo: bool = False
    """From the files, not of the event."""
    illustrative: bool = False
    """A stock or symbol picture."""
    date_taken: Timestamp | None = None
    """ISO 8601, reduced precision allowed ("2019-05")."""
    usage_terms: str | None = None
    """Rights sentence that restricts use (IPTC Rights Usage Terms)."""
    positions: tuple[PersonPosition, ...] = ()
    """Who stands where, best effort."""
    source: PictureSource = "html"
    """Where the picture was found."""


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
class Dropped:
    """A line that was taken out of the body as furniture."""

    text: str
    """As printed."""
    category: str
    """Why, as in news-conventions D.1 and D.2."""
    position: Position
    """Before, within or after the story."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A string that looked like a value and was refused."""

    field: str
    """The field it was offered for."""
    text: str
    """As found."""
    reason: str
    """Why (news-conventions A.8 for bylines)."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A candidate that lost."""

    source: str
    """Where it was found."""
    raw: str | None
    """As found."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from."""

    source: EvidenceSource
    """Kind of source."""
    raw: str | None
    """The exact source string."""
    locator: str | None = None
    """JSON path, XPath, meta name, `line:N` or `paragraph:N`."""
    rule: str | None = None
    """The rule that made the value."""
    alternatives: tuple[Alternative, ...] = ()
    """Other sources that disagreed."""
    start: int | None = None
    """First code point of the value in the text that `locator` names."""
    end: int | None = None
    """Code point after it."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a live blog."""

    headline: str | None
    """Its headline, if any."""
    date: Timestamp | None
    """When it was posted."""
    text: str
    """Its text."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the page's bytes lie."""

    kind: SourceKind
    """How the page came."""
    path: str | None
    """Container as the user named it."""
    offset: int | None
    """Byte offset in the container."""
    sha256: str
    """Hex digest of the decoded payload."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """What made the record: it is a function of the page, the rule data and the site memory, and of nothing else."""

    newsspider: str
    """Version of newsspider."""
    trafilatura: str
    """Version of trafilatura."""
    rules: str
    """Digest of the rule data."""
    memory: str | None = None
    """Digest of the site memory used; null for none."""


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
    """news, opinion, analysis, interview, live_blog, gallery, video, fact_check, press_release ..."""
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
