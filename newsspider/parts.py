"""Which pages of an input may be parts of one article: their addresses differ in a page number and nothing else.

The input is read once for addresses alone, and a second time only where a first page and one that seems to follow it
are there. Pages are named and not kept, but for those that no reader could find again (in a zip, in a cache). What the
pages themselves say decides later (`pipelines.joining`).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from newsspider.sources import Entry, Reference, Span, Stored, warc_page
from newsspider.sources.stored import place_of
from pipelines import limits
from pipelines.page import Page, address
from pipelines.record import Rejection

Key = tuple[str | None, int | None]
Group = tuple[tuple[Entry, ...], int]
"""The pages that may be parts of one article, first page first, and which of them a page is."""

_NUMBERED: Final = re.compile(r"[-_,.](\d{1,2})(\.\w{2,5})?\Z")
_MARK: Final = 8
"""Bytes of an address's digest: of ten million addresses two agree once in 300,000 inputs, and `_kept` looks again."""
_NUMBER_REACH: Final = 9
"""Characters at the end of a name that a sign, a number and a suffix take at most: "-12.xhtml"."""


def bases(url: str) -> Iterator[tuple[str, int]]:
    """Yield (address of the first page, page number) as a URL may be read.

    >>> list(bases("https://delta.example/ferry?page=2")), list(bases("https://delta.example/ferry/page/3/"))
    ([('delta.example/ferry', 2)], [('delta.example/ferry/page', 3), ('delta.example/ferry', 3)])
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    place = parts.netloc + parts.path.rstrip("/")
    pairs = parts.query.split("&") if parts.query else []
    for index, pair in enumerate(pairs):
        if number := _number(pair.partition("=")[2]):
            rest = "&".join(pairs[:index] + pairs[index + 1 :])
            yield (address(f"{place}?{rest}") if rest else place), number
    tail = f"?{parts.query}" if parts.query else ""
    folder, slash, last = place.rpartition("/")
    if number := _number(last) if slash else None:
        yield folder + tail, number
        above, slash, word = folder.rpartition("/")
        if slash and word.isalpha():
            yield above + tail, number
    elif slash and (found := _NUMBERED.search(last[-_NUMBER_REACH:])) and (number := _number(found.group(1))):
        name = last.removesuffix(found.group())
        if name:
            yield f"{folder}/{name}{found.group(2) or ''}{tail}", number


def _number(text: str) -> int | None:
    return (
        int(text)
        if text.isascii() and text.isdigit() and text[0] != "0" and 1 < int(text[:3]) <= limits.MAX_PARTS
        else None
    )


def groups(references: Callable[[], Iterable[Reference]]) -> Mapping[Key, Group]:
    """Return, by the key of each page that may belong to an article of several pages, these pages and its place.

    `references` gives the whole input each time it is called. The first page of an address counts. Bounded by
    limits.MAX_PART_ADDRESSES addresses and limits.MAX_PART_BYTES of pages whose bytes come with them.
    """
    wanted: dict[str, dict[int, str]] = {}
    with tempfile.TemporaryFile(prefix="newsspider-") as seen:
        for url in _urls(references()):
            here = address(url)
            seen.write(_mark(here))
            for base, number in bases(url):
                if base in wanted or len(wanted) < limits.MAX_PART_ADDRESSES:
                    wanted.setdefault(base, {}).setdefault(number, here)
        wanted = {base: numbers for base, numbers in wanted.items() if 2 in numbers}
        marks = {_mark(base): base for base in wanted}
        present = set()
        seen.seek(0)
        while marks and (block := seen.read(_MARK * 4_096)):
            present |= {marks[m] for at in range(0, len(block), _MARK) if (m := block[at : at + _MARK]) in marks}
    chains = {base: _consecutive(base, wanted[base]) for base in sorted(present)}
    named = {here for chain in chains.values() for here in chain}
    kept = _kept(references(), named) if named else {}
    found: dict[Key, Group] = {}
    for chain in chains.values():
        members = tuple(kept[here] for here in chain if here in kept)
        if len(members) == len(chain) and not any(key_of(one) in found for one in members):
            found.update((key_of(one), (members, index)) for index, one in enumerate(members))
    return found


def key_of(entry: Entry) -> Key:
    """Return what names an entry in the output: path and offset."""
    origin = entry.source if isinstance(entry, Rejection) else _page(entry).origin
    return origin.path, origin.offset


def located(entry: Page | Stored) -> tuple[bytes | None, Page]:
    """Return (file, page) of an entry that is no rejection, as a worker gets it."""
    return (place_of(entry), entry.page) if isinstance(entry, Stored) else (None, entry)


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()


def _consecutive(base: str, numbers: Mapping[int, str]) -> list[str]:
    chain = [base]
    while (number := len(chain) + 1) in numbers:
        chain.append(numbers[number])
    return chain


def _kept(references: Iterable[Reference], named: set[str]) -> dict[str, Page | Stored]:
    kept: dict[str, Page | Stored] = {}
    room = limits.MAX_PART_BYTES
    for entry in references:
        if isinstance(entry, Rejection):
            continue
        here = address(entry.url if isinstance(entry, Span) else _page(entry).url)
        if here not in named or here in kept:
            continue
        if isinstance(entry, Span):
            if entry.page is not None:
                kept[here] = warc_page(entry.file, entry.name, entry.page, entry.url)
        elif len(_page(entry).content) <= room:
            kept[here] = entry
            room -= len(_page(entry).content)
    return kept


def _page(entry: Page | Stored) -> Page:
    return entry.page if isinstance(entry, Stored) else entry


def _urls(references: Iterable[Reference]) -> Iterator[str]:
    for entry in references:
        if isinstance(entry, Rejection):
            continue
        if url := entry.url if isinstance(entry, Span) else _page(entry).url:
            yield url
