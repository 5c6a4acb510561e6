"""From a record to one line that every JSON reader reads back the same."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from pipelines import limits
from pipelines.record import Article, Rejection

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_LINE_ENDS: Final = (
    (b"\xc2\x85", b"\\u0085"),
    (b"\xe2\x80\xa8", b"\\u2028"),
    (b"\xe2\x80\xa9", b"\\u2029"),
)
"""What some readers take for the end of a line: NEL, line separator, paragraph separator."""
_ENCODER: Final = msgspec.json.Encoder()


def encode(value: Article | Rejection | dict[str, Any]) -> bytes:
    r"""Return a value as one JSON line without its newline, readable by every JSON reader.

    UTF-8, no lone surrogate, no U+0000, U+0085, U+2028 and U+2029 escaped.

    >>> encode({"a": "x\u2028y\x00"})
    b'{"a":"x\\u2028y"}'
    """
    try:
        data = _ENCODER.encode(value)
    except UnicodeEncodeError:
        data = _ENCODER.encode(_repaired(msgspec.to_builtins(value)))
    if b"\\u0000" in data:
        data = _ENCODER.encode(_repaired(msgspec.to_builtins(value)))
    for raw, escaped in _LINE_ENDS:
        if raw in data:
            data = data.replace(raw, escaped)
    return data


def _repaired(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value).replace("\0", "")
    if isinstance(value, dict):
        return {_repaired(k): _repaired(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_repaired(v) for v in value]
    return value


_COVERAGE: Final = (
    "headline", "authors", "date_published", "date_modified", "dateline", "language", "publisher",
    "alternative_headline", "description", "section",
)  # fmt: skip


def coverage(article: Article) -> tuple[str, ...]:
    """Return the names of the fields that an article fills, as the closing table of a run counts them."""
    filled = [name for name in _COVERAGE if getattr(article, name)]
    if article.publisher.name is None and article.publisher.domain is None and "publisher" in filled:
        filled.remove("publisher")
    if article.images:
        filled.append("images")
    if any(i.caption for i in article.images):
        filled.append("captions")
    if any(i.credit for i in article.images):
        filled.append("credits")
    if article.access == "full":
        filled.append("full access")
    return tuple(filled)


def line_of(result: Article | Rejection) -> tuple[bytes, Article | Rejection]:
    """Return the encoded line of a result; a line over limits.MAX_LINE_BYTES becomes the line of a rejection."""
    line = encode(result)
    if len(line) <= limits.MAX_LINE_BYTES:
        return line, result
    refused = Rejection(
        url=result.url,
        retrieved_at=result.retrieved_at,
        source=result.source,
        reason="too_large",
        detail=f"the line would have {len(line)} bytes",
    )
    return encode(refused), refused
