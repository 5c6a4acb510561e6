"""Bylines: one string to parties, several sources to one list (`news-conventions` A)."""

from pipelines.bylines.grammar import read_byline
from pipelines.bylines.reading import BylineReading, RejectedText

__all__ = ["BylineReading", "RejectedText", "read_byline"]
