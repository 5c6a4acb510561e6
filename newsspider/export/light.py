"""Lines read only as far as a selection needs: columns are filled from the bytes, and nothing is built in between."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, get_type_hints

import msgspec
from msgspec import Raw

from newsspider.reading import VERSIONS, RecordError, decoded, raw_lines
from pipelines.record import Article, Extractor, Publisher

_HINTS: Final = get_type_hints(Article)
_TYPED: Final[dict[str, Any]] = {
    "schema_version": str,
    "publisher": Publisher,
    "language": str | None,
    "date_published": str | None,
    "access": _HINTS["access"],
    "date_published_offset": _HINTS["date_published_offset"],
    "date_modified_offset": _HINTS["date_modified_offset"],
    "extractor": Extractor,
    "provenance": dict[str, Raw],
}
"""What selections and counts look at, lists that are closed (columns of strings would not mind), and `provenance`."""
_NAMES: Final = tuple(f.name for f in dataclasses.fields(Article))
Light: Final = msgspec.defstruct("Light", [(name, _TYPED.get(name, Raw)) for name in _NAMES], frozen=True)
_ROW: Final = msgspec.defstruct(
    "Row", [(name, list[Raw] if name == "provenance" else _TYPED.get(name, Raw)) for name in _NAMES]
)
_DECODER: Final[msgspec.json.Decoder[Any]] = msgspec.json.Decoder(Light)
_ENCODER: Final = msgspec.json.Encoder()


def lines(files: Iterable[Path]) -> Iterator[tuple[bytes, Any]]:
    """Yield each line with its light record, or its rejection; raises RecordError as `read_lines` does."""
    for line, path, number in raw_lines(files):
        try:
            light = _DECODER.decode(line)
            if light.schema_version not in VERSIONS:
                raise msgspec.ValidationError
        except (msgspec.DecodeError, UnicodeDecodeError):
            # a rejection, another version, or no record: the careful reader tells which
            careful = decoded(line, f"{path}:{number}")
            if isinstance(careful, Article):
                raise RecordError(f"{path}:{number}: no record") from None
            yield line, careful
            continue
        yield line, light


def row_line(light: Any) -> bytes:
    """Return a light record as the line of a row (`forms.row`), for Arrow's own reader."""
    values = {name: getattr(light, name) for name in _NAMES}
    entries = light.provenance.items()
    values["provenance"] = [Raw(b'{"pointer":' + _ENCODER.encode(p) + b"," + bytes(e)[1:]) for p, e in entries]
    return _ENCODER.encode(_ROW(**values))
