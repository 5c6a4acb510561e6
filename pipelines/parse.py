"""The one path for every page: `parse(page)` gives an Article or a Rejection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from typing import Final

from pipelines import boilerplate as lines
from pipelines import bylines, captions, datelines, dates, limits, rules, verdict
from pipelines.draft import Draft
from pipelines.extract import extract
from pipelines.extract.layouts import matches
from pipelines.memory import SiteMemory, forget
from pipelines.page import Page
from pipelines.record import Alternative, Article, Block, Body, Evidence, Extractor, Rejection
from pipelines.replacing import replace
from pipelines.sites import Site
from pipelines.tracing import locate, trace

__all__ = ["STAGES", "Stage", "advance", "extractor", "finish", "matches", "parse"]

Stage = Callable[[Draft], Draft]

STAGES: Final[tuple[tuple[str, Stage], ...]] = (
    # dates come first: datelines and captions infer their year from the day of publication (B.5, C.5)
    ("dates", dates.stage),
    ("captions", captions.stage),
    ("boilerplate", lines.stage),
    ("signatures", bylines.signatures_stage),
    ("dateline", datelines.stage),
    # the end comes after them: a name or a place below the story is read before the lines below it go
    ("ending", lines.ending_stage),
    ("bylines", bylines.stage),
    ("verdict", verdict.stage),
)
"""The stages after extract, in order: crawl and re-parse both read this list."""


def parse(
    page: Page, *, contacts: bool = False, site: Site | None = None, memory: SiteMemory | None = None
) -> Article | Rejection:
    """Return the record of a page, or why there is none; a bad page never raises.

    `contacts` keeps e-mail addresses and handles of authors; `site` gives what the generic path cannot know; `memory`
    is what the page's site repeats, out of one frozen snapshot.
    """
    draft = extract(page, site, memory.containers if memory is not None else ())
    if isinstance(draft, Rejection):
        return draft
    done = _staged(draft, memory)
    if draft.container is not None and done.rejection is not None:
        # a verdict needs the whole page
        whole = extract(page, site)
        if isinstance(whole, Rejection):
            return whole
        done = _staged(whole, memory)
    return finish(done, contacts=contacts, memory=memory)


def record_of(draft: Draft) -> Article | Rejection:
    """Return the record of what extract found, without a site memory."""
    return finish(_staged(draft, None))


def _staged(draft: Draft, memory: SiteMemory | None) -> Draft:
    for name, stage in STAGES:
        draft = advance(draft, stage)
        if memory is not None and name == "boilerplate":
            draft = advance(draft, partial(forget, memory=memory))
    return draft


def advance(draft: Draft, stage: Stage) -> Draft:
    """Return the draft after one stage; one that is already rejected passes through."""
    return draft if draft.rejection else stage(draft)


@cache
def extractor(memory: str | None = None) -> Extractor:
    """Return the versions that every record carries; `memory` is the digest of the site memory used."""
    return Extractor(version("newsspider"), version("trafilatura"), rules.digest(), memory)


def finish(draft: Draft, *, contacts: bool = False, memory: SiteMemory | None = None) -> Article | Rejection:
    """Return the record that a finished draft describes."""
    if draft.rejection is not None:
        reason, detail = draft.rejection
        cut = detail[: limits.MAX_DETAIL] if detail else None
        return Rejection(url=draft.url, retrieved_at=draft.retrieved_at, source=draft.source, reason=reason, detail=cut)
    blocks = tuple(Block(line.kind, line.text, line.level) for line in draft.lines if line.text)
    paragraphs = tuple(b.text for b in blocks)
    text = "\n\n".join(paragraphs)
    named = draft.canonical_url or draft.url or text
    authors = draft.authors
    if not contacts and any(a.email is not None or a.social for a in authors):
        authors = tuple(replace(a, email=None, social=()) for a in authors)
    return Article(
        id="sha256:" + hashlib.sha256(named.encode("utf-8", "replace")).hexdigest(),
        url=draft.url,
        canonical_url=draft.canonical_url,
        retrieved_at=draft.retrieved_at,
        publisher=draft.publisher,
        language=draft.language,
        headline=draft.headline,
        alternative_headline=draft.standfirst,
        description=draft.description,
        section=draft.section,
        genre=draft.genre,
        date_published=draft.date_published,
        date_modified=draft.date_modified,
        date_published_raw=draft.date_published_raw,
        date_modified_raw=draft.date_modified_raw,
        date_published_offset=draft.date_published_offset,
        date_published_utc_offset_minutes=draft.date_published_utc_offset_minutes,
        date_modified_offset=draft.date_modified_offset,
        date_modified_utc_offset_minutes=draft.date_modified_utc_offset_minutes,
        byline_raw=draft.byline_raw,
        authors=authors,
        dateline=draft.dateline,
        body=Body(text, paragraphs, blocks),
        images=draft.images,
        posts=draft.posts,
        translation_of=draft.translation_of,
        republished_from=draft.republished_from,
        corrections=draft.corrections,
        editor_notes=draft.editor_notes,
        keywords=draft.keywords,
        copyright_notice=draft.copyright_notice,
        access=draft.access,
        dropped=draft.dropped,
        rejected=draft.rejected,
        provenance=_provenance(draft),
        warnings=tuple(dict.fromkeys(draft.warnings)),
        encoding=draft.encoding,
        decode_errors=draft.decode_errors,
        truncated=draft.truncated,
        source=draft.source,
        extractor=extractor(memory.digest if memory else None),
    )


def _provenance(draft: Draft) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    if draft.headlines and draft.headline:
        best, *rest = draft.headlines
        others = tuple(Alternative(o.source, o.raw) for o in rest if o.raw != best.raw)
        at = locate(draft.headline, best.raw)
        span = (best.offset + at[0], best.offset + at[1]) if at else (None, None)
        found["/headline"] = Evidence(best.source, best.raw, best.locator, "headline", others[:5], *span)
    found.update(draft.evidence)
    found.update(trace(draft))
    return dict(sorted(found.items()))
