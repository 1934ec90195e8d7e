"""Opens a dataset: its tables, views and macros in DuckDB, as `catalog.sql` beside them says."""

from __future__ import annotations

from pathlib import Path

import duckdb

from transform.errors import InputRefusedError
from transform.tables import literal


def open_dataset(folder: Path) -> duckdb.DuckDBPyConnection:
    """Give a connection in which the tables of a dataset are views with comments.

    A symlink is resolved first, so that the connection keeps to the dataset it found. Raises
    `InputRefusedError` when there is none or it is damaged. The caller closes the connection.
    """
    catalog = folder / "catalog.sql"
    if not catalog.is_file():
        raise InputRefusedError(f"{folder}: no dataset; run `python -m transform build` first")
    con = duckdb.connect()
    try:
        con.execute(f"SET VARIABLE dataset = {literal(folder.resolve())}")
        con.execute(catalog.read_text(encoding="utf-8"))
    except duckdb.Error as problem:
        con.close()
        raise InputRefusedError(f"{folder}: damaged ({problem}); build it again") from problem
    return con
