"""The tape: records every exchange of a live run, and plays those of an archived one.

Both stand behind `Tape`, a downloader middleware next to the wire, below redirects, so that each
hop is an exchange of its own. Recording writes the archive before anything else sees the answer.
Playing answers from the archive and never lets a request through to the network.

Scrapy's cache middleware is not used for this: it adds a Date to answers that lack one, does not
see failures, and takes an error of its storage for a page that is not stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.errors import CrawlError
from crawler.ledger.ledger import Ledger
from crawler.manners import hours, outcomes
from crawler.manners.outcomes import Verdict
from crawler.manners.resolver import endpoint
from crawler.manners.robots import NotArchivedError, RefusedError
from crawler.runs.plan import Plan
from crawler.store import archive
from crawler.store.archive import Payload, Place, Record
from crawler.store.writer import Got, Sent, Writer, digest_of, raw_bytes


class ArchivedFailureError(Exception):
    """An attempt that failed, played again. Raised by `Player.play` with the recorded verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.evidence)
        self.verdict = verdict


def exchange_of(request: Request) -> str:
    """Name the exchange a request belongs to: `<ask>/<attempt>/<hop>`."""
    meta = request.meta
    hop = meta.get("redirect_times", 0)
    return f"{meta.get('ask', request.url)}/{meta.get('attempt', 1)}/{hop}"


def verdict_of(error: BaseException) -> Verdict:
    """Give the verdict an exception carries, or judge it."""
    if isinstance(error, (RefusedError, ArchivedFailureError)):
        return error.verdict
    return outcomes.of_failure(error)


class Reel(Protocol):
    """What records or plays."""

    def play(self, request: Request) -> Response | None:
        """Give the archived answer; None when the request is to be made."""

    async def answer(self, request: Request, response: Response) -> Place:
        """Say where the answer lies in the archive, after having put it there when it is new."""

    async def failure(self, request: Request, verdict: Verdict) -> Place | None:
        """Say where the failure lies in the archive; None when a replay has no such record."""


class Recorder:
    """Writes every exchange of a live run, and says where each lies once it is on the disk.

    `kept` are exchanges that are not made again: see `Plan.kept`. What the ledger knows to lie in
    the archive is written as a `revisit`.
    """

    def __init__(
        self, raw: Path, writer: Writer, kept: Mapping[str, Place], ledger: Ledger
    ) -> None:
        self._raw = raw
        self._writer = writer
        self._kept = kept
        self._ledger = ledger

    def play(self, request: Request) -> Response | None:
        """Give an answer that is kept; nothing else is ever answered from the archive."""
        place = self._kept.get(exchange_of(request))
        if place is None:
            return None
        record = archive.read_record(self._raw, place.warc_file, place.warc_offset)
        return _response(archive.answer(self._raw, record), request)

    async def answer(self, request: Request, response: Response) -> Place:
        """Write the answer and its request."""
        exchange = exchange_of(request)
        if place := self._kept.get(exchange):
            return place
        host = request.url.partition("://")[2].partition("/")[0]
        sent = Sent(
            request.url,
            request.method,
            (("Host", host), *_pairs(request.headers)),
            request.body,
        )
        cut = "dataloss" in response.flags
        wire = request.meta.get("wire")
        got = Got(response.status, _pairs(response.headers), response.body, cut, wire)
        digest = digest_of(got.body)
        known = self._known(request, got, digest)
        place = self._writer.exchange(exchange, sent, got, known, digest)
        await self._writer.durable()
        if got.body and not cut and known is None:
            self._ledger.remember(Payload(digest, request.url, place))
        return place

    async def failure(self, request: Request, verdict: Verdict) -> Place | None:
        """Write what came instead of an answer."""
        facts = {
            "method": request.method,
            "outcome": verdict.outcome,
            "kind": verdict.kind,
            "evidence": verdict.evidence,
            "retry": verdict.retry,
            "stop": verdict.stop,
            "wire": asdict(request.meta["wire"]) if request.meta.get("wire") else None,
        }
        place = self._writer.facts(request.url, exchange_of(request), facts)
        await self._writer.durable()
        return place

    def _known(self, request: Request, got: Got, digest: str) -> Payload | None:
        """Give where the payload of an answer lies already; None when it is to be written."""
        if got.body and not got.cut:
            return self._ledger.stored(digest)
        place = self._ledger.held(request.meta.get("ask", "")) if got.status == 304 else None
        if place is None:
            return None
        record = archive.read_record(self._raw, place.warc_file, place.warc_offset)
        first = archive.original(self._raw, record)
        return Payload(first.digest, first.url, first.place)


class Player:
    """Plays the exchanges of an archived run."""

    def __init__(self, raw: Path, run: str, remember: Callable[[Payload], None]) -> None:
        """Index the run, and let the ledger remember what lies in its files.

        Raises ArchiveError when a file is missing or damaged.
        """
        self.plan: Plan | None = None
        self.end: str | None = None
        self._raw = raw
        self._run = run
        self.sent: Counter[tuple[str, str]] = Counter()
        """(host, day of China) → requests of the run."""
        self._places: dict[str, Place] = {}
        self._begun: dict[str, Place] = {}
        for record in archive.history(raw, run):
            if record.url == archive.PLAN:
                self.plan = Plan.of(record.facts())
            elif record.url == archive.END:
                self.end = record.facts()["outcome"]
            elif record.kind in {"response", "revisit", "metadata"}:
                if record.wire:
                    self.sent[endpoint(record.url)[0], hours.day(record.wire.began)] += 1
                self._places[record.exchange] = record.place
                if 0 < (record.status or 0) < 500:
                    self._begun[record.exchange] = record.place
                if payload := record.payload:
                    remember(payload)
        if self.plan:
            self._begun = {**self.plan.kept, **self._begun}
            self._places = {**self.plan.kept, **self._places}

    def play(self, request: Request) -> Response | None:
        """Give the archived answer, raise the archived failure, or NotArchivedError."""
        record = self._record(request)
        if record is None:
            raise NotArchivedError(f"{request.url} was not asked in this run")
        if record.place.warc_file.startswith(self._run):  # what was kept was not sent again
            request.meta["wire"] = record.wire
        if record.status is None:
            raise ArchivedFailureError(_verdict(record))
        return _response(archive.answer(self._raw, record), request)

    def kept(self, since: str, ledger: Ledger) -> dict[str, Place]:
        """Give the exchanges that the next run need not make again, of those since a time.

        They are what was asked for besides the ledger's asks, such as robots.txt, and the redirects
        of an ask of which no end came: its next attempt begins behind them.
        """
        run = self.plan.run if self.plan else ""
        found = {}
        for exchange, place in self._begun.items():
            ask, attempt, hop = exchange.rsplit("/", 2)
            if place.time < since or ledger.settled(run, ask, int(attempt)):
                continue
            found[exchange if ":" in ask else f"{ask}/1/{hop}"] = place
        return found

    async def answer(self, request: Request, response: Response) -> Place:  # noqa: ARG002
        """Say where the played answer lies."""
        return self._places[exchange_of(request)]

    async def failure(self, request: Request, verdict: Verdict) -> Place | None:  # noqa: ARG002
        """Say where the played failure, or the refusal that was made again, lies."""
        record = self._record(request)
        return record.place if record and record.status is None else None

    def _record(self, request: Request) -> Record | None:
        place = self._places.get(exchange_of(request))
        if place is None:
            return None
        return archive.read_record(self._raw, place.warc_file, place.warc_offset)


class Tape:
    """Downloader middleware next to the wire; leaves the Place of the exchange in `meta`."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel

    @classmethod
    def from_crawler(cls, crawler: Any) -> Tape:
        """Take the reel of the spider's session."""
        return cls(crawler.spider.session.reel)

    def process_request(self, request: Request) -> Response | None:
        """Play the answer when there is a tape to play."""
        request.meta.pop("place", None)
        request.meta.pop("wire", None)
        return self._reel.play(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Record the answer, whatever its status."""
        request.meta["place"] = await self._reel.answer(request, response)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Record a failure or refusal; a request the run never made leaves no trace."""
        if not isinstance(exception, (NotArchivedError, CrawlError)):
            place = await self._reel.failure(request, verdict_of(exception))
            request.meta["place"] = place


def _response(record: Record, request: Request) -> Response:
    """Make Scrapy's answer of an archived one."""
    headers = Headers()
    for name, value in record.headers:
        headers.appendlist(name, raw_bytes(value or ""))
    kind = responsetypes.from_args(headers=headers, url=request.url, body=record.body)
    return kind(
        url=request.url.partition("#")[0],
        status=record.status or 0,
        headers=headers,
        body=record.body,
        flags=["dataloss"] if record.cut else [],
    )


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


def _verdict(record: Record) -> Verdict:
    facts = record.facts()
    return Verdict(
        facts["outcome"], facts["kind"], facts["evidence"], facts["retry"], facts["stop"]
    )
