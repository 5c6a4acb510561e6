"""A difference as an HTML page that asks for nothing."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files as resources

from newsspider.diff.comparing import Difference


def html_page(difference: Difference, old: str, new: str) -> str:
    """Return the page; `old` and `new` are the names of the two runs."""
    from jinja2 import Environment

    here = resources("newsspider.diff")
    style = here.joinpath("page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    template = environment.from_string(here.joinpath("page.html.j2").read_text("utf-8"))
    return template.render(d=difference, old=old, new=new, style=style, hash=f"'sha256-{digest}'")
