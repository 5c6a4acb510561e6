"""Lines of a page that are no story: furniture to drop, notices that carry data (`news-conventions` D)."""

from pipelines.boilerplate.ending import ending_stage
from pipelines.boilerplate.grammar import read_line
from pipelines.boilerplate.reading import LineReading
from pipelines.boilerplate.stage import stage

__all__ = ["LineReading", "ending_stage", "read_line", "stage"]
