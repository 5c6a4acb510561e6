"""The schema is the types: complete, closed, described, and its names change only on purpose."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from pipelines.record import Article, Rejection
from pipelines.schema import descriptions, json_schema, parts

HERE = Path(__file__).parent
SNAPSHOT = HERE / "record_names.json"
SHARED = Path(os.environ.get("NEWSSPIDER_SHARED") or HERE.parent.parent / "shared") / "record.schema.json"


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the alternatives of a schema with references followed."""
    if "$ref" in schema:
        return resolved(whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], whole)
    return (
        [one for s in schema["anyOf"] for one in resolved(s, whole)]
        if isinstance(schema.get("anyOf"), list) and "properties" not in schema
        else [schema]
    )


def names(schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    """Return a schema reduced to names: keys of objects, values of enums, types of the rest."""
    found: set[str] = set()
    for one in resolved(schema, whole):
        if "properties" in one:
            return {k: names(v, whole) for k, v in one["properties"].items()}
        if "items" in one:
            return [names(one["items"], whole)]
        if isinstance(more := one.get("additionalProperties"), dict):
            return {"*": names(more, whole)}
        values = [one["const"]] if "const" in one else one.get("enum")
        types = one.get("type", [])
        found |= (
            {f"= {v}" for v in values if v is not None} if values else {types} if isinstance(types, str) else {*types}
        )
    return sorted(found - {"null"})


def nullable(schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Tell whether null is allowed."""
    return any("null" in (s.get("type") or ()) or None in s.get("enum", ()) for s in resolved(schema, whole))


@pytest.mark.parametrize("type_", [Article, Rejection])
def test_schema_is_valid_closed_and_described(type_: type) -> None:
    whole = json_schema(type_)
    jsonschema.Draft202012Validator.check_schema(whole)
    for name, one in [("", whole), *whole["$defs"].items()]:
        assert one["required"] == list(one["properties"]), name
        assert one["additionalProperties"] is False, name
        assert [k for k, v in one["properties"].items() if not v.get("description")] == [], name
        assert "default" not in json.dumps(one), name


def test_every_field_has_a_docstring() -> None:
    for type_ in [*parts(Article).values(), Rejection]:
        assert list(descriptions(type_)) == list(type_.__dataclass_fields__), type_


def test_names_are_those_of_the_snapshot() -> None:
    """A change here is a change of the record: it belongs into CHANGELOG.md under "Record"."""
    now = {t.__name__: names(json_schema(t), json_schema(t)) for t in (Article, Rejection)}
    assert now == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.skipif(not SHARED.exists(), reason="no reference schema beside the project")
def test_accepts_what_the_reference_schema_accepts() -> None:
    theirs, ours = json.loads(SHARED.read_text(encoding="utf-8")), json_schema()
    assert names(ours, ours) == names(theirs, theirs)
    narrower: list[str] = []

    def walk(mine: dict[str, Any], other: dict[str, Any], path: str) -> None:
        if nullable(other, theirs) and not nullable(mine, ours):
            narrower.append(path)
        for a in resolved(mine, ours):
            for b in resolved(other, theirs):
                for key in a.get("properties", {}).keys() & b.get("properties", {}).keys():
                    walk(a["properties"][key], b["properties"][key], f"{path}/{key}")
                if "items" in a and "items" in b:
                    walk(a["items"], b["items"], f"{path}/*")

    walk(ours, theirs, "")
    assert narrower == []


def test_records_and_rejections_keep_their_schema() -> None:
    from newsspider import Page, parse

    story = "".join(
        f"<p>The council of Harrow Vale met on day {n} and voted on the new bridge at length.</p>" for n in range(9)
    )
    page = f"<html lang=en><title>Bridge vote</title><article><h1>Bridge vote</h1>{story}</article></html>".encode()
    for made in (parse(Page(page, url="https://news.test/bridge")), parse(Page(b""))):
        line = json.loads(msgspec.json.encode(made))
        jsonschema.validate(line, json_schema(type(made)), cls=jsonschema.Draft202012Validator)
