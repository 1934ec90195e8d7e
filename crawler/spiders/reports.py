"""The spider `reports`: columns to listings to documents to attachments.

Interprets answers with the platform's adapter; what all spiders share is in `asking`.
"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from crawler.findings import chapters
from crawler.findings.looks import look
from crawler.findings.titles import may_be_report
from crawler.ledger.asks import Ask
from crawler.ledger.facts import Offer, Result
from crawler.manners import outcomes
from crawler.manners.outcomes import Verdict
from crawler.manners.soft404 import is_missing, likeness, shape
from crawler.pages import listings, pictures
from crawler.platforms import Listing, NotAListingError, Page, adapters, told
from crawler.runs.answers import Answer
from crawler.spiders.asking import AskingSpider

UNKNOWN_TYPES = frozenset({"application/octet-stream", "application/json", "text/plain"})
"""What a document may not be: no report was ever published so, but many an error message."""


class ReportsSpider(AskingSpider):
    """Reads the due columns and fetches what their rows lead to."""

    name = "reports"
    purposes: ClassVar[frozenset[str]] = frozenset({"listing", "document", "attachment"})

    async def understood(
        self, ask: Ask, answer: Answer | None, verdict: Verdict, time: str
    ) -> tuple[Verdict, Result]:
        """Read a listing or a document."""
        if answer is None or verdict.outcome != "ok" or verdict.kind == "not_modified":
            return verdict, Result("done")
        verdict, result = self._interpret(ask, answer, verdict)
        if missing := await self._soft404(ask, answer, verdict, time):
            return missing, Result("failed")
        return verdict, result

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
        adapter = adapters().get(name)
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
            adapter = adapters().get(self._platform(answer.page))
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
