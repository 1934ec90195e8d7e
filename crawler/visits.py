"""How a run found a column: the rows of `visit`, brought up to date page by page.

A listing is read from its first page, its root, which every page that follows names in `ask.root`.
Whether one is still to be read is asked of the index `ask_unread`, which holds no others, so that
a column of hundreds of pages costs no more a page than a short one. A run that was killed half way
leaves pages in the queue, and the next run's visit goes on from what was read before.
"""

from __future__ import annotations

import sqlite3

from crawler.facts import Fetch, Result

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


def update(db: sqlite3.Connection, root: str, column_id: str, fetch: Fetch, result: Result) -> None:
    """Bring a column's visit up to date after a page of the listing that begins with `root`."""
    is_root = fetch.ask == root
    known = db.execute(
        "SELECT run, time, evidence, pages, rows, total FROM visit"
        " WHERE column_id = ? ORDER BY run DESC LIMIT 1",
        (column_id,),
    ).fetchone()
    same_run = bool(known) and known[0] == fetch.run
    # A page other than the first continues what this run, or the killed one before, has read.
    pages, rows, total = known[3:] if known and not is_root else (0, 0, None)
    ok = fetch.outcome == "ok"
    pages, rows = pages + ok, rows + (len(result.rows) if ok else 0)
    total = result.total if result.total is not None else total
    outcome, kind, evidence = _finding(fetch, is_root=is_root)
    if not is_root and ok and same_run:
        evidence = known[2]
    whole = outcome == "ok" and _is_whole(db, root) and (total is None or rows >= total)
    time = min(known[1], fetch.time) if same_run else fetch.time
    db.execute(
        "INSERT OR REPLACE INTO visit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fetch.run, column_id, time, outcome, kind, evidence, int(whole), pages, rows, total),
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
