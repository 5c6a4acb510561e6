"""`newsspider parse`: single strings through the grammars."""

from __future__ import annotations

import sys
from typing import Any

import click

from newsspider.cli.terminal import fail

_MAX_LINE = 1 << 20


@click.command(
    "parse",
    epilog="""\b
Examples:
  newsspider parse byline "By Ana Silva and Ben Cho in Lisbon"
  newsspider parse dateline "LISBON, March 3 (Reuters) - Prices fell." --lang en
  newsspider parse caption --lang de < caption.txt
  newsspider parse line --jsonl < cases.jsonl > out.jsonl""",
)
@click.argument("kind", type=click.Choice(["byline", "dateline", "caption", "line"]))
@click.argument("text", required=False)
@click.option("--lang", metavar="TAG", help="Language of the text (BCP 47); English words are always known.")
@click.option(
    "--published", metavar="DATE", help="Day of publication: printed dates without a year are read against it."
)
@click.option("--publisher", metavar="NAME", help="Name of the outlet.")
@click.option("--position", metavar="WHERE", help="Where the text stands: head, body, tail; byline, trailing.")
@click.option(
    "--jsonl", is_flag=True, help="Read case lines (input, lang, context) from stdin, print one result a line."
)
def command(
    kind: str,
    text: str | None,
    lang: str | None,
    published: str | None,
    publisher: str | None,
    position: str | None,
    jsonl: bool,
) -> None:
    """Parse TEXT (or stdin) as a byline, dateline, caption or body line, and print what was found."""
    import msgspec

    from pipelines import strings
    from pipelines.ledger import encode

    if jsonl:
        if text is not None:
            raise click.UsageError("--jsonl reads from stdin and takes no TEXT")
        _cases(kind, lang)
        return
    if text is None:
        text = sys.stdin.buffer.read(_MAX_LINE).decode("utf-8", "replace").rstrip("\r\n")
    context = {"published": published, "publisher": publisher, "position": position}
    found = strings.read(kind, text, lang, {k: v for k, v in context.items() if v})
    click.echo(msgspec.json.format(encode(found), indent=2).decode())


def _cases(kind: str, lang: str | None) -> None:
    import msgspec

    from pipelines import strings
    from pipelines.ledger import encode

    decoder = msgspec.json.Decoder(dict[str, Any])
    out = sys.stdout.buffer
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            case = decoder.decode(line)
            given, context = case["input"], case.get("context") or {}
            result = strings.read(kind, given, case.get("lang") or lang, context)
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            out.flush()
            fail(f"stdin:{number}: not a case line: {error}", 1)
        out.write(encode(result) + b"\n")
    out.flush()
