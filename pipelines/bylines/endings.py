"""Signatures at the end of a story's last paragraph: "... said. (By Jo Reyes) Ends", "…。（记者 X）"."""

from __future__ import annotations

import re
from typing import Final

from pipelines.bylines.grammar import read_byline
from pipelines.bylines.labels import prefix_end
from pipelines.draft import Line
from pipelines.lexicon import lexicon_for, tokens
from pipelines.replacing import replace
from pipelines.text import has_hangul, is_unspaced

_STORY: Final = 80  # columns of a paragraph that has an end of its own
_INSIDE: Final = (3, 60)  # letters between the brackets
_BEHIND: Final = 12  # letters behind the bracket: "Ends", an agency's sign
_SENTENCE: Final = re.compile(r"(?<=[.!?\"”’])\s{1,4}(?=[^.!?]{2,60}$)")
_ADDRESS: Final = re.compile(r"\s{0,4}[\w.+-]{1,64}@[\w.-]{3,80}$")

Cut = tuple[Line, Line, str]
"""A paragraph without its signature, the signature, and what stood behind it."""


def cut_ending(line: Line, tag: str | None) -> Cut | None:
    """Return the last line of a story without the signature at its end, else None."""
    return _bracketed(line, tag) or _titled(line, tag)


def _bracketed(line: Line, tag: str | None) -> Cut | None:
    """Cut off a bracket with a byline prefix, a title or the label of a role."""
    text = line.text
    at = max(text.rfind("（"), text.rfind("("))
    end = max(text.rfind("）"), text.rfind(")"))
    inside, behind = text[at + 1 : end].strip(), text[end + 1 :].strip()
    columns = 2 * at if is_unspaced(inside) else at
    if not 0 <= at < end or columns < _STORY or len(behind) > _BEHIND:
        return None
    if not _INSIDE[0] <= len(inside) <= _INSIDE[1]:
        return None
    reading = read_byline(inside, tag)
    words = tokens(inside, lexicon_for(tag))
    prefixed = bool(words) and bool(words[0].opens("titles") or prefix_end(words, 0))
    if not reading.authors or not (prefixed or all(a.job_title or a.role != "author" for a in reading.authors)):
        return None
    return replace(line, text=text[:at].strip()), replace(line, text=inside), behind


def _titled(line: Line, tag: str | None) -> Cut | None:
    """Cut off the reporter behind the last sentence of a Korean story: "…했다. NAME 기자 name@quay.test"."""
    if not has_hangul(line.text[-_INSIDE[1] - 80 :]):
        return None
    address = _ADDRESS.search(line.text)
    text = line.text[: address.start()] if address else line.text
    found = _SENTENCE.search(text, max(0, len(text) - _INSIDE[1]))
    if found is None or found.start() < _STORY // 2:
        return None
    inside = text[found.end() :].strip()
    reading = read_byline(inside, tag)
    if not reading.is_byline or reading.rejected or not all(a.job_title for a in reading.authors):
        return None
    return replace(line, text=text[: found.start()]), replace(line, text=line.text[found.end() :].strip()), ""
