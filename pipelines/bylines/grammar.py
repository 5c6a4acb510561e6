"""One byline string to parties: prefix, labels, parties, refusals (`news-conventions` A.1 to A.9)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipelines import limits, names
from pipelines.bylines import chinese, japanese, korean
from pipelines.bylines.forms import Read, our_correspondent, signed, whole
from pipelines.bylines.labels import prefix_of, stretches
from pipelines.bylines.noise import TAIL, quiet
from pipelines.bylines.parties import read_parties
from pipelines.bylines.plain import read_plain
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.refusals import reads_like_prose, refuse, why
from pipelines.bylines.words import Words, words_for
from pipelines.record import Author
from pipelines.text import clean, has_hangul, is_caps, is_unspaced, key

_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_FROM_LANGUAGE: Final = re.compile(
    r"^(Translated),?\s+(?:and adapted\s+)?from\s+(?:the\s+)?[A-Z]\w+,?\s+(by\s)", re.IGNORECASE
)
_IN_LANGUAGE: Final = re.compile(r"\b(original reporting)\s+in\s+[A-Z]\w+\s+(by\b)", re.IGNORECASE)


def read_byline(
    text: str, tag: str | None = None, *, position: str = "", links: Sequence[str] = (), publisher: str | None = None
) -> BylineReading:
    """Return the parties of a byline, a credit line for text, or the reason why it is none.

    `position` is "trailing" for lines below the story; `links` are the texts of links inside, which tell names apart
    that markup glued.

    >>> [a.name for a in read_byline("By MAYA HADID and Anton Dekker").authors]
    ['Maya Hadid', 'Anton Dekker']
    """
    raw = text[: limits.MAX_BYLINE]
    text = _prepare(raw)
    words = words_for(tag)
    plain = read_plain(text, links, words)
    if plain is not None:
        return plain
    refusal = refuse(text, words)
    if refusal:
        return refusal
    if links and position != "trailing":
        linked = _linked(text, links, words)
        if linked:
            return BylineReading(True, tuple(linked))
        text = _behind_links(text, links, words)
    calm = quiet(text, words)
    body = calm.text.strip(f" \n·|•{TAIL}")
    if not body:
        if calm.emails or calm.handles:
            return BylineReading(False, (), (RejectedText(raw.strip(), "handle_only"),), "handle_only")
        reason = calm.rejected[0].reason if calm.rejected else "empty"
        told = calm.rejected if len(calm.rejected) == 1 and reason not in _SILENT else ()
        return BylineReading(False, (), tuple(told), reason)
    authors, rejected, unknown, prefixed = _segments(body, words, position)
    rejected = _ordered([*rejected, *calm.rejected], text)
    authors = authors[: limits.MAX_AUTHORS]
    if not authors or unknown > len(authors) or (unknown and reads_like_prose(text, words)):
        if not authors and not unknown and rejected:
            return BylineReading(False, (), tuple(rejected), rejected[0].reason)
        return BylineReading(False, (), (), why(text, prefixed=prefixed))
    authors = _contacts(authors, calm.emails, calm.handles)
    del publisher
    return BylineReading(True, tuple(authors), tuple(rejected))


_SILENT: Final = frozenset(("date", "reading_time", "ui_text"))


def _prepare(raw: str) -> str:
    text = html.unescape(raw).replace("&nbsp", " ")
    if "<" in text:
        text = _TAG.sub(" ", text)
    lines = [clean(line) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def _linked(text: str, links: Sequence[str], words: Words) -> list[Author] | None:
    """Return the parties of each link where the links' texts are names and together all of the byline."""
    found = list(dict.fromkeys(clean(x) for x in links if clean(x)))
    prefix = words.prefixes.match(text)
    rest = text[prefix.end() :] if prefix else text
    for name in found:
        rest = rest.replace(name, " ", 1)
    if len(found) < 2 or words.joiners.sub("", rest).strip(" ,&|/\n"):
        return None
    authors: list[Author] = []
    for name in found:
        people, rejected, unknown = read_parties(name, "author", words, prefixed=True, caps=is_caps(text))
        if unknown or rejected or len(people) != 1 or people[0].type != "person" or people[0].name is None:
            return None
        authors += people
    return authors


def _behind_links(text: str, links: Sequence[str], words: Words) -> str:
    """Return the text cut behind each linked name that a capital follows: a title, place, section or button.

    Behind the last linked name only details follow.
    """
    linked = [n for n in dict.fromkeys(links) if names.is_person_name(n, words.tag)]
    for number, name in enumerate(linked):
        at = text.find(name) + len(name)
        if at < len(name) or text[at : at + 1] not in {" ", "\n"} or not text[at + 1 : at + 2].isupper():
            continue
        if words.joiners.match(text, at) is None:
            cut = f" {TAIL} " if number == len(linked) - 1 else "\n"
            text = f"{text[:at]}{cut}{text[at + 1 :]}"
    return text


def _segments(body: str, words: Words, position: str) -> tuple[list[Author], list[RejectedText], int, bool]:
    """Split at role labels (A.9) and read each stretch; returns (authors, rejected, unexplained, prefix seen)."""
    eastern = _eastern(body, words)
    if eastern is not None:
        return (*eastern, True)
    authors, rejected = [], []
    unknown = 0
    body, notes = _notes(body, words)
    rejected += notes
    text = body.strip(" \n").strip("—–-").strip()
    if text.startswith(("(", "[")) and text.rstrip(".").endswith((")", "]")):
        text = text.rstrip(".")[1:-1].strip()
    if words.behind is not None:
        text = words.behind.sub("", text)
    text = _FROM_LANGUAGE.sub(r"\1 \2", text)
    text = re.sub(r"(?<=[.;]\s)(Translated),?\s+from\s+(?:the\s+)?[A-Z]\w+,?\s+(by\s)", r"\1 \2", text)
    text = _IN_LANGUAGE.sub(r"\1 \2", text)
    form = whole(text, words, position)
    if form is not None:
        return form[0], [*rejected, *form[1]], form[2], True
    seen = False
    for role, chunk, labelled in stretches(text, words):
        prefix = prefix_of(chunk, words) if not labelled else None
        inside = chunk
        if prefix:
            genre = _genre(chunk[: prefix.end()], words)
            if genre:
                rejected.append(RejectedText(genre, "genre"))
            inside = chunk[prefix.end() :]
            seen = True
        elif not labelled:
            inside, refused_head, late = _late_prefix(chunk, words)
            rejected += refused_head
            seen = seen or late
        hands = signed(inside, words) if prefix else None
        if hands is not None:
            authors += hands[0]
            rejected += hands[1]
            continue
        our = words.our.match(inside) if words.our is not None else None
        if our is None and words.our is not None and not labelled:
            our = words.our.match(chunk)
        if our:
            mine = our_correspondent((chunk if words.our and words.our.match(chunk) else inside), our, words)
            if mine:
                authors.append(mine)
                seen = True
                continue
        low = _low_words(text, chunk[: len(chunk) - len(inside)] or text[: text.find(chunk)])
        found, refused, strange = read_parties(
            inside, role, words, prefixed=bool(prefix) or labelled or seen, low=low, caps=is_caps(text)
        )
        if labelled and not found and _desk(inside, words):
            found, strange = [Author(_desk(inside, words), "organization", role, generic=True)], 0
        authors += found
        rejected += refused
        unknown += strange
    return authors, rejected, unknown, seen


_HAN_OR_KANA: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def _eastern(body: str, words: Words) -> Read | None:
    """Read a byline in Korean, Chinese or Japanese script, else None."""
    if has_hangul(body):
        return korean.read_korean(_without_prefix(body.replace(TAIL, "\n"), words), words)
    if not is_unspaced(body) and _HAN_OR_KANA.search(body) is None:
        return None
    body = body.replace(TAIL, "\n")
    if (words.tag or "").startswith("zh"):
        return chinese.read_chinese(body, words)
    return japanese.read_japanese(body, words)


def _low_words(text: str, lead: str) -> int:
    """Return how many words a name in lower case may have: more where a colon or the whole line's case allows it."""
    if text == text.lower() or lead.rstrip().endswith(":"):
        return 3
    return 0 if text.endswith(".") else 2


def _desk(text: str, words: Words) -> str | None:
    bare = re.sub(r"^(?:the|die|la)\s", "", text.strip(" .;"), flags=re.IGNORECASE)
    return bare if any(bare.casefold().endswith(b.casefold()) for b in (*words.bureaus, *words.generic)) else None


def _notes(text: str, words: Words) -> tuple[str, list[RejectedText]]:
    """Take out advisory clauses ("This story has been refiled")."""
    for mark in words.notes:
        at = text.find(mark)
        if at != -1:
            stop = next((i for i in range(at, len(text)) if text[i] in ";)."), len(text))
            note = text[at:stop].strip(" (")
            if text[stop : stop + 1] == ")" and text[:at].endswith("("):
                at -= 1
            return text[:at] + text[stop + 1 :], [RejectedText(note, "note")]
    return text, []


def _without_prefix(text: str, words: Words) -> str:
    found = words.prefixes.match(text)
    return text[found.end() :] if found else text


def _genre(prefix: str, words: Words) -> str | None:
    bare = prefix.strip(" :([\n")
    return next((bare[: len(g)] for g in words.genres if bare.casefold().startswith(g.casefold() + " ")), None)


def _late_prefix(chunk: str, words: Words) -> tuple[str, list[RejectedText], bool]:
    """Look for a prefix after a section or genre word: "News By Lance Ulrich"."""
    parts = chunk.split(" ", 2)
    for count in (1, 2):
        head, rest = " ".join(parts[:count]), chunk[len(" ".join(parts[:count])) :].strip()
        found = words.prefixes.match(rest) if rest else None
        low = head.casefold().strip(" |:")
        if found and found.end() < len(rest) and (low in words.sections or low in {g.casefold() for g in words.genres}):
            reason = "section" if low in words.sections else "genre"
            return rest[found.end() :], [RejectedText(head.strip(" |:"), reason)], True
    return chunk, [], False


def _contacts(authors: list[Author], emails: tuple[str, ...], handles: tuple[str, ...]) -> list[Author]:
    people = [i for i, a in enumerate(authors) if a.type == "person" and a.name]
    for number, value in enumerate(emails):
        target = _owner(value, authors, people) if len(people) > 1 else (people[0] if people else None)
        if target is None and number < len(people):
            target = people[number]
        if target is not None and authors[target].email is None:
            authors[target] = replace(authors[target], email=value)
    for number, value in enumerate(handles):
        if people:
            target = people[min(number, len(people) - 1)]
            authors[target] = replace(authors[target], social=(*authors[target].social, value))
    return authors


def _owner(email: str, authors: list[Author], people: list[int]) -> int | None:
    local = key(email.split("@", maxsplit=1)[0])
    return next((i for i in people if key((authors[i].name or "").split()[-1]) in local), None)


def _ordered(rejected: list[RejectedText], text: str) -> list[RejectedText]:
    return sorted(dict.fromkeys(rejected), key=lambda r: text.find(r.raw) if r.raw in text else len(text))
