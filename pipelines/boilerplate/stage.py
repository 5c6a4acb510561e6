"""The line rules over a whole page: position, neighbours, tail headings (`news-conventions` D.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipelines.boilerplate import endmarks
from pipelines.boilerplate.grammar import is_notice_label, names_outlet, read_line
from pipelines.boilerplate.reading import LineReading
from pipelines.draft import Draft, Found, Line
from pipelines.record import (
    Correction,
    Dropped,
    EditorNote,
    Evidence,
    Position,
    Republication,
    Translation,
)
from pipelines.replacing import replace
from pipelines.text import key, weight

_STORY: Final = 80  # characters of a paragraph that belongs to the story beyond doubt; 30 in unspaced scripts
_LONG: Final = 200  # D.3-5: a paragraph that shows that the story goes on
_TAIL_HEADINGS: Final = frozenset({"related", "follow", "newsletter", "comments"})
_TRAILING: Final = frozenset({"credits", "original_by", "author_bio", "author_contact"})
_LABELLED: Final = frozenset({"correction", "update_note", "editors_note"})
_LINKED: Final = 0.95  # share of a text inside links from which on the rest is punctuation
_ANCHOR: Final = re.compile(r"/a(?:\[\d{1,5}\])?/")
_HEADLINE: Final = 150  # characters of a headline
_HEADLINE_LEAST: Final = 25  # a shorter link may be a name, a product, a document of the story
_STOPS: Final = '.:;,!…。：！»”"'
_REPEATED: Final = 5  # lines from the top in which headline, standfirst and byline may stand once more


@dataclass(slots=True)
class _Taken:
    """What the lines gave, while they are walked."""

    kept: list[Line] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    trailing: list[Found] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    notes: list[EditorNote] = field(default_factory=list)
    evidence: list[tuple[str, Evidence]] = field(default_factory=list)
    republished: Republication | None = None
    translation: Translation | None = None
    copyright: str | None = None
    modified: str | None = None
    partial: bool = False


def stage(draft: Draft) -> Draft:
    """Take furniture and notices out of `lines`; fill `dropped`, `trailing` and the fields that notices carry."""
    lines = draft.lines
    weights = [weight(line.text) for line in lines]
    places = _positions(lines, weights)
    authors = tuple(e.name for e in draft.author_entries)
    authors += tuple(f.raw for f in (*draft.meta_authors, *draft.bylines, *draft.bylines_away))
    taken = _Taken()
    repeats = _repeats(draft)
    last_long = max((i for i, weight in enumerate(weights) if weight >= _LONG), default=-1)
    links = [_is_link(line) for line in lines]
    # linked lines among many of their like head the parts of a list and belong to the story
    alone = any(links) and _few_links(lines, weights, links)
    ended = prompt = False
    label: Line | None = None

    def read(text: str, line: Line, place: Position) -> LineReading:
        return read_line(
            text,
            draft.language,
            position=place,
            heading=line.kind == "heading",
            publisher=draft.publisher.name,
            publisher_aliases=draft.publisher_aliases,
            authors=authors,
        )

    for index, line in enumerate(lines):
        place = places[index]
        if index < _REPEATED + len(taken.dropped) and (again := repeats.get(key(line.text))):
            taken.dropped.append(Dropped(line.text, again, place))
            continue
        reading = read(line.text if label is None else f"{label.text}: {line.text}", line, place)
        if label is not None and reading.category not in _LABELLED:
            taken.kept.append(label)
            reading = read(line.text, line, place)
        label = None
        if reading.action == "keep":
            if ended or (prompt and _is_pointer(line)) or (links[index] and _leads_away(lines, index, place, alone)):
                taken.dropped.append(Dropped(line.text, "related", place))
            elif place == "head" and _continues_headline(line):
                taken.dropped.append(Dropped(line.text, "standfirst", place))
            elif place != "body" and index + 1 < len(lines) and is_notice_label(line.text, draft.language):
                label = line
            elif index == len(lines) - 1 and not authors and _is_name(line) and place == "tail":
                taken.trailing.append(_source(draft, line))
            else:
                taken.kept.append(line)
            prompt = False
            continue
        prompt = reading.category == "related" and _is_heading(line)
        if prompt and index > last_long >= 0 and place == "tail" and reading.category in _TAIL_HEADINGS:
            ended = True
        if reading.action == "drop" or reading.category == "image_credit":
            _drop(taken, line, reading, place)
        else:
            _capture(draft, taken, line, reading)
    if taken.kept:
        _mark(draft, taken, lambda mark: read(mark, taken.kept[-1], "tail").action == "capture")
    return _finish(draft, taken)


def _mark(draft: Draft, taken: _Taken, signs: Callable[[str], bool]) -> None:
    """Take what the newsroom wrote behind the last full stop off the story: names to be read, signs to `dropped`."""
    last = taken.kept[-1]
    if len(taken.kept) > 1 and endmarks.is_end(last.text):
        taken.dropped.append(Dropped(taken.kept.pop().text, "separator", "tail"))
        last = taken.kept[-1]
    found = endmarks.cut(last.text, draft.language, draft.publisher.name, signs) if last.kind == "paragraph" else None
    if found is None:
        return
    story, mark = found
    named = any(c.isalpha() for c in mark)
    taken.kept[-1] = replace(last, text=story)
    taken.dropped.append(Dropped(mark, "credits" if named else "separator", "tail"))
    if named:
        at = last.offset + len(last.text) - len(mark)
        taken.trailing.append(replace(_source(draft, replace(last, text=mark)), offset=at))


def _finish(draft: Draft, taken: _Taken) -> Draft:
    publisher = draft.publisher
    if draft.from_text and publisher.name is None:
        for gone in taken.dropped:
            if gone.category == "follow" and (name := names_outlet(gone.text, draft.language)):
                publisher = replace(publisher, name=name)
                taken.evidence.append(("/publisher/name", Evidence("text", gone.text, None, "D.3-4")))
                break
    return replace(
        draft,
        lines=tuple(taken.kept),
        publisher=publisher,
        dropped=draft.dropped + tuple(taken.dropped),
        trailing=draft.trailing + tuple(taken.trailing),
        corrections=draft.corrections + tuple(taken.corrections),
        editor_notes=draft.editor_notes + tuple(taken.notes),
        republished_from=draft.republished_from or taken.republished,
        translation_of=draft.translation_of or taken.translation,
        copyright_notice=draft.copyright_notice or taken.copyright,
        date_modified_raw=draft.date_modified_raw or taken.modified,
        access="partial" if taken.partial and draft.free is not True else draft.access,
        evidence=draft.evidence + tuple(taken.evidence),
    )


def _positions(lines: tuple[Line, ...], weights: Sequence[int]) -> list[Position]:
    """Return head (before the second story paragraph), tail (after the last, or last fifth) or body for each."""
    story = [i for i, line in enumerate(lines) if weights[i] >= _STORY and line.kind == "paragraph"]
    first = story[1] if len(story) > 1 else (story[0] if story else len(lines))
    last = story[-1] if story else -1
    fifth = len(lines) - max(1, len(lines) // 5)
    return [
        "head" if i < first and i < last else "tail" if i > last or i >= fifth else "body" for i in range(len(lines))
    ]


def _repeats(draft: Draft) -> dict[str, str]:
    """Return the keys of texts that the head of a body may repeat, with their category."""
    found: dict[str, str] = {}
    for byline in (*draft.bylines, *draft.bylines_away):
        found[key(byline.raw)] = "byline"
    if draft.standfirst:
        found[key(draft.standfirst)] = "standfirst"
    for title in (draft.headline, *(f.raw for f in draft.headlines)):
        if title:
            found[key(title)] = "headline"
    found.pop("", None)
    return found


def _is_heading(line: Line) -> bool:
    return line.kind == "heading" or len(line.text) <= 60


def _is_pointer(line: Line) -> bool:
    """Tell whether a line looks like a linked headline of another story."""
    return len(line.text) <= 150 and line.link_share >= 0.9


def _is_link(line: Line) -> bool:
    """Tell whether all of a line is a link: its text stands in one, or it stands in one itself."""
    return line.link_share >= _LINKED or ("/a" in line.locator and _ANCHOR.search(line.locator) is not None)


def _is_headline(line: Line) -> bool:
    """Tell whether a linked line reads as a headline: some words without a stop, a heading only inside its link."""
    if weight(line.text) < _HEADLINE_LEAST or (line.text[-1] in _STOPS and not line.text.isupper()):
        return False
    return line.kind == "paragraph" or (line.kind == "heading" and _ANCHOR.search(line.locator) is not None)


def _few_links(lines: tuple[Line, ...], weights: Sequence[int], links: Sequence[bool]) -> bool:
    """Tell whether linked lines are rare beside the paragraphs of a story."""
    story = sum(weight >= _STORY and line.kind == "paragraph" for line, weight in zip(lines, weights, strict=True))
    linked = (line for line, link in zip(lines, links, strict=True) if link)
    return sum(not line.group and _is_headline(line) for line in linked) * 4 <= story


def _leads_away(lines: tuple[Line, ...], index: int, place: str, alone: bool) -> bool:
    """Tell whether a linked line is another story's headline, alone or among its like."""
    line = lines[index]
    if len(line.text) > _HEADLINE:
        return False
    if line.group:
        # members of one list stand together; look only at near neighbours so that a long list stays cheap
        near = [other for other in lines[max(0, index - 4) : index + 5] if other.group == line.group]
        return len(near) > 1 and all(_is_link(other) for other in near)
    if (alone or line.text.isupper()) and _is_headline(line):
        return True
    near = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return place != "body" and any(_is_link(other) and len(other.text) <= _HEADLINE for other in near)


def _continues_headline(line: Line) -> bool:
    """Tell whether a line above the story goes on from the headline: "... as villagers wait for water"."""
    return line.text.startswith(("…", "...")) and len(line.text) <= _HEADLINE and line.text[-1] not in ".。"


def _is_name(line: Line) -> bool:
    """Tell whether a line is two to four capitalised words and nothing else: a name below the story."""
    parts = line.text.split()
    return line.kind == "paragraph" and 1 < len(parts) < 5 and all(p.isalpha() and p.istitle() for p in parts)


def _drop(taken: _Taken, line: Line, reading: LineReading, place: Position) -> None:
    taken.dropped.append(Dropped(line.text, reading.category, place))
    if reading.category == "paywall":
        taken.partial = True
    if reading.category == "copyright" and taken.copyright is None:
        taken.copyright = line.text


def _capture(draft: Draft, taken: _Taken, line: Line, reading: LineReading) -> None:
    source = _source(draft, line)
    value = reading.value
    if reading.category in _TRAILING or (reading.category == "translation" and reading.field == "authors"):
        taken.trailing.append(source)
        if reading.hint and taken.translation is None:
            taken.translation = Translation(reading.hint)
            taken.evidence.append(
                (
                    "/translation_of/language",
                    Evidence(source.source, reading.words or source.raw, source.locator, "D.2"),
                )
            )
    elif isinstance(value, Translation):
        url = line.links[0][1] if len(line.links) == 1 else None
        taken.translation = replace(value, url=url)
        taken.evidence.append(("/translation_of", _evidence(source, "D.2")))
    elif isinstance(value, Republication):
        url = next((u for t, u in line.links if key(value.name) in key(t)), None)
        taken.republished = taken.republished or replace(value, url=url)
        taken.evidence.append(("/republished_from", _evidence(source, "D.2")))
    elif isinstance(value, Correction):
        pointer = f"/corrections/{len(draft.corrections) + len(taken.corrections)}"
        taken.corrections.append(value)
        taken.evidence.append((pointer, _evidence(source, "D.2")))
    elif isinstance(value, EditorNote):
        pointer = f"/editor_notes/{len(draft.editor_notes) + len(taken.notes)}"
        taken.notes.append(value)
        taken.evidence.append((pointer, _evidence(source, "D.2")))
    elif reading.field == "date_modified_raw" and isinstance(value, str):
        taken.modified = taken.modified or value


def _source(draft: Draft, line: Line) -> Found:
    return line.found(from_text=draft.from_text)


def _evidence(source: Found, rule: str) -> Evidence:
    return Evidence(source.source, source.raw, source.locator, rule)
