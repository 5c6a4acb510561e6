"""Datelines: where, when and through whom a story was filed (`news-conventions` B)."""

from pipelines.datelines.grammar import read_dateline
from pipelines.datelines.reading import DatelineReading
from pipelines.datelines.stage import stage

__all__ = ["DatelineReading", "read_dateline", "stage"]
