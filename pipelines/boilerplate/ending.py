"""Where a story ends: named features of its last lines, weighed by numbers learned from pages labelled by hand.

The rules before it have taken what they know. This stage looks at what they left below the story, in any language, and
takes the last lines where it is sure; `pipelines/data/ending.toml` holds the weights, `make train` writes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipelines import limits
from pipelines.draft import Draft, Line, Standing
from pipelines.record import Dropped
from pipelines.replacing import replace
from pipelines.rules import read_toml
from pipelines.text import is_unspaced, key, weight

_STOPS: Final = ".!?…。！？؟।"
_QUOTES: Final = '"“”„«»「」『』'
_SHORT: Final = (30, 80)  # weights of a label, and of a line that is no paragraph
_NAME: Final = 4  # letters of a name that is no chance find in a line; initials have fewer
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BRACKETS: Final = "([（【［"
_DASHES: Final = "-–—"
_KNOWN: Final = _QUOTES + _BRACKETS + _DASHES
_NOWHERE: Final = Standing(1.0, 1.0, 0, voted=True)


@dataclass(frozen=True, slots=True)
class Tail:
    """One of the last lines of a story, with what its features look at."""

    line: Line
    weight: int
    before: float
    """Share of the story's text that stands before it, 0 to 1."""
    after: float
    """Share of the story's text that stands after it, 0 to 1."""
    last: bool
    joined: bool
    """Whether it goes on with the list of the line before it: a list goes whole or stays."""
    echo: float
    """Share of its words that the story has used before it, 0 to 1."""
    outlet: bool
    """Whether it names the publisher."""
    author: bool
    """Whether it names a known author."""
    standing: Standing


def _share(text: str, test: Callable[[str], bool]) -> float:
    return sum(map(test, text)) / max(1, len(text))


def _ends(text: str) -> str:
    return text.rstrip(_QUOTES + ")）]’' ")[-1:]


FEATURES: Final[Mapping[str, Callable[[Tail], float]]] = {
    "always": lambda _: 1.0,
    "length": lambda t: math.log1p(t.weight) - 5.0,
    "label": lambda t: t.weight < _SHORT[0],
    "short": lambda t: t.weight < _SHORT[1],
    "no_sentence": lambda t: _ends(t.line.text) not in _STOPS,
    "ends_in_colon": lambda t: t.line.text[-1:] in ":：",
    "asks_or_calls": lambda t: t.line.text[-1:] in "!?！？؟",
    "quotes": lambda t: any(c in _QUOTES for c in t.line.text),
    "opens_with_sign": lambda t: not t.line.text[:1].isalnum() and t.line.text[:1] not in _KNOWN,
    "opens_with_dash": lambda t: t.line.text[:1] in _DASHES,
    "opens_with_bracket": lambda t: t.line.text[:1] in _BRACKETS,
    "lower_case": lambda t: t.line.text[:1].islower(),
    "capitals": lambda t: _share(t.line.text, str.isupper),
    "digits": lambda t: _share(t.line.text, str.isdigit),
    "initials": lambda t: t.weight < _SHORT[0] and max(map(len, _LETTERS.findall(t.line.text)), default=9) < _NAME,
    "framed": lambda t: t.line.text[:1] == t.line.text[-1:] and not t.line.text[:1].isalnum(),
    "slash_or_bar": lambda t: any(c in "/|" for c in t.line.text),
    "address": lambda t: "@" in t.line.text or "www." in t.line.text or "http" in t.line.text,
    "heading": lambda t: t.line.kind == "heading",
    "list_item": lambda t: t.line.kind == "list_item",
    "emphasis": lambda t: t.line.emphasis,
    "link_share": lambda t: t.line.link_share,
    "has_link": lambda t: bool(t.line.links),
    "other_home": lambda t: 1.0 - t.standing.home,
    "other_style": lambda t: 1.0 - t.standing.style,
    "rare_style": lambda t: t.standing.style < _RARE,
    "gap": lambda t: math.log1p(t.standing.gap),
    "not_voted": lambda t: not t.standing.voted,
    "little_before": lambda t: 1.0 - t.before,
    "much_after": lambda t: t.after,
    "last": lambda t: t.last,
    "strange_words": lambda t: 1.0 - t.echo,
    "names_outlet": lambda t: t.outlet,
    "names_author": lambda t: t.author,
}
"""What is asked of each of the last lines, by name; each weight says how much a yes speaks for "below the story"."""
_RARE: Final = 0.15  # share of the story's text below which a style is not the story's


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned numbers: a weight a feature, and how sure the sum must be."""

    features: tuple[float, ...]
    margin: float
    """What speaks for a line must be more than this."""
    gap_cost: float
    """What the first line costs on top of it."""


@cache
def weights() -> Weights:
    """Return the weights of the data file, in the order of `FEATURES`."""
    table = read_toml("ending.toml")
    return Weights(tuple(float(table["weights"][n]) for n in FEATURES), table["margin"], table["gap_cost"])


def ending_stage(draft: Draft) -> Draft:
    """Return the draft without the lines below its story; they stand in `dropped` as `after_story`."""
    if draft.from_text or len(draft.lines) < limits.ENDING_STORY:
        return draft
    at = end(tails(draft), weights())
    if not at:
        return draft
    gone = tuple(Dropped(line.text, "after_story", "tail") for line in draft.lines[-at:])
    return replace(draft, lines=draft.lines[:-at], dropped=draft.dropped + gone)


def end(last: Sequence[Tail], learned: Weights) -> int:
    """Return how many of the last lines go: those whose sum is highest, where it is higher than the gap cost."""
    best, taken, total = learned.gap_cost, 0, 0.0
    for number, tail in enumerate(reversed(last), 1):
        total += sum(w * x for w, x in zip(learned.features, measured(tail), strict=True)) - learned.margin
        if total > best and not tail.joined:
            best, taken = total, number
    return taken


def measured(tail: Tail) -> list[float]:
    """Return the features of a line, in the order of `FEATURES`."""
    return [float(f(tail)) for f in FEATURES.values()]


def tails(draft: Draft) -> list[Tail]:
    """Return the last lines of a draft that may stand below its story.

    At most limits.ENDING_LINES of them, and limits.ENDING_SHARE of the text.
    """
    lines = draft.lines
    sizes = [weight(line.text) for line in lines]
    whole = max(1, sum(sizes))
    first, left = len(lines), 0
    while first > 1 and len(lines) - first < limits.ENDING_LINES:
        # a quote is the story's: somebody chose it
        if lines[first - 1].kind == "quote" or left + sizes[first - 1] > limits.ENDING_SHARE * whole:
            break
        first -= 1
        left += sizes[first]
    used: set[str] = set(_words(draft.headline or ""))
    for line in lines[:first]:
        used.update(_words(line.text))
    outlets = [k for n in (draft.publisher.name, *draft.publisher_aliases) if n and len(k := key(n)) >= _NAME]
    names = [k for e in draft.author_entries if len(k := key(e.name)) >= _NAME]
    found: list[Tail] = []
    for index in range(first, len(lines)):
        line, words, folded = lines[index], _words(lines[index].text), key(lines[index].text)
        left -= sizes[index]
        found.append(
            Tail(
                line=line,
                weight=sizes[index],
                before=1.0 - (left + sizes[index]) / whole,
                after=left / whole,
                last=index == len(lines) - 1,
                joined=bool(line.group) and line.group == lines[index - 1].group,
                echo=sum(w in used for w in words) / len(words) if words else 0.0,
                outlet=any(n in folded for n in outlets),
                author=any(n in folded for n in names),
                standing=line.standing or _NOWHERE,
            )
        )
        used.update(words)
    return found


def _words(text: str) -> list[str]:
    """Return the longer words of a line; pairs of characters in scripts without blanks."""
    low = text.casefold()
    if is_unspaced(text[:80]):
        return [low[i : i + 2] for i in range(len(low) - 1)]
    return _WORD.findall(low)


_WORD: Final = re.compile(r"\w{4,}")
