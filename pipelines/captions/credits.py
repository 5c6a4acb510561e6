"""A credit line to its parts: creators, agencies, suppliers and flags (`news-conventions` C.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pipelines import agencies, names
from pipelines.captions.words import Words
from pipelines.record import Creator, Credit, CreditKind, Role
from pipelines.text import clean, is_caps, is_unspaced, key

_SEPARATOR: Final = re.compile(r"\s*(?:/|\||;|｜|／)\s*|\s+[-–—]\s+|\s*,\s+(?![Ii]nc\b)")
_BRACKET: Final = re.compile(r"\(([^()]{2,60})\)")
_YEAR: Final = re.compile(r"^\s*(?:19|20)\d{2}\s+")
_HANDLE: Final = re.compile(r"^@[\w.]{2,40}$")
_DOMAIN: Final = re.compile(r"^[\w-]{2,40}\.(?:com|org|net|de|at|ch|tv|fr|it|es|co\.uk)$", re.IGNORECASE)
_RIGHTS: Final = re.compile(
    r"[.,]?\s*(?:All rights reserved|Alle Rechte vorbehalten|Tous droits réservés|Todos los derechos reservados)\.?",
    re.IGNORECASE,
)
_POSITION: Final = re.compile(r",\s*(?:left|right|center|centre|top|bottom),?(?=\s|$)", re.IGNORECASE)
_AND: Final = re.compile(r"\s+(?:and|und|og|och|et|y|e|&)\s+|\s*、\s*")
_STOCK: Final = re.compile(r"^[\w.-]{2,24}$")


@dataclass(slots=True)
class Parts:
    """What a credit line gives away while it is read."""

    creators: list[Creator] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    supplied_by: list[str] = field(default_factory=list)
    pool: bool = False
    handout: bool = False
    courtesy: bool = False
    composite: bool = False
    ai: bool = False
    file: bool = False
    library: bool = False
    """True when a picture library stands in the line."""
    strange: int = 0
    """Parts that look like prose, not like a credit."""
    strong: bool = False
    """True when a part is certain: an agency, a flag, a label's handle."""


def read_credit(raw: str, words: Words, *, labelled: bool) -> tuple[Credit, bool, bool] | None:
    """Return (credit, file photo, certain), or None when the text is no credit line."""
    shown = clean(raw).strip()
    if not shown or len(shown) > 300:
        return None
    parts = Parts()
    kind: CreditKind = "photo"
    for name, pattern in words.kinds:
        found = pattern.search(shown)
        if found and (name != "video" or found.start() < 2):
            kind = name  # type: ignore[assignment]
            break
    low = shown.casefold()
    if any(a in low for a in words.ai):
        parts.ai, parts.strong, kind = True, True, "illustration"
    for role, text in [("photographer", shown)] if parts.ai else _sections(shown, words):
        _section(parts, text, role, words, labelled=labelled or role != "photographer")
    _unique(parts)
    if kind == "screenshot":
        # what a screenshot shows is where it came from (C.4-11)
        parts.supplied_by = [
            *(c.name for c in parts.creators),
            *(a for a in parts.agencies if agencies.kind(a) is None),
            *parts.supplied_by,
        ]
        parts.agencies = [a for a in parts.agencies if agencies.kind(a) is not None]
        parts.creators = []
        parts.supplied_by = [s for s in parts.supplied_by if not words.kinds[2][1].fullmatch(s)]
    if kind == "illustration":
        parts.creators = [
            Creator(c.name, "illustrator") if c.role == "photographer" and not _photo_by(shown, c.name) else c
            for c in parts.creators
        ]
        if "photo illustration" in low or re.search(r"\billustration\b.*\b(?:photo|getty|ap)\b", low):
            parts.composite = True
    if not (
        parts.creators
        or parts.agencies
        or parts.supplied_by
        or parts.pool
        or parts.handout
        or parts.courtesy
        or parts.file
        or parts.ai
    ):
        return None
    if parts.strange and not parts.ai:
        return None
    credit = Credit(
        shown,
        kind,
        tuple(parts.creators),
        tuple(parts.agencies),
        tuple(parts.supplied_by),
        parts.pool,
        parts.handout,
        parts.courtesy,
        parts.composite,
        parts.ai,
    )
    return credit, parts.file, parts.strong


def _photo_by(shown: str, name: str) -> bool:
    return (
        bool(re.search(r"(?:Photo|Photograph) by\s+" + re.escape(name), shown, re.IGNORECASE))
        and "illustration by " + name.casefold() not in shown.casefold()
    )


def _sections(shown: str, words: Words) -> list[tuple[Role, str]]:
    """Split at labels inside: "Foto: A. Styling: B", "Foto: A | Vídeo: B", "Quelle: A; Montage: B"."""
    marks: list[tuple[int, int, Role]] = []
    for found in words.label.finditer(shown):
        role: Role = "photographer"
        text = found.group()
        for name, pattern in (*words.roles, ("graphic_artist", words.montage)):
            if pattern.match(text):
                role = name  # type: ignore[assignment]
        if re.match(r"v[ií]deo", text, re.IGNORECASE):
            role = "videographer"
        if (
            role == "photographer"
            and found.start() > 0
            and not (
                text.rstrip().endswith((":", "©", "...", "by", "＝"))
                or text.strip().casefold().startswith(("copyright", "photo", "image", "credit", "foto", "©", "(c)"))
            )
        ):
            continue
        marks.append((found.start(), found.end(), role))
    if not marks:
        return [("photographer", shown)]
    out: list[tuple[Role, str]] = []
    if shown[: marks[0][0]].strip(" (|;/"):
        out.append(("photographer", shown[: marks[0][0]]))
    for number, (_, end, role) in enumerate(marks):
        stop = marks[number + 1][0] if number + 1 < len(marks) else len(shown)
        out.append((role, shown[end:stop]))
    return out


def _edges(text: str) -> str:
    """Return a stretch without signs at its ends; a bracket goes only when its partner is missing."""
    text = text.strip(" :;|©,…-–—").lstrip(".")
    if text.count("(") > text.count(")"):
        text = text.replace("(", " ", 1)
    elif text.count(")") > text.count("("):
        text = text[::-1].replace(")", " ", 1)[::-1]
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = text.strip(" :;|©,…-–—")
    return text if _keeps_point(text) else text.rstrip(" .")


_FILE: Final = re.compile(r"^(?:File|FILE|Archiv|Archive)\s?:\s*")


def _section(parts: Parts, text: str, role: Role, words: Words, *, labelled: bool) -> None:
    text = _YEAR.sub("", _RIGHTS.sub("", _edges(text)))
    file = _FILE.match(text)
    if file:
        parts.file, text = True, text[file.end() :]
    if role == "graphic_artist":
        parts.composite = True
    courtesy = words.courtesy.match(text)
    if courtesy:
        parts.courtesy = parts.strong = True
        for piece in re.split(r"\s*/\s*|\s*;\s*", text[courtesy.end() :].strip(" .'\"’‘")):
            name = re.sub(
                r"^(?:the|la|el|le|by|por|der|die|das)\s+(?=['\"‘“]|(?-i:[^\W\d_a-z]))",
                "",
                piece.strip(" .'\"’‘"),
                flags=re.IGNORECASE,
            ).strip(" '\"’‘")
            canonical = agencies.agency(name, words.tag)
            if canonical:
                parts.agencies.append(canonical)
            elif name:
                parts.supplied_by.append(_title_case(name))
        return
    text = _POSITION.sub(" ", text)
    ai = next((a for a in words.ai if a in text.casefold()), None)
    if ai:
        tail = re.split(r"\s(?:durch|by|von|via|par|por)\s", text)
        text = tail[-1] if len(tail) > 1 else ""
        text = re.sub(r"\s*/\s*[a-zäöü]{2,4}$", "", text)
        for name in [text.strip()] if text.strip() and len(tail) > 1 and key(text) not in {"ai", "ki"} else []:
            parts.agencies.append(agencies.agency(name, words.tag) or name)
        return
    _pieces(parts, text, role, words, labelled=labelled)


def _pieces(parts: Parts, text: str, role: Role, words: Words, *, labelled: bool) -> None:
    tokens: list[tuple[str, str]] = []
    if not agencies.agency(text.strip(), words.tag):
        for chunk in _split_brackets(text):
            tokens += _split(chunk, words)
    else:
        tokens = [("", text.strip())]
    tokens = [(s, t.strip(" .,'\"") if not _keeps_point(t) else t.strip(" ,'\"")) for s, t in tokens]
    tokens = [(s, t) for s, t in tokens if t]
    people = any(_is_person(t, words) or _HANDLE.match(t) for _, t in tokens)
    table = any(agencies.agencies_in(_bare(t, words), words.tag) for _, t in tokens)
    parts.library = any(
        agencies.kind(a) == "library" for _, t in tokens for a in agencies.agencies_in(_bare(t, words), words.tag)
    )
    organisations = [
        t
        for _, t in tokens
        if not _is_person(t, words) and not agencies.agencies_in(_bare(t, words), words.tag) and not _flag(t, words)
    ]
    chain = len(organisations) >= 2 and not table
    for sign, token in tokens:
        if is_unspaced(token) and not _flag(token, words) and _unspaced(parts, token, role, words):
            continue
        _token(
            parts,
            token,
            sign,
            role,
            words,
            people=people,
            table=table,
            chain=chain,
            alone=len(tokens) == 1,
            labelled=labelled,
        )


def _unspaced(parts: Parts, token: str, role: Role, words: Words) -> bool:
    """Read 松岡大地撮影, 研究所提供, 新华社记者 王明 摄; False when the token has no such form."""
    supplied = next((s for s in words.suffix_supplied if token.endswith(s) and len(token) > len(s)), None)
    if supplied:
        parts.courtesy = parts.strong = True
        parts.supplied_by.append(token[: -len(supplied)].strip())
        return True
    maker = next((s for s in words.suffix_photographer if token.endswith(s) and len(token) > len(s)), None)
    token = token.strip(" ）)")
    maker = maker or next((s for s in words.suffix_photographer if token.endswith(s) and len(token) > len(s)), None)
    rest = token[: -len(maker)].strip(" （(") if maker else token
    for cut in range(min(6, len(rest)), 1, -1):
        source = agencies.agency(rest[:cut], words.tag)
        if source and rest[cut:].startswith(words.issued or ("\0",)):
            parts.agencies.append(source)
            parts.strong = True
            mark = next(i for i in words.issued if rest[cut:].startswith(i))
            rest = rest[cut + len(mark) :].strip(" （()）")
            break
    else:
        if not maker:
            return False
    for name in re.split(r"[、，\s]+", rest) if not names.is_person_name(rest, words.tag) else [rest]:
        if name:
            parts.creators.append(Creator(name, role))
    return True


def _keeps_point(text: str) -> bool:
    return bool(re.search(r"(?:\b[A-Z]|Inc|Corp|Jr)\.$", text.strip()))


def _split_brackets(text: str) -> list[str]:
    """Return the stretches of a credit, each bracket a stretch of its own; a bracket that belongs to a stock name stays."""
    out, cursor = [], 0
    for found in _BRACKET.finditer(text):
        if re.fullmatch(r"[a-z]{2,3}", found.group(1)):
            continue
        out += [text[cursor : found.start()], found.group(1)]
        cursor = found.end()
    return [*out, text[cursor:]]


def _split(text: str, words: Words) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for number, chunk in enumerate(words.via.split(text)):
        for index, part in enumerate(re.split(r"\s+for\s+(?=[^\W\d_a-z])", chunk)):
            for place, piece in enumerate(_SEPARATOR.split(part)):
                sign = "via" if number and not index and not place else "for" if index and not place else "/"
                if re.fullmatch(r"\s*[Ii]nc\.?\s*", piece or "") and out:
                    out[-1] = (out[-1][0], out[-1][1] + ", Inc")
                    continue
                out.append((sign, piece or ""))
    return out


def _flag(text: str, words: Words) -> str | None:
    low = text.casefold().strip(" .")
    for name, group in (
        ("pool", words.pool),
        ("handout", words.handout),
        ("file", words.file),
        ("composite", words.composite),
        ("supplied", words.supplied),
        ("not_name", words.not_names),
    ):
        if low in group:
            return name
    return None


def _bare(text: str, words: Words) -> str:
    """Return a part without a flag word at its end: "AP file", "PTI File Photo"."""
    for group in (words.file, words.pool, words.handout):
        for phrase in sorted(group, key=len, reverse=True):
            if text.casefold().endswith(" " + phrase):
                return text[: -len(phrase)].strip()
    return text


def _is_person(text: str, words: Words) -> bool:
    if _flag(text, words) or agencies.agency(text, words.tag) or agencies.is_institution(text, words.tag):
        return False
    people = [p for p in _AND.split(text) if p]
    if is_unspaced(text):
        return all(names.is_person_name(p, words.tag) and not re.fullmatch("[\u30a0-\u30ff]+", p) for p in people)
    if _is_org(text, words):
        return False
    return all(names.is_person_name(p, words.tag) or _single_initial(p) for p in people)


def _single_initial(text: str) -> bool:
    return (
        bool(re.fullmatch(r"[^\W\d_]\.\s?[^\W\d_][\w'’-]+", text))
        or bool(re.fullmatch(r"(?:[^\W\d_]\.){2}\s?[^\W\d_][\w'’-]+", text))
        or bool(re.fullmatch(r"[A-Z]{1,3} [A-Z] \([a-z]{2,3}\)", text))
        or bool(re.fullmatch(r"[^\W\d_][\w-]+ ['‘\"][^\W\d_]\w+['’\"] [^\W\d_][\w-]+", text))
    )


def _is_org(text: str, words: Words) -> bool:
    if agencies.is_outlet_like(text, words.tag) and len(text.split()) > 1:
        return True
    return (
        bool(re.match(r"^(?:The|Le|La|El|Los|Die|Der|Das|Il)\s", text))
        or bool(_DOMAIN.match(text))
        or any(c.isdigit() for c in text)
    )


def _token(
    parts: Parts,
    token: str,
    sign: str,
    role: Role,
    words: Words,
    *,
    people: bool,
    table: bool,
    chain: bool,
    alone: bool,
    labelled: bool,
) -> None:
    flag = _flag(token, words)
    if flag:
        _set(parts, flag)
        return
    if words.label.fullmatch(token) or token.casefold() in {
        "photographs",
        "photos",
        "photo",
        "image",
        "images",
        "fotos",
        "bilder",
    }:
        return
    bare = _bare(token, words)
    if bare != token:
        _set(parts, _flag(token[len(bare) :].strip(), words) or "")
        token = bare
    listed = agencies.agencies_in(token, words.tag)
    if listed:
        parts.agencies += listed
        parts.strong = True
        return
    for word in ("Photo", "Photos", "Image"):
        if token.endswith(" " + word) and agencies.agency(token[: -len(word)].strip(), words.tag):
            parts.agencies.append(agencies.agency(token[: -len(word)].strip(), words.tag) or "")
            parts.strong = True
            return
    if _HANDLE.match(token):
        parts.creators.append(Creator(token, role))
        parts.strong = True
        return
    if token.casefold() in {"x", "twitter", "facebook", "instagram", "tiktok", "unsplash"} and parts.creators:
        return
    _named(parts, token, sign, role, words, people=people, table=table, chain=chain, alone=alone, labelled=labelled)


def _set(parts: Parts, flag: str) -> None:
    if flag == "pool":
        parts.pool = parts.strong = True
    elif flag == "handout":
        parts.handout = True
    elif flag == "file":
        parts.file = True
    elif flag == "composite":
        parts.composite = True
    elif flag == "supplied":
        parts.courtesy = parts.strong = True


def _named(
    parts: Parts,
    token: str,
    sign: str,
    role: Role,
    words: Words,
    *,
    people: bool,
    table: bool,
    chain: bool,
    alone: bool,
    labelled: bool,
) -> None:
    if agencies.is_institution(token, words.tag) and not agencies.is_outlet_like(token, words.tag):
        parts.supplied_by.append(token)
        return
    if _is_person(token, words):
        for name in _AND.split(token):
            if name:
                parts.creators.append(
                    Creator(names.restore_case(name, words.tag) if role != "graphic_artist" else name, role)
                )
        if len([n for n in _AND.split(token) if n]) > 1 and parts.creators and "," in token:
            parts.composite = True
        return
    low_words = [w for w in token.split() if w[:1].islower() and len(w) > 3]
    if len(token.split()) > 8 or len(low_words) > 1 or (low_words and not labelled and not alone):
        parts.strange += 1
        return
    if role != "photographer":
        parts.creators.append(Creator(token, role))
        return
    if agencies.is_outlet_like(token, words.tag) and not people:
        parts.agencies.append(token)
        return
    if (
        parts.library
        and not people
        and not parts.handout
        and not parts.pool
        and _STOCK.match(token)
        and not is_caps(token)
    ):
        parts.creators.append(Creator(token, role))
        return
    if re.fullmatch(r"[a-zäöü]{2,4}", token) and (parts.agencies or parts.creators):
        return
    if is_unspaced(token) and not labelled and alone:
        parts.strange += 1
        return
    if people and not chain:
        parts.agencies.append(_title_case(token) if is_caps(token) and len(token) > 4 else token)
    elif agencies.is_outlet_like(token, words.tag) or (_DOMAIN.match(token) and people):
        parts.agencies.append(token)
    else:
        parts.supplied_by.append(token)
    del sign


def _title_case(text: str) -> str:
    return names.restore_case(text) if is_caps(text) and len(text) > 7 else text


def _unique(parts: Parts) -> None:
    """Collapse doubles: one entry a creator, agency and supplier; a neighbour of an outlet is one too (C.4-3)."""
    seen: dict[str, Creator] = {}
    for creator in parts.creators:
        seen.setdefault(key(creator.name) or creator.name, creator)
    parts.creators = list(seen.values())
    parts.agencies = (
        list({key(a) or a: a for a in reversed(parts.agencies)}.values())[::-1]
        if len({key(a) for a in parts.agencies}) != len(parts.agencies)
        else parts.agencies
    )
    parts.agencies = list(dict.fromkeys(parts.agencies))
    ended = [a for a in parts.agencies if agencies.kind(a) is None]
    if ended and parts.supplied_by and len(parts.agencies) == len(ended) and not parts.courtesy:
        parts.agencies = [*parts.supplied_by, *parts.agencies]
        parts.supplied_by = []
    people = {key(c.name) for c in parts.creators}
    parts.supplied_by = [s for s in dict.fromkeys(parts.supplied_by) if key(s) not in people]
