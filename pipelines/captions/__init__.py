"""Captions and credit lines (`news-conventions` C)."""

from pipelines.captions.grammar import read_caption
from pipelines.captions.merging import merge_texts
from pipelines.captions.reading import CaptionReading
from pipelines.captions.stage import stage

__all__ = ["CaptionReading", "merge_texts", "read_caption", "stage"]
