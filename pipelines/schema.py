"""JSON Schema of the record, made from its types: the types are the truth, the schema is printed from them."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from textwrap import dedent
from typing import Any, Final

import msgspec

from pipelines.record import Article

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def descriptions(type_: type) -> dict[str, str]:
    """Return the docstring under each field of a dataclass, in declared order (design section 4).

    >>> from pipelines.record import EditorNote
    >>> descriptions(EditorNote)
    {'text': 'As printed.'}
    """
    (tree,) = ast.parse(dedent(inspect.getsource(type_))).body
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    name = None
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        elif name and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[name] = " ".join(str(node.value.value).split())
            name = None
        else:
            name = None
    return found


def parts(type_: type = Article) -> dict[str, type]:
    """Return every dataclass that a record is made of by name, the record first, parts in order of first use."""
    found: dict[str, type] = {}

    def walk(info: Any) -> None:
        match info:
            case msgspec.inspect.DataclassType(cls=cls, fields=fields):
                if cls.__name__ in found:
                    return
                found[cls.__name__] = cls
                order = [f.name for f in dataclasses.fields(cls)]
                for field in sorted(fields, key=lambda f: order.index(f.name)):
                    walk(field.type)
            case msgspec.inspect.VarTupleType(item_type=inner):
                walk(inner)
            case msgspec.inspect.DictType(value_type=inner):
                walk(inner)
            case msgspec.inspect.UnionType(types=types):
                for inner in types:
                    walk(inner)
            case _:
                return

    walk(msgspec.inspect.type_info(type_))
    return found


def json_schema(type_: type = Article) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record, or of `pipelines.record.Rejection`.

    Every key is required and none may be added; each property carries the docstring of its field.

    >>> json_schema()["properties"]["schema_version"]["enum"]
    ['1.0']
    """
    ((_,), made) = msgspec.json.schema_components([type_], ref_template="#/$defs/{name}")
    classes = parts(type_)
    made = {name: _closed(classes[name], made[name]) for name in classes}
    record = made.pop(type_.__name__)
    return {"$schema": DIALECT, **record, "$defs": made}


def _closed(type_: type, schema: dict[str, Any]) -> dict[str, Any]:
    """Return an object schema with all keys required, in declared order, and described."""
    told = descriptions(type_)
    properties: dict[str, Any] = {}
    for field in dataclasses.fields(type_):
        # a default says what our code starts from, not what a reader may leave out
        kept = {k: v for k, v in schema["properties"][field.name].items() if k != "default"}
        properties[field.name] = {**kept, "description": told[field.name]} if field.name in told else kept
    if type_ is Article:
        properties["provenance"]["propertyNames"] = {"pattern": "^(/|$)"}
    rest = {k: v for k, v in schema.items() if k not in {"properties", "required"}}
    return {**rest, "properties": properties, "required": list(properties), "additionalProperties": False}
