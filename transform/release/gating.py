"""Runs the gates: queries that return the rows that offend, against the release before.

Receives a folder with the tables of a release to be, the release before it (none for the first),
and the reference tables `gates`, `keys` and `known_values`. `lay_out` writes what is run into its
folder `gates`, so that a reader runs the very same; `run` gives what each gate found. A gate that
cannot be run stops a release like one that fails.

`gates/open.sql` lays the two releases out as the schemas `now` and `before`. A table that only one
of them has is empty in the other; before the first release every table of `before` is. A column
that came later is NULL in `before`, so that a gate may ask for it.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from transform.engine import exhausted
from transform.errors import InputRefusedError, TransformError
from transform.release.shelf import key
from transform.release.templating import render
from transform.tables import literal

SHOWN = 20
"""Offending rows kept of each gate; their number is always told."""

REFERENCES = ("gates", "keys", "known_values")

_LATER = {
    "versions": "report_id VARCHAR, row_code VARCHAR, col_code VARCHAR, value DOUBLE, "
    "state VARCHAR",
    "corrections": "correction VARCHAR, report_id VARCHAR, unit_id INTEGER, year SMALLINT, "
    "row_code VARCHAR, col_code VARCHAR, printed_value DOUBLE, printed_state VARCHAR",
    "unmatched": 'report_id VARCHAR, year SMALLINT, "table" VARCHAR, label VARCHAR',
    "changes": "unit_id INTEGER, year SMALLINT, row_code VARCHAR, col_code VARCHAR, op VARCHAR, "
    "cause VARCHAR, old_report_id VARCHAR, old_extractor VARCHAR, new_extractor VARCHAR",
}
"""Columns that the gates ask for, of tables that a dataset of an older build may lack."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate, as its row of gates.csv says."""

    name: str
    kind: str
    """`fail` stops a release, `warn` is told in its papers."""
    threshold: float
    """How much may offend; what is counted, the meaning says."""
    least: int
    """Of how many at least a share is taken; of fewer it says nothing."""
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a gate found."""

    gate: Gate
    rows: int
    """How many rows offend."""
    columns: tuple[str, ...]
    first: tuple[tuple[Any, ...], ...]
    """The first of them, `SHOWN` at most, in the order of the query."""
    ran: bool = True
    """False when the query could not be run: then `first` says why."""

    @property
    def result(self) -> str:
        """`passed`, `warned` or `failed`."""
        if not self.rows:
            return "passed"
        return "failed" if self.gate.kind == "fail" or not self.ran else "warned"


class GateFailedError(TransformError):
    """A gate stopped a release; `found` says which gates, with the rows that offend."""

    status = 65

    def __init__(self, version: str, found: list[Found], record: Path) -> None:
        names = ", ".join(one.gate.name for one in found)
        super().__init__(
            f"{version} was not released, stopped by {names}; the latest release is as it was, "
            f"{record} has the rows"
        )
        self.found = found


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two releases that are compared."""

    folder: Path
    version: str
    schema_version: str


def gates(reference: Path) -> tuple[Gate, ...]:
    """Give the gates in the order of their sheet; refuse one without a query."""
    with (reference / "gates.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if not _query(row["gate"]).is_file():
            raise InputRefusedError(f"gates.csv: gate {row['gate']} has no query")
        if row["kind"] not in {"fail", "warn"}:
            raise InputRefusedError(f"gates.csv: gate {row['gate']} is {row['kind']!r}")
    return tuple(
        Gate(
            r["gate"], r["kind"], float(r["threshold"]), int(r["least"]), r["what_en"], r["what_zh"]
        )
        for r in rows
    )


def lay_out(reference: Path, now: Side, before: Side | None) -> tuple[Gate, ...]:
    """Write the gates with all that they read into `gates/` of a release to be; give them."""
    folder = now.folder / "gates"
    folder.mkdir()
    for name in REFERENCES:
        shutil.copyfile(reference / f"{name}.csv", folder / f"{name}.csv")
    (folder / "open.sql").write_text(_opening(now, before), encoding="utf-8")
    found = gates(reference)
    for gate in found:
        query = _query(gate.name).read_text(encoding="utf-8").rstrip()
        text = render("gate.sql.j2", gate=gate, query=query)
        (folder / f"{gate.name}.sql").write_text(text, encoding="utf-8")
    return found


def run(
    con: duckdb.DuckDBPyConnection, every: Iterable[Gate], now: Side, before: Side | None
) -> list[Found]:
    """Run the gates of a release to be, as they were laid out; give what each found."""
    con.execute(f"SET VARIABLE now = {literal(now.folder.resolve())}")
    if before is not None:
        con.execute(f"SET VARIABLE before = {literal(before.folder.resolve())}")
    con.execute((now.folder / "gates" / "open.sql").read_text(encoding="utf-8"))
    return [_found(con, gate, now.folder / "gates" / f"{gate.name}.sql") for gate in every]


def _found(con: duckdb.DuckDBPyConnection, gate: Gate, query: Path) -> Found:
    try:
        answer = con.execute(query.read_text(encoding="utf-8"))
        columns = tuple(str(column[0]) for column in answer.description or ())
        first = tuple(answer.fetchmany(SHOWN))
        rows = len(first)
        while more := answer.fetchmany(10_000):
            rows += len(more)
    except duckdb.Error as problem:
        if exhausted(problem):
            raise
        return Found(gate, 1, ("cannot be run",), ((str(problem).splitlines()[0],),), ran=False)
    return Found(gate, rows, columns, first)


def _query(name: str) -> Path:
    return Path(str(files("transform") / "release" / "gates" / f"{name}.sql"))


def _opening(now: Side, before: Side | None) -> str:
    held = {"now": _tables(now.folder), "before": _tables(before.folder) if before else {}}
    return render(
        "open.sql.j2",
        now=now,
        before=before,
        held=held,
        since=_columns_since(now, before, held) if before else {},
        later=_LATER,
        day=lambda side: key(side.version)[0],
    )


def _columns_since(
    now: Side, before: Side, held: dict[str, dict[str, str]]
) -> dict[str, list[str]]:
    """Give the columns that tables of both releases have now and had not before."""
    found = {}
    for name in held["now"].keys() & held["before"].keys():
        was = _columns(before.folder, held["before"][name])
        later = [c for c in _columns(now.folder, held["now"][name]) if c not in was]
        if later:
            found[name] = later
    return dict(sorted(found.items()))


def _columns(folder: Path, place: str) -> list[str]:
    first = min(folder.glob(place.lstrip("/")))
    return list(pq.read_schema(first).names)


def _tables(folder: Path) -> dict[str, str]:
    """Give the tables that lie in a folder: name → where its files are, below it."""
    whole = {path.stem: f"/{path.name}" for path in folder.glob("*.parquet")}
    by_year = {
        path.parent.name: f"/{path.parent.name}/*.parquet"
        for path in folder.glob("*/[0-9][0-9][0-9][0-9].parquet")
    }
    return dict(sorted((whole | by_year).items()))
