"""A credit line to its creators, agencies, suppliers and flags (`news-conventions` C.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipelines import agencies, limits, names
from pipelines.captions.facts import DAY_BEHIND
from pipelines.captions.part import Frame, Part
from pipelines.captions.parts import cut, without_sides
from pipelines.captions.phrases import Phrases
from pipelines.captions.words import Words, words_for
from pipelines.record import Creator, Credit, CreditKind, Role
from pipelines.text import clean, is_caps, key

_PROSE_WORDS: Final = 3
_STOCK_NAME: Final = re.compile(r"[\w.-]{2,24}")
_OPEN: Final = {")": "(", "]": "[", "）": "（", "］": "［", "】": "【"}


@dataclass(frozen=True, slots=True)
class CreditReading:
    """A credit line, read, and what it says of the picture itself."""

    credit: Credit
    file_photo: bool
    illustrative: bool
    certain: bool
    """A listed agency, a handle or a flag stands in it: it is a credit without any label."""
    tied: bool
    """Two parts are tied by via or for."""
    named: bool
    """People, agencies and flags only: nothing whose kind is a guess."""


@dataclass(frozen=True, slots=True)
class _Section:
    role: Role
    parts: tuple[Part, ...]


def read_credit(
    raw: str, words: Words, *, labelled: bool, publishers: frozenset[str] = frozenset()
) -> CreditReading | None:
    """Return what a credit line says, or None when the text is none.

    `labelled` tells that a label or a bracket marks it: then unlisted names count too;
    `publishers` are the folded names of the page's publisher, which is never taken for a person.
    """
    return _read(raw, words.tag, labelled, publishers)


@lru_cache(maxsize=64)  # a page prints one credit below many pictures, and its ways of reading try one text twice
def _read(raw: str, tag: str | None, labelled: bool, publishers: frozenset[str]) -> CreditReading | None:
    words = words_for(tag)
    shown = without_brackets(clean(raw))
    if not shown or len(shown) > limits.MAX_CREDIT:
        return None
    dated = DAY_BEHIND.search(shown)
    read = shown[: dated.start()] if dated and dated.start() else shown
    if not labelled and _is_prose(shown, words):
        return None
    kind: CreditKind = next((k for k, pattern in words.kinds if _opens(k, pattern, shown)), "photo")
    low = shown.casefold()
    ai = any(a in low for a in words.ai)
    frame = Frame(labelled, publishers)
    marker = words.markers.match(shown)
    if ai:
        kind, sections = "illustration", [_generated(shown, words, frame)]
    else:
        sections = [
            _section(role, text, words, frame) for role, text in _sections(read[marker.end() if marker else 0 :], words)
        ]
    sections = _with_house(sections)
    parts = [p for s in sections for p in s.parts]
    flags = {p.flag for p in parts if p.flag} | ({"file"} if marker else set())
    if any(p.kind == "prose" for p in parts) or not (ai or any(p.kind not in {"skip", "code"} for p in parts)):
        return None
    if not ai and all(p.flag == "skip" or p.kind in {"skip", "code"} for p in parts):
        return None
    sided = without_sides(shown, words)[1]
    creators = _creators(sections, kind, shown, words)
    providers, supplied = _organisations(sections, bool(creators), flags)
    if kind == "screenshot":
        # what a screenshot shows is where it came from (C.4-11)
        providers, supplied = (
            [a for a in providers if agencies.kind(a)],
            [*(c.name for c in creators), *(a for a in providers if not agencies.kind(a)), *supplied],
        )
        creators = []
    credit = Credit(
        shown,
        kind,
        tuple(creators),
        tuple(providers),
        tuple(supplied),
        "pool" in flags,
        "handout" in flags,
        "courtesy" in flags or any(p.tie == "courtesy" for p in parts),
        sided or "composite" in flags or (not ai and _is_composite(sections, kind, low, words)),
        ai,
    )
    sure = {p.kind for p in parts}
    certain = (
        ai or bool(sure & {"agency", "handle", "supplier"}) or bool(flags & {"pool", "handout", "courtesy", "made"})
    )
    tied = any(p.tie in {"via", "for"} for p in parts)
    return CreditReading(credit, "file" in flags, "illustrative" in flags, certain, tied, not sure & {"name", "outlet"})


def _is_prose(text: str, words: Words) -> bool:
    """Tell at little cost whether an unmarked text is prose: low words that no phrase and no agency's name holds."""
    if text.count(" ") < _PROSE_WORDS or words.label.admits(text) or words.courtesy.admits(text):
        return False
    low = [w for w in text.split() if w[0].islower() and len(w) > 2 and w.isalpha()]
    return len(low) >= _PROSE_WORDS and sum(w not in words.known for w in low) >= _PROSE_WORDS


def without_brackets(text: str) -> str:
    """Return a credit without the brackets around it; a pair inside stays."""
    text = text.strip()
    for _ in range(2):
        inner = text.removesuffix(".")
        opened = _OPEN.get(inner[-1:])
        if opened is None or not inner.startswith(opened) or opened in inner[1:]:
            break
        text = inner[1:-1].strip()
    return text


def _opens(kind: CreditKind, pattern: Phrases, text: str) -> bool:
    found = pattern.search(text)
    if found is None or found.start() < 2:
        return found is not None
    # Fotogramma is the Italian word for a still and an agency
    return kind not in {"video", "graphic"} and agencies.agency(found.group()) is None


def _sections(shown: str, words: Words) -> list[tuple[Role, str]]:
    """Split at labels inside: "Foto: A. Styling: B", "Foto: A | Vídeo: B", "Quelle: A; Montage: B"."""
    marks: list[tuple[int, int, Role]] = []
    for found in words.label.finditer(shown):
        text = found.group().rstrip()
        role: Role = next((r for r, pattern in words.roles if pattern.match(text)), "photographer")
        strong = text.endswith((":", "：", "©", "...", "=", "＝", "/")) or len(text.split()) > 1
        if (
            found.start()
            and role == "photographer"
            and not strong
            and shown[: found.start()].rstrip()[-1:] not in "(/|;-–—,（／、"
        ):
            continue
        marks.append((found.start(), found.end(), role))
    if not marks:
        return [("photographer", shown)]
    out: list[tuple[Role, str]] = [("photographer", shown[: marks[0][0]])]
    for number, (_, end, role) in enumerate(marks):
        out.append((role, shown[end : marks[number + 1][0] if number + 1 < len(marks) else len(shown)]))
    return out


def _with_house(sections: list[_Section]) -> list[_Section]:
    """Tie one name before "photo by NAME" to the person: it is the house the photographer works for."""
    if len(sections) < 2 or len(sections[0].parts) != 1 or sections[0].parts[0].kind != "name":
        return sections
    if not any(p.kind == "person" for p in sections[1].parts):
        return sections
    house = replace(sections[0].parts[0], tie="for")
    return [_Section(sections[0].role, (house,)), *sections[1:]]


def _section(role: Role, text: str, words: Words, frame: Frame) -> _Section:
    text = words.reserved.sub("", text)
    text = without_sides(text, words)[0]
    marked = Frame(frame.labelled or role != "photographer", frame.publishers)
    parts = cut(text, words, marked) if text.strip(" .:;,|/()-–—") else []
    if role == "source":
        # 写真提供, "provided by": who the picture came from, not who made it
        return _Section("photographer", tuple(_as_supplier(p) for p in parts))
    return _Section(role, tuple(parts))


def _as_supplier(part: Part) -> Part:
    return Part("supplier", part.text, "courtesy") if part.kind in {"person", "name", "institution"} else part


def _generated(shown: str, words: Words, frame: Frame) -> _Section:
    """Return who made a picture with a generative system: what follows "by", without editors' initials."""
    tail = next((t for t in words.by.split(shown)[1:] if t.strip()), None)
    parts = cut(words.label.sub("", tail), words, frame) if tail else []
    kept = [p for p in parts if p.kind in {"agency", "name", "outlet"} and len(key(p.text)) > 2]
    return _Section("illustrator", tuple(Part("agency", p.text) for p in kept))


def _creators(sections: list[_Section], kind: CreditKind, shown: str, words: Words) -> list[Creator]:
    found: dict[str, Creator] = {}
    for section in sections:
        role = section.role
        stock = _is_stock(section.parts)
        desked = role != "photographer" and not any(p.kind in {"person", "handle"} for p in section.parts)
        for part in section.parts:
            person = part.kind == "person" and part.tie != "courtesy"
            desk = desked and part.kind in {"name", "outlet", "code"}
            if person or desk or part.kind == "handle" or _stock_name(part, stock):
                made = role
                if kind == "illustration" and _is_illustrator(role, part, shown, words):
                    made = "illustrator"
                elif kind == "graphic" and role == "photographer":
                    made = "graphic_artist"
                name = names.restore_case(part.text, words.tag) if person and role == "photographer" else part.text
                found.setdefault(key(name) or name, Creator(name, made))
    return list(found.values())


def _stock_name(part: Part, stock: bool) -> bool:
    return stock and part.kind == "name" and bool(_STOCK_NAME.fullmatch(part.text)) and not is_caps(part.text)


def _is_illustrator(role: Role, part: Part, shown: str, words: Words) -> bool:
    """Tell whether the last label before a name is one of drawings, not "Photo by"."""
    at = shown.casefold().find(part.text.casefold())
    before = shown[: max(at, 0)]
    labels = [m.group() for m in words.label.finditer(before)]
    return role == "photographer" and (not labels or words.kinds[0][1].search(labels[-1]) is not None)


def _is_stock(parts: tuple[Part, ...]) -> bool:
    """Tell whether a single unlisted word is a contributor's name: beside a picture library, without a person."""
    library = any(p.kind == "agency" and agencies.kind(p.text) == "library" for p in parts)
    flags = {p.flag for p in parts}
    return library and not flags & {"pool", "handout"} and not any(p.kind == "person" for p in parts)


def _organisations(sections: list[_Section], people: bool, flags: set[str]) -> tuple[list[str], list[str]]:
    """Return (agencies, suppliers) in print order (C.4-2 to C.4-4)."""
    providers: list[str] = []
    supplied: list[str] = []
    for section in sections:
        for part, is_provider in _providers(section, "courtesy" in flags):
            (providers if is_provider else supplied).append(part.text)
    every = [p for s in sections for p in s.parts]
    platforms = [p.text for p in every if p.flag == "platform" and not people]
    made = {key(p.text) for p in every if p.kind == "person"}
    return _once(providers), [s for s in _once([*supplied, *platforms]) if key(s) not in made]


def _providers(section: _Section, courtesy: bool) -> Iterator[tuple[Part, bool]]:
    """Yield the organisations of a section, and whether each stands in the provider's place."""
    parts = section.parts
    listed = any(p.kind == "agency" for p in parts)
    person = any(p.kind in {"person", "handle"} for p in parts)
    unlisted = [p for p in parts if p.kind in {"name", "outlet"}]
    beside_outlet = not listed and any(p.kind == "outlet" for p in unlisted)
    chain = len(unlisted) > 1 and not listed and not beside_outlet
    stock = _is_stock(parts)
    desked = section.role != "photographer" and not person
    courtesy = courtesy or any(p.tie == "courtesy" for p in parts)
    for number, part in enumerate(parts):
        after_courtesy = any(p.tie == "courtesy" for p in parts[: number + 1])
        if part.kind == "agency":
            yield part, True
        elif part.kind in {"institution", "supplier"} or (part.kind == "person" and part.tie == "courtesy"):
            yield part, False
        elif part.kind == "outlet" and not desked:
            yield part, not after_courtesy
        elif part.kind == "name" and not desked and not _stock_name(part, stock):
            yield part, (part.tie == "for" or (person and not chain) or beside_outlet) and not courtesy


def _once(found: list[str]) -> list[str]:
    return list({key(x) or x: x for x in reversed(found)}.values())[::-1] if len(found) > 1 else found


def _is_composite(sections: list[_Section], kind: CreditKind, low: str, words: Words) -> bool:
    """Tell whether the credit is one of several pictures, or of a montage (C.4-9)."""
    if any(s.role == "graphic_artist" for s in sections):
        return True
    parts = [p for s in sections for p in s.parts if p.kind in {"person", "agency", "outlet", "name"}]
    if kind == "illustration":
        return any(f == "composite" and w in low for w, f in words.flags.items()) or any(
            p.kind == "agency" for p in parts
        )
    return kind == "photo" and ";" in low and len(parts) > 1
