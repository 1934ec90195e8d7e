"""An answer as the spiders read it: judged, typed, decoded; and its row of `fetch`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.http import Response

from crawler.ledger.asks import Ask
from crawler.ledger.facts import Fetch
from crawler.manners import outcomes
from crawler.manners.outcomes import Verdict
from crawler.manners.robots import DEFERRED
from crawler.pages.decoding import DamagedBodyError, claims, decode, decompress, media_type
from crawler.platforms import Page
from crawler.store.archive import Place, Wire

ATTEMPTS = 3
"""How often an ask is tried in one run: portals that fail thrice in minutes stay down for hours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the spider reads it: decompressed, typed, decoded."""

    page: Page
    status: int
    media: str
    charset: str | None
    readable: bool


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


def state_of(ask: Ask, verdict: Verdict, attempt: int, *, here: bool) -> str:
    """Give what becomes of an ask; `here` says that its own host came to the verdict."""
    if verdict.outcome == "ok":
        return "done"
    if verdict.stop and here and (ask.purpose != "listing" or verdict.kind in DEFERRED):
        return "queued"  # nothing is wrong with it; the host is left alone until another run
    return "queued" if verdict.retry and attempt < ATTEMPTS else "failed"


def fetch_of(
    run: str, request: scrapy.Request, place: Place, verdict: Verdict, answer: Answer | None
) -> Fetch:
    """Give the row of `fetch` of an attempt, answered or not."""
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
