"""The picture part of the record: caption, credit line and who made it (IPTC Photo Metadata names)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.vocabulary import CreditKind, PictureSource, Role, Timestamp


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
