"""A part of a credit line, and what is known around the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "person", "handle", "agency", "institution", "outlet", "name", "code", "supplier", "flag", "skip", "prose"
]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a credit line and how it is tied to the part before it: "/", via, for, on, courtesy."""

    kind: Kind
    text: str
    tie: str = "/"
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known around a credit line: whether a label or bracket marks it, and who publishes the page."""

    labelled: bool
    publishers: frozenset[str] = frozenset()
    """Folded names of the publisher."""
