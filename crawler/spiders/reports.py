"""The spider `reports`: columns to listings to documents to attachments.

Receives a session. The scheduler hands it the ledger's asks; it interprets each answer with the
platform's adapter and writes what came of it before the host's next request. Nothing is decided
here that the archive and the plan do not determine, so the same spider replays a run.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler import archive, hours, listings, outcomes, pictures
from crawler.archive import Place, Wire
from crawler.asks import Ask
from crawler.decoding import DamagedBodyError, claims, decode, decompress, media_type
from crawler.errors import ConfigError, CrawlError
from crawler.facts import Fetch, Offer, Result
from crawler.findings import chapters
from crawler.findings.looks import look
from crawler.findings.titles import may_be_report
from crawler.hops import FINDING
from crawler.ledger import RECHECK
from crawler.outcomes import Verdict
from crawler.pace import Pace, retry_after
from crawler.platforms import Listing, NotAListingError, Page, choose, told
from crawler.resolver import endpoint
from crawler.robots import DEFERRED, NotArchivedError
from crawler.scheduler import LedgerScheduler
from crawler.session import Session
from crawler.soft404 import Shape, impossible, is_missing, likeness, shape
from crawler.tape import verdict_of

ATTEMPTS = 3
"""How often an ask is tried in one run: portals that fail thrice in minutes stay down for hours."""

RETRY_WAIT = 60.0
"""Seconds the host is left alone before a retry, where it names no Retry-After."""

UNKNOWN_TYPES = frozenset({"application/octet-stream", "application/json", "text/plain"})
"""What a document may not be: no report was ever published so, but many an error message."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the spider reads it: decompressed, typed, decoded."""

    page: Page
    status: int
    media: str
    charset: str | None
    readable: bool


class ReportsSpider(scrapy.Spider):
    """Reads the due columns and fetches what their rows lead to."""

    name = "reports"

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
        result = Result("done")
        if answer and verdict.outcome == "ok" and verdict.kind != "not_modified":
            verdict, result = self._interpret(ask, answer, verdict)
            if missing := await self._soft404(ask, answer, verdict, place.time):
                verdict, result = missing, Result("failed")
        if note := self.session.notes.get(meta["host"]):
            verdict = replace(verdict, evidence=verdict.evidence or note)
        here = endpoint(request.url)[0] == meta["host"]
        result = replace(result, state=_state(ask, verdict, meta["attempt"], here=here))
        if ask.purpose == "listing":
            columns = self.session.columns_of(self.session.ledger.root(meta["ask"]))
            result = replace(result, columns=columns)
        home = urlsplit((self.session.ledger.chain(ask.key) or [ask.url])[0]).hostname
        fetch = _fetch(self.session.plan.run, request, place, verdict, answer)
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

    def _interpret(self, ask: Ask, answer: Answer, verdict: Verdict) -> tuple[Verdict, Result]:
        try:
            if ask.purpose == "listing":
                return self._listing(answer)
            return self._document(ask, answer, verdict)
        except NotAListingError as error:
            if listings.drawn_by_script(answer.page):
                seen = f"no row, and a script that may fetch them; {error}"
                return Verdict("nonsense", "js_only", seen), Result("failed")
            return Verdict("nonsense", "not_a_listing", str(error)), Result("failed")
        except Exception as error:  # noqa: BLE001  # a page no adapter foresaw costs one page
            evidence = f"{type(error).__name__}: {error}"[:300]
            return Verdict("error", "adapter_failed", evidence), Result("failed")

    def _listing(self, answer: Answer) -> tuple[Verdict, Result]:
        if not answer.readable:
            return Verdict("nonsense", "undecodable", "neither UTF-8 nor GB18030"), Result("failed")
        name = self._platform(answer.page)
        adapter = choose(name, answer.page) if name else None
        if adapter is None:
            raise NotAListingError("no adapter knows the page; name the platform in portals.csv")
        listing: Listing = adapter.listing(answer.page)
        wanted = {Ask(row.url, "document").key for row in listing.rows if may_be_report(row.title)}
        result = Result(
            "done",
            rows=listing.rows,
            wanted=frozenset(wanted),
            pages=listing.next,
            total=listing.total,
            platform=name,
        )
        if listing.complete:
            return outcomes.OK, result
        return Verdict("ok", "more_pages", "the listing goes on where no link leads"), result

    def _document(self, ask: Ask, answer: Answer, verdict: Verdict) -> tuple[Verdict, Result]:
        if answer.media in UNKNOWN_TYPES:
            seen = f"{answer.media}, begins with {answer.page.body[:16]!r}"
            return Verdict("nonsense", "unknown_type", seen), Result("failed")
        shows = look(answer.page) if answer.media == "text/html" else None
        attachments: tuple[Offer, ...] = ()
        if ask.purpose == "document" and shows:
            adapter = choose(self._platform(answer.page), answer.page)
            files = adapter.document(answer.page).attachments if adapter else ()
            if not files and shows.title and not chapters.enough(shows.chapters, shows.year):
                files = pictures.shown(answer.page)
            attachments = tuple(Offer(Ask(file.url, "attachment"), file.name) for file in files)
        headers = answer.page.headers
        result = Result(
            "done",
            is_document=True,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            look=shows._replace(files=len(attachments)) if shows else None,
            attachments=attachments,
        )
        return verdict, result

    def _platform(self, page: Page) -> str:
        """Name the adapter for a page: the registry's for its host, else the page's own."""
        return self.session.plan.platform(urlsplit(page.url).hostname or "") or told(page)

    # -- the host

    async def _soft404(
        self, ask: Ask, answer: Answer, verdict: Verdict, time: str
    ) -> Verdict | None:
        """Say whether a page stands for all that is not there.

        Asked of documents, and of listings that could not be read: a listing that was is there.
        """
        unread = verdict.kind in {"not_a_listing", "undecodable", "js_only"}
        if answer.media != "text/html" or (ask.purpose == "listing" and not unread):
            return None
        if probe := await self._probe(answer.page.url, time):
            page = shape(answer.page.text, answer.page.url)
            # All columns alike is maintenance more often than the end of all columns.
            said = not unread or outcomes.says_missing(answer.page.body, short=False)
            if said and is_missing(page, probe):
                seen = f"{likeness(page, probe):.0%} like what an impossible address answers"
                return Verdict("gone", "soft404", seen)
        if phrase := outcomes.says_missing(answer.page.body):
            return Verdict("nonsense", "says_missing", f"a short page that says {phrase}")
        return None

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


def read(response: Response, fragment: str = "") -> tuple[Verdict, Answer]:
    """Judge, uncompress, type and decode an answer, under the address that was asked for."""
    headers = _headers(response)
    cut = "dataloss" in response.flags
    try:
        body = decompress(response.body, headers.get("content-encoding", ""))
        verdict = outcomes.of_answer(response.status, headers, body, cut=cut)
    except DamagedBodyError as error:
        body = response.body
        verdict = Verdict("error", "truncated" if cut else "damaged_body", str(error), retry=True)
    url = response.url + (f"#{fragment}" if fragment else "")
    text = decode(body)
    media = media_type(body)
    charset = text[1] if text and media.startswith(("text/", "application/json")) else None
    page = Page(url, body, headers)
    return verdict, Answer(page, response.status, media, charset, text is not None)


def _state(ask: Ask, verdict: Verdict, attempt: int, *, here: bool) -> str:
    """Give what becomes of an ask; `here` says that its own host came to the verdict."""
    if verdict.outcome == "ok":
        return "done"
    if verdict.stop and here and (ask.purpose != "listing" or verdict.kind in DEFERRED):
        return "queued"  # nothing is wrong with it; the host is left alone until another run
    return "queued" if verdict.retry and attempt < ATTEMPTS else "failed"


def _fetch(
    run: str, request: scrapy.Request, place: Place, verdict: Verdict, answer: Answer | None
) -> Fetch:
    fetch = Fetch(
        run,
        request.meta["ask"],
        request.meta["attempt"],
        urldefrag(request.url).url,
        place.time,
        answer.status if answer else None,
        verdict.outcome,
        verdict.kind,
        verdict.evidence,
        warc_file=place.warc_file,
        warc_offset=place.warc_offset,
    )
    wire: Wire | None = request.meta.get("wire")
    if wire and answer and urlsplit(request.url).scheme == "https":
        fetch = replace(fetch, tls_verified=wire.verified)
    if answer is None or answer.status == 304:
        return fetch
    body = answer.page.body
    said = claims(body, answer.page.headers.get("content-type", "")) if answer.charset else None
    return replace(
        fetch,
        media_type=answer.media,
        charset=answer.charset,
        charset_header=said.header if said else None,
        charset_meta=said.meta if said else None,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
