"""Who had the story: the agency that is named, the original, and the copies, each with what says so."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from newsspider.suspicion import instant
from pipelines.agencies import printed_forms
from pipelines.record import Article
from pipelines.text import fold, key


@dataclass(slots=True)
class Member:
    """One record of a group."""

    number: int
    record: Article
    likeness: float | None
    version_of: int | None
    translation_of: int | None
    agencies: dict[str, list[str]] = field(default_factory=dict)
    """Agencies by name, with the fields that name them."""

    @classmethod
    def of(cls, record: Article, **facts: Any) -> Self:
        """Return a member with the agencies that its dateline and byline name."""
        named: dict[str, list[str]] = {}
        for agency in record.dateline.agencies if record.dateline else ():
            named.setdefault(agency, []).append("dateline")
        for author in record.authors:
            if author.type == "organization" and author.name and not author.is_publisher and not author.generic:
                named.setdefault(author.name, []).append("byline")
            elif author.affiliation:
                named.setdefault(author.affiliation, []).append("affiliation")
        if record.republished_from is not None:
            named.setdefault(record.republished_from.name, []).append("republished_from")
        return cls(record=record, agencies=named, **facts)

    def backs(self, agency: str) -> list[str]:
        """Return the fields that name an agency beside the text: its copyright notice and the credits of its pictures.

        They say nothing by themselves, for papers print agency pictures with stories of their own; where another member
        names the agency as the source of this same text, they say that this one came by the same wire.
        """
        found = []
        words = _words(self.record.copyright_notice or "")
        forms = [_words(form) for form in (agency, *printed_forms(agency))]
        if any(form in words for form in forms):
            found.append("copyright_notice")
        if any(agency in image.credit.agencies for image in self.record.images if image.credit):
            found.append("credit")
        return found

    def is_of(self, agency: str) -> bool:
        """Tell whether the member's publisher is the agency itself."""
        return key(self.record.publisher.name or "") == key(agency)


def _words(text: str) -> str:
    """Return the words of a text between blanks, so that a name is found as whole words: AP is not in Vapour."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(text)).split())} "


def line_of(members: Sequence[Member]) -> dict[str, Any]:
    """Return the line of a group: its id, the agency where one is named, and its members in the order of the input."""
    counts = Counter(name for m in members for name in m.agencies)
    agency = min((n for n, times in counts.items() if times == max(counts.values())), default=None)
    for member in members:
        if agency and agency not in member.agencies and (fields := member.backs(agency)):
            member.agencies[agency] = fields
    original = _original(members, agency)
    return {
        "group": "story:" + hashlib.sha256(_first(members).encode()).hexdigest()[:20],
        "agency": agency,
        "original": original.record.id if original else None,
        "members": [_told(m, original, agency, members) for m in members],
    }


def _first(members: Sequence[Member]) -> str:
    """Return the record id that a group is called after: that of the earliest member, or "" for no members.

    Copies come after what they copy, so a group keeps its id as they join; of one instant it is the smallest id.
    """
    last = datetime.max.replace(tzinfo=UTC)
    return min(((instant(m.record.date_published) or last, m.record.id) for m in members), default=(last, ""))[1]


def _original(members: Sequence[Member], agency: str | None) -> Member | None:
    """Return who had it first: the agency's own page, else the earliest that names no agency, or None."""
    whole = [m for m in members if m.translation_of is None and m.version_of is None]
    own = [m for m in whole if agency and m.is_of(agency)]
    candidates = own or [m for m in whole if not agency or agency not in m.agencies]
    times = [(at, m.number, m) for m in candidates if (at := instant(m.record.date_published))]
    return min(times)[2] if times else min(candidates, key=lambda m: m.number, default=None)


def _told(member: Member, original: Member | None, agency: str | None, members: Sequence[Member]) -> dict[str, Any]:
    by_number = {m.number: m.record.id for m in members}
    if member.translation_of is not None:
        role = "translation"
    elif member.version_of is not None:
        role = "version"
    else:
        role = "original" if member is original else "copy"
    record = member.record
    return {
        "id": record.id,
        "url": record.url,
        "source": {"path": record.source.path, "offset": record.source.offset},
        "publisher": record.publisher.domain,
        "language": record.language,
        "date_published": record.date_published,
        "role": role,
        "shared": round(member.likeness, 3) if member.likeness is not None else None,
        "agency_named_in": member.agencies.get(agency, []) if agency else [],
        "version_of": by_number.get(member.version_of) if member.version_of is not None else None,
        "translation_of": by_number.get(member.translation_of) if member.translation_of is not None else None,
    }
