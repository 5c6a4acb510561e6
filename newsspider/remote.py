"""Inputs and outputs that lie elsewhere, through fsspec: copied here before a run, and back when it has ended.

A re-parse reads its inputs more than once and appends line by line to files that it locks; object stores can do neither
well. So the run itself is always local: what it guarantees holds for the copy, which is carried back whatever happens.
"""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from newsspider.fetch.download import RemoteError, download
from pipelines.ledger import LedgerExistsError, Mode, Names

_OVER_HTTP: Final = re.compile(r"::https?://", re.IGNORECASE)
_URL: Final = re.compile(r"\A[a-z][a-z0-9+]{0,30}(?:::[a-z0-9+]{1,30}){0,5}://", re.IGNORECASE)


class RemoteOutputError(RemoteError):
    """A URL cannot be written."""

    exit_code = 4


def is_remote(place: str) -> bool:
    """Tell whether a place is a URL.

    >>> is_remote("s3://bucket/a.warc.gz"), is_remote("archive/a.warc.gz")
    (True, False)
    """
    return _URL.match(place) is not None


@contextmanager
def staged(
    inputs: Sequence[str], output: str, *, folder: Path | None = None, mode: Mode = "new"
) -> Iterator[tuple[tuple[Path, ...], Path]]:
    """Give (inputs, output) as local paths: what is remote is copied below `folder` (None: a temporary one).

    What lies at a remote output is fetched first where a run is resumed, and refused where it is new
    (LedgerExistsError); in the end, however it comes, the output's files are sent there. Where that fails they are kept
    here, and the RemoteError says where.
    """
    if not any(map(is_remote, (*inputs, output))):
        yield tuple(map(Path, inputs)), Path(output)
        return
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="newsspider-", dir=folder) as here:
        local = tuple(
            _brought(place, Path(here) / f"in-{number:04}") if is_remote(place) else Path(place)
            for number, place in enumerate(inputs)
        )
        if not is_remote(output):
            yield local, Path(output)
            return
        there = _Output(output, Path(here) / "out")
        if mode != "overwrite":
            there.fetch(refuse=mode == "new")
        try:
            yield local, there.local
        finally:
            there.send()


def _opened(url: str) -> tuple[Any, str]:
    """Return (file system, path) of a URL."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise RemoteError('URLs need fsspec: pip install "newsspider[remote]"') from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:  # fsspec names the package that the kind of URL needs
        raise RemoteError(f"{url}: {error}") from error
    return system, str(path)


def _brought(url: str, folder: Path) -> Path:
    """Copy what lies at a URL, a file or a folder, and return the copy, which bears its name."""
    if url.lower().startswith(("http://", "https://")):
        return download(url, folder)
    if _OVER_HTTP.search(url):
        raise RemoteError(f"{url}: HTTP inside another kind of URL is not read: give the http address itself")
    system, path = _opened(url)
    target = folder / (path.rstrip("/").rpartition("/")[2] or "input")
    folder.mkdir(parents=True)
    try:
        if system.isdir(path):
            for found in sorted(system.find(path)):
                inside = target / found[len(path.rstrip("/")) + 1 :]
                if not inside.resolve().is_relative_to(target.resolve()):
                    raise RemoteError(f"{url}: {found} leaves the folder")  # noqa: TRY301
                inside.parent.mkdir(parents=True, exist_ok=True)
                system.get_file(found, str(inside))
        else:
            system.get_file(path, str(target))
    except RemoteError:
        raise
    except Exception as error:  # every file system raises errors of its own
        raise RemoteError(f"cannot read {url}: {error}") from error
    return target


class _Output:
    """The three files of an output that lies elsewhere."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._system, path = _opened(url)
        is_file = path.endswith(".jsonl")
        home, _, name = path.rpartition("/") if is_file else (path.rstrip("/"), "", "articles.jsonl")
        self.local = folder / name
        self._files = {file: f"{home}/{file.name}" for file in _files(Names.of(self.local))}
        folder.mkdir(parents=True)

    def fetch(self, *, refuse: bool) -> None:
        """Copy what is there already; with `refuse`, say that it is there."""
        try:
            for file, path in self._files.items():
                if not self._system.exists(path):
                    continue
                if refuse and file.suffix == ".jsonl" and self._system.size(path):
                    said = f"{self._url} already holds lines: --resume continues it, --overwrite replaces it"
                    raise LedgerExistsError(errno.EEXIST, said)  # noqa: TRY301
                if not refuse:
                    self._system.get_file(path, str(file))
        except LedgerExistsError:
            raise
        except Exception as error:  # every file system raises errors of its own
            raise RemoteError(f"cannot read {self._url}: {error}") from error

    def send(self) -> None:
        """Copy what was written."""
        try:
            for file, path in self._files.items():
                if file.exists():
                    self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                    self._system.put_file(str(file), path)
        except Exception as error:  # every file system raises errors of its own
            kept = tempfile.mkdtemp(prefix="newsspider-kept-", dir=self.local.parent.parent.parent)
            shutil.copytree(self.local.parent, kept, dirs_exist_ok=True)
            raise RemoteOutputError(f"cannot write {self._url}: {error}; the output is kept in {kept}") from error


def _files(names: Names) -> tuple[Path, ...]:
    return names.articles, names.rejected, names.summary
