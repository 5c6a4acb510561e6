"""What of two texts is the same: their overlapping runs of words, or of characters where words are not spaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Self

from newsspider.stories.telling import Places, figures_agree, names_agree, places
from pipelines.text import fold, is_unspaced

_WORDS: Final = 3
"""Words of a run: of two anybody's texts have many, and four break so often that a rewritten text is not looked at."""
_CHARACTERS: Final = 5
"""Characters of a run in Chinese, Japanese or Thai, about three words."""
FEWEST: Final = 25
"""Runs that a text must have: of a shorter one nothing can be said."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared."""

    runs: tuple[str, ...]
    """In the order of the text."""
    known: frozenset[str]
    """The same, each once."""
    figures: Places
    names: Places

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a text with its runs, figures and names."""
        runs = _runs(text)
        return cls(runs, frozenset(runs), *places(text))


def shingles(text: str) -> frozenset[str]:
    """Return the runs of a text, numbers as they are: they tell one match report from the next."""
    return frozenset(_runs(text))


def _runs(text: str) -> tuple[str, ...]:
    folded = fold(text)
    if is_unspaced(folded):
        plain = "".join(c for c in folded if c.isalnum())
        return tuple(plain[i : i + _CHARACTERS] for i in range(len(plain) - _CHARACTERS + 1))
    words = [w if w.isalnum() else "".join(c for c in w if c.isalnum()) for w in folded.split()]
    words = [w for w in words if w]
    return tuple(map(" ".join, zip(*(words[i:] for i in range(_WORDS)), strict=False)))


class Likeness(NamedTuple):
    """What two texts are to each other."""

    verdict: Literal["other", "alike", "loose", "close", "copy"]
    """`other`: two texts, or two reports. `alike`: the same sentences with other words in them, and no figures to tell
    why. `loose`: the same, with the same figures, none of which another event would hardly have. `close`: nearly word
    for word. `copy`: word for word, or told with the event's own figures."""
    share: float
    """Share of the shorter text's runs that stand in the longer one, from 0 to 1."""


def likeness(one: Text, other: Text) -> Likeness:
    """Return what two texts are to each other, the same for either order. Never raises.

    A copy may be cut, get another lead or paragraphs of its own: half of the shorter text's passages are the other's,
    and the two agree on a quarter of all that they say, so that a quotation or a background box makes no copy. What
    both say is told with the same figures and names.
    """
    short, long = sorted((one, other), key=lambda t: len(t.known))
    least = max(1, len(short.known))
    share = len(short.known & long.known) / least
    if least < FEWEST or share < INSIDE * _COVERED:
        return Likeness("other", share)
    covered, same = _covered(short, long)
    if covered < INSIDE * len(short.runs) or covered < WHOLE * (len(short.runs) + len(long.runs) - covered):
        return Likeness("other", share)
    figures, names = figures_agree(short.figures, long.figures), names_agree(short.names, long.names)
    speak = figures.compared + figures.own >= _FEW
    agreed = figures if speak else figures + names
    if agreed.share < FIGURES or (names.differing >= _OTHERS and names.share < (NAMES if speak else NAMES_ALONE)):
        return Likeness("other" if speak else "alike", share)
    if same >= VERBATIM * covered or figures.own >= _OWN:
        return Likeness("copy", share)
    if same >= CLOSE * covered:
        return Likeness("close", share)
    return Likeness("loose" if speak else "alike", share)


def _covered(short: Text, long: Text) -> tuple[int, int]:
    """Return (runs in passages of the shorter text that the longer one has too, runs of these that both have)."""
    covered = same = 0
    for start in range(0, len(short.runs), _PASSAGE):
        passage = short.runs[start : start + _PASSAGE]
        both = sum(run in long.known for run in passage)
        if both >= _COVERED * len(passage):
            covered, same = covered + len(passage), same + both
    return covered, same


_PASSAGE: Final = 20
"""Runs of a passage, a sentence or so: what a newsroom cuts, moves and adds."""
_COVERED: Final = 0.2
"""Share of a passage's runs that makes it the other's: where both sides replaced one word in six, a third is left, and
two sentences that anybody wrote have one or two runs in common."""
INSIDE: Final = 0.5
"""Share of the shorter text's passages that a copy has: a house cuts the end, and adds as much of its own at most."""
WHOLE: Final = 0.25
"""Share of all passages that both have: a brief of one paragraph is no copy of the report that it is taken from."""
FIGURES: Final = 0.75
"""Share of the figures in common places that a copy has: an update changes a few. Two reports of one mould agree on a
half at most but for chance, where small figures meet."""
NAMES: Final = 0.5
"""The same of names, beside figures that agree: a house has its own spellings, and German capitals are on all nouns."""
NAMES_ALONE: Final = 0.9
"""The same where no figures speak: in a match report without any, league and ground are the same, and players not."""
_FEW: Final = 4
"""Figures from which on they speak for themselves, each counted before and behind, and once more where it is the
event's own: two of any kind."""
_OWN: Final = 3
"""Different figures of the event's own that make a copy of a text that was rewritten; a telephone number has two."""
_OTHERS: Final = 3
"""Names that differ, from which on it is not a matter of spelling."""
CLOSE: Final = 0.85
"""Share of the common passages' runs, where figures and names do not speak: a word in twenty replaced. A horoscope has
neither, and is made by exchanging one word in seven."""
VERBATIM: Final = 0.96
"""Share from which on the text speaks for itself: a word in eighty."""
