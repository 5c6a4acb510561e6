"""Bylines in East Asian scripts as units: runs without blanks or signs, each with the signs around it (A.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipelines import limits
from pipelines.lexicon import Kinds, Token
from pipelines.text import narrow

_OPEN: Final = frozenset("([【〔〈<「")
_CLOSE: Final = frozenset(")]】〕〉>」")
_HALF: Final = re.compile(r"^[\u3400-\u9fff々\u3041-\u309f]{1,3}$")
_LATIN: Final = re.compile(r"^[A-Za-z][\w.'’-]*$")
_WORDS: Final = frozenset(
    ("marks", "titles", "bureaus", "generic", "roles", "prefixes", "own", "suffix_roles", "filed")
)
_FULL: Final = 2  # characters of a half of a name; two longer ones are two names


@dataclass(slots=True)
class Unit:
    """A run of tokens; `sign` stands before it and `after` behind it, " " for a blank, "" for an end of the line."""

    sign: str
    tokens: list[Token]
    text: str
    after: str = ""
    inside: bool = False
    """True in a bracket that does not hold the whole line."""

    @property
    def kinds(self) -> Kinds:
        """What the unit is when it is one word."""
        return self.tokens[0].kinds if len(self.tokens) == 1 else {}

    def role(self, labels: frozenset[str]) -> str | None:
        """Return the role of a mark, or of a label before one of the signs; None for any other unit."""
        kinds, first = self.kinds, self.tokens[0]
        if "marks" in kinds:
            return kinds["marks"]
        if self.after not in labels:
            return None
        for kind in ("roles", "sources", "prefixes"):
            if first.opens(kind) >= len(self.tokens):
                return first.value("roles") if kind == "roles" else "source" if kind == "sources" else "author"
        return "author" if "titles" in kinds and self.after == ":" else None


def units(line: list[Token], *, halves: bool) -> list[Unit]:
    """Return the units of a line; with `halves` a name that is printed in two halves is one unit."""
    line = line[: limits.MAX_PIECES]
    whole = _is_framed(line)
    out: list[Unit] = []
    sign, depth, last = "", 0, -1
    for number, token in enumerate(line):
        text = narrow(token.text)
        if token.form in {"break", "gap"} or (token.form == "sign" and text not in {"々", "ー"}):
            if text in _OPEN or text in _CLOSE:
                depth += 1 if text in _OPEN else -1
                sign = sign if sign.strip() else " "
            else:
                sign = "\n" if token.form in {"break", "gap"} else text
            if out and last >= 0:
                out[-1].after = sign if not out[-1].after.strip() else out[-1].after
            last = -1
            continue
        if last == token.start and out and not _is_label(line, number):
            out[-1].tokens.append(token)
            out[-1].text += token.text
        elif out and last >= 0 and _joined(out[-1], token, halves=halves):
            out[-1].tokens.append(token)
            out[-1].text += f" {token.text}"
        else:
            if out and last >= 0:
                out[-1].after = " "
            before = sign if last < 0 else " "
            out.append(Unit(before if out else sign.strip(), [token], token.text, inside=depth > whole))
        last, sign = token.end, ""
    return out


def _is_label(line: list[Token], at: int) -> bool:
    """Tell whether a token is a label with its colon: it ends the run before it ("…河港日报作者：")."""
    colon = at + 1 < len(line) and narrow(line[at + 1].text) == ":"
    return colon and bool(line[at].kinds.keys() & {"marks", "prefixes", "roles", "sources"})


def _is_framed(line: list[Token]) -> bool:
    """Tell whether a bracket holds the whole line, closed or not."""
    first = narrow(line[0].text)
    return first in _OPEN and not any(narrow(t.text) in _CLOSE for t in line[1:-1])


def _joined(unit: Unit, token: Token, *, halves: bool) -> bool:
    """Tell whether a token goes on with the name of a unit: the words of a Latin name, the halves of a Japanese one."""
    if unit.kinds.keys() & _WORDS or token.kinds.keys() & _WORDS:
        return False
    if _LATIN.match(token.text) and _LATIN.match(unit.text.rsplit(" ", 1)[-1]):
        return token.text[:1].isupper()
    if not halves or " " in unit.text or len(unit.tokens) > 1:
        return False
    return bool(_HALF.match(unit.text) and _HALF.match(token.text)) and not len(unit.text) > _FULL < len(token.text)
