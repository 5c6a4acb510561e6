"""The types of the record in the words of Arrow, DuckDB and Hugging Face: derived, never written twice.

Times stay strings: readers that turn them into timestamps lose offsets. `provenance` is a list of entries with their
`pointer`, since column stores know no objects with free keys.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import msgspec
from msgspec import inspect

from pipelines.record import Article

ARROW_VERSION: Final = "1"
"""Version of the column layout; it goes up when a column changes its type or place."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One field: a scalar ("string", "int64", "bool"), a struct of fields, or a list of one."""

    name: str
    kind: str
    fields: tuple[Column, ...] = ()
    """Of a struct; of a list its one item."""


def columns() -> tuple[Column, ...]:
    """Return the columns of a record, in declared order."""
    return _of(inspect.type_info(Article), "").fields


def _of(info: inspect.Type, name: str) -> Column:
    match info:
        case inspect.UnionType(types=types):
            (kind,) = (t for t in types if not isinstance(t, inspect.NoneType))
            return _of(kind, name)
        case inspect.DataclassType(cls=cls, fields=fields):
            order = [f.name for f in dataclasses.fields(cls)]
            found = sorted(fields, key=lambda f: order.index(f.name))
            return Column(name, "struct", tuple(_of(f.type, f.name) for f in found))
        case inspect.VarTupleType(item_type=item):
            return Column(name, "list", (_of(item, "item"),))
        case inspect.DictType(value_type=item):
            inner = _of(item, "item")
            entry = Column("item", "struct", (Column("pointer", "string"), *inner.fields))
            return Column(name, "list", (entry,))
        case inspect.IntType():
            return Column(name, "int64")
        case inspect.BoolType():
            return Column(name, "bool")
        case inspect.FloatType():
            return Column(name, "double")
        case inspect.StrType() | inspect.LiteralType():
            return Column(name, "string")
        case inspect.Metadata(type=inner):
            return _of(inner, name)
    raise TypeError(f"no column for {info}")


def row(record: Article) -> dict[str, Any]:
    """Return a record as a row of these columns."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    plain["provenance"] = [{"pointer": pointer, **entry} for pointer, entry in plain["provenance"].items()]
    return plain


def record_of(given: dict[str, Any]) -> Article:
    """Return the record of a row: the way back."""
    entries = {e["pointer"]: {k: v for k, v in e.items() if k != "pointer"} for e in given["provenance"]}
    return msgspec.convert({**given, "provenance": entries}, Article)


def arrow_schema() -> Any:
    """Return the explicit Arrow schema; needs pyarrow."""
    import pyarrow as pa

    def kind(column: Column) -> Any:
        if column.kind == "struct":
            return pa.struct([pa.field(f.name, kind(f)) for f in column.fields])
        if column.kind == "list":
            return pa.list_(pa.field("item", kind(column.fields[0])))
        return {"string": pa.string(), "int64": pa.int64(), "bool": pa.bool_(), "double": pa.float64()}[column.kind]

    from pipelines.record import SCHEMA_VERSION

    told = {"newsspider.schema_version": SCHEMA_VERSION, "newsspider.arrow_version": ARROW_VERSION}
    return pa.schema([pa.field(c.name, kind(c)) for c in columns()], metadata=told)


def duckdb_type(column: Column) -> str:
    """Return a column's type in DuckDB's words.

    >>> duckdb_type(Column("a", "list", (Column("item", "struct", (Column("b", "int64"),)),)))
    'STRUCT("b" BIGINT)[]'
    """
    if column.kind == "struct":
        return "STRUCT(" + ", ".join(f'"{f.name}" {duckdb_type(f)}' for f in column.fields) + ")"
    if column.kind == "list":
        return f"{duckdb_type(column.fields[0])}[]"
    return {"string": "VARCHAR", "int64": "BIGINT", "bool": "BOOLEAN", "double": "DOUBLE"}[column.kind]


def card_features(found: tuple[Column, ...], indent: int = 2) -> str:
    """Return columns as the features of a Hugging Face card, in YAML."""
    lines = []
    pad = " " * indent
    for column in found:
        lines.append(f"{pad}- name: {column.name}")
        if column.kind == "struct":
            lines += [f"{pad}  struct:", card_features(column.fields, indent + 2)]
        elif column.kind == "list":
            (item,) = column.fields
            if item.kind == "struct":
                lines += [f"{pad}  list:", card_features(item.fields, indent + 2)]
            else:
                lines.append(f"{pad}  list: {item.kind}")
        else:
            lines.append(f"{pad}  dtype: {column.kind}")
    return "\n".join(lines)
