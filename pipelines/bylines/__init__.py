"""Bylines: one string to parties, several sources to one list (`news-conventions` A)."""

from pipelines.bylines.grammar import read_byline
from pipelines.bylines.merging import read_sources
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.signatures import stage as signatures_stage
from pipelines.bylines.stage import stage

__all__ = ["BylineReading", "RejectedText", "read_byline", "read_sources", "signatures_stage", "stage"]
