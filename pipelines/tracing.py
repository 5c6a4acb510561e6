"""Where each value of a finished draft stands in the page: the exact words, and their place in the text they are from.

The stages say which text a field was read from; this says which words of it became which value, so that "Ana Silva"
can be found as "ANA SILVA" at 3 to 12 of the byline. Nothing is decided here: what cannot be found has no span.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pipelines import agencies
from pipelines.draft import Draft
from pipelines.record import Alternative, Credit, Evidence, EvidenceSource
from pipelines.replacing import replace
from pipelines.text import clean, fold, key

Traced = tuple[str, Evidence]
_DETAILS = ("job_title", "affiliation", "bureau", "location")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of the page that values were read from."""

    text: str
    source: EvidenceSource
    locator: str | None
    rule: str | None
    offset: int = 0
    """Code points before it in the text that `locator` names."""

    def evidence(self, *values: str) -> Evidence | None:
        """Return the evidence for the first of `values` that stands in this text."""
        for value in values:
            span = locate(value, self.text)
            if span:
                start, end = span
                at = self.offset
                words = self.text[start:end]
                return Evidence(self.source, words, self.locator, self.rule, (), at + start, at + end)
        return None


def locate(value: str, text: str) -> tuple[int, int] | None:
    """Return where `value` stands in `text` as words of its own, [start, end) in code points, or None.

    Case, accents, quotes, dashes and blanks may differ.

    >>> locate("Ana Silva", "By ANA  SILVA and Ben Cho")
    (3, 13)
    >>> locate("AP", "CAPITAL (AP)")
    (9, 11)
    """
    if not value:
        return None
    if value == text:
        return 0, len(text)
    found = _locate_exactly(value, text, text)
    if found is None and len(folded := fold(text)) == len(text):
        found = _locate_exactly(fold(value), folded, text)
    if found is not None:
        return found
    letters = key(value)
    # the bare letters are compared first, for finding their places takes a step a character
    return _locate_letters(letters, text) if letters and letters in key(text) else None


def _locate_exactly(value: str, given: str, text: str) -> tuple[int, int] | None:
    """Return where `value` stands in `given`, which is `text` character by character."""
    start = given.find(value)
    while start >= 0:
        end = start + len(value)
        if _alone(text, start, end):
            return start, end
        start = given.find(value, start + 1)
    return None


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is no part of a longer word; scripts without blanks have no such parts."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (_joins(before) and _joins(text[start])) and not (_joins(after) and _joins(text[end - 1]))


def _joins(char: str) -> bool:
    return char.isalnum() and char.lower() != char.upper()


def _locate_letters(letters: str, text: str) -> tuple[int, int] | None:
    """Return where a run of bare letters stands in `text`, whatever lies between them."""
    bare = [_bare(c) for c in text]
    places = [i for i, found in enumerate(bare) for _ in found]
    flat = "".join(bare)
    start = flat.find(letters)
    while start >= 0:
        first, last = places[start], places[start + len(letters) - 1] + 1
        if _alone(text, first, last):
            return first, last
        start = flat.find(letters, start + 1)
    return None


@lru_cache(maxsize=512)
def _bare(char: str) -> str:
    """Return the letters and digits of one character as `text.key` has them."""
    folded = unicodedata.normalize("NFKD", char.casefold())
    return "".join(c for c in folded if c.isalnum())


def trace(draft: Draft) -> tuple[Traced, ...]:
    """Return evidence for the single values of authors, dateline, pictures and headline, by JSON Pointer."""
    known = dict(draft.evidence)
    return tuple(chain(_stated(draft), _authors(draft), _dateline(draft, known), _pictures(draft, known)))


def _stated(draft: Draft) -> Iterator[Traced]:
    """Yield the evidence for what metadata states: the first that says so, and those that say otherwise."""
    values = {
        "/alternative_headline": draft.standfirst,
        "/canonical_url": draft.canonical_url,
        "/description": draft.description,
        "/language": draft.language,
        "/publisher/name": draft.publisher.name,
        "/section": draft.section,
    }
    for pointer, found in draft.offered:
        value = values[pointer]
        if value is None:
            continue
        home = next((f for f in found if _says(f.raw, value)), None)
        rivals = tuple(dict.fromkeys(Alternative(f.source, f.raw) for f in found if not _says(f.raw, value)))[:5]
        if home is None:
            yield pointer, Evidence("derived", None, None, None, rivals)
        else:
            end = home.offset + len(home.raw)
            yield pointer, Evidence(home.source, home.raw, home.locator, None, rivals, home.offset, end)


def _says(raw: str, value: str) -> bool:
    return raw == value or fold(raw).replace("_", "-") == fold(value).replace("_", "-")


def _bylines(draft: Draft) -> list[_Text]:
    """Return the texts that name authors, in order of trust (A.10)."""
    printed = [
        *draft.bylines,
        *draft.bylines_away,
        *draft.trailing,
        *draft.signatures,
        *draft.beside,
        *draft.meta_authors,
    ]
    found = [_Text(clean(f.raw), f.source, f.locator, "A.10", f.offset) for f in printed]
    stated = [_Text(e.name, e.source, e.locator or None, "A.10-1") for e in draft.author_entries if e.name]
    return [*stated, *found]


def _authors(draft: Draft) -> Iterator[Traced]:
    texts = _bylines(draft)
    if draft.dateline is not None:
        texts.append(_Text(draft.dateline.raw, "html", None, "A.10-5", draft.dateline.start))
    for index, author in enumerate(draft.authors):
        names = _forms(author.name) if author.name else ()
        home = _first(texts, names)
        if home is not None:
            yield f"/authors/{index}/name", home[1]
        for field in _DETAILS:
            value = getattr(author, field)
            # a detail stands beside its name; a byline may repeat a word that names another place elsewhere
            near = [home[0]] if home else []
            found = _first([*near, *texts], _forms(value)) if value else None
            if found is not None:
                yield f"/authors/{index}/{field}", found[1]


def _first(texts: Sequence[_Text], values: Sequence[str]) -> tuple[_Text, Evidence] | None:
    for text in texts:
        evidence = text.evidence(*values)
        if evidence is not None:
            return text, evidence
    return None


def _forms(value: str) -> tuple[str, ...]:
    """Return the printed forms that a value may have: itself, and for an agency those of the table."""
    return (value, *agencies.printed_forms(value))


def _dateline(draft: Draft, known: dict[str, Evidence]) -> Iterator[Traced]:
    line, base = draft.dateline, known.get("/dateline")
    if line is None or base is None:
        return
    text = _Text(line.raw, base.source, base.locator, base.rule, base.start or 0)
    named = [(f"places/{i}/name", p.name) for i, p in enumerate(line.places)]
    named += [(f"agencies/{i}", a) for i, a in enumerate(line.agencies)]
    named += [(f"byline/{i}/name", p.name) for i, p in enumerate(line.byline) if p.name]
    for pointer, value in named:
        evidence = text.evidence(*_forms(value))
        if evidence is not None:
            yield f"/dateline/{pointer}", evidence


def _pictures(draft: Draft, known: dict[str, Evidence]) -> Iterator[Traced]:
    texts = {f.locator: f.text for f in draft.figures if f.text}
    for index, image in enumerate(draft.images):
        for field, words in (("caption", image.caption), ("credit", image.credit.raw if image.credit else None)):
            base = known.get(f"/images/{index}/{field}")
            if words is None or base is None:
                continue
            whole = texts.get(base.locator or "") or base.raw or ""
            start, end = locate(words, whole) or (None, None)
            yield f"/images/{index}/{field}", replace(base, start=start, end=end)
            if field == "credit" and image.credit is not None and start is not None:
                text = _Text(whole[start:end], base.source, base.locator, base.rule, start)
                yield from _parties(f"/images/{index}/credit", image.credit, text)


def _parties(pointer: str, credit: Credit, text: _Text) -> Iterator[Traced]:
    named = [(f"creators/{i}/name", c.name) for i, c in enumerate(credit.creators)]
    named += [(f"{k}/{i}", n) for k in ("agencies", "supplied_by") for i, n in enumerate(getattr(credit, k))]
    for field, value in named:
        evidence = text.evidence(*_forms(value))
        if evidence is not None:
            yield f"{pointer}/{field}", evidence
