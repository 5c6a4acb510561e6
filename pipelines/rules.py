"""Knowledge as data: phrases by language, read once, checked, frozen.

A language is one file `data/languages/<tag>.toml`. Its leaves are *groups*: tables with `source` (where the words come
from) and either `phrases` (a list of strings) or `values` (a table of string to string). Groups nest to any depth, and
a group's name is its path: `byline.prefixes`, `byline.roles.translator`, `line.newsletter.contains`.
No regexes and no functions stand in data, so a contribution can be neither slow nor dangerous.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar

DATA = resources.files("pipelines") / "data"


class RuleError(ValueError):
    """A data file breaks its form; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, by group."""

    tag: str
    phrases: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, str]

    def __getitem__(self, group: str) -> tuple[str, ...]:
        """Return the phrases of `group`, or an empty tuple where the language has none."""
        return self.phrases.get(group, ())

    def table(self, group: str) -> Mapping[str, str]:
        """Return the values of `group`, or an empty mapping."""
        return self.values.get(group, MappingProxyType({}))

    def groups(self, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield (last part of the name, phrases) for each group below `prefix`, in the file's order."""
        start = prefix + "."
        for name, phrases in self.phrases.items():
            if name.startswith(start):
                yield name[len(start) :], phrases


def read_toml(*path: str) -> dict[str, Any]:
    """Return a data file as a dictionary; raise RuleError with its name when it is not TOML."""
    entry = DATA.joinpath(*path)
    try:
        return tomllib.loads(entry.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{'/'.join(path)}: {error}") from error


def _flatten(
    node: Mapping[str, Any],
    name: str,
    file: str,
    phrases: dict[str, tuple[str, ...]],
    values: dict[str, Mapping[str, str]],
    sources: dict[str, str],
) -> None:
    if "source" in node and not isinstance(node["source"], Mapping):
        extra = set(node) - {"source", "phrases", "values", "note"}
        if extra or not ({"phrases", "values"} & set(node)) or not isinstance(node["source"], str):
            raise RuleError(
                f"{file}: [{name}] needs `source` and `phrases` or `values`, and nothing else: {sorted(extra)}"
            )
        given = node.get("phrases", [])
        if not isinstance(given, list) or not all(isinstance(x, str) and x for x in given):
            raise RuleError(f"{file}: [{name}] phrases must be a list of non-empty strings")
        table = node.get("values", {})
        if not isinstance(table, Mapping) or not all(isinstance(v, str) for v in table.values()):
            raise RuleError(f"{file}: [{name}] values must be a table of strings")
        phrases[name] = tuple(given)
        values[name] = MappingProxyType(dict(table))
        sources[name] = node["source"]
        return
    for part, child in node.items():
        if not isinstance(child, Mapping):
            raise RuleError(f"{file}: `{name}.{part}` stands outside a group (a table with source and phrases)")
        _flatten(child, f"{name}.{part}" if name else part, file, phrases, values, sources)


@cache
def known_languages() -> frozenset[str]:
    """Return the tags that have a file."""
    folder = DATA / "languages"
    return frozenset(e.name.removesuffix(".toml") for e in folder.iterdir() if e.name.endswith(".toml"))


# Tags that share one file: macro-languages and written standards with a two-letter code of their own.
_ALIASES = MappingProxyType({"nb": "no", "nn": "no", "iw": "he", "in": "id", "cmn": "zh", "fil": "tl"})


@cache
def primary_of(tag: str | None) -> str:
    """Return the primary language of a BCP 47 tag: what words are read and compiled for.

    >>> primary_of("en-GB"), primary_of("nb"), primary_of(None)
    ('en', 'no', 'und')
    """
    primary = (tag or "und").replace("_", "-").split("-")[0].lower()
    return _ALIASES.get(primary, primary)


Made = TypeVar("Made")


def by_language(make: Callable[[str | None], Made]) -> Callable[[str | None], Made]:
    """Return a maker of words that makes them once for all regions of a language, for its primary tag."""

    @cache
    @wraps(make)
    def made(tag: str | None) -> Made:
        primary = primary_of(tag)
        return make(tag) if primary == tag else made(primary)

    return made


@cache
def language(tag: str | None) -> Language:
    """Return the words of a BCP 47 tag's primary language; an unknown tag gives an empty Language.

    The tag "mul" gives the words that are the same in all languages (`data/global.toml`).

    Raises RuleError when the file breaks its form.
    """
    primary = primary_of(tag)
    if primary != tag:
        return language(primary)
    if primary == "mul":
        return _read(primary, "global.toml")
    if primary in known_languages():
        return _read(primary, "languages", f"{primary}.toml")
    return Language(primary, MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


def _read(tag: str, *path: str) -> Language:
    phrases: dict[str, tuple[str, ...]] = {}
    values: dict[str, Mapping[str, str]] = {}
    sources: dict[str, str] = {}
    _flatten(read_toml(*path), "", "/".join(path), phrases, values, sources)
    return Language(tag, MappingProxyType(phrases), MappingProxyType(values), MappingProxyType(sources))


@cache
def languages_for(tag: str | None) -> tuple[Language, ...]:
    """Return the page's language, English, whose labels news pages everywhere carry, and what all languages share."""
    return tuple(language(t) for t in dict.fromkeys((language(tag).tag, "en", "mul")))


@cache
def digest() -> str:
    """Return the SHA-256 of all rule data: part of every record, so that a changed word is visible."""
    total = hashlib.sha256()

    def walk(folder: Any, name: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_dir():
                walk(entry, f"{name}/{entry.name}")
            elif not entry.name.endswith((".py", ".pyc")):
                total.update(f"{name}/{entry.name}\0".encode())
                total.update(entry.read_bytes())

    walk(DATA, "data")
    return "sha256:" + total.hexdigest()
