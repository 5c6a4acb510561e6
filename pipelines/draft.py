"""The value that travels through the stages: what extract found, then what each stage made of it.

A stage is a pure function `Draft -> Draft`. A draft holds no HTML and pickles; it is replaced, never changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.container import Container
from pipelines.record import (
    Access,
    Author,
    BlockKind,
    Correction,
    Dateline,
    Dropped,
    EditorNote,
    Evidence,
    EvidenceSource,
    Image,
    OffsetBasis,
    PictureSource,
    Post,
    Publisher,
    Reason,
    Refused,
    Republication,
    Source,
    Translation,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A string that the page offers for a field."""

    raw: str
    """The exact string, white space folded; a byline element keeps one line break between its blocks."""
    source: EvidenceSource
    """Kind of source."""
    locator: str
    """JSON path, XPath or meta name."""
    links: tuple[tuple[str, str], ...] = ()
    """(text, URL) of the links inside a visible element: they tell names apart that markup glued."""
    offset: int = 0
    """Code points before `raw` in the text of the element that `locator` names."""


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """One entry of a JSON-LD or microdata `author`, read but not yet parsed."""

    name: str
    """The name as given."""
    kind: str | None = None
    """`@type` in lower case: person, organization, newsmediaorganization ..."""
    job_title: str | None = None
    """`jobTitle`, arrays joined by ", "."""
    url: str | None = None
    """`url`, or `sameAs` when it is one string."""
    affiliation: str | None = None
    """`worksFor` or `affiliation` name."""
    alternate_name: str | None = None
    """`alternateName`."""
    email: str | None = None
    """`email` without `mailto:`."""
    role: str = "author"
    """The property it stood under: author, creator, contributor, editor, translator."""
    locator: str = ""
    """JSON path of the entry, or the path of its element for microdata."""

    @property
    def source(self) -> EvidenceSource:
        """Where the entry stands: an element's path begins with a slash, a JSON path with a dollar sign."""
        return "microdata" if self.locator.startswith("/") else "json-ld"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a block stands among the blocks of its story."""

    home: float
    """Share of the story's text that is a child of the same element, 0 to 1."""
    style: float
    """Share of the story's text that has the same tag and class, 0 to 1."""
    gap: int
    """Blocks of the page between the block of the story before it and this one."""
    voted: bool
    """Whether the vote on the page's blocks was for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the page on its way to the body, with the facts that tell story from furniture."""

    text: str
    """Text, cleaned (`text.clean`)."""
    kind: BlockKind = "paragraph"
    """What the block is."""
    level: int | None = None
    """Heading level."""
    locator: str = ""
    """XPath of the element, or `line:N` of a text dump."""
    link_share: float = 0.0
    """Share of its characters that stand inside links."""
    links: tuple[tuple[str, str], ...] = ()
    """(text, URL) of the links inside."""
    emphasis: bool = False
    """True when all of it is bold or italic."""
    group: int = 0
    """Number of the list, table or quote the block belongs to; 0 for none. Neighbours of one group stand together."""
    offset: int = 0
    """Code points before it in the text of the element that `locator` names: templates put many lines into one."""
    standing: Standing | None = None
    """How it stands among the other lines, where the page has blocks."""

    def found(self, *, from_text: bool) -> Found:
        """Return the line as a string that the page offers for a field."""
        return Found(self.text, "text" if from_text else "html", self.locator, self.links, self.offset)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as the page offers it, texts not yet parsed."""

    url: str | None = None
    """Absolute URL of the largest version."""
    width: int | None = None
    """Pixels."""
    height: int | None = None
    """Pixels."""
    caption: str | None = None
    """Text of the caption element, credit included if it stands inside."""
    credit: str | None = None
    """Text of a credit element of its own."""
    beside: str | None = None
    """What else the picture's frame shows: a credit in an element without a telling name, or a button."""
    alt: str | None = None
    """Alternative text."""
    title: str | None = None
    """Title attribute or data-caption."""
    source: PictureSource = "html"
    """Where it was found."""
    is_main: bool = False
    """True when it stands in the lead position or metadata says so."""
    locator: str = ""
    """XPath or JSON path."""
    text: str | None = None
    """Visible text of the element that `locator` names, in which caption and credit stand."""
    container: str = ""
    """gallery, video, chart or ""."""
    creators: tuple[str, ...] = ()
    """Names that JSON-LD gives as creator or author of the picture."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything known about one page so far."""

    # facts of the fetch
    url: str | None
    retrieved_at: str | None
    source: Source
    encoding: str | None = None
    decode_errors: int = 0
    truncated: bool | None = False
    status: int = 200
    """HTTP status: from 400 on the page is a wall or an error, never an article."""
    from_text: bool = False
    """True for plain text input, where lines are all there is."""

    # what extract found
    container: Container | None = None
    """The learned container it was read from; None for the whole page."""
    canonical_url: str | None = None
    language: str | None = None
    publisher: Publisher = Publisher()  # noqa: RUF009 - frozen
    publisher_aliases: tuple[str, ...] = ()
    headline: str | None = None
    headlines: tuple[Found, ...] = ()
    """All headline candidates, for provenance and for dropping repeats."""
    standfirst: str | None = None
    description: str | None = None
    section: str | None = None
    page_type: str | None = None
    """Most specific schema.org type or og:type, lower case."""
    keywords: tuple[str, ...] = ()
    author_entries: tuple[AuthorEntry, ...] = ()
    """From JSON-LD, then microdata."""
    bylines: tuple[Found, ...] = ()
    """Bylines between headline and story, in document order."""
    bylines_away: tuple[Found, ...] = ()
    """Bylines beside the story or below its end, in document order; they may be those of other stories."""
    beside: tuple[Found, ...] = ()
    """Short lines between headline and story and right after it that no template names; one may be a byline."""
    above: tuple[Found, ...] = ()
    """Those of `beside` that stand between headline and story or right below it."""
    dated: tuple[Found, ...] = ()
    """Short elements that share a line with a date: a name there is most often the writer's."""
    meta_authors: tuple[Found, ...] = ()
    published: tuple[Found, ...] = ()
    """Candidates in order of trust."""
    modified: tuple[Found, ...] = ()
    time_zone: str | None = None
    """IANA zone from the site file; null on the generic path."""
    dateline_style: str | None = None
    """House dateline style from the site file: caps-dash, city-period."""
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    """The body before the line rules, in document order."""
    free: bool | None = None
    """JSON-LD isAccessibleForFree."""
    posts: tuple[Post, ...] = ()
    offered: tuple[tuple[str, tuple[Found, ...]], ...] = ()
    """(JSON Pointer, what the page offers for that field, most trusted first), for fields that no stage reads."""

    # what the stages make
    images: tuple[Image, ...] = ()
    dateline: Dateline | None = None
    trailing: tuple[Found, ...] = ()
    """Credit lines for text that the boilerplate stage captured from the body, for the bylines stage."""
    signatures: tuple[Found, ...] = ()
    """Lines at the ends of the body that were only names."""
    byline_raw: str | None = None
    authors: tuple[Author, ...] = ()
    date_published: str | None = None
    date_published_raw: str | None = None
    date_published_offset: OffsetBasis | None = None
    date_published_utc_offset_minutes: int | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    date_modified_offset: OffsetBasis | None = None
    date_modified_utc_offset_minutes: int | None = None
    genre: str | None = None
    translation_of: Translation | None = None
    republished_from: Republication | None = None
    corrections: tuple[Correction, ...] = ()
    editor_notes: tuple[EditorNote, ...] = ()
    copyright_notice: str | None = None
    access: Access = "unknown"
    dropped: tuple[Dropped, ...] = ()
    rejected: tuple[Refused, ...] = ()
    evidence: tuple[tuple[str, Evidence], ...] = ()
    """(JSON Pointer, evidence); a later entry for the same pointer wins."""
    warnings: tuple[str, ...] = ()
    rejection: tuple[Reason, str | None] | None = None
    """Set by a stage that finds that this is no article; later stages pass the draft on unchanged."""
