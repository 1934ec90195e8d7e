"""Bodies in the ledger: where each lies in the archive, and which stood at an address when.

Both tables are functions of what was exchanged: the first of two places is kept, and an address
gives its bodies in the order of time.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from crawler.store.archive import Payload, Place


def remember(db: sqlite3.Connection, payload: Payload) -> None:
    """Enter where a payload lies; of several places, the one that was written first stays."""
    place = payload.place
    db.execute(
        "INSERT INTO payload VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET url = excluded.url,"
        " time = excluded.time, warc_file = excluded.warc_file, warc_offset = excluded.warc_offset"
        " WHERE (excluded.warc_file, excluded.warc_offset) < (warc_file, warc_offset)",
        (payload.digest, payload.url, place.time, place.warc_file, place.warc_offset),
    )


def stored(db: sqlite3.Connection, digest: str) -> Payload | None:
    """Give where a payload lies; None when it is not in the archive."""
    row: tuple[Any, ...] | None = db.execute(
        "SELECT url, warc_file, warc_offset, time FROM payload WHERE digest = ?", (digest,)
    ).fetchone()
    return Payload(digest, row[0], Place(*row[1:])) if row else None


def held(db: sqlite3.Connection, ask: str) -> Place | None:
    """Give the place of the answer whose body a 304 to this ask confirms."""
    row: tuple[Any, ...] | None = db.execute(
        "SELECT warc_file, warc_offset, time FROM fetch"
        " WHERE ask = ? AND outcome = 'ok' AND sha256 IS NOT NULL ORDER BY time DESC LIMIT 1",
        (ask,),
    ).fetchone()
    return Place(*row) if row else None


def see(db: sqlite3.Connection, ask: str, sha256: str | None, time: str) -> None:
    """Enter that a document stood at an address; None is a 304: the one that stood there last."""
    if sha256 is None:
        db.execute(
            "UPDATE version SET last_seen = ?2 WHERE ask = ?1 AND last_seen ="
            " (SELECT max(last_seen) FROM version WHERE ask = ?1)",
            (ask, time),
        )
        return
    db.execute(
        "INSERT INTO version SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?3,"
        " (SELECT sha256 FROM version WHERE ask = ?1 ORDER BY last_seen DESC LIMIT 1)"
        " FROM version WHERE ask = ?1"
        " ON CONFLICT DO UPDATE SET last_seen = excluded.last_seen",
        (ask, sha256, time),
    )
