"""Scrapy settings of the crawler: polite, closed to the outside, and with our stages in their one order."""

from __future__ import annotations

from importlib.metadata import version

from pipelines import items

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]
NEWSPIDER_MODULE = "newsspider.spiders"

# manners: who asks, how fast, and what the site allows. A project adds its contact to the user agent
USER_AGENT = f"newsspider/{version('newsspider')}"
ROBOTSTXT_USER_AGENT = "newsspider"
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1
DOWNLOAD_DELAY_JITTER = 0.5
COOKIES_ENABLED = False
REFERRER_POLICY = "same-origin"

# what a page may cost (research: reliability, sections 5 and 7)
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5
# a page that was slow once costs another half minute at once, or nothing in the next run
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
# bytes of pages in the pipelines before fetching waits: the largest page and some usual ones, so that one slow page
# delays no other
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 30_000_000
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# nothing listens, nothing but HTTP to public addresses is fetched, certificates are checked
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "newsspider.fetch.addresses.Resolver"
# through a proxy the proxy resolves names, and nobody checks addresses: a project that turns it on knows that
HTTPPROXY_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newsspider.fetch.robots.RobotsMiddleware": 100,
    "newsspider.fetch.retry.RetryMiddleware": 550,
    "newsspider.fetch.addresses.AddressMiddleware": 560,
    "newsspider.fetch.redirects.MetaRefreshMiddleware": 580,
    "newsspider.fetch.bodies.BodiesMiddleware": 590,
    "newsspider.fetch.redirects.RedirectMiddleware": 600,
    "newsspider.running.HopsMiddleware": 610,
}

EXTENSIONS = {"newsspider.logs.SafeLog": 0, "newsspider.running.Run": 10}
ITEM_PIPELINES = items.ITEM_PIPELINES
LOG_LEVEL = "INFO"
LOG_FORMATTER = "newsspider.logs.LogFormatter"
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = dict.fromkeys(("jsonlines", "jsonl", "jl"), "newsspider.exporting.RecordLines")
MEMUSAGE_LIMIT_MB = 1_500

# ours: command line over project over these
NEWSSPIDER_DATA = "data"
NEWSSPIDER_SITES = "sites.toml"
NEWSSPIDER_OUTPUT = None
NEWSSPIDER_ARCHIVE = True
NEWSSPIDER_ARCHIVE_BYTES = 1_000_000_000
NEWSSPIDER_LEAST_FREE = 1_000_000_000
NEWSSPIDER_OBEY_NOARCHIVE = False
NEWSSPIDER_MAX_AGE_DAYS = 30
NEWSSPIDER_PROMETHEUS = None
NEWSSPIDER_WORKERS = 1
NEWSSPIDER_MEMORY = None
NEWSSPIDER_CONTACTS = False
NEWSSPIDER_MAX_WAIT = 900
NEWSSPIDER_PRIVATE_HOSTS: list[str] = []
NEWSSPIDER_TEST_HOSTS = False
NEWSSPIDER_CLOCK = None
