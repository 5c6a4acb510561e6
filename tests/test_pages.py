"""The fixture pages, field by field, against what news-conventions.md says of them.

`expected.json` was written from the conventions, not from the parser's output. What stands in it is compared; what
does not:

- fields of ALWAYS that `expected.json` leaves out must be null or empty; other fields are compared only where listed;
- inside authors, dateline, places, credits and the like every key that is not listed must be null, false or empty,
  except LOOSE ones (where a profile page or a picture file lies), which count only where listed;
- `country_basis: "gazetteer"` on a place: the code or null (news-conventions B.4);
- times are compared as instants, where both know their offset;
- `"xfail": {"field": "reason"}` marks a known miss, strictly: it must go as soon as the field is right.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from newsspider.sources import facts
from pipelines.page import Origin, Page
from pipelines.parse import parse

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
CASES = sorted(p.parent.relative_to(FIXTURES).as_posix() for p in FIXTURES.glob("sites/*/*/expected.json"))
CASES += sorted(p.relative_to(FIXTURES).as_posix() for p in FIXTURES.glob("text/*.txt"))
ALWAYS = (
    "headline", "alternative_headline", "authors", "dateline", "body", "images", "translation_of", "republished_from",
    "corrections", "editor_notes",
)  # fmt: skip
LOOSE = {"url", "width", "height", "alt", "caption_source", "positions", "source", "domain"}
TIMES = {"date_published", "date_modified", "date"}


def expected(case: str) -> dict[str, Any]:
    file = FIXTURES / case
    file = file.with_suffix(".expected.json") if case.endswith(".txt") else file / "expected.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@cache
def record(case: str) -> dict[str, Any]:
    """Return what `parse` makes of a fixture, as plain values."""
    file = FIXTURES / case
    if case.endswith(".txt"):
        page = Page(file.read_bytes(), media_type="text/plain", origin=Origin("text", file.name))
    else:
        given = json.loads((file / "page.json").read_text(encoding="utf-8"))
        kind, charset = facts.media_type(given["content_type"])
        page = Page(
            (file / "page.html").read_bytes(),
            given["url"],
            given["retrieved_at"],
            given["status"],
            kind,
            charset,
            origin=Origin("file", f"{case}/page.html"),
        )
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(parse(page)))
    return made


def trimmed(got: Any, want: Any) -> Any:
    """Return `got` without what is not compared: empty values, and loose keys that `want` does not list."""
    if isinstance(got, dict):
        listed = want if isinstance(want, dict) else {}
        kept = {k: trimmed(v, listed.get(k)) for k, v in got.items() if k in listed or k not in LOOSE}
        if listed.get("country_basis") == "gazetteer" and kept.get("country") is None:
            kept["country"] = listed["country"]
        return {k: v for k, v in kept.items() if v not in (None, False, 0, "", [], {})}
    if isinstance(got, list | tuple):
        wanted = want if isinstance(want, list) else []
        return [trimmed(v, wanted[i] if i < len(wanted) else None) for i, v in enumerate(got)]
    return got


def plain(want: Any) -> Any:
    """Return an expectation in the form that `trimmed` gives."""
    if isinstance(want, dict):
        kept = {k: plain(v) for k, v in want.items() if k != "country_basis"}
        return {k: v for k, v in kept.items() if v not in (None, False, 0, "", [], {})}
    return [plain(v) for v in want] if isinstance(want, list) else want


def instants(value: Any, key: str = "") -> Any:
    """Return the value with its times in one spelling, so that Z, +00:00 and .000 agree."""
    if isinstance(value, dict):
        return {k: instants(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [instants(v, key) for v in value]
    if key in TIMES and isinstance(value, str) and "T" in value:
        time = datetime.fromisoformat(value)
        return time.timestamp() if time.tzinfo else time.isoformat()
    return value


def fields() -> list[Any]:
    out = []
    for case in CASES:
        want = expected(case)
        names = [k for k in want if k != "xfail"]
        if "rejection" not in want:
            names += [k for k in ALWAYS if k not in want and not (k == "body" and "posts" in want)]
        known = want.get("xfail", {})
        assert set(known) <= set(names), case
        for field in names:
            marks = pytest.mark.xfail(reason=known[field], strict=True) if field in known else ()
            out.append(pytest.param(case, field, id=f"{case.removeprefix('sites/')}-{field}", marks=marks))
    return out


@pytest.mark.parametrize(("case", "field"), fields())
def test_field(case: str, field: str) -> None:
    want, got = expected(case), record(case)
    if field == "rejection":
        assert got.get("reason") == want["rejection"], got.get("headline") or got.get("detail")
        return
    assert "reason" not in got, f"rejected: {got.get('reason')}: {got.get('detail')}"
    if field == "body":
        assert got["body"]["paragraphs"] == want["body"]["paragraphs"]
        assert got["body"]["text"] == "\n\n".join(want["body"]["paragraphs"])
        return
    mine = instants({field: plain(want.get(field))})
    theirs = instants({field: trimmed(got[field], want.get(field))})
    assert (theirs[field] or None) == (mine[field] or None)


def test_the_set_is_wide() -> None:
    """Thirty-six pages, twelve languages, and at least one page of each kind that is no article."""
    wanted = [expected(c) for c in CASES]
    assert len(CASES) >= 36
    assert len({w["language"].split("-")[0] for w in wanted if "rejection" not in w}) >= 12
    assert {w["rejection"] for w in wanted if "rejection" in w} >= {
        "consent", "blocked", "soft_404", "login", "index_page", "needs_script",
    }  # fmt: skip
