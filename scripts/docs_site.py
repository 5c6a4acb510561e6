"""What the documentation site takes from outside docs/: MkDocs calls these functions (`hooks` in mkdocs.yml).

CONTRIBUTING, CHANGELOG and SECURITY become pages; links to other files of the repository become plain code, since a
site has no such files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
TAKEN = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s#]+)((?:#[^)\s]*)?)\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that stand in the root of the repository."""
    for name in TAKEN:
        files.append(File.generated(config, name.lower(), content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page with its links as the site has them."""
    folder = ROOT if page.file.src_uri in {name.lower() for name in TAKEN} else ROOT / "docs"

    def mended(found: re.Match[str]) -> str:
        text, target, anchor = found.groups()
        if "://" in target:
            return found[0]
        path = (folder / target).resolve()
        if path.parent == ROOT / "docs":
            return f"[{text}]({path.name}{anchor})"
        if path.parent == ROOT and path.name in TAKEN:
            return f"[{text}]({path.name.lower()}{anchor})"
        if path.is_relative_to(ROOT / "docs"):
            return f"[{text}]({path.relative_to(ROOT / 'docs').as_posix()}{anchor})"
        shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else target
        return f"{text} (`{shown}`)" if shown not in text else text

    return LINK.sub(mended, markdown)
