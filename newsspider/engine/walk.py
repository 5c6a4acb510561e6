"""The walk over an input: references to workers, results in the order of the input, each entry once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from newsspider.engine.asking import Answer, Asking, Form, Result, as_line, failed
from newsspider.parts import Key, key_of
from newsspider.sources import Entry, Reference, Span, warc
from pipelines.record import Rejection
from pipelines.worker import Failure, Pool

_DECODER: Final = msgspec.msgpack.Decoder(Answer)


class Walk:
    """One walk of a pool's workers over references.

    `done` counts the keys that have their line already; they are left out. `form` is that of the pool's task.
    """

    def __init__(
        self,
        pool: Pool,
        asking: Asking,
        done: Counter[Key] | None = None,
        *,
        stop: threading.Event | None = None,
        form: Form = as_line,
    ) -> None:
        self._pool, self._asking, self._stop, self._form = pool, asking, stop, form
        self._done: Counter[Key] = Counter() if done is None else done
        self.skipped = 0
        """Entries that were done before."""
        self.passed: Counter[str] = Counter()
        """Records of WARC files that are no pages, by what they are."""
        self._is_cut_off = False
        """A stop request came while a stretch was read entry by entry: what follows has no place yet."""
        self._begin: tuple[str, int | None] | None = None
        self._before: Span | None = None
        self._next: int | None = None
        """Where the next record of the file at hand starts, None behind its last."""

    def go_on_from(self, file: str, offset: int | None) -> None:
        """Read the first stretch from `offset` of its file on, as another walk's `place` says."""
        self._begin = file, offset

    @property
    def place(self) -> tuple[str, int | None] | None:
        """The file of the last stretch and where the next record starts there; None before any stretch."""
        return None if self._before is None else (self._before.file, self._next)

    def over(self, references: Iterable[Reference]) -> Iterator[Result]:
        """Yield the result of each entry that is not done, in the order of the input."""
        for reference, answer in self._pool.ordered(self._fresh(references), self._request, stop=self._stop):
            if isinstance(reference, Span):
                yield from self._stretch(reference, answer)
                if self._is_cut_off:
                    return
            else:
                yield self._result(reference, answer)

    def _fresh(self, references: Iterable[Reference]) -> Iterator[Reference]:
        for reference in references:
            if isinstance(reference, Span) or not self._is_done(key_of(reference)):
                yield reference

    def _is_done(self, key: Key) -> bool:
        if self._done[key] <= 0:
            return False
        self._done[key] -= 1
        self.skipped += 1
        return True

    def _request(self, reference: Reference) -> bytes | None:
        if isinstance(reference, Span):
            done = reference.page is not None and self._done[reference.name, reference.page] > 0
            return self._asking.span(reference, done=done)
        return self._asking.page(reference)

    def _result(self, entry: Entry, answer: bytes | Failure | None) -> Result:
        if isinstance(answer, bytes):
            (result,) = _DECODER.decode(answer).results
            return result
        return self._form(failed(entry, answer), key_of(entry), is_bad=isinstance(entry, Rejection))

    def _stretch(self, span: Span, answer: bytes | Failure | None) -> Iterator[Result]:
        """Yield the results of a stretch, if its bytes do not belong to a record before it."""
        before, self._before = self._before, span
        if before is None or before.file != span.file or span.start <= before.start:
            self._next = span.start
            if before is None and self._begin is not None and self._begin[0] == span.file:
                self._next = self._begin[1]
        begin = self._next
        if begin is None or (span.end is not None and begin >= span.end):
            return
        found = self._trusted(span, answer) if begin == span.start else None
        if found is None:
            yield from self._one_by_one(span, begin)
            return
        self._next = found.after
        self.passed.update(found.passed)
        for result in found.results:
            if not self._is_done(result.key):
                yield result

    def _trusted(self, span: Span, answer: bytes | Failure | None) -> Answer | None:
        """Return the answer for a stretch; None where it has to be read entry by entry."""
        if isinstance(answer, bytes):
            found = _DECODER.decode(answer)
            owed = any(not r.line and self._done[r.key] <= 0 for r in found.results)
            return None if found.is_odd or owed else found
        assert isinstance(answer, Failure)
        passed: Counter[str] = Counter()
        results: list[Result] = []
        entries = warc.within(Path(span.file), span.name, span.start, span.end, passed)
        while True:
            try:
                entry = next(entries)
            except StopIteration as ended:
                return Answer(tuple(results), ended.value, dict(passed))
            results.append(self._form(failed(entry, answer), key_of(entry), is_bad=isinstance(entry, Rejection)))

    def _one_by_one(self, span: Span, begin: int) -> Iterator[Result]:
        def entries() -> Iterator[Entry]:
            self._next = yield from warc.within(Path(span.file), span.name, begin, span.end, self.passed)
            self._is_cut_off = False

        self._is_cut_off = True

        def fresh() -> Iterator[Entry]:
            return (entry for entry in entries() if not self._is_done(key_of(entry)))

        for entry, answer in self._pool.ordered(fresh(), self._asking.page, stop=self._stop):
            yield self._result(entry, answer)
