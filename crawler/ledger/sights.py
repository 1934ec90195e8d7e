"""Documents in the ledger: where each was seen, what it shows of itself, what its page offers.

All of it follows from what was exchanged and when, in whatever order it is entered.
"""

from __future__ import annotations

import sqlite3

from crawler.findings.looks import Look
from crawler.ledger import bodies
from crawler.ledger.facts import Fetch, Offer


def look(db: sqlite3.Connection, sha256: str, seen: Look) -> None:
    """Enter what a page shows of itself."""
    db.execute("INSERT INTO look VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", (sha256, *seen))


def attach(db: sqlite3.Connection, page: str, offer: Offer) -> None:
    """Enter that a page offers a file; another version of the page may call it otherwise."""
    db.execute(
        "INSERT INTO attached VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
        (page, offer.ask.key, offer.name),
    )


def document(db: sqlite3.Connection, fetch: Fetch) -> None:
    """Enter the document that an attempt gave; of several places the one seen first stays."""
    db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " warc_file = excluded.warc_file, warc_offset = excluded.warc_offset,"
        " first_seen = excluded.first_seen WHERE excluded.first_seen < first_seen",
        (
            fetch.sha256,
            fetch.media_type,
            fetch.size,
            fetch.warc_file,
            fetch.warc_offset,
            fetch.time,
        ),
    )
    bodies.see(db, fetch.ask, fetch.sha256, fetch.time)


def of_page(db: sqlite3.Connection, ask: str) -> None:
    """Enter every sighting that the fetches of a document or an attachment make."""
    db.execute(_OF_PAGE, (ask,))


def of_files(db: sqlite3.Connection, ask: str) -> None:
    """Enter every sighting that the fetches of a document's attachments make."""
    db.execute(_OF_FILES, (ask,))


_SIGHT = """
    INSERT INTO sighting
    SELECT f.sha256, l.column_id, f.url, CASE a.purpose WHEN 'attachment' THEN p.url END,
           l.title, l.row_date, f.time
    FROM ask a JOIN fetch f ON f.ask = a.ask JOIN document d ON d.sha256 = f.sha256
    LEFT JOIN ask p ON p.ask = a.parent
    JOIN listed l ON l.ask = CASE a.purpose WHEN 'attachment' THEN a.parent ELSE a.ask END
    WHERE {} ON CONFLICT DO UPDATE SET page_url = excluded.page_url, title = excluded.title,
        row_date = excluded.row_date, first_seen = excluded.first_seen
    WHERE excluded.first_seen < first_seen
"""
_OF_PAGE = _SIGHT.format("a.ask = ?1 AND a.purpose IN ('document', 'attachment')")
_OF_FILES = _SIGHT.format("a.parent = ?1 AND a.purpose = 'attachment'")
