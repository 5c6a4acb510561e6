"""Bylines in Chinese, Japanese and Korean: titles stand before or after names, brackets frame them (A.2, A.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipelines import agencies, limits, names, places
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.record import Author, Role

_FRAME: Final = re.compile(r"^[\s（(【\[〔]+|[\s）)】\]〕。.]+$")
_LIST: Final = re.compile(r"[、，,;；/／|｜\n]|\s{2,}")
# The middle dot divides names and holds the parts of one foreign name together.
_DOT: Final = re.compile(r"(?<![\u30a0-\u30ff])・|・(?![\u30a0-\u30ff])")
_KATAKANA: Final = re.compile(r"^[\u30a0-\u30ff]+$")
_PLACED: Final = re.compile(r"^([^＝=、]{1,14})[＝=]([^＝=]{2,40})$")
# Characters of a name in kanji; what is longer holds more than a name.
_LONGEST_NAME: Final = 5
_HANGUL_NAME: Final = re.compile(r"[\uac00-\ud7af]{2,5}")
_AFTER_ROLE: Final = re.compile(r"(?<=[著訳編])\s+")
_SUFFIXED: Final = re.compile(r"^(.{2,40}?)[ \u3000]*(監訳|訳|著|編|撮影)$")


def read_korean(text: str, words: Words) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces) of "순천 구현수 기자" and "글 이름 / 사진 이름"."""
    rejected: list[RejectedText] = []
    for other in ("외",):
        found = re.search(rf"{other} ?\d{{1,2}}명", text)
        if found:
            rejected.append(RejectedText(found.group(), "unnamed_others"))
            text = text[: found.start()] + text[found.end() :]
    if text.strip() in words.generic:
        return [Author(text.strip(), "organization", generic=True)], rejected, 0
    reading = _Korean(words)
    for word in re.split(r"[\s/|]+", text.replace("=", " ").strip(" []()=/|")):
        reading.take(word)
    reading.close()
    return reading.authors, rejected, reading.unknown


class _Korean:
    """A Korean byline read word by word: names wait for the title or label that says whose they are."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.titles = sorted((t for t in words.titles if not t.isascii()), key=len, reverse=True)
        self.authors: list[Author] = []
        self.waiting: list[str] = []
        self.role: Role | None = None
        self.unknown = 0

    def take(self, word: str) -> None:
        """Read one word: a label, a title, a name with its title, or a name, place or agency that waits."""
        label = self.words.roles.fullmatch(word)
        if label:
            self.close()
            self.role = role_of(self.words, label.group())
            return
        title = next((t for t in self.titles if word.casefold() == t), None) or ("PD" if word == "PD" else None)
        joined = next((t for t in self.titles if word.casefold().endswith(t) and 2 <= len(word) - len(t) <= 9), None)
        if joined and not title and _names(word[: -len(joined)]):
            self.waiting.append(word[: -len(joined)])
            title = joined
        if not title or not self.waiting:
            self.waiting += [word] if word else []
            return
        names_ = _names(self.waiting.pop()) or []
        where = " ".join(self.waiting).strip(" ,") or None
        agency = agencies.agency(where or "", self.words.tag)
        self.authors += [
            Author(
                n, role=self.role or "author", job_title=title, location=None if agency else where, affiliation=agency
            )
            for n in names_
        ]
        self.waiting = []

    def close(self) -> None:
        """Read what still waits when no title follows: an agency, or one name that a label or the line announces."""
        for word in self.waiting:
            canonical = agencies.agency(word, self.words.tag)
            found = _names(word) if self.role is not None or len(self.waiting) == 1 else None
            if canonical and not self.authors:
                self.authors.append(Author(canonical, "organization"))
            elif found and (self.role is not None or not self.authors):
                self.authors += [Author(n, role=self.role or "author") for n in found]
            else:
                self.unknown += 1
        self.waiting = []


def _names(word: str) -> list[str] | None:
    """Return the names of "한지우·박도윤", or None when a part is no Korean name."""
    parts = [p for p in re.split(r"[·,ㆍ・]", word) if p]
    return parts if parts and all(_HANGUL_NAME.fullmatch(p) for p in parts) else None


def read_unspaced(text: str, words: Words, *, trailing: bool) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces) of a Chinese or Japanese byline."""
    framed = text.lstrip().startswith("【")
    bare = _FRAME.sub("", text).strip()
    placed = _PLACED.match(bare)
    if placed and (places.is_place(placed.group(1), words.tag) or names.is_person_name(placed.group(2), words.tag)):
        people, refused, strange = _people(placed.group(2), "author", words)
        return [replace(a, location=placed.group(1)) for a in people], refused, strange
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    for role, chunk, title, agency in _labelled(bare, words):
        people, refused, strange = _people(chunk, role, words, framed=framed)
        if title:
            people = [replace(a, job_title=a.job_title or title) if a.type == "person" else a for a in people]
        if agency:
            people = [replace(a, affiliation=a.affiliation or agency) if a.type == "person" else a for a in people]
        authors += people
        rejected += refused
        unknown += strange
    del trailing
    return authors, rejected, unknown


def _labelled(text: str, words: Words) -> list[tuple[Role, str, str | None, str | None]]:
    """Split at role labels and prefixes: (role, names, job title, agency)."""
    marks: list[tuple[int, int, Role, str | None, str | None]] = [
        (found.start(), found.end(), role_of(words, found.group()), None, None)
        for found in words.roles.finditer(text)
    ]
    for prefix in _prefixes(words):
        at = text.find(prefix)
        if at != -1 and not any(s <= at < e for s, e, *_ in marks):
            bare = prefix.rstrip("：:/／● ")
            framed = text[: at + len(prefix)].startswith(prefix) and at == 0
            if prefix in words.titles and at and not text[at + len(prefix) :].strip(" 　、，（("):
                continue  # "佐久間玲奈 記者": a title after its name
            title = bare if prefix == bare and bare in {"记者", "記者", "特派員", "通讯员"} and framed else None
            agency = None
            for length in range(len(bare) - 1, 1, -1):
                if agencies.agency(bare[:length], words.tag) and bare[length:] in {"记者", "記者"}:
                    agency, title = agencies.agency(bare[:length], words.tag), bare[length:]
            marks.append((at, at + len(prefix), "author", title, agency))
    marks.sort()
    merged: list[tuple[int, int, Role, str | None, str | None]] = []
    for mark in marks:
        if merged and mark[0] < merged[-1][1]:
            continue
        merged.append(mark)
    if not merged:
        return [("author", text, None, None)]
    out: list[tuple[Role, str, str | None, str | None]] = []
    if text[: merged[0][0]].strip(" ，,、（("):
        out.append(("author", text[: merged[0][0]], None, None))
    for number, (_, end, role, title, agency) in enumerate(merged):
        stop = merged[number + 1][0] if number + 1 < len(merged) else len(text)
        # in brackets the title is a label, alone before one name it is the job
        out.append(
            (
                role,
                text[end:stop],
                title if " " in text[end : end + 1] or text[end : end + 1] == "\u3000" else None,
                agency,
            )
        )
    return out


def _prefixes(words: Words) -> list[str]:
    from pipelines.rules import languages_for

    found = {p for lang in languages_for(words.tag)[:1] for p in lang["byline.prefixes"]}
    return sorted(found, key=len, reverse=True)


def _people(
    text: str, role: Role, words: Words, *, framed: bool = False
) -> tuple[list[Author], list[RejectedText], int]:
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    text = text.strip(" :：　（(）)")
    parts = [q for p in _LIST.split(text) for q in _AFTER_ROLE.split(p.strip()) if q.strip(" 　")]
    if (
        len(parts) == 1
        and " " in text
        and all(names.is_person_name(p, words.tag) and p not in words.titles for p in text.split())
        and not names.is_person_name(text, words.tag)
    ) or (
        len(parts) == 1
        and len(text.split()) == 2
        and all(2 <= len(p) <= 3 and names.is_person_name(p, words.tag) for p in text.split())
        and (words.tag or "").startswith("zh")
    ):
        parts = text.split()
    for given, where, job in _details(parts[: limits.MAX_PIECES], words, framed=framed):
        part = given.strip(" 　").removesuffix("摄").strip()
        mine: Role = role
        suffixed = _SUFFIXED.match(part)
        if suffixed and suffixed.group(2) in words.suffix_roles:
            part = suffixed.group(1).strip(" 　")
            mine = words.suffix_roles[suffixed.group(2)]
        title = next(
            (
                t
                for t in sorted(words.titles, key=len, reverse=True)
                if not t.isascii() and part.endswith(t) and len(part) > len(t) + 1
            ),
            None,
        )
        if title and title != "編集部":
            part = part[: -len(title)].strip()
        canonical = agencies.agency(part, words.tag)
        if canonical:
            authors.append(Author(canonical, "organization", mine))
        elif names.is_person_name(part, words.tag) and not _is_outlet(part):
            authors.append(Author(part, "person", mine, job_title=title or job, location=where))
        elif authors and _is_outlet(part):
            for i, author in enumerate(authors):
                if author.type == "person" and author.affiliation is None:
                    authors[i] = replace(author, affiliation=part)
        elif part.casefold() in words.generic:
            authors.append(Author(part, "organization", mine, generic=True))
        else:
            unknown += 1
    return authors, rejected, unknown


def _details(parts: list[str], words: Words, *, framed: bool) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield (name, place, title) of each part: "北京・名前", "編集委員・名前", in 【】 also "ソウル名前" (B.2)."""
    for part in parts:
        left, *rest = (p.strip() for p in _DOT.split(part))
        if len(rest) == 1 and (left in words.titles or places.is_place(left, words.tag)):
            titled = left in words.titles
            yield rest[0], None if titled else left, left if titled else None
        elif rest:
            for one in (left, *rest):
                yield one, None, None
        else:
            cut = _place_before_name(part, words) if framed else 0
            yield part[cut:], part[:cut] or None, None


def _place_before_name(part: str, words: Words) -> int:
    """Return where the name begins behind a place without delimiter; surnames that are places in kanji wait."""
    cut = places.longest_place_prefix(part, words.tag)
    rest = part[cut:]
    sure = bool(_KATAKANA.match(part[:cut])) or len(part) > _LONGEST_NAME
    return cut if cut and sure and len(rest) > 1 and names.is_person_name(rest, words.tag) else 0


def _is_outlet(text: str) -> bool:
    return text.endswith(("編集部", "新聞", "新聞社", "通信", "報", "报", "网", "社")) or (
        text.isascii() and " " not in text
    )
