"""Scrapy feeds (`-O out.jsonl`, FEEDS) that hold the lines of the ledger: records only, byte for byte."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import JsonLinesItemExporter

from pipelines.ledger import line_of
from pipelines.record import Article, Rejection


class RecordLines(JsonLinesItemExporter):
    """Writes an Article as the ledger does, leaves rejections out, and other items as Scrapy does."""

    def export_item(self, item: Any) -> None:
        """Write one line."""
        if isinstance(item, Article):
            line, result = line_of(item)
            if isinstance(result, Article):
                self.file.write(line + b"\n")
        elif not isinstance(item, Rejection):
            super().export_item(item)
