"""The closed vocabularies and string forms of the record: roles, kinds, reasons, dates."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

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
