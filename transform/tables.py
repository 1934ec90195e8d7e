"""The tables of the dataset: their names, their layout in files, and the one way to write them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

SCHEMA_VERSION = "1.1.0"
"""SemVer of the tables, views and columns: raised by a new major version when one is removed or
retyped, by a minor one when one is added. `docs/releases.md` has the policy."""

BY_YEAR = ("facts", "facts_by_unit", "wide", "evidence", "checks", "versions", "prose", "unmatched")
"""Written as `TABLE/YEAR.parquet`. The year is a column of the file and not a part of its path,
so that one file stands alone and a folder opens in DuckDB, pandas and pyarrow alike."""

WHOLE = (
    "reports",
    "documents",
    "units",
    "codebook",
    "concepts",
    "identities",
    "check_list",
    "coverage",
    "corrections",
    "changes",
)
"""Written as `TABLE.parquet`."""

TABLES = BY_YEAR + WHOLE

PARQUET = (
    "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 3, "
    "ROW_GROUP_SIZE 524288, DICTIONARY_SIZE_LIMIT 5000, WRITE_BLOOM_FILTER false"
)
"""Delta-coded integers (v2, small dictionaries) make sorted unit numbers almost free. Bloom filters
cost a remote reader one request for each row group and help no query here. Groups of half a million
rows are as small as of a million, and one indicator or one unit is found in half the time; smaller
ones are faster still here, and ask a remote reader for more requests (`tests.bench.dataset`)."""


def statement(room: str, name: str) -> str:
    """Give the text of `transform/ROOM/sql/NAME.sql`."""
    return (files("transform") / room / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def literal(value: Path | str) -> str:
    """Quote a text for SQL, where a parameter cannot stand."""
    return "'" + str(value).replace("'", "''") + "'"


def write(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write the answer of a query to a Parquet file; give its rows.

    The query, or the subquery whose rows it names, ends in a total `ORDER BY`.

    Every file of the dataset passes through here. With the order total, the bytes depend on the
    rows and on DuckDB's version alone.
    """
    path.parent.mkdir(exist_ok=True)
    query = query.strip().removesuffix(";")
    row = con.execute(f"COPY (\n{query}\n) TO {literal(path)} ({PARQUET})").fetchone()
    return int(row[0]) if row else 0
