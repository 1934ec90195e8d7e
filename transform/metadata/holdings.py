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

from transform.catalog.dictionary import Column, Described
from transform.errors import InputRefusedError
from transform.exports.columns import FOLDER as EXPORTS
from transform.exports.columns import FRONT, STATA_NAME
from transform.metadata.keys import Keys
from transform.tables import literal

DATAPACKAGE = "datapackage.json"
CROISSANT = "croissant.json"
JSONLD = "schema.jsonld"
CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
SCHEMAS = "schemas"
"""Folder of the schemas that several files share."""

OWN = frozenset({DATAPACKAGE, CROISSANT, JSONLD, CITATION, ZENODO, "SHA256SUMS", "release.json"})

_STATA_NAME = Column(STATA_NAME, "VARCHAR", "code", "Variable in the Stata files.", "Stata 变量名")


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release."""

    path: str
    """From the folder, with slashes."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table as it lies in its files."""

    name: str
    type: str
    """As DuckDB names it."""
    unit: str
    en: str
    zh: str
    cell: bool
    """Whether it is a cell of a form: the Chinese text is then the label as printed."""


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


def holdings(folder: Path, dictionary: dict[str, Described], keys: dict[str, Keys]) -> Holdings:
    """Take stock of a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    tables: dict[str, list[File]] = {}
    others = []
    for name, path in files.items():
        if name in OWN or name.startswith(f"{SCHEMAS}/"):
            continue
        file = File(name, path.stat().st_size, _digest(path))
        table = _table_of(Path(name))
        if table:
            tables.setdefault(table, []).append(file)
        else:
            others.append(file)
    with duckdb.connect() as con:
        cells = _cells(con, folder)
        made = [
            _table(con, folder, name, held, dictionary, cells, keys)
            for name, held in sorted(tables.items())
        ]
    exported = f"{EXPORTS}/"
    return Holdings(
        tuple(table for table in made if not table.name.startswith(exported)),
        tuple(table for table in made if table.name.startswith(exported)),
        tuple(others),
    )


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


def _cells(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Field]:
    """Describe the columns of `wide` that are cells, as the newest form with them words them."""
    rows = con.execute(
        "SELECT wide_column, arg_max(unit, form), "
        "arg_max(row_label_en || ': ' || col_label_en || '.', form), "
        "arg_max(row_label_zh || '：' || col_label_zh, form) "
        f"FROM read_parquet({literal(folder / 'codebook.parquet')}) GROUP BY wide_column"
    ).fetchall()
    return {name: Field(name, "DOUBLE", unit, en, zh, True) for name, unit, en, zh in rows}


def _table(  # noqa: PLR0913 (all that is known)
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    files: list[File],
    dictionary: dict[str, Described],
    cells: dict[str, Field],
    keys: dict[str, Keys],
) -> Table:
    of = name.removeprefix(f"{EXPORTS}/")
    if of not in dictionary:
        raise InputRefusedError(f"{files[0].path}: the data dictionary has no table {of}")
    what = dictionary[of]
    known = {column.name: column for column in what.columns}
    if of != name:
        known |= {column: _column(dictionary, table, column) for table, column in FRONT}
    if of == "codebook":
        known.setdefault(STATA_NAME, _STATA_NAME)
    fields = []
    for column, kind in _columns(con, folder / files[0].path):
        if column in known:
            told = known[column]
            fields.append(Field(column, told.type, told.unit, told.en, told.zh, False))
        elif of == "wide" and column in cells:
            fields.append(cells[column])
        else:
            raise InputRefusedError(
                f"{files[0].path}: the data dictionary has no column {of}.{column} ({kind})"
            )
    return Table(name, what.en, what.zh, tuple(fields), keys.get(of, Keys()), tuple(files))


def _columns(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, str]]:
    rows = con.execute(f"DESCRIBE FROM {literal(path)}").fetchall()
    return [(name, kind) for name, kind, *_ in rows]


def _column(dictionary: dict[str, Described], table: str, name: str) -> Column:
    return next(column for column in dictionary[table].columns if column.name == name)
