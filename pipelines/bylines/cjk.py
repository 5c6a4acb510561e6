"""Bylines in Chinese, Japanese and Korean: titles stand before or after names, brackets frame them (A.2, A.12)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipelines import agencies, names, places
from pipelines.bylines.reading import RejectedText
from pipelines.bylines.words import Words, role_of
from pipelines.record import Author, Role

_FRAME: Final = re.compile(r"^[\s（(【\[〔]+|[\s）)】\]〕。.]+$")
_LIST: Final = re.compile(r"\s*[、，,;；・/／|｜]\s*|\s{2,}")
_PLACED: Final = re.compile(r"^([^＝=、]{1,14})[＝=]([^＝=]{2,40})$")
_HANGUL_NAME: Final = re.compile(r"[\uac00-\ud7af]{2,5}")
_SUFFIXED: Final = re.compile(r"^(.{2,40}?)[ \u3000]*(監訳|訳|著|編|撮影)$")


def read_korean(text: str, words: Words) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces) of "순천 구현수 기자": place, name, title."""
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    rest: list[str] = []
    for other in ("외",):
        found = re.search(rf"{other} ?\d{{1,2}}명", text)
        if found:
            rejected.append(RejectedText(found.group(), "unnamed_others"))
            text = text[: found.start()] + text[found.end() :]
    titles = sorted((t for t in words.titles if not t.isascii()), key=len, reverse=True)
    for word in re.split(r"[\s·/]+", text.replace("=", " ").strip(" []()=")):
        title = next((t for t in titles if word.casefold() == t), None) or ("PD" if word == "PD" else None)
        joined = next((t for t in titles if word.casefold().endswith(t) and 2 <= len(word) - len(t) <= 4), None)
        if joined and not title:
            rest.append(word[: -len(joined)])
            title = joined
        if title and rest:
            name = rest.pop().strip(",")
            location = " ".join(rest).strip(" ,") or None
            agency = agencies.agency(location or "", words.tag)
            authors.append(Author(name, job_title=title, location=None if agency else location, affiliation=agency))
            rest = []
        elif word:
            rest.append(word)
    for word in rest:
        canonical = agencies.agency(word, words.tag)
        if canonical and not authors:
            authors.append(Author(canonical, "organization"))
        elif not authors and len(rest) == 1 and _HANGUL_NAME.fullmatch(word):
            authors.append(Author(word))
        else:
            unknown += 1
    return authors, rejected, unknown


def read_unspaced(text: str, words: Words, *, trailing: bool) -> tuple[list[Author], list[RejectedText], int]:
    """Return (authors, rejected, unexplained pieces) of a Chinese or Japanese byline."""
    bare = _FRAME.sub("", text).strip()
    placed = _PLACED.match(bare)
    if placed and (places.is_place(placed.group(1), words.tag) or names.is_person_name(placed.group(2), words.tag)):
        people, refused, strange = _people(placed.group(2), "author", words)
        return [replace(a, location=placed.group(1)) for a in people], refused, strange
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    for role, chunk, title, agency in _labelled(bare, words):
        people, refused, strange = _people(chunk, role, words)
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
        (found.start(), found.end(), role_of(words, found.group()), None, None)  # type: ignore[misc]
        for found in words.roles.finditer(text)
    ]
    for prefix in _prefixes(words):
        at = text.find(prefix)
        if at != -1 and not any(s <= at < e for s, e, *_ in marks):
            bare = prefix.rstrip("：:/／● ")
            framed = text[: at + len(prefix)].startswith(prefix) and at == 0
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


def _people(text: str, role: Role, words: Words) -> tuple[list[Author], list[RejectedText], int]:
    authors: list[Author] = []
    rejected: list[RejectedText] = []
    unknown = 0
    text = text.strip(" :：　（(）)")
    parts = [p for p in _LIST.split(text) if p.strip()]
    if (
        len(parts) == 1
        and " " in text
        and all(names.is_person_name(p, words.tag) for p in text.split())
        and not names.is_person_name(text, words.tag)
    ) or (
        len(parts) == 1
        and len(text.split()) == 2
        and all(2 <= len(p) <= 3 and names.is_person_name(p, words.tag) for p in text.split())
        and (words.tag or "").startswith("zh")
    ):
        parts = text.split()
    for given in parts:
        part = given.strip(" 　").removesuffix("摄").strip()
        mine: Role = role
        suffixed = _SUFFIXED.match(part)
        if suffixed and suffixed.group(2) in words.suffix_roles:
            part = suffixed.group(1).strip(" 　")
            mine = words.suffix_roles[suffixed.group(2)]  # type: ignore[assignment]
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
            authors.append(Author(part, "person", mine, job_title=title))
        elif authors and _is_outlet(part):
            for i, author in enumerate(authors):
                if author.type == "person" and author.affiliation is None:
                    authors[i] = replace(author, affiliation=part)
        elif part.casefold() in words.generic:
            authors.append(Author(part, "organization", mine, generic=True))
        else:
            unknown += 1
    return authors, rejected, unknown


def _is_outlet(text: str) -> bool:
    return text.endswith(("編集部", "新聞", "新聞社", "通信", "報", "报", "网", "社")) or (
        text.isascii() and " " not in text
    )
