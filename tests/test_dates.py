"""Published and modified: offsets are stated, taken from the site, or unknown, and never invented."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.dates import choose
from pipelines.draft import Found
from pipelines.stamps import read_date

READABLE = [
    ("2024-05-01T23:30:00-11:00", "2024-05-01T23:30:00-11:00", "stated", -660),
    ("2024-05-01T23:30:00Z", "2024-05-01T23:30:00Z", "stated", 0),
    ("2024-05-01T23:30:00+0530", "2024-05-01T23:30:00+05:30", "stated", 330),
    ("2024-05-01T23:30:00.123+02:00", "2024-05-01T23:30:00+02:00", "stated", 120),
    ("2024-05-01 23:30", "2024-05-01T23:30:00", "unknown", None),
    ("2024-05-01", "2024-05-01", "unknown", None),
    ("20240501T233000Z", "2024-05-01T23:30:00Z", "stated", 0),
    ("20240501", "2024-05-01", "unknown", None),
    ("Wed, 01 May 2024 23:30:00 +0200", "2024-05-01T23:30:00+02:00", "stated", 120),
    ("1714599000", "2024-05-01T21:30:00Z", "stated", 0),
    ("1714599000000", "2024-05-01T21:30:00Z", "stated", 0),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "stated", 0),
    ("2024-05-01T23:30:00+02", "2024-05-01T23:30:00+02:00", "stated", 120),
    ("2024-05-01T23:30:00+02:00[Europe/Paris]", "2024-05-01T23:30:00+02:00", "stated", 120),
]
UNREADABLE = [
    "2024-02-30T10:00Z", "0000-00-00", "2024-05-01T25:00:00Z", "2024-05-01T10:00:00+99:99", "yesterday", "", "12345",
    "next week",
    "03/04/2024", "1445-10-22", "a fine day in 2024",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "value", "offset", "minutes"), READABLE, ids=[r[0] for r in READABLE])
def test_machine_readable_dates(raw: str, value: str, offset: str, minutes: int | None) -> None:
    stamp = read_date(raw)
    assert stamp is not None
    assert (stamp.value, stamp.offset, stamp.minutes) == (value, offset, minutes)


@pytest.mark.parametrize("raw", UNREADABLE)
def test_what_is_no_date_stays_none(raw: str) -> None:
    assert read_date(raw, "en") is None


@pytest.mark.parametrize(
    ("raw", "tag", "value"),
    [
        ("May 25, 2018", "en", "2018-05-25"),
        ("25. Mai 2018, 14:02 Uhr", "de", "2018-05-25T14:02:00"),
        ("25 mai 2018 à 14:02", "fr", "2018-05-25T14:02:00"),
        ("25 de mayo de 2018", "es", "2018-05-25"),
        ("25 мая 2018", "ru", "2018-05-25"),
        ("2018年5月25日", "ja", "2018-05-25"),
    ],
)
def test_printed_dates_are_read_in_the_language_of_the_page(raw: str, tag: str, value: str) -> None:
    stamp = read_date(raw, tag)
    assert stamp is not None
    assert stamp.value == value
    assert stamp.offset == "unknown"


def test_a_site_s_zone_fills_in_only_where_no_offset_is_stated() -> None:
    assert read_date("2024-07-01 10:00", zone="Europe/Paris").value == "2024-07-01T10:00:00+02:00"  # type: ignore[union-attr]
    assert read_date("2024-01-01 10:00", zone="Europe/Paris").value == "2024-01-01T10:00:00+01:00"  # type: ignore[union-attr]
    assert read_date("2024-07-01T10:00:00Z", zone="Europe/Paris").offset == "stated"  # type: ignore[union-attr]


def pick(*raws: str, limit: str | None = None) -> str | None:
    sources = ["json-ld", "opengraph", "html", "derived"]
    found = [Found(r, s, "url" if s == "derived" else "x") for r, s in zip(raws, sources, strict=False) if r]  # type: ignore[arg-type]
    stop = dt.datetime.fromisoformat(limit) if limit else None
    stamp = choose(found, "en", None, stop)[0]
    return stamp.value if stamp else None


def test_metadata_wins_over_the_url() -> None:
    assert pick("2016-12-31T10:00:00Z", "", "", "2024-05-01") == "2016-12-31T10:00:00Z"


def test_a_more_precise_statement_of_the_same_day_wins() -> None:
    assert pick("2024-05-01", "2024-05-01T09:15:00+02:00") == "2024-05-01T09:15:00+02:00"


def test_a_more_precise_statement_of_another_day_does_not() -> None:
    assert pick("2024-05-01", "2023-01-01T09:15:00+02:00") == "2024-05-01"


def test_nothing_after_the_fetch_is_believed() -> None:
    assert (
        pick("2099-01-01T00:00:00Z", "2024-05-01T09:15:00Z", limit="2024-05-03T00:00:00+00:00")
        == "2024-05-01T09:15:00Z"
    )
