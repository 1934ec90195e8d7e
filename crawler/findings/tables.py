"""What the findings look like on a terminal: columns, the grid of units and years, changes, alarms.

Receives the ledger's folder or rows of the grid. Gives tables and lines for `rich` to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from crawler.findings import engine
from crawler.findings.coverage import STATES, Cell

_VISITS = """
    SELECT column_id, time, outcome, kind, complete, pages, rows, total,
           (SELECT count(DISTINCT sha256) FROM sighting s WHERE s.column_id = v.column_id), evidence
    FROM visit v
    WHERE run = (SELECT max(run) FROM visit w WHERE w.column_id = v.column_id)
    ORDER BY column_id
"""
_STYLES = {"ok": "green", "blocked": "yellow", "gone": "yellow"}


def columns(data: Path) -> tuple[Table, str]:
    """Give a table of columns and a line of totals; raises LedgerError without a ledger."""
    table = Table(box=None, pad_edge=False)
    for name in ("column", "last visit (UTC)", "outcome", "pages", "rows", "documents", "evidence"):
        table.add_column(name, overflow="fold")
    with engine.opened(data / "raw") as db:
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


SIGNS = {
    "held": ("●", "green"),
    "held_variants": ("◉", "green"),
    "unconfirmed": ("?", "yellow"),
    "blocked": ("✕", "red"),
    "unreachable": ("✕", "red"),
    "js_only": ("✕", "red"),
    "not_due": ("·", "dim"),
    "column_unknown": ("–", "dim"),
    "not_yet_sought": ("…", "cyan"),
    "absent": ("○", "yellow"),
}
"""How a state is drawn; `STATES` says what each is."""


def grid(cells: Sequence[Cell], names: Mapping[int, str]) -> Table:
    """Draw the grid: a line a unit, a column a year, and the kinds of what could not be had."""
    years = sorted({cell.year for cell in cells})
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("\nunit", overflow="ellipsis", no_wrap=True, min_width=22, ratio=3)
    for year in years:
        table.add_column(f"{year // 10 % 10}\n{year % 10}")
    table.add_column("\nwhy", overflow="fold", ratio=2)
    rows: dict[int, dict[int, Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.unit_id, {})[cell.year] = cell
    for unit, of in rows.items():
        kinds = Counter(cell.shown for cell in of.values() if cell.kind or cell.state == "js_only")
        drawn = [Text(*SIGNS[of[year].state]) if year in of else Text("") for year in years]
        why = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        table.add_row(escape(f"{unit} {names.get(unit, '')}"), *drawn, escape(why))
    return table


def legend(cells: Iterable[Cell]) -> Text:
    """Say what the signs of these cells mean, and how many there are of each."""
    counts = Counter(cell.state for cell in cells)
    text = Text()
    for state, meaning in STATES.items():
        if counts[state]:
            text.append(f"{SIGNS[state][0]} ", SIGNS[state][1])
            text.append(f"{counts[state]} {state}: {meaning}\n")
    text.rstrip()
    return text


def changes(pairs: Sequence[tuple[Cell | None, Cell]], names: Mapping[int, str]) -> Table:
    """Show what a run changed in the grid, the units in order."""
    table = Table("unit", "year", "was", "is", "because", box=None, pad_edge=False)
    for old, new in pairs:
        table.add_row(
            escape(f"{new.unit_id} {names.get(new.unit_id, '')}"),
            str(new.year),
            escape(old.shown if old else "not in the grid"),
            escape(new.shown),
            escape(new.reason),
        )
    return table


def alarms(rows: Sequence[tuple[str, str, str, str]]) -> Table:
    """Show alarms: name, subject, evidence, since when."""
    table = Table("alarm", "of", "evidence", "since (UTC)", box=None, pad_edge=False)
    for name, subject, evidence, since in rows:
        table.add_row(name, escape(subject), escape(evidence), since[:16])
    return table
