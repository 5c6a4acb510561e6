"""The one room that sees HTML: a page goes in, a draft without HTML comes out."""

from pipelines.extract.document import extract

__all__ = ["extract"]
