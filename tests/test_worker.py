"""The worker: a request ends as one reply or one failure, whatever it does, and the next one is served."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.page import Origin, Page
from pipelines.record import Rejection
from pipelines.worker import Failure, Pool, WorkerError
from pipelines.worker.shelf import Parked, Shelf
from pipelines.worker.tasks import answered

TASKS = """
import os, re, signal, sys, time

def task(request):
    word, _, rest = request.partition(b" ")
    if word == b"sleep":
        time.sleep(float(rest))
    elif word == b"stuck":  # inside C code, where no Python signal handler runs
        re.match(r"(a+)+$", "a" * 40 + "b")
    elif word == b"eat":
        return str(len(bytearray(int(rest)))).encode()
    elif word == b"exit":
        os._exit(3)
    elif word == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == b"killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word in (b"once", b"still"):  # killed, or stopped, the first time only
        if not os.path.exists(rest):
            open(rest, "w").close()
            os.kill(os.getpid(), signal.SIGKILL if word == b"once" else signal.SIGSTOP)
    elif word == b"raise":
        raise ValueError("no\\nsuch luck")
    elif word == b"print":
        print("noise")
        os.write(1, b"more noise")
        sys.stdout.flush()
    elif word == b"pid":
        return str(os.getpid()).encode()
    elif word == b"size":
        return b"x" * int(rest)
    return request

def broken(request):
    raise RuntimeError("cannot warm up")
"""


@pytest.fixture(autouse=True)
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile_tasks.py").write_text(TASKS)
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool("hostile_tasks:task", jobs=1, deadline=0.7) as opened:
        yield opened


@pytest.fixture
def patient() -> Iterator[Pool]:
    """Return a pool whose deadline no loaded machine reaches."""
    with Pool("hostile_tasks:task", jobs=1, deadline=60) as opened:
        yield opened


def ask(pool: Pool, request: bytes) -> bytes | Failure:
    return pool.submit(request).result()


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (b"sleep 30", "deadline"),
        (b"stuck", "deadline"),
        (b"eat 3000000000", "memory"),
        (b"killed", "memory"),
        (b"exit", "extractor_error"),
        (b"crash", "extractor_error"),
        (b"raise", "internal_error"),
    ],
)
def test_a_bad_request_is_one_failure_and_the_next_is_served(pool: Pool, request_: bytes, reason: str) -> None:
    failure = ask(pool, request_)
    assert isinstance(failure, Failure)
    assert failure.reason == reason
    assert "\n" not in failure.detail
    assert ask(pool, b"after") == b"after"


def test_a_failure_says_what_happened(pool: Pool) -> None:
    assert "ValueError" in str(ask(pool, b"raise"))
    assert "SIGSEGV" in str(ask(pool, b"crash"))
    assert "0.7 s" in str(ask(pool, b"sleep 30"))


def test_a_task_that_prints_does_not_disturb_the_replies(patient: Pool) -> None:
    assert ask(patient, b"print") == b"print"
    assert ask(patient, b"x") == b"x"


@pytest.mark.parametrize("size", [0, 1, 65_536, 9_000_000])
def test_requests_and_replies_of_any_size(patient: Pool, size: int) -> None:
    assert ask(patient, b"size %d" % size) == b"x" * size
    assert ask(patient, b"y" * (size + 1)) == b"y" * (size + 1)


def test_a_child_is_replaced_after_its_share_of_pages() -> None:
    with Pool("hostile_tasks:task", pages=2) as pool:
        pids = [ask(pool, b"pid") for _ in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


@pytest.mark.parametrize("jobs", [1, 3])
def test_replies_keep_the_order_whatever_happens_to_one(jobs: int) -> None:
    requests = [b"a", b"sleep 0.2", b"b", b"exit", b"c", b"sleep 30", b"d", None, b"e"]
    with Pool("hostile_tasks:task", jobs=jobs, deadline=1.5) as pool:
        got = list(pool.ordered(requests, lambda r: r))
    assert [item for item, _ in got] == requests
    said = [r.reason if isinstance(r, Failure) else r for _, r in got]
    assert said == [b"a", b"sleep 0.2", b"b", "extractor_error", b"c", "deadline", b"d", None, b"e"]


def test_reading_ahead_is_bounded() -> None:
    taken = 0

    def items() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield b"x" * 1_000

    with Pool("hostile_tasks:task") as pool:
        results = pool.ordered(items(), lambda r: r, ahead=5)
        next(results)
        assert taken <= 6
        results = pool.ordered(items(), lambda r: r, ahead=50, ahead_bytes=3_000)
        taken = 0
        next(results)
        assert taken <= 4


def test_a_stop_request_ends_the_wait(patient: Pool) -> None:
    stop = threading.Event()
    results = patient.ordered([b"a", b"sleep 30", b"b"], lambda r: r, stop=stop)
    assert next(results) == (b"a", b"a")
    threading.Timer(0.1, stop.set).start()
    begun = time.monotonic()
    assert list(results) == []
    assert time.monotonic() - begun < 10


def test_closing_leaves_no_process_behind() -> None:
    pool = Pool("hostile_tasks:task")
    pid = int(bytes(ask(pool, b"pid")))  # type: ignore[arg-type]
    pool.submit(b"sleep 30")
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize("task", ["hostile_tasks:broken", "hostile_tasks:missing", "no_such_module:task"])
def test_a_task_that_cannot_start_ends_the_run(task: str) -> None:
    with Pool(task) as pool, pytest.raises(WorkerError, match=task):
        ask(pool, b"x")


def test_a_reply_can_be_awaited(patient: Pool) -> None:
    async def main() -> object:
        return await asyncio.wrap_future(patient.submit(b"hello"))

    assert asyncio.run(main()) == b"hello"


def test_a_failure_becomes_the_rejection_of_its_page() -> None:
    page = Page(b"abc", "https://a.test/x", "2024-01-01T00:00:00Z", origin=Origin("warc", "a.warc", 12))
    found = answered(Failure("deadline", "no answer within 20 s"), page)
    assert isinstance(found, Rejection)
    assert (found.reason, found.url, found.source.path, found.source.offset) == ("deadline", page.url, "a.warc", 12)
    assert found.source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_slow_request_does_not_hold_the_others_up_and_their_replies_wait_on_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipelines.worker.shelf.Shelf.__init__.__defaults__", (2_000,))
    requests = [b"sleep 3", *(b"%04d" % n * 100 for n in range(400)), b"pid"]
    begun, at = time.monotonic(), []
    with Pool("hostile_tasks:task", jobs=2, deadline=60) as pool:
        for item, reply in pool.ordered(requests, lambda r: r):
            at.append(time.monotonic() - begun)
            assert reply == item or item == b"pid"
    assert len(at) == len(requests)
    assert at[-1] - at[0] < 1.5, "what came behind was done while the first one slept"


def test_a_shelf_gives_back_what_it_took() -> None:
    shelf = Shelf(10)
    places = [shelf.put(b"%d" % n * 4) for n in range(6)]
    assert [isinstance(place, Parked) for place in places] == [False, False, True, True, True, True]
    assert [shelf.take(place) for place in reversed(places)] == [b"%d" % n * 4 for n in reversed(range(6))]
    assert shelf.put(b"again") == b"again"
    shelf.close()


@pytest.mark.parametrize("word", ["once", "still"])
def test_a_page_whose_worker_was_killed_or_stood_still_is_tried_once_more(
    pool: Pool, tmp_path: Path, word: str
) -> None:
    request = f"{word} {tmp_path / 'mark'}".encode()
    assert pool.submit(request).result() == request
    assert (tmp_path / "mark").exists()


def test_a_second_death_is_the_pages_own(pool: Pool) -> None:
    failure = pool.submit(b"killed").result()
    assert isinstance(failure, Failure)
    assert failure.reason == "memory"
    assert pool.submit(b"next").result() == b"next"


def test_a_page_that_works_all_the_time_is_not_tried_again(pool: Pool) -> None:
    begun = time.monotonic()
    failure = pool.submit(b"stuck").result()
    assert isinstance(failure, Failure)
    assert failure.reason == "deadline"
    assert not failure.is_foreign
    assert time.monotonic() - begun < 20


def test_modules_of_the_current_folder_come_last(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named as a module of Python lies where the process stands: no child reads it."""
    (tmp_path / "base64.py").write_text("open('read', 'w').close()")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", ["", *__import__("sys").path])
    assert pool.submit(b"next").result() == b"next"
    assert not (tmp_path / "read").exists()
