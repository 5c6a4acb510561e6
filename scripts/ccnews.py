"""Write WARC files of the shape of Common Crawl's news set, out of our fixture pages, repeated and varied.

    python scripts/ccnews.py FOLDER [--megabytes 100] [--pages N] [--seed 7]

Each file is named as theirs are (CC-NEWS-<time>-<number>.warc.gz), begins with a warcinfo record, and has a gzip member
a record: request, response and metadata of each page; some answers are pictures, feeds and documents, some redirects,
some revisits, some cut at a limit (`WARC-Truncated`), some in an encoding that only the HTTP header names. Pages carry
a script of some 90 KB, so that they have the size of real ones. Prints what it wrote as JSON.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import random
import re
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FILE_BYTES = 32_000_000
"""Bytes of one file; theirs have a gigabyte."""
PACKED = 4
META = re.compile(r"<meta[^>]*charset[^>]*>", re.IGNORECASE)


class Writer:
    """The files of one set, one after another."""

    def __init__(self, folder: Path, file_bytes: int = FILE_BYTES) -> None:
        self.folder, self.size, self.counts, self.files = folder, 0, Counter[str](), 0
        self._most, self._out, self._in_file, self._number = file_bytes, None, 0, 0
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, kind: str, url: str, block: bytes, **fields: str) -> None:
        """Append a record."""
        if self._out is None or self._in_file >= self._most:
            self.close()
            self.files += 1
            name = f"CC-NEWS-20260301{self.files:06}-{self.files:05}.warc.gz"
            self._out, self._in_file = (self.folder / name).open("wb"), 0
            self._append("warcinfo", "", b"isPartOf: CC-NEWS\r\nformat: WARC File Format 1.0\r\n", {})
        self._append(kind, url, block, fields)

    def _append(self, kind: str, url: str, block: bytes, fields: dict[str, str]) -> None:
        self._number += 1
        served = {"request": "application/http; msgtype=request", "metadata": "application/warc-fields"}
        head = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<urn:uuid:{uuid.UUID(int=self._number)}>",
            "WARC-Date": "2026-03-01T12:00:00Z",
            **({"WARC-Target-URI": url} if url else {}),
            **fields,
            "Content-Type": served.get(kind, "application/http; msgtype=response"),
            "Content-Length": str(len(block)),
        }
        text = "WARC/1.0\r\n" + "".join(f"{k}: {v}\r\n" for k, v in head.items()) + "\r\n"
        member = gzip.compress(text.encode() + block + b"\r\n\r\n", PACKED, mtime=0)
        assert self._out is not None
        self._out.write(member)
        self.size += len(member)
        self._in_file += len(member)
        self.counts[kind] += 1

    def close(self) -> None:
        if self._out is not None:
            self._out.close()


def served(status: str, kind: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nX-Crawler-Content-Encoding: gzip\r\n\r\n".encode() + body


def digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def fixture_pages() -> list[tuple[str, str, bytes]]:
    """Return (url, content type, bytes) of the fixtures that answer with a page."""
    found = []
    for page in sorted(FIXTURES.glob("sites/*/*/page.html")):
        facts = json.loads(page.with_name("page.json").read_text(encoding="utf-8"))
        if facts["status"] == 200:
            found.append((facts["url"], facts["content_type"], page.read_bytes()))
    return found


def recoded(body: bytes) -> bytes | None:
    """Return a page in windows-1252 without a word of it inside; None where it does not fit, or holds ASCII alone."""
    try:
        text = META.sub("", body.decode("utf-8"))
        found = text.encode("cp1252")
    except UnicodeError:
        return None
    return None if text.isascii() else found


def script(rng: random.Random, size: int) -> bytes:
    return b'<script>var state = "' + base64.b64encode(rng.randbytes(size * 3 // 4)) + b'";</script></body>'


def write(
    folder: Path, *, megabytes: float | None = None, pages: int | None = None, seed: int = 7, padding: int = 90_000,
    only_pages: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Write a set of about so many megabytes, or of so many pages, and return what is in it."""
    rng, writer, sources = random.Random(seed), Writer(folder), fixture_pages()
    number = made = cut = changed = 0
    passed: Counter[str] = Counter()
    while (pages is None or made < pages) and (megabytes is None or writer.size < megabytes * 1e6):
        address, kind, body = sources[number % len(sources)]
        number += 1
        url = f"{address}?story=x{number}"
        size = int(padding * rng.uniform(0.3, 1.7))
        body = body.replace(b"</body>", script(rng, size), 1)
        chance = 1.0 if only_pages else rng.random()
        writer.add("request", url, b"GET / HTTP/1.1\r\nUser-Agent: made-up\r\n\r\n")
        passed["request"] += 1
        if chance < 0.04:
            other = rng.choice(["image/jpeg", "application/pdf", "application/rss+xml"])
            body = rng.randbytes(20_000) if "xml" not in other else b"<?xml version='1.0'?><rss><channel/></rss>"
            writer.add("response", url, served("200 OK", other, body), **{"WARC-Payload-Digest": digest(body)})
            passed["not_html"] += 1
        elif chance < 0.08:
            writer.add("response", url, b"HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\n\r\n")
            passed["redirect"] += 1
        elif chance < 0.12:
            writer.add("revisit", url, served("200 OK", kind, b""), **{"WARC-Profile": "identical-payload-digest"})
            passed["revisit"] += 1
        else:
            if 0.14 <= chance < 0.2 and (other := recoded(body)) is not None:
                body, kind, changed = other, "text/html; charset=windows-1252", changed + 1
            fields = {"WARC-Payload-Digest": digest(body)}
            if chance < 0.14:
                body, cut = body[: len(body) * 9 // 10], cut + 1
                fields["WARC-Truncated"] = "length"
            writer.add("response", url, served("200 OK", kind, body), **fields)
            made += 1
        writer.add("metadata", url, b"fetchTimeMs: 120\r\n")
        passed["metadata"] += 1
    writer.close()
    passed["warcinfo"] = writer.files
    return {
        "files": writer.files, "bytes": writer.size, "pages": made, "truncated": cut, "recoded": changed,
        "passed_over": dict(sorted(passed.items())),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=100.0)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--seed", type=int, default=7)
    order = parser.parse_args()
    print(json.dumps(write(order.folder, megabytes=order.megabytes, pages=order.pages, seed=order.seed), indent=2))


if __name__ == "__main__":
    main()
