"""Scrapy settings of the crawler: polite, closed to the outside, and with our stages in their one order."""

from __future__ import annotations

from pipelines.items import ITEM_PIPELINES

__all__ = ["ITEM_PIPELINES"]

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

# manners
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
COOKIES_ENABLED = False
REFERRER_POLICY = "same-origin"

# what a page may cost (research: reliability, sections 5 and 7)
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_TIMEOUT = 30
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5

# nothing listens, nothing but HTTP is fetched, certificates are checked
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True

LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"

# ours: command line over project over these
NEWSSPIDER_DATA = "data"
NEWSSPIDER_OUTPUT = None
NEWSSPIDER_WORKERS = 1
NEWSSPIDER_CONTACTS = False
