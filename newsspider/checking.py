"""Is an output file what it claims to be: the schema, and what the schema cannot say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from newsspider.reading import COMPRESSED, DamagedError, numbered
from pipelines.limits import MAX_DETAIL, MAX_LINE_BYTES
from pipelines.record import Article, Dateline, Rejection

_ARTICLE: Final = msgspec.json.Decoder(Article)
_REJECTION: Final = msgspec.json.Decoder(Rejection)
_PLAIN: Final = msgspec.json.Decoder(dict[str, Any])
_OFFSET: Final = re.compile(r"([+-])(\d{2}):(\d{2})$")
_SEPARATORS: Final = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    line: int
    """Line number from 1."""
    pointer: str
    """JSON Pointer of the value, "" for the whole line."""
    message: str
    """What is wrong with it."""


def torn_bytes(path: Path) -> int:
    """Return how many bytes stand behind the last newline of a file."""
    with path.open("rb") as file:
        at = size = file.seek(0, 2)
        while at > 0:
            start = max(0, at - (1 << 20))
            file.seek(start)
            found = file.read(at - start).rfind(b"\n")
            if found >= 0:
                return size - (start + found + 1)
            at = start
        return size


def check(path: Path) -> Iterator[tuple[int, list[Finding]]]:
    """Yield (line number, findings) for each line of a file of records or rejections, plain or compressed.

    A last line without an end, and a compressed file that breaks off, are findings. Raises OSError.
    """
    try:
        for number, line in numbered(path):
            if line.endswith(b"\n"):
                yield number, [Finding(number, p, m) for p, m in check_line(line[:-1])]
            else:
                mend = "" if path.suffix in COMPRESSED else "; --repair moves them away"
                yield number, [Finding(number, "", f"torn: {len(line)} bytes without an end of line{mend}")]
    except DamagedError as error:
        yield error.number, [Finding(error.number, "", error.fault)]


def check_line(line: bytes) -> Iterator[tuple[str, str]]:
    """Yield (JSON Pointer, message) for each thing that is wrong with one line."""
    if not line.strip():
        yield "", "the line is empty"
        return
    if len(line) > MAX_LINE_BYTES:
        yield "", f"the line has {len(line)} bytes, more than {MAX_LINE_BYTES}"
    if b"\\u0000" in line or any(s in line for s in _SEPARATORS) or line.endswith(b"\r"):
        yield "", "the line holds U+0000, an unescaped U+0085, U+2028 or U+2029, or ends in CR"
    try:
        plain = _PLAIN.decode(line)
        value = _REJECTION.decode(line) if "reason" in plain else _ARTICLE.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message, _, where = str(error).partition(" - at `$")
        yield _pointer(where.rstrip("`")), message
        return
    yield from _differences(plain, msgspec.to_builtins(value), "")
    yield from _empty(plain, "")
    yield from _article(value, plain) if isinstance(value, Article) else _rejection(value)


def _pointer(path: str) -> str:
    """Return a JSON Pointer for msgspec's path (`.images[0].url`)."""
    return "".join(f"/{part}" for part in re.findall(r"[^.\[\]]+", path))


def _differences(given: Any, meant: Any, at: str) -> Iterator[tuple[str, str]]:
    """Yield the keys that are missing or unknown; the decoder forgives both."""
    if isinstance(given, dict) and isinstance(meant, dict):
        for name in meant.keys() - given.keys():
            yield f"{at}/{_escape(name)}", "the key is missing"
        for name in given.keys() - meant.keys():
            yield f"{at}/{_escape(name)}", "the key is not in the schema"
        for name in given.keys() & meant.keys():
            yield from _differences(given[name], meant[name], f"{at}/{_escape(name)}")
    elif isinstance(given, list) and isinstance(meant, list | tuple):
        for index, (a, b) in enumerate(zip(given, meant, strict=False)):
            yield from _differences(a, b, f"{at}/{index}")


def _empty(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if value == "":
        # a body that is empty is said by the verdict, an empty raw string by the candidate's page
        if at != "/body/text" and not at.endswith("/raw"):
            yield at, "an empty string; null says that nothing is known"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _empty(inner, f"{at}/{_escape(name)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _empty(inner, f"{at}/{index}")


def _rejection(value: Rejection) -> Iterator[tuple[str, str]]:
    if value.detail is not None and len(value.detail) > MAX_DETAIL:
        yield "/detail", f"{len(value.detail)} characters, more than {MAX_DETAIL}"


def _article(value: Article, plain: dict[str, Any]) -> Iterator[tuple[str, str]]:
    body = value.body
    named = value.canonical_url or value.url or body.text
    if value.id != "sha256:" + hashlib.sha256(named.encode("utf-8", "replace")).hexdigest():
        yield "/id", "not the digest of canonical_url, url or text"
    if body.paragraphs != tuple(b.text for b in body.blocks):
        yield "/body/paragraphs", "differ from the texts of the blocks"
    if body.text != "\n\n".join(body.paragraphs):
        yield "/body/text", "not the paragraphs joined by an empty line"
    if sum(i.is_main for i in value.images) > 1:
        yield "/images", "more than one lead picture"
    if value.dateline is not None and not _fits(value.dateline, body.paragraphs):
        line = value.dateline
        yield "/dateline", f"start {line.start}, end {line.end}, body_start {line.body_start} do not fit `raw`"
    for name in ("date_published", "date_modified"):
        yield from _offset(name, plain)
    for pointer, evidence in value.provenance.items():
        if not _resolves(plain, pointer):
            yield f"/provenance/{_escape(pointer)}", "points at nothing in the record"
        start, end = evidence.start, evidence.end
        if (start is None) != (end is None) or (start is not None and end is not None and not 0 <= start <= end):
            yield f"/provenance/{_escape(pointer)}", f"start {start} and end {end} are no span"


def _fits(line: Dateline, paragraphs: Sequence[str]) -> bool:
    """Tell whether a dateline's offsets hold its words and lie before the story, or behind it as a signature."""
    if line.start + len(line.raw) != line.end:
        return False
    if line.body_start >= line.end:
        return True
    # a signature has the story before it, and either stays in its paragraph or was cut off its end
    signed = line.body_start < line.start and line.paragraph < len(paragraphs)
    return signed and paragraphs[line.paragraph][line.start : line.end] in ("", line.raw)


def _offset(name: str, plain: dict[str, Any]) -> Iterator[tuple[str, str]]:
    value, minutes = plain[name], plain[f"{name}_utc_offset_minutes"]
    if value is None or minutes is None:
        return
    found = _OFFSET.search(value) if "T" in value else None
    if value.endswith("Z"):
        stated: int | None = 0
    else:
        stated = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == "-" else 1) if found else None
    if stated != minutes:
        yield f"/{name}_utc_offset_minutes", f"{minutes} is not the offset of {value}"


def _resolves(value: Any, pointer: str) -> bool:
    if not pointer.startswith("/"):
        return False
    for part in pointer[1:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return False
    return True


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
