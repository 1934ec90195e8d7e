"""`status`: how the last visit found each column, as a table."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from rich.table import Table

from crawler.errors import ConfigError

_VISITS = """
    SELECT column_id, time, outcome, kind, complete, pages, rows, total,
           (SELECT count(DISTINCT sha256) FROM sighting s WHERE s.column_id = v.column_id), evidence
    FROM visit v
    WHERE run = (SELECT max(run) FROM visit w WHERE w.column_id = v.column_id)
    ORDER BY column_id
"""
_STYLES = {"ok": "green", "blocked": "yellow", "gone": "yellow"}


def status(data: Path) -> tuple[Table, str]:
    """Give a table of columns and a line of totals; raises ConfigError without a ledger."""
    path = data / "raw" / "ledger.sqlite"
    if not path.is_file():
        raise ConfigError(f"{path}: no such ledger; run `python -m crawler crawl` first")
    table = Table(box=None, pad_edge=False)
    for name in ("column", "last visit (UTC)", "outcome", "pages", "rows", "documents", "evidence"):
        table.add_column(name, overflow="fold")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        for column, time, outcome, kind, complete, pages, rows, total, documents, why in db.execute(
            _VISITS
        ):
            said = f"{outcome}:{kind}" if kind else outcome
            if outcome == "ok" and not complete:
                said += " (incomplete)"
            of = f"{rows} of {total}" if total is not None else str(rows)
            style = _STYLES.get(outcome, "red")
            shown = f"[{style}]{said}[/{style}]"
            table.add_row(column, time[:19], shown, str(pages), of, str(documents), why)
        counts = [
            db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  # constants
            for name in ("document", "sighting", "fetch", "run")
        ]
        waiting = db.execute("SELECT count(*) FROM ask WHERE state = 'queued'").fetchone()[0]
    words = ("documents", "sightings", "requests", "runs")
    totals = ", ".join(f"{n} {word}" for n, word in zip(counts, words, strict=True))
    return table, f"{totals}, {waiting} waiting"
