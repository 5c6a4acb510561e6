"""Where the role labels and repeated prefixes of a byline cut it (`news-conventions` A.4, A.9)."""

from __future__ import annotations

import re
from typing import Final

from pipelines import names
from pipelines.bylines.noise import TAIL
from pipelines.bylines.parties import keeps_point
from pipelines.bylines.words import Words, role_of
from pipelines.record import Role


def stretches(text: str, words: Words) -> list[tuple[Role, str, bool]]:
    """Return (role, text, has a label) stretches in print order; text before the first label is the author's."""
    marks: list[tuple[int, int, Role]] = []
    prefix = prefix_of(text, words)
    inside = prefix.end() if prefix else 0
    # "Teksti Jo Virtanen Kuvat Ana Laine": labels without colons throughout
    bare = prefix is not None and ":" not in text and prefix.group().strip().casefold() in words.bare_labels
    for found in words.roles.finditer(text):
        if 0 < found.start() < inside:
            continue  # "Bài và ảnh:" is one prefix
        before = text[: found.start()].rstrip()
        # a label opens a clause: at the start, after a break, or where it is spelled with a colon or "by"
        opened = (
            not before
            or before[-1] in ".;,:|—–-)\n•·"
            or found.group().rstrip().endswith(":")
            or found.group().casefold().split()[-1] in _BY
            or (bare and text[found.start()].isupper() and text[found.end() :].lstrip()[:1].isupper())
        )
        if opened:
            marks.append((found.start(), found.end(), role_of(words, found.group())))
    for found in _AUTHOR_LABEL.finditer(text):
        if found.start() and not any(s <= found.start() < e for s, e, _ in marks):
            marks.append((found.start(), found.end(), "author"))
    marks += _repeated(text, prefix)
    marks.sort()
    out: list[tuple[Role, str, bool]] = []
    head = text[: marks[0][0]] if marks else text
    if head.strip(_EDGE + "."):
        out.append(("author", head.strip(_EDGE.replace(":", "")), False))
    for number, (_, end, role) in enumerate(marks):
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        chunk = text[end:stop].strip(_EDGE)
        if not keeps_point(chunk):
            chunk = chunk.rstrip(" .")
        if chunk:
            out.append((role, chunk, True))
    return out


def _repeated(text: str, prefix: re.Match[str] | None) -> list[tuple[int, int, Role]]:
    """Return where a line prints its prefix again before a further name; a particle of names is no prefix there."""
    printed = prefix.group().strip(" \n(:") if prefix else ""
    if prefix is None or len(printed) < 2 or printed.casefold() in names.PARTICLES or not printed[0].isupper():
        return []
    out: list[tuple[int, int, Role]] = []
    at = text.find(f" {printed} ", prefix.end())
    while at != -1:
        end = at + len(printed) + 2
        if text[end : end + 1].isupper():
            out.append((at + 1, end, "author"))
        at = text.find(f" {printed} ", end - 1)
    return out


_EDGE: Final = f" ,;:—–-|\n{TAIL}"
_BY: Final = frozenset(
    ("by", "von", "par", "de", "di", "por", "da", "av", "af", "from", "führte", "führten", "door", "oleh")
)
_AUTHOR_LABEL: Final = re.compile(
    r"(?<!\w)(?:Written by|Words by|Text by|Story by|Text\s?:|Texte\s?:|Texto\s?:)\s*", re.IGNORECASE
)


def prefix_of(chunk: str, words: Words) -> re.Match[str] | None:
    """Return the byline prefix that a text begins with when anything follows it."""
    found = words.prefixes.match(chunk)
    if found is None or found.end() >= len(chunk):
        return None
    return found
