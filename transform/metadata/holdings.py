"""What a release's folder holds: its files with size and hash, its tables with described columns.

Receives the folder before it is sealed. The files that describe or seal the others (`OWN`) are left
out, since they cannot hold their own hash; `SHA256SUMS` names them. Refuses a table or a column of
which the data dictionary says nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transform.catalog.dictionary import Described
from transform.errors import InputRefusedError
from transform.exports.columns import FOLDER as EXPORTS
from transform.metadata.fields import Field, Known, cells, known
from transform.metadata.keys import Keys, keys
from transform.tables import literal

DATAPACKAGE = "datapackage.json"
CROISSANT = "croissant.json"
JSONLD = "schema.jsonld"
CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
SCHEMAS = "schemas"
"""Folder of the schemas that several files share."""

OWN = frozenset({DATAPACKAGE, CROISSANT, JSONLD, CITATION, ZENODO, "SHA256SUMS", "release.json"})


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release."""

    path: str
    """From the folder, with slashes."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its files, one of them or one a year."""

    name: str
    en: str
    zh: str
    fields: tuple[Field, ...]
    keys: Keys
    files: tuple[File, ...]

    @property
    def by_year(self) -> bool:
        """Whether the table is a folder with a file a year."""
        return self.files[0].path != f"{self.name}{Path(self.files[0].path).suffix}"


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that a release describes."""

    tables: tuple[Table, ...]
    """In Parquet, in the order of their names."""
    exports: tuple[Table, ...]
    """The CSV files."""
    others: tuple[File, ...]
    """Whatever is no table: texts, SQL, Stata files."""

    @property
    def files(self) -> list[File]:
        """Every file, in the order of the paths."""
        held = [file for table in (*self.tables, *self.exports) for file in table.files]
        return sorted([*held, *self.others], key=lambda file: file.path)


def holdings(folder: Path, dictionary: dict[str, Described]) -> Holdings:
    """Take stock of a folder. Raises `InputRefusedError`."""
    tables, others = _files(folder)
    made = []
    with duckdb.connect() as con:
        what = known(dictionary, cells(con, folder / "codebook.parquet"))
        for name, files in sorted(tables.items()):
            if name not in what:
                raise InputRefusedError(
                    f"{files[0].path}: the data dictionary has no table {name}; describe it there"
                )
            made.append(_table(con, folder, name, files, what[name]))
    exported = f"{EXPORTS}/"
    return Holdings(
        tuple(table for table in made if not table.name.startswith(exported)),
        tuple(table for table in made if table.name.startswith(exported)),
        tuple(others),
    )


def _files(folder: Path) -> tuple[dict[str, list[File]], list[File]]:
    """Give the files of each table, and those of none."""
    tables: dict[str, list[File]] = {}
    others = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder)
        if name.as_posix() in OWN or name.parts[0] == SCHEMAS:
            continue
        file = File(name.as_posix(), path.stat().st_size, _digest(path))
        if table := _table_of(name):
            tables.setdefault(table, []).append(file)
        else:
            others.append(file)
    return tables, others


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _table_of(path: Path) -> str:
    """Give the table a file belongs to: `facts/2021.parquet`, `exports/wide-2021.csv`, or none."""
    if path.suffix == ".parquet":
        return path.parts[0].removesuffix(".parquet")
    if path.suffix == ".csv" and path.parts[0] == EXPORTS:
        return f"{EXPORTS}/{path.stem.partition('-')[0]}"
    return ""


def _table(
    con: duckdb.DuckDBPyConnection, folder: Path, name: str, files: list[File], what: Known
) -> Table:
    """Describe a table by the columns that its first file has."""
    fields = []
    for column, *_ in con.execute(f"DESCRIBE FROM {literal(folder / files[0].path)}").fetchall():
        if column not in what.fields:
            raise InputRefusedError(
                f"{files[0].path}: the data dictionary has no column {column} of {name}; "
                "describe it there"
            )
        fields.append(what.fields[column])
    of = keys().get(name.removeprefix(f"{EXPORTS}/"), Keys())
    return Table(name, what.en, what.zh, tuple(fields), of, tuple(files))
