"""Records for page objects and callbacks of scrapy-poet: a provider of `newsspider.Article` and of zyte's `Article`.

`ADDONS = {"newsspider.Addon": 500, "scrapy_poet.Addon": 300}` and
`SCRAPY_POET_PROVIDERS = {"newsspider.poet.ArticleProvider": 500}`; then a callback or a page object says
`article: newsspider.Article`. Needs the extra `poet`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy_poet import PageObjectInputProvider
from zyte_common_items import Article as ZyteArticle

from newsspider.fetch.bodies import page_of
from newsspider.mappings import zyte
from pipelines.record import Article, Rejection
from pipelines.worker import Pool
from pipelines.worker.tasks import answered, asked


class ArticleProvider(PageObjectInputProvider):  # type: ignore[misc]
    """Parses a response in a killable worker, as the item pipelines do; a rejected page ends with IgnoreRequest."""

    provided_classes = {Article, ZyteArticle}  # noqa: RUF012 - scrapy-poet's own form

    def __init__(self, injector: Any) -> None:
        super().__init__(injector)
        settings = injector.crawler.settings
        folder = Path(settings.get("NEWSSPIDER_SITES") or "sites.toml").parent / "sites"
        self._sites = str(folder) if folder.is_dir() else None
        self._contacts = settings.getbool("NEWSSPIDER_CONTACTS")
        self._jobs = settings.getint("NEWSSPIDER_WORKERS", 1)
        self._pool: Pool | None = None
        injector.crawler.signals.connect(self._close, signal=signals.spider_closed)

    async def __call__(
        self, to_provide: set[Callable[..., Any]], request: Request, response: Response
    ) -> Sequence[Any]:
        """Return the record of a response, in each of the forms asked for."""
        # a response learns of its request only behind the middleware that calls here
        found = await self._parsed(response.replace(request=request))
        if isinstance(found, Rejection):
            raise IgnoreRequest(f"{found.reason}: {found.detail or response.url}")
        forms: list[Any] = [found] if Article in to_provide else []
        if ZyteArticle in to_provide:
            forms.append(ZyteArticle.from_dict(zyte.article(found)))
        return forms

    async def _parsed(self, response: Response) -> Article | Rejection:
        page = page_of(response)
        if isinstance(page, Rejection):
            return page
        if self._pool is None:
            self._pool = Pool("pipelines.worker.tasks:record", jobs=self._jobs)
        answer = await asyncio.wrap_future(self._pool.submit(asked(page, self._sites, contacts=self._contacts)))
        found = answered(answer, page)
        assert isinstance(found, Article | Rejection)
        return found

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None
