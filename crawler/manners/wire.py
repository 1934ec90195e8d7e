"""The last step before the wire: what may be sent is sent, timed, and its slot rests afterwards.

Scrapy counts a slot's delay from the moment it hands a request over; a connection that is slow to
open then brings two requests close together on the wire. Here the delay is counted from the end of
an exchange to the start of the next, so that no two requests of a slot can be closer on the wire.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from crawler.store import archive
from crawler.store.archive import Wire

UNVERIFIED = "unverified"
"""Key of a request's meta: its server's certificate is not checked."""


class Unverified(HTTP11DownloadHandler):
    """A handler that checks no certificate, for hosts whose registry row says `tls: lax`."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = _ScrapyClientContextFactory(verify_certificates=False)


class WireHandler(HTTP11DownloadHandler):
    """The handler of http and https; leaves a Wire in the request's meta."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._unverified = Unverified(crawler)

    async def download_request(self, request: Request) -> Response:
        """Send the request; raises RefusedError or WithheldError when it may not be sent."""
        session = getattr(self._crawler.spider, "session", None)
        began = session.manners.admit(request.url) if session else archive.now()
        verified = not request.meta.get(UNVERIFIED)
        address = ""
        try:
            if verified:
                response = await super().download_request(request)
            else:
                response = await self._unverified.download_request(request)
            address = str(response.ip_address or "")
        finally:
            request.meta["wire"] = Wire(began, archive.now(), address, verified)
            slots = self._crawler.engine.downloader.slots
            if slot := slots.get(request.meta.get("download_slot", "")):
                slot.lastseen = monotonic()
        return response

    async def close(self) -> None:
        """Close both pools."""
        await self._unverified.close()
        await super().close()
