"""The day that a page prints beside its story, in any element, claimed or not."""

from __future__ import annotations

import pytest

from newsspider import Page, parse
from pipelines.published import days, opening
from pipelines.record import Article

SENTENCES = {
    "en": "The ferry to the northern island sailed again on the {n}th morning, and the port counted {n}00 cars "
    "on its decks, many more than in the weeks before the storm that had closed the port.",
    "de": "Die Fähre zur nördlichen Insel fuhr am {n}. Morgen wieder, und der Hafenmeister zählte {n}00 Autos auf den "
    "Decks, viel mehr als in den Wochen vor dem Sturm, der den Hafen geschlossen hatte.",
    "no": "Fergen til den nordlige øya seilte igjen den {n}. morgenen, og havnesjefen telte {n}00 biler om bord, langt "
    "flere enn i ukene før stormen som hadde stengt havnen for all trafikk.",
    "zh": "开往北岛的渡轮在第{n}天早晨再次起航，甲板上有{n}百辆汽车，比风暴关闭港口之前的几个星期多得多。",
}


def read(html: str) -> Article:
    got = parse(Page(html.encode(), url="https://harbour.test/a"))
    assert isinstance(got, Article)
    return got


def page(above: str, below: str = "", *, lang: str = "en", title: str = "<h1>Ferry 7 sails again</h1>") -> str:
    story = "".join(f"<p>{SENTENCES[lang].format(n=n)}</p>" for n in range(2, 6))
    head = "<head><title>Ferry 7 sails again</title></head>"
    return f"<html lang={lang}>{head}<body><a href=/>Home</a><main>{title}{above}{story}{below}</main></body></html>"


STYLES = [
    # (lang, above the story, below it, published, modified)
    ("de", "<p class=x>21. Januar 2022 | Mobilität</p>", "", "2022-01-21", None),
    ("de", "<h3>Datum: 22.12.2012, Rubrik: Häfen</h3>", "", "2012-12-22", None),
    ("no", "<p><span>Tromsø, 2. november 2021 </span></p>", "", "2021-11-02", None),
    ("en", "<div>Posted on March 8, 2019 by Ana Silva</div>", "", "2019-03-08", None),
    ("en", "<table><tr><td>Ana Silva</td><td>3 May 2021, 14:05</td></tr></table>", "", "2021-05-03T14:05:00", None),
    ("de", "<div><time><span>23.09.22</span><span>12:44</span></time></div>", "", "2022-09-23T12:44:00", None),
    ("zh", "<div>发布时间：2019-05-18 来源：港口网</div>", "", "2019-05-18", None),
    ("en", "<div>3/27/2016 6:42 AM PDT BY THE NEWSROOM</div>", "", "2016-03-27T06:42:00-07:00", None),
    ("en", "<p>January 18, 2020</p>", "", "2020-01-18", None),
    ("de", "<p>(18.01.2018) Die Fähre zur Insel fährt wieder, sagte der Hafenmeister.</p>", "", "2018-01-18", None),
    ("de", "<p>27.1.2022 - Die Fähre zur Insel fährt wieder, sagte der Hafenmeister.</p>", "", "2022-01-27", None),
    ("en", "<i>Updated: Oct 9, 2019, 11:05 | Published: Oct 8, 2019</i>", "", "2019-10-08", "2019-10-09T11:05:00"),
    ("de", "", "<p>Erschienen am: 01.11.2023</p>", "2023-11-01", None),
    ("de", "", "<div>Letzte Aktualisierung: 17.01.2021</div>", None, "2021-01-17"),
]


@pytest.mark.parametrize(("lang", "above", "below", "published", "modified"), STYLES)
def test_a_day_set_apart_is_the_day_of_the_story(
    lang: str, above: str, below: str, published: str | None, modified: str | None
) -> None:
    got = read(page(above, below, lang=lang))
    assert (got.date_published, got.date_modified) == (published, modified)
    if published:
        assert got.provenance["/date_published"].source == "html"


def test_a_day_in_the_heading_itself() -> None:
    title = "<h1>Ferry 7 sails again<br><small>02.02.2022 • 3 min</small></h1>"
    assert read(page("", lang="de", title=title)).date_published == "2022-02-02"


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("The strike began on May 3, 2024, and the port has been closed since", "en"),
        ("On Monday, May 3, 2024, the council voted.", "en"),
        ("Am 24. Februar 2022 begann der Umbau des Hafens, der drei Jahre dauern soll.", "de"),
        ("Le 3 mai 2024, le conseil a voté la fermeture du port de commerce", "fr"),
        ("Seit dem 1.4.2020 fährt die Fähre nur noch an drei Tagen der Woche", "de"),
    ],
)
def test_a_day_that_a_sentence_tells_of_is_not(line: str, tag: str) -> None:
    assert list(days(line, tag)) == []
    assert opening(line, tag) is None


def test_a_chronicle_tells_of_many_days() -> None:
    story = "".join(f"<p>{n}. Mai 2020 – Die Fähre fährt wieder, sagte der Hafenmeister.</p>" for n in range(1, 6))
    assert read(page(story, lang="de")).date_published is None


def test_the_day_of_another_story_is_not_this_one() -> None:
    other = "<aside><a href=/b>The lighthouse is for sale</a><span>3 May 2021</span></aside>"
    assert read(page("", other)).date_published is None


def test_what_htmldate_finds_is_the_last_resort_and_labelled() -> None:
    others = "".join(f"<li><a href=/{n}>Another story of day {n} at the harbour</a></li>" for n in range(30))
    marked = "<footer><p class=published>Published on: March 2, 2015</p></footer>"
    got = read(page("", f"<ul>{others}</ul>{marked}"))
    assert got.date_published == "2015-03-02"
    place = got.provenance["/date_published"]
    assert (place.source, place.locator) == ("derived", "htmldate")
