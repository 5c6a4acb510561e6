"""One byline string to parties: noise, refusals, whole lines, labels, parties (`news-conventions` A.1 to A.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from pipelines import limits, names
from pipelines.bylines.cutting import TAIL, Piece, sign_of, trimmed
from pipelines.bylines.eastern import read_east
from pipelines.bylines.forms import Read, our_correspondent, signed, whole
from pipelines.bylines.kinds import Reader
from pipelines.bylines.labels import Stretch, low_words, prefix_end, stretches
from pipelines.bylines.noise import quiet
from pipelines.bylines.parties import Parties
from pipelines.bylines.preparing import prepared
from pipelines.bylines.reading import BylineReading, RejectedText
from pipelines.bylines.refusals import reads_like_prose, refuse, why
from pipelines.lexicon import Token, lexicon_for, tokens
from pipelines.record import Author
from pipelines.text import clean, is_caps, key

_SILENT: Final = frozenset(("date", "reading_time", "ui_text"))
_BEHIND: Final = 6  # tokens of the longest phrase that is cut off a line's end
_MARK: Final = 3  # tokens of what may stand above the line with the prefix
_LOW: Final = 4  # words of a name in lower case
_PLAIN: Final = 60  # letters of a line that may be a name and nothing else
_PLAIN_WORD: Final = 20
_LATIN_END: Final = "\u0250"
_PREFIX: Final = frozenset(("prefixes", "role_words", "not_names", "source_prefixes"))
"""What a prefix of one word may be besides; a label of a role or a genre goes the long way."""


@cache
def reader_for(tag: str | None) -> Reader:
    """Return the rules for a page's language."""
    return Reader(lexicon_for(tag), tag)


def read_byline(
    text: str, tag: str | None = None, *, position: str = "", links: Sequence[str] = (), publisher: str | None = None
) -> BylineReading:
    """Return the parties of a byline, a credit line for text, or the reason why it is none.

    `position` is "trailing" for lines below the story, "stated" for metadata, which may print names in lower case;
    `links` are the texts of links inside, which tell names apart that markup glued.

    >>> [a.name for a in read_byline("By LENA FAROUK and Pieter Maas").authors]
    ['Lena Farouk', 'Pieter Maas']
    """
    del publisher
    raw = text[: limits.MAX_BYLINE]
    r = reader_for(tag)
    text = prepared(raw, r)
    plain = read_plain(text, links, r)
    if plain is not None:
        return plain
    line = tokens(text, r.lexicon)
    refusal = refuse(text, line, r)
    if refusal:
        return refusal
    if links and position != "trailing":
        linked = _linked(text, links, r)
        if linked:
            return BylineReading(True, tuple(linked))
        text = _behind_links(text, links, r)
        line = tokens(text, r.lexicon)
    calm = quiet(text, line)
    body = trimmed(calm.tokens)
    if not body:
        if calm.emails or calm.handles:
            return BylineReading(False, (), (RejectedText(raw.strip(), "handle_only"),), "handle_only")
        reason = calm.rejected[0].reason if calm.rejected else "empty"
        told = calm.rejected if len(calm.rejected) == 1 and reason not in _SILENT else ()
        return BylineReading(False, (), tuple(told), reason)
    authors, rejected, unknown, prefixed = _read(body, text, r, position)
    rejected = _ordered([*rejected, *calm.rejected], text)
    authors = _once(authors)[: limits.MAX_AUTHORS]
    said = text
    for refused in rejected:
        said = said.replace(refused.raw, "")
    desks = all(a.generic for a in authors)  # a desk and anything that no rule explains is a sentence about it
    if not authors or unknown > (0 if desks else len(authors)) or (unknown and reads_like_prose(said, line)):
        if not authors and not unknown and rejected:
            return BylineReading(False, (), tuple(rejected), rejected[0].reason)
        return BylineReading(False, (), (), why(text, prefixed=prefixed))
    return BylineReading(True, tuple(_contacts(authors, calm.emails, calm.handles)), tuple(rejected))


def read_plain(text: str, links: Sequence[str], r: Reader) -> BylineReading | None:
    """Return the reading of a name alone or behind a one-word prefix, as most bylines are; None sends it the long way.

    Two to four capitalised words of which the lexicon knows none: no other rule can touch them.
    """
    if len(text) > _PLAIN or len(links) > 1:
        return None
    parts = text.split(" ")
    known = r.lexicon.kinds_of(parts[0].casefold()).keys() if len(parts) > 2 else frozenset()
    if "prefixes" in known and known <= _PREFIX and parts[0].isalpha():
        text = text[len(parts[0]) + 1 :]
        parts = parts[1:]
    if not 2 <= len(parts) <= 4 or (links and clean(links[0]) != text):
        return None
    for word in parts:
        low = word.casefold()
        if not (
            1 < len(word) <= _PLAIN_WORD
            and word.isalpha()
            and word[0].isupper()
            and not word.isupper()
            and max(word) < _LATIN_END
            and low not in r.lexicon.words
            and not r.lexicon.kinds_of(low)
        ):
            return None
    if any(c.isupper() for c in parts[0][1:]) and r.glued_prefix(parts[0]):
        return None
    return BylineReading(True, (Author(text),))


def _linked(text: str, links: Sequence[str], r: Reader) -> list[Author] | None:
    """Return the parties of each link where the links' texts are names and together all of the byline."""
    found = list(dict.fromkeys(clean(x) for x in links if clean(x)))
    rest = text
    for name in found:
        rest = rest.replace(name, " ", 1)
    left = [
        t for t in tokens(rest, r.lexicon) if t.form == "word" and not t.opens("joiners") and not t.opens("prefixes")
    ]
    if len(found) < 2 or left:
        return None
    authors: list[Author] = []
    for name in found:
        read = Parties(r, "author", prefixed=True, caps=is_caps(text)).read(tokens(name, r.lexicon), name)
        if read.unknown or read.rejected or [a.type for a in read.authors] != ["person"] or not read.authors[0].name:
            return None
        authors += read.authors
    return authors


def _behind_links(text: str, links: Sequence[str], r: Reader) -> str:
    """Return the text cut behind each linked name that a capital follows: a title, place, section or button."""
    for name in (n for n in dict.fromkeys(links) if names.is_person_name(n, r.tag)):
        at = text.find(name) + len(name)
        if at < len(name) or text[at : at + 1] not in {" ", "\n"} or not text[at + 1 : at + 2].isupper():
            continue
        if not tokens(text[at + 1 :], r.lexicon)[0].opens("joiners"):
            text = f"{text[:at]}\n{text[at + 1 :]}"
    return text


def _read(line: list[Token], text: str, r: Reader, position: str) -> tuple[list[Author], list[RejectedText], int, bool]:
    """Split at role labels (A.9) and read each stretch; returns (authors, rejected, unexplained, prefix seen)."""
    eastern = read_east(line, text, r)
    if eastern is not None:
        return (*eastern, True)
    line, rejected = _notes(_unbracketed(line), text)
    line = _without_behind(line)
    form = whole(line, text, r, position) if line else ([], [], 0)
    if form is not None:
        return form[0], [*rejected, *form[1]], form[2], True
    authors: list[Author] = []
    unknown, seen = 0, position == "stated" and text == text.lower() and 2 <= len(text.split()) <= _LOW
    for stretch in stretches(line):
        found, started = _stretch(stretch, text, r, seen=seen)
        authors += found[0]
        rejected += found[1]
        unknown += found[2]
        seen = seen or started
    return authors, rejected, unknown, seen


def _stretch(stretch: Stretch, text: str, r: Reader, *, seen: bool) -> tuple[Read, bool]:
    """Read one stretch; returns (reading, whether a prefix opened it)."""
    line, start = stretch.tokens, 0
    rejected: list[RejectedText] = []
    if not stretch.labelled:
        start, rejected = _prefix(line, text, r)
    inside = trimmed(line[start:])
    found = None if stretch.labelled else our_correspondent(line, text, r)
    if start and inside and found is None:
        found = our_correspondent(inside, text, r) or signed(Piece("", inside, text).text, r)
    if found is not None:
        return (found[0], [*rejected, *found[1]], found[2]), True
    if start and len(inside) == 1 and "bare_labels" in line[start - 1].kinds and "generic" not in inside[0].kinds:
        return ([], rejected, 1), False  # "Text Larger", "Author Corner"
    low = low_words(line[start - 1]) if start else stretch.low
    low = 3 if text == text.lower() else 0 if text.endswith(".") and low < 3 else low
    prefixed = bool(start) or stretch.labelled or seen
    named = seen and stretch.role == "source"
    read = Parties(r, stretch.role, prefixed=prefixed, named=named, low=low, caps=is_caps(text)).read(inside, text)
    return (read.authors, [*rejected, *read.rejected], read.unknown), bool(start)


def _prefix(line: list[Token], text: str, r: Reader) -> tuple[int, list[RejectedText]]:
    """Return the token behind the byline prefix, and what stands before it: a section, a genre, a date, no more."""
    rejected: list[RejectedText] = []
    at = 0
    stop = next((i for i, t in enumerate(line[:_MARK]) if t.form == "break"), 0)
    if stop and not prefix_end(line, 0) and prefix_end(line, stop + 1) > stop + 1:
        rejected.append(RejectedText(Piece("", line[:stop], text).text, "ui_text"))
        at = stop + 1  # what stands in a line of its own before the prefix: initials in place of a portrait
    while at < len(line):
        end = prefix_end(line, at)
        if end > at:
            genre = line[at].opens("genres")
            if genre and genre < end:
                rejected.append(RejectedText(Piece("", line[at : at + genre], text).text, "genre"))
            return end, rejected
        kind = next((k for k in ("sections", "genres") if line[at].opens(k)), None)
        if kind:
            count = line[at].opens(kind)
            rejected.append(RejectedText(Piece("", line[at : at + count], text).text, kind[:-1]))
            at += count
        elif sign_of(line[at]) in {TAIL, "|", ":", "\n"}:
            at += 1
        else:
            break
    cut = r.glued_prefix(line[0].text) if line else 0
    if cut and len(line) > 1:
        return 1, rejected  # "Byby JO REYES"
    return 0, []


def _unbracketed(line: list[Token]) -> list[Token]:
    line = trimmed(line)
    if line and line[0].low in {"(", "["} and line[-1].low in {")", "]"}:
        return trimmed(line[1:-1])
    return line


def _notes(line: list[Token], text: str) -> tuple[list[Token], list[RejectedText]]:
    """Take out advisory clauses ("This story has been refiled")."""
    at = next((i for i, t in enumerate(line) if t.opens("note_marks")), None)
    if at is None:
        return line, []
    stop = next((i for i in range(at, len(line)) if sign_of(line[i]) in {";", ")", "."}), len(line))
    note = text[line[at].start : line[stop - 1].end].strip(" (")
    return _unbracketed(line[:at] + line[stop + 1 :]), [RejectedText(note, "note")]


def _without_behind(line: list[Token]) -> list[Token]:
    """Return a line without the phrase at its end that names no party: "from wire reports"."""
    first = max(1, len(line) - _BEHIND)
    return line[: next((i for i in range(first, len(line)) if line[i].opens("behind") == len(line) - i), len(line))]


def _once(authors: list[Author]) -> list[Author]:
    """Return each party once, with the details of all its entries: templates print a byline twice."""
    out: dict[tuple[str | None, str], Author] = {}
    for author in authors:
        key_of = (author.name or author.alternate_name or author.job_title, author.role)
        known = out.setdefault(key_of, author)
        if known is not author:
            out[key_of] = replace(
                known,
                job_title=known.job_title or author.job_title,
                affiliation=known.affiliation or author.affiliation,
                location=known.location or author.location,
            )
    return list(out.values())


def _contacts(authors: list[Author], emails: list[str], handles: list[str]) -> list[Author]:
    people = [i for i, a in enumerate(authors) if a.type == "person" and a.name]
    for number, value in enumerate(emails):
        local = key(value.split("@", maxsplit=1)[0])
        owners = (i for i in people if key((authors[i].name or "").split()[-1]) in local)
        target = next(owners, people[number] if number < len(people) else None)
        if target is not None and authors[target].email is None:
            authors[target] = replace(authors[target], email=value)
    for number, value in enumerate(handles):
        if people:
            target = people[min(number, len(people) - 1)]
            authors[target] = replace(authors[target], social=(*authors[target].social, value))
    return authors


def _ordered(rejected: list[RejectedText], text: str) -> list[RejectedText]:
    return sorted(dict.fromkeys(rejected), key=lambda r: text.find(r.raw) if r.raw in text else len(text))
