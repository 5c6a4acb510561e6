"""What the kill tests kill: a re-parse or a crawl that tells a pipe which lines were acknowledged.

python -m tests.crash.target ACKNOWLEDGEMENTS reparse INPUT... -o OUT --resume
python -m tests.crash.target ACKNOWLEDGEMENTS crawl URLS_FILE OUT
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from pipelines.ledger import Ledger
from tests.server.crawling import LOOPBACK


def tell(acknowledgements: int) -> None:
    """Make every `Ledger.write` that has returned send the line's digest."""
    import hashlib

    write = Ledger.write

    def told(self: Ledger, line: bytes, *, accepted: bool) -> None:
        write(self, line, accepted=accepted)
        os.write(acknowledgements, hashlib.sha256(line).hexdigest().encode() + b"\n")

    Ledger.write = told  # type: ignore[method-assign]


def crawl(urls: str, out: str) -> None:
    """Fetch the URLs that the output has no line of."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    from newsspider.spiders.articles import ArticlesSpider
    from tests.crash.books import lines

    class Rest(ArticlesSpider):
        name = "rest"

        async def start(self) -> AsyncIterator[Any]:
            done = {line["url"] for line in lines(Path(out))}
            async for asked in super().start():
                if asked.url not in done:
                    yield asked

    settings = Settings()
    settings.setmodule("newsspider.settings")
    given = {**LOOPBACK, "NEWSSPIDER_OUTPUT": out, "NEWSSPIDER_DATA": f"{out}/data", "NEWSSPIDER_WORKERS": "1"}
    settings.setdict({**given, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "LOG_LEVEL": "ERROR"})
    process = CrawlerProcess(settings)
    process.crawl(Rest, file=urls)
    process.start()


def main() -> None:
    tell(int(sys.argv[1]))
    if sys.argv[2] == "crawl":
        crawl(*sys.argv[3:])
        return
    from newsspider.cli import main as command

    command(sys.argv[2:], prog_name="newsspider")


if __name__ == "__main__":
    main()
