"""Prints what the dataset says: refusal rates, coverage, failed checks, and where its files lie.

Receives a dataset folder. Gives tables on a terminal, each with the query that made it where it is
one a reader may want to run. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from transform.catalog.opening import open_dataset
from transform.tables import statement

_MOST = 200
"""Rows printed of a list, and units of the grid; the query gives the rest."""

_ACROSS = 5
"""Units side by side in the coverage grid."""

_STYLES = {"held": "green", "absent": "yellow", "blocked": "red", "unreachable": "red"}


def show(folder: Path, what: str, console: Console) -> None:
    """Print one part of `SHOWN`, or `all` of them. Raises InputRefusedError without a dataset."""
    with open_dataset(folder) as con:
        for name in SHOWN if what == "all" else (what,):
            SHOWN[name](con, folder, console)


def _refusals(con: duckdb.DuckDBPyConnection, _: Path, console: Console) -> None:
    _query(con, console, "Refused requests over outcomes (不予公开率)", "refusals")


def _checks(con: duckdb.DuckDBPyConnection, _: Path, console: Console) -> None:
    _query(con, console, "Identities that do not hold (未通过的勾稽关系)", "checks")


def _query(con: duckdb.DuckDBPyConnection, console: Console, title: str, name: str) -> None:
    sql = statement("show", name).strip()
    console.print(f"\n[bold]{title}[/bold]")
    console.print(Syntax(sql, "sql", word_wrap=True, background_color="default"))
    answer = con.execute(sql)
    names = [str(column[0]) for column in answer.description or []]
    rows = answer.fetchmany(_MOST + 1)
    table = Table(*names, box=box.SIMPLE_HEAD)
    for row in rows[:_MOST]:
        table.add_row(*map(_text, row))
    console.print(table if rows else "none")
    if len(rows) > _MOST:
        console.print(f"the first {_MOST} rows; the query gives the others")


def _coverage(con: duckdb.DuckDBPyConnection, _: Path, console: Console) -> None:
    rows = con.execute(statement("show", "coverage")).fetchall()
    console.print("\n[bold]Coverage (应有报告及其状况)[/bold]")
    units = [(key, list(of)) for key, of in groupby(rows, key=lambda row: (row[0], row[1]))]
    for start in range(0, min(len(units), _MOST), _ACROSS):
        block = units[start : start + _ACROSS]
        cells = {(unit, row[2]): row for (unit, _name), of in block for row in of}
        heads = [escape(f"{unit} {name}") for (unit, name), _of in block]
        table = Table("year", *heads, box=box.SIMPLE_HEAD)
        for year in sorted({year for _unit, year in cells}):
            table.add_row(
                str(year), *(_cell(cells.get((unit, year))) for (unit, _name), _of in block)
            )
        console.print(table)
    reasons = Table("unit", "years", "why there is none", box=box.SIMPLE_HEAD)
    for (unit, _name), of in units[:_MOST]:
        for reason, same in groupby((row for row in of if not row[5]), key=lambda row: row[4]):
            years = [row[2] for row in same]
            span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
            reasons.add_row(str(unit), span, escape(str(reason)))
    console.print(reasons)
    if len(units) > _MOST:
        console.print(f"the first {_MOST} of {len(units)} units; the table `coverage` has them all")


def _cell(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return "the unit did not exist"
    style = _STYLES.get(str(row[3]).split(":")[0], "cyan")
    return f"[{style}]{escape(str(row[5] or row[3]))}[/{style}]"


def _files(_: duckdb.DuckDBPyConnection, folder: Path, console: Console) -> None:
    console.print(f"\n[bold]Files of {folder}[/bold] (now {folder.resolve().name})")
    table = Table("file", "rows", "bytes", box=box.SIMPLE_HEAD)
    for path in sorted(path for path in folder.resolve().rglob("*") if path.is_file()):
        parquet = path.suffix == ".parquet"
        rows = f"{pq.ParquetFile(path).metadata.num_rows:,}" if parquet else ""
        name = path.relative_to(folder.resolve()).as_posix()
        table.add_row(name, rows, f"{path.stat().st_size:,}")
    console.print(table)


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else escape(str(value))


SHOWN: dict[str, Callable[[duckdb.DuckDBPyConnection, Path, Console], None]] = {
    "refusals": _refusals,
    "coverage": _coverage,
    "checks": _checks,
    "files": _files,
}
"""What can be shown, in the order of `all`."""
