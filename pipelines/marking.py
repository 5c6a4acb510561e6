"""Pages to look at beside their records: the front door to `pipelines.extract.marking`."""

from pipelines.extract.marking import Place, marked

__all__ = ["Place", "marked"]
