"""Where signs, brackets and joining words cut the tokens of a byline (`news-conventions` A.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pipelines import limits
from pipelines.lexicon import Lexicon, Token
from pipelines.text import clean, is_cased

TAIL: Final = "tail"
"""Sign of what stands behind a date or a reading time: details, no further party (A.1)."""
_SIGNS: Final = {
    "،": ",",
    "，": ",",
    "、": ",",
    "؛": ";",
    "•": "·",
    "●": "·",
    "∙": "·",
    "⋅": "·",
    "‧": "·",
    "►": "·",
    "›": "·",
    "—": "-",
    "–": "-",
    "--": "-",
}
_DETAIL: Final = frozenset((",", "|", "\n", "/", "-", "·", "(", TAIL))
CUTS: Final = frozenset((",", "|", "/", "-", "·", ";"))
OPENERS: Final = frozenset(".;,:|-·)")
_STRONG: Final = frozenset(("&", "with", "special", TAIL))
_BRACKET: Final = 30  # tokens between brackets; what is longer is no detail
_COURTESY: Final = 5  # letters of an abbreviated title before a name
_NICKNAME: Final = 3  # words of a bracket inside a name
_WORD: Final = 3  # letters before a point that is no abbreviation's


@dataclass(slots=True)
class Piece:
    """Tokens between separators, and the sign before them; "" at the start, "&" for a joining word."""

    sign: str
    tokens: list[Token]
    line: str
    """The text that the spans of the tokens count in."""
    text: str = field(init=False, default="")
    """The piece as printed, without the point that ends a sentence."""

    def __post_init__(self) -> None:
        """Take the text of the tokens once."""
        if self.tokens:
            found = clean(self.line[self.tokens[0].start : self.tokens[-1].end])
            self.text = found if keeps_point(self.tokens[-1]) else found.rstrip(" .")

    @property
    def detail(self) -> bool:
        """True where the sign before the piece may open a detail of the names before it."""
        return self.sign in _DETAIL

    def part(self, start: int, end: int | None = None, sign: str | None = None) -> Piece:
        """Return a run of the piece's tokens."""
        return Piece(self.sign if sign is None else sign, self.tokens[start:end], self.line)

    def is_all(self, kind: str) -> bool:
        """Tell whether one phrase of a kind is the whole piece."""
        return bool(self.tokens) and self.tokens[0].opens(kind) == len(self.tokens)


def sign_of(token: Token) -> str:
    """Return the sign that a token is, one form for each of its shapes; "" for a word."""
    if token.form == "break":
        return "\n"
    if token.form == "gap":
        return TAIL
    return _SIGNS.get(token.text, token.low) if token.form == "sign" else ""


def keeps_point(token: Token) -> bool:
    """Tell whether the point at a token's end belongs to it: an initial, Jr., M.D."""
    abbreviated = {"generations", "suffixes", "honorifics", "outlet_words", "agency"} & token.kinds.keys()
    return not token.text.endswith(".") or len(token.low) == 1 or "." in token.low or bool(abbreviated)


def _ends_sentence(token: Token) -> bool:
    return token.form == "word" and len(token.low) >= _WORD and not keeps_point(token)


def trimmed(line: list[Token]) -> list[Token]:
    """Return tokens without the signs at their ends that hold nothing together."""
    start, end = 0, len(line)
    while start < end and (sign_of(line[start]) in OPENERS | {"\n", TAIL, "…"}):
        start += 1
    while end > start and sign_of(line[end - 1]) in OPENERS - {")"} | {"\n", TAIL, "("}:
        end -= 1
    return line[start:end]


def pieces(line: list[Token], text: str, lexicon: Lexicon) -> list[Piece]:
    """Return the pieces of a stretch: between signs and joining words, brackets as pieces with the sign "("."""
    out: list[Piece] = []
    sign = ""
    run: list[Token] = []
    at = 0

    def close(following: str) -> None:
        nonlocal sign, run
        if run:
            out.append(Piece(sign, run, text))
            sign, run = following, []
        elif sign not in _STRONG and not (following == "\n" and sign):
            sign = following

    while at < len(line):
        token = line[at]
        found = sign_of(token)
        if found == "(" and (end := _bracket(line, at)):
            if _is_nickname(line, at, end):
                run += line[at : end + 1]
            else:
                close("(")
                out += _inside(line[at + 1 : end], text, lexicon)
                sign = "\n"
            at = end + 1
            continue
        if (found in CUTS and _is_cut(line, at, found)) or found in {"\n", TAIL}:
            close(found)
        elif (
            (run or out)
            and not _is_open(run)
            and (count := _joiner(line, at, "joiners"))
            and not (run and _in_title(line, at))
        ):
            close("&")
            at += count
            continue
        elif count := _joiner(line, at, "withs"):
            close("with")
            at += count
            continue
        elif (run or out) and (count := token.opens("special")) and _is_outlet_next(line, at + count):
            close("special")
            at += count
            continue
        elif _is_stray(line, at, run):
            pass
        elif len(run) > 2 and "channels" in token.kinds and run[-1].text.islower():
            run.pop()  # "Jo Reyes on Unsplash"
        elif found not in {")", "[", "]", "…", "...", "*"}:
            count = max(1, token.opens("honorifics"))
            run += line[at : at + count]
            at += count
            if count == 1 and _ends_sentence(token) and not (len(run) == 1 and len(token.low) < _COURTESY):
                close(".")
            continue
        at += 1
    close("")
    return [p for whole in out[: limits.MAX_PIECES] for p in _detached(whole, lexicon)]


def _inside(line: list[Token], text: str, lexicon: Lexicon) -> Iterable[Piece]:
    inside = pieces(line, text, lexicon)
    for piece in inside:
        yield Piece("(" if piece.sign in {"", ",", "/", "-", "&"} else f"({piece.sign}", piece.tokens, text)


def _bracket(line: list[Token], at: int) -> int:
    """Return the token that closes a bracket, or 0."""
    for end in range(at + 1, min(at + _BRACKET, len(line))):
        if line[end].low == ")":
            return end if end > at + 1 else 0
        if line[end].low == "(":
            return 0
    return 0


def _is_open(run: list[Token]) -> bool:
    """Tell whether a run ends in half a compound: "Home- and Digital-Security Expert"."""
    return len(run) > 1 and run[-1].low == "-" and not run[-1].space


def _is_stray(line: list[Token], at: int, run: list[Token]) -> bool:
    """Tell whether a token is a number that refers to a note: "Jo Reyes 1, Ana Silva"."""
    ends = at + 1 == len(line) or bool(sign_of(line[at + 1])) or bool(line[at + 1].opens("joiners"))
    return line[at].form == "number" and len(line[at].text) < _WORD and len(run) > 1 and ends


def _is_nickname(line: list[Token], at: int, end: int) -> bool:
    """Tell whether a bracket stands inside a name: "Robert (Bobby) Quill"."""
    inside = line[at + 1 : end]
    # several words stand behind a given name alone: "Ana (Lucia Maria) Silva"; behind a whole name they are a detail
    alone = at == 1 or (at > 1 and bool(sign_of(line[at - 2])))
    return (
        at > 0
        and end + 1 < len(line)
        and (len(inside) == 1 or (alone and len(inside) <= _NICKNAME))
        and all(t.form == "word" and t.text.istitle() and not t.kinds for t in inside)
        and not line[end + 1].kinds
        and all(line[i].form == "word" and line[i].text[:1].isupper() for i in (at - 1, end + 1))
    )


def _is_cut(line: list[Token], at: int, sign: str) -> bool:
    if sign != "-" or line[at].text == "—":
        return True
    return line[at].space and at + 1 < len(line) and line[at + 1].space


def _joiner(line: list[Token], at: int, kind: str) -> int:
    """Return the tokens of a joining word that stands between two others; a sign joins only with blanks around it."""
    token = line[at]
    count = token.opens(kind)
    if not count or token.text.endswith("."):
        return 0
    if at + count >= len(line):
        return count
    if token.form == "sign" and not (token.space and line[at + 1].space) and token.text != "&":
        return 0
    if token.text == "&" and token.space != line[at + 1].space:
        return 0
    return count


def _in_title(line: list[Token], at: int) -> bool:
    """Tell whether a joiner stands inside one job title: "Senior Life and Style Editor"."""
    start = at
    while start > 0 and not sign_of(line[start - 1]):
        start -= 1
    end = at + 1
    while end < len(line) and end - start < 9 and not sign_of(line[end]):
        end += 1
    if start == 0 or end - start < 3:
        return False
    first, last = line[start].kinds.keys(), line[end - 1].kinds.keys()
    return "titles" in last and bool(first & {"titles", "title_heads"})


def _is_outlet_next(line: list[Token], at: int) -> bool:
    """Tell whether a capital follows, an article aside: "Special to the Herald"."""
    if at < len(line) and "articles" in line[at].kinds:
        at += 1
    return at < len(line) and line[at].text[:1].isupper()


def _detached(piece: Piece, lexicon: Lexicon) -> Iterator[Piece]:
    """Yield the parts of a piece whose joiner is written to the next word (Arabic waw, Hebrew vav)."""
    joiners = lexicon.of("attached_joiners")
    if not joiners or is_cased(piece.text):
        yield piece
        return
    line, kept = piece.tokens, lexicon.of("attached_names")
    for at in range(2, len(line) - 1):
        word = line[at]
        joiner = next((j for j in joiners if word.low.startswith(j) and len(word.low) > len(j) + 1), None)
        if joiner and word.low not in kept:
            cut = len(joiner)
            rest = Token(word.text[cut:], word.low[cut:], word.start + cut, word.end, word.form, space=False)
            yield piece.part(0, at)
            yield from _detached(Piece("&", [rest, *line[at + 1 :]], piece.line), lexicon)
            return
    yield piece
