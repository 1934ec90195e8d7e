"""The ledger and the registry in DuckDB, as the findings' SQL and the dataset's ask them.

Receives the ledger's file and the registry's folder. Gives, in a connection, the schema `ledger`,
the tables of `sql/units.sql` and the functions that the SQL calls. Refuses, with LedgerError, what
is no ledger.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from duckdb.func import PythonUDFType

from crawler.errors import LedgerError
from crawler.findings import titles
from crawler.registry.tables import HEADERS

UNIT_TABLES = ("units", "unit_history", "unit_successors", "columns")
"""What `units.sql` reads of a registry; history and successors may be missing."""

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
    "version": {
        "ask": _TEXT,
        "sha256": _TEXT,
        "number": _INT,
        "first_seen": _TEXT,
        "last_seen": _TEXT,
    },
    "look": {"sha256": _TEXT, "title": _TEXT, "organ": _TEXT, "year": _INT, "chapters": _INT},
    "attached": {"page": _TEXT, "ask": _TEXT, "name": _TEXT},
    "listed": {"column_id": _TEXT, "ask": _TEXT, "title": _TEXT, "first_seen": _TEXT},
    "ask": {"ask": _TEXT, "purpose": _TEXT, "parent": _TEXT},
    "fetch": {
        "run": _TEXT,
        "ask": _TEXT,
        "attempt": _INT,
        "url": _TEXT,
        "time": _TEXT,
        "outcome": _TEXT,
        "kind": _TEXT,
        "evidence": _TEXT,
        "sha256": _TEXT,
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
"""Tables and columns of the ledger that the findings and the dataset need."""

_TIMES = ("first_seen", "last_seen", "time")


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the functions that the SQL calls: `nfkc`, `title_kind`, `title_organ`."""
    arrow = PythonUDFType.ARROW
    con.create_function("nfkc", _nfkc, ["VARCHAR"], "VARCHAR", type=arrow)
    con.create_function("title_kind", _kinds, ["VARCHAR"], "VARCHAR", type=arrow)
    con.create_function("title_organ", _organs, ["VARCHAR"], "VARCHAR", type=arrow)


def statement(name: str) -> str:
    """Give the text of `crawler/findings/sql/NAME.sql`."""
    return (files("crawler.findings") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def unit_tables(folder: Path, work: Path) -> dict[str, list[Path]]:
    """Give the files of a registry that `units.sql` reads; an empty one in `work` for a missing."""
    found = {}
    for name in UNIT_TABLES:
        path = folder / f"{name}.csv"
        if not path.is_file():
            path = work / path.name
            path.write_text(f"{HEADERS[name]}\n", encoding="utf-8")
        found[name] = [path]
    return found


@contextmanager
def opened(raw: Path) -> Iterator[sqlite3.Connection]:
    """Open the ledger of `DATA/raw` for reading; raises LedgerError when there is none."""
    path = raw / "ledger.sqlite"
    if not path.is_file():
        raise LedgerError(f"{path}: there is no ledger; run the crawler first")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        yield db


def load_ledger(con: duckdb.DuckDBPyConnection, raw: Path, until: str = "") -> None:
    """Copy the ledger's tables, as they stand at one moment, into the schema `ledger`.

    With `until`, a time as the ledger writes it, as they stood then. Times are UTC and become
    TIMESTAMP without a zone. Raises LedgerError.
    """
    con.execute("CREATE SCHEMA ledger")
    try:
        with opened(raw) as ledger:
            ledger.execute("BEGIN")
            for table, columns in LEDGER.items():
                schema = pa.schema(list(columns.items()))
                shape = ", ".join(
                    f'"{name}"::TIMESTAMP AS "{name}"' if name in _TIMES else f'"{name}"'
                    for name in columns
                )
                con.register("batch", schema.empty_table())
                con.execute(f"CREATE TABLE ledger.{table} AS SELECT {shape} FROM batch")  # noqa: S608 (constants)
                for batch in _batches(ledger, table, schema, until):
                    con.register("batch", batch)
                    con.execute(f"INSERT INTO ledger.{table} SELECT {shape} FROM batch")  # noqa: S608 (constants)
                con.unregister("batch")
    except (sqlite3.Error, pa.ArrowException, duckdb.Error) as problem:
        path = raw / "ledger.sqlite"
        raise LedgerError(f"{path}: damaged or not a ledger ({problem})") from problem


def _batches(
    ledger: sqlite3.Connection, table: str, schema: pa.Schema, until: str
) -> Iterator[pa.Table]:
    names = ", ".join(f'"{name}"' for name in schema.names)
    clock = next((name for name in ("first_seen", "time") if name in schema.names), "")
    where = f" WHERE {clock} <= ?" if until and clock else ""
    values = (until,) if where else ()
    cursor = ledger.execute(f"SELECT {names} FROM {table}{where}", values)  # noqa: S608 (constants)
    while rows := cursor.fetchmany(_BATCH):
        columns = zip(*rows, strict=True)
        yield pa.table(
            [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)],
            schema=schema,
        )


def _nfkc(texts: pa.Array) -> pa.Array:
    return pc.utf8_normalize(texts, form="NFKC")


def _kinds(texts: pa.Array) -> pa.Array:
    return pa.array([_read(text)[0] for text in texts.to_pylist()], pa.string())


def _organs(texts: pa.Array) -> pa.Array:
    return pa.array([_read(text)[1] for text in texts.to_pylist()], pa.string())


@lru_cache(maxsize=100_000)
def _read(title: str | None) -> tuple[str | None, str | None]:
    if title is None:
        return None, None
    named = titles.read(title)
    return named.kind, named.organ
