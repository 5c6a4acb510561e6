"""The labels and prefixes that say who did what, and the stretches behind them (`news-conventions` A.2, A.4, A.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from pipelines import names
from pipelines.bylines.cutting import CUTS, OPENERS, TAIL, keeps_point, sign_of, trimmed
from pipelines.lexicon import Token
from pipelines.record import Role
from pipelines.text import is_cased


@dataclass(slots=True)
class Stretch:
    """The tokens behind one label: who did the same thing."""

    role: Role
    tokens: list[Token]
    labelled: bool
    low: int = 2
    """Words that a name in lower case may have behind this label."""


def stretches(line: list[Token]) -> list[Stretch]:
    """Return the stretches of a line in print order; what stands before the first label is the author's."""
    marks = list(_labels(line))
    out: list[Stretch] = []
    head = trimmed(line[: marks[0][0]] if marks else line)
    if head:
        out.append(Stretch("author", head, labelled=False))
    for number, (_, end, role) in enumerate(marks):
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(line)
        inside = trimmed(line[end:stop])
        # what a source label names ends with its line
        cut = next((i for i, t in enumerate(inside) if t.form == "break"), len(inside)) if role == "source" else stop
        if inside:
            out.append(Stretch(role, inside[:cut], labelled=True, low=low_words(line[end - 1])))
        if inside[cut:]:
            out.append(Stretch("author", trimmed(inside[cut:]), labelled=False))
    return out


def low_words(last: Token) -> int:
    """Return how many words a name in lower case may have behind a label or prefix that ends with a token."""
    if last.low == ":":
        return 3
    return 0 if "bare_labels" in last.kinds or not ("prefixes" in last.kinds or last.low in names.PARTICLES) else 2


def _labels(line: list[Token]) -> Iterator[tuple[int, int, Role]]:
    """Yield (start, end, role) of labels: at the start, behind a break, or spelled with a colon or "by"."""
    inside = prefix_end(line, 0)
    opener = line[0].text if inside == 1 and line[0].low not in names.PARTICLES and line[0].text[1:] else ""
    at = 0
    while at < len(line):
        count, role = _label(line[at], at, inside)
        end = min(at + count, len(line))
        if count and (at == 0 or at >= inside) and (at or end < len(line)) and _is_opened(line, at, end, inside):
            at = end + (end < len(line) and line[end].low == ":")
            yield end - count, at, role
            continue
        if _unknown_label(line, at):
            yield at, at + 2, "contributor"
        elif at >= inside and line[at].text == opener and opener[0].isupper() and _capital(line, at + 1):
            yield at, at + 1, "author"  # the prefix again: "By Jo Reyes By Ana Silva"
        at += 1


def _label(token: Token, at: int, prefix: int) -> tuple[int, Role]:
    """Return (tokens, role) of the label that a token opens; a prefix is one only behind the start."""
    count = token.opens("roles")
    if count and (at or count >= prefix):
        return count, cast("Role", token.value("roles"))
    count = token.opens("sources")
    if count:
        return count, "source"
    count = token.opens("prefixes") if at else 0
    return (count if count > 1 else 0), "author"


def _is_opened(line: list[Token], at: int, end: int, prefix: int) -> bool:
    """Tell whether a label stands where one can: it opens a clause, has a colon, ends with "by", or all have none."""
    last = line[end - 1]
    before = line[at - 1] if at else None
    if (
        before is None
        or sign_of(before) in OPENERS | {"\n", TAIL}
        or (before.form == "word" and not keeps_point(before))
    ):
        return True
    if last.low == ":" or (end < len(line) and line[end].low == ":" and not line[end].space):
        return True
    if line[at].opens("roles") > 1 and ("prefixes" in last.kinds or last.low in names.PARTICLES):
        return True
    bare = prefix == 1 and "bare_labels" in line[0].kinds
    return bare and line[at].text[0].isupper() and _capital(line, end)


def _capital(line: list[Token], at: int) -> bool:
    return at < len(line) and line[at].text[:1].isupper()


def _unknown_label(line: list[Token], at: int) -> bool:
    """Tell whether a word with a colon behind a sign is a label nobody knows: "Text: Jo Reyes | Sound: Ana Silva"."""
    return (
        0 < at < len(line) - 2
        and line[at + 1].text == ":"
        and not line[at + 1].space
        and line[at].form == "word"
        and sign_of(line[at - 1]) in CUTS
        and (line[at + 2].text[:1].isupper() or not is_cased(line[at + 2].text))
        and not line[at].kinds.keys() & {"dates", "not_names"}
    )


def prefix_end(line: list[Token], at: int) -> int:
    """Return the token behind the byline prefix that stands at a token, with its colon, doubled or not; else `at`."""
    start = at
    while at < len(line):
        count = line[at].opens("prefixes")
        if not count or (at > start and line[at].low != line[start].low and line[at - 1].low != ":"):
            break
        at += count
        while at < len(line) and line[at].low in {":", "-", "–"}:
            at += 1
    return at if at < len(line) else start
