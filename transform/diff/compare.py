"""Writes the table `changes`: every value that differs between two datasets, with its cause.

Receives two folders. Compares their facts by unit, year, row and column, and writes a row for each
cell whose value or state differs, or that only one of them has: blank to 0 is a change, a number
read anew as the same number is none. Refuses what `sides` refuses, and facts that no report stands
for. Evidence is never read.

The cause of a change (变更原因), the first that holds:

1. `correction`: both datasets have a report of the unit and year, and a correction of this cell is
   applied in one and not, or otherwise, in the other.
2. `unit_merged`: the same document with the same issuer is of another unit in the other dataset;
   or the unit is gone from `units`; or it lost the year and a new successor has it.
3. `added`: the unit and year had no report, and the document that speaks now was not there or had
   not been read; `source_revised`: they had one, of another document.
4. `withdrawn`: the document that spoke is no longer there or no longer read, and none that is new
   speaks in its place.
5. `extractor_changed`: another version of the extractor read the document that spoke or the one
   that speaks now, or one of the two readings refused it.
6. `rules_changed`: the same documents read by the same extractor. The registry, the code book, the
   sightings that confirm a report or the rule of versions decide otherwise.

Causes 2 to 6 are of a unit and year, 1 of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from transform.diff.sides import Side, side, workspace
from transform.engine import exhausted
from transform.errors import InputRefusedError, TransformError
from transform.tables import literal, statement, write


def compare(
    con: duckdb.DuckDBPyConnection, before: Path, after: Path, out: Path, since: str
) -> int:
    """Write what differs in `after` from `before` to the Parquet file `out`; give its rows.

    `since` names the dataset before in every row. The connection is left as it was, but for what
    is named `diff` in it. Raises InputRefusedError when the two cannot be compared.
    """
    old, new = side("before", before), side("after", after)
    with workspace(con), _reading(before, after):
        con.execute(statement("diff", "difference"))
        for year in sorted(old.years() | new.years()):
            if old.digest(year) != new.digest(year):
                _add_year(con, old, new, year)
        old.read_whole(con)
        new.read_whole(con)
        con.execute(statement("diff", "corrected"))
        con.execute(statement("diff", "cause"))
        _refuse_orphans(con, old, new)
        con.execute(f"SET VARIABLE diff_since = {literal(since)}")
        written = write(con, statement("diff", "changes"), out)
        [(found,)] = con.execute("SELECT count(*) FROM diff.difference").fetchall()
    if written != found:
        raise TransformError(f"{out}: {found} values differ, {written} were written")
    return written


def against_latest(con: duckdb.DuckDBPyConnection, data: Path, dataset: Path) -> int:
    """Write `changes` of a dataset against the latest release of a data folder; give its rows.

    Without a release the table is empty. Raises SchemaDiffersError when the release has other
    columns, and InputRefusedError when it is damaged.
    """
    latest = data / "releases" / "latest"
    if not latest.is_symlink() and not latest.exists():
        return with_nothing(con, dataset)
    return compare(con, latest, dataset, dataset / "changes.parquet", latest.resolve().name)


def with_nothing(con: duckdb.DuckDBPyConnection, dataset: Path) -> int:
    """Write `changes` without a row, for want of a release to compare with; give 0."""
    return compare(con, dataset, dataset, dataset / "changes.parquet", dataset.name)


@contextmanager
def _reading(before: Path, after: Path) -> Iterator[None]:
    """Refuse files whose damage shows as they are read: those of datasets without SHA256SUMS.

    What DuckDB says of memory and of the disk is not about the files.
    """
    try:
        yield
    except (duckdb.Error, RuntimeError) as problem:
        if exhausted(problem):
            raise
        raise InputRefusedError(f"{before} or {after}: damaged ({problem})") from problem


def _add_year(con: duckdb.DuckDBPyConnection, old: Side, new: Side, year: int) -> None:
    """Add the cells of a year that differ."""
    for one in (old, new):
        one.read(con, "facts", f"facts/{year}.parquet")
    con.execute(statement("diff", "differing"))
    # A cell given twice would match twice: what was lost and won must explain the number of rows.
    [(amiss,)] = con.execute(statement("diff", "balance"), {"year": year}).fetchall()
    if amiss:
        raise InputRefusedError(
            f"{old.folder} or {new.folder}: the facts of {year} give a cell twice, or another year"
        )


def _refuse_orphans(con: duckdb.DuckDBPyConnection, old: Side, new: Side) -> None:
    orphan = con.execute(statement("diff", "orphan")).fetchone()
    if orphan:
        at, unit_id, year = orphan
        folder = (old if at == "before" else new).folder
        raise InputRefusedError(
            f"{folder}: facts of unit {unit_id} and {year}, and no current report of it"
        )
