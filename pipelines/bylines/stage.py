"""The bylines stage: every source of a draft to one author list with evidence."""

from __future__ import annotations

from pipelines import agencies, limits
from pipelines.bylines.entries import entry_level
from pipelines.bylines.grammar import read_byline
from pipelines.bylines.levels import Level, is_party, text_level
from pipelines.bylines.merging import Merged, combine, visible_reading
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.signatures import lone_bylines, opens_with_prefix, profile_of
from pipelines.bylines.weighing import AUTHORS, same, writes
from pipelines.draft import Draft, Found
from pipelines.record import Alternative, Author, Evidence, Refused
from pipelines.replacing import replace
from pipelines.text import clean, key


def stage(draft: Draft) -> Draft:
    """Fill `authors` and `byline_raw` with evidence, rivals and refused strings."""
    tag = draft.language
    publishers = _outlets(draft)
    good = _visible(draft.bylines, tag, publishers)
    away = _visible(draft.bylines_away, tag, publishers)
    stated = entry_level(draft.author_entries, tag, publishers)
    if any(a.name and is_party(a, publishers) for _, r in good for a in r.authors) or any(
        a.type == "person" for a in stated.authors
    ):
        sure = [(f, r) for f, r in away if _says_who(r)]
        good, away = good + sure, [x for x in away if x not in sure]
    else:
        good, away = good + away, []
    lone = lone_bylines(draft)
    if signed := _signed_over(draft, lone, [*stated.authors, *(a for _, r in good for a in r.authors)]):
        # the story names its writer itself: the template names who posted it
        posted = [RejectedText(a.name or "", "cms_account") for a in stated.authors if writes(a)]
        good, away, stated = signed, good + away, Level("json-ld", [], [*stated.rejected, *posted])
    levels = [
        stated,
        text_level("visible", [r for _, r in good[:6]]),
        text_level("trailing", [read_byline(f.raw, tag, position="trailing") for f in draft.trailing]),
        _dateline_level(draft),
        text_level("signature", [r for _, r in lone]),
        text_level("away", [r for _, r in away]),
        text_level("meta", [visible_reading(f.raw, tag, publishers, (), "stated") for f in draft.meta_authors]),
    ]
    merged = combine(levels, publishers)
    read = lone if merged.origin and merged.origin[0] == "signature" else good
    shown = next((f for f, r in read if r.authors), None)
    evidence = list(draft.evidence)
    if merged.authors:
        evidence.append(("/authors", _evidence(draft, merged, shown)))
    rejected = [
        *draft.rejected,
        *(Refused("authors", r.raw[: limits.MAX_BYLINE], r.reason) for r in merged.rejected if r.raw),
    ]
    warnings = list(draft.warnings)
    if not merged.authors:
        warnings.append("authors_missing")
    if _contradicted(merged, levels):
        warnings.append("authors_contradicted")
    if any(len(f.raw) >= limits.MAX_BYLINE for f in (*draft.bylines, *draft.bylines_away, *draft.meta_authors)):
        warnings.append("byline_cut")
    if max(len(merged.authors), len(draft.author_entries)) >= limits.MAX_AUTHORS:
        warnings.append("authors_cut")
    roles = {a.role for a in merged.authors}
    if "original_author" in roles and "translator" not in roles and draft.translation_of is not None:
        warnings.append("translator_unknown")
    return replace(
        draft,
        authors=merged.authors[: limits.MAX_AUTHORS],
        byline_raw=clean(shown.raw) if shown else None,
        evidence=tuple(evidence),
        rejected=tuple(dict.fromkeys(rejected)),
        warnings=tuple(warnings),
    )


def _contradicted(merged: Merged, levels: list[Level]) -> bool:
    """Tell whether a source that stands for itself names writers and none of those in the list."""
    chosen = [a for a in merged.authors if writes(a)]
    denied = any(r.reason == "cms_account" and " " in r.raw for r in merged.rejected)
    stated = [
        [a for a in level.authors if writes(a)] for level in levels if level.name in {"json-ld", "visible", "meta"}
    ]
    others = any(named and not any(same(a, b) for a in named for b in chosen) for named in stated)
    return bool(chosen) and (denied or others)


def _signed_over(
    draft: Draft, lone: list[tuple[Found, BylineReading]], given: list[Author]
) -> list[tuple[Found, BylineReading]]:
    """Return the lines with a byline prefix that open the story, where they name nobody whom the template names."""
    lines = [d.text for d in draft.dropped if d.category == "byline" and d.position == "head"]
    out = [(f, r) for f, r in lone if f.raw in lines and opens_with_prefix(f.raw, draft.language)]
    people = [a for _, r in out for a in r.authors if writes(a)]
    others = [a for a in given if writes(a)]
    return out if people and others and not any(same(a, b) for a in people for b in others) else []


def _says_who(reading: BylineReading) -> bool:
    """Tell whether a byline away from the head says what its people did: a role that is no author's, a job title."""
    titled = any(a.job_title for a in reading.authors) or any(r.reason == "role_word" for r in reading.rejected)
    return titled or all(a.role not in AUTHORS for a in reading.authors)


def _visible(bylines: tuple[Found, ...], tag: str | None, publishers: list[str]) -> list[tuple[Found, BylineReading]]:
    """Return the byline elements that read as bylines."""
    out = []
    for found in bylines:
        reading = visible_reading(found.raw, tag, publishers, [t for t, _ in found.links])
        if reading.is_byline:
            out.append((found, reading))
        elif reading.reason not in {"cms_account", "section", "genre", "role_word", "ui_text"} and (
            name := profile_of(found)
        ):
            out.append((found, BylineReading(True, (Author(name),))))
    return out


def _outlets(draft: Draft) -> list[str]:
    """Return the outlet's names; an agency is one only where it is the publisher."""
    given = (
        draft.publisher.name,
        *(p for p in draft.publisher_aliases if not agencies.agency(p)),
        draft.publisher.domain,
    )
    return list(dict.fromkeys(p for p in given if p))


def _dateline_level(draft: Draft) -> Level:
    level = Level("dateline")
    if draft.dateline is not None:
        level.authors = [
            Author(p.name, location=p.location, job_title=p.job_title)
            for p in draft.dateline.byline
            if p.name or p.job_title
        ]
    return level


def _evidence(draft: Draft, merged: Merged, shown: Found | None) -> Evidence:
    """Return where the list comes from and which sources named others."""
    top = next((n for n in merged.origin), "json-ld")
    chosen = {key(a.name or "") for a in merged.authors}
    rivals = []
    for level in merged.levels:
        theirs = {key(a.name or "") for a in level.authors}
        if level.name != top and level.authors and not theirs <= chosen:
            rivals.append(Alternative(level.name, ", ".join(a.name or "" for a in level.authors)))
    if top == "json-ld" and draft.author_entries:
        raw = "; ".join(e.name for e in draft.author_entries)
        first = draft.author_entries[0]
        return Evidence(first.source, raw, first.locator, "A.10-1", tuple(rivals))
    found = {
        "visible": shown,
        "trailing": draft.trailing[0] if draft.trailing else None,
        "signature": shown,
        "meta": draft.meta_authors[0] if draft.meta_authors else None,
    }.get(top)
    if found is not None:
        return Evidence(
            found.source, clean(found.raw), found.locator, "A.5" if top == "trailing" else "A.10", tuple(rivals)
        )
    printed = draft.dateline.raw if draft.dateline else None
    return Evidence("text" if draft.from_text else "html", printed, None, "A.10-5", tuple(rivals))
