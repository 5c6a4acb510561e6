"""Which records go into a data set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from newsspider.export import forms
from pipelines.record import Article

ACCESS: Final = ("full", "partial", "unknown")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG: Final = re.compile(r"[a-z]{2,3}")
_DOMAIN: Final = re.compile(r"[^\s/:@]+")
_NEAR: Final = 3
"""Fields that are offered for a name that is none: more would hide the one that was meant."""
_ALIKE: Final = 0.75
"""Share of letters in common (difflib): "body.txt" has 0.94 of "body.text", "captions" 0.67 of "section"."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that a record must all meet; empty ones ask for nothing. What nothing can meet raises ValueError."""

    sites: frozenset[str] = frozenset()
    """Domains of publishers; a domain stands for its subdomains too."""
    languages: frozenset[str] = frozenset()
    """Language tags, of which the first part counts: "en" and "EN-us" stand for "en-GB" too."""
    since: str | None = None
    """First day of publication, YYYY-MM-DD, as the page states it."""
    until: str | None = None
    """Last day of publication."""
    filled: tuple[str, ...] = ()
    """Fields that must hold something: `dateline`, `authors`, `body.text`; of lists one entry: `images.caption`."""
    access: str | None = None
    """full, partial or unknown."""

    def __post_init__(self) -> None:
        # what would select nothing without a word is a slip of the hand
        object.__setattr__(self, "sites", frozenset(map(_domain, self.sites)))
        object.__setattr__(self, "languages", frozenset(map(_primary, self.languages)))
        since, until = _day("since", self.since), _day("until", self.until)
        if since and until and since > until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        for name in self.filled:
            if name not in fields():
                raise ValueError(f"the record has no field {name}{_offered(name)}")
        if self.access not in (None, *ACCESS):
            raise ValueError(f"access {self.access}: one of {', '.join(ACCESS)}")

    def takes(self, record: Article) -> bool:
        """Tell whether a record goes in."""
        if self.sites and not self._is_of(record.publisher.domain):
            return False
        if self.languages and (record.language or "").partition("-")[0].lower() not in self.languages:
            return False
        day = (record.date_published or "")[:10]
        if (self.since and day < self.since) or (self.until and (not day or day > self.until)):
            return False
        if self.access and record.access != self.access:
            return False
        return all(_is_filled(record, name) for name in self.filled)

    def _is_of(self, domain: str | None) -> bool:
        return domain is not None and any(domain == s or domain.endswith(f".{s}") for s in self.sites)

    def facts(self) -> dict[str, Any]:
        """Return the conditions as a data set's manifest states them."""
        return {
            "sites": sorted(self.sites),
            "languages": sorted(self.languages),
            "since": self.since,
            "until": self.until,
            "filled": list(self.filled),
            "access": self.access,
        }


@cache
def fields() -> tuple[str, ...]:
    """Return the paths that `filled` may name, in the record's order: "dateline", "dateline.raw", "dateline.places" ...

    The keys of `provenance` are pointers, which differ from record to record: it is named as a whole.
    """
    return tuple(path for column in forms.columns() for path in _paths(column, column.name))


def _paths(column: forms.Column, path: str) -> Iterator[str]:
    yield path
    if path != "provenance":
        inner = column.fields[0] if column.kind == "list" else column
        for part in inner.fields:
            yield from _paths(part, f"{path}.{part.name}")


def _offered(name: str) -> str:
    """Return what else may have been meant: fields of nearly that path, or with nearly that last name."""
    ends = list(dict.fromkeys(path.rpartition(".")[2] for path in fields()))
    last = get_close_matches(name.rpartition(".")[2], ends, _NEAR, _ALIKE)
    inner = (path for end in last for path in fields() if path.endswith(f".{end}"))
    found = list(dict.fromkeys([*get_close_matches(name, fields(), _NEAR, _ALIKE), *inner]))
    return f"; near: {', '.join(found[:_NEAR])}" if found else ""


def _primary(tag: str) -> str:
    """Return the first part of a language tag, as records write it; raises ValueError."""
    found = tag.replace("_", "-").partition("-")[0].lower()
    if not _TAG.fullmatch(found):
        raise ValueError(f"language {tag}: a tag is two or three letters and what follows a hyphen, as en or pt-BR")
    return found


def _domain(site: str) -> str:
    if not _DOMAIN.fullmatch(site):
        raise ValueError(f"site {site}: a site is a domain, as news.example")
    return site.lower()


def _day(name: str, day: str | None) -> date | None:
    if day is None:
        return None
    try:
        found = date.fromisoformat(day)
    except ValueError:
        found = None
    # other forms of ISO 8601 would not compare with the days of records
    if found is None or not _DAY.fullmatch(day):
        raise ValueError(f"{name} {day}: no day of the calendar; a day is YYYY-MM-DD")
    return found


def _is_filled(record: Article, name: str) -> bool:
    return any(map(_holds, _reached(record, name.split("."))))


def _reached(value: Any, names: Sequence[str]) -> Iterator[Any]:
    """Yield what stands at a path; of lists, what stands there in each entry."""
    if isinstance(value, tuple):
        for entry in value:
            yield from _reached(entry, names)
    elif not names:
        yield value
    elif value is not None:
        yield from _reached(getattr(value, names[0]), names[1:])


def _holds(value: Any) -> bool:
    # a position or a count may be 0, which says something
    return bool(value) or (isinstance(value, int) and not isinstance(value, bool))
