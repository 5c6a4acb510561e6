"""Lines that ask the reader for something: to follow, subscribe, download, listen (`news-conventions` D.1).

The form is the same in every house: an imperative, and what the reader should take. Both are words by language; verbs
stand first in most languages and last in some. Mostly the line must also speak of the house as "us" or "our"; below the
story a plain call ("Subscribe to the newsletter") is enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipelines.boilerplate.words import Words, bare, numbered
from pipelines.text import fold

_URL: Final = re.compile(r"(?<![A-Za-z0-9.])(?:https?://|www\.)[^\s]{4,300}$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[?!] ")
_SENTENCES: Final = 3  # "Want more? Like it here? Follow us!"
_DIVIDERS: Final = "|•·►/"
_DIVIDER: Final = re.compile(r" ?[|•·►/] ?")
_OBJECTS: Final = ("newsletter", "broadcast_promo", "app_promo", "comments", "paywall", "feedback", "follow")
_PLAIN_OBJECTS: Final = frozenset({"newsletter", "app_promo", "paywall", "follow", "feedback"})
_INSIDE: Final = 200  # characters of a prompt between two paragraphs
_ENDING: Final = 330  # characters of a prompt below the story
_PLAIN: Final = 160  # characters of a prompt below the story that does not say "our"
_POINTER: Final = 90  # characters before the address in "More coverage: https://..."
_SHORT_WORD: Final = 4  # letters up to which an object must be a word of its own ("app", "x")
_MENU: Final = 6  # parts of "Print | Email | Share"


def read_prompt(core: str, flat: str, lists: Sequence[Words], position: str, outlets: Sequence[str]) -> str | None:
    """Return the category of a line that asks the reader for something, else None."""
    calls = any(_asks(flat, words, "calls") for words in lists)
    asks = calls or any(_asks(flat, words, "verbs") for words in lists)
    if position == "tail" and _points_away(core, asks):
        return "related"
    if not asks or len(flat) > (_ENDING if position == "tail" else _INSIDE):
        return None
    padded = f" {_spaced(flat)} "
    ours = _speaks_of_us(flat, padded, lists, outlets)
    alone = calls and position == "tail" and len(flat) <= _PLAIN
    for category in _OBJECTS:
        if (ours or (alone and category in _PLAIN_OBJECTS)) and any(
            _has(flat, padded, item) for words in lists for item in words.prompts.get(category, ())
        ):
            return category
    return None


def _points_away(core: str, asks: bool) -> bool:
    """Tell whether a line is a label or a call and an address: "More coverage: https://...", "Follow it at https://..."."""
    url = _URL.search(core)
    if url is None or not 0 < url.start() <= _POINTER:
        return False
    lead = core[: url.start()].rstrip()
    return ". " not in lead and (asks or lead.endswith((":", "：")))


def read_menu(low: str, lists: Sequence[Words]) -> str | None:
    """Return the category of the first part of a line whose parts are all lines to drop: "Print | Email"."""
    for divider in _DIVIDERS:
        if divider in low:
            break
    else:
        return None
    parts = [bare(p) for p in _DIVIDER.split(numbered(low)) if p.strip()]
    if not 1 < len(parts) <= _MENU:
        return None
    found = [next((w.exact[p] for w in lists if p in w.exact), None) for p in parts]
    return found[0] if all(found) else None


def _asks(flat: str, words: Words, group: str) -> bool:
    """Tell whether a sentence of a line begins with one of the calls of a group, or the line ends with one."""
    verbs = words.prompts.get(group, ())
    for sentence in _SENTENCE.split(flat, _SENTENCES) if len(flat) <= _PLAIN else (flat,):
        if verbs and sentence.startswith(verbs):
            for verb in verbs:
                if sentence.startswith(verb) and not (
                    sentence[len(verb) : len(verb) + 1].isalnum() and verb[-1] < "⺀"
                ):
                    return True
    ends = words.prompts.get("ends", ())
    return bool(ends) and bare(flat).endswith(ends)


def _speaks_of_us(flat: str, padded: str, lists: Sequence[Words], outlets: Sequence[str]) -> bool:
    if any(_has(flat, padded, own) for words in lists for own in words.prompts.get("own", ())):
        return True
    return any(fold(name) in flat for name in outlets if name)


def _spaced(flat: str) -> str:
    return "".join(c if c.isalnum() else " " for c in flat)


def _has(flat: str, padded: str, item: str) -> bool:
    """Tell whether a line holds a word: short words of a spaced script only as words of their own."""
    if len(item) <= _SHORT_WORD and item.isascii() and item.isalpha():
        return f" {item} " in padded
    return item in flat
