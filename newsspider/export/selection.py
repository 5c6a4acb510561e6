"""Which records go into a data set."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from pipelines.record import Article


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that a record must all meet; empty ones ask for nothing."""

    sites: frozenset[str] = frozenset()
    """Domains of publishers; a domain stands for its subdomains too."""
    languages: frozenset[str] = frozenset()
    """Primary tags: "en" stands for "en-GB" too."""
    since: str | None = None
    """First day of publication, YYYY-MM-DD, as the page states it."""
    until: str | None = None
    """Last day of publication."""
    filled: tuple[str, ...] = ()
    """Fields that must hold something: `dateline`, `authors`, `body.text`, `images`."""
    access: str | None = None
    """full, partial or unknown."""

    def takes(self, record: Article) -> bool:
        """Tell whether a record goes in."""
        if self.sites and not self._is_of(record.publisher.domain):
            return False
        if self.languages and (record.language or "").partition("-")[0] not in self.languages:
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


def known(name: str) -> bool:
    """Tell whether `filled` may name a field."""
    return name.split(".", maxsplit=1)[0] in Article.__dataclass_fields__


def _is_filled(record: Article, name: str) -> bool:
    try:
        return bool(attrgetter(name)(record))
    except AttributeError:
        return False
