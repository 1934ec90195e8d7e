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

from extract.schema import SCHEMA
from transform.errors import InputRefusedError
from transform.tables import literal

HEADERS = {
    "units": "unit_id,name,aliases,names_before,level,division,parent_id,valid_from,valid_to",
    "unit_history": "unit_id,name,aliases,division,valid_from,valid_to",
    "unit_successors": "unit_id,successor_id,year,kind",
    "columns": "column_id,host,unit_id,url,confirmed",
    "codebook": (
        "form,table,position,row_code,col_code,unit,"
        "row_label_zh,col_label_zh,row_label_en,col_label_en"
    ),
    "local_lists": (
        "form,table,position,row_code,col_code,unit,"
        "row_label_zh,col_label_zh,row_label_en,col_label_en,list"
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

_NEEDED = frozenset({"sha256", "extractor", "verdict", "issuer", "year", "tables", "cells"})
"""Columns without which a file holds no records."""


def registry(folder: Path, work: Path) -> dict[str, list[Path]]:
    """Give the tables of a registry's folder that the dataset needs, as the crawler reads them too.

    History and successors of units may be missing: files without a row, in `work`, stand for them.
    """
    found = {name: sorted(folder.glob(f"{name}.csv")) for name in ("units", "columns")}
    for name, paths in found.items():
        if not paths:
            raise InputRefusedError(
                f"{folder}: holds no {name}.csv; name the registry with --registry"
            )
    for name in ("unit_history", "unit_successors"):
        path = folder / f"{name}.csv"
        if not path.is_file():
            path = work / path.name
            path.write_text(f"{HEADERS[name]}\n", encoding="utf-8")
        found[name] = [path]
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
    """Give the record files in the order of their names; hidden ones are not records.

    Refuses a file that is damaged or holds what `SCHEMA` does not know. One of an older extractor
    may lack columns and fields that came later; they are then empty.
    """
    if not folder.is_dir():
        raise InputRefusedError(f"{folder}: there are no records; run `python -m extract` first")
    found = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))
    for path in found:
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException) as problem:
            raise InputRefusedError(f"{path}: no Parquet file ({problem}); remove it") from problem
        for name in sorted(_NEEDED.difference(schema.names)):
            raise InputRefusedError(f"{path}: lacks {name}; remove it and extract again")
        for field in schema:
            at = SCHEMA.get_field_index(field.name)
            if at < 0 or not _fits(field.type, SCHEMA.field(at).type):
                fault = f"{path}: column {field.name} is of another kind"
                raise InputRefusedError(f"{fault}; remove it and extract again")
    return found


def _fits(stored: pa.DataType, wanted: pa.DataType) -> bool:
    """Tell whether values of a stored type are of the wanted one, fields added since aside."""
    if pa.types.is_list(stored) and pa.types.is_list(wanted):
        return _fits(stored.value_type, wanted.value_type)
    if pa.types.is_struct(stored) and pa.types.is_struct(wanted):
        return all(
            wanted.get_field_index(field.name) >= 0
            and _fits(field.type, wanted.field(field.name).type)
            for field in stored
        )
    return bool(stored.equals(wanted))


def load_records(con: duckdb.DuckDBPyConnection, paths: list[Path], work: Path) -> None:
    """Lay the records out as the view `records`, with each one's place in its file.

    A file without a record, written into `work`, gives the columns that older files lack.
    """
    pattern = work / "no-records.parquet"
    pq.write_table(SCHEMA.empty_table(), pattern)
    listed = ", ".join(literal(path) for path in (pattern, *paths))
    con.execute(
        f"CREATE VIEW records AS FROM read_parquet([{listed}], "
        "union_by_name = true, filename = true, file_row_number = true)"
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
