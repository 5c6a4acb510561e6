"""The command line: one file a command, imported when it is called, so that `newsspider --help` answers at once."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
from typing import Final

import click

_COMMANDS: Final = {
    "init": ("init", "Make a project folder for a crawl."),
    "sites": ("sites", "Add a site to the project; check site files, and see what they change."),
    "run": ("run", "Crawl the sites of the project: what is new or changed."),
    "partition": ("partition", "Deal the sites of a project out to partitions by host."),
    "merge": ("partition:merged", "Put partitions together: records, archives, states."),
    "doctor": ("doctor", "Check a project and this machine."),
    "reparse": ("reparse", "Turn stored pages into checked JSON Lines."),
    "learn": ("learn", "Learn where the stories of sites stand, for a faster re-parse."),
    "extract": ("extract", "Show what one page holds."),
    "parse": ("parse", "Parse single strings: bylines, datelines, captions, lines."),
    "explain": ("explain", "Show where the values of a record stand on its page, and what lost."),
    "check": ("check", "Check output files: schema, pointers, offsets, torn tails."),
    "report": ("report", "Show records beside their pages, in one HTML file."),
    "diff": ("diff", "Show what changed between two runs over the same pages."),
    "stories": ("stories", "Group records that are one story: copies, versions, translations."),
    "export": ("export", "Write records as a data set: Parquet, SQLite, Hugging Face, schema.org and others."),
    "schema": ("schema", "Print the JSON Schema of the record."),
    "fixture": ("fixture", "Add a page to the fixtures."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which a user meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command, or None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        name, _, attribute = _COMMANDS[cmd_name][0].partition(":")
        module = importlib.import_module(f"newsspider.cli.{name}")
        command: click.Command = getattr(module, attribute or "command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"newsspider {importlib.metadata.version('newsspider')}")
        ctx.exit()


_HELP: Final = """Turn news pages, crawled now or stored years ago, into checked JSON Lines.

Every byline, dateline, caption and date of a record can be traced to the exact words on the page.
"""
_EPILOG: Final = """\b
Examples:
  newsspider init mynews --contact https://example.org/about-our-crawl
  newsspider reparse pages/ -o out/articles.jsonl
  newsspider extract page.html --url https://news.example/a
  newsspider parse byline "By Ana Silva in Lisbon"
  newsspider check out/articles.jsonl

\b
Shell completion (bash; zsh_source and fish_source for the others):
  eval "$(_NEWSSPIDER_COMPLETE=bash_source newsspider)"
"""


@click.group(
    cls=LazyGroup,
    help=_HELP,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Run the command that the arguments name."""
    # whatever this process starts looks for modules where Python keeps them, not in the current folder
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    # what a library writes for us, as SQLite does, is not for every user of the machine either
    os.umask(os.umask(0o077) | 0o027)
