"""Datelines: what must hold for any text, how time grows with length, and what the page around them decides."""

from __future__ import annotations

import random
import re
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import agencies, almanac, gazetteer, places, rules, stamps
from pipelines.datelines import chinese, read_dateline, stage
from pipelines.datelines.lone import read_lone
from pipelines.datelines.signoff import read_korean_writer, read_signoff
from pipelines.draft import Draft, Found, Line
from pipelines.record import Source

TAGS = ("en", "de", "fr", "es", "it", "pt", "ru", "ar", "hi", "tr", "ja", "zh", "ko", None)
CITIES = (
    "OSLO",
    "Lima",
    "KANSAS CITY, Mo.",
    "Wien/Brüssel",
    "МОСКВА",
    "القاهرة",
    "नई दिल्ली",
    "北京",
    "서울",
    "St. John’s, N.L.",
)
DATES = ("", ", May 3", ", 3 mai 2024", ", 3. Mai", " 3 мая", ", 03 MAG")
SOURCES = ("", " (AP)", " (dpa/lby)", " /PRNewswire/", " (ب)", "(Reuters)", " taz", " (xyz)", "--(BUSINESS WIRE)--")
ENDS = (" —", " -", ".-", ":", ".", " |", " =", "", "--", " –")
LEADS = ("", "EXCLUSIVE - ", "UPDATE 2: ", "By Ann Lee ", "【", "(", "[")
heads = st.builds(
    "".join,
    st.tuples(st.sampled_from(LEADS), st.sampled_from(CITIES),
              st.sampled_from(DATES), st.sampled_from(SOURCES), st.sampled_from(ENDS)),
)  # fmt: skip
texts = st.builds("{} {}".format, heads, st.text(max_size=60)) | st.text(max_size=120)


@given(texts, st.sampled_from(TAGS))
def test_offsets_cut_the_text_where_they_say(text: str, tag: str | None) -> None:
    read = read_dateline(text, tag, published="2024-05-03")
    if not read.is_dateline:
        assert read.body == text
        assert read.raw is None
        assert (read.start, read.end, read.places, read.agencies) == (0, 0, (), ())
        return
    assert read.raw == text[read.start : read.end]
    assert read.raw == read.raw.strip()
    assert read.body == text[read.body_start :]
    assert not text[read.end : read.body_start].strip()
    assert read.places or read.agencies or read.byline
    if read.label is None and not read.byline:
        # nothing is lost: what is cut off, the gap and the rest are the input
        assert text[: read.start].strip() == ""
        assert read.raw + text[read.end : read.body_start] + read.body == text[read.start :]


@given(texts, st.sampled_from(TAGS))
def test_reading_twice_gives_the_same(text: str, tag: str | None) -> None:
    once = read_dateline(text, tag, published="2024-05-03")
    assert once == read_dateline(text, tag, published="2024-05-03")
    if once.is_dateline:
        again = read_dateline(f"{once.raw} {once.body}", tag, published="2024-05-03")
        assert (again.places, again.date, again.agencies) == (once.places, once.date, once.agencies) or once.label


SUBJECTS = ("The minister", "A fire", "Officials", "She", "Two trains", "The old bridge", "Rain", "Nobody")
VERBS = ("said", "closed", "met in Paris on May 3", "left London", "told Reuters", "stopped near Berlin", "won 3-1")
REST = (
    "on Friday.",
    "(AP reported) - again.",
    ": it was late.",
    "— and stayed.",
    "after a storm, it said.",
    "in 1998.",
)


@given(st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(REST), st.sampled_from(TAGS))
def test_a_prose_sentence_is_no_dateline(subject: str, verb: str, rest: str, tag: str | None) -> None:
    assert not read_dateline(f"{subject} {verb} {rest} It was cold.", tag, published="2024-05-03").is_dateline


@given(st.sampled_from((*CITIES, "PORT-AU-PRINCE", "DEIR AL-BALAH", "LA CROSSE", "THE HAGUE", "İZMİR", "ΑΘΗΝΑ")))
def test_restoring_case_changes_no_letter(name: str) -> None:
    restored = places.restore_place_case(name)
    assert gazetteer.fold_place(restored) == gazetteer.fold_place(name)
    assert places.restore_place_case(restored) == restored


@given(st.text(max_size=60))
def test_a_folded_place_stays_folded(name: str) -> None:
    assert gazetteer.fold_place(gazetteer.fold_place(name)) == gazetteer.fold_place(name)


@given(texts, st.sampled_from(TAGS))
def test_dates_lie_where_they_say(text: str, tag: str | None) -> None:
    dates = almanac.find_dates(text, tag)
    assert all(0 <= d.start < d.end <= len(text) for d in dates)
    assert all(a.end <= b.start for a, b in pairwise(dates))
    for found in dates:
        almanac.resolve(found, "2024-05-03")


# ------------------------------------------------------------------------------------------------ growth

SHAPES = (
    *(
        "A",
        "A ",
        "AB, ",
        "(",
        "(A",
        "A/",
        "【",
        "12 ",
        "3 May ",
        "May 3, 2024 ",
        " - ",
        "--(",
        "= ",
        "新华社北京",
        "기자 ",
    ),
    *("-A", "A.-", "; ", "BERLIN/", "By A ", "1999-01-01", "mai de ", "/A/", "(서울=", "A and ", "٣ مايو ", "1.2.2024"),
)
READERS: dict[str, Callable[[str], object]] = {
    "read_dateline en": lambda t: read_dateline(t, "en", published="2024-05-03"),
    "read_dateline ja": lambda t: read_dateline(t, "ja", published="2024-05-03"),
    "read_dateline ko": lambda t: read_dateline(t, "ko", published="2024-05-03"),
    "read_dateline zh": lambda t: read_dateline(t, "zh", published="2024-05-03"),
    "read_dateline hi": lambda t: read_dateline(t, "hi", published="2024-05-03"),
    "read_lone": lambda t: read_lone(t, "de"),
    "read_signoff": lambda t: read_signoff(t, "de", "2024-05-03"),
    "read_korean_writer": lambda t: read_korean_writer(t, "ko"),
    "find_dates": lambda t: almanac.find_dates(t, "es"),
    "is_stamp": lambda t: almanac.is_stamp(t, "en"),
    "month_at": lambda t: almanac.month_at(t, "en"),
    "is_weekday": lambda t: almanac.is_weekday(t, "en"),
    "read_date": lambda t: stamps.read_date(t, "en"),
    "is_ambiguous": lambda t: stamps.is_ambiguous(t, "en"),
    "country_of": places.country_of,
    "territory": places.territory,
    "is_area": places.is_area,
    "people": places.people,
    "longest_place_prefix": places.longest_place_prefix,
    "may_name_one": agencies.may_name_one,
    "is_outlet_like": agencies.is_outlet_like,
    "is_institution": agencies.is_institution,
    "fold_place": gazetteer.fold_place,
    "place": lambda t: places.place(t, "en"),
    "region": lambda t: places.region(t, "en"),
    "restore_place_case": places.restore_place_case,
    "agencies_in": agencies.agencies_in,
    "agency": agencies.agency,
}


ROOM = ("datelines", "almanac", "dates", "stamps", "places", "gazetteer", "agencies")


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every regex that a module of the room compiles, the tables of months among them."""
    found: dict[str, re.Pattern[str]] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("pipelines.") and name.split(".")[1] in ROOM:
            for key, value in vars(module).items():
                for at, item in enumerate(value if isinstance(value, tuple) else (value,)):
                    if isinstance(item, re.Pattern):
                        found[f"{name.removeprefix('pipelines.')}.{key}{at or ''}"] = item
    found["almanac east"] = almanac._eras()[1]
    forms = chinese._forms()
    found |= {f"chinese {n}": getattr(forms, n) for n in ("dated", "plain", "own")}
    for tag in ("en", "es", "vi"):
        months = almanac._months(tag)
        found |= {f"months {tag} {n}": getattr(months, n) for n in ("day_month", "month_day", "year_month_day")}
    return found


def drain(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def seconds(reader: Callable[[str], object], text: str, times: int = 1) -> float:
    best = 9.0
    for _ in range(times):
        start = time.process_time()
        reader(text)
        best = min(best, time.process_time() - start)
    return best


def exponent(reader: Callable[[str], object], shape: str) -> float:
    """Return the growth from 1 KB to 64 KB, 0 for under 3 ms at 64 KB; a bad figure is measured again."""
    small, large = (((shape * (size // len(shape) + 1))[:size]) for size in (1_000, 64_000))
    grown = 0.0
    for times in (1, 3, 5):
        late = seconds(reader, large, times)
        if late <= 0.003:
            return 0.0
        grown = log(late / max(seconds(reader, small, 3 * times), 1e-6)) / log(64)
        if grown <= 1.3:
            break
    return grown


@pytest.mark.parametrize("name", patterns())
def test_a_pattern_grows_no_faster_than_the_text(name: str) -> None:
    pattern = patterns()[name]
    for shape in SHAPES:
        assert exponent(partial(drain, pattern), shape) <= 1.3, repr(shape)


@pytest.mark.parametrize("name", READERS)
def test_time_grows_no_faster_than_the_text(name: str) -> None:
    reader = READERS[name]
    rest = random.Random(7)
    noise = "".join(rest.choice("aA ,.-(/)—：1=") for _ in range(997))
    for shape in (*SHAPES, noise):
        assert exponent(reader, shape) <= 1.3, repr(shape)


# ------------------------------------------------------------------------------------------------ pages


def draft(*lines: str, tag: str = "en", **more: object) -> Draft:
    made = tuple(Line(text, locator=f"/html/body/main/div/p[{n}]") for n, text in enumerate(lines, 1))
    source = Source("file", None, None, "0" * 64)
    return Draft(None, None, source, lines=made, language=tag, date_published="2024-05-03", **more)  # type: ignore[arg-type]


STORY = "A ferry ran aground off the old pier on Thursday night and all 41 people aboard were taken off, the port said."


def test_a_dateline_on_its_own_line_is_joined_with_the_next_paragraph() -> None:
    got = stage(draft("Bergen-", STORY, tag="no"))
    assert got.dateline is not None
    assert (got.dateline.raw, [p.name for p in got.dateline.places]) == ("Bergen-", ["Bergen"])
    assert [line.text for line in got.lines] == [STORY]


@pytest.mark.parametrize(("first", "tag", "name"), [("Ankara", "tr", "Ankara"), ("Kassel.", "de", "Kassel")])
def test_a_city_alone_before_the_story_is_where_it_was_filed(first: str, tag: str, name: str) -> None:
    got = stage(draft(first, STORY, tag=tag))
    assert got.dateline is not None
    assert [p.name for p in got.dateline.places] == [name]
    assert [line.text for line in got.lines] == [STORY]


@pytest.mark.parametrize("first", ["Sport", "France", "World", "Texas", "Opinion", "The harbour"])
def test_a_section_before_the_story_is_no_dateline(first: str) -> None:
    assert stage(draft(first, STORY)).dateline is None


def test_an_element_beside_the_story_may_hold_it() -> None:
    near = Found("SALEM, Ore. —", "html", "/html/body/main/div/span")
    got = stage(draft(STORY, beside=(near,)))
    assert got.dateline is not None
    assert got.dateline.places[0].region == "Oregon"
    far = Found("Portland", "html", "/html/body/nav/span")
    assert stage(draft(STORY, beside=(far,))).dateline is None


def test_the_paragraph_behind_a_standfirst_may_open_with_it() -> None:
    deck = "The harbour board wants a second tug before winter comes to the northern coast."
    got = stage(draft(deck, f"OSLO — {STORY}", "The board meets again in June."))
    assert got.dateline is not None
    assert got.dateline.paragraph == 1
    assert [line.text for line in got.lines][:2] == [deck, STORY]


def test_a_roundup_of_places_has_no_dateline_of_its_own() -> None:
    got = stage(draft("Three ports closed this week.", f"OSLO — {STORY}", f"LIMA — {STORY}", f"ROME — {STORY}"))
    assert got.dateline is None


def test_a_time_of_publication_before_the_dateline_goes() -> None:
    got = stage(draft("May 02, 2024, 08:00 ET", f"DUBLIN, May 2, 2024 /PRNewswire/ -- {STORY}"))
    assert got.dateline is not None
    assert got.dateline.date == "2024-05-02"
    assert [(d.text, d.position) for d in got.dropped] == [("May 02, 2024, 08:00 ET", "head")]


def test_a_sign_off_at_the_end_stays_in_the_text() -> None:
    last = "Das Urteil wird im Juni erwartet. (Eva Lang aus Wien, Max Huber, 3.5.2024)"
    got = stage(draft(STORY, last, tag="de"))
    assert got.dateline is not None
    assert [p.name for p in got.dateline.places] == ["Wien"]
    assert got.lines[-1].text == last
    found = got.dateline
    assert (found.paragraph, found.body_start, last[found.start : found.end]) == (1, 0, found.raw)


def test_a_bracket_that_ends_a_japanese_story_is_cut_off() -> None:
    told = "橋は週末に閉鎖される。"
    got = stage(draft(STORY, f"{told}【パリ山田太郎】", tag="ja"))
    assert got.dateline is not None
    assert got.lines[-1].text == told
    found = got.dateline
    assert (found.raw, found.paragraph, found.start, found.body_start) == ("【パリ山田太郎】", 1, len(told), 0)


def test_a_korean_writer_signs_with_the_place() -> None:
    got = stage(
        draft("다리가 닫혔다.", tag="ko", bylines=(Found("수원, 대전 한지민 기자 han@news.test", "html", "/html/p"),))
    )
    assert got.dateline is not None
    assert [p.name for p in got.dateline.places] == ["수원", "대전"]
    line = "수원, 대전 한지민 기자 han@news.test"
    found = got.dateline
    assert line[found.start : found.end] == found.raw == "수원, 대전 한지민 기자"
    assert found.body_start == len(line), "nothing of the story stands in the writer's line"


def test_the_tables_of_places_are_small_and_say_where_they_come_from() -> None:
    folder = rules.DATA
    assert len(folder.joinpath("places.tsv").read_bytes()) <= 2_000_000
    assert len(folder.joinpath("exonyms.toml").read_bytes()) <= 40_000


@pytest.mark.parametrize("tag", ["de", "ru", "zh"])
def test_the_words_of_a_page_load_in_little_more_than_their_files(tag: str) -> None:
    """TOML of the page's language and English, agencies and places: about 30 ms of CPU when this was written."""
    loaders = (
        agencies._table,
        gazetteer.tables,
        gazetteer.standalone,
        gazetteer.regions,
        gazetteer.territories,
        gazetteer.table,
    )

    def load(_: str) -> None:
        rules.language.cache_clear()
        for lang in (tag, "en"):
            rules.language(lang)
        for loader in loaders:
            loader.cache_clear()
            loader()

    # told beside the parse of the files itself, in turns: what else runs slows both, or a later turn is quiet
    texts = [rules.DATA.joinpath("languages", f"{lang}.toml").read_text(encoding="utf-8") for lang in (tag, "en")]
    turns = [(seconds(load, ""), seconds(lambda _: [tomllib.loads(text) for text in texts], "")) for _ in range(7)]
    assert min(loading / (parsing + 0.005) for loading, parsing in turns) < 2.5
