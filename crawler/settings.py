"""Scrapy's settings. Every number has its reason; none can make the crawler less polite.

The floor of the delay and the one connection a host are not here but in `downloader.py`, where no
setting reaches them.
"""

from __future__ import annotations

from crawler.manners.downloader import FLOOR

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]

# -- who may be asked, and how often
ROBOTSTXT_OBEY = True  # by crawler.manners.robots, in place of Scrapy's leaking gate
COOKIES_ENABLED = False  # a cookie would tie requests together; no page of a report needs one
HTTPPROXY_ENABLED = False  # the crawler comes under its own address or not at all
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False  # crawler.manners.hops follows what is literal
RETRY_ENABLED = False  # the ledger retries: every attempt is recorded
DOWNLOADER = "crawler.manners.downloader.PoliteDownloader"
SCHEDULER = "crawler.runs.scheduler.LedgerScheduler"
DOWNLOAD_DELAY = FLOOR  # seconds; more is possible, less is not
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # portals of counties run on small machines
CONCURRENT_REQUESTS = 64  # hosts at once; at 3 s a host that is some 20 requests a second at most
CONCURRENT_ITEMS = 1  # the spider gives none; Scrapy begins so many tasks for every answer
REDIRECT_MAX_TIMES = 5  # RFC 9309 asks for five; a chain that is longer is a loop
DOWNLOAD_TIMEOUT = 60  # seconds; slow portals take 20 to 40 for a large file, dead ones for ever
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # bytes; the largest scanned report seen is under 40 MB
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # a body that was cut off is archived, then recorded as such
DOWNLOAD_VERIFY_CERTIFICATES = True
DNS_TIMEOUT = 20  # seconds
TWISTED_DNS_RESOLVER = "crawler.manners.resolver.PinnedResolver"
COMPRESSION_ENABLED = False  # the archive keeps bodies as received; pages.decoding undoes it
HTTPERROR_ALLOW_ALL = True  # every status is a finding
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/json,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.manners.wire.WireHandler",
    "https": "crawler.manners.wire.WireHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # the gate knows the plan
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.manners.robots.RobotsGate": 100,  # before anything that could send
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.manners.hops.Hops": 600,  # in place of Scrapy's redirects
    "crawler.store.tape.Tape": 900,  # next to the wire: sees what was sent, hop by hop
}

# -- on this machine
LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # nothing listens
STATS_DUMP = False
GONGKAI_RESOLVE: list[str] = []  # pins; see crawler.manners.resolver
GONGKAI_LOOPBACK_DELAY = 0.02  # seconds between requests to a pinned host
GONGKAI_DUE_DAYS = 7  # a column read whole within so many days is not due; reports come yearly
