"""How a run found a column: the rows of `visit`, brought up to date page by page.

A listing is read from its first page, its root, which every page that follows names in `ask.root`.
Whether one is still to be read is asked of the index `ask_unread`, which holds no others, so that
a column of hundreds of pages costs no more a page than a short one. A run that was killed half way
leaves pages in the queue, and the next run's visit goes on from what was read before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from crawler.findings import titles
from crawler.ledger.facts import Fetch, Result
from crawler.platforms import Row

_UNREAD = """
    SELECT 1 FROM ask WHERE root = ?1
    AND purpose = 'listing' AND (state <> 'done' OR kind = 'more_pages')
    AND (state IN ('queued', 'leased') OR run >= (SELECT run FROM ask WHERE ask = ?1)) LIMIT 1
"""
_WAITING = """
    SELECT 1 FROM ask WHERE root = ?1
    AND purpose = 'listing' AND (state <> 'done' OR kind = 'more_pages')
    AND state IN ('queued', 'leased') LIMIT 1
"""


def update(
    db: sqlite3.Connection, column_id: str, fetch: Fetch, result: Result, fresh: int
) -> None:
    """Bring a column's visit up to date after a page of its listing.

    `fresh` is how many of the page's rows were never listed before.
    """
    (root,) = db.execute("SELECT root FROM ask WHERE ask = ?", (fetch.ask,)).fetchone()
    is_root = fetch.ask == root
    known = db.execute(
        "SELECT run, time, evidence, pages, rows, total, fresh, dated, reports, newest, platform"
        " FROM visit"
        " WHERE column_id = ? ORDER BY run DESC LIMIT 1",
        (column_id,),
    ).fetchone()
    same_run = bool(known) and known[0] == fetch.run
    # A page other than the first continues what this run, or the killed one before, has read.
    counted = _Count(known[4], *known[6:10]) if known and not is_root else _Count()
    pages, total = (known[3], known[5]) if known and not is_root else (0, None)
    platform = result.platform or (known[10] if same_run else "")
    ok = fetch.outcome == "ok"
    pages += ok
    if ok:
        counted = counted.plus(result.rows, fresh)
    total = result.total if result.total is not None else total
    outcome, kind, evidence = _finding(fetch, is_root=is_root)
    if not is_root and ok and same_run:
        evidence = known[2]
    whole = outcome == "ok" and _is_whole(db, root) and (total is None or counted.rows >= total)
    time = min(known[1], fetch.time) if same_run else fetch.time
    db.execute(
        "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(fetch.run, column_id, time, outcome, kind, evidence),
            *(int(whole), pages, counted.rows, total, *counted[1:], platform),
        ),
    )


class _Count(NamedTuple):
    """What the rows of a listing amount to."""

    rows: int = 0
    fresh: int = 0
    dated: int = 0
    reports: int = 0
    newest: int | None = None

    def plus(self, rows: Sequence[Row], fresh: int) -> _Count:
        """Give the count with a page's rows."""
        named = [titles.read(row.title) for row in rows]
        years = [one.years[-1] for one in named if one.kind == "report"]
        return _Count(
            self.rows + len(rows),
            self.fresh + fresh,
            self.dated + sum(row.date is not None for row in rows),
            self.reports + len(years),
            max((year for year in (self.newest, *years) if year is not None), default=None),
        )


def is_waiting(db: sqlite3.Connection, root: str) -> bool:
    """Say whether a page of the listing that begins with `root` has still to be read."""
    return db.execute(_WAITING, (root,)).fetchone() is not None


def _is_whole(db: sqlite3.Connection, root: str) -> bool:
    return db.execute(_UNREAD, (root,)).fetchone() is None


def _finding(fetch: Fetch, *, is_root: bool) -> tuple[str, str, str]:
    """Give outcome, kind and evidence of a column after a page: the first page decides."""
    if is_root:
        return fetch.outcome, fetch.kind, fetch.evidence
    if fetch.outcome != "ok":
        return "ok", "", f"{fetch.url}: {fetch.kind} {fetch.evidence}".strip()
    return "ok", "", ""
