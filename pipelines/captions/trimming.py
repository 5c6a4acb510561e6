"""What stands around a caption and is neither caption nor credit: counters, pointers, buttons, markers (C.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines.captions.words import Words

_COUNTER: Final = re.compile(
    r"^(?:[\[(] ?\d{1,3} ?/ ?\d{1,3} ?[\])]|\d{1,3} ?(?:/|of|von|de|sur|di|van|av|af|из|z) ?\d{1,3}(?= ))[ .:|–—-]*"
)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A caption string without what stands around it, and what that said."""

    text: str
    file_photo: bool
    illustrative: bool
    usage_terms: str | None


def trim(text: str, words: Words) -> Trimmed:
    """Return the caption and credit of a cleaned string; usage terms, markers and tags taken out."""
    if not words.trims(text):
        return Trimmed(_uncounted(text).strip(), False, False, None)
    text, usage = _without_terms(text, words)
    text = _without_pointers(_without_widgets(_uncounted(text), words), words)
    marked = words.markers.match(text)
    file_photo = marked is not None and marked.end() < len(text)
    if marked and file_photo:
        text = text[marked.end() :]
    text, tagged, illustrative = without_tags(text, words)
    return Trimmed(text.strip(), file_photo or tagged, illustrative, usage)


def _uncounted(text: str) -> str:
    counter = _COUNTER.match(text)
    return text[counter.end() :] if counter else text


def without_tags(text: str, words: Words) -> tuple[str, bool, bool]:
    """Return (text without markers in brackets or as a last sentence, file photo, illustrative)."""
    file_photo = illustrative = False
    for _ in range(3):
        bare = words.illustrative_tag.sub("", text)
        illustrative = illustrative or bare != text
        shorter = words.file_tag.sub("", bare)
        file_photo = file_photo or shorter != bare
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text, file_photo, illustrative


def _without_terms(text: str, words: Words) -> tuple[str, str | None]:
    """Cut the sentence that restricts use off the end ("MANDATORY CREDIT. NO RESALES.")."""
    found = words.rights.search(text)
    if found is None or not found.start():
        return text, None
    return text[: found.start()].rstrip(" ;,-–—"), found.group().strip()


def _without_widgets(text: str, words: Words) -> str:
    # one button between two copies of the credit: "... A. Silva/AP hide caption toggle caption A. Silva/AP"
    head, *tail = words.repeats.split(text, maxsplit=1)
    if tail:
        text = head if tail[0] and head.endswith(tail[0].strip()) else f"{head} {tail[0]}".strip()
    for _ in range(3):
        shorter = words.widgets.sub("", text)
        if shorter == text or not shorter.strip():
            break
        text = shorter
    return text


def _without_pointers(text: str, words: Words) -> str:
    for _ in range(2):
        found = words.pointers.match(text) or words.captioned.match(text)
        if found is None or not text[found.end() :].strip():
            break
        text = text[found.end() :]
    return text
