"""A credit line cut into parts, each with its kind: person, agency, institution, flag (`news-conventions` C.2, C.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipelines import agencies, almanac, names
from pipelines.captions.part import Frame, Part
from pipelines.captions.words import Words
from pipelines.text import has_digit, is_caps, is_cased, is_unspaced, key

_HANDLE: Final = re.compile(r"@[\w.]{2,40}")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}")
_DOMAIN_ENDING: Final = re.compile(r"\.[a-z]{2,4}$", re.IGNORECASE)
_STOCK_CODE: Final = re.compile(r"[A-Z]{1,3} [A-Z] \([a-z]{2,3}\)")
_CODE: Final = re.compile(r"[^\W\d_]{2,4}")
_NICKNAMED: Final = re.compile(r"\b[^\W\d_][\w-]{1,30} ['‘\"“][^\W\d_]\w{1,30}['’\"”] [^\W\d_][\w-]{1,30}")
_INITIALED: Final = re.compile(r"\b(?:(?:[^\W\d_]\. ?){1,3}[^\W\d_][\w'’-]{1,30}|[^\W\d_][\w'’-]{1,30} [^\W\d_]\.)")
_KATAKANA: Final = re.compile("[\u30a0-\u30ff]+")
_VOWELLESS: Final = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,}")
_INITIAL_POINT: Final = re.compile(r"\b[^\W\d_]\.$")
_SENTENCE: Final = re.compile(r"[^\W\d_]{3}[.!?] [^\W\d_]")
_SIGNED: Final = re.compile("[＝=。、，]")
_CODED: Final = re.compile(r":\d{4,}")  # the number of an agency story ("dpa:240207-99-901234")
_YEAR: Final = re.compile(r"^(?:19|20)\d{2}(?:[-–]\d{2,4})?\b ?")
_LONGEST: Final = 8
"""Words of one part; the longest institution of the case files has seven."""


def cut(text: str, words: Words, frame: Frame) -> list[Part]:
    """Return the parts of one stretch of a credit line in print order."""
    if agencies.agency(text, words.tag):
        return [Part("agency", agencies.agency(text, words.tag) or text)]
    flag = words.flag(text)
    if flag:
        return [Part("flag", text.strip(), "/", flag)]
    found: list[Part] = []
    tokens = list(_tokens(text, words))
    for tie, token in tokens:
        found += classify(token, tie, words, frame, alone=len(tokens) == 1)
    if found and found[0].kind == "code":
        found[0] = Part("name", found[0].text)  # initials before an agency are its contributor, after it its editor
    return found


def _tokens(text: str, words: Words) -> Iterator[tuple[str, str]]:
    """Yield (tie, token); "Inc" after a comma belongs to the name before it."""
    merged: list[tuple[str, str]] = []
    tie, start = "/", 0
    for found in (words.ties if words.ties.admits(text) else words.signs).finditer(text):
        if found.lastgroup == "for" and not text[found.end() :].lstrip("«\"“„'‘ ")[:1].isupper():
            continue
        merged.append((tie, text[start : found.start()]))
        tie, start = found.lastgroup or "/", found.end()
    merged.append((tie, text[start:]))
    out: list[tuple[str, str]] = []
    for sign, token in merged:
        bare = _edges(token, words)
        if sign == "for":
            article = words.articles.match(bare)
            bare = bare[article.end() :] if article and bare[0].islower() else bare
        if out and bare.casefold().rstrip(".") in words.after_comma:
            out[-1] = (out[-1][0], f"{out[-1][1]}, {bare}")
        elif bare or sign == "courtesy":
            out.append((sign, bare))
    yield from out


def _edges(text: str, words: Words) -> str:
    text = text.strip(" ,;:|©-–—…'\"«»“”„‘’·*").lstrip(".")
    if text[-1:] == "." and (_INITIAL_POINT.search(text) or text[:-1].rsplit(" ", 1)[-1].casefold() in words.pointed):
        return text
    return text.rstrip(" .")


def classify(token: str, tie: str, words: Words, frame: Frame, *, alone: bool) -> list[Part]:
    """Return what one token is; a flag word at its edge becomes a part of its own ("AP file")."""
    if tie == "courtesy":
        return [_supplied(token, words)]
    flag = words.flag(token)
    if flag:
        return [Part("flag", token, tie, flag)]
    if (
        token.casefold() in words.nouns
        or _ADDRESS.fullmatch(token)
        or _is_label(token, words)
        or _is_date(token, words)
    ):
        return [Part("skip", token, tie)]
    token = _YEAR.sub("", token)
    if not is_cased(token) or is_unspaced(token) or token.endswith((*words.suppliers, *words.makers)):
        ended = _endings(token, tie, words)
        if ended:
            return ended
    listed = _listed(token, tie, words)
    if listed:
        return listed
    bare, flags = _flag_words(token, words, frame)
    if flags:
        return [*(classify(bare, tie, words, frame, alone=alone) if bare else []), *flags]
    joined = [p for p in words.joiners.split(token) if p]
    if len(joined) > 1 and not is_unspaced(token):
        parts = [p for piece in joined for p in classify(_edges(piece, words), tie, words, frame, alone=alone)]
        if all(p.kind in {"person", "agency", "handle", "flag"} for p in parts):
            return parts
    return [_unlisted(token, tie, words, frame, alone=alone)]


def _is_label(token: str, words: Words) -> bool:
    """Tell whether a token is a label and no agency's name: Fotogramma is both."""
    return words.label.fullmatch(token) is not None and agencies.agency(token, words.tag) is None


def _is_date(token: str, words: Words) -> bool:
    """Tell whether a token is a date or a number and nothing else."""
    if not has_digit(token):
        return False
    dates = almanac.find_dates(token, words.tag)
    covered = sum(d.end - d.start for d in dates)
    return covered >= len(token.strip(" .")) - 1 or not any(c.isalpha() for c in token)


def _listed(token: str, tie: str, words: Words) -> list[Part]:
    """Return the agencies of the table that the token names, a brand word at its end left out ("PTI Photo")."""
    if _STOCK_CODE.fullmatch(token):
        return []
    found = agencies.agencies_in(token, words.tag)
    if not found:
        ending = next((e for e in words.brand_endings if token.casefold().endswith(e)), None)
        found = agencies.agencies_in(token[: -len(ending)], words.tag) if ending else ()
    return [Part("agency", a, tie) for a in found]


def _flag_words(token: str, words: Words, frame: Frame) -> tuple[str, list[Part]]:
    """Return the token without flag words at its edges: "Reuters file", "Archivo El Correo"."""
    if not words.flagged.admits(token):
        return _edges(token, words), []
    low, flags = token.casefold(), []
    for phrase in words.flag_phrases:
        flag = words.flags[phrase]
        if flag in {"platform", "composite", "courtesy"}:
            continue
        if low.endswith(" " + phrase):
            token, low = token[: -len(phrase)].strip(), low[: -len(phrase)].strip()
            flags.append(Part("flag", phrase, "/", flag))
        elif low.startswith(phrase + " ") and _organisation(token[len(phrase) :].strip(), words, frame):
            token, low = token[len(phrase) :].strip(), low[len(phrase) :].strip()
            flags.append(Part("flag", phrase, "/", flag))
    return _edges(token, words), flags


def _organisation(text: str, words: Words, frame: Frame) -> bool:
    return bool(
        agencies.agencies_in(text, words.tag)
        or key(text) in frame.publishers
        or agencies.is_institution(text, words.tag)
    )


def _supplied(token: str, words: Words) -> Part:
    """Return the supplier that a courtesy names; the article before a name goes ("the Baltimore Museum")."""
    name = _edges(token, words)
    article = words.articles.match(name)
    if article and name[article.end() :].lstrip("'\"‘“")[:1].isupper():
        name = _edges(name[article.end() :], words)
    listed = agencies.agency(name, words.tag)
    if listed:
        return Part("agency", listed, "courtesy")
    if is_caps(name) and len(name) > 7:
        name = names.restore_case(name, words.tag)
    return Part("supplier", name, "courtesy")


def _endings(token: str, tie: str, words: Words) -> list[Part]:
    """Read 岡本真紀撮影, 研究所提供, 新华社记者 王明 摄, 홍길동 기자; [] when the token has no such form."""
    token = token.strip(" （）()")
    supplied = next((s for s in words.suppliers if token.endswith(s) and len(token) > len(s)), None)
    if supplied:
        name = token[: -len(supplied)].strip(" =＝:：")
        listed = agencies.agencies_in(name, words.tag)
        if listed:
            return [Part("agency", a, tie) for a in listed]
        return [Part("supplier", name, "courtesy")] if len(name) <= 40 and not _SIGNED.search(name) else []
    maker = next((s for s in words.makers if token.endswith(s) and len(token) > len(s)), None)
    rest = token[: -len(maker)].strip(" （(=＝:：") if maker else token
    parts: list[Part] = []
    for end in range(min(8, len(rest)), 1, -1):
        source = agencies.agency(rest[:end], words.tag)
        mark = next((i for i in words.issued if rest[end:].lstrip(" ").startswith(i)), None) if source else None
        if source and (mark or (maker and rest[end:].strip())):
            parts.append(Part("agency", source, tie))
            rest = rest[end:].lstrip(" ")[len(mark or "") :]
            break
    if not maker and not parts:
        return []
    for mark in words.issued:
        rest = rest.strip(" （()）").removeprefix(mark).removesuffix(mark)
    rest = rest.strip(" （()）/／")
    people = [rest] if names.is_person_name(rest, words.tag) else [p for p in re.split(r"[、，\s]+", rest) if p]
    if not all(names.is_person_name(p, words.tag) for p in people):
        return []
    return [*parts, *(Part("person", p, tie, "made") for p in people)]


def _unlisted(token: str, tie: str, words: Words, frame: Frame, *, alone: bool) -> Part:
    """Return the kind of a token that no table holds, by its form."""
    if _HANDLE.fullmatch(token):
        return Part("handle", token, tie)
    if key(token) in frame.publishers:
        return Part("agency", names.restore_case(token, words.tag) if is_caps(token) and " " in token else token, tie)
    outlet = _is_outlet(token, words)
    if agencies.is_institution(token, words.tag) and not outlet:
        return Part("institution" if _short(token, words, frame) else "prose", token, tie)
    if tie != "for" and is_person(token, words) and not (outlet and (" " in token or is_unspaced(token))):
        return Part("person", token, tie)
    if (
        _CODED.search(token)
        or not _short(token, words, frame)
        or not (frame.labelled or _stands_alone(token, words))
        or (is_unspaced(token) and not frame.labelled and alone)
    ):
        return Part("prose", token, tie)
    if outlet:
        return Part("outlet", token, tie)
    if token.islower() and _CODE.fullmatch(token) and not alone:
        return Part("code", token, tie)
    return Part("name", token, tie)


def _is_outlet(token: str, words: Words) -> bool:
    """Tell whether a name begins or ends as those of outlets and libraries do: Agencia X, X News, x-news.de."""
    named = _DOMAIN_ENDING.sub("", token).replace("-", " ")
    return token.split(" ", 1)[0].casefold() in words.outlet_heads or agencies.is_outlet_like(named, words.tag)


def _short(token: str, words: Words, frame: Frame) -> bool:
    """Tell whether a token has the form of a name: few words, hardly a low one."""
    parts = token.split()
    if is_unspaced(token):
        return len(token) <= 30 and not token.endswith(("。", "さい"))
    if not is_cased(token):
        return len(parts) <= 6
    low = [p for p in parts if p[:1].islower() and p.strip(".").isalpha() and len(p) > 2]
    low = [p for p in low if p.casefold() not in words.connectors and p.casefold() not in names.PARTICLES]
    if len(parts) == 1:
        return True
    return len(parts) <= _LONGEST and len(low) <= (1 if frame.labelled else 0)


def _stands_alone(token: str, words: Words) -> bool:
    """Tell whether an unmarked token is a name and not the end of a sentence with a name behind it."""
    parts = token.split()
    if len(parts) < 2:
        return True
    return not (
        parts[0][:1].islower() or has_digit(token) or _SENTENCE.search(token) or agencies.agency(parts[-1], words.tag)
    )


def is_person(text: str, words: Words) -> bool:
    """Tell whether a token is one person's name, initials and nicknames included."""
    if is_unspaced(text):
        return names.is_person_name(text, words.tag) and not _KATAKANA.fullmatch(text)
    if has_digit(text) or words.articles.match(text):
        return False
    parts = text.split()
    if not _INITIALED.match(text) and any(p.casefold() in words.companies for p in parts):
        return False
    if not is_caps(text) and any(_VOWELLESS.fullmatch(p) for p in parts[:-1]):
        return False
    if len(parts) > 2 and agencies.agency(parts[-1], words.tag):
        return False
    shaped = _INITIALED.fullmatch(text) or _NICKNAMED.fullmatch(text) or _STOCK_CODE.fullmatch(text)
    return bool(shaped) or (len(parts) <= 5 and names.is_person_name(text, words.tag))


def without_sides(text: str, words: Words) -> tuple[str, bool]:
    """Return a credit without the words that tell which picture each took ("A. Roe, left, and B"), and whether any."""
    if "," not in text:
        return text, False
    out: list[str] = []
    found = joined = False
    for piece in text.split(","):
        bare = piece.strip().casefold()
        side = next((s for s in words.sides if bare == s or bare.startswith(s + " ")), None) if out else None
        if side is not None:
            found = joined = True
            out[-1] += piece.strip()[len(side) :]
        elif joined and bare.startswith(words.joined):
            out[-1] += piece
            joined = False
        else:
            out.append(piece)
    return ",".join(out), found
