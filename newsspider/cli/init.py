"""`newsspider init`: a project folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from newsspider.cli.terminal import escaped, fail
from pipelines.ledger import write_whole

_UNFIT: Final = frozenset("\"'\\{}()")
_FILES: Final = {
    "scrapy.cfg": """[settings]
default = settings
""",
    "settings.py": '''"""Scrapy settings of this project: those of newsspider, with what differs here."""

from newsspider.settings import *  # noqa: F403
from newsspider.settings import USER_AGENT

# who crawls: an address, or a page that says what for. Sites see it in their logs
USER_AGENT = f"{USER_AGENT} (+%(contact)s)"

# seconds between two requests to one host; robots.txt may ask for more
DOWNLOAD_DELAY = 2

# worker processes that parse while the crawl goes on
NEWSSPIDER_WORKERS = 2

# also: NEWSSPIDER_CONTACTS, NEWSSPIDER_OBEY_NOARCHIVE, NEWSSPIDER_PROMETHEUS, NEWSSPIDER_MAX_AGE_DAYS
''',
    "sites.toml": """# Which sites, and how much of each in one run: `newsspider sites add URL` writes here.
#
# [[site]]
# domain = "harbour-post.example"
# pages = 200
# minutes = 30
""",
    ".gitignore": "data/\n",
}


@click.command(
    "init",
    epilog="""\b
Examples:
  newsspider init mynews --contact https://example.org/about-our-crawl
  cd mynews && newsspider sites add https://www.harbour-post.example

\b
Exit codes: 0 made; 2 the folder holds a project.""",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--contact", help="Address or page that the user agent names; asked for when left out.")
def command(folder: Path, contact: str | None) -> None:
    """Make a project in DIR: scrapy.cfg, settings.py, sites.toml, sites/ and, with the first run, data/."""
    there = [name for name in _FILES if (folder / name).exists()]
    if there:
        fail(f"{folder} holds {', '.join(there)}", 2)
    if contact is None:
        contact = click.prompt("Address or page that sites can write to about the crawl")
    if not is_contact(contact):
        fail("a contact is an e-mail address or a URL", 2)
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        write_whole(folder / name, text.replace("%(contact)s", contact).encode())
    click.echo(f"{escaped(str(folder))}: a project. Next: cd {escaped(str(folder))} && newsspider sites add URL")


def is_contact(text: str) -> bool:
    """Tell whether a text names somebody who can be written to, and fits into a header and a Python string."""
    return text.isprintable() and not _UNFIT & set(text) and ("@" in text or "://" in text)
