"""What all tests share: how property tests are run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Time is measured by the tests that promise a time; here a loaded machine must not fail a property. The examples are
# the same on each run, and `make fuzz` draws new ones.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("house")

_EXTRAS = (
    "stories/", "export/", "report/", "crawl/test_browser.py", "crawl/test_extras.py", "test_remote.py",
    "test_cluster.py", "test_docs.py", "test_tutorial.py",
)  # fmt: skip
"""Tests of the optional parts, and of the documentation's commands, which use them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make test-extras` runs."""
    here = Path(__file__).resolve().parent
    for item in items:
        if item.path.relative_to(here).as_posix().startswith(_EXTRAS):
            item.add_marker(pytest.mark.extras)


@pytest.fixture(autouse=True)
def _own_process() -> Iterator[None]:
    """Give back what the command line sets for its whole process: tests call it within theirs."""
    before, mask = os.environ.get("PYTHONSAFEPATH"), os.umask(0o022)
    os.umask(mask)
    yield
    os.umask(mask)
    if before is None:
        os.environ.pop("PYTHONSAFEPATH", None)
    else:
        os.environ["PYTHONSAFEPATH"] = before
