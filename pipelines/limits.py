"""Every cap in one place, each with what it was measured against.

"Real pages" are 439 news pages of about 180 outlets (research of 2026-11); the figures are their maxima unless said.
"""

from __future__ import annotations

from typing import Final

MAX_DECODED_BYTES: Final = 5_000_000
"""Page size after decoding. The largest real page has 2.2 MB; trafilatura grows with exponent 1.36 above 1 MB."""

MAX_ELEMENTS: Final = 50_000
"""Elements in a page: twelve times the largest real page (4,274)."""

MAX_DEPTH: Final = 1_010
"""Nesting of elements on the second try with a huge tree: a thousand, inside html, body and the like. The deepest real
page has 51; at 3,000 trafilatura recurses too deep."""

LONG_TAG: Final = 16_000
"""Characters of one tag above which its attributes are counted before the parser sees them."""

MAX_TAG: Final = 1_000_000
"""Characters of one tag. Real pages carry up to 300 KB of JSON in one attribute; 9 MB cost trafilatura 6 s."""

MAX_ATTRIBUTES: Final = 1_000
"""Attributes of one element. The fullest real one has 73; libxml2 looks for doubles in quadratic time."""

MAX_CHILDREN: Final = 5_000
"""Inline children of one element. The widest real page has 227; trafilatura is quadratic in inline siblings. Blocks
(paragraphs, list items) are not counted: they cost what their number costs."""

MIN_BYTES_PER_CONTROL: Final = 20
"""Bytes of a page's head for each control character. Random bytes have one in ten, an ordinary page none, and the
oddest text kept in the hostile set one in forty."""

MIN_CHARACTERS_PER_ERROR: Final = 5
"""Characters for each one that no encoding reads; with more errors the words are gone."""

MAX_JSON_LD: Final = 2_000_000
"""Characters in one JSON-LD block. A real live blog has 841,000."""

MAX_JSON_DEPTH: Final = 100
"""Nesting inside JSON-LD; real graphs stay under 12."""

MAX_BYLINE: Final = 2_000
"""Characters of a byline before any pattern looks at it. Real ones stay under 300."""

MAX_PIECES: Final = 200
"""Pieces between separators in one byline: 60 names with a title and a place each would be 180."""

MAX_AUTHORS: Final = 100
"""Parties in one byline: investigations by consortia list about 60."""

MAX_DATELINE: Final = 90
"""Code points from place to terminator (news-conventions B.6)."""

MAX_DATELINE_BRACKETS: Final = 140
"""The same for CJK brackets that hold bylines (news-conventions B.6)."""

MAX_CAPTION: Final = 4_000
"""Characters of a caption before any pattern looks at it. The longest real one has 1,300."""

MAX_LINE: Final = 4_000
"""Characters of a body line that a furniture rule may look at; whole lines of furniture stay under 600."""

MIN_CAPTION_KEY: Final = 12
"""Letters that two texts must share before equal texts make them one caption: shorter ones are names and labels."""

MIN_CREDIT_KEY: Final = 6
"""Letters that a line and a credit must share: "Reuters" is one, "dpa" a sign-off as often as not."""

LONG_CAPTION_KEY: Final = 40
"""Letters from which one caption that begins another is the same: the longer one has the credit behind it."""

MAX_CREDIT: Final = 300
"""Characters of a credit line: the longest real one, eight pictures of a montage, has 280."""

MAX_PICTURES: Final = 300
"""Pictures of one page; the largest real gallery has 112."""

LATEST_YEAR: Final = 2050
"""Last year that a date of publication may have where nobody said when the page was fetched: 2099 and 9999 are
placeholders, and the clock is no input."""

MAX_DETAIL: Final = 200
"""Characters of a rejection's detail (design section 4)."""

MAX_POSTS: Final = 2_000
"""Posts of a live blog; a real one of a day of unrest has 428."""

MIN_ARTICLE_CHARACTERS: Final = 200
"""Body length that makes an article without further evidence (research: reliability, section 5)."""

MIN_ARTICLE_PARAGRAPHS: Final = 2
"""Or so many paragraphs: short wire items have two of 80 characters."""

DEADLINE_SECONDS: Final = 20.0
"""Wall time of one page in the worker: 25 times the slowest real page."""

MEMORY_BYTES: Final = 1_000_000_000
"""Address space that a page may add in the worker: 10 MB of JSON-LD took trafilatura 1.4 GB."""

WORKER_PAGES: Final = 2_000
"""Pages after which a worker is replaced: insurance, no growth was measured over 20,000 pages."""

MAX_LINE_BYTES: Final = 8_000_000
"""Bytes of one output line (promise P13)."""

MAX_FETCHED_BYTES: Final = 20_000_000
"""Bytes of one page as stored or fetched; above MAX_DECODED_BYTES it is refused anyway, and with its digest."""

LOOK_AHEAD_PAGES: Final = 1_500
"""Pages a worker that the re-parse reads ahead of a slow one: at 14 ms a page the others work as long as a deadline."""

SHELF_BYTES: Final = 16_000_000
"""Bytes of finished lines that wait in memory behind a slow page: some 400; further ones wait on the disk."""

LOOK_AHEAD_BYTES: Final = 64_000_000
"""Bytes of pages read ahead in all: three of the largest, or some 300 usual ones."""

MAX_PARTS: Final = 30
"""Pages of one article. Long reads and slide shows have up to twenty; each page of one costs a parse of all of them."""

MAX_PART_ADDRESSES: Final = 200_000
"""First pages that addresses with a page number may belong to; at 300 bytes each they stay below 60 MB."""

MAX_PART_BYTES: Final = 64_000_000
"""Pages of articles of several pages that are kept from an archive: some six hundred pages of 100 KB."""

ENDING_LINES: Final = 8
"""Last lines of a story that may stand below its end: labelled pages have at most five, and each costs its features."""

ENDING_SHARE: Final = 0.3
"""Share of a story's text that the learned end may take: a page unlike news loses no more to a wrong guess."""

ENDING_STORY: Final = 3
"""Lines of a story whose end is judged: two are too few to tell what is unlike the others."""
