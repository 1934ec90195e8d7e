"""What all spiders share: asks are taken from the ledger, and what came of each is written there.

Receives a session. The scheduler hands out the ledger's asks; each answer is interpreted by the
spider at hand and written before the host's next request. Nothing is decided here that the archive
and the plan do not determine, so the same spider replays a run.
"""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler.errors import ConfigError, CrawlError
from crawler.ledger.asks import Ask
from crawler.ledger.facts import Fetch, Result
from crawler.ledger.ledger import RECHECK
from crawler.manners import hours
from crawler.manners.hops import FINDING
from crawler.manners.outcomes import Verdict
from crawler.manners.pace import Pace, retry_after
from crawler.manners.resolver import endpoint
from crawler.manners.robots import NotArchivedError
from crawler.manners.soft404 import Shape, impossible, shape
from crawler.runs.answers import Answer, fetch_of, read, state_of
from crawler.runs.scheduler import LedgerScheduler
from crawler.runs.session import Session
from crawler.store import archive
from crawler.store.archive import Place, Wire
from crawler.store.tape import verdict_of

RETRY_WAIT = 60.0
"""Seconds the host is left alone before a retry, where it names no Retry-After."""


class AskingSpider(scrapy.Spider):
    """What every spider here does; `purposes` are those of the asks it takes."""

    purposes: ClassVar[frozenset[str]]

    def __init__(self, session: Session | None = None, **kwargs: Any) -> None:
        if session is None:
            raise ConfigError("this spider needs a session; run it with `python -m crawler crawl`")
        super().__init__(**kwargs)
        self.session = session
        self.scheduler: LedgerScheduler
        self._paces: dict[str, Pace] = {}
        self._probes: dict[str, Shape | None] = {}
        """By host: what it answers to an impossible address, None where it answers 404."""

    async def start(self) -> Any:
        """Give nothing: the scheduler takes the asks from the ledger."""
        if self.session.plan.nights and not self.session.replaying:
            night = hours.until_morning(archive.now())
            asyncio.get_running_loop().call_later(night, self._end, "morning")
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    # -- what Scrapy calls

    async def answered(self, response: Response) -> None:
        """Interpret an answer, whatever its status."""
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it before it calls back
        verdict, answer = read(response, urldefrag(request.meta["asked"].url).fragment)
        verdict = request.meta.get(FINDING) or verdict
        await self._settle(request, verdict, answer)

    async def failed(self, failure: Failure) -> None:
        """Interpret what came instead of an answer: no connection, no permission, no record."""
        request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        error = failure.value
        assert error is not None  # noqa: S101  # a failure has its exception
        if isinstance(error, NotArchivedError):
            self.session.ledger.release(request.meta["ask"])
            self.scheduler.free(request.meta["host"])
        elif isinstance(error, CrawlError):
            await self._abort(error)
        else:
            verdict = verdict_of(error)
            if verdict.kind == "IgnoreRequest":
                verdict = Verdict("error", "redirects", verdict.evidence)
            await self._settle(request, verdict, None)

    def closed(self, reason: str) -> None:
        """End the run in archive and ledger; an aborted one stays open, to be recovered."""
        self.session.cut_short = reason != "finished"
        if self.session.replaying and self.session.cut_short and self.session.error is None:
            self.session.error = CrawlError("interrupted; begin the replay again")
        if self.session.error is None:
            try:
                self.session.close("finished" if reason == "finished" else "interrupted")
            except (sqlite3.Error, OSError, CrawlError) as error:
                self.session.error = error

    # -- from an answer to the ledger

    async def _settle(
        self, request: scrapy.Request, verdict: Verdict, answer: Answer | None
    ) -> None:
        """Write what came of a request, then let the host go on, after a wait where one is due."""
        meta = request.meta
        place: Place | None = meta.get("place")
        if place is None:  # a replay refuses what the run had sent, or sends what it had refused
            self.session.ledger.release(meta["ask"])
            self.scheduler.free(meta["host"])
            return
        ask: Ask = meta["asked"]
        verdict, result = await self.understood(ask, answer, verdict, place.time)
        if note := self.session.notes.get(meta["host"]):
            verdict = replace(verdict, evidence=verdict.evidence or note)
        here = endpoint(request.url)[0] == meta["host"]
        result = replace(result, state=state_of(ask, verdict, meta["attempt"], here=here))
        if ask.purpose == "listing":
            columns = self.session.columns_of(self.session.ledger.root(meta["ask"]))
            result = replace(result, columns=columns)
        home = urlsplit((self.session.ledger.chain(ask.key) or [ask.url])[0]).hostname
        fetch = fetch_of(self.session.plan.run, request, place, verdict, answer)
        fetch = replace(fetch, offsite=urlsplit(fetch.url).hostname != home)
        try:
            plan = self.session.plan
            period = timedelta(0) if plan.recheck else RECHECK
            queued = self.session.ledger.record(fetch, result, plan.started, period)
        except sqlite3.Error as error:
            await self._abort(error)
            return
        self.session.heard(fetch)
        self.scheduler.add(self.session.ledger.queued(queued))
        await self._pace(request, verdict, fetch, answer)
        self.scheduler.free(meta["host"])

    async def understood(
        self,
        ask: Ask,  # noqa: ARG002
        answer: Answer | None,  # noqa: ARG002
        verdict: Verdict,
        time: str,  # noqa: ARG002
    ) -> tuple[Verdict, Result]:
        """Say what an answer comes to and leads to; None when there was no answer.

        `time` is that of the archived exchange. What it decides must follow from the answers of
        this run and the plan alone.
        """
        return verdict, Result("done")

    # -- the host

    async def _probe(self, url: str, time: str) -> Shape | None:
        """Ask for one address that cannot exist, once a host and run; None when that says so."""
        host = urlsplit(url).hostname or ""
        if host in self._probes:
            return self._probes[host]
        self._probes[host] = None
        probed = impossible(url, self.session.plan.run)
        meta = {"ask": f"probe:{host}", "attempt": 1}
        request = scrapy.Request(probed, callback=NO_CALLBACK, meta=meta)
        try:
            assert self.crawler.engine is not None  # noqa: S101  # it runs
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  # whatever it was: nothing is learned
            verdict, answer = verdict_of(error), None
        else:
            verdict, answer = read(response)
            last = response.request or request
            verdict = last.meta.get(FINDING) or verdict
        if verdict.stop:
            self.session.stop(host, time, verdict)
            self.scheduler.drop(host)
        if answer and answer.status == 200 and verdict.outcome == "ok" and answer.readable:
            self._probes[host] = shape(answer.page.text, answer.page.url)
        return self._probes[host]

    async def _pace(
        self, request: scrapy.Request, verdict: Verdict, fetch: Fetch, answer: Answer | None
    ) -> None:
        """Stop the host, or leave it alone for a while, when it asked for that."""
        host = endpoint(request.url)[0]  # after a redirect not the one the ask was queued for
        named = answer.page.headers.get("retry-after", "") if answer else ""
        asked = retry_after(named, fetch.time)
        pinned = bool(self.session.plan.pinned)
        wire: Wire | None = request.meta.get("wire")
        step = self._paces.setdefault(host, Pace()).after(
            verdict,
            seconds=wire.seconds if wire else None,
            asked=asked,
            retry_wait=self.settings.getfloat("GONGKAI_LOOPBACK_DELAY") if pinned else RETRY_WAIT,
        )
        if step.stop:
            self.session.stop(host, fetch.time, step.stop)
            self.scheduler.drop(host)
        wait = 0.0 if self.session.replaying or step.stop else step.wait
        while wait > 0 and self.crawler.engine.running:  # Ctrl-C ends the wait
            await asyncio.sleep(min(wait, 1.0))
            wait -= 1.0

    def _end(self, reason: str) -> None:
        """End the run in good order: what is on the wire is answered, the rest waits."""
        self.session.manners.ending = True
        engine = self.crawler.engine
        asyncio.get_running_loop().create_task(engine.close_spider_async(reason=reason))

    async def _abort(self, error: BaseException) -> None:
        """End the run without an end in the archive, so that the next one recovers it."""
        self.session.error = self.session.error or error
        engine = self.crawler.engine
        asyncio.get_running_loop().create_task(engine.close_spider_async(reason="aborted"))
