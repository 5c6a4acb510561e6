"""What comes out of one body line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipelines.record import Author

Action = Literal["drop", "capture", "keep"]
CreditReader = Callable[[str, str | None], Sequence[Author]]


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line, read: what to do with it, what it is, and the data it carries."""

    action: Action
    category: str
    field: str | None = None
    """The record's field that a captured line fills."""
    value: Any = None
    """The data in the shape of that field; authors as a list of Author."""
    hint: str | None = None
    """Language of the original (BCP 47) that an `original_by` or translator line names."""
    words: str | None = None
    """The printed words that name that language."""


KEEP = LineReading("keep", "body")
