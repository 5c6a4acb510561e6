"""Kinds of pages: what is an article and of which genre, what is none and why; pages made up in several languages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipelines.page import Page
from pipelines.parse import parse
from pipelines.record import Article, Rejection

STORY = {
    "en": "The ferry crew voted for the new contract on Tuesday, and the harbour office said that boats would leave"
    " again at six in the morning, as they had for forty years before the strike.",
    "de": "Die Besatzung der Fähre stimmte am Dienstag für den neuen Vertrag, und das Hafenamt teilte mit, die Schiffe"
    " würden wieder um sechs Uhr ablegen, wie in den vierzig Jahren vor dem Streik.",
    "fr": "L'équipage du bac a voté mardi pour le nouveau contrat, et la capitainerie a indiqué que les bateaux"
    " repartiraient à six heures, comme pendant les quarante années qui ont précédé la grève.",
    "es": "La tripulación del transbordador votó el martes a favor del nuevo contrato, y la capitanía indicó que los"
    " barcos volverían a salir a las seis, como en los cuarenta años anteriores a la huelga.",
    "sv": "Färjans besättning röstade på tisdagen för det nya avtalet, och hamnkontoret meddelade att båtarna åter går"
    " klockan sex, precis som under de fyrtio åren före strejken.",
    "ja": "渡し船の乗組員は火曜日、新しい契約に賛成した。港の事務所によると、船はストライキの前の四十年間と同じように、"
    "再び朝六時に出るという。住民は喜んでいる。",
    "ru": "Экипаж парома во вторник проголосовал за новый договор, и управление порта сообщило, что суда снова будут"
    " отходить в шесть утра, как и все сорок лет до забастовки.",
}


def story(lang: str) -> str:
    return "".join(f"<p>{STORY[lang]} ({number})</p>" for number in range(1, 6))


def page(
    lang: str,
    headline: str,
    body: str,
    *,
    data: dict[str, Any] | None = None,
    address: str = "https://www.harbour.test/news/ferry-crew-votes",
    status: int = 200,
) -> Article | Rejection:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    html = (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{headline}</title>{script}</head>'
        f"<body><main><article><h1>{headline}</h1>{body}</article></main></body></html>"
    )
    return parse(Page(html.encode(), address, "2024-05-04T10:00:00Z", status, "text/html", "utf-8"))


def typed(kind: str, **more: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": kind, "headline": "Ferry", **more}


@pytest.mark.parametrize(
    ("lang", "headline", "data", "address", "genre"),
    [
        ("en", "Ferry crew votes", typed("NewsArticle"), None, "news"),
        ("en", "Ferry crew votes", typed("NewsArticle", articleSection="Opinion"), None, "opinion"),
        ("en", "Why the crew was right", typed("OpinionNewsArticle"), None, "opinion"),
        ("en", "Opinion | Why the crew was right", None, None, "opinion"),
        ("de", "Kommentar: Die Besatzung hat recht", None, None, "opinion"),
        ("fr", "La grève et nous", typed("NewsArticle", articleSection="Tribunes"), None, "opinion"),
        ("ja", "船と港", typed("NewsArticle", articleSection="社説"), None, "opinion"),
        ("ru", "Паром и мы", typed("NewsArticle", articleSection="Мнения"), None, "opinion"),
        ("sv", "Strejken", None, "https://www.hamnen.test/ledare/strejken-och-vi", "opinion"),
        ("de", "Analyse: Was der Streik bedeutet", None, None, "analysis"),
        ("en", "What it means", typed("NewsArticle", articleSection="News Analysis"), None, "analysis"),
        ("es", "Entrevista | La capitana habla", None, None, "interview"),
        ("fr", "« Nous repartons »", typed("NewsArticle", articleSection="Entretien"), None, "interview"),
        ("de", "Interview: «Wir fahren wieder»", None, None, "interview"),
        ("en", "No, the ferry did not sink", typed("ClaimReview"), None, "fact_check"),
        ("en", "No, the ferry did not sink", None, "https://www.harbour.test/fact-check/ferry-sank", "fact_check"),
        ("de", "Faktencheck: Sank die Fähre?", None, None, "fact_check"),
        ("es", "El barco no se hundió", typed("NewsArticle", articleSection="Verificación"), None, "fact_check"),
        ("de", "Hafen-Ticker: Alle Meldungen zum Streik", None, None, "live_blog"),
        ("en", "Harbour Ltd orders four ferries", typed("NewsArticle", articleSection="Press Releases"), None,
         "press_release"),
        ("en", "A film about a ferry", typed("ReviewNewsArticle"), None, "review"),
        ("en", "Video: ferry leaves the harbour", None, None, None),
        ("en", "The opinion of the crew", None, None, None),
        ("en", "Harbour opinion divided", None, "https://www.harbour.test/news/opinion-divided", None),
    ],
)  # fmt: skip
def test_genre(lang: str, headline: str, data: dict[str, Any] | None, address: str | None, genre: str | None) -> None:
    more = {"address": address} if address else {}
    made = page(lang, headline, story(lang), data=data, **more)
    assert isinstance(made, Article), made
    assert made.genre == genre


def test_a_wire_story_is_news_and_a_newswire_story_a_press_release() -> None:
    wire = page("en", "Ferry crew votes", f"<p>HARWICH, England (Reuters) - {STORY['en']}</p>" + story("en"))
    assert isinstance(wire, Article)
    assert wire.genre != "press_release"
    release = page(
        "en", "Four ferries", f"<p>HARWICH, England, May 4, 2024 /PRNewswire/ -- {STORY['en']}</p>" + story("en")
    )
    assert isinstance(release, Article)
    assert release.genre == "press_release"


def test_a_live_blog_keeps_its_posts() -> None:
    posts = [
        {"@type": "BlogPosting", "headline": f"Boat {n}", "articleBody": STORY["en"],
         "datePublished": f"2024-05-04T0{n}:00:00Z"}
        for n in range(1, 5)
    ]  # fmt: skip
    made = page("en", "Ferry strike live", story("en"), data=typed("LiveBlogPosting", liveBlogUpdate=posts))
    assert isinstance(made, Article)
    assert made.genre == "live_blog"
    assert [post.headline for post in made.posts] == ["Boat 1", "Boat 2", "Boat 3", "Boat 4"]


def test_a_gallery_is_an_article_without_paragraphs() -> None:
    figures = "".join(
        f'<figure><img src="https://www.harbour.test/img/{n}.jpg" width="1200" height="800">'
        f"<figcaption>Crew member number {n} waits on the quay for the first boat.</figcaption></figure>"
        for n in range(1, 9)
    )
    made = page("en", "The strike in pictures", f"<p>{STORY['en']}</p>" + figures)
    assert isinstance(made, Article), made
    assert made.genre == "gallery"
    assert len(made.images) >= 6


def test_a_video_page_is_an_article_with_a_short_text() -> None:
    made = page("en", "Ferry leaves the harbour", f"<p>{STORY['en']}</p>", data=typed("VideoObject"))
    assert isinstance(made, Article), made
    assert made.genre == "video"


@pytest.mark.parametrize("lang", ["en", "de", "fr"])
def test_a_teaser_in_front_of_a_paywall_is_partial(lang: str) -> None:
    wall = {
        "en": "Subscribe to continue reading",
        "de": "Weiterlesen mit Abo",
        "fr": "La suite est réservée aux abonnés",
    }
    body = f"<p>{STORY[lang]}</p><p>{STORY[lang]} (2)</p><p>{wall[lang]}</p>"
    made = page(lang, "Ferry", body, data=typed("NewsArticle", isAccessibleForFree=False))
    assert isinstance(made, Article), made
    assert made.access == "partial"
    assert wall[lang] not in made.body.text


@pytest.mark.parametrize(
    ("lang", "headline", "body", "status", "reason"),
    [
        ("de", "Weiter mit Werbung", "<p>Wir und unsere Partner verwenden Cookies.</p><p>Alle akzeptieren</p>",
         200, "consent"),
        ("fr", "Votre vie privée", "<p>Nous et nos partenaires utilisons des cookies.</p><p>Tout accepter</p>",
         200, "consent"),
        ("en", "We value your privacy", "<p>We and our partners use cookies.</p><p>Accept all</p>", 200, "consent"),
        ("en", "Log in", "<p>Log in to your account.</p><p>Forgot your password?</p><p>Create an account</p>",
         200, "login"),
        ("sv", "Logga in", "<p>Glömt lösenord?</p><p>Skapa konto</p>", 200, "login"),
        ("en", "Just a moment", "<p>Verify you are human.</p><p>Ray ID 7</p>", 200, "blocked"),
        ("en", "Access denied", "<p>You don't have permission to access this page.</p><p>Reference #18</p>",
         403, "blocked"),
        ("ja", "アクセスできません", "<p>不審なアクセスが検出されました。</p><p>画像認証をしてください。</p>",
         429, "blocked"),
        ("es", "Página no encontrada", "<p>La página que buscas no existe.</p>", 200, "soft_404"),
        ("ru", "Страница не найдена", "<p>Запрашиваемая страница не существует.</p>", 200, "soft_404"),
        ("en", "Page not found", "<p>Page not found.</p>", 404, "bad_http"),
        ("en", "Service unavailable", "<p>We are doing some work on the boiler.</p>", 503, "bad_http"),
        ("en", "Harbour", "<p>Please enable JavaScript.</p><p>JavaScript is required to view this site.</p>", 200,
         "needs_script"),
        ("en", "Ferry crew votes", "<p>A vote was held.</p>", 200, "too_short"),
    ],
)  # fmt: skip
def test_no_article(lang: str, headline: str, body: str, status: int, reason: str) -> None:
    made = page(lang, headline, body, status=status)
    assert isinstance(made, Rejection), made.headline
    assert made.reason == reason


def test_an_overview_is_an_index_page() -> None:
    cards = "".join(
        f'<div class="card"><h2><a href="/news/{n}">Ferry number {n} leaves the old harbour</a></h2>'
        f"<p>The crew of boat {n} voted for the contract.</p></div>"
        for n in range(1, 25)
    )
    made = page("en", "News", cards, data=typed("CollectionPage"), address="https://www.harbour.test/news/")
    assert isinstance(made, Rejection)
    assert made.reason == "index_page"


def test_a_page_that_a_script_fills_says_so() -> None:
    html = b"<html lang='en'><head><title>Ferry crew votes</title></head><body><div id='root'></div></body></html>"
    made = parse(Page(html, "https://www.harbour.test/news/1", "2024-05-04T10:00:00Z", 200, "text/html", "utf-8"))
    assert isinstance(made, Rejection)
    assert made.reason == "needs_script"


@pytest.mark.parametrize("lang", sorted(STORY))
def test_a_story_about_walls_stays_a_story(lang: str) -> None:
    about = {
        "en": "Readers saw the words access denied, are you a robot and page not found, the office said.",
        "de": "Leser sahen die Worte Zugriff verweigert, Alle akzeptieren und Seite nicht gefunden, sagte das Amt.",
        "fr": "Les lecteurs ont vu les mots accès refusé, tout accepter et page introuvable, dit la capitainerie.",
        "es": "Los lectores vieron las palabras acceso denegado y página no encontrada, dijo la capitanía.",
        "sv": "Läsarna såg orden åtkomst nekad och sidan hittades inte, sade hamnkontoret.",
        "ja": "読者は「アクセスできません」「ページが見つかりません」という文字を見たという。",
        "ru": "Читатели видели слова доступ запрещён и страница не найдена, сообщили в порту.",
    }
    assert isinstance(page(lang, "Ferry", story(lang) + f"<p>{about[lang]}</p>"), Article)
