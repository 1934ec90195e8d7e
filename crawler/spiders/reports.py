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
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import outcomes
from crawler.archive import Place
from crawler.asks import Ask
from crawler.decoding import DamagedBodyError, decode, decompress, media_type
from crawler.errors import ConfigError, CrawlError
from crawler.facts import Fetch, Offer, Result
from crawler.findings.looks import look
from crawler.findings.titles import may_be_report
from crawler.outcomes import Verdict
from crawler.platforms import Document, Listing, NotAListingError, Page, choose
from crawler.robots import NotArchivedError
from crawler.scheduler import LedgerScheduler
from crawler.session import Session
from crawler.tape import verdict_of

ATTEMPTS = 3
"""How often an ask is tried in one run: portals that fail thrice in minutes stay down for hours."""

REFUSED_IN_A_ROW = 5
"""Attempts a host may refuse or leave unanswered, one after the other, before it is left alone."""

RETRY_WAIT = 60.0
"""Seconds the host is left alone before a retry, where it names no Retry-After."""

LONGEST_WAIT = 600.0
"""Seconds; a host that asks for a longer Retry-After is left alone for the rest of the run."""

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
        self._refused: dict[str, int] = {}

    async def start(self) -> Any:
        """Give nothing: the scheduler takes the asks from the ledger."""
        nothing: tuple[scrapy.Request, ...] = ()
        for request in nothing:
            yield request

    # -- what Scrapy calls

    async def answered(self, response: Response) -> None:
        """Interpret an answer, whatever its status."""
        request = response.request
        assert request is not None  # noqa: S101  # Scrapy sets it before it calls back
        headers = _headers(response)
        try:
            body = decompress(response.body, headers.get("content-encoding", ""))
            cut = "dataloss" in response.flags
            verdict = outcomes.of_answer(response.status, headers, body, cut=cut)
        except DamagedBodyError as error:
            body = response.body
            verdict = Verdict("error", "damaged_body", str(error), retry=True)
        fragment = urldefrag(request.meta["asked"].url).fragment
        url = response.url + (f"#{fragment}" if fragment else "")
        text = decode(body)
        media = media_type(body)
        charset = text[1] if text and media.startswith(("text/", "application/json")) else None
        answer = Answer(Page(url, body, headers), response.status, media, charset, text is not None)
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
        if note := self.session.notes.get(meta["host"]):
            verdict = replace(verdict, evidence=verdict.evidence or note)
        result = replace(result, state=_state(ask, verdict, meta["attempt"]))
        if ask.purpose == "listing":
            columns = self.session.columns_of(self.session.ledger.root(meta["ask"]))
            result = replace(result, columns=columns)
        fetch = _fetch(self.session.plan.run, request, place, verdict, answer)
        try:
            queued = self.session.ledger.record(fetch, result, self.session.plan.started)
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
            return Verdict("nonsense", "not_a_listing", str(error)), Result("failed")
        except Exception as error:  # noqa: BLE001  # a page no adapter foresaw costs one page
            evidence = f"{type(error).__name__}: {error}"[:300]
            return Verdict("error", "adapter_failed", evidence), Result("failed")

    def _listing(self, answer: Answer) -> tuple[Verdict, Result]:
        if not answer.readable:
            return Verdict("nonsense", "undecodable", "neither UTF-8 nor GB18030"), Result("failed")
        name = self.session.plan.platform(urlsplit(answer.page.url).hostname or "")
        adapter = choose(name, answer.page)
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
        )
        if listing.complete:
            return outcomes.OK, result
        return Verdict("ok", "more_pages", "the listing goes on where no link leads"), result

    def _document(self, ask: Ask, answer: Answer, verdict: Verdict) -> tuple[Verdict, Result]:
        if answer.media in UNKNOWN_TYPES:
            seen = f"{answer.media}, begins with {answer.page.body[:16]!r}"
            return Verdict("nonsense", "unknown_type", seen), Result("failed")
        attachments: tuple[Offer, ...] = ()
        name = self.session.plan.platform(urlsplit(answer.page.url).hostname or "")
        if ask.purpose == "document" and answer.media == "text/html":
            adapter = choose(name, answer.page)
            if adapter:
                document: Document = adapter.document(answer.page)
                attachments = tuple(
                    Offer(Ask(a.url, "attachment"), a.name) for a in document.attachments
                )
        headers = answer.page.headers
        result = Result(
            "done",
            is_document=True,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            look=look(answer.page) if answer.media == "text/html" else None,
            attachments=attachments,
        )
        return verdict, result

    # -- the host

    async def _pace(
        self, request: scrapy.Request, verdict: Verdict, fetch: Fetch, answer: Answer | None
    ) -> None:
        """Stop the host, or leave it alone for a while, when it asked for that."""
        host = request.meta["host"]
        asked = _retry_after(answer.page.headers.get("retry-after", "")) if answer else None
        sent = verdict.kind not in {"robots", "offsite"}
        refused = verdict.outcome in {"blocked", "unreachable"} and sent
        if sent:
            self._refused[host] = self._refused.get(host, 0) + 1 if refused else 0
        tired = self._refused.get(host, 0) >= REFUSED_IN_A_ROW
        if verdict.stop or tired or (refused and (asked or 0) > LONGEST_WAIT):
            self.session.stopped.setdefault(host, (fetch.time, verdict))
            self.scheduler.drop(host)
            return
        if self.session.replaying or not verdict.retry:
            return
        wait = (
            self.settings.getfloat("GONGKAI_LOOPBACK_DELAY")
            if self.session.plan.pinned
            else RETRY_WAIT
        )
        wait = max(asked or 0.0, wait)
        while wait > 0 and self.crawler.engine.running:  # Ctrl-C ends the wait
            await asyncio.sleep(min(wait, 1.0))
            wait -= 1.0

    async def _abort(self, error: BaseException) -> None:
        """End the run without an end in the archive, so that the next one recovers it."""
        self.session.error = self.session.error or error
        engine = self.crawler.engine
        asyncio.get_running_loop().create_task(engine.close_spider_async(reason="aborted"))


def _state(ask: Ask, verdict: Verdict, attempt: int) -> str:
    if verdict.outcome == "ok":
        return "done"
    if verdict.stop and ask.purpose != "listing":
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
    if answer is None or answer.status == 304:
        return fetch
    body = answer.page.body
    return replace(
        fetch,
        media_type=answer.media,
        charset=answer.charset,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
    )


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }


def _retry_after(value: str) -> float | None:
    """Read a Retry-After: seconds, or a date; None when it is neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return (moment - datetime.now(UTC)).total_seconds()
