"""`newsspider schema`: the record's JSON Schema, made from its types."""

from __future__ import annotations

import sys

import click


@click.command("schema", epilog="\b\nExample:\n  newsspider schema > record.schema.json")
def command() -> None:
    """Print the JSON Schema (2020-12) of a record."""
    import msgspec

    from pipelines.ledger import encode
    from pipelines.schema import json_schema

    sys.stdout.buffer.write(msgspec.json.format(encode(json_schema()), indent=2) + b"\n")
    sys.stdout.buffer.flush()
