"""Plain text dumps: paragraphs separated by empty lines, as older tools and clipboard copies leave them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import limits
from pipelines.draft import Draft, Found, Line
from pipelines.extract import decode, tongue
from pipelines.page import Page
from pipelines.record import Reason
from pipelines.text import clean

_EMPTY = re.compile(r"\n[ \t\u3000]*\n")
_END = re.compile(r"[.!?。！？…][\"'”’»」』)）\]]?$")


def read_page(page: Page, draft: Draft) -> Draft | tuple[Reason, str | None]:
    """Return `draft` filled from the bytes of a dump, or why they cannot be read."""
    refusal = decode.inspect(page.content)
    if refusal:
        return refusal, None
    decoded = decode.decode(page.content, page.charset)
    text = decode.repair(decoded.text)
    if decoded.errors * _ERRORS > len(text):
        return "not_html", "binary in a text file"
    return read(text, replace(draft, encoding=decoded.encoding, decode_errors=decoded.errors))


_ERRORS: Final = 20
"""Characters for each one that cannot be read: a text file has no markup to make up for them."""


def read(text: str, draft: Draft) -> Draft:
    """Return `draft` with the dump's lines.

    The headline is the first short line without a full stop that a longer text follows. Line numbers in
    locators count the non-empty paragraphs from 0, as in `news-conventions` E.6.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = [p for p in (clean(part) for part in _EMPTY.split(text)) if p]
    if len(parts) < 3 and text.count("\n") > 3:
        parts = [p for p in (clean(part) for part in text.split("\n")) if p]
    lines = [Line(p[: limits.MAX_DECODED_BYTES], locator=f"line:{i}") for i, p in enumerate(parts)]
    language = tongue.choose([], " ".join(p for p in parts if len(p) > 80)[:1_500])
    at = _headline(parts)
    if at is None:
        return replace(draft, from_text=True, language=language, lines=tuple(lines))
    found = Found(parts[at], "text", f"line:{at}")
    return replace(
        draft,
        from_text=True,
        language=language,
        headline=parts[at],
        headlines=(found,),
        lines=tuple(line for i, line in enumerate(lines) if i != at),
    )


def _headline(parts: list[str]) -> int | None:
    for index, part in enumerate(parts[:6]):
        if 12 <= len(part) <= 250 and not _END.search(part) and any(len(p) > 120 for p in parts[index + 1 : index + 4]):
            return index
        if len(part) > 250:
            return None
    return None
