"""What the spider hands to the ledger: an attempt, and what it led to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

from crawler.findings.looks import Look
from crawler.ledger.asks import Ask
from crawler.platforms import Row


@dataclass(frozen=True, slots=True)
class Fetch:
    """A row of `fetch`: one attempt at an ask. Field order is the table's."""

    run: str
    ask: str
    attempt: int
    url: str
    time: str
    status: int | None
    outcome: str
    kind: str
    evidence: str
    media_type: str | None = None
    charset: str | None = None
    sha256: str | None = None
    size: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    charset_header: str | None = None
    charset_meta: str | None = None
    tls_verified: bool | None = None
    offsite: bool = False

    def row(self) -> tuple[object, ...]:
        """Give the values in the table's order."""
        return tuple([getattr(self, name) for name in _FIELDS])


_FIELDS = tuple(field.name for field in fields(Fetch))


class Offer(NamedTuple):
    """A file that a document's page offers, under the name of the link."""

    ask: Ask
    name: str


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt led to, besides its row in `fetch`."""

    state: str
    """What becomes of the ask: `done`, `failed`, or `queued` to be tried again."""
    is_document: bool = False
    etag: str | None = None
    last_modified: str | None = None
    look: Look | None = None
    """Of a document that is a page: what it shows of itself."""
    attachments: tuple[Offer, ...] = ()
    columns: tuple[str, ...] = ()
    """Of a listing page: the columns it belongs to, and what it holds."""
    rows: tuple[Row, ...] = ()
    wanted: frozenset[str] = frozenset()
    """Keys of the rows' documents that are to be fetched."""
    pages: tuple[Ask, ...] = ()
    total: int | None = None
    platform: str = ""
    """The adapter that read a listing page."""
    proposals: tuple[tuple[str, int, str, str, str, int, int, str], ...] = ()
    """Columns found: host, unit, address, platform, label, steps, requests, evidence."""
