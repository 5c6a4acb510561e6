"""Records to data sets: files of other forms with the same content, in the same order, the same bytes every time."""

from newsspider.export.selection import Selection
from newsspider.export.writing import FORMATS, ExportError, export

__all__ = ["FORMATS", "ExportError", "Selection", "export"]
