"""Coverage (应有报告及其状况): for every unit and year one state with its reason, from 2008 on.

Receives the ledger and the registry. Gives the grid as it stands, or as it stood after an earlier
run. What is *in* the reports is not looked at here: the dataset's coverage is the same grid with
that known (`transform`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from crawler.errors import LedgerError, RegistryError
from crawler.findings import engine

STATES = {
    "held": "a report speaks for the unit and year",
    "held_variants": "the same, in several documents",
    "unconfirmed": "something is there that is the report only in part",
    "blocked": "the portal refuses",
    "unreachable": "it cannot be had",
    "js_only": "the column shows nothing without a browser",
    "not_due": "not due yet",
    "column_unknown": "the registry has no column",
    "not_yet_sought": "not looked yet, or not to the end",
    "absent": "the column was read to its end and lists none",
}
"""Every state, and what it says in a few words."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit and year of the grid."""

    unit_id: int
    year: int
    state: str
    kind: str
    """Of `blocked` and `unreachable`: how (`robots`, `waf_403`, `timeout` …)."""
    reason: str
    column_id: str

    @property
    def shown(self) -> str:
        """Give state and kind in one word."""
        return f"{self.state}:{self.kind}" if self.kind else self.state


def coverage(
    raw: Path, registry: Path, years: tuple[int, int] | None = None, run: str = ""
) -> list[Cell]:
    """Give the grid, units in the order of their numbers; as it stood after `run` where named.

    `raw` is `DATA/raw`. Raises LedgerError and RegistryError.
    """
    with tables(raw, registry, years, run) as con:
        rows = con.execute(
            "SELECT unit_id, year, state, coalesce(kind, ''), reason, coalesce(column_id, '')"
            " FROM coverage ORDER BY unit_id, year"
        ).fetchall()
    return [Cell(*row) for row in rows]


@contextmanager
def tables(
    raw: Path, registry: Path, years: tuple[int, int] | None = None, run: str = ""
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with `coverage` and what it is made of: `judged`, `holding`, `doubtful`.

    As they stood after `run` where named. Raises LedgerError and RegistryError.
    """
    until = _end(raw, run) if run else ""
    with tempfile.TemporaryDirectory(prefix="gongkai-coverage-") as folder, duckdb.connect() as con:
        engine.prepare(con)
        engine.load_ledger(con, raw, until)
        for name, paths in engine.unit_tables(registry, Path(folder)).items():
            listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
            con.execute(f"SET VARIABLE {name} = [{listed}]")
        if years:
            con.execute(f"SET VARIABLE first_year = {years[0]}")
            con.execute(f"SET VARIABLE last_year = {years[1]}")
        try:
            con.execute(engine.statement("units"))
        except duckdb.Error as problem:
            raise RegistryError(f"{registry}: {problem}; run `registry check`") from problem
        for statement in ("titles", "judged", "coverage"):
            con.execute(engine.statement(statement))
        yield con


def runs(raw: Path) -> list[str]:
    """Give the runs that ended, in order."""
    with engine.opened(raw) as db:
        ended = db.execute("SELECT run FROM run WHERE finished IS NOT NULL ORDER BY run")
        return [row[0] for row in ended]


def changed(before: list[Cell], now: list[Cell]) -> list[tuple[Cell | None, Cell]]:
    """Give the cells whose state or kind differs, each with what it was; None where it was none."""
    was = {(cell.unit_id, cell.year): cell for cell in before}
    pairs = ((was.get((cell.unit_id, cell.year)), cell) for cell in now)
    return [(old, new) for old, new in pairs if old is None or old.shown != new.shown]


def _end(raw: Path, run: str) -> str:
    with engine.opened(raw) as db:
        row = db.execute("SELECT finished FROM run WHERE run = ?", (run,)).fetchone()
    if not row or not row[0]:
        raise LedgerError(f"{run!r}: no run of that name has ended")
    return str(row[0])
