"""The text of a page as a reader has it, gathered piece by piece from what stands between tags."""

from __future__ import annotations

import re
from typing import Final

from pipelines.text import clean

EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n")


class Printing:
    """The text of a page while it is gathered: white space folds as pieces are added."""

    __slots__ = ("glued", "last", "pieces", "place")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.place = 0
        self.last = "\n"
        """The last character."""
        self.glued = False
        """A drop cap was added: what follows goes on in its word, whatever blanks the markup has between them."""

    def add(self, text: str) -> None:
        """Add what the markup has between two tags."""
        if self.glued:
            text = text.lstrip()
            if not text:
                return
            self.glued = False
        if text.isspace():
            if self.last != " " and self.last != "\n":
                self.pieces.append(" ")
                self.place += 1
                self.last = " "
            return
        flat = clean(text)
        if not flat:
            return
        if text[0].isspace() and self.last != " " and self.last != "\n":
            flat = " " + flat
        if text[-1].isspace():
            flat += " "
        self.pieces.append(flat)
        self.place += len(flat)
        self.last = flat[-1]

    def turn(self) -> None:
        """Begin a line, where the text does not stand at the beginning of one."""
        self.glued = False
        if self.last != "\n":
            self.turn_again()

    def turn_again(self) -> None:
        """Begin a line, whatever stands before: two in a row make an empty line."""
        if self.last == " ":
            self.pieces[-1] = self.pieces[-1][:-1]
            self.place -= 1
        self.pieces.append("\n")
        self.place += 1
        self.last = "\n"

    def add_lines(self, text: str) -> None:
        """Add preformatted text: its empty lines are seen."""
        for paragraph in EMPTY_LINE.split(text):
            self.add(paragraph)
            self.turn_again()
            self.turn_again()
