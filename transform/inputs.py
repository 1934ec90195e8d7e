"""The inputs, opened where they lie and handed to DuckDB; whatever is wrong with them is named."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.records import SCHEMA
from transform.errors import InputRefusedError

HEADERS = {
    "units": "unit_id,name,aliases,names_before,level,division,parent_id,valid_from,valid_to",
    "columns": "column_id,host,unit_id,url,confirmed",
    "codebook": (
        "form,table,position,row_code,col_code,unit,"
        "row_label_zh,col_label_zh,row_label_en,col_label_en"
    ),
    "identities": ("identity,family,form,side,table,row_code,col_code,year_offset,coefficient"),
}
"""First line of each reference table that is read."""

_BATCH = 100_000
_TEXT, _INT = pa.string(), pa.int64()

LEDGER = {
    "document": {
        "sha256": _TEXT,
        "media_type": _TEXT,
        "size": _INT,
        "warc_file": _TEXT,
        "warc_offset": _INT,
        "first_seen": _TEXT,
    },
    "sighting": {
        "sha256": _TEXT,
        "column_id": _TEXT,
        "url": _TEXT,
        "page_url": _TEXT,
        "title": _TEXT,
        "row_date": _TEXT,
        "first_seen": _TEXT,
    },
    "listed": {"column_id": _TEXT, "ask": _TEXT, "title": _TEXT, "first_seen": _TEXT},
    "ask": {"ask": _TEXT, "purpose": _TEXT, "parent": _TEXT},
    "fetch": {
        "run": _TEXT,
        "ask": _TEXT,
        "attempt": _INT,
        "time": _TEXT,
        "outcome": _TEXT,
        "kind": _TEXT,
        "evidence": _TEXT,
    },
    "visit": {
        "run": _TEXT,
        "column_id": _TEXT,
        "time": _TEXT,
        "outcome": _TEXT,
        "kind": _TEXT,
        "evidence": _TEXT,
        "complete": _INT,
    },
}
"""Tables and columns of the ledger that the dataset needs."""

_TIMES = ("first_seen", "time")


def registry(folder: Path) -> dict[str, list[Path]]:
    """Give every `units.csv` and `columns.csv` below a folder, as the crawler reads them too."""
    found = {name: sorted(folder.rglob(f"{name}.csv")) for name in ("units", "columns")}
    for name, paths in found.items():
        if not paths:
            raise InputRefusedError(
                f"{folder}: holds no {name}.csv; name the registry with --registry"
            )
    return found


def check_headers(tables: dict[str, list[Path]]) -> None:
    """Refuse a reference table that cannot be read or has another header than is expected."""
    for name, paths in tables.items():
        for path in paths:
            try:
                with path.open(encoding="utf-8-sig", newline="") as lines:
                    header = ",".join(next(csv.reader(lines), []))
            except (OSError, UnicodeDecodeError) as problem:
                raise InputRefusedError(f"{path}: cannot be read ({problem})") from problem
            if header != HEADERS[name]:
                raise InputRefusedError(
                    f"{path}: the header is “{header}”, expected “{HEADERS[name]}”"
                )


def record_files(folder: Path) -> list[Path]:
    """Give the record files in the order of their names, each of `SCHEMA`; hidden ones are not."""
    if not folder.is_dir():
        raise InputRefusedError(f"{folder}: there are no records; run `python -m extract` first")
    found = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))
    for path in found:
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException) as problem:
            raise InputRefusedError(
                f"{path}: no Parquet file ({problem}); extract anew"
            ) from problem
        for field in SCHEMA:
            index = schema.get_field_index(field.name)
            if index < 0 or not schema.field(index).type.equals(field.type):
                raise InputRefusedError(
                    f"{path}: column {field.name} is not {field.type}; extract anew"
                )
    return found


def load_records(con: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    """Lay the records out as the view `records`, with each one's place in its file."""
    if paths:
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        con.execute(
            "CREATE VIEW records AS FROM "
            f"read_parquet([{listed}], filename = true, file_row_number = true)"
        )
        return
    con.register("no_records", SCHEMA.empty_table())
    con.execute(
        "CREATE TABLE records AS "
        "SELECT *, ''::VARCHAR AS filename, 0::BIGINT AS file_row_number FROM no_records"
    )


def load_ledger(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy the ledger's tables, as they stand at one moment, into the schema `ledger`.

    Times are UTC and become TIMESTAMP without a zone.
    """
    if not path.is_file():
        raise InputRefusedError(f"{path}: there is no ledger; run the crawler first")
    con.execute("CREATE SCHEMA ledger")
    try:
        ledger = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            ledger.execute("BEGIN")
            for table, columns in LEDGER.items():
                schema = pa.schema(list(columns.items()))
                shape = ", ".join(
                    f'"{name}"::TIMESTAMP AS "{name}"' if name in _TIMES else f'"{name}"'
                    for name in columns
                )
                con.register("batch", schema.empty_table())
                con.execute(f"CREATE TABLE ledger.{table} AS SELECT {shape} FROM batch")  # noqa: S608 (constants)
                for batch in _batches(ledger, table, schema):
                    con.register("batch", batch)
                    con.execute(f"INSERT INTO ledger.{table} SELECT {shape} FROM batch")  # noqa: S608 (constants)
                con.unregister("batch")
        finally:
            ledger.close()
    except (sqlite3.Error, pa.ArrowException, duckdb.Error) as problem:
        raise InputRefusedError(f"{path}: damaged or not a ledger ({problem})") from problem


def _batches(ledger: sqlite3.Connection, table: str, schema: pa.Schema) -> Iterator[pa.Table]:
    names = ", ".join(f'"{name}"' for name in schema.names)
    cursor = ledger.execute(f"SELECT {names} FROM {table}")  # noqa: S608 (names are constants)
    while rows := cursor.fetchmany(_BATCH):
        columns = zip(*rows, strict=True)
        yield pa.table(
            [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)],
            schema=schema,
        )


def nfkc(texts: pa.Array) -> pa.Array:
    """Normalise a column of texts (Unicode NFKC), for the SQL function of this name."""
    return pc.utf8_normalize(texts, form="NFKC")
