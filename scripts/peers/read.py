"""Read pages with one peer, one at a time as they are asked for, in the shape that the scorer reads.

    read.py PEER < manifest lines, with `file` for the page's file

Runs in the peers' own environment (`scripts/compare.py` makes it) and imports nothing of newsspider. An answer
carries what the peer gives: headline, author names, publication time, text. A page that makes a peer raise has no
record, as for its users. Each line that goes out is a JSON object: seconds of CPU, and the record or null.
"""

from __future__ import annotations

import gzip
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from w3lib.encoding import html_to_unicode

Answer = dict[str, Any]
Reader = Callable[[bytes, str], Answer]


def answer(headline: str | None, authors: list[str], published: Any, text: str | None) -> Answer:
    """Return one record; `published` is a datetime, a string or None."""
    when = published.isoformat() if isinstance(published, datetime) else published
    paragraphs = [p for p in (text or "").split("\n") if p.strip()]
    return {
        "headline": headline,
        "authors": [{"name": name, "role": "author"} for name in authors if name],
        "date_published": when,
        "body": {"text": "\n\n".join(paragraphs), "paragraphs": paragraphs},
        "images": [],
    }


def text_of(content: bytes) -> str:
    """Return the page as text, for peers that take no bytes."""
    return html_to_unicode(None, content)[1]


def trafilatura(content: bytes, url: str, **mode: bool) -> Answer:
    """trafilatura with metadata; `mode` is one of its switches."""
    from trafilatura import bare_extraction

    found = bare_extraction(content, url=url, with_metadata=True, include_comments=False, **mode)
    if found is None:
        return answer(None, [], None, None)
    return answer(found.title, (found.author or "").split("; "), found.date, found.text)


def newspaper4k(content: bytes, url: str) -> Answer:
    """newspaper4k without its downloads."""
    from newspaper import Article

    article = Article(url, fetch_images=False)
    article.download(input_html=text_of(content))
    article.parse()
    return answer(article.title, article.authors, article.publish_date or None, article.text)


def news_please(content: bytes, url: str) -> Answer:
    """news-please from stored HTML."""
    from newsplease import NewsPlease

    article = NewsPlease.from_html(text_of(content), url=url, fetch_images=False)
    return answer(article.title, article.authors, article.date_publish, article.maintext)


def goose3(content: bytes, url: str) -> Answer:
    """goose3 from stored HTML."""
    from goose3 import Goose

    article = Goose({"enable_image_fetching": False}).extract(url=url, raw_html=text_of(content))
    return answer(
        article.title, article.authors, article.publish_datetime_utc or article.publish_date, article.cleaned_text
    )


PEERS: dict[str, Reader] = {
    "trafilatura": trafilatura,
    "trafilatura-precision": partial(trafilatura, favor_precision=True),
    "trafilatura-recall": partial(trafilatura, favor_recall=True),
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "goose3": goose3,
}


def serve(read: Callable[[bytes, dict[str, Any]], Answer | None], name: str) -> None:
    """Answer one page after the other: a manifest line comes in, CPU seconds and the record go out."""
    for line in sys.stdin:
        facts = json.loads(line)
        content = Path(facts["file"]).read_bytes()
        content = gzip.decompress(content) if facts["file"].endswith(".gz") else content
        record = None
        start = time.process_time()
        try:
            record = read(content, facts)
        except Exception as error:  # noqa: BLE001 - a peer's failure is its figure, and is counted
            print(f"{name}: {facts['path']}: {type(error).__name__}: {error}", file=sys.stderr)
        spent = time.process_time() - start
        if record is not None:
            record["source"] = {"path": facts["path"]}
        print(json.dumps({"seconds": spent, "record": record}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    peer = PEERS[sys.argv[1]]
    serve(lambda content, facts: peer(content, facts["url"]), sys.argv[1])
