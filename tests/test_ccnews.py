"""Common Crawl's news files as they are: what is a page becomes a line, what is none is counted by what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsspider.reparse import facts_of, reparse
from pipelines.ledger import Ledger, Names
from scripts import ccnews


@pytest.mark.long
def test_a_simulated_set(tmp_path: Path) -> None:
    made = ccnews.write(tmp_path / "in", pages=170, padding=300)
    assert made["truncated"] > 2
    assert made["recoded"] > 2
    assert {"not_html", "redirect", "revisit", "request", "metadata", "warcinfo"} == set(made["passed_over"])
    with Ledger(tmp_path / "out") as ledger:
        summary = reparse([tmp_path / "in"], ledger, jobs=2)
    facts = facts_of(summary)
    assert facts["pages"] == made["pages"] == 170
    assert facts["passed_over"] == made["passed_over"]
    names = Names.of(tmp_path / "out")
    records = [json.loads(line) for line in names.articles.read_bytes().splitlines()]
    assert len(records) > 120
    # a page that is cut before its story ends is marked, whatever became of it
    assert 0 < sum(r["truncated"] for r in records) <= made["truncated"]
    unlike = {url for url, kind, _ in ccnews.fixture_pages() if "1252" in kind or "8859-1" in kind}
    named = [r for r in records if r["encoding"] == "cp1252" and r["url"].partition("?")[0] not in unlike]
    assert 0 < len(named) <= made["recoded"]
    assert all(r["decode_errors"] == 0 and "\ufffd" not in r["body"]["text"] for r in named)
    assert all(r["retrieved_at"] == "2026-03-01T12:00:00Z" for r in records)
