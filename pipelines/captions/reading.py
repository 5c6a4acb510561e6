"""What comes out of one caption string."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.record import Credit, PersonPosition


@dataclass(frozen=True, slots=True)
class CaptionReading:
    """One caption, read (`news-conventions` C.3)."""

    is_caption: bool
    text: str = ""
    credit: Credit | None = None
    file_photo: bool = False
    illustrative: bool = False
    date_taken: str | None = None
    usage_terms: str | None = None
    positions: tuple[PersonPosition, ...] = ()
    text_source: str | None = None
    """"alt" where only the alternative text described the picture."""
    reason: str | None = None
