"""The frontier: hands the ledger's queued asks to Scrapy, one at a time for each host.

An ask is leased when it is handed out, and the next one of its host is handed out when what came
of it has been written. So a kill leaves at most one unanswered request a host, and the order within
a host is the same in every replay: listings first, then documents, then attachments, each in the
order in which the ledger came to know them.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from typing import Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from crawler.ledger.ledger import Queued
from crawler.manners.resolver import endpoint

_RANK = {"probe": 0, "menu": 1, "listing": 2, "document": 3, "attachment": 4}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class LedgerScheduler(BaseScheduler):
    """Scheduler over the ledger of the spider's session."""

    def __init__(self, spider: Any) -> None:
        self._spider = spider
        self._session = spider.session
        self._waiting: dict[str, list[tuple[int, int, Queued]]] = {}
        self._ready: dict[str, None] = {}
        """Hosts with an ask that can be handed out now, in the order they became so."""
        self._busy: set[str] = set()
        self._again: deque[Request] = deque()
        """Requests that Scrapy hands back, such as redirects: their lease goes on."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> LedgerScheduler:
        """Build the scheduler for a crawler."""
        return cls(crawler.spider)

    def open(self, spider: Any) -> None:
        """Read the queue."""
        session = self._session
        mine = self._spider.purposes
        queued = (q for q in session.ledger.queued() if q.ask.purpose in mine)
        self.add(q for q in queued if session.wants(q.key))
        spider.scheduler = self

    def add(self, asks: Iterable[Queued]) -> None:
        """Take asks into the queue."""
        for queued in asks:
            host = endpoint(queued.ask.url)[0]
            if host in self._session.stopped and not self._session.replaying:
                continue  # stays queued in the ledger, for another run
            heap = self._waiting.setdefault(host, [])
            heapq.heappush(heap, (_RANK[queued.ask.purpose], queued.serial, queued))
            if host not in self._busy:
                self._ready[host] = None

    def free(self, host: str) -> None:
        """Let the next ask of a host be handed out."""
        self._busy.discard(host)
        if self._waiting.get(host):
            self._ready[host] = None

    def drop(self, host: str) -> None:
        """Hand out nothing more of a host; a replay asks on, for what the run did before."""
        if not self._session.replaying:
            self._waiting.pop(host, None)
            self._ready.pop(host, None)

    def has_pending_requests(self) -> bool:
        """Say whether anything waits."""
        return bool(self._again or any(self._waiting.values()))

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that a middleware made of one that was handed out."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """Lease and give the next ask of the host that has waited longest."""
        if self._again:
            return self._again.popleft()
        if not self._ready:
            return None
        host = next(iter(self._ready))
        del self._ready[host]
        self._busy.add(host)
        queued = heapq.heappop(self._waiting[host])[2]
        attempt = self._session.ledger.lease(queued.key, self._session.plan.run)
        return self._request(queued, host, attempt)

    def _request(self, queued: Queued, host: str, attempt: int) -> Request:
        ask = queued.ask
        headers = dict(_FORM) if ask.body else {}
        if ask.purpose in {"document", "attachment"}:  # all else is read whole every time
            if queued.etag:
                headers["If-None-Match"] = queued.etag
            if queued.last_modified:
                headers["If-Modified-Since"] = queued.last_modified
        return Request(
            ask.url,
            method=ask.method,
            body=ask.body,
            headers=headers,
            meta={"ask": queued.key, "attempt": attempt, "host": host, "asked": ask},
            callback=self._spider.answered,
            errback=self._spider.failed,
        )
