"""Opens the two datasets of a comparison as views of the schema `diff`.

Receives folders: a dataset, a release, or a symlink to one. Gives `diff.before_TABLE` and
`diff.after_TABLE` of what a comparison reads, with the columns it needs. Refuses what is no
dataset, has other bytes than its SHA256SUMS says, or other columns than can be compared. A dataset
from before there were corrections has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from transform.errors import InputRefusedError, SchemaDiffersError
from transform.tables import literal

Name = Literal["before", "after"]

COLUMNS = {
    "facts": {
        "unit_id": "INTEGER",
        "year": "SMALLINT",
        "row_code": "VARCHAR",
        "col_code": "VARCHAR",
        "value": "DOUBLE",
        "state": "VARCHAR",
    },
    "reports": {
        "report_id": "VARCHAR",
        "unit_id": "INTEGER",
        "year": "SMALLINT",
        "sha256": "VARCHAR",
        "issuer": "VARCHAR",
        "extractor": "VARCHAR",
        "is_current": "BOOLEAN",
    },
    "documents": {"sha256": "VARCHAR", "verdict": "VARCHAR"},
    "units": {
        "unit_id": "INTEGER",
        "successors": 'STRUCT(unit_id INTEGER, "year" SMALLINT, kind VARCHAR)[]',
    },
    "corrections": {
        "correction": "VARCHAR",
        "unit_id": "INTEGER",
        "year": "SMALLINT",
        "row_code": "VARCHAR",
        "col_code": "VARCHAR",
        "value": "DOUBLE",
        "state": "VARCHAR",
        "report_id": "VARCHAR",
    },
}
"""What a comparison reads of each table; further columns are not its business."""

_WHOLE = ("reports", "documents", "units", "corrections")
_LATER = frozenset({"corrections"})
"""Tables that older datasets lack."""


@contextmanager
def workspace(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Make the schema `diff`, and remove it with all that is in it."""
    con.execute("CREATE SCHEMA diff")
    try:
        yield
    finally:
        con.execute("DROP SCHEMA diff CASCADE")


@dataclass(frozen=True, slots=True)
class Side:
    """A dataset that is compared, and its files as far as they are read."""

    name: Name
    folder: Path
    digests: dict[str, str]
    """SHA-256 of each file, by its name in the folder."""

    def years(self) -> set[int]:
        """Give the years that have a file of facts."""
        return {int(Path(name).stem) for name in self.digests if name.startswith("facts/")}

    def digest(self, year: int) -> str | None:
        """Give the SHA-256 of the facts of a year, or None without a file."""
        return self.digests.get(f"facts/{year}.parquet")

    def read(self, con: duckdb.DuckDBPyConnection, table: str, file: str) -> None:
        """Lay a file out as the view `diff.SIDE_TABLE`; without the file it has no rows."""
        wanted = COLUMNS[table]
        if file in self.digests:
            path = self.folder / file
            source = f"read_parquet({literal(path)})"
            _check(con, self.folder, file, wanted)
            columns = ", ".join(wanted)
        else:
            columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in wanted.items())
            source = "range(0)"
        con.execute(
            f"CREATE OR REPLACE VIEW diff.{self.name}_{table} AS FROM {source} SELECT {columns}"
        )

    def read_whole(self, con: duckdb.DuckDBPyConnection) -> None:
        """Lay out the tables that are one file."""
        for table in _WHOLE:
            self.read(con, table, f"{table}.parquet")


def side(name: Name, folder: Path) -> Side:
    """Find the files of a dataset and hash them. Raises InputRefusedError."""
    if not folder.is_dir():
        raise InputRefusedError(f"{folder}: no such folder; name a dataset or a release")
    resolved = folder.resolve()
    if not (resolved / "facts").is_dir():
        if any(path.stem.isdecimal() for path in resolved.glob("*.parquet")):
            raise InputRefusedError(f"{folder}: one table of a dataset; name the folder it lies in")
        raise InputRefusedError(f"{folder}: no dataset; it has no facts")
    stated = _stated(resolved)
    there = {f"facts/{path.name}" for path in (resolved / "facts").glob("*.parquet")}
    there |= {f"{table}.parquet" for table in _WHOLE if (resolved / f"{table}.parquet").is_file()}
    needed = {f"{table}.parquet" for table in _WHOLE if table not in _LATER}
    needed |= {file for file in stated if file.startswith("facts/") or file.split(".")[0] in _WHOLE}
    for file in sorted(needed - there):
        raise InputRefusedError(f"{folder}: lacks {file}; it is no dataset, or damaged")
    digests = {file: _digest(resolved / file) for file in sorted(there)}
    for file, digest in digests.items():
        if not Path(file).stem.isdecimal() and file.startswith("facts/"):
            raise InputRefusedError(f"{folder}: {file} is not named after a year")
        if stated and stated.get(file) != digest:
            raise InputRefusedError(f"{folder}: {file} is damaged, SHA256SUMS says other bytes")
    return Side(name, resolved, digests)


def _stated(folder: Path) -> dict[str, str]:
    """Give what SHA256SUMS says, file to digest; nothing for a dataset that is not sealed yet."""
    try:
        lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(con: duckdb.DuckDBPyConnection, folder: Path, name: str, wanted: dict[str, str]) -> None:
    """Refuse a file that is no Parquet file or lacks a column of the wanted type."""
    path = folder / name
    try:
        file = con.read_parquet(str(path))
    except duckdb.Error as problem:
        raise InputRefusedError(f"{path}: damaged ({problem})") from problem
    found = dict(zip(file.columns, map(str, file.types), strict=True))
    for column, kind in wanted.items():
        if column not in found:
            raise SchemaDiffersError(folder, f"{name} lacks {column}")
        if found[column] != kind:
            raise SchemaDiffersError(
                folder, f"in {name} {column} is {found[column]} and not {kind}"
            )
