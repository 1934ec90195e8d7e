"""The pace: one connection a host and seconds between requests, whatever the settings say.

Scrapy takes concurrency and delay from settings, from the spider and from a request's meta. Here
they come from one place, which knows a floor and one exception: names pinned to loopback.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.utils.httpobj import urlparse_cached

from crawler.resolver import Pins, parse_pins

FLOOR = 3.0
"""Seconds between the starts of two requests to one host, at least. Not a setting."""

JITTER = 0.25
"""The delay varies by a quarter, so that requests of many hosts do not fall into step."""

LONGEST_CRAWL_DELAY = 600.0
"""Seconds. A Crawl-delay above is honoured as this: longer ones are mistakes of a decimal place."""


class PoliteDownloader(Downloader):
    """A downloader whose slots are one a host name, each with the host's own delay."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pins: Pins = parse_pins(self.settings.getlist("GONGKAI_RESOLVE"))
        self._pinned = {host for host, _ in self._pins}
        self._loopback_delay = self.settings.getfloat("GONGKAI_LOOPBACK_DELAY")
        self._asked: dict[str, float] = {}

    def get_slot_key(self, request: Request) -> str:
        """Give the host, also after a redirect to another one, and set the host's pace."""
        host = urlparse_cached(request).hostname or ""
        self.per_slot_settings[host] = self._slot_settings(host)
        return host

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Honour a `Crawl-delay` of robots.txt; it can only lengthen the delay."""
        self._asked[host] = min(seconds, LONGEST_CRAWL_DELAY)
        if host in self.slots:
            settings = self._slot_settings(host)
            self.slots[host].delay = settings["delay"]
            self.slots[host].jitter = settings["jitter"]

    def _slot_settings(self, host: str) -> dict[str, Any]:
        asked = self._asked.get(host, 0.0)
        if host in self._pinned:
            return {"concurrency": 1, "delay": max(self._loopback_delay, asked), "jitter": 0.0}
        return {"concurrency": 1, "delay": mean_delay(self._delay, asked), "jitter": JITTER}


def mean_delay(configured: float, asked: float) -> float:
    """Give the mean delay whose shortest, after jitter, is the floor or what was asked for."""
    return max(configured, FLOOR, asked) / (1 - JITTER)
