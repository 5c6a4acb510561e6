"""One row: how the page is made, what it must become, within which time and memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.record import Article
from tests.hostile.story import HEADLINE, SENTENCE

Check = Callable[[Article], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A bad page."""

    number: int | str
    """Number in the specification, or "x1" ... for what was found later."""
    name: str
    make: Callable[[], bytes]
    want: str
    """"record", a reason, several of them, or "any": one line, whichever."""
    checks: tuple[Check, ...] = ()
    """What must hold of a record."""
    seconds: float = 4
    """CPU time that the page may cost the worker."""
    url: str | None = None
    suffix: str = ".html"

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}"


def body_has(text: str) -> Check:
    return lambda a: text in a.body.text


def body_is_whole(a: Article) -> bool:
    """Tell whether headline, author and all paragraphs of the ordinary page are there."""
    return (
        a.headline == HEADLINE
        and [x.name for x in a.authors] == ["Ana Silva"]
        and a.body.text.count(SENTENCE.strip()) >= 6
    )


def encoding_is(*names: str) -> Check:
    return lambda a: a.encoding in names


def truncated(a: Article) -> bool:
    return a.truncated is True


def record_is(**values: object) -> Check:
    return lambda a: all(getattr(a, k) == v for k, v in values.items())


def warned(code: str) -> Check:
    return lambda a: code in a.warnings
