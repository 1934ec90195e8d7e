"""The same spider with archive and ledger off: a writer that writes nothing, a ledger of sets.

For the bench alone. What is left is what any Scrapy crawl of these pages does: requests, robots
gate, pace, decoding, adapters, and a frontier in memory that knows each ask once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler import registry
from crawler.ledger.asks import Ask
from crawler.ledger.facts import Fetch, Result
from crawler.ledger.ledger import Queued
from crawler.manners.outcomes import Verdict
from crawler.manners.resolver import parse_pins
from crawler.platforms import adapters
from crawler.runs import driver, planning
from crawler.runs.crawl import Summary
from crawler.runs.planning import Options
from crawler.runs.session import Session
from crawler.store import archive
from crawler.store.archive import Place


class Nothing:
    """Reel and writer in one: nothing is kept."""

    def play(self, request: Request) -> Response | None:
        return None

    async def answer(self, request: Request, response: Response) -> Place:
        return Place("", 0, archive.now())

    async def failure(self, request: Request, verdict: Verdict) -> Place | None:
        return Place("", 0, archive.now())

    def facts(self, *_: Any) -> None:
        """End the run."""

    def close(self) -> None:
        """End the run."""


class Frontier:
    """What the scheduler and the spider need of a ledger, in memory."""

    def __init__(self) -> None:
        self._asks: dict[str, Queued] = {}
        self._roots: dict[str, str] = {}
        self.answers = 0

    def begin(self, roots: Iterable[Ask]) -> None:
        self._add(roots, None)

    def _add(self, asks: Iterable[Ask], parent: str | None) -> list[str]:
        new = []
        for ask in asks:
            key = ask.key
            if key not in self._asks:
                self._asks[key] = Queued(key, ask, len(self._asks), None, None)
                self._roots[key] = self._roots[parent] if parent else key
                new.append(key)
        return new

    def queued(self, keys: Iterable[str] | None = None) -> Iterator[Queued]:
        yield from (self._asks[key] for key in (self._asks if keys is None else keys))

    def lease(self, key: str, run: str) -> int:
        return 1

    def root(self, key: str) -> str:
        return self._roots[key]

    def record(self, fetch: Fetch, result: Result, *_: Any) -> list[str]:
        self.answers += fetch.status is not None
        rows = [
            ask for row in result.rows if (ask := Ask(row.url, "document")).key in result.wanted
        ]
        files = [offer.ask for offer in result.attachments]
        return self._add([*result.pages, *rows, *files], fetch.ask)

    def chain(self, key: str) -> list[str]:
        """Give the address that the asks of a column begin with."""
        return [self._asks[self._roots[key]].ask.url]

    def finish(self, *_: Any) -> None:
        """End the run."""

    def contacted(self, *_: Any) -> None:
        """Forget it."""

    def spent(self, *_: Any) -> dict[str, int]:
        return {}

    def visited(self, started: str, days: int) -> set[str]:
        return set()

    def challenged(self, started: str) -> list[str]:
        return []


def crawl_without(options: Options, progress: Any) -> Summary:
    """Do what `crawler.runs.crawl.crawl` does, with nothing kept."""
    pins = parse_pins(options.resolve)
    rows = registry.load(options.registry, frozenset(adapters()))
    frontier: Any = Frontier()
    nothing: Any = Nothing()
    plan = planning.plan(options, rows, pins, frontier, started=archive.now(), kept={})
    frontier.begin(plan.roots)
    made = driver.settings(
        GONGKAI_RESOLVE=list(options.resolve), GONGKAI_LOOPBACK_DELAY=options.loopback_delay
    )
    session = Session(plan, frontier, nothing, nothing)
    session.heard = progress.heard
    with progress:
        driver.drive([lambda: session], made)
    return Summary(plan.run, session.outcome, len(plan.due), 0, 0, frontier.answers, 0, 0, ())
