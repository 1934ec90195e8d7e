"""The status page: one file of HTML that anybody can put on a server. No script, nothing loaded.

Receives the data folder and the registry; gives the page as text.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jinja2

from crawler.findings import engine
from crawler.findings.coverage import STATES, Cell, coverage, runs
from crawler.registry.loading import Unit, unit_of
from crawler.registry.tables import rows

GROUPS = {
    "held": ("held", "held_variants"),
    "unconfirmed": ("unconfirmed",),
    "absent": ("absent",),
    "out of reach": ("blocked", "unreachable", "js_only"),
    "not looked": ("column_unknown", "not_yet_sought"),
    "not due": ("not_due",),
}
"""What the bars of the page are made of."""


def made(data: Path, registry: Path, years: tuple[int, int] | None = None) -> str:
    """Make the page."""
    raw = data / "raw"
    ended = runs(raw)
    known = {unit.unit_id: unit for unit in map(unit_of, rows(registry, "units"))}
    cells = coverage(raw, registry, years)
    with engine.opened(raw) as db:
        db.row_factory = sqlite3.Row
        last = db.execute("SELECT * FROM run ORDER BY run DESC LIMIT 1").fetchone()
        alarms = db.execute(
            "SELECT * FROM alarm WHERE run = ? ORDER BY alarm, subject",
            (ended[-1] if ended else "",),
        ).fetchall()
        columns = db.execute(
            "SELECT * FROM visit v WHERE run = (SELECT max(run) FROM visit w WHERE"
            " w.column_id = v.column_id) ORDER BY outcome = 'ok', column_id"
        ).fetchall()
        outcomes = db.execute(
            "SELECT outcome, kind, count(*) AS n FROM fetch WHERE run = ?"
            " GROUP BY 1, 2 ORDER BY n DESC, 1, 2",
            (last["run"] if last else "",),
        ).fetchall()
    template = (files("crawler.findings") / "page.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template).render(
        last=last,
        alarms=alarms,
        columns=columns,
        outcomes=outcomes,
        states=STATES,
        totals=Counter(cell.state for cell in cells),
        years=_bars(cells, lambda cell: str(cell.year)),
        provinces=_bars(cells, lambda cell: _province(known, cell.unit_id)),
        groups=list(GROUPS),
    )


def _bars(cells: list[Cell], of: Callable[[Cell], str]) -> list[tuple[str, int, dict[str, float]]]:
    """Give for each value its cells and the share (in percent) of each group among them."""
    counts: dict[str, Counter[str]] = {}
    group_of = {state: group for group, states in GROUPS.items() for state in states}
    for cell in cells:
        counts.setdefault(of(cell), Counter())[group_of[cell.state]] += 1
    return [
        (name, count.total(), {g: 100 * count[g] / count.total() for g in GROUPS})
        for name, count in counts.items()
    ]


def _province(known: dict[int, Unit], number: int) -> str:
    """Name the unit at the top of a unit's tree."""
    unit = known[number]
    while unit.parent_id in known and unit.parent_id is not None:
        unit = known[unit.parent_id]
    return unit.name
