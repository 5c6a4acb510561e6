"""The reference article, worked by hand in news-conventions E.6: as a text dump and as a page.

No word of it is in this repository: what is expected stands here as digests (the first 16 hex digits of SHA-256),
lengths and offsets. Skipped where the labelled material is absent; fixtures of our own cover the same forms everywhere.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from pipelines.page import Origin, Page
from pipelines.parse import parse
from pipelines.record import Article

SEED = Path(os.environ.get("NEWSSPIDER_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "seed"
PARAGRAPHS = [
    (392, "0a197fe744037d5d"),
    (283, "f8b03bb23e02e2cd"),
    (524, "a6cf041d126c56a0"),
    (593, "2c2a05a7bde47c80"),
    (510, "4ba91908c5784827"),
    (413, "b24569fa794d978f"),
    (304, "acddded8f0959c13"),
    (451, "85426f0db993ab85"),
]
BODY = "7627e1c882a7447822bd11820ce93aafc57e2eda9986c9527bc0b4cb7cffd465"

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="no reference article beside the project")


def mark(text: str | None) -> str | None:
    """Return the digest by which a string of the article is known here."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical_of(html: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)"', html)
    assert found
    return found[1]


@pytest.fixture(scope="module", params=["txt", "html"])
def article(request: pytest.FixtureRequest) -> Article:
    (path,) = SEED.glob(f"*.{request.param}")
    content = path.read_bytes()
    if request.param == "txt":
        page = Page(content, media_type="text/plain", origin=Origin("text", path.name))
    else:
        url = canonical_of(content.decode())
        page = Page(content, url=url, retrieved_at="2018-05-26T00:00:00Z", origin=Origin("file", path.name))
    made = parse(page)
    assert isinstance(made, Article)
    return made


def test_headline(article: Article) -> None:
    assert mark(article.headline) == "11d0e6e5c44d4e5d"
    assert article.alternative_headline is None


def test_authors(article: Article) -> None:
    found = [(mark(a.name), a.type, a.role, mark(a.bureau), a.affiliation, a.is_publisher) for a in article.authors]
    assert found == [
        ("8c59c538c31f965d", "person", "original_author", "17a1e66827694902", None, False),
        ("4f06117c6bde03fd", "person", "original_author", "6a1c525844cff07c", None, False),
    ]


def test_dateline(article: Article) -> None:
    found = article.dateline
    assert found
    assert mark(found.raw) == "904e486def07d99b"
    assert (found.paragraph, found.start, found.end, found.body_start) == (0, 0, 17, 18)
    assert (found.label, found.date, found.agencies, found.byline) == (None, None, (), ())
    assert [(mark(p.name), p.region, p.country) for p in found.places] == [
        ("65bb46ed07b2bbf1", None, "CN"),
        ("4661bd5b4b1a3ded", None, "RU"),
    ]


def test_body(article: Article) -> None:
    assert [(len(p), mark(p)) for p in article.body.paragraphs] == PARAGRAPHS
    assert hashlib.sha256(article.body.text.encode()).hexdigest() == BODY
    assert len(article.body.text) == 3484
    assert {b.kind for b in article.body.blocks} == {"paragraph"}


def test_picture(article: Article) -> None:
    (image,) = article.images
    assert (len(image.caption or ""), mark(image.caption)) == (164, "06d3b00e05f25b09")
    assert (image.is_main, image.caption_source, image.date_taken) == (True, "caption", "2018-05-14")
    assert [(mark(p.name), p.position) for p in image.positions] == [("59d516544c3843a3", "left")]
    assert (image.file_photo, image.illustrative, image.usage_terms) == (False, False, None)
    credit = image.credit
    assert credit
    assert mark(credit.raw) == "c5349ed7351b9d61"
    assert [(mark(c.name), c.role) for c in credit.creators] == [("f2e70d9d84c9bc27", "photographer")]
    assert (credit.kind, credit.agencies, credit.supplied_by, credit.pool) == ("photo", ("AP",), (), True)
    assert (credit.handout, credit.courtesy, credit.composite, credit.ai_generated) == (False, False, False, False)


def test_rest(article: Article) -> None:
    assert article.translation_of
    assert article.translation_of.language == "ja"
    assert article.language == "en"
    assert mark(article.publisher.name) == "d879f54340baacca"
    assert (article.corrections, article.editor_notes, article.republished_from) == ((), (), None)
    assert "translator_unknown" in article.warnings


def test_what_only_the_dump_lacks(article: Article) -> None:
    if article.source.kind == "text":
        assert (article.id, article.url, article.canonical_url) == (f"sha256:{BODY}", None, None)
        assert (article.date_published, article.date_published_offset) == (None, None)
        assert (article.retrieved_at, article.publisher.domain) == (None, None)
        assert "date_published_missing" in article.warnings
        assert [(mark(d.text), d.category, d.position) for d in article.dropped] == [
            ("c8103c5370f07580", "skip_link", "head"),
            ("6ab1061ae843aaa9", "related", "tail"),
            ("e0725362657c1e0d", "follow", "tail"),
        ]
        assert article.access == "unknown"
        return
    url = canonical_of(next(SEED.glob("*.html")).read_text(encoding="utf-8"))
    assert (article.url, article.canonical_url) == (url, url)
    assert article.date_published == "2018-05-25T14:02:11+09:00"
    assert (article.date_published_offset, article.date_published_utc_offset_minutes) == ("stated", 540)
    assert article.publisher.domain == url.split("/")[2]
