"""The gate: no request leaves before the host's robots.txt has been read and allows it.

After RFC 9309: a robots.txt that answers 4xx is absent and forbids nothing; one that answers 5xx or
not at all forbids everything for this run. A web page served as robots.txt (a soft 404) holds no
rule; it counts as absent, and the archive says so. A challenge in its place stops the host.

Scrapy's own middleware lets all but the first of several waiting requests through (its waiters
share one Deferred, whose result the first consumes). Here they share one task a host.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.manners import outcomes
from crawler.manners.outcomes import Verdict
from crawler.pages.decoding import DamagedBodyError, decode, decompress, media_type

AGENT = "Gongkai"
"""The product token a robots.txt names this crawler by."""

MAX_RULES = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

logger = logging.getLogger(__name__)


class RefusedError(IgnoreRequest):
    """A request that is not sent. Raised by the gate; the ledger records its verdict."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.evidence)
        self.verdict = verdict


class NotArchivedError(IgnoreRequest):
    """A request of a replay that the run never made. Raised by the tape, recorded nowhere."""


class WithheldError(NotArchivedError):
    """A request that is not made because the run ends. Raised before the wire; it waits."""


DEFERRED = frozenset({"budget", "left_alone"})
"""Kinds of a refusal that says nothing of the portal, only of this run."""

ONE_SCHEME = frozenset({"refused", "timeout", "no_route", "connection_lost", "tls"})
"""Kinds of silence that the host may not keep over its other scheme."""


@dataclass(frozen=True)
class Rules:
    """What a host's robots.txt comes to."""

    kind: str
    """`rules`, `absent`, `html` (a page in its place), or the kind of `refusal`."""
    text: str = ""
    refusal: Verdict | None = None
    """When set, nothing of the host may be asked in this run."""

    @property
    def silent(self) -> bool:
        """Say whether nobody answered over this scheme, so that the other is worth one try."""
        refusal = self.refusal
        return bool(refusal and refusal.outcome == "unreachable" and refusal.kind in ONE_SCHEME)

    def check(self, url: str) -> Verdict | None:
        """Give the verdict that forbids an address, or None when it may be asked."""
        if self.refusal or not self.text:
            return self.refusal
        if Protego.parse(self.text).can_fetch(url, AGENT):
            return None
        return Verdict("blocked", "robots", f"robots.txt: {_matching(self.text, url)}")

    @property
    def crawl_delay(self) -> float | None:
        """Give the seconds robots.txt asks to leave between requests."""
        return Protego.parse(self.text).crawl_delay(AGENT) if self.text else None


def read(status: int, headers: dict[str, str], body: bytes) -> Rules:
    """Interpret an answer to a request for robots.txt."""
    try:
        body = decompress(body, headers.get("content-encoding", ""))
    except DamagedBodyError as error:
        return _unavailable(f"robots.txt: {error}")
    verdict = outcomes.of_answer(status, headers, body, cut=False)
    if verdict.stop:
        return Rules(verdict.kind, refusal=verdict)
    if 400 <= status < 500 and status != 429:
        return Rules("absent")
    if not 200 <= status < 300:
        return _unavailable(f"robots.txt: HTTP {status}")
    decoded = decode(body[:MAX_RULES], whole=len(body) <= MAX_RULES)
    text = decoded[0] if decoded else body[:MAX_RULES].decode("utf-8", "replace")
    if media_type(body) == "text/html" and not re.search(r"(?im)^\s*user-agent\s*:", text):
        return Rules("html")
    return Rules("rules", text)


def _unavailable(evidence: str) -> Rules:
    refusal = Verdict("blocked", "robots_unavailable", evidence, stop=True)
    return Rules(refusal.kind, refusal=refusal)


def _matching(text: str, url: str) -> str:
    """Name the longest rule that forbids the address by itself, as the file prints it."""
    rules = re.findall(r"(?im)^\s*(disallow\s*:\s*([^\s#]+))", text)
    for line, path in sorted(rules, key=lambda rule: -len(rule[1])):
        if not Protego.parse(f"User-agent: *\nDisallow: {path}").can_fetch(url, AGENT):
            return str(line)
    return "forbidden"


class RobotsGate:
    """Downloader middleware that asks for robots.txt once a host and run, and obeys it.

    Raises RefusedError for a request that robots.txt forbids, to a host outside the plan or on its
    opt-out list, and to a second host beyond the column's. Where nobody answers over the registered
    scheme and somebody does over the other, the request is made over the other.
    """

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler
        self._session = getattr(crawler.spider, "session", None)
        self._tasks: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsGate:
        """Build the gate for a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Let the request pass, give it with the scheme that answers, or raise RefusedError."""
        came_from = request.meta.get("redirect_urls", [])
        via = f", redirected from {came_from[0]}" if came_from else ""
        if self._session and (verdict := self._outside(request)):
            raise RefusedError(replace(verdict, evidence=verdict.evidence + via))
        if request.meta.get("robots"):
            return None
        if self._session and not self._session.replaying:
            await self._crawler.engine.downloader.locate(urlsplit(request.url).hostname or "")
        rules = await self._rules(request.url)
        if rules.silent and not came_from and (other := await self._other(request.url, rules)):
            return request.replace(url=other)
        if verdict := rules.check(request.url):
            raise RefusedError(replace(verdict, evidence=verdict.evidence + via))
        return None

    def _outside(self, request: Request) -> Verdict | None:
        """Give the verdict on a request that leads where the plan does not."""
        assert self._session is not None  # noqa: S101  # the caller asked
        plan, host = self._session.plan, urlsplit(request.url).hostname or ""
        if plan.opted_out(host):
            evidence = f"{host} asked to be left alone"
            return Verdict("blocked", "optout", evidence, stop=not request.meta.get("away"))
        if not plan.may_contact(request.url):
            return Verdict("blocked", "offsite", f"{host} is not in the plan")
        if asked := request.meta.get("asked"):
            way = [urlsplit(url).hostname for url in self._session.ledger.chain(asked.key)]
            others = {*way, host} - {way[0]} if way else set()
            if len(others) > (0 if asked.purpose == "listing" else 1):
                evidence = f"{host} is not on {way[0]}, and nothing is followed beyond one step"
                return Verdict("blocked", "offsite", evidence)
        return None

    async def _rules(self, url: str) -> Rules:
        """Give what robots.txt of an address's origin says; it is asked for once."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._tasks:
            self._tasks[origin] = asyncio.ensure_future(self._fetch(origin))
        # Shielded: a waiter that is cancelled must not cancel the answer of the others.
        return await asyncio.shield(self._tasks[origin])

    async def _other(self, url: str, rules: Rules) -> str | None:
        """Give the address over the scheme that answers, when the registered one does not."""
        parts = urlsplit(url)
        if parts.port is not None:
            return None  # a port that is named belongs to its scheme
        scheme = "http" if parts.scheme == "https" else "https"
        other = parts._replace(scheme=scheme).geturl()
        if not (self._session and self._session.plan.may_contact(other)):
            return None
        if (await self._rules(other)).silent:
            return None
        kind = rules.refusal.kind if rules.refusal else ""
        self._session.note(parts.hostname, f"{parts.scheme}: {kind}; asked over {scheme}")
        return other

    async def _fetch(self, origin: str) -> Rules:
        """Ask for robots.txt and interpret whatever comes of it; only a replay can fail here."""
        url = f"{origin}/robots.txt"
        meta = {"robots": True, "ask": f"robots:{url}", "attempt": 1}
        try:
            answer: Response = await self._crawler.engine.download_async(
                Request(url, callback=NO_CALLBACK, meta=meta)
            )
        except NotArchivedError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever it was: nothing answered
            verdict = getattr(error, "verdict", None) or outcomes.of_failure(error)
            evidence = f"robots.txt: {verdict.evidence or verdict.kind}"
            if verdict.kind in DEFERRED:
                return Rules(verdict.kind, refusal=verdict)
            if verdict.outcome != "unreachable":
                return _unavailable(evidence)
            # The same to the host, which is left alone, but not to a reader: nobody answered.
            silence = Verdict("unreachable", verdict.kind, evidence, stop=True)
            return Rules(silence.kind, refusal=silence)
        headers = {
            key.decode("latin-1").lower(): values[-1].decode("latin-1")
            for key, values in answer.headers.items()
        }
        rules = read(answer.status, headers, answer.body)
        if rules.kind == "html":
            logger.warning("%s is a web page, no rules; taken as absent", url)
            if self._session:
                host = urlsplit(url).hostname
                self._session.note(host, "robots.txt is a web page, taken as absent")
        if rules.crawl_delay:
            host = urlsplit(url).hostname
            self._crawler.engine.downloader.crawl_delay(host, rules.crawl_delay)
        return rules
