"""Records that are one story: near-duplicates by MinHash, bands of it in SQLite, each pair looked at word by word."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newsspider.stories.roles import Member, line_of
from newsspider.stories.shingles import FEWEST, likeness, shingles
from newsspider.stories.texts import Texts

_BANDS: Final = 64
_ROWS: Final = 3
"""Bands of three: two texts that agree on two fifths of their runs, as where one word in six was replaced, are looked
at in 98.5 % of cases, on a fifth in 40 %; bands of two would look at half a per cent of all unrelated pairs."""
_SEED: Final = 20_26
_WIDEST: Final = 50
"""Members of one bucket that are compared with each other; of a larger one each with its neighbours only."""
_TRIED: Final = 20
"""Texts that one is compared with and is no copy of: thousands of reports of one mould are candidates of one another,
and a copy is among the first, for it shares the small buckets too."""
_MOULD: Final = 4
"""Stories whose texts are alike with one, from which on it is a report of a mould: every day has another, and that five
houses rewrite one wire text word by word is not met."""
_TABLES: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -60000;
CREATE TABLE records (
  n INTEGER PRIMARY KEY, file INTEGER, at INTEGER, id TEXT, url TEXT, canonical TEXT, translated TEXT
);
CREATE TABLE bands (hash INTEGER, n INTEGER);
"""


@dataclass(slots=True)
class Summary:
    """What was found."""

    records: int = 0
    groups: int = 0
    copies: int = 0
    """Records that are in a group with another one."""
    versions: int = 0
    """Articles that stand there in more than one version."""
    translations: int = 0
    short: int = 0
    """Records with too little text to compare."""


def group(
    files: Sequence[Path], write: Callable[[dict[str, Any]], None], *, each: Callable[[], None] | None = None
) -> Summary:
    """Group the records of files, plain or compressed, and hand each group to `write`; raises RecordError, OSError.

    Groups come in the order of their first record. Memory holds the pairs that were looked at, and no text: bands lie
    in a temporary SQLite file, and texts are read again where two may be copies; the lines of compressed files lie
    unpacked beside the bands meanwhile.
    """
    from rensa import RMinHash

    made = Summary()
    with tempfile.TemporaryDirectory(prefix="newsspider-stories-") as folder:
        base = sqlite3.connect(Path(folder) / "bands.sqlite")
        base.executescript(_TABLES)
        with Texts(files, base, Path(folder) / "unpacked.jsonl") as texts:
            for n, (record, file, at) in enumerate(texts.placed()):
                made.records += 1
                translated = record.translation_of.url if record.translation_of else None
                row = (n, file, at, record.id, record.url, record.canonical_url, translated)
                base.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                runs = shingles(record.body.text)
                if len(runs) < FEWEST:
                    made.short += 1
                else:
                    hashed = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
                    hashed.update(list(runs))
                    base.executemany("INSERT INTO bands VALUES (?, ?)", _bands(hashed.digest(), n))
                if each is not None:
                    each()
            _write_groups(base, texts, made, write)
        base.close()
    return made


def _bands(digest: Sequence[int], n: int) -> Iterator[tuple[int, int]]:
    """Yield (number of a band's content, n); Python's hash of whole numbers is the same in every process."""
    for band in range(_BANDS):
        yield hash((band, *digest[band * _ROWS : (band + 1) * _ROWS])), n


def _pairs(base: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a band, those of small buckets first: what few texts have in common is no mould's."""
    base.execute("CREATE INDEX by_hash ON bands (hash, n)")
    counted = "SELECT hash, count(*) AS size FROM bands GROUP BY hash HAVING count(*) > 1 ORDER BY size, hash"
    base.execute(f"CREATE TABLE buckets AS {counted}")
    bucket: list[int] = []
    last: int | None = None
    rows = "SELECT b.rowid, n FROM buckets b CROSS JOIN bands USING (hash) ORDER BY b.rowid, n"
    for number, n in base.execute(rows):
        if number != last:
            yield from _inside(bucket)
            bucket, last = [], number
        bucket.append(n)
    yield from _inside(bucket)


def _inside(bucket: list[int]) -> Iterator[tuple[int, int]]:
    for i, one in enumerate(bucket):
        for other in bucket[i + 1 : i + 1 + (_WIDEST if len(bucket) <= _WIDEST else 2)]:
            yield one, other


class _Groups:
    """Numbers that belong together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def find(self, n: int) -> int:
        while (above := self._above.get(n, n)) != n:
            self._above[n] = self._above.get(above, above)
            n = above
        return n

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        self._above[b] = a
        self._above.setdefault(a, a)

    def all(self) -> list[list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for n in self._above:
            found[self.find(n)].append(n)
        return [sorted(members) for _, members in sorted(found.items())]


def _copies(base: sqlite3.Connection, texts: Texts) -> tuple[_Groups, dict[int, float]]:
    """Return the groups of copies, and the largest share of each text that another of its group has.

    A text that is alike with several others, by the same figures or by none, is a report of a mould in which figures
    tell nothing, as in horoscopes: of these only what is the same word for word is a copy.
    """
    groups, shares = _Groups(), dict[int, float]()
    seen: set[tuple[int, int]] = set()
    refused: Counter[int] = Counter()
    alike: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int, float]] = []

    def join(one: int, other: int, share: float) -> None:
        groups.join(one, other)
        for n in (one, other):
            shares[n] = max(share, shares.get(n, 0.0))

    for one, other in _pairs(base):
        tried = refused[one] >= _TRIED or refused[other] >= _TRIED
        if tried or (one, other) in seen or groups.find(one) == groups.find(other):
            continue
        seen.add((one, other))
        verdict, share = likeness(texts.compared(one), texts.compared(other))
        if verdict == "copy":
            join(one, other, share)
            continue
        refused.update((one, other))
        if verdict in ("close", "loose"):
            doubtful.append((one, other, share))
        if verdict in ("alike", "loose"):
            alike.append((one, other))
    others: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in alike:
        others[one].add(groups.find(other))
        others[other].add(groups.find(one))
    for one, other, share in doubtful:
        if max(len(others[one]), len(others[other])) < _MOULD:
            join(one, other, share)
    return groups, shares


def _write_groups(
    base: sqlite3.Connection, texts: Texts, made: Summary, write: Callable[[dict[str, Any]], None]
) -> None:
    groups, shares = _copies(base, texts)
    links = _Groups()
    versions, translations = _versions(base), _translations(base)
    for linked in (versions, translations):
        for one, other in linked:
            links.join(one, other)
    for copies in groups.all():
        for other in copies[1:]:
            links.join(copies[0], other)
    made.versions, made.translations = len({a for a, _ in versions}), len(translations)
    copied = {n for members in groups.all() for n in members}
    made.copies = len(copied)
    older = {other: one for one, other in versions}
    original = {other: one for one, other in translations}
    for numbers in links.all():
        members = [
            Member.of(
                texts.record(n),
                likeness=shares.get(n),
                version_of=older.get(n),
                translation_of=original.get(n),
                number=n,
            )
            for n in numbers
        ]
        made.groups += 1
        write(line_of(members))


def _versions(base: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return (earlier, later) for records with one id, in the order of the input."""
    query = (
        "SELECT id, n FROM records WHERE id IN (SELECT id FROM records GROUP BY id HAVING count(*) > 1) ORDER BY id, n"
    )
    found, last = [], ("", -1)
    for identifier, n in base.execute(query):
        if identifier == last[0]:
            found.append((last[1], n))
        last = identifier, n
    return found


def _translations(base: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return (original, translation) where the page that a translation names is there."""
    base.execute("CREATE INDEX by_url ON records (url)")
    base.execute("CREATE INDEX by_canonical ON records (canonical)")
    query = """SELECT o.n, t.n FROM records t JOIN records o ON o.url = t.translated OR o.canonical = t.translated
               WHERE t.translated IS NOT NULL AND o.n != t.n GROUP BY t.n ORDER BY t.n"""
    return list(base.execute(query))
