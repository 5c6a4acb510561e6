"""Names that stand alone beside a story or at its ends, for templates that mark no byline (`news-conventions` A.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from pipelines import places
from pipelines.bylines.endings import cut_ending
from pipelines.bylines.grammar import reader_for
from pipelines.bylines.labels import prefix_end
from pipelines.bylines.lone import LONGEST, Told, read_signature
from pipelines.bylines.reading import BylineReading
from pipelines.draft import Draft, Found, Line
from pipelines.given import opens_with_given
from pipelines.lexicon import tokens
from pipelines.record import Dropped
from pipelines.replacing import replace
from pipelines.text import has_digit, key, weight

_HEAD: Final = 4  # lines from the top of a body that may be its signature, decks before it
_TAIL: Final = 3
_BOLD: Final = 2  # last lines of which bold names may be one
_NUMBER: Final = re.compile(r"[-_]?\d{1,12}$")
_SPELLED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
_LABEL: Final = 24  # letters of a byline's prefix in a line of its own
_DATELINE: Final = re.compile(r"([^\W\d_][^\d(—–:]{1,40}?)\s{0,4}(?:\([^()]{2,20}\)\s{0,4})?[—–-]{1,2}\s")
_OPENERS: Final = " —–-(（[【"
_DASHES: Final = frozenset("–—-")


def lone_bylines(draft: Draft) -> list[tuple[Found, BylineReading]]:
    """Return the lines beside the story that are nothing but names beside a date, agencies, or a labelled credit."""
    if not (draft.signatures or draft.dated or draft.beside):
        return []
    told, publishers = _told(draft), _publishers(draft)
    out: list[tuple[Found, BylineReading]] = []
    for found, sure in (
        *((f, True) for f in draft.signatures),
        *((f, True) for f in draft.dated),
        *((f, _says_so(f) or _is_label(b.raw, draft.language) or _is_lone(f, draft)) for b, f in _pairs(draft)),
    ):
        reading = read_signature(found.raw, draft.language, publishers, told, sure=sure)
        if reading is not None:
            out.append((found, reading))
    return out


def _is_lone(found: Found, draft: Draft) -> bool:
    """Tell whether a line right above or below the story has the look of one person's name."""
    linked = any(not url.startswith("mailto:") for _, url in found.links) and not leads_to_profile(found)
    return found in draft.above and not linked and opens_with_given(found.raw)


def _pairs(draft: Draft) -> Iterator[tuple[Found, Found]]:
    """Yield each line beside the story behind the one before it."""
    return zip((Found("", "html", ""), *draft.beside), draft.beside, strict=False)


def _is_label(text: str, tag: str | None) -> bool:
    """Tell whether a line is nothing but the prefix of a byline: the next line holds the names."""
    line = tokens(text, reader_for(tag).lexicon) if 1 < len(text) <= _LABEL else []
    sign = len(line) > 1 and line[-1].low == ":"
    return bool(line) and line[0].opens("prefixes") in {len(line), len(line) - sign}


def _says_so(found: Found) -> bool:
    """Tell whether a line is known for a signature by its element, the dash before it or the page that it leads to."""
    cited = found.locator.rpartition("/")[2].startswith("cite")
    return cited or found.raw[:1] in _DASHES or (" " in found.raw and leads_to_profile(found))


def opens_with_prefix(text: str, tag: str | None) -> bool:
    """Tell whether a line opens with the prefix of a byline and goes on behind it."""
    line = tokens(text.lstrip(_OPENERS), reader_for(tag).lexicon)
    return bool(line) and not line[0].kinds.keys() & {"places_in", "places_from"} and prefix_end(line, 0) > 0


def profile_of(found: Found) -> str | None:
    """Return the first line of a byline where it is one word and leads to the page about its bearer.

    >>> profile_of(Found("Åsa", "html", "/html/body/a", (("Åsa", "/av/asa"),)))
    'Åsa'
    """
    name, _, below = found.raw.partition("\n")
    if below and not has_digit(below.split("\n", maxsplit=1)[0]):
        return None  # a row of links: what stands below a writer is the day
    links = tuple(link for link in found.links[:1] if link[0] == name)
    alone = replace(found, raw=name, links=links)
    return name if name.istitle() and name.isalpha() and leads_to_profile(alone) else None


def leads_to_profile(found: Found) -> bool:
    """Tell whether a line is one link whose address ends with the line's own words, as pages about writers do.

    >>> leads_to_profile(Found("Åsa Lind", "html", "/html/body/a", (("Åsa Lind", "/av/asa-lind"),)))
    True
    """
    if len(found.links) != 1:
        return False
    text, address = found.links[0]
    slug = address.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
    spelled = key(_NUMBER.sub("", unquote(slug)))
    return text == found.raw and spelled in {key(text), key(text.lower().translate(_SPELLED))}


def stage(draft: Draft) -> Draft:
    """Take lines that are only names off the ends of the body and the standfirst, to `signatures`."""
    draft = _under_deck(draft)
    lines = list(draft.lines)
    last = cut_ending(lines[-1], draft.language) if lines else None
    if last is not None:
        lines[-1], signature, behind = last
        rest = (Dropped(behind, "byline", "tail"),) if behind else ()
        found = (signature.found(from_text=draft.from_text),)
        draft = replace(draft, lines=tuple(lines), signatures=draft.signatures + found, dropped=draft.dropped + rest)
    told = _told(draft)
    signing = [i for i, line in enumerate(lines) if _signs(line, lines[i + 1 : i + 2], draft, told)]
    head = _run(signing, range(min(_HEAD, len(lines))))
    tail = _run(signing, range(len(lines) - 1, max(_HEAD, len(lines) - _TAIL) - 1, -1))
    # bold names are a signature as one of the very last lines: above them they head a part of the story
    if any(not _signs(replace(lines[i], emphasis=False), [], draft, told) for i in tail if i < len(lines) - _BOLD):
        tail = []
    taken = {*head, *tail}
    if not taken or len(signing) > len(taken):
        return draft  # readers' letters are signed one by one
    if not any(weight(line.text) > LONGEST for i, line in enumerate(lines) if i not in taken):
        return draft
    gone = [(i, lines[i]) for i in sorted(taken)]
    return replace(
        draft,
        lines=tuple(line for i, line in enumerate(lines) if i not in taken),
        signatures=draft.signatures + tuple(g.found(from_text=draft.from_text) for _, g in gone),
        dropped=draft.dropped + tuple(Dropped(g.text, "byline", "head" if i in head else "tail") for i, g in gone),
    )


def _under_deck(draft: Draft) -> Draft:
    """Take a byline off the end of the standfirst: "… die Stadt zahlt. Von A B"."""
    deck = draft.standfirst or ""
    at = max(deck.rfind(stop) for stop in (". ", "! ", "? ", "… ", "\u201c ", "” ")) + 2
    line = tokens(deck[at:], reader_for(draft.language).lexicon) if at > 1 and len(deck) - at <= LONGEST else []
    if not line or not prefix_end(line, 0) or deck.endswith("."):
        return draft
    reading = read_signature(deck[at:], draft.language, _publishers(draft))
    if reading is None:
        return draft
    offered = next((f for pointer, found in draft.offered if pointer == "/alternative_headline" for f in found), None)
    source = offered or Found(deck, "html", "")
    found = replace(source, raw=deck[at:], links=(), offset=source.offset + at)
    return replace(draft, standfirst=deck[:at].rstrip(), signatures=(*draft.signatures, found))


def _run(signing: list[int], places_of: range) -> list[int]:
    """Return the signing lines that stand together, the first that is met at one end of the story among them."""
    run: list[int] = []
    for number in places_of:
        if number in signing:
            run.append(number)
        elif run:
            break
    return run


def _signs(line: Line, below: list[Line], draft: Draft, told: Told) -> bool:
    if line.kind not in {"paragraph", "heading", "list_item"} or not 1 < len(line.text) <= LONGEST:
        return False
    if (line.kind != "paragraph" or line.group) and not opens_with_prefix(line.text, draft.language):
        return False
    sure = (line.emphasis and line.link_share == 0) or line.text[:1] in _DASHES
    sure = sure or any(_opens_with_place(b.text, draft.language) for b in below)
    sure = sure or (bool(draft.lines) and line is draft.lines[0] and opens_with_given(line.text))
    return read_signature(line.text, draft.language, _publishers(draft), told, sure=sure) is not None


def _opens_with_place(text: str, tag: str | None) -> bool:
    """Tell whether a paragraph opens with the place of a dateline: the line before it names who writes from there."""
    found = _DATELINE.match(text)
    return found is not None and places.is_place(found.group(1).strip(), tag)


def _publishers(draft: Draft) -> list[str]:
    return [p for p in (draft.publisher.name, *draft.publisher_aliases) if p]


def _told(draft: Draft) -> Told:
    parts = (draft.headline, draft.standfirst, draft.section, *draft.keywords)
    story = tuple(line.text for line in draft.lines if weight(line.text) > LONGEST)
    return Told(tuple(p for p in parts if p), story)
