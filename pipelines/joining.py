"""An article of several pages to one record (issue 4-4): the first page's, with the bodies of the others behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipelines import limits
from pipelines.extract.parts import Stated, stated
from pipelines.page import Page, address
from pipelines.record import Article, Body, Rejection
from pipelines.text import key

Parser = Callable[[Page], Article | Rejection]


@dataclass(frozen=True, slots=True)
class _Part:
    page: Page
    says: Stated
    article: Article


def parse_part(pages: Sequence[Page], at: int, parser: Parser) -> Article | Rejection:
    """Return what becomes of page `at` among pages that may be the parts of one article, in their order.

    The first becomes the whole article, a part of it the rejection `part_of`; what no page calls a part, has another
    headline or repeats the first stays a page of its own. A function of the pages alone, whatever `at` is.
    """
    chain = _chain(pages, parser)
    if at >= len(chain):
        return parser(pages[at])
    first, own = chain[0].article, chain[at].article
    if len(chain) == 1:
        return first
    if at == 0:
        return _joined([part.article for part in chain])
    detail = f"part {at + 1} of {first.url}"[: limits.MAX_DETAIL]
    return Rejection(url=own.url, retrieved_at=own.retrieved_at, source=own.source, reason="part_of", detail=detail)


def _chain(pages: Sequence[Page], parser: Parser) -> list[_Part]:
    """Return the parts from the first page on, as far as each is a part of the same article."""
    chain: list[_Part] = []
    for number, page in enumerate(pages, start=1):
        article = parser(page)
        if isinstance(article, Rejection):
            break
        part = _Part(page, stated(page), article)
        if chain and not (_is_named(chain, part, number) and _goes_on([p.article for p in chain], article)):
            break
        chain.append(part)
    return chain


def _is_named(chain: Sequence[_Part], part: _Part, number: int) -> bool:
    """Tell whether one of the pages calls the other a part: its neighbour or the first page by name or number."""
    here = address(part.page.url)
    first, before = chain[0], chain[-1]
    if here in before.says.following or here in first.says.following or (number, here) in before.says.numbered:
        return True
    return bool({address(first.page.url), address(before.page.url)} & part.says.preceding)


def _goes_on(before: Sequence[Article], article: Article) -> bool:
    """Tell whether an article has the first one's headline and, for the most part, text of its own."""
    title, other = key(before[0].headline or ""), key(article.headline or "")
    if not title or not (title.startswith(other) or other.startswith(title)) or not other:
        return False
    known = {text for one in before for text in one.body.paragraphs}
    return sum(text not in known for text in article.body.paragraphs) * 2 > len(article.body.paragraphs)


def _joined(parts: Sequence[Article]) -> Article:
    """Return the first article with what the others add: text that is not there yet, pictures, notices."""
    first = parts[0]
    blocks = list(first.body.blocks)
    images = list(first.images)
    texts, pictures = {block.text for block in blocks}, {image.url for image in images}
    for part in parts[1:]:
        blocks += [block for block in part.body.blocks if block.text not in texts]
        images += [image for image in part.images if image.url not in pictures]
        texts |= {block.text for block in part.body.blocks}
        pictures |= {image.url for image in part.images}
    paragraphs = tuple(block.text for block in blocks)
    return replace(
        first,
        body=Body("\n\n".join(paragraphs), paragraphs, tuple(blocks)),
        images=tuple(images),
        authors=next((part.authors for part in parts if part.authors), ()),
        corrections=tuple(c for part in parts for c in part.corrections),
        editor_notes=tuple(n for part in parts for n in part.editor_notes),
        dropped=tuple(d for part in parts for d in part.dropped),
        rejected=tuple(r for part in parts for r in part.rejected),
        warnings=tuple(dict.fromkeys([*(w for part in parts for w in part.warnings), "joined_parts"])),
    )
