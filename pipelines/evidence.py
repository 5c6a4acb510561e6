"""Where values come from, what lost, what was refused and what was dropped: nothing is thrown away silently."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.page import SourceKind
from pipelines.vocabulary import EvidenceSource, Position


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that was taken out of the body as furniture."""

    text: str
    """As printed."""
    category: str
    """Why, as in news-conventions D.1 and D.2; `after_story` where the learned end took it."""
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
