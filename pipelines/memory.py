"""What a site repeats is not the story: blocks that stand on many of its pages, known from earlier runs.

Pure: the snapshot is an input like the page, frozen for a whole run. What fills it lies outside (newsspider.memory).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pipelines.container import Container
from pipelines.draft import Draft
from pipelines.record import Dropped
from pipelines.text import key

LONGEST: Final = 600
"""Characters of a block that a site repeats; longer ones are stories and their copies."""
_SHORTEST: Final = 4
"""Letters and digits of the shortest block worth knowing: asterisks and numbers divide stories everywhere."""


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """What one site repeats, out of one frozen snapshot."""

    digest: str
    """Digest of the whole snapshot, as records carry it."""
    blocks: frozenset[str]
    """Fingerprints of blocks."""
    containers: tuple[Container, ...] = ()
    """Where its stories stand, the first that fits counts."""


def fingerprint(text: str) -> str | None:
    """Return what stands for a block, or None for one that is too long or too short to be a site's own.

    >>> fingerprint("Follow us!") == fingerprint("FOLLOW US"), fingerprint("***")
    (True, None)
    """
    flat = key(text)
    if len(text) > LONGEST or len(flat) < _SHORTEST:
        return None
    return hashlib.sha256(flat.encode("utf-8", "replace")).hexdigest()[:16]


def forget(draft: Draft, memory: SiteMemory) -> Draft:
    """Take the lines that the site repeats out of the story and into `dropped`.

    A repeated heading goes only with what it heads: the same question may head many stories. Where all lines are
    known, the memory knows this very page, and nothing goes.
    """
    known = repeated([line.text for line in draft.lines], [line.kind == "heading" for line in draft.lines], memory)
    if not known:
        return draft
    last = len(draft.lines) - 1
    dropped = tuple(
        Dropped(line.text, "site", "head" if i == 0 else "tail" if i == last else "body")
        for i, line in enumerate(draft.lines)
        if i in known
    )
    lines = tuple(line for i, line in enumerate(draft.lines) if i not in known)
    return replace(draft, lines=lines, dropped=draft.dropped + dropped)


def repeated(texts: Iterable[str], headings: Iterable[bool], memory: SiteMemory) -> set[int]:
    """Return the indexes of the blocks that go."""
    pairs = list(zip(texts, headings, strict=True))
    known: set[int] = set()
    follows = True  # whether all that stands below the heading at hand goes, or nothing stands there
    for index in range(len(pairs) - 1, -1, -1):
        text, heading = pairs[index]
        found = fingerprint(text) in memory.blocks
        if found and (follows or not heading):
            known.add(index)
        follows = True if heading else index in known
    return known if len(known) < len(pairs) else set()
