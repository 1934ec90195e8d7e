"""Alarms: what a run found amiss on a portal that nobody announced. Each is a query on the ledger.

An alarm is a file of this folder and gives its rows: a subject (a column, a host, a platform) and a
line of evidence. It sees the ledger, and four tables of the run: `now`, how the run found each
column; `before`, how each was found when it was last read; `planned`, the columns of the plan;
`raised`, the alarms so far. Alarms stand on the rows of the ledger alone, so a replay raises the
same. They are findings to look at, not errors: a report that is withdrawn makes a listing fall too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.runs.plan import PlannedColumn

LAST = "platform_broken"
"""Counts the others, so it comes after them."""

_TABLES = """
    DROP TABLE IF EXISTS temp.planned; DROP TABLE IF EXISTS temp.now;
    DROP TABLE IF EXISTS temp.before; DROP TABLE IF EXISTS temp.raised;
    CREATE TEMP TABLE planned (column_id TEXT PRIMARY KEY, host TEXT, platform TEXT, above INTEGER);
    CREATE TEMP TABLE raised (alarm TEXT, subject TEXT, evidence TEXT);
    CREATE TEMP TABLE now AS SELECT * FROM visit WHERE run = :run;
    CREATE TEMP TABLE before AS
      SELECT v.* FROM visit v JOIN now n USING (column_id)
      WHERE v.run = (SELECT max(run) FROM visit w
                     WHERE w.column_id = v.column_id AND w.run < :run AND w.outcome = 'ok');
"""
_KEEP = """
    INSERT OR REPLACE INTO alarm
    SELECT :run, r.alarm, r.subject, r.evidence, coalesce(
      (SELECT since FROM alarm a WHERE a.alarm = r.alarm AND a.subject = r.subject AND a.run =
        (SELECT max(run) FROM run WHERE run < :run)), (SELECT started FROM run WHERE run = :run))
    FROM raised r
"""


def names() -> list[str]:
    """Give every alarm, in the order in which they are raised."""
    found = sorted(
        entry.name.removesuffix(".sql")
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".sql")
    )
    return [*(name for name in found if name != LAST), LAST]


def raise_all(db: sqlite3.Connection, run: str, columns: Iterable[PlannedColumn]) -> None:
    """Enter the alarms of a run, in the transaction that ends it."""
    values = {"run": run}
    for statement in _TABLES.split(";")[:-1]:
        db.execute(statement, values if ":run" in statement else {})
    platforms = dict(
        db.execute("SELECT column_id, platform FROM visit WHERE platform <> '' ORDER BY run")
    )
    for column in columns:
        host = urlsplit(column.url).hostname or ""
        platform = platforms.get(column.column_id, column.platform)
        row = (column.column_id, host, platform, column.above)
        db.execute("INSERT OR REPLACE INTO planned VALUES (?, ?, ?, ?)", row)
    for name in names():
        query = (files(__package__) / f"{name}.sql").read_text(encoding="utf-8")
        found = db.execute(query, values).fetchall()
        db.executemany("INSERT INTO raised VALUES (?, ?, ?)", [(name, *row) for row in found])
    db.execute(_KEEP, values)
