"""How a run found a column: the rows of `visit`, brought up to date page by page.

A listing is read from its first page, its root; the pages that follow hang on it as `ask.parent`
says. A run that was killed half way leaves pages in the queue, and the next run's visit goes on
from what was read before.
"""

from __future__ import annotations

import sqlite3

from crawler.facts import Fetch, Result

_TREE = """
    WITH RECURSIVE tree(ask, state, run) AS (
        SELECT ask, state, run FROM ask WHERE ask = ?1
        UNION SELECT a.ask, a.state, a.run FROM ask a JOIN tree ON a.parent = tree.ask
        WHERE a.purpose = 'listing')
"""
_WAITING = _TREE + " SELECT 1 FROM tree WHERE state IN ('queued', 'leased')"  # noqa: S608  # constant
_UNREAD = (
    _TREE  # noqa: S608  # constant
    + """
    , pass AS (SELECT run FROM ask WHERE ask = ?1)
    SELECT count(*) FROM tree, pass
    WHERE tree.state IN ('queued', 'leased')
       OR (tree.state = 'failed' AND tree.run >= pass.run)
       OR EXISTS (SELECT 1 FROM fetch f
                  WHERE f.ask = tree.ask AND f.run >= pass.run AND f.kind = 'more_pages')
"""
)


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
    return bool(db.execute(_UNREAD, (root,)).fetchone()[0] == 0)


def _finding(fetch: Fetch, *, is_root: bool) -> tuple[str, str, str]:
    """Give outcome, kind and evidence of a column after a page: the first page decides."""
    if is_root:
        return fetch.outcome, fetch.kind, fetch.evidence
    if fetch.outcome != "ok":
        return "ok", "", f"{fetch.url}: {fetch.kind} {fetch.evidence}".strip()
    return "ok", "", ""
