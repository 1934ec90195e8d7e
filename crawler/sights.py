"""What documents show of themselves and what their pages offer, in the ledger.

Both tables are functions of the bytes: whoever reads the same page enters the same rows.
"""

from __future__ import annotations

import sqlite3

from crawler.facts import Offer
from crawler.findings.looks import Look


def look(db: sqlite3.Connection, sha256: str, seen: Look) -> None:
    """Enter what a page shows of itself."""
    db.execute("INSERT INTO look VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", (sha256, *seen))


def attach(db: sqlite3.Connection, page: str, offer: Offer) -> None:
    """Enter that a page offers a file; another version of the page may call it otherwise."""
    db.execute(
        "INSERT INTO attached VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
        (page, offer.ask.key, offer.name),
    )
