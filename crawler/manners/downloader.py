"""The pace: one connection an address and seconds between requests, whatever the settings say.

Scrapy takes concurrency and delay from settings, from the spider and from a request's meta. Here
they come from one place, which knows a floor and one exception: names pinned to loopback. Hosts
that resolve to one address share a slot: hundreds of portals of a province may be one machine.
"""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached

from crawler.manners.resolver import Pins, declared, parse_pins

FLOOR = 3.0
"""Seconds between two requests to one host, at least. Not a setting."""

JITTER = 0.25
"""The delay varies by a quarter, so that requests of many hosts do not fall into step."""

LONGEST_CRAWL_DELAY = 600.0
"""Seconds. A Crawl-delay above is honoured as this: longer ones are mistakes of a decimal place."""


class PoliteDownloader(Downloader):
    """A downloader whose slots are one an address, each with the longest delay of its hosts."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        words = self.settings.getlist("GONGKAI_RESOLVE")
        self._pins: Pins = parse_pins(words)
        self._pinned = {host for host, _ in self._pins}
        self._loopback_delay = self.settings.getfloat("GONGKAI_LOOPBACK_DELAY")
        self._asked: dict[str, float] = {}
        """By slot: the longest Crawl-delay of its hosts."""
        self._addresses: dict[str, str] = declared(words)
        self._located: dict[str, asyncio.Task[None]] = {}

    async def locate(self, host: str) -> None:
        """Find out on which address a host lies, once; a name without one keeps its own slot."""
        if self._pins or host in self._addresses:
            return
        if host not in self._located:
            self._located[host] = asyncio.ensure_future(self._resolve(host))
        await asyncio.shield(self._located[host])

    async def _resolve(self, host: str) -> None:
        from twisted.internet import reactor  # noqa: PLC0415  # there is none before the crawl

        loop: Any = reactor
        try:
            # Scrapy's resolver keeps the answer: the connection goes to this very address.
            address = await maybe_deferred_to_future(loop.resolve(host))
        except OSError:  # what Twisted raises for a name without an address
            return
        self._addresses[host] = str(address)

    def slot_of(self, host: str) -> str:
        """Give what a host shares its pace with: its address where that is known."""
        return self._addresses.get(host, host)

    def get_slot_key(self, request: Request) -> str:
        """Give the slot, also after a redirect to another host, and set its pace."""
        host = urlparse_cached(request).hostname or ""
        slot = self.slot_of(host)
        self.per_slot_settings[slot] = self._slot_settings(host)
        return slot

    def crawl_delay(self, host: str, seconds: float) -> None:
        """Honour a `Crawl-delay` of robots.txt; it can only lengthen the delay."""
        slot = self.slot_of(host)
        self._asked[slot] = max(self._asked.get(slot, 0.0), min(seconds, LONGEST_CRAWL_DELAY))
        if slot in self.slots:
            settings = self._slot_settings(host)
            self.slots[slot].delay = settings["delay"]
            self.slots[slot].jitter = settings["jitter"]

    def _slot_settings(self, host: str) -> dict[str, Any]:
        asked = self._asked.get(self.slot_of(host), 0.0)
        if host in self._pinned:
            return {"concurrency": 1, "delay": max(self._loopback_delay, asked), "jitter": 0.0}
        return {"concurrency": 1, "delay": mean_delay(self._delay, asked), "jitter": JITTER}


def mean_delay(configured: float, asked: float) -> float:
    """Give the mean delay whose shortest, after jitter, is the floor or what was asked for."""
    return max(configured, FLOOR, asked) / (1 - JITTER)
