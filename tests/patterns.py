"""Every regular expression of ours, from code and from rule data: what `re.compile` is asked for by our modules."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

OURS = ("pipelines", "newsspider")


def collect() -> dict[str, re.Pattern[Any]]:
    """Import all modules, read a string of each kind in three languages, and return the patterns by "module: pattern".

    For a process of its own: what is compiled already is not seen.
    """
    found: dict[str, re.Pattern[Any]] = {}
    compiled = re.compile

    def noted(pattern: Any, flags: Any = 0) -> Any:
        made = compiled(pattern, flags)
        module = str(sys._getframe(1).f_globals.get("__name__", ""))
        if module.partition(".")[0] in OURS:
            found.setdefault(f"{module}: {made.pattern!r}", made)
        return made

    re.compile = noted  # type: ignore[assignment]
    try:
        for name in OURS:
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}."):
                if module.name.endswith("__main__"):
                    continue
                try:
                    importlib.import_module(module.name)
                except ModuleNotFoundError as error:  # what an extra that is not installed brings
                    if (error.name or "").partition(".")[0] in OURS:
                        raise
        _load_words()
    finally:
        re.compile = compiled
    return found


def _load_words() -> None:

    from pipelines import strings
    from pipelines.captions.phrases import Phrases
    from pipelines.captions.words import words_for

    for tag in ("en", "de", "ja"):
        words = words_for(tag)
        for name in words.__slots__:
            value = getattr(words, name)
            for one in (value, *(pair[1] for pair in value)) if name in ("kinds", "roles") else (value,):
                if isinstance(one, Phrases):
                    _ = one.pattern  # compiled where a text first admits it, and the string below admits few
        for kind in strings.KINDS:
            strings.read(kind, "By Ana Silva in Lisbon (AP) - Photo: Rui Costa, 3 March 2024.", tag)


def pumps(pattern: re.Pattern[Any]) -> list[str]:
    """Return pieces that a hostile page would repeat for this pattern: characters of its own, and the usual ones."""
    letters: list[str] = []
    words: list[str] = []

    def walk(parsed: Any) -> None:
        word = ""
        for code, value in parsed:
            if code is _constants.LITERAL:
                word += chr(value)
                letters.append(chr(value))
                continue
            if word:
                words.append(word)
                word = ""
            if code is _constants.IN:
                letters.extend(chr(v) for c, v in value if c is _constants.LITERAL)
                letters.extend(chr(v[0]) for c, v in value if c is _constants.RANGE)
            elif code in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
                walk(value[2])
            elif code is _constants.SUBPATTERN:
                walk(value[3])
            elif code is _constants.ATOMIC_GROUP:
                walk(value)
            elif code is _constants.BRANCH:
                for branch in value[1]:
                    walk(branch)
            elif code in (_constants.ASSERT, _constants.ASSERT_NOT):
                walk(value[1])
        if word:
            words.append(word)

    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    walk(_parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags))
    own = list(dict.fromkeys([w for w in words if len(w) > 1][:6] + letters[:10]))
    usual = [" ", "a", "A", "1", "a ", "A ", "Ab ", "1 ", "1.", ", ", "(", "\n"]
    mixed = [f"{w} " for w in own[:4]] + [f"a{w}" for w in own[:4]]
    return list(dict.fromkeys([*own, *usual, *mixed]))
