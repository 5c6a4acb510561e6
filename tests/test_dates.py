"""Published and modified: offsets are stated, taken from the site, or unknown, and never invented."""

from __future__ import annotations

import datetime as dt

import pytest

from pipelines.dates import choose, stage
from pipelines.draft import Draft, Found
from pipelines.record import Source
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
    "next week", "Last updated: June 2022", "Fri Apr 31 14:02:11 2018",
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
        ("Fri May 25 14:02:11 CEST 2018", "de", "2018-05-25T14:02:11"),
        ("Fri May 25 14:02:11 2018", "en", "2018-05-25T14:02:11"),
        ("05.25.2018", "en", "2018-05-25"),
        ("昭和64年1月7日", "ja", "1989-01-07"),
        ("民國107年5月25日", "zh-TW", "2018-05-25"),
        ("民國99年5月25日", "zh-TW", "2010-05-25"),
        ("令和元年5月25日", "ja", "2019-05-25"),
        ("Published May 25, 2018 at 2:02 p.m.", "en", "2018-05-25T14:02:00"),
        ("Published 2:02 PM, May 25, 2018 | Updated 5:00 PM, May 26, 2018", "en", "2018-05-25T14:02:00"),
        ("Fri 25 May 2018 14.02 BST", "en", "2018-05-25T14:02:00"),
        ("12:02 AM ET, Fri May 25, 2018", "en", "2018-05-25T00:02:00"),
        ("25. Mai 2018, 14:02 Uhr", "de", "2018-05-25T14:02:00"),
        ("Veröffentlicht am 25.05.2018 um 14.02 Uhr", "de", "2018-05-25T14:02:00"),
        ("25 mai 2018 à 14:02", "fr", "2018-05-25T14:02:00"),
        ("Publié le 25 mai 2018 à 14h02, mis à jour le 26 mai 2018 à 09h00", "fr", "2018-05-25T14:02:00"),
        ("25 de mayo de 2018", "es", "2018-05-25"),
        ("Actualizado: 25/05/2018 14:02", "es", "2018-05-25T14:02:00"),
        ("25 may 2018 - 02:02 p. m.", "es", "2018-05-25T14:02:00"),
        ("Pubblicato il 25 maggio 2018 alle 14:02", "it", "2018-05-25T14:02:00"),
        ("Publicado em 25 de maio de 2018 às 14h02", "pt", "2018-05-25T14:02:00"),
        ("25.mai.2018 às 14h02", "pt", "2018-05-25T14:02:00"),
        ("Gepubliceerd op 25 mei 2018 om 14:02", "nl", "2018-05-25T14:02:00"),
        ("25. maj 2018 kl. 14.02", "da", "2018-05-25T14:02:00"),
        ("Publisert: 25.05.2018 14:02", "no", "2018-05-25T14:02:00"),
        ("Publicerad 25 maj 2018 kl 14.02", "sv", "2018-05-25T14:02:00"),
        ("Julkaistu 25.5.2018 klo 14:02", "fi", "2018-05-25T14:02:00"),
        ("25. maí 2018 kl. 14:02", "is", "2018-05-25T14:02:00"),
        ("Opublikowano: 25 maja 2018, 14:02", "pl", "2018-05-25T14:02:00"),
        ("Publikováno: 25. 5. 2018, 14:02", "cs", "2018-05-25T14:02:00"),
        ("2018. május 25. 14:02", "hu", "2018-05-25T14:02:00"),
        ("Publicat: vineri, 25 mai 2018, ora 14:02", "ro", "2018-05-25T14:02:00"),
        ("Παρασκευή, 25 Μαΐου 2018 14:02", "el", "2018-05-25T14:02:00"),
        ("25 MAYIS 2018, CUMA 14:02", "tr", "2018-05-25T14:02:00"),
        ("25 мая 2018", "ru", "2018-05-25"),
        ("14:02, 25 мая 2018 г.", "ru", "2018-05-25T14:02:00"),
        ("25 травня 2018, 14:02", "uk", "2018-05-25T14:02:00"),
        ("الجمعة 25 مايو 2018 الساعة 14:02", "ar", "2018-05-25T14:02:00"),
        ("٢٥ مايو ٢٠١٨", "ar", "2018-05-25"),
        ("25 مه 2018", "fa", "2018-05-25"),
        ("25 במאי 2018, 14:02", "he", "2018-05-25T14:02:00"),
        ("प्रकाशित: 25 मई 2018, 02:02 PM", "hi", "2018-05-25T14:02:00"),
        ("25 Mei 2018 14:02", "ms", "2018-05-25T14:02:00"),
        ("Thứ sáu, ngày 25 tháng 5 năm 2018", "vi", "2018-05-25"),
        ("Ijumaa, Mei 25, 2018", "sw", "2018-05-25"),
        ("公開日時 2018/05/25 14:02", "ja", "2018-05-25T14:02:00"),
        ("2018年5月25日 午後2時2分", "ja", "2018-05-25T14:02:00"),
        ("平成30年5月25日", "ja", "2018-05-25"),
        ("發布時間：2018/05/25 14:02", "zh", "2018-05-25T14:02:00"),
        ("2018-05-25 14:02 来源：新华网", "zh", "2018-05-25T14:02:00"),
        ("입력 2018.05.25 14:02 수정 2018.05.26 09:00", "ko", "2018-05-25T14:02:00"),
        ("2018년 5월 25일 오후 2시 2분", "ko", "2018-05-25T14:02:00"),
        ("2018年5月25日", "ja", "2018-05-25"),
    ],
)
def test_printed_dates_are_read_in_the_language_of_the_page(raw: str, tag: str, value: str) -> None:
    stamp = read_date(raw, tag)
    assert stamp is not None
    assert stamp.value == value
    assert stamp.offset == "unknown"


@pytest.mark.parametrize(
    ("raw", "tag", "value"),
    [
        ("May 25, 2018, 2:02pm UTC", "en", "2018-05-25T14:02:00Z"),
        ("25 May 2018 14:02 GMT", "en", "2018-05-25T14:02:00Z"),
        ("Thứ sáu, 25/5/2018, 14:02 (GMT+7)", "vi", "2018-05-25T14:02:00+07:00"),
        ("25 de mayo de 2018 14:02 UTC-3", "es", "2018-05-25T14:02:00-03:00"),
    ],
)
def test_an_offset_counts_where_it_is_printed(raw: str, tag: str, value: str) -> None:
    stamp = read_date(raw, tag)
    assert stamp is not None
    assert (stamp.value, stamp.offset) == (value, "stated")


@pytest.mark.parametrize("sign", ["ET", "BST", "IST", "PT"])
def test_an_abbreviation_of_several_zones_is_no_offset(sign: str) -> None:
    stamp = read_date(f"25 May 2018 14:02 {sign}", "en")
    assert stamp is not None
    assert (stamp.value, stamp.offset, stamp.minutes) == ("2018-05-25T14:02:00", "unknown", None)


@pytest.mark.parametrize(
    ("raw", "tag", "value"),
    [
        ("25 May 2018 14:02 EDT", "en", "2018-05-25T14:02:00-04:00"),
        ("Mar 27, 2016 6:42 AM PST", "en", "2016-03-27T06:42:00-08:00"),
        ("25. Mai 2018, 14:02 Uhr MESZ", "de", "2018-05-25T14:02:00+02:00"),
        ("Jumat, 25 Mei 2018 14:02 WIB", "id", "2018-05-25T14:02:00+07:00"),
        ("25 мая 2018, 14:02 МСК", "ru", "2018-05-25T14:02:00+03:00"),
        ("2018年5月25日 北京时间14:02", "zh", "2018-05-25T14:02:00+08:00"),
        ("25 May 2018 14:02 GMT+0800", "en", "2018-05-25T14:02:00+08:00"),
        ("May 25, 2018, 14:02 CST", "en", "2018-05-25T14:02:00"),
        ("2018-5-3 9:05:7", "en", "2018-05-03T09:05:07"),
        ("5/5/2020", "en", "2020-05-05"),
        ("23.09.22", "de", "2022-09-23"),
        ("28.09.19, 12:44 Uhr", "de", "2019-09-28T12:44:00"),
        ("18-03-08 09:12", "ko", "2018-03-08T09:12:00"),
        ("03/12/98", "fr", "1998-12-03"),
        ("2018-12-05T23:15:0Z", "en", "2018-12-05T23:15:00Z"),
    ],
)
def test_offsets_and_short_figures(raw: str, tag: str, value: str) -> None:
    stamp = read_date(raw, tag)
    assert stamp is not None
    assert stamp.value == value


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


def test_a_date_of_the_url_is_labelled() -> None:
    source = Source("file", None, None, "0" * 64)
    url = Found("2024-04-24", "derived", "url")
    got = stage(Draft(None, "2024-04-25T00:00:00Z", source, language="en", published=(url,)))
    assert got.date_published == "2024-04-24"
    assert got.date_published_offset is None
    assert "date_from_url" in got.warnings


@pytest.mark.parametrize(
    ("raw", "tag", "published", "modified"),
    [
        ("By Ana Silva Published on July 18, 2025", "en", "2025-07-18", None),
        ("Ana Silva / THE HARBOUR POST / Jul 14, 2023, 08:25 IST Share", "en", "2023-07-14T08:25:00", None),
        ("By Ana Silva | Updated May 3, 2024 at 1:24 pm", "en", None, "2024-05-03T13:24:00"),
        ("By Ana Silva, 1 May 2024, Updated: 3 May 2024", "en", "2024-05-01", "2024-05-03"),
        ("Von Jana Voss, 04.03.2024, 17:05 Uhr", "de", "2024-03-04T17:05:00", None),
        ("Par Jeanne Roy Mis à jour le 6 janvier 2024", "fr", None, "2024-01-06"),
        ("By Ana Silva, author of 12 books", "en", None, None),
    ],
)
def test_a_byline_may_print_its_day(raw: str, tag: str, published: str | None, modified: str | None) -> None:
    source = Source("file", None, None, "0" * 64)
    byline = Found(raw, "html", "/html/body/p")
    got = stage(Draft(None, "2026-04-25T00:00:00Z", source, language=tag, bylines=(byline,)))
    assert (got.date_published, got.date_modified) == (published, modified)


def test_metadata_goes_before_the_day_in_a_byline() -> None:
    source = Source("file", None, None, "0" * 64)
    byline = Found("By Ana Silva, May 9, 2024", "html", "/html/body/p")
    stated = Found("2024-05-01", "json-ld", "jsonld[0].datePublished")
    got = stage(Draft(None, "2026-04-25T00:00:00Z", source, language="en", bylines=(byline,), published=(stated,)))
    assert got.date_published == "2024-05-01"
